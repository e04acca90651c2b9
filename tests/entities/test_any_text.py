"""Any text gives an extraction: no exception, every offset slices, the same again for the same text."""

from dataclasses import fields

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.documents.normalise import normalise
from extractors.layout import plain_text_layout
from extractors.pipeline import Extractor
from extractors.records import Extraction, Fact, ParsedDocument

# Words of which the rules are fond, so that odd neighbours meet: names, titles, bodies, marks, numbers, line ends.
PIECES = [
    "Dr", "Rt Hon", "Jane", "Doe", "CBE", "MP", "Chief Executive", "Chair", "former", "of", "for the", "and", "&", ",",
    ".", ":", ";", "(", ")", "“", "”", '"', "’s", "–", "-", "|", "\n", "\n\n", "\n• ", "\n1. ", "\n- ", "£", "%", "5",
    "million", "2019/20", "in May", "NHS", "Barset", "Kent", "County Council", "Clinical Commissioning Groups", "Trust",
    "Department for", "Board", "(BCC)", "BCC", "Our values", "Our vision is to", "said", "said:", "she added", "We",
    "in partnership with", "made up of", "members are:", "(PDF, 3MB)", "Plan 2020", "The", "was appointed", "She", "é",
    "\U0001f600", "…", "...", "www.example.org", "O’", "Mc", "de",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join) | st.text(max_size=200)


def facts_of(extraction: Extraction) -> list[Fact]:
    values = (getattr(extraction, field.name) for field in fields(extraction))
    return [fact for value in values if isinstance(value, tuple) for fact in value if isinstance(fact, Fact)]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_any_text_gives_facts_that_slice(extractor: Extractor, raw: str) -> None:
    text = normalise(raw)
    document = ParsedDocument(text=text, media_type="text/plain", blocks=plain_text_layout(text))
    found = extractor.extract(document)
    for fact in facts_of(found):
        assert 0 <= fact.start_char < fact.end_char <= len(text)
        assert text[fact.start_char : fact.end_char] == fact.text
        assert fact.evidence
        assert fact.evidence in text
        assert fact.text in fact.evidence
        assert 0 <= fact.confidence <= 1
    assert extractor.extract(document) == found
