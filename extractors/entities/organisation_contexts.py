"""Names that only their company shows to be organisations': "run by X", "the charity X", "Chief Executive of X".

The grammar knows heads ("… Council"); a coined name has none. These rules take a run of capitalised words where nothing
but a body can stand, and ask more of it the less its place says.
"""

import re
from collections.abc import Iterator

from extractors import lexicon
from extractors.entities import titles
from extractors.entities.findings import Findings
from extractors.entities.found import Found, names_thing, stands_alone
from extractors.entities.tokens import tokens_of
from extractors.page import Line, Page

_NAME = r"(?:[A-Z0-9][\w’'-]*|[a-z]+[A-Z][\w’'-]*)(?: (?:(?:of|&|for|the) ){0,2}[A-Z][\w’'&-]*){0,5}"
_KIND = (
    r"charity|company|firm|social enterprise|community interest company|not-for-profit(?: organisation)?|"
    r"non-profit(?: organisation)?|co-operative|think tank|housing association|contractor|consultancy|supplier|"
    r"developer|provider|start-up|manufacturer|retailer|operator|business|trade union|trade body|campaign group|"
    r"support group|consultants|housebuilder|hospice|organisation|regulator|building society|law firm"
)
_KINDS = (
    r"companies|charities|firms|social enterprises|not-for-profits|co-operatives|think tanks|housing associations|"
    r"contractors|consultancies|suppliers|developers|providers|start-ups|manufacturers|retailers|operators|"
    r"businesses|trade unions|hospices|organisations|universities|law firms"
)
_WORTH_A_LOOK = re.compile(
    rf"\b(?:with|by|of|at|from|to|is|are|commission\w*|contracted|engaged|hired|{_KIND}|{_KINDS})\b.{{0,30}}[A-Z0-9]|"
    r", an? |\b(?:is|was) an? ",
    re.DOTALL,
)
_ONLY_BODIES = re.compile(
    r"\b(?:partnership with|joined forces with|joining forces with|join forces with|team(?:ed|s|ing)? up with|"
    r"jointly with|collaboration with|collaborat(?:ed|es|ing) with|contracts? with|contract to|subsidiary of|"
    r"commissioned from|merge[ds]? with|merger with|acquired by|(?:[Cc]ontractor|[Ss]upplier|[Oo]perator|[Dd]eveloper|"
    r"[Aa]uditor|[Ss]ponsor)s? (?:is|are|was|were)|secondment (?:to|from)|property of)\s+"
    rf"(?:the |our partners? |our )?(?P<name>{_NAME})"
)
_HIRED = re.compile(
    rf"\b(?:commission(?:ed|s|ing)?|contracted|engaged|hired)\s+(?:the )?(?P<name>{_NAME})(?= to [a-z])"
)
_BODIES_OR_PEOPLE = re.compile(
    r"\b(?:(?:commissioned|run|delivered|provided|operated|managed|owned|funded|sponsored|hosted|audited|built|"
    r"supported|developed|published|designed|organised|carried out|led) by|has commissioned|have commissioned|"
    r"has contracted|work(?:s|ed|ing)? (?:closely )?with|on behalf of|member of|members of)\s+"
    rf"(?:the |our partners? |our )?(?P<name>{_NAME})"
)
_HOLDS_OFFICE = re.compile(
    r"\b(?:(?:[Cc]hief [Ee]xecutive(?: [Oo]fficer)?|CEO|[Mm]anaging [Dd]irector|[Nn]on-[Ee]xecutive [Dd]irector|"
    r"[Ff]inance [Dd]irector|[Cc]ompany [Ss]ecretary|[Cc]o-[Ff]ounder|[Ff]ounder|[Cc]hief [Ff]inancial [Oo]fficer|"
    r"[Cc]hief [Oo]perating [Oo]fficer|[Tt]rustee|[Vv]ice[- ][Pp]resident) of|"
    r"(?:[Dd]irector|[Mm]anager|[Ee]xecutive|[Oo]fficer|[Pp]artner|[Cc]onsultant|[Ll]ead|[Hh]ead of [A-Z]\w+) at)\s+"
    rf"(?:the )?(?P<name>{_NAME})"
)
_CALLED = re.compile(rf"\b(?:the|The|our|Our) (?:[a-z-]+ ){{0,2}}(?:{_KIND}) (?P<name>{_NAME})")
_SEVERAL = re.compile(
    rf"\b(?:{_KINDS})(?:,|:| such as| including| like)? (?P<names>{_NAME}(?:, {_NAME}){{0,8}},? and {_NAME})"
)
_DESCRIBED = re.compile(
    r"(?:,? \([^)]{1,80}\))?(?:,| is| are| was) (?:an?|the) (?:[a-z-]+ |UK |English |Scottish |Welsh |[A-Z]\w+-based )"
    rf"{{0,3}}(?P<kind>{_KIND})\b"
)
_COINED = re.compile(r"(?=\w*[a-z0-9][A-Z]|\d+[A-Z])\w*[A-Za-z]\w*")
_PEOPLES_KINDS = frozenset(
    {"contractor", "developer", "consultants", "provider", "supplier", "business", "organisation"}
)
_PRONOUNS = frozenset({"she", "he", "they", "we", "it", "i", "you", "this", "who"})


def names_by_context(findings: Findings, line: Line) -> Iterator[Found]:
    """Return the names of a line that its words show to be organisations'; they may overlap others."""
    text = findings.page.flat[line.start : line.end]
    if not _WORTH_A_LOOK.search(text):
        return
    yield from _enumerated(findings, line)
    for pattern, rule, sure in (
        (_ONLY_BODIES, "partner", True),
        (_HIRED, "partner", True),
        (_CALLED, "described", True),
        (_HOLDS_OFFICE, "office", False),
        (_BODIES_OR_PEOPLE, "agent", False),
    ):
        for match in pattern.finditer(findings.page.flat, line.start, line.end):
            start, end = _trimmed(findings.page, *match.span("name"))
            if _is_name(findings, start, end, sure=sure):
                confidence = 0.8 if sure else 0.7
                yield Found(start, end, findings.page.words(start, end), "other", rule, confidence)
    yield from _described(findings, line)


def _trimmed(page: Page, start: int, end: int) -> tuple[int, int]:
    """A name without a possessive ending."""
    words = page.flat[start:end]
    for ending in ("’s", "'s", "’", "'"):
        if words.endswith(ending):
            return start, end - len(ending)
    return start, end


def _is_name(findings: Findings, start: int, end: int, *, sure: bool) -> bool:
    """Whether a run of capitalised words may name a body; `sure` where nothing but a body stands in its place."""
    page = findings.page
    words = page.flat[start:end].split()
    if not words or _is_thing(page, start, end):
        return False
    plain = [word.casefold().strip("’'") for word in words]
    if _is_place(plain) or plain[0] in lexicon.words("sentence_starters") or titles.begins_with_title(" ".join(words)):
        return False
    if findings.hinted(start, end, "PERSON") and (not sure or len(words) == 1 or _is_given(plain[0])):
        return False
    told = findings.hinted(start, end, "ORG")
    if len(words) == 1:
        acronym = words[0].isupper() and 2 < len(words[0]) < 8
        if acronym:
            return False  # acronyms have rules of their own
        return bool(_COINED.fullmatch(words[0])) or (sure and told and not _is_common(plain))
    return not _is_common(plain) and (told or sure)


def _is_place(plain: list[str]) -> bool:
    return " ".join(plain) in lexicon.words("places") | lexicon.words("places_world")


def _is_given(word: str) -> bool:
    return word in lexicon.words("given_names") | lexicon.words("given_names_ambiguous") | lexicon.words("honorifics")


def _is_common(plain: list[str]) -> bool:
    common = (
        lexicon.words("capitalised_common")
        | lexicon.words("organisation_generic_words")
        | lexicon.words("words_before_bodies")
    )
    return all(word in common or word.isdigit() for word in plain)


def _is_thing(page: Page, start: int, end: int) -> bool:
    """Whether the words name a plan, an act …, or go on as a thing's name ("with Sun Water engineers")."""
    return not stands_alone(page, end) or names_thing(page, start, end)


def _enumerated(findings: Findings, line: Line) -> Iterator[Found]:
    """ "two companies, X and Y": each is one."""
    page = findings.page
    for match in _SEVERAL.finditer(page.flat, line.start, line.end):
        at = match.start("names")
        for part in re.finditer(r"(?:(?!,? and )[^,])+", match.group("names")):
            words = part.group()
            lead = len(words) - len(re.sub(r"^\s*(?:and )?", "", words))
            start, end = _trimmed(page, at + part.start() + lead, at + part.end())
            words = page.flat[start:end]
            if (
                words[:1].isalnum()
                and not _is_common(words.casefold().split())
                and not _is_given(words.split()[0].casefold())
            ):
                yield Found(start, end, page.words(start, end), "other", "enumerated", 0.8)


def _described(findings: Findings, line: Line) -> Iterator[Found]:
    """ "X, a registered charity", "X is a company limited by guarantee": the words say that X is an organisation."""
    page = findings.page
    for match in _DESCRIBED.finditer(page.flat, line.start, line.end):
        span = _capitals_before(page, line, match.start())
        kind = match.group("kind")
        if (
            span is None
            or not _ends_description(page, match.end())
            or (kind in _PEOPLES_KINDS and not findings.hinted(*span, "ORG"))
        ):
            continue
        classification = "charity" if kind == "charity" else "company" if kind in {"company", "firm"} else "other"
        yield Found(*span, page.words(*span), classification, "described", 0.85)


def _ends_description(page: Page, end: int) -> bool:
    """Whether "is a charity" says what a body is, and not what a thing is for ("is a charity standard")."""
    return re.compile(r" \w+ing\b").match(page.flat, end) is not None or stands_alone(page, end)


def _capitals_before(page: Page, line: Line, end: int) -> tuple[int, int] | None:
    """The run of capitalised words and numbers that ends exactly at `end`, without words that only open a sentence."""
    start = max(line.start, end - 120)
    run: list[tuple[str, int, int, bool]] = []
    for token in reversed(tokens_of(page.flat[start:end], start)):
        is_link = bool(run) and token.text in {"of", "&"}
        if not (token.is_capitalised or token.text.isdigit() or is_link):
            break
        run.insert(0, (token.text, token.start, token.end, token.is_capitalised))
    openers = lexicon.words("sentence_starters") | _PRONOUNS
    while run and (run[0][0].casefold() in openers or run[0][0] in {"of", "&"}):
        run.pop(0)
    if not run or run[-1][2] != end or not any(capital for *_, capital in run):
        return None
    return run[0][1], run[-1][2]
