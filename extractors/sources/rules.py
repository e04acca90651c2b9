"""What the values of a source must be: names, cron lines, patterns on addresses, CSS selectors, host names.

Each check raises ValueError whose text is the rule.
"""

import re

import soupsieve

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_NAMES = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_DAYS = {name: number for number, name in enumerate(_DAY_NAMES)}
_CRON_FIELDS: tuple[tuple[str, int, int, dict[str, int]], ...] = (
    ("minute", 0, 59, {}),
    ("hour", 0, 23, {}),
    ("day of the month", 1, 31, {}),
    ("month", 1, 12, _MONTHS),
    ("day of the week", 0, 7, _DAYS),
)
_CRON_PART = re.compile(r"(?:\*|(?P<first>\w{1,3})(?:-(?P<last>\w{1,3}))?)(?:/(?P<step>\d{1,2}))?", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,199}")
_LONGEST_PATTERN = 200
_MOST_REPEATS = 3
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(
    rf"(?=.{{1,253}}\Z)(?:(?:{_LABEL}\.)*{_LABEL}|\[[0-9a-f:.]+\])(?::[0-9]{{1,5}})?|[0-9a-f:.]*:[0-9a-f:.]+"
)


def check_name(name: str) -> str:
    """Return the name of a source."""
    if not _NAME.fullmatch(name):
        raise ValueError("it must be 1 to 63 letters, digits and hyphens, and begin with no hyphen")
    return name


def check_slug(name: str) -> str:
    """Return the name that GOV.UK gives an organisation or a type of documents in its addresses."""
    if not _SLUG.fullmatch(name):
        raise ValueError("it must be written as in GOV.UK's addresses: small letters, digits, hyphens, underscores")
    return name


def check_cron(line: str) -> str:
    """Return a schedule of five fields (numbers and names, "*", ranges, lists, steps), parted by single spaces."""
    fields = line.split()
    if len(fields) != len(_CRON_FIELDS):
        raise ValueError(
            f'it must have five fields (minute hour day month weekday), as "30 5 * * *", not {len(fields)}'
        )
    for written, (name, least, most, names) in zip(fields, _CRON_FIELDS, strict=True):
        for part in written.split(","):
            if not _is_cron_part(part, least, most, names):
                raise ValueError(f"its {name} {part!r} must be *, or lie between {least} and {most}")
    return " ".join(fields)


def _is_cron_part(part: str, least: int, most: int, names: dict[str, int]) -> bool:
    match = _CRON_PART.fullmatch(part)
    if match is None or (match["step"] is not None and not 1 <= int(match["step"]) <= most):
        return False
    ends = [_cron_number(each, names) for each in (match["first"], match["last"]) if each is not None]
    return all(end is not None and least <= end <= most for end in ends) and (
        len(ends) < 2 or (ends[0] or 0) <= (ends[1] or 0)
    )


def _cron_number(written: str, names: dict[str, int]) -> int | None:
    return int(written) if written.isdecimal() else names.get(written.lower())


def check_pattern(pattern: str) -> str:
    """Return a regular expression that is short and cannot take exponential time."""
    if not 1 <= len(pattern) <= _LONGEST_PATTERN:
        raise ValueError(f"a regular expression must have 1 to {_LONGEST_PATTERN} characters")
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as problem:
        raise ValueError(f"it must be a regular expression: {problem}") from None
    if _repeats_choices(pattern):
        raise ValueError(
            f"it may repeat (*, +, {{) at most {_MOST_REPEATS} times, and no group that itself repeats or chooses, "
            "because that can take for ever: write two simpler patterns"
        )
    return pattern


def _repeats_choices(pattern: str) -> bool:
    """Whether matching may try exponentially many ways: a repeated group with a repeat or a choice in it.

    "?" is no repeat. Looks at the characters only, from left to right.
    """
    bare = re.sub(
        r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "x", pattern, flags=re.DOTALL
    )  # escapes and sets stand for one character
    branching = [False]
    repeats = 0
    for place, character in enumerate(bare):
        if character == "(":
            branching.append(False)
        elif character == ")" and len(branching) > 1:
            inner = branching.pop()
            if inner and bare[place + 1 : place + 2] in {"*", "+", "{"}:
                return True
            branching[-1] = branching[-1] or inner
        elif character in "*+{|":
            repeats += character != "|"
            branching[-1] = True
    return repeats > _MOST_REPEATS


def check_selector(selector: str) -> str:
    """Return a CSS selector."""
    try:
        soupsieve.compile(selector)
    except soupsieve.SelectorSyntaxError as problem:
        raise ValueError(f"it must be a CSS selector: {str(problem).splitlines()[0]}") from None
    return selector


def check_host(host: str) -> str:
    """Return the name or number of a host in small letters, with its port where one is meant alone."""
    name = host.strip().lower()
    if not _HOST.fullmatch(name):
        raise ValueError("it must be the name of a host alone, as intranet.example.org or intranet.example.org:8080")
    return name
