"""Names that are forgotten: what is masked, what stays, and that nothing moves."""

import pytest

from extractors.forgetting import Seeker, digests_of, name_forms
from extractors.judgements import Forgotten, Said
from extractors.masking import masked, masked_words
from extractors.records import DocumentMetadata, Entity, Extraction, Link, Mention, Section

KEY = b"k" * 32
NOTHING_KNOWN = DocumentMetadata(
    title=None, document_type="page", publisher=None, publisher_id=None, language="en",
    published_on=None, modified_on=None, coverage_start=None, coverage_end=None,
)  # fmt: skip


def seeker(*names: str) -> Seeker:
    kept = [each for name in names for each in digests_of(KEY, name_forms(name))]
    return Seeker(
        Forgotten(
            key=KEY,
            names=frozenset(digest for kind, digest, _ in kept if kind == "name"),
            beginnings=frozenset(digest for kind, digest, _ in kept if kind == "beginning"),
            longest=max(words for _, _, words in kept),
        )
    )


JANE = seeker("Dr Jane Quillfeather CBE")


def after(text: str, *people: str, found: Seeker = JANE) -> str:
    """The text, in which these people were recognised, without those who are forgotten."""
    mentions = tuple(
        Mention(
            start_char=text.index(name), end_char=text.index(name) + len(name), text=name, evidence=text,
            extractor="test", confidence=1.0, kind="person", name=name, entity_id=name,
        )
        for name in people
    )  # fmt: skip
    entities = tuple(Entity(entity_id=name, kind="person", name=name) for name in people)
    said = Said(text, Extraction(metadata=NOTHING_KNOWN, entities=entities, mentions=mentions))
    return (masked(said, found) or said).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane Quillfeather spoke.", "████ ████████████ spoke."),
        ("JANE QUILLFEATHER", "████ ████████████"),
        ("Quillfeather, Jane", "█████████████ ████"),
        ("Jane\n  Quillfeather", "████\n  ████████████"),
        ("jane.quillfeather@vale.example", "█████████████████@vale.example"),
        ("Jane Quillfeather's plan", "████ ████████████'s plan"),
        ("Jane. Then a paragraph.\n\nQuillfeather", "Jane. Then a paragraph.\n\nQuillfeather"),
        ("Quillfeather spoke.", "Quillfeather spoke."),
        ("Janet Quillfeather, Jane Quill", "Janet Quillfeather, Jane Quill"),
    ],
)
def test_a_name_is_masked_however_it_is_written(text: str, expected: str) -> None:
    assert after(text) == expected
    assert len(expected) == len(text)


@pytest.mark.parametrize(
    ("also", "expected"),
    [
        ("Mr Quillfeather", "Mr ████████████"),
        ("J. Quillfeather", "██ ████████████"),
        ("A. Quillfeather", "A. Quillfeather"),
        ("then Quillfeather left", "then ████████████ left"),
        ("John Quillfeather", "John Quillfeather"),
        ("Quillfeather Street", "Quillfeather Street"),
    ],
)
def test_a_surname_is_masked_where_the_document_has_the_name_and_it_is_nobody_elses(also: str, expected: str) -> None:
    assert after(f"Jane Quillfeather.\n\n{also}") == f"████ ████████████.\n\n{expected}"


def test_a_surname_that_is_a_word_is_masked_after_an_honorific_only() -> None:
    text = "Jane Banks.\n\nMs Banks spoke. Banks lend money."
    assert after(text, found=seeker("Jane Banks")) == "████ █████.\n\nMs █████ spoke. Banks lend money."


def test_a_longer_name_of_somebody_else_stays() -> None:
    text = "Jane Quillfeather Smith met Jane Quillfeather."
    assert after(text, "Jane Quillfeather Smith") == "Jane Quillfeather Smith met ████ ████████████."


def test_headings_are_cut_out_of_the_masked_text() -> None:
    text = "About Jane Quillfeather Smith\n\nMr\nQuillfeather\n\nJane Quillfeather spoke."
    other, at = "Jane Quillfeather Smith", text.index("Quillfeather\n")
    mention = Mention(
        start_char=6, end_char=6 + len(other), text=other, evidence=text, extractor="test", confidence=1.0,
        kind="person", name=other, entity_id=other,
    )  # fmt: skip
    above = text.split("\n", maxsplit=1)[0]
    sections = (
        Section(ordinal=1, level=1, heading=above, path=above, start_char=0, end_char=len(text)),
        Section(
            ordinal=2, level=2, heading="Quillfeather", path=f"{above} > Quillfeather", start_char=at,
            end_char=len(text),
        ),
    )  # fmt: skip
    said = Said(text, Extraction(metadata=NOTHING_KNOWN, mentions=(mention,), sections=sections))
    hidden = masked(said, JANE)
    assert hidden is not None
    assert [(each.heading, each.path) for each in hidden.extraction.sections] == [
        (above, above),
        ("████████████", f"{above} > ████████████"),
    ]
    assert all(hidden.text.startswith(each.heading, each.start_char) for each in hidden.extraction.sections)


def test_accents_make_no_difference() -> None:
    assert after("Renée Côté and Renee Cote", found=seeker("Renée Coté")) == "█████ ████ and █████ ████"


def test_a_link_that_names_who_is_forgotten_goes() -> None:
    links = (Link(0, 3, "https://a.example/people/jane-quillfeather"), Link(0, 3, "https://a.example/plan"))
    said = masked(Said("The", Extraction(metadata=NOTHING_KNOWN), links), JANE)
    assert said is not None
    assert said.links == links[1:]


def test_what_names_nobody_is_left_as_it_is() -> None:
    assert masked(Said("Ann Bee", Extraction(metadata=NOTHING_KNOWN)), JANE) is None
    assert masked_words("Ann Bee", JANE) == "Ann Bee"


def test_a_name_of_one_word_is_no_name_to_look_for() -> None:
    assert name_forms("Dr Cher") == frozenset()
