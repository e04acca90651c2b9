"""Markdown: CommonMark with tables, as repositories and static sites keep their pages."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from markdown_it import MarkdownIt

from extractors.documents.addresses import is_web_address
from extractors.documents.encoding import decode
from extractors.documents.formats import Format, Hints
from extractors.documents.html_fragment import read_fragment
from extractors.documents.html_metadata import day_of
from extractors.documents.normalise import normalise_inline
from extractors.documents.sniff import MARKDOWN
from extractors.errors import UnreadableDocument
from extractors.records import Conversion, Metadata, ParsedDocument

_DEEPEST = 60  # levels of lists and quotes; the parser gives up on what is deeper, and on what follows it
_CUT = f"lists or quotes are nested more than {_DEEPEST // 2} deep, and what follows is lost"
_FRONT_MATTER = re.compile(r"---[ \t]*\n((?:[^\n]*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_SETTING = re.compile(r"^([A-Za-z][\w-]{0,40}):[ \t]+([^\n]{1,500})$", re.MULTILINE)
_QUOTED = re.compile(r"([\"'])(.*)\1")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_PUBLISHED = ("date", "published", "published_on", "publish_date", "issued")
_MODIFIED = ("last_updated", "lastmod", "updated", "modified", "last_reviewed_on")


def parse_markdown(content: bytes, hints: Hints) -> ParsedDocument:
    """Return the text, layout and links of a Markdown text, and what simple lines of its front matter say of it.

    HTML in it is read as a page's would be. Raises UnreadableDocument where it is no text or holds no words.
    """
    text = decode(content, hints.charset).replace("\r\n", "\n")
    front = _FRONT_MATTER.match(text)
    body = text[front.end() :] if front else text
    reader = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST}).enable("table")
    tokens = reader.parse(body)
    is_cut = any(token.level >= _DEEPEST - 1 for token in tokens)
    markup = reader.renderer.render(tokens, reader.options, {})
    fragment = read_fragment(str(markup), hints.name if is_web_address(hints.name) else None)
    if not fragment.text:
        raise UnreadableDocument("it holds no words, only white space and marks; check that it is the file you meant")
    metadata = _metadata(front[1] if front else "", fragment.title)
    conversion = Conversion("poor", (_CUT,)) if is_cut else Conversion()
    return ParsedDocument(fragment.text, MARKDOWN, fragment.blocks, fragment.links, metadata, conversion)


def _metadata(front_matter: str, heading: str | None) -> Metadata:
    """Return what lines such as "title: Our plan" say; lists, nested and many-line values are not read."""
    said = {key.lower(): words for key, value in _SETTING.findall(front_matter) if (words := _words(value))}
    language = said.get("lang", said.get("language", ""))
    return Metadata(
        title=said.get("title", heading),
        published_on=_day(said, _PUBLISHED),
        modified_on=_day(said, _MODIFIED),
        language=language if _LANGUAGE.fullmatch(language) else None,
    )


def _words(value: str) -> str:
    """Return a plain or quoted value, empty for what is no simple one in YAML."""
    words = " ".join(normalise_inline(value).split())
    if quoted := _QUOTED.fullmatch(words):
        return quoted[2].strip()
    return "" if words[:1] in set("[{|>&*!%@`") else words.partition(" #")[0].strip()


def _day(said: Mapping[str, str], names: Iterable[str]) -> date | None:
    return next((day for name in names if (day := day_of(said.get(name, "")))), None)


FORMAT = Format(MARKDOWN, "Markdown", frozenset({".md", ".markdown"}), parse_markdown, frozenset({"text/x-markdown"}))
