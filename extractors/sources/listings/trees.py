"""XML and JSON of strangers → trees: nothing outside is loaded, no entity is resolved, damage is told."""

import json
import re
from typing import Any

from lxml import etree

from extractors.errors import UnreadableDocument

LARGEST = 52_428_800
"""Bytes of one listing, decompressed: what a sitemap may hold at most (sitemaps.org, protocol 0.9)."""
_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")


def xml_tree(content: bytes, uri: str) -> tuple[etree._Element, tuple[str, ...]]:
    """Return the root element, and a fault where the XML is damaged and something of it may be lost.

    Raises UnreadableDocument for what is no XML, or declares entities of its own.
    """
    check_size(content)
    root, problem = _parse(content.strip(), uri)
    if problem:  # most often a "&" that was not written as "&amp;", which the parser would leave out
        # … or an end in the middle of a word, which is no address to be kept
        root, problem = _parse(_with_ampersands(content[: content.rfind(b">") + 1].strip()), uri)
    if root is None:
        raise UnreadableDocument("it is not XML: open its address in a browser and see what it is")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and declared.entities():
        raise UnreadableDocument("its XML declares entities, which listings need not: it is not read")
    return root, (f"its XML is damaged {problem}: documents may be missing",) if problem else ()


def _parse(content: bytes, uri: str) -> tuple[etree._Element | None, str]:
    """Return the root and the first problem, empty where there is none."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        recover=True, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser, base_url=uri)
    except (etree.XMLSyntaxError, ValueError):
        return None, "from the start"
    problem = next(iter(parser.error_log), None)
    return root, f"from line {problem.line} on ({' '.join(problem.message.split())})" if problem else ""


def _with_ampersands(content: bytes) -> bytes:
    """Return the XML with every "&" escaped that begins no entity of XML, outside of CDATA sections."""
    before, *sections = content.split(b"<![CDATA[")
    mended = [_BARE_AMPERSAND.sub(b"&amp;", before)]
    for section in sections:
        inside, end, after = section.partition(b"]]>")
        mended.append(b"<![CDATA[" + inside + end + _BARE_AMPERSAND.sub(b"&amp;", after))
    return b"".join(mended)


def json_tree(content: bytes) -> Any:
    """Return what the JSON holds. Raises UnreadableDocument for what is no JSON."""
    check_size(content)
    try:
        return json.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        raise UnreadableDocument("it is not JSON: open its address in a browser and see what it is") from None


def check_size(content: bytes) -> None:
    """Raise UnreadableDocument for a listing that is empty, or larger than LARGEST."""
    if not content.strip():
        raise UnreadableDocument("it is empty: open its address in a browser and see what it is")
    if len(content) > LARGEST:
        raise UnreadableDocument(f"it is larger than {LARGEST:,} bytes: look for a smaller listing of the same site")


def is_html(content: bytes) -> bool:
    """Whether the bytes begin as a web page does: an error page, or the wrong address."""
    return content[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_HTML_STARTS)


def local_name(element: etree._Element) -> str:
    """Return an element's name in small letters, without name space or prefix; empty for what is no element."""
    # Not by QName, which refuses the names that damaged XML may have; a prefix is left where it is not declared.
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def name_space(element: etree._Element) -> str:
    """Return an element's name space, empty where it has none."""
    return element.tag.rpartition("}")[0].removeprefix("{") if isinstance(element.tag, str) else ""
