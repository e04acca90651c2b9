"""XML from inside Office documents: parsed without entities, network or endless trees."""

from typing import TypeAlias

from lxml import etree

from extractors.errors import DocumentTooLarge, UnreadableDocument

Element: TypeAlias = etree._Element  # the only name that lxml gives them

MOST_ELEMENTS = 1_000_000
"""Elements of a part; each costs about a kilobyte of memory. A thousand pages of text have some hundred thousand."""

_OPTIONS = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,  # with its bounds on depth (256) and on the growth of entities in attributes
    "remove_comments": True,
    "remove_pis": True,
}


def parse_xml(content: bytes, part: str) -> Element:
    """Return the root of a part.

    Raises UnreadableDocument where it is not well formed or declares entities, DocumentTooLarge for endless elements.
    """
    try:
        root = etree.fromstring(content, etree.XMLParser(**_OPTIONS))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise UnreadableDocument(f"its part {part} is damaged; open it and save it again") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDocument(f"its part {part} declares a document type, as no office program does; save it again")
    if root.xpath("count(descendant-or-self::*)") > MOST_ELEMENTS:
        raise DocumentTooLarge(f"its part {part} has more than {MOST_ELEMENTS:,} elements: split it")
    return root


def local(element: Element) -> str:
    """Return an element's name without its namespace; empty for what is no element."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def value(element: Element | None, name: str) -> str:
    """Return an attribute by its name without namespace, empty where there is none."""
    if element is None:
        return ""
    return next((str(said) for key, said in element.attrib.items() if key.rpartition("}")[2] == name), "")


def number_of(text: str, otherwise: int, most: int = 99_999) -> int:
    """Return a whole number from 0 to `most`; `otherwise` where `text` is none."""
    digits = text.isascii() and text.isdigit() and len(text) < 10
    return min(int(text), most) if digits else otherwise
