"""What strangers wrote (titles, addresses, errors), as it may stand in logs, names and artifacts.

These are read by more people than the warehouse is, and Prefect's pages show them as Markdown: so secrets in addresses
are masked, and nothing is markup. The warehouse itself keeps addresses as they are.
"""

import re

from flows.display import one_line

_LONGEST = 300  # characters of one cell, or of one reason

_USER = re.compile(r"(?<=://)[^\s/?#@]*(?:@[^\s/?#@]*)*@")
# Names of parameters that give whoever knows their value a right, as web services call them; "keyword" is none of them.
_SECRET = re.compile(
    r"""(?ix) (?P<name> (?:[?&;\#]|%3F|%26)
        (?: [\w.%-]* (?:token|secret|signature|passw(?:or)?d|passphrase|credential|authorization|apikey) [\w.%-]*
          | (?:[\w.%-]*[_.-])? key (?:[_.-]?id)? | accesskey(?:id)? | awsaccesskeyid | subscription-?key
          | auth | sig | pwd | pass | jwt | sid | session(?:[_-]?id)? | code_verifier )
        = ) (?P<value> [^&;\s\#"'`<>]+ )"""
)
_PLAIN = re.compile(r"(?!\d+[.)])[^\W_](?:[^\W_]|[ ,;%'’()–—…-]|[.:](?=[ )\d]|$))*")
_FENCE = re.compile("`+")


def without_secrets(text: str) -> str:
    """Return the text with user names, passwords and tokens in its addresses as "***"."""
    return _SECRET.sub(r"\g<name>***", _USER.sub("***@", text))


def told(text: str, most: int = _LONGEST) -> str:
    """Return the text as anybody may be told it: one line without orders or secrets, of at most `most` characters."""
    said = " ".join(one_line(without_secrets(" ".join(text[: 8 * most].split()))).split())
    return said if len(said) <= most else f"{said[: most - 1]}…"


def in_markdown(text: str, most: int = _LONGEST) -> str:
    """Return `told` as Markdown that reads as just these characters, also in a cell of a table.

    Words stand as they are; what holds a character that could be markup or a link is code, in which nothing is.
    """
    said = told(text, most)
    if not said or (_PLAIN.fullmatch(said) and "www." not in said.lower()):
        return said
    fence = "`" * (1 + max((len(run) for run in _FENCE.findall(said)), default=0))
    room = " " if said.startswith("`") or said.endswith("`") else ""
    return f"{fence}{room}{said}{room}{fence}"


def in_markdown_table(text: str, most: int = _LONGEST) -> str:
    """Return the same for a table that is written in Markdown, in which a bar would end the cell: it reads "¦"."""
    return in_markdown(text.replace("|", "¦"), most)
