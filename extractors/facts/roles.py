"""Roles: who holds which title in which organisation, from signature lines, lists, appositions and prose.

A role is read from the words after a name ("Susan Example, Chief Executive, Some Council", over lines too), else
from the words before it ("Trust Chief Executive Susan Example said"), else from a verb ("X was appointed chair").
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

from extractors import lexicon
from extractors.entities.findings import Findings, Named
from extractors.entities.titles import begins_with_title, ends_with_title, is_former, title_words
from extractors.facts.biographies import Given, clauses
from extractors.facts.roles_in_bodies import Held, held_by_chairing, held_in_bodies, held_in_group, led_body
from extractors.facts.roles_in_tables import titles_in_row
from extractors.facts.title_phrases import TitlePhrase, read_titles
from extractors.facts.titles_before_names import title_before, without_honorifics
from extractors.page import Line
from extractors.records import Role, Span
from extractors.resolution.names import organisation_key

_AFTER = re.compile(r"\s*(?:,|\(|–|—|-(?= )|:|\|)\s*|\s+(?=[A-Za-z])")
_STOP = re.compile(
    r"[.;](?:\s|$)|[“”\"]|,?\s+(?:who|which|whose|said|says|added|adds|explained|commented|told|chairs|chaired|is|was|are|"
    r"were|has|have|had|will|would|welcomed|joined|attends|attended|leads|led|wrote|writes|announced|"
    r"believes|spoke|met|"
    r"thanked|opened|visited|replied|asked|noted|agreed|presented|reported|disagreed|launched)\b|,? at \S+@",
)
_IS_OVER = re.compile(r"\s*\((?:to|until|up to|left|retired|resigned|stepped down)\b(?! be\b)", re.IGNORECASE)
_IN_BODY = re.compile(
    r"(?:deputy |vice[ -]|co-)?chair(?:man|woman|person)?|(?:(?:independent|lay|co-opted) )?member|secretary",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\s*([^:]{3,60}):\s*$")


_LONGEST_STRETCH = 600  # characters after a name in which its titles stand
_GROUP_LINES = 25
_TITLE_LINE = 6  # words
_LONGEST_RANK = 60  # characters


@cache
def _ranks() -> frozenset[str]:
    return frozenset(lexicon.lines("ranks"))


def find_roles(findings: Findings) -> None:
    """Set the document's roles; needs its people, organisations, publisher and reference date."""
    found: list[Role] = []
    for person in findings.people:
        own = _roles_of(findings, person)
        found.extend(own)
        at_home = any(findings.publisher and role.organisation == findings.publisher.name for role in own)
        found.extend(_of_held(findings, held) for held in (held_in_group(findings, person) if not at_home else ()))
        found.extend(_of_held(findings, held) for held in held_in_bodies(findings, person))
    for given in clauses(findings):
        found.extend(_biographical(findings, given))
    found.extend(_of_held(findings, held) for held in held_by_chairing(findings))
    findings.roles = tuple(_distinct(found))


def _of_held(findings: Findings, held: Held) -> Role:
    holder = (held.body.entity_id, held.body.name) if held.body else (None, None)
    return _fact(findings, held.person, held.span, held.title, holder, is_former=False)


def _roles_of(findings: Findings, person: Named) -> list[Role]:
    line = findings.page.line_at(person.start)
    if line.block.kind == "row":
        in_row = [role for phrase in titles_in_row(findings, person, line) for role in _role(findings, person, phrase)]
        if in_row:
            return in_row
    for reading in (_after, _next_line, title_before, _label, _line_above):
        roles = [role for span in reading(findings, person, line) for role in _read(findings, person, span)]
        if roles:
            return [*roles, *_rank(findings, person)]
    return list(_rank(findings, person))


def _rank(findings: Findings, person: Named) -> Iterator[Role]:
    """The rank that stands before a name ("Inspector Susan Example"): a post in the force or service that speaks."""
    flat = findings.page.flat
    start = without_honorifics(flat, max(0, person.start - _LONGEST_RANK), person.start)
    words = flat[start : person.start].strip()
    if words in _ranks():
        phrase = TitlePhrase(start, start + len(words), person.start, (), None, is_former=False)
        yield from _role(findings, person, phrase)


def _biographical(findings: Findings, given: Given) -> Iterator[Role]:
    """The roles of a clause of prose; past ones carry "former" in their title, as nothing else in the title tells."""
    span = Span(given.span.start, _stop(findings, given.span.start, given.span.end))
    for phrase in read_titles(findings, span):
        past = given.is_former or phrase.is_former
        is_placed = phrase.organisations or phrase.body or given.body is None
        held = phrase if is_placed else replace(phrase, organisations=tuple(filter(None, [given.body])))
        for role in _role(findings, given.person, held, unstated=given.is_own or not past):
            marked = role.title if is_former(role.title) or not past else f"former {role.title}"
            yield replace(role, title=marked, is_former=past, extractor="rules.roles.prose")


def _after(findings: Findings, person: Named, line: Line) -> Iterator[Span]:
    """The words after a name: ", Chief Executive of …", " (lead non-executive)", " Chair of the … (non-executive)"."""
    flat = findings.page.flat
    start = _past_post_nominals(flat, person.end, line.end)
    joined = _AFTER.match(flat, start, line.end)
    if joined is None or not begins_with_title(flat[joined.end() : line.end]):
        return
    spaced_only = not flat[start : joined.end()].strip()
    if spaced_only and flat[line.start : person.start].strip():
        return
    if "(" in flat[start : joined.end()]:
        close = flat.find(")", joined.end(), line.end)
        yield Span(joined.end(), close if close > 0 else line.end)
        return
    yield Span(joined.end(), _stop(findings, joined.end(), line.end))


def _past_post_nominals(flat: str, start: int, end: int) -> int:
    """Where the letters after a name end: "CBE", "BSc (Hons)"; matched case for case."""
    posts = _post_nominals()
    while match := re.compile(r",? ([A-Za-z][A-Za-z&]*)(?: \((?:Hons|Edin|Lon|Oxon|Cantab)\))?(?![\w&])").match(
        flat, start, end
    ):
        if match.group(1) not in posts:
            break
        start = match.end()
    return start


@cache
def _post_nominals() -> frozenset[str]:
    return frozenset(lexicon.lines("post_nominals"))


def _stop(findings: Findings, start: int, end: int) -> int:
    """Where the words of a title that begins at `start` end: at a verb, a full stop, another person, the line's end."""
    end = min(end, start + _LONGEST_STRETCH)
    match = _STOP.search(findings.page.flat, start, end)
    while match and findings.organisations_over(match.start(), match.start() + 1):
        match = _STOP.search(findings.page.flat, match.end(), end)
    stop = match.start() if match else end
    flat = findings.page.flat
    people = findings.people_in(start, stop)
    if people:
        stop = without_honorifics(flat, start, people[0].start)
    loose = re.compile(r"(?:[\s,;]+(?:and|&|the))*[\s,;]*$").search(flat[max(start, stop - 20) : stop])
    return stop - (len(loose.group()) if loose else 0)


def _next_line(findings: Findings, person: Named, line: Line) -> Iterator[Span]:
    """The line or lines below a name that stands alone on its line."""
    page = findings.page
    rest = page.flat[_past_post_nominals(page.flat, person.end, line.end) : line.end].strip(" ,")
    if rest or any(c.islower() for c in _before_name(findings, person, line)):
        return
    following = page.lines[line.index + 1 : line.index + 2]
    if not following or following[0].start - line.end > 3 or following[0].block.kind == "item":
        return
    if following[0].block.kind == "heading" and not ends_with_title(page.flat[following[0].start : following[0].end]):
        return
    if not begins_with_title(page.flat[following[0].start : following[0].end]) or findings.people_in(
        following[0].start, following[0].end
    ):
        return
    end = following[0].end
    more = page.lines[line.index + 2 : line.index + 3]
    if more and more[0].block_index == following[0].block_index and page.flat[end - 1] == ",":
        end = more[0].end
    yield Span(following[0].start, end)


def _line_above(findings: Findings, person: Named, line: Line) -> Iterator[Span]:
    """The heading or short line above a name that stands alone, where it is nothing but a title."""
    page = findings.page
    rest = page.flat[_past_post_nominals(page.flat, person.end, line.end) : line.end].strip(" ,")
    if rest or _before_name(findings, person, line).strip() or not line.index:
        return
    above = page.lines[line.index - 1]
    words = page.flat[above.start : above.end].strip()
    short = len(words.split()) <= _TITLE_LINE and above.block.kind in {"heading", "paragraph"}
    if short and begins_with_title(words) and ends_with_title(words) and not findings.people_in(above.start, above.end):
        yield Span(above.start, above.end)


def _before_name(findings: Findings, person: Named, line: Line) -> str:
    """What stands on a line before a name and its honorifics."""
    flat = findings.page.flat
    return flat[line.start : without_honorifics(flat, line.start, person.start)]


def _label(findings: Findings, person: Named, line: Line) -> Iterator[Span]:
    """ "Chair: Susan Example": the label in front of a name."""
    before = findings.page.flat[line.start : person.start]
    label = _LABEL.match(before[: without_honorifics(before, 0, len(before))])
    if label and begins_with_title(label.group(1)):
        yield Span(line.start + label.start(1), line.start + label.end(1))


def _read(findings: Findings, person: Named, span: Span) -> Iterator[Role]:
    for phrase in read_titles(findings, span):
        yield from _role(findings, person, phrase)


def _role(findings: Findings, person: Named, phrase: TitlePhrase, *, unstated: bool = True) -> Iterator[Role]:
    """The roles that one title gives; without a body they are held in the publisher's, if `unstated` ones are."""
    page = findings.page
    title = page.words(phrase.start, phrase.end)
    over = _IS_OVER.match(page.flat, phrase.end) is not None
    former = phrase.is_former or is_former(title) or over
    organisations = phrase.organisations or _new_organisation(findings, phrase)
    holders: list[tuple[str | None, str | None]] = [(o.entity_id, o.name) for o in organisations]
    if not holders and phrase.body:
        holders = [(None, phrase.body)]
    if not holders:
        elsewhere = _is_held_elsewhere(findings, title)
        implied = (
            None
            if (former and not _is_predecessor(findings, phrase)) or elsewhere or not unstated
            else (
                _body_of_list(findings, person, title)
                or led_body(findings, phrase.start)
                or _body_above(findings, person, title)
                or findings.publisher
            )
        )
        holders = [(implied.entity_id, implied.name) if implied else (None, None)]
    if former and title[0].islower() and not organisations and title.split()[0] == "retired":
        return  # "retired bus driver": an occupation
    sure = 0.95 if phrase.organisations else 0.75 if holders[0][0] else 0.6
    sure -= 0.1 * title.islower()
    for holder in holders:
        yield _fact(findings, person, Span(phrase.start, phrase.end), title, holder, is_former=former, sure=sure)


def _is_predecessor(findings: Findings, phrase: TitlePhrase) -> bool:
    """ "the former Provost, Susan Example": with its article the office is that of the body that speaks."""
    flat = findings.page.flat
    return bool(re.search(r"\b(?:[Tt]he|[Oo]ur|[Ii]ts) $", flat[max(0, phrase.start - 5) : phrase.start]))


def _is_held_elsewhere(findings: Findings, title: str) -> bool:
    """Whether a title without a body is of an office that its publisher has not ("the minister", "chair of governors").

    Departments have ministers; "Sunshine manager" opens with the name of somebody else's business.
    """
    publisher = findings.publisher
    if publisher and findings.classifications.get(publisher.key) in {"government department", "university", "police"}:
        return False
    words = title.casefold()
    if any(words == entry or words.endswith(f" {entry}") for entry in lexicon.lines("titles_held_elsewhere")):
        return True
    first, *rest = title.split()
    known = lexicon.words("job_title_modifiers") | lexicon.words("former_words") | lexicon.words("body_nouns")
    return (
        first[0].isupper()
        and [w.casefold() for w in rest] == ["manager"]
        and first.casefold() not in known | title_words()
    )


def _fact(
    findings: Findings,
    person: Named,
    span: Span,
    title: str,
    holder: tuple[str | None, str | None],
    *,
    is_former: bool,
    sure: float = 0.8,
) -> Role:
    page = findings.page
    return Role(
        start_char=span.start,
        end_char=span.end,
        text=page.text[span.start : span.end],
        evidence=page.evidence(min(person.start, span.start), max(person.end, span.end)),
        extractor="rules.roles",
        confidence=round(min(person.confidence, sure), 3),
        person_id=person.entity_id,
        person=person.name,
        title=title,
        organisation_id=holder[0],
        organisation=holder[1],
        is_former=is_former,
        as_of=findings.metadata.published_on if findings.metadata else None,
    )


def _body_of_list(findings: Findings, person: Named, title: str) -> Named | None:
    """The board or committee whose members a list gives, for titles held in such a body ("Chair", "Member")."""
    page = findings.page
    block = page.line_at(person.start).block
    if not _IN_BODY.fullmatch(title) or block.kind not in {"item", "row"}:
        return None
    above = (
        b for b in reversed(page.blocks[: page.line_at(person.start).block_index]) if b.kind in {"heading", "paragraph"}
    )
    for heading in islice(above, 2):
        inside = findings.organisations_in(heading.start, heading.end)
        named = [o for o in inside if findings.classifications.get(o.key) == "board"]
        words = page.flat[heading.start : heading.end]
        named = named or [o for o in findings.organisations if _heads(words, o.name)]
        if named:
            return named[0]
    return None


def _body_above(findings: Findings, person: Named, title: str) -> Named | None:
    """The body whose name alone heads the lines in which people stand: "Vale Council" over its councillors.

    The chair and the members of a board that publishes the page are those of the board.
    """
    page = findings.page
    line = page.line_at(person.start)
    if _IN_BODY.fullmatch(title) or line.block.kind == "row" or _before_name(findings, person, line).strip():
        return None
    for above in reversed(page.lines[max(0, line.index - _GROUP_LINES) : line.index]):
        whole = [o for o in findings.organisations_in(above.start, above.end) if _fills(page.flat, above, o)]
        if whole:
            is_title = above.block.kind == "heading" and above.block.level == 1
            return None if is_title or findings.classifications.get(whole[0].key) == "board" else whole[0]
        if (
            above.block.kind == "heading"
            or page.flat[above.end - 1] == "."
            or not findings.people_in(above.start, above.end)
        ):
            return None
    return None


def _fills(flat: str, line: Line, organisation: Named) -> bool:
    """Whether a line says a body's name and nothing else."""
    return not (flat[line.start : organisation.start] + flat[organisation.end : line.end]).strip(" :•-")


def _heads(heading: str, name: str) -> bool:
    """Whether a heading ("Audit committee members") speaks of the body of that name, owner in front or not."""
    words = re.sub(r"\b(?:members?|membership|meetings?)\b.*$", "", heading, flags=re.IGNORECASE).strip().casefold()
    return len(words.split()) > 1 and name.casefold().endswith(words)


def _new_organisation(findings: Findings, phrase: TitlePhrase) -> tuple[Named, ...]:
    """The organisation that only a title line names ("Chief Executive, Sunrise Care"), added to the document's."""
    span = phrase.organisation_span
    if span is None:
        return ()
    name = findings.page.words(*span)
    key = organisation_key(name)
    named = Named(span.start, span.end, "organisation", name, key, "rules.organisations.role", 0.7)
    words = findings.page.flat[span.start : span.end]
    places = (m.span() for m in re.finditer(rf"(?<![\w’'-]){re.escape(words)}(?![\w-])", findings.page.flat))
    new = [replace(named, start=a, end=b) for a, b in places if not findings.organisations_over(a, b)]
    if new:
        findings.organisations = tuple(sorted((*findings.organisations, *new), key=lambda o: o.start))
        findings.classifications.setdefault(key, "other")
    return (named,)


def _distinct(roles: list[Role]) -> Iterator[Role]:
    """One row per person, title and organisation: the first place that says it, in the fullest form of the title."""
    kept: list[Role] = []
    for role in sorted(roles, key=lambda r: (-len(r.title), r.start_char)):
        words = role.title.casefold()
        same = (k for k in kept if k.person_id == role.person_id and k.organisation == role.organisation)
        if not any(k.title.casefold() == words or k.title.casefold().startswith(words + " ") for k in same):
            kept.append(role)
    yield from sorted(kept, key=lambda r: r.start_char)
