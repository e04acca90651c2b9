"""The parts of an Office document: XML files in a ZIP archive, read together up to a limit."""

from extractors.documents.xml_tree import Element, parse_xml
from extractors.documents.zips import open_zip, unpack
from extractors.errors import UnreadableDocument
from extractors.records import Conversion

_MOST_BYTES = 48 << 20  # of all parts that are read; a thousand pages of text have about ten


class Parts:
    """The files inside an Office document, by name."""

    def __init__(self, content: bytes) -> None:
        """Open the archive. Raises UnreadableDocument where it is damaged, DocumentTooLarge for endless entries."""
        self._archive = open_zip(content)
        self._entries = {entry.filename: entry for entry in self._archive.infolist()}
        self._left = _MOST_BYTES
        self._damaged: list[str] = []

    def read(self, name: str) -> bytes | None:
        """Return a part, None where there is none.

        Raises UnreadableDocument where it is damaged or encrypted, DocumentTooLarge where the parts are too much.
        """
        entry = self._entries.get(name)
        if entry is None:
            return None
        content = unpack(self._archive, entry, self._left)
        self._left -= len(content)
        return content

    def tree(self, name: str) -> Element | None:
        """Return the root of a part without which there is no document. Raises as `read` does."""
        content = self.read(name)
        return None if content is None else parse_xml(content, name)

    def spare_tree(self, name: str) -> Element | None:
        """Return the root of a part without which the document can still be read; None where it is damaged."""
        try:
            return self.tree(name) if name else None
        except UnreadableDocument:
            self._damaged.append(name)
            return None

    def conversion(self, *reasons: str) -> Conversion:
        """Return how well the document came over, given `reasons` against it besides damaged parts."""
        lost = (f"its part {name} is damaged, and what it says is lost" for name in dict.fromkeys(self._damaged))
        found = (*reasons, *lost)
        return Conversion("fair", found) if found else Conversion()
