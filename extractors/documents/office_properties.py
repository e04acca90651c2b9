"""What an office document says of itself: Dublin Core in docProps/core.xml (OOXML) and meta.xml (OpenDocument)."""

import re
from dataclasses import replace

from extractors.documents.html_metadata import day_of
from extractors.documents.normalise import normalise_inline
from extractors.documents.xml_tree import Element, local
from extractors.records import Metadata

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# Titles that programs give, and file names that they leave behind.
_JUNK = re.compile(
    r"(?:untitled|document|doc|title|template|slide|presentation|page|new|draft|microsoft word)[\s\d_.-]*|"
    r"microsoft word - .*|.*\.(?:docx?|docm|dotx?|odt|ott|rtf|pdf|pages|indd)|[\W\d_]*|\S*[_\\/]\S*|"
    r"(?:click|enter|insert|type|\[|<).*",
    re.IGNORECASE,
)
_LONGEST_TITLE = 300


def office_metadata(root: Element | None, heading: str | None) -> Metadata:
    """Return what the properties say; `heading` is what the document sets as its own title, which goes before theirs.

    Who wrote it is not its publisher, so that stays open.
    """
    said: dict[str, str] = {}
    for element in () if root is None else root.iter():
        if element.text and not len(element):
            said.setdefault(local(element), " ".join(normalise_inline(element.text[:1000]).split()))
    created = said.get("created") or said.get("creation-date") or ""
    modified = said.get("modified") or said.get("date") or ""
    language = said.get("language", "")
    metadata = Metadata(
        title=heading or own_title(said.get("title", "")),
        published_on=day_of(created),
        modified_on=day_of(modified),
        language=language if _LANGUAGE.fullmatch(language) else None,
    )
    both = metadata.published_on and metadata.modified_on
    if both and metadata.published_on > metadata.modified_on:  # type: ignore[operator]  # both are days
        return replace(metadata, published_on=metadata.modified_on)
    return metadata


def own_title(said: str) -> str | None:
    """Return a title that somebody gave, None for one that a program did."""
    title = said.strip()
    return None if not title or len(title) > _LONGEST_TITLE or _JUNK.fullmatch(title) else title
