"""How the items of a list are counted: 1, a, A, i, I."""

_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)


def written(number: int, counted_in: str) -> str:
    """Return a number as a list that is counted in "1", "a", "A", "i" or "I" shows it; empty for other lists.

    Where letters or Roman numerals end, digits go on.
    """
    if not counted_in:
        return ""
    shown = str(number)
    if counted_in in "aA" and 1 <= number <= 26:
        shown = chr(ord("a") + number - 1)
    elif counted_in in "iI" and 1 <= number < 4000:
        shown = _roman(number)
    return shown.upper() if counted_in in "AI" else shown


def _roman(number: int) -> str:
    shown = ""
    for worth, letters in _ROMAN:
        shown += letters * (number // worth)
        number %= worth
    return shown
