"""The type of a document: words of its title, the kind that its page states, and what its body is made of."""

import re
from collections.abc import Iterator

from extractors import layout_rules, lexicon
from extractors.entities.findings import Findings
from extractors.facts.publications_details import is_details
from extractors.facts.publications_lists import dated_items, stacked, with_details
from extractors.facts.publications_tables import rows
from extractors.layout_title import page_types

_TITLE_WORD = re.compile(r"[\w’'&-]+")
_BODY = 20_000  # characters of the text that are looked at
_HEAD_LINES = 8
_TITLE_WEIGHT = 5.0  # a sure word in the title against the votes of the body, which are 2 to 7
_LEAST_VOTE = 2.0
_STATED = 6.0  # "Press release" on a line of its own in the head
_LISTING_STATED = 7.0
_IN_TRAIL = 3.0  # the same in a breadcrumb
_TRAIL = re.compile(r"\s*[>»›→|/\\]\s*")
_SAID = re.compile(r"\bsaid\s*:|[”\"] (?:said|added)\b|\bsaid:?\s+[“\"]")
_PLAN = re.compile(r"\b(?:the|our|this|a|transformation) plan\b|\bPlan\b")
_STRATEGY = re.compile(r"\b(?:the|our|this) strategy\b|\bStrategy\b")
# What a document calls itself; "this plan" is as common in news of a plan, so plans and strategies are counted above.
_ITSELF = re.compile(
    r"\b(?:this|the following) (?:\w+ ){0,2}?(?:(report|review|evaluation|bulletin|briefing|release)|"
    r"(guidance|guide|handbook|toolkit|manual|policy|procedure))\b",
    re.IGNORECASE,
)
_PAPER = re.compile(r"report (?:to|of|by|author|title|from)(?: [a-z]+)?\s*:")  # heads a paper to a committee
_LETTER_END = re.compile(
    r"\s*(?:yours (?:sincerely|faithfully|truly|ever)|(?:with )?(?:kind|best) regards)\b", re.IGNORECASE
)
_ATTENDED = re.compile(
    r"\s*(?:present|also present|members present|in attendance|attendees|officers in attendance|"
    r"apologies(?: for absence)?(?: received)?|declarations of interests?|minutes of the (?:last|previous) meeting|"
    r"matters arising|date of next meeting|any other business)\s*(?::|$)",
    re.IGNORECASE,
)
_OF_A_BODY = re.compile(
    r"\b(?:members?|membership|boards?|(?:sub-)?committees?|trustees|governors|directors|executive team|officers|"
    r"terms of reference|delegation|non-executives?|constitution|register of interests)\b",
    re.IGNORECASE,
)
_POST = re.compile(
    r"(?:(?:vice|deputy|co|interim|acting)[- ])?(?:chair(?:man|woman|person)?|chief executive|trustee|governor|"
    r"(?:(?:lay|independent|co-opted|non-executive|executive|elected|staff) )?(?:member|director)|secretary|"
    r"treasurer)\b",
    re.IGNORECASE,
)
_LEAST_HEADINGS = 2
_LEAST_POSTS = 4
_POST_SHARE = 0.08  # of its lines
_LIST = 4  # entries that make a page one that lists documents
_LONG_LIST = 8
_LIST_SHARE = 0.2  # of its blocks


def document_type(findings: Findings, title: str) -> str:
    """Return the type with the most evidence, "page" where there is none."""
    votes: dict[str, float] = {}
    for kind, vote in (*_in_title(title), *_stated(findings), *_in_body(findings, title), *_in_layout(findings)):
        votes[kind] = votes.get(kind, 0.0) + vote
    if not votes:
        return "page"
    best, weight = max(votes.items(), key=lambda item: (item[1], item[0]))
    return best if weight >= _LEAST_VOTE else "page"


def _in_title(title: str) -> Iterator[tuple[str, float]]:
    words = f" {' '.join(_TITLE_WORD.findall(title.casefold()))} "
    best: dict[str, float] = {}
    for row in lexicon.rows("document_types"):
        if f" {row['word']} " in words:
            vote = _TITLE_WEIGHT * float(row["weight"]) + 0.01 * len(row["word"])
            best[row["document_type"]] = max(best.get(row["document_type"], 0.0), vote)
    yield from best.items()


def _stated(findings: Findings) -> Iterator[tuple[str, float]]:
    """The kind that a line of the head states, as GOV.UK and press offices do; the strongest of each."""
    page = findings.page
    found: dict[str, float] = {}
    for line in page.lines[:_HEAD_LINES]:
        words = page.words(line.start, line.end)[:200].casefold()
        if _PAPER.match(words):
            found["report"] = _STATED
        whole = page_types().get(words.rstrip(":"))
        kinds = [whole] if whole else [page_types().get(part, "page") for part in _TRAIL.split(words)]
        for kind in kinds:
            if kind != "page":
                vote = (_LISTING_STATED if kind == "listing" else _STATED) if whole else _IN_TRAIL
                found[kind] = max(found.get(kind, 0.0), vote)
    yield from found.items()


def _in_body(findings: Findings, title: str) -> Iterator[tuple[str, float]]:
    body = findings.page.flat[:_BODY]
    speech = _SAID.search(body) is not None
    dated = findings.reference is not None
    finite = any(word in lexicon.words("headline_verbs") for word in re.findall(r"[\w’'-]+", title.casefold()))
    if speech and dated:
        yield "news", 4.0 + 3 * finite
    elif dated and finite:
        yield "news", 3.0
    plans = len(_PLAN.findall(body))
    strategies = len(_STRATEGY.findall(body))
    if plans >= 2 and plans >= strategies:
        yield "plan", 2.0
    elif strategies >= 3:
        yield "strategy", 2.0
    elif not (dated and (speech or finite)) and (itself := _ITSELF.search(body)):
        yield ("report" if itself[1] else "guidance"), 2.0


def _in_layout(findings: Findings) -> Iterator[tuple[str, float]]:
    page = findings.page
    lines = [page.flat[line.start : line.end][:200] for line in page.lines]
    if any(line[:5].casefold() == "dear " for line in lines[:40]) and any(map(_LETTER_END.match, lines)):
        yield "page", 6.0  # a letter
    if sum(_ATTENDED.match(line) is not None for line in lines) > 1:
        yield "minutes", 5.0
    headings = [page.flat[b.start : b.end] for b in page.blocks if b.kind == "heading" and b.level > 1]
    if sum(_OF_A_BODY.search(heading) is not None for heading in headings) >= _LEAST_HEADINGS:
        yield "governance", 3.0
    posts = sum((_POST.match(line) is not None and len(line) <= 60) or layout_rules.is_post(line) for line in lines)
    if posts >= max(_LEAST_POSTS, _POST_SHARE * len(lines)):
        yield "governance", 1.5  # alone they may also sign a plan or a letter
    entries = _entries(findings)
    if entries >= _LIST:
        long = entries >= _LONG_LIST
        yield "listing", (5.0 if long else 4.0) + 2 * (entries >= _LIST_SHARE * len(page.blocks))


def _entries(findings: Findings) -> int:
    """How many documents the page lists with format or date; minutes by their day alone belong to a body's page."""
    flat = findings.page.flat
    found = (listed for rule in (rows, with_details, stacked, dated_items) for listed in rule(findings))
    labels = (flat[listed.start : listed.end] for listed in found)
    return sum(not is_details(label) and any(map(str.isalpha, label)) for label in labels)
