"""Publications that running text cites, offers or tells to read."""

import re
from collections.abc import Iterator
from functools import cache

from extractors import lexicon
from extractors.cues import any_cue, any_of, has_cue
from extractors.entities.findings import Findings
from extractors.facts.publications_listed import Listed
from extractors.records import Span

_BY_READING = re.compile(r"\bby reading\s+(?:the\s+|our\s+)?(?P<label>[A-Z][^.;]{5,140}?)\s*(?:\.|;|$)")
_SOURCE = re.compile(
    r"^(?:sources?|see also|reference|references|read more|further reading)\s*:\s*(?P<label>[A-Z][^;]{3,160}?)\.?$",
    re.IGNORECASE,
)
_THE_TITLED = re.compile(
    r"\bthe (?P<label>[A-Z][\w’'-]+(?: (?:(?:of|for) )?[A-Z][\w’'-]+){0,7})(?=[.,;)]|\s+(?:and|for)\b|$)"
)
_TITLED = re.compile(r"\b(?:strategy|plan|report|framework|review)\s+[–—-]\s+(?P<label>[A-Z][^–—.;]{6,100}?)\s+[–—-]\s")
# Words that point to other documents without naming one: "Previous minutes", "These reports".
_POINTS = re.compile(
    r"(?:previous|earlier|other|further|more|past|older|recent|future|new|these|those|such|both|all|its|their|his|her|"
    r"some|many|most|several|any|each|hard|printed|paper|large print)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"(?:^|\b(?:can|may|should|please|to|also|or|and)\s)(?:also\s)?(?:see|read|view|download|consult|refer to)\s"
    r"(?:the|our)\s(?=\S)",
    re.IGNORECASE,
)
_AVAILABLE_CUES = frozenset({"available", "published", "found", "downloaded", "viewed", "read", "accessed"})
_TELLING_CUES = frozenset({"see", "read", "view", "download", "consult", "refer"})
_WORD = re.compile(r"[\w’'&/-]+\s?")
_LONGEST_LABEL = 10  # words of a document that a sentence tells to read


@cache
def nouns() -> str:
    """Return the nouns for kinds of documents as alternatives of a pattern, the longest first."""
    return any_of(lexicon.words("document_nouns"))


@cache
def noun_cues() -> frozenset[str]:
    """Return words of which every text has one that names a kind of document."""
    return any_cue(lexicon.lines("document_nouns"))


@cache
def ends_with_noun() -> re.Pattern[str]:
    """Return the pattern of words that end in a kind of document, perhaps with its year."""
    return re.compile(rf"\b(?:{nouns()})(?:\s+(?:\d{{4}}(?:\s?(?:[/–-]|to)\s?\d{{2,4}})?))?$", re.IGNORECASE)


@cache
def _available() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:(?:the|our|copies of|all|full)\s+)*"
        rf"(?P<label>(?=[A-Z])[^.:;]{{0,140}}?\b(?:{nouns()})\b[^.:;]{{0,60}}?)\s+"
        rf"(?:is|are|can be|may be)\s+(?:also\s+)?(?:available|published|found|downloaded|viewed|read|accessed)\b",
        re.IGNORECASE,
    )


@cache
def _citations() -> tuple[tuple[re.Pattern[str], frozenset[str], str, float], ...]:
    """Ways to cite a document: the pattern, words of which every match has one, the rule's name, how sure it is."""
    return (
        (_SOURCE, frozenset({"source", "sources", "see", "reference", "references", "read", "reading"}), "source", 0.9),
        (_available(), _AVAILABLE_CUES, "available", 0.8),
        (_BY_READING, frozenset({"reading"}), "read", 0.85),
        (_TITLED, frozenset({"strategy", "plan", "report", "framework", "review"}), "titled", 0.75),
    )


def names_document(label: str) -> bool:
    """Whether words end in a kind of document and say which: "the Audit Committee annual reports", not "our plans"."""
    return (
        has_cue(label, noun_cues())
        and bool(ends_with_noun().search(label))
        and len(label.split()) > 1
        and any(c.isupper() or c.isdigit() for c in label)
    )


def cited(findings: Findings) -> Iterator[Listed]:
    """Documents that a sentence names as its source, as available, or as something to read or see."""
    flat = findings.page.flat
    for sentence in findings.page.sentences:
        yield from _in_sentence(sentence, flat[sentence.start : sentence.end])


def _in_sentence(sentence: Span, words: str) -> Iterator[Listed]:
    for pattern, cues, rule, confidence in _citations():
        match = pattern.search(words) if has_cue(words, cues) else None
        if match and not (rule == "available" and _only_points(match["label"])):
            yield _label_in(sentence, *match.span("label"), rule, confidence)
    see = re.search(r"\bsee\b", words) if "see" in words else None
    for match in _THE_TITLED.finditer(words, see.end()) if see else ():
        if names_document(match.group("label")):
            yield _label_in(sentence, *match.span("label"), "see", 0.65)
    for match in _TELLS.finditer(words) if has_cue(words, _TELLING_CUES) else ():
        if span := _told(words, match.end()):
            yield _label_in(sentence, *span, "read", 0.7)


def _only_points(label: str) -> bool:
    """Whether words point to documents without naming one, by number, year or a name."""
    return bool(_POINTS.match(label)) and not any(c.isupper() or c.isdigit() for c in label[1:])


def _told(words: str, start: int) -> tuple[int, int] | None:
    """Return the first words from `start` on that name a document: "view the Barset explainer leaflet"."""
    end = start
    for _ in range(_LONGEST_LABEL):
        word = _WORD.match(words, end)
        if word is None:
            return None
        end = word.end()
        label = words[start:end].rstrip()
        goes_on = re.match(r"(?:[A-Z\d(]|\w+ing\b)", words[end:]) if words[end - 1 : end] == " " else None
        if names_document(label) and not goes_on and not _noun_follows(words, end):
            return start, start + len(label)
        if words[end - 1 : end] != " ":
            return None
    return None


def _noun_follows(words: str, at: int) -> bool:
    """Whether the next word is a kind of document too, so that the name goes on: "plan summary"."""
    word = _WORD.match(words, at)
    return word is not None and word.group().strip().casefold() in lexicon.words("document_nouns")


def _label_in(sentence: Span, start: int, end: int, rule: str, confidence: float) -> Listed:
    return Listed(sentence.start + start, sentence.start + end, sentence, rule, confidence)
