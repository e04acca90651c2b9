"""From reasons to one entity: scores that can be read, and what no score may join."""

from extractors.judgements import Company, Decision, KnownEntity, Match
from extractors.resolution.candidates import candidates
from extractors.resolution.judgement import clusters, judge, settled

JANE, J, JOHN = "Jane Doe", "J. Doe", "John Doe"
NOTHING, COUNCIL = Company(), Company(organisations=("Barset Council",))


def person(name: str) -> KnownEntity:
    return KnownEntity(name, "person", name, (name,), None, ())


def body(name: str, *forms: str, classification: str | None = None, identifiers: tuple[str, ...] = ()) -> KnownEntity:
    return KnownEntity(name, "organisation", name, (name, *forms), classification, identifiers)


def judged(
    *known: KnownEntity, company: Company = NOTHING, decisions: tuple[Decision, ...] = ()
) -> tuple[list[Match], dict[str, str]]:
    """Judge all pairs as if each had this company; return matches and who goes by whose id."""
    found = candidates(known, [(d.entity_a_id, d.entity_b_id) for d in decisions])
    matches = judge(found, {each.pair: company for each in found}, decisions)
    return matches, clusters(known, matches)


def decision(one: str, other: str, judgement: str) -> Decision:
    return Decision(one, other, judgement, "an analyst", "she told me")  # type: ignore[arg-type]  # a word of Judgement


def test_a_name_alone_is_not_enough_to_join_people() -> None:
    [match], goes_by = judged(person(JANE), person("Jane Anne Doe"))
    assert (match.score, match.judgement, goes_by) == (0.6, "unsure", {})


def test_a_name_and_an_organisation_are_and_the_longer_name_leads() -> None:
    [match], goes_by = judged(person(JANE), person("Jane Anne Doe"), company=COUNCIL)
    assert (match.score, match.judgement) == (0.88, "same")
    assert goes_by == {JANE: "Jane Anne Doe"}


def test_every_reason_is_written_down_with_its_weight() -> None:
    [match], _ = judged(person(JANE), person("Jane Anne Doe"), company=COUNCIL)
    assert match.reasons == ("the same name but for a middle one (0.6)", "both hold a role in Barset Council (0.7)")


def test_an_initial_never_joins_two_people_whose_names_differ() -> None:
    company = Company(organisations=("Barset Council",), titles=("chair",))
    _, goes_by = judged(person(JANE), person(J), person(JOHN), company=company)
    assert len(goes_by) == 1, "J. Doe is one of the two"


def test_two_that_one_document_names_are_two() -> None:
    company = Company(documents=("d",), organisations=("Barset Council",), titles=("chair",))
    [match], goes_by = judged(person(JANE), person(J), company=company)
    assert (match.judgement, goes_by) == ("different", {})
    assert match.reasons[-1] == "a document names them as two people"


def test_a_short_form_that_is_explained_and_unique_is_the_body() -> None:
    whole = body("Barset Health and Housing Alliance", "BHHA")
    [match], goes_by = judged(body("BHHA"), whole)
    assert (match.judgement, goes_by) == ("same", {"BHHA": whole.entity_id})


def test_three_letters_need_company() -> None:
    whole = body("Barset Housing Alliance", "BHA")
    assert judged(body("BHA"), whole)[1] == {}
    assert judged(body("BHA"), whole, company=Company(neighbours=("Barset Council",)))[1] == {"BHA": whole.entity_id}


def test_initials_that_nobody_explains_are_left_to_a_person() -> None:
    whole = body("Barset and Vale Partnership Trust")
    [match], goes_by = judged(body("BVPT"), whole, company=Company(neighbours=("Barset Council",)))
    assert (match.judgement, goes_by) == ("unsure", {})


def test_bodies_of_two_classes_are_two() -> None:
    one = body("University of Barset", classification="university")
    other = body("Barset University Ltd", classification="company")
    assert not [m for m in judged(one, other)[0] if m.judgement == "same"]


def test_two_identifiers_of_one_register_are_two_bodies() -> None:
    one = body("Barset Housing Ltd", identifiers=("Companies-House 1",))
    other = body("Barset Housing Limited", identifiers=("Companies-House 2",))
    [match], goes_by = judged(one, other)
    assert (match.score, match.judgement, goes_by) == (0.0, "different", {})


def test_a_person_decides_against_any_score() -> None:
    known = (body("Barset Housing Ltd"), body("Barset Housing Limited"))
    said = decision("Barset Housing Limited", "Barset Housing Ltd", "different")
    [match], goes_by = judged(*known, decisions=(said,))
    assert (match.judgement, match.is_decided, goes_by) == ("different", True, {})
    assert match.reasons[-1] == "decided by an analyst: she told me"


def test_a_person_decides_for_two_names_that_share_nothing() -> None:
    said = decision("Ann Bee", "Ann Wye-Dee", "same")
    _, goes_by = judged(person("Ann Bee"), person("Ann Wye-Dee"), decisions=(said,))
    assert goes_by == {"Ann Bee": "Ann Wye-Dee"}


def test_what_is_different_is_not_joined_by_way_of_a_third() -> None:
    known = (body("BHHA"), body("Barset Health and Housing Alliance", "BHHA"), body("Barset Housing"))
    apart = decision("BHHA", "Barset Housing", "different")
    joined = decision("Barset Health and Housing Alliance", "Barset Housing", "same")
    _, goes_by = judged(*known, decisions=(apart, joined))
    assert goes_by == {"Barset Housing": "Barset Health and Housing Alliance"}


def test_what_is_kept_apart_is_not_called_the_same() -> None:
    known = (body("BHHA"), body("Barset Health and Housing Alliance", "BHHA"), body("Barset Housing"))
    said = (
        decision("BHHA", "Barset Housing", "different"),
        decision("Barset Health and Housing Alliance", "Barset Housing", "same"),
    )
    matches, goes_by = judged(*known, decisions=said)
    told = {(m.name_a, m.name_b): m for m in settled(matches, goes_by)}
    apart = told["BHHA", "Barset Health and Housing Alliance"]
    assert apart.judgement == "unsure"
    assert apart.reasons[-1].startswith("kept apart")
