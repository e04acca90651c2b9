"""Who publishes a document: from its meta data, a label ("From:"), its letterhead, title, or the body that speaks."""

import re
from collections import Counter
from itertools import islice

from extractors.entities.findings import Findings, Named
from extractors.entities.titles import begins_with_title
from extractors.facts.publisher_signs import (
    ADDRESSEE,
    SECTORS,
    at_address,
    called,
    in_copyright,
    in_letterhead,
    introduced,
    signed,
)
from extractors.resolution.names import organisation_key

_HEAD_LINES = 15  # labels stand at the head of a page; further down "From:" is part of a letter or a table
_OPENING_LINES = 6  # title, labels, and the first words of the text: "Some Council is asking …", as news begins
_ACTS = re.compile(r",? (?:is|are|has|have|will|today|was|were|\w+ed)\b")
_LABEL = re.compile(
    r"^(?:from|publisher|published by|issued by|organisation|author|produced by|owner)\s*:?\s*$", re.IGNORECASE
)
_LABELLED = re.compile(
    r"^(?:from|publisher|published by|issued by|organisation|produced by)\s*:\s*(?P<value>\S.*)$", re.IGNORECASE
)
_WE = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_THE_BODY = re.compile(
    r"\bthe (?:trust|council|department|agency|charity|authority|university|commission|company|college)\b",
    re.IGNORECASE,
)
_LEAST_WE = 2
_PARAGRAPH = 60  # characters from which a paragraph is running text
_OPENING_PARAGRAPHS = 2
_AFTER_NAME = re.compile(r"(?: \([^()]{2,40}\))?,? (?:(?:is|was|has|exists|provides|\w+s)\b|which |are )")
_LEAST_SHARE = 0.5  # of all places where organisations are named, for one that nothing else marks as the speaker


def find_publisher(findings: Findings) -> None:
    """Set the document's publisher, or leave it None where neither page nor text tells."""
    findings.publisher = next((named for sign in _SIGNS if (named := sign(findings))), None)


def _stated(findings: Findings) -> Named | None:
    name = findings.page.metadata.publisher
    return _as_named(findings, name, 0, 0) if name else None


def _as_named(findings: Findings, name: str, start: int, end: int) -> Named:
    """The organisation of that name as the document's mentions know it, else a new one."""
    key = organisation_key(name)
    known = next(
        (o for o in findings.organisations if key in {o.key, organisation_key(findings.page.text[o.start : o.end])}),
        None,
    )
    return known or Named(start, end, "organisation", name, key, "metadata", 0.9)


def _labelled(findings: Findings) -> Named | None:
    page = findings.page
    for line in page.lines[:_HEAD_LINES]:
        words = page.flat[line.start : line.end].strip()
        match = _LABELLED.match(words)
        if match:
            return _value(findings, line.end - len(match.group("value")), line.end)
        heads_table = line.block.kind == "row" and (line.block.is_header or len(line.block.cells) > 2)
        if _LABEL.match(words) and not heads_table and (following := page.lines[line.index + 1 : line.index + 2]):
            return _value(findings, following[0].start, following[0].end)
    return None


def _value(findings: Findings, start: int, end: int) -> Named | None:
    named = findings.organisations_in(start, end)
    if named:
        return named[0]
    words = findings.page.words(start, end)
    if re.search(r"[@<>]", words):
        return None  # the sender of an e-mail
    if "," in words and begins_with_title(words.split(",", 1)[1].strip()):
        return None  # a person with a title, and no body
    return (
        _as_named(findings, words, start, end)
        if 1 <= len(words.split()) <= 12 and words[:1].isupper() and words[-1:] not in ".:"
        else None
    )


def _in_title(findings: Findings) -> Named | None:
    """The organisation with which the title begins, or that it names, where the text speaks as or of that body."""
    page = findings.page
    places = Counter(o.key for o in findings.organisations)
    for number, line in enumerate(page.lines[:_OPENING_LINES]):
        if ADDRESSEE.match(page.flat, line.start, line.end):
            return None  # from here on a letter says whom it is to
        for organisation in findings.organisations_in(line.start, line.end):
            is_head = number < 3 and line.end - line.start < 200
            acts = _ACTS.match(page.flat, organisation.end) is not None
            opening = page.flat[line.start : organisation.start].strip().casefold()
            begins = len(opening) <= 3 and opening != "our" and (is_head or acts)
            again = places[organisation.key]
            if (
                begins
                and (again > 1 or _WE.search(page.flat) or _THE_BODY.search(page.flat))
                and not _is_bystander(organisation)
            ):
                return organisation
    return None


def _opening(findings: Findings) -> Named | None:
    """The organisation of which the first sentences of the running text tell, in a text that says "we" or "our".

    "Barset Community Trust (BCT) looks after people at home. We have 4,650 staff."
    """
    page = findings.page
    if len(_WE.findall(page.flat)) < _LEAST_WE:
        return None
    paragraphs = (b for b in page.blocks if b.kind == "paragraph" and b.end - b.start >= _PARAGRAPH)
    for block in islice(paragraphs, _OPENING_PARAGRAPHS):
        sentence = page.sentence_at(block.start)
        for organisation in findings.organisations_in(sentence.start, sentence.end)[:1]:
            begins = not page.flat[sentence.start : organisation.start].strip(' “"').removeprefix("The").strip()
            after = _AFTER_NAME.match(page.flat, organisation.end)
            if begins and after and not _is_bystander(organisation):
                return organisation
    return None


def _is_bystander(organisation: Named) -> bool:
    """The health service as a whole publishes nothing: "NHS" in a title names a sector."""
    return organisation.key in SECTORS


def _speaking(findings: Findings) -> Named | None:
    """The organisation that is named far more than others, in a text that says "we"."""
    inner = {key for key, kind in findings.classifications.items() if kind == "board"}
    counts = Counter(o.key for o in findings.organisations if not _is_bystander(o) and o.key not in inner)
    if not counts or not _WE.search(findings.page.flat):
        return None
    key, count = counts.most_common(1)[0]
    if count >= 3 and count >= _LEAST_SHARE * sum(counts.values()):
        return next(o for o in findings.organisations if o.key == key)
    return None


_SIGNS = (
    _stated,
    _labelled,
    in_copyright,
    in_letterhead,
    _in_title,
    signed,
    introduced,
    called,
    at_address,
    _opening,
    _speaking,
)
"""What may tell the publisher, the surest first."""
