"""Signs of who publishes a document, other than a label: letterhead, copyright, boilerplate, signature, addresses.

Each sign is a function that returns the organisation it points to, or None.
"""

import re
from collections import Counter
from collections.abc import Iterator

from extractors.entities.findings import Findings, Named
from extractors.layout_title import is_body_name
from extractors.page import Line

SECTORS = frozenset({"nhs", "national health service", "government", "hm government"})
"""Keys of names that stand for a whole sector, which publishes nothing itself: "NHS" in a title."""

_LETTERHEAD_LINES = 8
_TITLE_LINES = 3
_LETTER_LINES = 40
_FOOT_LINES = 25
_OPENING = 2500  # characters in which a text introduces the body that it then calls "the trust"
ADDRESSEE = re.compile(r"(?:[Tt]o (?:the |all )?[A-Z]|TO |[Tt]o:|Dear |For the attention of |FAO )")
"""How a line begins that says whom a letter is to."""


_COPYRIGHT = re.compile(r"\W{0,3}(?:©|\(c\) |copyright\b)", re.IGNORECASE)
_NOT_OWN = re.compile(r"\b(?:crown|ordnance survey|getty|contains|photo|image|map)", re.IGNORECASE)
_PUBLISHED_BY = re.compile(
    r"(?:published|issued|produced|released) (?:by|on behalf of) (?:the )?(?=[A-Z])", re.IGNORECASE
)
_ABOUT = re.compile(r"about (?:the )?(?!us\b|our\b|this\b|you)", re.IGNORECASE)
_SIGNED = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly)|(?:with )?(?:kind|best) (?:regards|wishes))\b", re.IGNORECASE
)
_SECRETARY = re.compile(r"\bSecretary of State for (?P<field>[A-Z][A-Za-z, ]{3,60}?)\s*$")
_DEPARTMENT = re.compile(r"(?:department|ministry) (?:for|of) ", re.IGNORECASE)
_WE = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_HOST = re.compile(r"\w@((?:[A-Za-z0-9-]{1,40}\.){1,4}[A-Za-z]{2,8})\b")
_SUFFIXES = frozenset(
    {"uk", "gov", "nhs", "police", "ac", "org", "co", "com", "net", "eu", "mod", "sch", "info", "www"}
)
_MAIL_HOSTS = frozenset({"gmail", "outlook", "hotmail", "yahoo", "nhs", "gov", "service", "cjsm", "pnn"})
# Under these a place alone names the body: "barset.gov.uk" is its council, "barset.police.uk" its police.
_HOST_KINDS = {
    ".gov.uk": ("council", "authority"),
    ".police.uk": ("police", "constabulary"),
    ".ac.uk": ("university", "college"),
    ".nhs.uk": ("trust",),
}
_SMALL_WORDS = frozenset({"the", "of", "for", "and", "in", "on", "&"})
_WORD = re.compile(r"[a-z0-9]+")
_LEAST_ACRONYM = 3
_LEAST_NAME = 4

# The noun by which a text calls its publisher, and what the name of a body that is meant by it holds.
_KINDS = {
    "agency": ("agency",),
    "association": ("association",),
    "authority": ("authority",),
    "college": ("college",),
    "commission": ("commission",),
    "constabulary": ("constabulary",),
    "council": ("council",),
    "department": ("department", "ministry", "office", "treasury"),
    "force": ("police", "constabulary"),
    "foundation": ("foundation",),
    "society": ("society",),
    "trust": ("trust",),
    "university": ("university",),
}  # fmt: skip
_THE_KIND = re.compile(rf"\b[Tt]he ({'|'.join(_KINDS)})\b(?! (?:for|of)\b)", re.IGNORECASE)
_KIND_FIRST = re.compile(rf"({'|'.join(_KINDS)}|police|hospitals?|charity)(?:[’']s)? [a-z]", re.IGNORECASE)
_INSPECTION = re.compile(r"\b(?:inspect(?:ion|ors?|ed)|ombudsman|tribunal)\b", re.IGNORECASE)


def in_letterhead(findings: Findings) -> Named | None:
    """The body whose name is a line of its own at the head of the page, above whom a letter is to."""
    page = findings.page
    for line in page.lines[:_LETTERHEAD_LINES]:
        words = page.flat[line.start : line.end].strip()
        if line.block.kind in {"row", "item"} or ADDRESSEE.match(words):
            return None
        own = _after_mark(words) if line.index < _TITLE_LINES else 0
        if len(words) <= 160 and is_body_name(words[own:]):
            named = _proper(findings.organisations_in(line.start + own, line.end))
            if named:
                return named[0]
    return None


def _after_mark(words: str) -> int:
    """Where the last part of a title begins: "Annual report 2024 – Vale Council", "Our plans | Vale Council"."""
    return max(words.rfind(mark) + len(mark) if mark in words else 0 for mark in (" | ", " – ", " - "))


def in_copyright(findings: Findings) -> Named | None:
    """The owner that a copyright line or "Published by …" at the head or foot names."""
    page = findings.page
    for line in (*page.lines[-_FOOT_LINES:], *page.lines[:_LETTERHEAD_LINES]):
        words = page.flat[line.start : line.end][:200]
        by = _PUBLISHED_BY.match(words)
        own = _COPYRIGHT.match(words)
        if (by or own) and len(words.split()) <= 30 and not _NOT_OWN.search(words):
            named = _proper(findings.organisations_in(line.start, line.end))
            if named:
                return named[0]
    return None


def introduced(findings: Findings) -> Named | None:
    """The one body that a line "About …" introduces, as in the notes to editors of news."""
    page = findings.page
    found = [
        named[0]
        for line in page.lines
        if line.end - line.start <= 120 and page.flat[line.start : line.start + 5].casefold() == "about"
        if _ABOUT.match(page.flat, line.start, line.end) and _fills(findings, line)
        for named in (_proper(findings.organisations_in(line.start, line.end)),)
        if named
    ]
    keys = {named.key for named in found}
    return found[0] if len(keys) == 1 or (found and _WE.search(page.flat)) else None


def _fills(findings: Findings, line: Line) -> bool:
    """Whether an organisation's name is what the line ends with: "About Vale Trust", not "About Vale Trust's plan"."""
    named = findings.organisations_in(line.start, line.end)
    return bool(named) and line.end - max(o.end for o in named) <= 12


def signed(findings: Findings) -> Named | None:
    """The body in whose name a letter is signed, or the department of the Secretary of State who signs it."""
    page = findings.page
    lines = page.lines[-_FOOT_LINES:]
    close = next((at for at, line in enumerate(lines) if _SIGNED.match(page.flat, line.start, line.end)), None)
    for line in lines[close + 1 : close + 8] if close is not None else ():
        words = page.flat[line.start : line.end].strip()
        if len(words) > 120:
            return None
        if (secretary := _SECRETARY.search(words)) and (department := _department(findings, secretary["field"])):
            return department
        if is_body_name(words) and (named := _proper(findings.organisations_in(line.start, line.end))):
            return named[0]
    return None


def _department(findings: Findings, field: str) -> Named | None:
    field = field.casefold().strip()
    return next(
        (
            o
            for o in findings.organisations
            if (m := _DEPARTMENT.match(o.name)) and o.name[m.end() :].casefold() == field
        ),
        None,
    )


# ---- what the text calls its publisher ---------------------------------------------------------------------------


def called(findings: Findings) -> Named | None:
    """The body that the text introduces by name and then calls "the trust", "the council", "the university"."""
    flat = findings.page.flat
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for match in _THE_KIND.finditer(flat):
        kind = match[1].casefold()
        counts[kind] += 1
        first.setdefault(kind, match.start())
    if findings.page.lines and (opens := _KIND_FIRST.match(_title(findings))):
        counts[opens[1].casefold()] += 1
    if not counts or _INSPECTION.search(_title(findings)) or _is_letter(findings):
        return None
    for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        meant = _meant(findings, kind, first.get(kind, 0))
        if meant and (count > 1 or _WE.search(flat)):
            return meant
    return None


def _is_letter(findings: Findings) -> bool:
    """Whether the text is a letter, in which "the Department" may as well be whom it is written to."""
    flat = findings.page.flat
    return any(flat[line.start : line.start + 5].casefold() == "dear " for line in findings.page.lines[:_LETTER_LINES])


def _title(findings: Findings) -> str:
    page = findings.page
    heading = next((b for b in page.blocks if b.kind == "heading" and b.level == 1), None)
    return page.words(heading.start, heading.end) if heading else ""


def _meant(findings: Findings, kind: str, before: int) -> Named | None:
    """The only body of that kind that is named in the opening before the text calls it so for the first time."""
    nouns = _KINDS.get(kind, ())
    named = [
        o
        for o in findings.organisations
        if o.end <= min(before, _OPENING) and any(noun in _WORD.findall(o.name.casefold()) for noun in nouns)
    ]
    return named[0] if named and len({o.key for o in named}) == 1 else None


# ---- addresses ---------------------------------------------------------------------------------------------------


def at_address(findings: Findings) -> Named | None:
    """The body to whose name or initials the hosts of the document's e-mail addresses fit."""
    hosts = Counter(match[1].casefold() for match in _HOST.finditer(findings.page.flat))
    for host, _ in sorted(hosts.items(), key=lambda item: (-item[1], item[0])):
        parts = host.split(".")
        own = [part for part in parts[:-1] if part not in _SUFFIXES]
        label = "".join(_WORD.findall(own[-1])) if own else ""
        if len(label) >= _LEAST_ACRONYM and label not in _MAIL_HOSTS:
            fitting = {o.key: o for o in reversed(_proper(findings.organisations)) if _fits(findings, label, host, o)}
            if len(fitting) == 1:
                return next(iter(fitting.values()))
    return None


def _fits(findings: Findings, label: str, host: str, organisation: Named) -> bool:
    """Whether a host's label is the name of a body, its initials, or the short form by which the text knows it."""
    forms = {organisation.name, findings.page.words(organisation.start, organisation.end)}
    if any(label in set(_short_forms(form)) for form in forms):
        return True
    words = _WORD.findall(organisation.name.casefold())
    nouns = next((nouns for suffix, nouns in _HOST_KINDS.items() if host.endswith(suffix)), ())
    return any(noun in words for noun in nouns) and label in [word for word in words if word not in _SMALL_WORDS][:2]


def _short_forms(name: str) -> Iterator[str]:
    words = _WORD.findall(re.sub(r"[’']", "", name.casefold()))
    told = [word for word in words if word not in _SMALL_WORDS]
    yield "".join(words)
    yield "".join(told)
    yield "".join(word[0] for word in words)
    yield "".join(word[0] for word in told)
    # "barset-hospitals", "valecouncil": the first words of a long name, but never one word alone, which is a place.
    yield from ("".join(told[:n]) for n in range(2, len(told)) if len("".join(told[:n])) >= _LEAST_NAME)
    place = told[0] if told else ""
    yield from (place + last for last in told[1:])


def _proper(organisations: list[Named] | tuple[Named, ...]) -> list[Named]:
    return [o for o in organisations if o.key not in SECTORS]
