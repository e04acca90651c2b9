"""What a document format is: the contract between the registry and the file that reads one format."""

from dataclasses import dataclass, field
from typing import Protocol

from extractors.records import Package, ParsedDocument


@dataclass(frozen=True, slots=True)
class Hints:
    """What is said of a document besides its bytes; it may be wrong, and may be all empty.

    `name` is a file name, path or address, `charset` is the encoding that the server declared.
    `ocr` says that words may be read from pictures of pages, which takes seconds a page.
    """

    name: str = ""
    charset: str | None = None
    ocr: bool = False

    @property
    def suffix(self) -> str:
        """The ending of the name in small letters, with its dot: ".html"; empty where there is none."""
        last = self.name.split("?", 1)[0].split("#", 1)[0].replace("\\", "/").rsplit("/", 1)[-1]
        stem, dot, ending = last.rpartition(".")
        return f".{ending.lower()}" if dot and stem else ""


class Parser(Protocol):
    """Turns the bytes of one format into text with its layout: the same bytes and hints always give the same.

    An archive's gives the files that it holds instead.
    """

    def __call__(self, content: bytes, hints: Hints) -> ParsedDocument | Package:
        """Return the document; raise UnreadableDocument where the bytes are not what the format promises."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format that is read: its media type, what people call it, its file endings, and who reads it.

    `also` are further media types by which servers and files declare it.
    """

    media_type: str
    description: str
    suffixes: frozenset[str]
    parse: Parser
    also: frozenset[str] = field(default_factory=frozenset)
