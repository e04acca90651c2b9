"""Taking apart what is said of a person: titles, and the organisations in which they are held.

"Senior Responsible Officer for the X Plan and Chief Executive of Y NHS Trust" is two titles with a body each;
"Accountable Officer, NHS A and NHS B Clinical Commissioning Groups" is one title in two organisations.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors import lexicon
from extractors.entities.findings import Findings, Named
from extractors.entities.titles import (
    begins_with_title,
    ends_with_title,
    head_at,
    is_former,
    title_start,
    title_words,
    whole_titles,
)
from extractors.entities.tokens import Token, tokens_of
from extractors.records import Span

_EDGES = " ,;:–—-(|"
_BODY_LINK = re.compile(r"[\s,(–—-]*\b(?:of|at|for|in|to|with|from)?\s*(?:the\s+)?$", re.IGNORECASE)
_GENERAL = re.compile(
    r"\s(?:of an?|with|working|supporting|representing|since|based|specialising|covering|for (?:over|"
    r"more than|\w+ years?)|"
    r"from (?:\d{4}|[A-Z][a-z]+ \d{4})|until|between|writes|in (?:[A-Z][a-z]+ )?\d{4}|on \d{1,2} [A-Z][a-z]+|"
    r"and (?:is|was|has|sits|chairs|leads|advises|joined))\b|:"
)
# "the trust’s Deputy Chief Executive": the owner in general words is the publisher, and no part of the title.
_ARTICLE = re.compile(
    r"(?:(?:the|our|its)\s+)?(?:trust|council|university|college|school|charity|force|service|board|authority|agency|"
    r"company|department|partnership|association|organisation|commission|regulator)[’']s\s+(?:new\s+|own\s+)?|"
    r"(?:the|an?|our|its|his|her|their|and|then|new)\s+(?:then\s+)?",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s\((?=[a-z])")
_INNER_UNIT = re.compile(r"(?:Faculty|School|Directorate|Division) (?:of|for) ")
_UNIT = re.compile(
    r" of (?:the )?(?:Faculty|School|College|Division|Directorate|Institute|Centre|Department) (?:of|for) "
)
_AT_NAMED = re.compile(r"\s(?:at|of) (?:the )?(?=[A-Z])")
_REGIONS = frozenset(
    {"north", "south", "east", "west", "midlands", "and", "of", "england", "central", "region", "regions", "uk",
     "london", "anglia", "north-east", "north-west", "south-east", "south-west", "wales", "scotland", "northern",
     "ireland"}
)  # fmt: skip
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
    last_head = 0
    at = 0
    while at < len(tokens):
        head = head_at(tokens, at)
        token = tokens[at]
        inside = any(o.start <= token.start < o.end for o in findings.organisations_in(span.start, span.end))
        if (
            has_head
            and not inside
            and _may_end(tokens, at, last_head, token)
            and _title_follows(findings, tokens, at, span)
        ):
            yield Span(start, token.start)
            start = token.end
            has_head = False
        elif head is not None and not inside:
            has_head = True
            last_head = at = head
            continue
        at += 1
    yield Span(start, span.end)


def _may_end(tokens: tuple[Token, ...], at: int, after_head: int, token: Token) -> bool:
    """Whether a title can end before this joint: right after its head, or after a phrase that the head governs."""
    if token.text not in {"and", "&", ",", "("}:
        return False
    if at <= after_head:
        return True
    return tokens[after_head].text.casefold() in {"of", "for", "at", "in", "to", "with", ",", "(", "responsible"}


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
    end = head_at(tokens, start)
    bare = (
        tokens[joint].text == "and"
        and after == joint + 1 == start
        and end == start + 1
        and tokens[start].text.islower()
    )
    if bare and tokens[joint - 1].text.islower():
        return False  # "obstetrician and gynaecologist" is one occupation
    between = {t.text for t in tokens[after:start]}
    if tokens[joint].text == "," and start > after + 2:
        return False
    return not between & {"of", "for", "and", "&"}


def _read(findings: Findings, chunk: Span) -> TitlePhrase | None:
    flat = findings.page.flat
    start, end = _strip(flat, chunk.start, chunk.end)
    end = _without_remarks(findings, start, end)
    named = (o for o in findings.organisations_in(start, end) if not _INNER_UNIT.match(o.name))
    organisations = [o for o in named if not _is_field(findings, start, o)]
    leading = [o for o in organisations if o.start == start and _stands_elsewhere(findings, o)]
    organisations = [o for o in organisations if o.start > start or o in leading]
    if leading and leading[0].end < end:
        start, _ = _strip(flat, _after_possessive(flat, leading[0].end), end)
        organisations = [o for o in organisations if o.start > start]
    elif not organisations and (alias := _leading_alias(findings, start, end)):
        leading = [alias[0]]
        start = alias[1]
    if organisations:
        return _with_organisations(findings, start, end, leading, organisations)
    return _without_organisation(findings, start, end, leading)


def _stands_elsewhere(findings: Findings, organisation: Named) -> bool:
    """Whether a name before a title is a body's, and not the title's own first words ("Flood Partnership Manager")."""
    sure = organisation.extractor.endswith((".register", ".acronym", ".acting"))
    return sure or sum(o.key == organisation.key for o in findings.organisations) > 1


def _is_field(findings: Findings, start: int, organisation: Named) -> bool:
    """ "Director General, Community Care Group" names the field directed, unless the title is whole without one."""
    before = findings.page.flat[start : organisation.start].strip(_EDGES).casefold()
    weak = organisation.extractor.endswith(".weak")
    return weak and before not in whole_titles() and findings.publisher is not None


def _after_possessive(flat: str, at: int) -> int:
    return at + 2 if flat[at : at + 2] in {"’s", "'s"} else at


def _strip(flat: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (flat[start] in _EDGES or flat[start].isspace()):
        start += 1
    while end > start and (flat[end - 1] in _EDGES + "." or flat[end - 1].isspace() or _is_loose(flat, start, end)):
        end -= 1
    article = _ARTICLE.match(flat, start, end)
    return (article.end() if article else start), end


def _is_loose(flat: str, start: int, end: int) -> bool:
    """Whether the span ends in a bracket that nothing in it opens; "Member (Audit)" keeps its own."""
    return flat[end - 1] == ")" and flat.count("(", start, end) < flat.count(")", start, end)


def _leading_alias(findings: Findings, start: int, end: int) -> tuple[Named, int] | None:
    """An organisation named in short before a title: "Sun Health & Care Director" of the Sun Health and Care Group."""
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
    described = re.search(r" (?:at|of|in) (?:the|an?) [a-z -]+$", flat[start:title_end].rstrip())
    title_end = _strip(flat, start, start + described.start() if described else title_end)[1]
    if not _is_title(flat[start:title_end]):
        return _without_organisation(findings, start, end, leading)
    return TitlePhrase(
        start, title_end, end, tuple(_joined(flat, organisations)), None, is_former(flat[start:title_end])
    )


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
    if cut and flat[cut.end() : end].casefold() in lexicon.words("body_nouns"):
        return TitlePhrase(start, end, outer_end, tuple(leading), None, is_former(flat[start:end]))
    if _UNIT.search(flat[start:end]):
        return TitlePhrase(start, end, outer_end, tuple(leading), None, is_former(flat[start:end]))
    if named := _named_after(findings, start, end):
        title_end, span = named
        former = is_former(flat[start:title_end])
        return TitlePhrase(start, title_end, outer_end, (), findings.page.words(*span), former, span)
    if cut and _is_region(flat[cut.end() : end]):
        return TitlePhrase(start, end, outer_end, tuple(leading), None, is_former(flat[start:end]))
    if cut and _is_title(flat[start : cut.start()]):
        body = findings.page.words(cut.end(), end)
        end = cut.start()
    elif place := _trailing_place(findings, start, end):
        body = findings.page.words(place.start, place.end)
        end = _strip(flat, start, place.start)[1]
    elif (comma := flat.find(", ", start, end)) > 0 and _closes(findings, start, comma, end):
        span = Span(comma + 2, end)
        end = comma if could_be_organisation(flat[span.start : span.end]) else end
        if end == comma:
            former = is_former(flat[start:end])
            return TitlePhrase(start, end, outer_end, (), findings.page.words(*span), former, _named_span(flat, span))
    return TitlePhrase(start, end, outer_end, tuple(leading), None if leading else body, is_former(flat[start:end]))


def _closes(findings: Findings, start: int, comma: int, end: int) -> bool:
    """Whether a title is whole before a comma, so that a body follows: a known one, or where a body's name follows."""
    words = findings.page.flat[start:comma]
    return words.casefold() in whole_titles() or (
        ends_with_title(words) and _reads_as_body(findings, Span(comma + 2, end))
    )


def _is_region(words: str) -> bool:
    """ "Regional Lead for the North and Midlands": the part of the country that the title itself is for."""
    parts = re.findall(r"[\w’'-]+", words.casefold())
    return bool(parts) and all(part in _REGIONS for part in parts)


def _named_after(findings: Findings, start: int, end: int) -> tuple[int, Span] | None:
    """ "trustee of Sun Community Energy", "Head of Care at Moon Freight": a name of several words after such a link.

    After "of" only for titles that need no field, because "Director of Public Health" names what is directed.
    """
    flat = findings.page.flat
    for link in _AT_NAMED.finditer(flat, start, end):
        span = Span(link.end(), end)
        title = flat[start : link.start()]
        whole = title.casefold().split()[-1:] and any(title.casefold().endswith(t) for t in whole_titles())
        several = len(flat[span.start : span.end].split()) > 1
        named = whole or link.group().startswith(" at") or _reads_as_body(findings, span)
        fits = several and named and _is_title(title)
        if fits and could_be_organisation(flat[span.start : span.end]) and _named_span(flat, span):
            return link.start(), span
    return None


def _reads_as_body(findings: Findings, span: Span) -> bool:
    """ "Finance Director of Sunrise Ferries": the recogniser sees a name, and one of its words is no common one."""
    words = re.findall(r"[\w’'-]+", findings.page.flat[span.start : span.end].casefold())
    known = lexicon.words("capitalised_common") | title_words() | lexicon.words("job_title_modifiers")
    return findings.hinted(span.start, span.end, "ORG", "FAC") and any(word not in known for word in words)


def _without_remarks(findings: Findings, start: int, end: int) -> int:
    """Where a title ends that goes on with remarks: "consultant with an interest in …", "GP in east London"."""
    flat = findings.page.flat
    general = _GENERAL.search(flat, start, end)
    if general and _is_title(flat[start : general.start()]):
        end = general.start()
    remark = _REMARK.search(flat, start, end)
    if remark and _is_title(flat[start : remark.start()]):
        end = remark.start()
    aside = re.compile(r",\s+(?=[a-z0-9+]|\S+@)|\s+\S+@").search(flat, start, end)
    if aside and _is_title(flat[start : aside.start()]) and not begins_with_title(flat[aside.end() : end]):
        end = aside.start()
    inside = re.compile(r" in (?=\S)").search(flat, start, end)
    if inside and _is_title(flat[start : inside.start()]):
        words = [w for w in re.findall(r"[\w’'-]+", flat[inside.end() : end]) if w not in {"the", "and"}]
        directions = {"east", "west", "north", "south", "central", "greater", "inner", "outer"}
        placed = words and all(w.casefold() in lexicon.words("places") | directions for w in words)
        if placed or flat[start : inside.start()].casefold().endswith(tuple(whole_titles())):
            end = inside.start()
    return _strip(flat, start, end)[1]


def could_be_organisation(words: str) -> bool:
    """Whether every word is capitalised or a small link: the shape of a name, and not of a field or a clause."""
    tokens = [t for t in tokens_of(words) if t.is_word]
    links = {"and", "of", "for", "the", "in", "on"}
    if re.search(r"[@<>|,]", words):
        return False
    return (
        1 <= len(tokens) <= 10 and tokens[0].is_capitalised and all(t.is_capitalised or t.text in links for t in tokens)
    )


def _named_span(flat: str, span: Span) -> Span | None:
    """The span if its words name an organisation: not a place alone, nor a plan or programme."""
    words = flat[span.start : span.end]
    is_other = words.split()[-1].casefold() in lexicon.words("organisation_not_heads")
    return None if is_other or words.casefold() in lexicon.words("places") else span


def _trailing_place(findings: Findings, start: int, end: int) -> Span | None:
    """A place at the end of a title ("Director of Public Health Barset") says for whose area it is held."""
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
    if len(phrases) < 2 or not (phrases[-1].organisations or phrases[-1].organisation_span):
        return phrases
    last = phrases[-1]
    flat = findings.page.flat
    body_start = last.organisation_span.start if last.organisation_span else last.organisations[0].start
    between = flat[last.end : body_start].strip()
    if not (between.startswith(",") or re.match(r"(?:at|of)\b", between)):
        return phrases
    joined = bool(re.fullmatch(r"[\s,]*and (?:an? |the )?", flat[phrases[-2].end : last.start]))
    joined = joined and not (
        flat[phrases[-2].start].isupper() and flat[last.start].islower()
    )  # "Chair and trustee of X"
    if not between.startswith(",") and not joined:
        return phrases
    return [p if p.organisations or p.body or (p.is_former and not joined) else _held_in_same(p, last) for p in phrases]


def _held_in_same(phrase: TitlePhrase, last: TitlePhrase) -> TitlePhrase:
    return replace(
        phrase,
        outer_end=last.outer_end,
        organisations=last.organisations,
        body=last.body,
        organisation_span=last.organisation_span,
    )
