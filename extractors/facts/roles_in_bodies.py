"""Roles that a sentence gives in a body it names: "She chairs the Audit Committee", "whose chair is Susan Example"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.entities.findings import Findings, Named
from extractors.entities.titles import begins_with_title
from extractors.facts.biographies import stretches
from extractors.facts.titles_before_names import without_honorifics
from extractors.records import Span

_KIND_OF_MEMBER = re.compile(
    r"(?:the|our|its)\s+(?P<title>"
    r"(?!(?:current|other|present|existing|new|following|remaining|full|permanent|core)\b)"
    r"[A-Za-z-]+(?: (?!of\b)[A-Za-z-]+)? "
    r"(?:members|trustees|directors|governors|commissioners|representatives))\s+(?:are|include)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"(?P<title>(?!(?:board|executive|non-executive|current|other|existing|new|committee|council|our|the|all|staff|panel|"
    r"team|former|past|key|regular)\b)[A-Za-z-]+(?: [A-Za-z-]+)? (?:members|trustees|governors|representatives))"
    r"(?: \([^()]{2,60}\))?:?",
    re.IGNORECASE,
)
_GROUP_LINES = 25
_OCCASION = re.compile(r"\b(?:meeting|session|event|review|inquiry|debate|conference|hearing|workshop|discussion)\b")
_OWN_BODY = re.compile(
    r"\b(?:[Tt]he|[Oo]ur) (?:panel|board|committee|group|trust|council|charity|authority|agency|service|partnership|"
    r"college|university|force|company|commission|governing body)\b(?! of)"
)
_CHAIRS = re.compile(
    r"\b(?P<verb>(?P<co>co-)?chairs|(?P<vice>vice-chairs)|(?:will|is to|agreed to) chair)\s+"
    r"(?:(?:the|our|its|both|this|a new [a-z ]{1,30}, the)\s+)?(?=\S)"
)
_CHAIRED_BY = re.compile(
    r"\b((?P<co>co-)?chaired) (?:jointly )?by (?:(?:the |its |our )?(?P<post>[a-z][a-z -]{3,50}) )?$"
)
_OFFICE_IS = re.compile(r"\b(?:whose|[Ii]ts|[Tt]heir|[Tt]he|[Oo]ur)\s+(?P<title>[A-Za-z][A-Za-z -]{2,50}?)\s+is\s*$")
_THE_OFFICE = re.compile(r"The (?:vice-|deputy |co-|independent )?(?:chair|secretary|clerk|president)\b")
_LABELLED = re.compile(r"\((?P<title>[A-Z][A-Za-z -]{3,40}):\s*$")
_LED_BY = re.compile(r"\b(?:led|headed|run|managed|directed|overseen) by (?:the |its |our )?")
_RIGHT_AFTER = 20  # characters
_NEAR = 5_000  # characters back over which a body is meant by its last word
_SHORT_NAME = re.compile(
    r"\b[Tt]he (Partnership|Board|Committee|Panel|Group|Alliance|Forum|Coalition|Commission|Network|Taskforce)\b"
)
_IT = re.compile(r"(?:It|This)\b")


@dataclass(frozen=True, slots=True)
class Held:
    """A title that a sentence gives to a person: its place, its words, and the body, where it can be told."""

    person: Named
    span: Span
    title: str
    body: Named | None


def held_in_bodies(findings: Findings, person: Named) -> Iterator[Held]:
    """Yield what the words around one place of a person's name say of an office in a body."""
    yield from _membership(findings, person)
    yield from _chaired_by(findings, person)
    yield from _office_is(findings, person)
    yield from _labelled(findings, person)


def held_by_chairing(findings: Findings) -> Iterator[Held]:
    """Yield what prose says of whom it speaks: "She chairs the Audit Committee", "…, who chairs the trust, …"."""
    flat = findings.page.flat
    for stretch in stretches(findings):
        for match in _CHAIRS.finditer(flat, stretch.start, stretch.end):
            following = Span(match.end(), min(stretch.end, match.end() + 160))
            bodies = _bodies_right_after(findings, match.start("verb"), following)
            if bodies and not _is_occasion(flat[following.start : following.end]):
                title = "Co-Chair" if match.group("co") else "Vice-Chair" if match.group("vice") else "Chair"
                yield from (Held(stretch.person, Span(*match.span("verb")), title, body) for body in bodies)


def _is_occasion(words: str) -> bool:
    return bool(_OCCASION.search(" ".join(words.split()[:6])))


def _bodies_right_after(findings: Findings, verb: int, following: Span) -> list[Named]:
    """The bodies with whose names the words go on ("the A and the B"), or the publisher for "the trust"."""
    flat = findings.page.flat
    named = findings.organisations_in(following.start, following.end)
    if named and named[0].start - following.start <= 1:
        found = named[:1]
        for body in named[1:]:
            if not re.fullmatch(r"(?:,|,? and|,? and the| &|, the) ", flat[found[-1].end : body.start]):
                break
            found.append(body)
        return found
    own = _OWN_BODY.search(flat, verb, following.end)
    return [findings.publisher] if findings.publisher and own and own.start() - verb < _RIGHT_AFTER else []


def _membership(findings: Findings, person: Named) -> Iterator[Held]:
    """The kind of member that a list's lead-in makes of those it lists: "The lay members are:"."""
    page = findings.page
    line = page.line_at(person.start)
    if line.block.kind != "item" or page.flat[line.start : person.start].strip() not in {
        "",
        findings.honorifics.get(person.key, ""),
    }:
        return
    above = (b for b in reversed(page.blocks[: line.block_index]) if b.kind in {"paragraph", "heading"})
    block = next(above, None)
    match = _KIND_OF_MEMBER.match(page.flat, block.start, block.end) if block else None
    if block and match:
        span = Span(*match.span("title"))
        body = next(iter(findings.organisations_in(block.start, block.end)), findings.publisher)
        yield Held(person, span, page.words(*span).removesuffix("s"), body)


def held_in_group(findings: Findings, person: Named) -> Iterator[Held]:
    """ "Partner members" over names: the kind of member that a short line above makes of those below it."""
    page = findings.page
    line = page.line_at(person.start)
    if page.flat[line.start : without_honorifics(page.flat, line.start, person.start)].strip():
        return
    for above in reversed(page.lines[max(0, line.index - _GROUP_LINES) : line.index]):
        match = _GROUP.fullmatch(page.flat[above.start : above.end].strip())
        if match and findings.publisher:
            span = Span(above.start + match.start("title"), above.start + match.end("title"))
            yield Held(person, span, page.words(*span).removesuffix("s"), findings.publisher)
        if match or (above.block_index != line.block_index and above.block.kind != "item"):
            return


def _chaired_by(findings: Findings, person: Named) -> Iterator[Held]:
    """ "The panel is chaired by Susan Example": the chair of the body that the sentence speaks of.

    Who chairs a meeting, a review or an event holds no office by that.
    """
    page = findings.page
    sentence = page.sentence_at(person.start)
    before = page.flat[sentence.start : without_honorifics(page.flat, sentence.start, person.start)]
    match = _CHAIRED_BY.search(before)
    if (
        match is None
        or _OCCASION.search(before)
        or (match.group("post") and not begins_with_title(match.group("post")))
    ):
        return
    span = Span(sentence.start + match.start(1), sentence.start + match.end(1))
    body = _body_spoken_of(findings, sentence, sentence.start + match.start())
    yield Held(person, span, "Co-Chair" if match.group("co") else "Chair", body)


def _office_is(findings: Findings, person: Named) -> Iterator[Held]:
    """ "The committee, whose independent chair is Susan Example", "Its chair is Susan Example"."""
    page = findings.page
    sentence = page.sentence_at(person.start)
    before = page.flat[sentence.start : without_honorifics(page.flat, sentence.start, person.start)]
    match = _OFFICE_IS.search(before)
    if match and begins_with_title(match.group("title")):
        span = Span(sentence.start + match.start("title"), sentence.start + match.end("title"))
        body = _body_spoken_of(findings, sentence, sentence.start + match.start()) or findings.publisher
        yield Held(person, span, page.words(*span), body)


def _labelled(findings: Findings, person: Named) -> Iterator[Held]:
    """ "The Audit Committee (Chair: Susan Example)": the office in brackets behind the body."""
    page = findings.page
    sentence = page.sentence_at(person.start)
    start = without_honorifics(page.flat, sentence.start, person.start)
    match = _LABELLED.search(page.flat[sentence.start : start])
    if match and begins_with_title(match.group("title")):
        opens = sentence.start + match.start()
        named = [o for o in findings.organisations_in(sentence.start, opens) if not page.flat[o.end : opens].strip()]
        span = Span(sentence.start + match.start("title"), sentence.start + match.end("title"))
        if named:
            yield Held(person, span, page.words(*span), named[-1])


def _body_spoken_of(findings: Findings, sentence: Span, end: int) -> Named | None:
    """The board named last before the words, or right before them; for "It is …" the body of the sentence before.

    Where the words speak of the publisher's own board or of itself, the publisher.
    """
    named = findings.organisations_in(sentence.start, end)
    beside = [o for o in named if not findings.page.flat[o.end : end].strip(" ,(") or _only_links(findings, o.end, end)]
    boards = [o for o in named if findings.classifications.get(o.key) in {"board", "partnership"}]
    if beside or boards:
        return (beside or boards)[-1]
    same = _IT.match(findings.page.flat, sentence.start) or _THE_OFFICE.match(findings.page.flat, sentence.start)
    if same and sentence.start:
        earlier = findings.page.sentence_at(sentence.start - 2)
        spoken = [o for o in findings.organisations_in(earlier.start, earlier.end) if o.start - earlier.start < 5]
        if spoken:
            return spoken[0]
    words = findings.page.flat[sentence.start : end]
    if short := _short_name(findings, words, sentence.start):
        return short
    publisher = findings.publisher
    if publisher and (any(o.key == publisher.key for o in named) or _OWN_BODY.search(words)):
        return publisher
    return None


def _short_name(findings: Findings, words: str, start: int) -> Named | None:
    """The body that "the Partnership" or "the Panel" means: the one last named whose name ends so."""
    match = _SHORT_NAME.search(words)
    if match is None:
        return None
    noun = match.group(1).casefold()
    named = findings.organisations_in(max(0, start - _NEAR), start)
    return next((o for o in reversed(named) if o.name.casefold().endswith(f" {noun}")), None)


def _only_links(findings: Findings, start: int, end: int) -> bool:
    return bool(
        re.fullmatch(
            r"[\s,]*(?:which|that|and)?\s*(?:is|was|are)?\s*(?:now|currently)?\s*", findings.page.flat[start:end]
        )
    )


def led_body(findings: Findings, start: int) -> Named | None:
    """The body of "Sunrise Care is led by chief executive Susan Example", where the title begins at `start`."""
    sentence = findings.page.sentence_at(start)
    led = _LED_BY.search(findings.page.flat, max(sentence.start, start - 60), start)
    if led is None or led.end() < start:
        return None
    named = [
        o for o in findings.organisations_in(sentence.start, led.start()) if _only_links(findings, o.end, led.start())
    ]
    return named[-1] if named else None
