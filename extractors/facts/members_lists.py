"""Members in lists: bullets, lines or table rows under words that say that they are members, partners, signatories."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.entities.findings import Findings, Named
from extractors.facts.groups import group_before, group_named, group_of_page, is_group, member, seats_bodies
from extractors.facts.pairs_acting import Pair
from extractors.facts.parties import Party, is_sector
from extractors.records import Block, PartnershipMember, Span

_LEAD = re.compile(
    r"\b(?:members? (?:of|are|include|is|organisations?|bodies|councils|authorities|agencies|trusts)|membership|"
    r"partners? (?:are|include|organisations|agencies|bodies|in)|made up of|comprises?|comprising|consists? of|"
    r"signed (?:by|up)|signatories|brings? together|represented (?:on|by)|"
    r"(?:organisations|bodies|agencies|partners|councils|trusts) (?:are )?(?:involved|represented|taking part|"
    r"which (?:are|have)|that (?:are|have)|have signed|are members|make up|belong)|"
    r"is (?:a|an) (?:partnership|alliance|collaboration|coalition|consortium|network) (?:of|between)|"
    r"(?:represent|on behalf of|representatives (?:of|from))\w*|"
    r"(?:members|partners|signatories)\b[^.:;]{0,70}? (?:are|include)|(?:make up|form) (?:the|our)\b)",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:our |the |list of |current |full |founding |constituent |core |voting |board |group |partnership |forum )*"
    r"(?:members(?:hip)?(?: (?:organisations|list|bodies|councils|of .+))?|member (?:organisations|bodies|councils|"
    r"authorities|trusts)|partners(?: (?:in|of) .+)?|partner (?:organisations|bodies|agencies)|signatories(?: to .+)?|"
    r"who (?:we are|is involved|are (?:our |the )?(?:members|partners))|organisations (?:involved|represented))"
    r"(?: of (?:the )?.+)?[:.]?$",
    re.IGNORECASE,
)
_PARTNERS = re.compile(r"\bpartner", re.IGNORECASE)
_MEMBERS = re.compile(
    r"\bmember|\bsignator|\bsigned|\bmade up|\bcompris|\bconsist|\btogether|\brepresent", re.IGNORECASE
)
_OTHER_LIST = re.compile(
    r"\b(?:funders?|funded by|sponsors?|documents?|contacts?|links?|see also|observers?|in attendance|apolog\w+|former|"
    r"previous|suppliers?|advisers|auditors?|bankers|solicitors|staff|further (?:reading|information)|not members?)\b",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    r"(?:(?:member|partner|signatory|constituent|nominating|appointing|represented|name of) )*(?:members?|partners?|"
    r"organisations?|body|bodies|agency|agencies|authority|authorities|signator(?:y|ies)|representing|employer|"
    r"on behalf of|council|institution|sector organisation)(?: represented| name)?",
    re.IGNORECASE,
)
_SEATED = re.compile(r"member|partner|represent|constituent|nominat|appointing|signator|on behalf", re.IGNORECASE)
_THE_GROUP = re.compile(
    r"\bthe (?:partnership|alliance|board|group|forum|coalition|network|consortium|compact)\b", re.IGNORECASE
)
_AFTER_NAME = re.compile(r"\s*(?:$|[,;:.(–—|*†-]|\[\d|(?:and|&)\s)")
_BIOGRAPHY = re.compile(r"\b(?:an?|who|was|former|formerly|founder|previously)\b", re.IGNORECASE)
_LONGEST_ENTRY = 160
_LONGEST_LABEL = 80


@dataclass(slots=True)
class _Entry:
    """One line of a list, with the body that it names first or last, and the person who stands for it."""

    body: Named | None
    person: Named | None
    title: str | None = None
    is_seat: bool = False  # a person, with the body that he or she comes from


def listed_members(findings: Findings) -> tuple[list[PartnershipMember], list[Pair]]:
    """Return the members that lists name, and as pairs the partners that a publisher lists as its own."""
    page = findings.page
    found: list[PartnershipMember] = []
    partners: list[Pair] = []
    for at, block in enumerate(page.blocks):
        lead = _lead(findings, block)
        if lead is None:
            continue
        entries = [e for e in _entries(findings, at, block) if e.body]
        if len({e.body.key for e in entries if e.body}) < 2:
            continue
        group = _group(findings, block, lead)
        if group:
            entries = [e for e in entries if not e.is_seat or seats_bodies(group)]
            if len({e.body.key for e in entries if e.body}) < 2:
                continue
            found += [member(findings, group, e.body, e.person, e.title) for e in entries if e.body]
        elif _PARTNERS.search(page.flat[lead.start : lead.end]):
            partners += _partners_of_publisher(findings, entries, lead)
    return found, partners


def _lead(findings: Findings, block: Block) -> Span | None:
    """The words of a heading, or the last sentence of a paragraph, that say that members follow; else None."""
    flat = findings.page.flat
    words = flat[block.start : block.end].strip()
    is_label = block.kind == "paragraph" and len(block.lines) <= 1 and len(words) < _LONGEST_LABEL
    if (block.kind == "heading" or is_label) and _HEADING.fullmatch(words):
        return Span(block.start, block.end)
    if block.kind == "heading" and _LEAD.search(words) and group_named(findings, block.start, block.end):
        return Span(block.start, block.end)
    if block.kind not in {"paragraph", "item"} or not _announces(words):
        return None
    last = findings.page.sentence_at(block.end - 1)
    start = max(block.start, last.start)
    return Span(start, block.end) if _LEAD.search(flat, start, block.end) else None


def _announces(words: str) -> bool:
    """Whether a paragraph ends so that a list follows."""
    return words.endswith((":", ": -", "–", "-")) or bool(
        re.search(r"\b(?:following|below|are|include|includes|of|by|together|from)\b[^.]{0,60}[.]?$", words[-90:])
    )


def _group(findings: Findings, block: Block, lead: Span) -> str | None:
    """The group of a list: named in its lead, or spoken of there ("its members"), or the page's own."""
    page = findings.page
    words = page.flat[lead.start : lead.end]
    named = group_named(findings, lead.start, lead.end)
    if named:
        return named
    organisations = [o for o in findings.organisations_in(lead.start, lead.end) if not is_sector(o)]
    if organisations and _MEMBERS.search(words) and not _PARTNERS.search(words):
        return organisations[0].name
    if _THE_GROUP.search(words):
        return group_before(findings, lead.start)
    if block.kind == "heading" or _HEADING.fullmatch(words.strip()):
        own = group_of_page(findings)
        if own or _PARTNERS.search(words):
            return own
        publisher = findings.publisher.name if findings.publisher else None
        return publisher if re.match(r"our members|members of ", words.strip(), re.IGNORECASE) else None
    if re.search(r"\b(?:[Oo]ur|[Ww]e)\b", words):
        own = group_of_page(findings)
        members = re.search(r"\bour members\b", words, re.IGNORECASE)
        return own or (findings.publisher.name if members and findings.publisher else None)
    return group_before(findings, lead.start)


def _entries(findings: Findings, at: int, lead: Block) -> Iterator[_Entry]:
    """The entries after a lead: items, rows, short lines; small headings between them part a long list."""
    blocks = findings.page.blocks
    number = at + 1
    while number < len(blocks):
        block = blocks[number]
        if block.kind == "row":
            last = number
            while last < len(blocks) and blocks[last].kind == "row":
                last += 1
            yield from _rows(findings, blocks[number:last])
            number = last
            continue
        if block.kind == "heading":
            if not _parts_list(findings, lead, blocks, number):
                return
        elif block.kind == "item" and block.end - block.start <= _LONGEST_ENTRY:
            yield _entry(findings, Span(block.start, block.end))
        elif _is_run_in(findings, block):
            yield from _run_in(findings, block)
        elif not _is_listy(findings, block):
            return
        else:
            for line in block.lines or (Span(block.start, block.end),):
                yield _entry(findings, line)
        number += 1


def _is_run_in(findings: Findings, block: Block) -> bool:
    """Whether a paragraph is an enumeration of bodies: "A; B; and C", and begins with one."""
    flat = findings.page.flat
    named = findings.organisations_in(block.start, block.end)
    return (
        block.kind == "paragraph"
        and flat.count(";", block.start, block.end) > 1
        and bool(named)
        and not flat[block.start : named[0].start].strip()
    )


def _run_in(findings: Findings, block: Block) -> Iterator[_Entry]:
    start = block.start
    for part in findings.page.flat[block.start : block.end].split(";"):
        opening = re.match(r"\s*(?:and )?(?:the )?", part)
        yield _entry(findings, Span(start + (opening.end() if opening else 0), start + len(part.rstrip(" ."))))
        start += len(part) + 1


def _parts_list(findings: Findings, lead: Block, blocks: tuple[Block, ...], number: int) -> bool:
    """Whether a heading after a lead only parts its list ("Councils", "Health bodies")."""
    block = blocks[number]
    words = findings.page.flat[block.start : block.end]
    follows = blocks[number + 1 : number + 2]
    return (
        len(words.split()) <= 6
        and not _OTHER_LIST.search(words)
        and (lead.kind != "heading" or block.level > lead.level)
        and bool(follows)
        and (follows[0].kind == "item" or _is_listy(findings, follows[0]))
    )


def _is_listy(findings: Findings, block: Block) -> bool:
    """Whether a paragraph is a list without bullets: short lines, of which most name a body from their beginning on."""
    if block.kind != "paragraph":
        return False
    lines = block.lines or (Span(block.start, block.end),)
    if len(lines) == 1 and findings.page.flat[block.end - 1] == ".":
        return False  # a sentence
    named = [line for line in lines if _entry(findings, line).body]
    others = [findings.page.flat[line.start : line.end] for line in lines if not _entry(findings, line).body]
    label = all(len(words.split()) <= 6 and not words.rstrip().endswith(".") for words in others)
    return bool(named) and label and len(others) <= max(1, len(named)) and not any(map(_OTHER_LIST.search, others))


def _entry(findings: Findings, span: Span) -> _Entry:
    """The body that an entry names: at its beginning, or after a person and a title ("Jane Doe, Chair, Some Trust")."""
    page = findings.page
    if span.end - span.start > _LONGEST_ENTRY:
        return _Entry(None, None)
    organisations = [o for o in findings.organisations_in(span.start, span.end) if not is_sector(o)]
    people = findings.people_in(span.start, span.end)
    if not organisations:
        return _Entry(None, None)
    first = organisations[0]
    opening = page.flat[span.start : first.start]
    if re.fullmatch(r"\W*(?:[Tt]he )?", opening) and _AFTER_NAME.match(page.flat[first.end : span.end]):
        return _Entry(first, people[0] if people else None, _title(findings, people, span))
    sits = people and people[0].start - span.start < 30 and people[0].end <= first.start
    if sits and not _BIOGRAPHY.search(page.flat, people[0].end, organisations[-1].start):
        return _Entry(organisations[-1], people[0], _title(findings, people, span), is_seat=True)
    return _Entry(None, None)


def _title(findings: Findings, people: list[Named], span: Span) -> str | None:
    roles = findings.roles_of(people[0]) if people else []
    return next((r.title for r in roles if span.start <= r.start_char < span.end), None)


def _rows(findings: Findings, rows: tuple[Block, ...]) -> Iterator[_Entry]:
    """The bodies of a table: the column that its head calls organisation or member, else the first that names any."""
    column = _column(findings, rows[0])
    head = rows[0].cells[column] if column is not None else None
    says_member = head is not None and bool(_SEATED.search(findings.page.flat[head.start : head.end]))
    for row in rows:
        cells = [row.cells[column]] if column is not None and column < len(row.cells) else list(row.cells)
        entry = next((e for e in (_entry(findings, cell) for cell in cells) if e.body), None)
        if entry:
            people = findings.people_in(row.start, row.end)
            title = _title(findings, people, Span(row.start, row.end))
            yield _Entry(entry.body, people[0] if people else None, title, is_seat=bool(people) and not says_member)


def _column(findings: Findings, head: Block) -> int | None:
    words = [findings.page.flat[c.start : c.end].strip() for c in head.cells]
    columns = [i for i, cell in enumerate(words) if _COLUMN.fullmatch(cell)]
    return columns[-1] if columns else None


def _partners_of_publisher(findings: Findings, entries: list[_Entry], lead: Span) -> Iterator[Pair]:
    """ "Our partners": a list of the bodies with which the publisher of a page works."""
    publisher = findings.publisher
    if publisher is None or is_group(publisher.name):
        return
    for entry in entries:
        if entry.body and entry.body.key != publisher.key:
            body = entry.body
            there = Party(body.start, body.end, body)
            yield Pair(
                Party(lead.start, lead.end, publisher, spoken=True), there, "partnership", Span(lead.start, body.end)
            )
