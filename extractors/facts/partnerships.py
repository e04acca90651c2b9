"""Partnerships: two organisations of which the words say that they work together; and who belongs to a named group."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise

from extractors import lexicon
from extractors.cues import any_of
from extractors.entities.findings import Findings, Named
from extractors.facts.publisher_signs import SECTORS
from extractors.records import Partnership, PartnershipMember, Span

_BREAK = re.compile(r"[;:]|\.(?=\s|$)|,? (?:which|who|that|while|whereas|but|because)\b")
_TOGETHER = re.compile(r"\b(?:together,|both|jointly,?)\s+$", re.IGNORECASE)
_JOINED_ACT = re.compile(
    r"^\s*,?\s*(?:has|have|had|will|are|were|is)?\s*(?:already |also |now |jointly |today )*"
    r"(?:work(?:s|ed|ing)? (?:closely )?together|join(?:ed|ing)? forces|team(?:ed|ing)? up|collaborat\w+|"
    r"partner(?:ed|ing)|"
    r"sign(?:ed|ing)|launch(?:ed|ing)|agree(?:d|ing)|jointly|initiated|develop(?:ed|ing)|produc(?:ed|ing)|"
    r"publish(?:ed|ing)|created?|form(?:ed|ing)|creating)\b"
)
_WE = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|[Tt]he (?:trust|council|department|agency|charity|board|authority|university|panel|"
    r"foundation|service|commission|company))\b"
)
_PROGRAMME = re.compile(
    r"\b([A-Z][\w’'-]+(?: (?:[A-Z][\w’'&-]+|and|of|for|the|&)){0,12} (?:Programme|Project|Plan|Strategy|"
    r"Initiative|Campaign|Partnership|Alliance))\b"
)
_MEMBER_LEAD = re.compile(
    r"\b(?:members? (?:of|are|include|is|organisations)|membership|partners? (?:are|include|organisations)|"
    r"made up of|comprises?|"
    r"consists? of|signed by|signatories|brings? together|(?:organisations|bodies) (?:involved|represented|"
    r"taking part))\b",
    re.IGNORECASE,
)
_JOINT_BY = re.compile(
    r"\b(?:jointly by|joint(?:ly)? \w+ by|(?:partnership|collaboration|joint venture|joint initiative|"
    r"alliance) (?:between|of))\b"
)
_NEGATED = re.compile(
    r"\b(?:not|never|no longer|neither|failed to|refused to|ended|withdrew|rather than|instead of|unable to|cannot)\b"
)
_MADE_UP = re.compile(
    r"\b(?:(?:is |are )?made up of|compris(?:es|ing)|consists? of|brings? together|bringing together|"
    r"whose (?:members|partners) are|"
    r"(?:members|partners) (?:are|include))\b"
)
_GROUP = re.compile(
    r"\b((?:[A-Z][\w’'-]+)(?: (?:[A-Z][\w’'&-]+|and|of|for|the|&)){0,12} (?:Partnership|Alliance|Coalition|Board|"
    r"Forum|Network|Group|Consortium))\b"
)
_SIGNATORIES = 5  # a run of at least so many people, each with a title and a body, closes a letter or plan
_SIGNING_BODIES = 4  # and they come from at least so many organisations


@cache
def _relations() -> re.Pattern[str]:
    phrases = any_of((row["phrase"] for row in lexicon.rows("partnership_relations")), space=r"\s+")
    return re.compile(rf"\b({phrases})\b", re.IGNORECASE)


@cache
def _meaning() -> dict[str, tuple[str, str]]:
    return {
        row["phrase"].casefold(): (row["relation"], row["direction"]) for row in lexicon.rows("partnership_relations")
    }


def find_partnerships(findings: Findings) -> None:
    """Set the document's partnerships and the members of the groups that it lists; needs organisations and roles."""
    found = [p for sentence in findings.page.sentences for p in _in_sentence(findings, sentence)]
    findings.partnerships = tuple(_distinct(found))
    findings.partnership_members = tuple(_members(findings))


def _in_sentence(findings: Findings, sentence: Span) -> Iterator[Partnership]:
    organisations = findings.organisations_in(sentence.start, sentence.end)
    if not organisations or _is_about_person(findings, sentence):
        return
    for cue in _relations().finditer(findings.page.flat, sentence.start, sentence.end):
        if any(o.start <= cue.start() < o.end for o in organisations):
            continue
        if _NEGATED.search(findings.page.flat, max(sentence.start, cue.start() - 40), cue.start()):
            continue
        relation, direction = _meaning()[" ".join(cue.group(1).casefold().split())]
        objects = list(_objects(findings, organisations, cue.end(), sentence.end))
        for subject in _subjects(findings, organisations, sentence, cue.start()):
            for other in objects:
                if subject.key != other.key and not _is_own_body(findings, subject, other):
                    one, two = (other, subject) if direction == "reverse" else (subject, other)
                    yield _partnership(findings, one, two, relation, Span(cue.start(), other.end), sentence)
    yield from _pairs_acting_together(findings, organisations, sentence)
    yield from _all_pairs(findings, sentence)


def _is_about_person(findings: Findings, sentence: Span) -> bool:
    """Whether a sentence tells what a person does ("She is a partner at … and sits on the board of …")."""
    if re.compile(r"(?:She|He)\b").match(findings.page.flat, sentence.start):
        return True
    first = findings.people_in(sentence.start, min(sentence.end, sentence.start + 60))
    organisations = findings.organisations_in(sentence.start, sentence.end)
    return bool(first) and first[0].start < organisations[0].start


def _is_own_body(findings: Findings, one: Named, two: Named) -> bool:
    """Whether one is a board or committee of the other ("DH audit and risk committee" of the DH): no partnership."""
    for body, owner in ((one, two), (two, one)):
        if findings.classifications.get(body.key) == "board":
            forms = {findings.page.text[o.start : o.end] for o in findings.organisations if o.key == owner.key} | {
                owner.name
            }
            if any(body.name.startswith(form + " ") for form in forms):
                return True
    return False


def _objects(findings: Findings, organisations: list[Named], start: int, end: int) -> Iterator[Named]:
    """The organisations after the cue, in its clause: joined by commas and "and", or in apposition."""
    stop = _BREAK.search(findings.page.flat, start, end)
    limit = stop.start() if stop else end
    at = start
    for organisation in organisations:
        if organisation.start < at or organisation.start >= limit:
            continue
        between = findings.page.flat[at : organisation.start]
        first = at == start
        if len(between.split()) > (10 if first else 5) or (
            not first and not re.match(r"^[\s,]*(?:and|&|,|as well as|the|with|\w+)?", between)
        ):
            return
        if _relations().search(between) or (not first and re.search(r"\b(?:to|for|by|in|from)\b", between)):
            return
        if not _describes(findings, organisation):
            yield organisation
        at = organisation.end


def _describes(findings: Findings, organisation: Named) -> bool:
    """Whether a sector's name only describes what follows ("our local NHS partners")."""
    follows = re.compile(r" [a-z]").match(findings.page.flat, organisation.end)
    return follows is not None and organisation.key in SECTORS


def _subjects(findings: Findings, organisations: list[Named], sentence: Span, cue: int) -> list[Named]:
    """The organisations before the cue; "we" and "the trust" mean the publisher."""
    before = [o for o in organisations if o.end <= cue]
    publisher = findings.publisher
    pronoun = None
    for match in _WE.finditer(findings.page.flat, sentence.start, cue):
        if not any(o.start <= match.start() < o.end for o in organisations):
            pronoun = match
    opens = _WE.match(findings.page.flat, sentence.start, cue) is not None
    if publisher and opens:
        return [publisher]
    if publisher and pronoun and not (before and before[-1].end > pronoun.start() + 40):
        return [publisher]
    if not before:
        return []
    group = [before[-1]]
    for organisation in reversed(before[:-1]):
        between = findings.page.flat[organisation.end : group[0].start]
        if not re.fullmatch(r"[\s,]*(?:and|&|,)?\s*(?:the\s+)?", between):
            break
        group.insert(0, organisation)
    return group


def _pairs_acting_together(findings: Findings, organisations: list[Named], sentence: Span) -> Iterator[Partnership]:
    """ "Together, A and B have initiated …", "A and B jointly …": two subjects of one act done together."""
    flat = findings.page.flat
    for one, two in pairwise(organisations):
        if not re.fullmatch(r"\s+(?:and|&)\s+(?:the\s+)?", flat[one.end : two.start]) or one.key == two.key:
            continue
        act = _JOINED_ACT.match(flat[two.end : sentence.end])
        if act and (
            _TOGETHER.search(flat[sentence.start : one.start])
            or re.search(r"together|joint|collaborat|partner|join", act.group())
        ):
            yield _partnership(findings, one, two, "joint", Span(one.start, two.end + act.end()), sentence)


def _all_pairs(findings: Findings, sentence: Span) -> Iterator[Partnership]:
    """ "produced jointly by A, B and C", "a partnership between A and B": every two of those enumerated."""
    page = findings.page
    for cue in _JOINT_BY.finditer(page.flat, sentence.start, sentence.end):
        group: list[Named] = []
        at = cue.end()
        for organisation in findings.organisations_in(cue.end(), sentence.end):
            if not re.fullmatch(r"[\s,]*(?:and|&)?[\s,]*(?:the )?", page.flat[at : organisation.start]):
                break
            group.append(organisation)
            at = organisation.end
        for one, two in combinations(group, 2):
            if one.key != two.key:
                yield _partnership(findings, one, two, "joint", Span(cue.start(), two.end), sentence)


def _partnership(findings: Findings, one: Named, two: Named, relation: str, words: Span, sentence: Span) -> Partnership:
    page = findings.page
    programme = _PROGRAMME.search(page.flat, sentence.start, sentence.end)
    named = programme is not None and not findings.organisations_over(*programme.span())
    return Partnership(
        start_char=words.start,
        end_char=words.end,
        text=page.text[words.start : words.end],
        evidence=page.text[sentence.start : sentence.end],
        extractor="rules.partnerships",
        confidence=round(0.8 * min(one.confidence, two.confidence), 3),
        organisation_a_id=one.entity_id,
        organisation_a=one.name,
        organisation_b_id=two.entity_id,
        organisation_b=two.name,
        relation=relation,
        programme=programme.group(1) if programme and named else None,
        observed_on=findings.metadata.published_on if findings.metadata else None,
    )


def _distinct(found: list[Partnership]) -> Iterator[Partnership]:
    """One row per pair and relation: the first place that says it."""
    seen: set[tuple[frozenset[str], str]] = set()
    for partnership in sorted(found, key=lambda p: (p.start_char, p.end_char, p.organisation_b)):
        key = (frozenset((partnership.organisation_a_id, partnership.organisation_b_id)), partnership.relation)
        if key not in seen:
            seen.add(key)
            yield partnership


def _members(findings: Findings) -> Iterator[PartnershipMember]:
    yield from _signatories(findings)
    yield from _listed_members(findings)
    yield from _enumerated_members(findings)


def _signatories(findings: Findings) -> Iterator[PartnershipMember]:
    """The bodies of those who sign a joint letter or plan: a run of people with titles, one after the other."""
    runs = list(_runs_of_signatures(findings))
    group = _longest_group_name(findings) if runs else None
    if group is None:
        return
    seen: set[str] = set()
    for run in runs:
        for person, organisation, title in run:
            if organisation.key not in seen:
                seen.add(organisation.key)
                yield _member(findings, group, organisation, person.name, title, 0.8)


def _runs_of_signatures(findings: Findings) -> Iterator[list[tuple[Named, Named, str]]]:
    page = findings.page
    roles = defaultdict(list)
    for role in findings.roles:
        roles[role.person_id].append(role)
    run: list[tuple[Named, Named, str]] = []
    people = 0
    for block in page.blocks:
        named = findings.people_in(block.start, block.end)
        opens = (
            bool(named)
            and block.kind in {"paragraph", "row"}
            and named[0].start - block.start < 30
            and not page.flat[block.start : block.end].rstrip().endswith((".", ":"))
        )
        own = [r for r in roles[named[0].entity_id] if block.start <= r.start_char < block.end] if opens else []
        if own:
            people += 1
            for role in own:
                inside = findings.organisations_in(block.start, block.end)
                near = [o for o in inside if o.entity_id == role.organisation_id]
                run += [(named[0], o, role.title) for o in near[:1]]
            continue
        if block.kind == "row" and not named:
            continue  # the table's head
        if people >= _SIGNATORIES and len({o.key for _, o, _ in run}) >= _SIGNING_BODIES:
            yield run
        run, people = [], 0
    if people >= _SIGNATORIES and len({o.key for _, o, _ in run}) >= _SIGNING_BODIES:
        yield run


def _longest_group_name(findings: Findings) -> str | None:
    """What the signatories sign for: the longest named plan or partnership in the document, else its title."""
    page = findings.page
    pattern = re.compile(
        r"\b((?:[A-Z][\w’'-]+)(?: (?:[A-Z][\w’'&-]+|and|of|for|the|&)){0,12} (?:Partnership|Plan|Programme|"
        r"Alliance|Coalition|Strategy|Agreement|Concordat|Compact))\b"
    )
    names = [m.group(1) for line in page.lines for m in pattern.finditer(page.flat[line.start : line.end])]
    if names:
        return max(names, key=lambda n: (len(n.split()), n))
    return findings.metadata.title if findings.metadata else None


def _listed_members(findings: Findings) -> Iterator[PartnershipMember]:
    """Lists of organisations whose lead-in says that they are the members, partners or signatories of a group."""
    page = findings.page
    for at, block in enumerate(page.blocks):
        words = page.flat[block.start : block.end]
        if block.kind not in {"paragraph", "heading"} or not _MEMBER_LEAD.search(words):
            continue
        group = _group_of(findings, at)
        for item in page.blocks[at + 1 :]:
            if item.kind != "item":
                break
            for organisation in findings.organisations_in(item.start, item.end)[:1]:
                if (
                    group
                    and organisation.start - item.start < 5
                    and organisation.end - organisation.start > 0.5 * (item.end - item.start)
                ):
                    yield _member(findings, group, organisation, None, None, 0.85)


def _enumerated_members(findings: Findings) -> Iterator[PartnershipMember]:
    """ "… the Sun Partnership, which is made up of A, B and C": members in a sentence, two or more."""
    page = findings.page
    for sentence in page.sentences:
        cue = _MADE_UP.search(page.flat, sentence.start, sentence.end)
        if not cue:
            continue
        members = findings.organisations_in(cue.end(), sentence.end)
        groups = list(_GROUP.finditer(page.flat, sentence.start, cue.start()))
        named = findings.organisations_in(sentence.start, cue.start())
        group = groups[-1].group(1) if groups else (named[-1].name if named else None)
        if group and len(members) > 1:
            for member in members:
                yield _member(findings, group, member, None, None, 0.8)


def _group_of(findings: Findings, at: int) -> str | None:
    """The group of which a lead-in speaks: the organisation that it names, else the page's publisher."""
    block = findings.page.blocks[at]
    named = findings.organisations_in(block.start, block.end)
    if named:
        return named[0].name
    return findings.publisher.name if findings.publisher else (findings.metadata.title if findings.metadata else None)


def _member(
    findings: Findings,
    group: str,
    organisation: Named,
    representative: str | None,
    title: str | None,
    confidence: float,
) -> PartnershipMember:
    page = findings.page
    return PartnershipMember(
        start_char=organisation.start,
        end_char=organisation.end,
        text=page.text[organisation.start : organisation.end],
        evidence=page.evidence(organisation.start, organisation.end),
        extractor="rules.members",
        confidence=confidence,
        partnership=group,
        organisation_id=organisation.entity_id,
        organisation=organisation.name,
        representative=representative,
        representative_title=title,
    )
