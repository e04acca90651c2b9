"""Partnerships: only pairs of which the words say that they work together."""

from collections.abc import Callable

import pytest

from extractors.records import Extraction

Extract = Callable[[str], Extraction]


def pairs(extraction: Extraction) -> set[tuple[frozenset[str], str]]:
    return {(frozenset((p.organisation_a, p.organisation_b)), p.relation) for p in extraction.partnerships}


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("produced the report in partnership with", "partnership"),
        ("works closely with", "works with"),
        ("is funded by", "funds"),
        ("was commissioned by", "commissions"),
    ],
)
def test_words_that_say_so(extraction: Extract, words: str, relation: str) -> None:
    found = extraction(f"News\n\nBarset County Council {words} Plumstead Housing Association.\n")
    assert pairs(found) == {(frozenset(("Barset County Council", "Plumstead Housing Association")), relation)}


def test_two_bodies_in_a_sentence_are_not_partners_for_that(extraction: Extract) -> None:
    found = extraction(
        "News\n\nBarset County Council met on Monday. Plumstead Housing Association replied to Barset County Council.\n"
    )
    assert pairs(found) == set()


def test_we_means_the_publisher(extraction: Extract) -> None:
    text = (
        "Our plan\n\nFrom:\n  Barset County Council\n\n"
        "We work closely with Plumstead Borough Council and Lower Barset NHS Trust.\n"
    )
    assert pairs(extraction(text)) == {
        (frozenset(("Barset County Council", "Plumstead Borough Council")), "works with"),
        (frozenset(("Barset County Council", "Lower Barset NHS Trust")), "works with"),
    }


def test_all_who_do_something_jointly_are_pairs(extraction: Extract) -> None:
    found = extraction(
        "Plan\n\nThe plan is produced jointly by Barset County Council, Lower Barset NHS Trust and Barset Police.\n"
    )
    assert len(pairs(found)) == 3


def test_what_a_person_does_is_no_partnership(extraction: Extract) -> None:
    text = "Board\n\nAnn Archer works with Barset Council. She is a partner at Sun LLP and works with Barset Police.\n"
    assert pairs(extraction(text)) == set()


def test_denied_work_is_no_partnership(extraction: Extract) -> None:
    text = "News\n\nBarset City Council does not work in partnership with Plumstead Borough Council.\n"
    assert pairs(extraction(text)) == set()


COUNCIL, BOROUGH, POLICE, TRUST = (
    "Barset County Council",
    "Plumstead Borough Council",
    "Barset Police",
    "Lower Barset NHS Trust",
)


def bodies(extraction: Extraction) -> set[frozenset[str]]:
    return {pair for pair, _ in pairs(extraction)}


@pytest.mark.parametrize(
    "sentence",
    [
        f"{COUNCIL} and {BOROUGH} jointly fund the wardens.",
        f"{COUNCIL} and {BOROUGH} have agreed to share a depot.",
        f"{COUNCIL} and {BOROUGH} will repair 1,200 homes together.",
        f"{COUNCIL} and {BOROUGH} are working together on floods.",
        f"Together, {COUNCIL} and {BOROUGH} have launched a fund.",
        f"The hub is run by {COUNCIL} and {BOROUGH}.",
        f"The plan is a joint venture between {COUNCIL} and {BOROUGH}.",
        f"{COUNCIL} has built a depot with {BOROUGH}.",
        f"{COUNCIL} opened a shared depot at Mill Lane with {BOROUGH}.",
        f"Jointly with {BOROUGH}, {COUNCIL} ran a campaign.",
        f"In partnership with {BOROUGH}, {COUNCIL} has opened a centre.",
        f"{COUNCIL} works particularly closely with {BOROUGH}.",
        f"{COUNCIL} works in very close partnership with {BOROUGH}.",
        f"{COUNCIL} runs the line, which it shares with {BOROUGH}.",
        f"The line is delivered by {COUNCIL} and commissioned by {BOROUGH}.",
        f"The line is funded by {COUNCIL} and run by {BOROUGH}.",
        f"The line is provided by {COUNCIL} on behalf of {BOROUGH}.",
        f"The line has been commissioned by {COUNCIL} from {BOROUGH}.",
        f"{COUNCIL} buys its meals from {BOROUGH}.",
        f"{COUNCIL} has two officers on secondment from {BOROUGH}.",
    ],
)
def test_one_act_of_two_bodies_is_a_pair(extraction: Extract, sentence: str) -> None:
    assert bodies(extraction(f"News\n\n{sentence}\n")) == {frozenset((COUNCIL, BOROUGH))}


@pytest.mark.parametrize(
    "sentence",
    [
        f"{COUNCIL} published its plan in line with {BOROUGH} rules.",
        f"{COUNCIL} shares a border with {BOROUGH}.",
        f"{COUNCIL} talked to people with {BOROUGH} officers.",
        f"{COUNCIL} agreed with {BOROUGH} that it was late.",
        f"{COUNCIL} provides grants to tenants of {BOROUGH}.",
        f"{COUNCIL} supports 200 tenants in the homes of {BOROUGH}.",
        f"{COUNCIL} works with the NHS and with government.",
    ],
)
def test_words_that_only_stand_between_two_names_make_no_pair(extraction: Extract, sentence: str) -> None:
    assert bodies(extraction(f"News\n\n{sentence}\n")) == set()


def test_it_is_the_body_with_which_the_sentence_before_begins(extraction: Extract) -> None:
    found = extraction(f"News\n\n{COUNCIL} met on Monday. It is working with {POLICE} on road safety.\n")
    assert bodies(found) == {frozenset((COUNCIL, POLICE))}


def test_the_trust_is_the_publisher_only_where_that_is_one(extraction: Extract) -> None:
    text = f"Our plan\n\nFrom:\n  {COUNCIL}\n\nThe {{}} has designed the ward with {POLICE}.\n"
    assert bodies(extraction(text.format("council"))) == {frozenset((COUNCIL, POLICE))}
    assert bodies(extraction(text.format("trust"))) == set()


def test_we_in_direct_speech_is_the_body_of_who_speaks(extraction: Extract) -> None:
    found = extraction(
        f"News\n\nFrom:\n  {COUNCIL}\n\n“We work closely with {POLICE},” said Ann Archer, Chief Executive of {TRUST}.\n"
    )
    assert bodies(found) == {frozenset((TRUST, POLICE))}


def test_each_of_an_enumeration_is_a_partner(extraction: Extract) -> None:
    found = extraction(
        f"News\n\n{COUNCIL} (BCC) works with the local charity Barset Carers Trust, {POLICE} and {TRUST} on care, "
        f"and with {BOROUGH} on roads.\n"
    )
    partners = ("Barset Carers Trust", POLICE, TRUST, BOROUGH)
    assert bodies(found) == {frozenset((COUNCIL, partner)) for partner in partners}


def test_partners_that_a_publisher_lists_are_its_partners(extraction: Extract) -> None:
    found = extraction(f"Our work\n\nFrom:\n  {COUNCIL}\n\nOur partners\n\n- {BOROUGH}\n- {POLICE}\n- {TRUST}\n")
    assert bodies(found) == {frozenset((COUNCIL, partner)) for partner in (BOROUGH, POLICE, TRUST)}
    assert found.partnership_members == ()


def test_two_bodies_have_one_row_for_a_sentence(extraction: Extract) -> None:
    found = extraction(f"News\n\nThe line is provided by {COUNCIL} on behalf of {BOROUGH}.\n")
    assert len(found.partnerships) == 1


def test_comma_before_we_ends_a_clause(extraction: Extract) -> None:
    found = extraction(f"News\n\nFrom:\n  {COUNCIL}\n\nWith help from {TRUST}, we worked with {POLICE}.\n")
    assert frozenset((TRUST, POLICE)) not in bodies(found)
    assert frozenset((COUNCIL, POLICE)) in bodies(found)


def test_what_is_done_in_partnership_by_nobody_named_is_the_publishers(extraction: Extract) -> None:
    text = f"News\n\nFrom:\n  {COUNCIL}\n\nThe café is run in partnership with {POLICE}.\n"
    assert bodies(extraction(text)) == {frozenset((COUNCIL, POLICE))}


def test_who_carries_out_a_work_with_another(extraction: Extract) -> None:
    found = extraction(f"News\n\nThe survey was carried out by {COUNCIL} with {POLICE}.\n")
    assert bodies(found) == {frozenset((COUNCIL, POLICE))}


def test_two_who_do_the_same_each_for_itself_are_no_pair(extraction: Extract) -> None:
    assert bodies(extraction(f"News\n\n{COUNCIL} and {TRUST} launched consultations.\n")) == set()
