"""Taking apart what is said of a person: titles, and the organisations in which they are held.

"Senior Responsible Officer for the X Plan and Chief Executive of Y NHS Trust" is two titles with a body each;
"Accountable Officer, NHS A and NHS B Clinical Commissioning Groups" is one title in two organisations.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors import lexicon
from extractors.entities.findings import Findings, Named
from extractors.entities.titles import head_at, is_former, title_start, whole_titles
from extractors.entities.tokens import Token, tokens_of
from extractors.records import Span

_EDGES = " ,;:–—-("
_BODY_LINK = re.compile(r"[\s,(–—-]*\b(?:of|at|for|in|to|with|from)?\s*(?:the\s+)?$", re.IGNORECASE)
_FOR_THE = re.compile(r"\s(?:for|of|at|in|on) the (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class TitlePhrase:
    """One title: its place, the organisations it is held in, or the name of another body (a programme, an area)."""

    start: int
    end: int
    outer_end: int
    organisations: tuple[Named, ...]
    body: str | None
    is_former: bool
    organisation_span: Span | None = None  # an organisation that nothing but this line makes one


def read_titles(findings: Findings, span: Span) -> list[TitlePhrase]:
    """Return the titles that the words of `span` hold, in reading order; none where they hold no title."""
    chunks = list(_chunks(findings, span))
    phrases = [phrase for chunk in chunks if (phrase := _read(findings, chunk))]
    return _shared(findings, phrases)


def _chunks(findings: Findings, span: Span) -> Iterator[Span]:
    """Cut at "and", "(" and commas where another title begins; never inside an organisation's name."""
    tokens = tokens_of(findings.page.flat[span.start : span.end], span.start)
    start = span.start
    has_head = False
    at = 0
    while at < len(tokens):
        head = head_at(tokens, at)
        token = tokens[at]
        inside = any(o.start <= token.start < o.end for o in findings.organisations_in(span.start, span.end))
        if has_head and not inside and token.text in {"and", "&", ",", "("} and _title_follows(findings, tokens, at, span):
            yield Span(start, token.start)
            start = token.end
            has_head = False
        elif head is not None and not inside:
            has_head = True
            at = head
            continue
        at += 1
    yield Span(start, span.end)


def _title_follows(findings: Findings, tokens: tuple[Token, ...], joint: int, span: Span) -> bool:
    """Whether a title of its own begins after the joint: few words, and its head before any link or comma."""
    after = joint + 1
    while after < len(tokens) and tokens[after].text.casefold() in {"and", "the", "a", "an", "also"}:
        after += 1
    if after >= len(tokens):
        return False
    organisations = findings.organisations_in(span.start, span.end)
    if any(o.start <= tokens[after].start < o.end for o in organisations):
        return False
    start = title_start(tokens, after, reach=5)
    if start is None:
        return False
    between = {t.text for t in tokens[after:start]}
    if tokens[joint].text == "," and start > after + 2:
        return False
    return not between & {"of", "for", "and", "&"}


def _read(findings: Findings, chunk: Span) -> TitlePhrase | None:
    flat = findings.page.flat
    start, end = _strip(flat, chunk.start, chunk.end)
    organisations = findings.organisations_in(start, end)
    leading = [o for o in organisations if o.start == start]
    if leading and leading[0].end < end:
        start, _ = _strip(flat, _after_possessive(flat, leading[0].end), end)
        organisations = [o for o in organisations if o.start > start]
    elif not organisations and (alias := _leading_alias(findings, start, end)):
        leading = [alias[0]]
        start = alias[1]
    if organisations:
        return _with_organisations(findings, start, end, leading, organisations)
    return _without_organisation(findings, start, end, leading)


def _after_possessive(flat: str, at: int) -> int:
    return at + 2 if flat[at : at + 2] in {"’s", "'s"} else at


def _strip(flat: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (flat[start] in _EDGES or flat[start].isspace()):
        start += 1
    while end > start and (flat[end - 1] in _EDGES + ")." or flat[end - 1].isspace()):
        end -= 1
    article = re.compile(r"(?:the|an?|our|its|and)\s+", re.IGNORECASE).match(flat, start, end)
    return (article.end() if article else start), end


def _leading_alias(findings: Findings, start: int, end: int) -> tuple[Named, int] | None:
    """An organisation named in short before a title: "Some Health & Care Director" of the Some Health and Care Group."""
    tokens = tokens_of(findings.page.flat[start:end], start)
    heads = [i for i in range(len(tokens)) if head_at(tokens, i) is not None]
    if not heads or heads[0] < 2:
        return None
    words = [("and" if t.text == "&" else t.text.casefold()) for t in tokens[: heads[0]] if t.is_word or t.text == "&"]
    for organisation in findings.organisations:
        full = [("and" if t.text == "&" else t.text.casefold()) for t in tokens_of(organisation.name)]
        if len(words) > 1 and full[: len(words)] == words:
            return organisation, tokens[heads[0]].start
    return None


def _with_organisations(
    findings: Findings, start: int, end: int, leading: list[Named], organisations: list[Named]
) -> TitlePhrase | None:
    flat = findings.page.flat
    first = organisations[0]
    link = _BODY_LINK.search(flat[start : first.start])
    title_end = start + (link.start() if link else first.start - start)
    title_end = _strip(flat, start, title_end)[1]
    if not _is_title(flat[start:title_end]):
        return _without_organisation(findings, start, end, leading)
    return TitlePhrase(start, title_end, end, tuple(_joined(flat, organisations)), None, is_former(flat[start:title_end]))


def _joined(flat: str, organisations: list[Named]) -> list[Named]:
    """The first organisation and those joined to it by commas and "and"."""
    joined = organisations[:1]
    for organisation in organisations[1:]:
        if re.fullmatch(r"(?:[\s,]|and|&|the|also)*", flat[joined[-1].end : organisation.start]):
            joined.append(organisation)
        else:
            break
    return joined


def _without_organisation(findings: Findings, start: int, end: int, leading: list[Named]) -> TitlePhrase | None:
    flat = findings.page.flat
    if not _is_title(flat[start:end]):
        return None
    outer_end = end
    body: str | None = None
    cut = _FOR_THE.search(flat, start, end)
    if cut and _is_title(flat[start : cut.start()]):
        body = findings.page.words(cut.end(), end)
        end = cut.start()
    elif place := _trailing_place(findings, start, end):
        body = findings.page.words(place.start, place.end)
        end = _strip(flat, start, place.start)[1]
    elif (comma := flat.find(", ", start, end)) > 0 and flat[start:comma].casefold() in whole_titles():
        span = Span(comma + 2, end)
        end = comma if _could_be_organisation(flat[span.start : span.end]) else end
        if end == comma:
            former = is_former(flat[start:end])
            return TitlePhrase(start, end, outer_end, (), findings.page.words(*span), former, _named_span(flat, span))
    return TitlePhrase(start, end, outer_end, tuple(leading), None if leading else body, is_former(flat[start:end]))


def _could_be_organisation(words: str) -> bool:
    """Whether every word is capitalised or a small link: the shape of a name, and not of a field or a clause."""
    tokens = [t for t in tokens_of(words) if t.is_word]
    links = {"and", "of", "for", "the", "in", "on"}
    return 1 <= len(tokens) <= 10 and tokens[0].is_capitalised and all(t.is_capitalised or t.text in links for t in tokens)


def _named_span(flat: str, span: Span) -> Span | None:
    """The span if its words name an organisation: not a place alone, nor a plan or programme."""
    words = flat[span.start : span.end]
    is_other = words.split()[-1].casefold() in lexicon.words("organisation_not_heads")
    return None if is_other or words.casefold() in lexicon.words("places") else span


def _trailing_place(findings: Findings, start: int, end: int) -> Span | None:
    """A place at the end of a title ("Director of Public Health Kent") says for whose area it is held."""
    tokens = tokens_of(findings.page.flat[start:end], start)
    places = lexicon.words("places")
    at = len(tokens)
    while at > 2 and " ".join(t.text for t in tokens[at - 1 :]).casefold() in places:
        at -= 1
    if at == len(tokens) or tokens[at - 1].text.casefold() in {"of", "for", "and", "&", "in", ","}:
        return None
    if head_at(tokens, at - 1) is not None:
        return None
    return Span(tokens[at].start, tokens[-1].end)


def _is_title(words: str) -> bool:
    tokens = tokens_of(words)
    return any(head_at(tokens, i) is not None for i in range(len(tokens)))


def _shared(findings: Findings, phrases: list[TitlePhrase]) -> list[TitlePhrase]:
    """ "Deputy Leader and Cabinet Member for Health, Some Council": a body named last serves the titles before it."""
    if len(phrases) < 2 or not phrases[-1].organisations:
        return phrases
    last = phrases[-1]
    flat = findings.page.flat
    comma_before_body = flat[last.end : last.organisations[0].start].lstrip().startswith(",")
    if not comma_before_body:
        return phrases
    return [
        p if p.organisations or p.body or p.is_former
        else TitlePhrase(p.start, p.end, last.outer_end, last.organisations, None, p.is_former)
        for p in phrases
    ]
