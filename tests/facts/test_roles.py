"""Roles: who holds which title, and in which organisation."""

from collections.abc import Callable

import pytest

from extractors.records import Extraction

Extract = Callable[[str], Extraction]
Triple = tuple[str, str, str | None]


def roles(extraction: Extraction) -> set[Triple]:
    return {(r.person, r.title, r.organisation) for r in extraction.roles}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "Susan Acton\nChief Executive, Barset and Plumstead NHS Trust",
            {("Susan Acton", "Chief Executive", "Barset and Plumstead NHS Trust")},
        ),
        (
            "Geraint Davies\nActing Chief Executive, Barset Ambulance Service NHS Foundation Trust",
            {("Geraint Davies", "Acting Chief Executive", "Barset Ambulance Service NHS Foundation Trust")},
        ),
        (
            "Andrew Irving\nCorporate Director of Social Care, Health and Wellbeing, Barset County Council",
            {("Andrew Irving", "Corporate Director of Social Care, Health and Wellbeing", "Barset County Council")},
        ),
        (
            "Hazel Carver\nAccountable Officer, NHS Barset and NHS Plumstead Clinical Commissioning Groups",
            {
                ("Hazel Carver", "Accountable Officer", "NHS Barset Clinical Commissioning Group"),
                ("Hazel Carver", "Accountable Officer", "NHS Plumstead Clinical Commissioning Group"),
            },
        ),
        (
            (
                "Glenn Dowling, Senior Responsible Officer for the Barset Transformation Plan "
                "and Chief Executive of Barset NHS Trust"
            ),
            {
                ("Glenn Dowling", "Senior Responsible Officer", "Barset Transformation Plan"),
                ("Glenn Dowling", "Chief Executive", "Barset NHS Trust"),
            },
        ),
        ("Bart Johnston\nChief Executive, Sunrise Care", {("Bart Johnston", "Chief Executive", "Sunrise Care")}),
        (
            "Andrew Burnley\nInterim Director for Public Health Medway",
            {("Andrew Burnley", "Interim Director for Public Health", "Medway")},
        ),
    ],
)
def test_signature_lines(extraction: Extract, lines: str, expected: set[Triple]) -> None:
    assert roles(extraction(f"A letter to all residents\n\nWe will act together.\n\n{lines}\n")) == expected


def test_apposition_in_prose_before_the_name(extraction: Extract) -> None:
    found = extraction(
        "Barset Council wins prize\n\nCouncil Chief Executive Sheila Stanford said: “We are proud of what we do.”\n"
    )
    assert {(p, t) for p, t, _ in roles(found)} == {("Sheila Stanford", "Council Chief Executive")}


def test_former_roles_are_marked(extraction: Extract) -> None:
    found = extraction(
        "News\n\nThe report was given to former Public Health Minister, Rt Hon Anne Melton, on Monday.\n"
    )
    assert [(r.title, r.is_former, r.organisation) for r in found.roles] == [
        ("former Public Health Minister", True, None)
    ]


def test_apposition_in_prose_after_the_name(extraction: Extract) -> None:
    found = extraction(
        "News\n\nDan Howell, Head of Care at Diabetes UK, said:\n\nWe know that people often need help with this.\n"
    )
    assert roles(found) == {("Dan Howell", "Head of Care", "Diabetes UK")}


def test_title_without_a_body_is_held_in_the_publishers(extraction: Extract) -> None:
    text = (
        "Our board\n\nFrom:\n  Department of Health\n\nMembers\n\n"
        "• Chris Wormwood, Permanent Secretary\n\n• Kate Tillet, Director of HR\n"
    )
    assert roles(extraction(text)) == {
        ("Chris Wormwood", "Permanent Secretary", "Department of Health"),
        ("Kate Tillet", "Director of HR", "Department of Health"),
    }


def test_title_in_brackets(extraction: Extract) -> None:
    found = extraction(
        "Our board\n\nMembers\n\n• Peter Sandford (lead non-executive)\n\n• Chris Pillinger (non-executive)\n"
    )
    assert {(p, t) for p, t, _ in roles(found)} == {
        ("Peter Sandford", "lead non-executive"),
        ("Chris Pillinger", "non-executive"),
    }


def test_place_of_a_role_is_its_title(extraction: Extract) -> None:
    text = "Letter\n\nSusan Acton\nChief Executive, Barset NHS Trust\n"
    [role] = extraction(text).roles
    assert text[role.start_char : role.end_char] == role.text == "Chief Executive"


def test_prose_about_a_person(extraction: Extract) -> None:
    found = extraction(
        "Our board\n\nFrom:\n  Barset Harbours Authority\n\nBoard members\n\n"
        "Josephine Tarry was appointed chair in May 2019. Her second term ends in 2025. "
        "She was previously chief executive of Plumstead Port Company. She is a trustee of the Barset Museum Trust.\n"
    )
    assert roles(found) == {
        ("Josephine Tarry", "chair", "Barset Harbours Authority"),
        ("Josephine Tarry", "former chief executive", "Plumstead Port Company"),
        ("Josephine Tarry", "trustee", "Barset Museum Trust"),
    }
    assert [r.title for r in found.roles if r.is_former] == ["former chief executive"]


def test_occupation_without_a_body_is_no_role(extraction: Extract) -> None:
    text = "Our board\n\nFrom:\n  Barset Council\n\nElliot Vance joined in 2020. Elliot is a chartered accountant.\n"
    assert roles(extraction(text)) == set()


def test_table_of_people(extraction: Extract) -> None:
    found = extraction(
        "A letter to all\n\nWe will act together.\n\nName | Title | Organisation\n"
        "Margaret Ellis OBE | Chief Executive | Rural Links Alliance\nDr Yusuf Karam | Director | Later Life Barset\n"
    )
    assert roles(found) == {
        ("Margaret Ellis", "Chief Executive", "Rural Links Alliance"),
        ("Yusuf Karam", "Director", "Later Life Barset"),
    }


def test_kind_of_member_that_a_list_gives(extraction: Extract) -> None:
    text = "Panel\n\nFrom:\n  Barset Review Panel\n\nThe lay members are:\n\n• Diane Davidson\n\n• Linda Phillips\n"
    assert roles(extraction(text)) == {
        ("Diane Davidson", "lay member", "Barset Review Panel"),
        ("Linda Phillips", "lay member", "Barset Review Panel"),
    }


def test_chair_in_a_committees_list_chairs_the_committee(extraction: Extract) -> None:
    text = (
        "Our board\n\nFrom:\n  Barset Council\n\n"
        "The Barset Audit Committee meets often. Its members are:\n\n- Diane Davidson (Chair)\n"
    )
    assert roles(extraction(text)) == {("Diane Davidson", "Chair", "Barset Audit Committee")}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The minister, Robert Jeffries, came to see us.", {("Robert Jeffries", "minister", None)}),
        (
            "We welcomed NHS England’s chief executive Simon Stephens.",
            {("Simon Stephens", "chief executive", "NHS England")},
        ),
        ("Statement by the Prime Minister Boris Jackson on health.", {("Boris Jackson", "Prime Minister", None)}),
        (
            "Mr David Okafor, our Head of Primary Care, to look into this.",
            {("David Okafor", "Head of Primary Care", "Barset Council")},
        ),
        ("Foreword by the Leader, Cllr Vince Marple", {("Vince Marple", "Leader", "Barset Council")}),
        (
            "Jane Dover PhD, Chief Executive, Hull City Council",
            {("Jane Dover", "Chief Executive", "Hull City Council")},
        ),
        ("The meeting was chaired by Judge Peter Brown.", set()),
        ("Mr Patel, Chair of Governors, thanked Mrs Khan.", {("Patel", "Chair of Governors", None)}),
    ],
)
def test_title_ends_where_it_ends_and_is_held_where_the_words_say(
    extraction: Extract, sentence: str, expected: set[Triple]
) -> None:
    assert roles(extraction(f"Barset Council news\n\nWe work here for all.\n\n{sentence}\n")) == expected


AT_BARSET = "Barset Council news\n\nBarset Council serves everybody here, and we are proud of it.\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The council’s Deputy Chief Executive, Ann Example, agreed.", ("Deputy Chief Executive", "Barset Council")),
        ("Our CEO Ann Example agreed.", ("CEO", "Barset Council")),
        ("Ann Example, who chairs the council, said: “Yes.”", ("Chair", "Barset Council")),
        ("Ann Example retires in May after nine years as Chief Executive.", ("Chief Executive", "Barset Council")),
        ("Ann Example is leaving to become Chief Executive of Vale Council.", ("Chief Executive", "Vale Council")),
        ("Ann Example has agreed to chair the Barset Housing Board.", ("Chair", "Barset Housing Board")),
        (
            "The Barset Housing Board, whose independent chair is Ann Example, met.",
            ("independent chair", "Barset Housing Board"),
        ),
        ("The Barset Housing Board is chaired by Ann Example.", ("Chair", "Barset Housing Board")),
        ("It went to the Barset Housing Board (Chair: Ann Example).", ("Chair", "Barset Housing Board")),
        ("The Vale Trust is led by chief executive Ann Example.", ("chief executive", "Vale Trust")),
        ("The former Chief Executive, Ann Example, agreed.", ("former Chief Executive", "Barset Council")),
        (
            "Ann Example, Regional Lead for the North and Midlands, agreed.",
            ("Regional Lead for the North and Midlands", "Barset Council"),
        ),
        ("Ann Example, Finance Manager (elected by staff), agreed.", ("Finance Manager", "Barset Council")),
        ("Ann Example, Dean of the Faculty of Health, agreed.", ("Dean of the Faculty of Health", "Barset Council")),
    ],
)
def test_prose_gives_a_title_in_many_ways(extraction: Extract, text: str, expected: tuple[str, str]) -> None:
    assert [(r.title, r.organisation) for r in extraction(f"{AT_BARSET}{text}\n").roles] == [expected]


def test_what_is_said_of_her_after_her_name_is_hers(extraction: Extract) -> None:
    text = (
        "Ann Example agreed. Called to the Bar in 1991, she is a former Deputy Chair of Vale Council. "
        "She chairs the Barset Audit Committee. Her own post is Director of Nursing.\n"
    )
    assert [(r.title, r.organisation, r.is_former) for r in extraction(AT_BARSET + text).roles] == [
        ("former Deputy Chair", "Vale Council", True),
        ("Chair", "Barset Audit Committee", False),
        ("Director of Nursing", "Barset Council", False),
    ]


def test_a_clause_about_another_person_is_that_persons(extraction: Extract) -> None:
    text = "Ann Example succeeds Ben Sample, who served as Chair of Vale Council.\n"
    assert [(r.person, r.title) for r in extraction(AT_BARSET + text).roles] == [("Ben Sample", "former Chair")]


def test_who_chairs_a_meeting_holds_no_office(extraction: Extract) -> None:
    assert not extraction(f"{AT_BARSET}Ann Example will chair the meeting of the Barset Housing Board.\n").roles


def test_a_rank_is_a_post_in_the_force(extraction: Extract) -> None:
    text = "Barset Police report\n\nWe are Barset Police.\n\nInspector Ann Example, Head of Planning, agreed.\n"
    assert {(r.title, r.organisation) for r in extraction(text).roles} == {
        ("Inspector", "Barset Police"),
        ("Head of Planning", "Barset Police"),
    }


def test_a_column_headed_with_a_title_gives_it_in_the_body_of_the_row(extraction: Extract) -> None:
    text = (
        f"{AT_BARSET}Committee | Chair | Meetings\nBarset Audit Committee | Ann Example | 4\n"
        "Barset Pay Committee | Ben Sample | 2\n"
    )
    assert [(r.person, r.title, r.organisation) for r in extraction(text).roles] == [
        ("Ann Example", "Chair", "Barset Audit Committee"),
        ("Ben Sample", "Chair", "Barset Pay Committee"),
    ]


def test_a_title_below_a_signature_may_stand_apart(extraction: Extract) -> None:
    text = f"{AT_BARSET}We thank you all.\n\nAnn Example\n\nChief Digital Officer\n\nOur work\n\nWe do a lot of it.\n"
    assert [(r.person, r.title) for r in extraction(text).roles] == [("Ann Example", "Chief Digital Officer")]


def test_a_kind_of_member_is_a_role_of_those_who_hold_none_there(extraction: Extract) -> None:
    text = (
        "Barset Council\n\nOur board\n\nBarset Council serves everybody here.\n\nPartner members\n"
        "Ann Example – Chief Executive, Vale Trust\nBen Sample – Chair, Dale Trust\n"
    )
    assert roles(extraction(text)) == {
        ("Ann Example", "Chief Executive", "Vale Trust"),
        ("Ann Example", "Partner member", "Barset Council"),
        ("Ben Sample", "Chair", "Dale Trust"),
        ("Ben Sample", "Partner member", "Barset Council"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Example stepped down as Chair in May.", ("former Chair", "Barset Council")),
        ("Ann Example was our Chair until May.", ("former Chair", "Barset Council")),
        ("Ann Example, Member (Audit) and trustee of Vale Trust, agreed.", ("Member (Audit)", "Barset Council")),
    ],
)
def test_the_body_that_speaks_is_meant(extraction: Extract, text: str, expected: tuple[str, str]) -> None:
    assert expected in {(r.title, r.organisation) for r in extraction(f"{AT_BARSET}{text}\n").roles}


def test_the_panel_is_the_one_that_was_named(extraction: Extract) -> None:
    text = "The Barset Crime Panel met in May. It was a long day. The Panel is chaired by Ann Example.\n"
    assert ("Ann Example", "Chair", "Barset Crime Panel") in roles(extraction(AT_BARSET + text))


def test_one_who_chairs_two_bodies_has_two_roles(extraction: Extract) -> None:
    text = "Ann Example agreed. She chairs the Barset Audit Committee and the Barset Pay Committee.\n"
    assert roles(extraction(AT_BARSET + text)) == {
        ("Ann Example", "Chair", "Barset Audit Committee"),
        ("Ann Example", "Chair", "Barset Pay Committee"),
    }


def test_a_title_that_heads_a_name_is_its_holders(extraction: Extract) -> None:
    text = f"{AT_BARSET}Council Secretary\n\nAnn Example\n\nOther matters\n\nThere are none that we know of.\n"
    assert roles(extraction(text)) == {("Ann Example", "Council Secretary", "Barset Council")}


def test_to_whom_somebody_reports_is_not_somebody(extraction: Extract) -> None:
    text = f"{AT_BARSET}Name | Post | Reports to\nAnn Example | Director of Finance | Ben Sample\n"
    assert roles(extraction(text)) == {("Ann Example", "Director of Finance", "Barset Council")}


def test_a_post_that_ended_is_former(extraction: Extract) -> None:
    [role] = extraction(f"{AT_BARSET}Ann Example, Chief Executive (to 31 May 2022), agreed.\n").roles
    assert role.is_former


def test_an_adviser_to_somebody_is_somebody_else(extraction: Extract) -> None:
    assert not extraction(f"{AT_BARSET}He is a former adviser to Ann Example.\n").roles


def test_a_body_over_its_people_is_where_they_hold_their_posts(extraction: Extract) -> None:
    text = (
        "Barset and Vale Joint Committee\n\nThe Barset and Vale Joint Committee oversees buses. We meet in May.\n\n"
        "Membership\n\nBarset County Council\nCouncillor Ann Example (Chair)\nCouncillor Ben Sample, Cabinet Member\n\n"
        "Vale County Council\nCllr Cara Green (Vice Chair)\nCllr Dan Brown, Portfolio Holder for Highways\n"
    )
    assert roles(extraction(text)) == {
        ("Ann Example", "Chair", "Barset and Vale Joint Committee"),
        ("Ben Sample", "Cabinet Member", "Barset County Council"),
        ("Cara Green", "Vice Chair", "Barset and Vale Joint Committee"),
        ("Dan Brown", "Portfolio Holder for Highways", "Vale County Council"),
    }


def test_a_chief_constable_is_not_the_councils(extraction: Extract) -> None:
    assert roles(extraction(f"{AT_BARSET}Chief Constable Ben Sample agreed.\n")) == {
        ("Ben Sample", "Chief Constable", None)
    }
