"""What others wrote, as part of a message of ours."""

_LONGEST = 200  # characters


def one_line(words: object) -> str:
    """Return what somebody else's text, address or error says: printable, in one line, and not too long."""
    said = "".join(char if char.isprintable() else " " for char in str(words)[: 2 * _LONGEST])
    said = " ".join(said.split())
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
