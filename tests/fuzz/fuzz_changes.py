"""Changes that damage a document, or make it hostile; the same number always gives the same change."""

import io
import json
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

from lxml import etree

_LARGEST = 1 << 19
_MOST_ELEMENTS = 5_000
_WORDS = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xcc\x81" * 50, b"\xe2\x80\xa8", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80",
    b"-1", b"0", b"999999999999999999999", b"1e999", b"NaN", b"%s%n", b"../../x", b"<", b">", b"&", b"]]>", b"<!--",
    b"<![CDATA[", b"&#0;", b"&#x110000;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<?xml version='1.0'?>", b"\r", b"\n\n",
    b"\t", b" " * 200, b"%PDF-", b"PK\x03\x04", b"endobj", b"stream\n", b"<<", b"/Length 99999999", b"0 R", b"{", b"[",
    b'"', b"\\ud800", b"---\n", b"| a | b |\n|---|---|\n", b"```", b"> > > ", b"=?utf-8?q?=zz?=", b"\xe2\x80\xa2 ",
    b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", b"<table><tr><td>", b"<h1>", b"<li>", b"<a href='//['>",
]  # fmt: skip
_VALUES = [b"", b"-1", b"0", b"99999999999999999999", b"x" * 3000, b"NaN", b"\xc2\xa0", b"%1.%2.%9", b"../x", b"true"]
_TAG = re.compile(rb"<[^<>]{1,300}>")
_VALUE = re.compile(rb"""=\s*("[^"]*"|'[^']*')""")

_Change = Callable[[Random, bytes, Sequence[bytes]], bytes]


def changed(content: bytes, others: Sequence[bytes], number: int) -> bytes:
    """Return a damaged form of `content`; parts of `others` may be in it. Some are damaged more than once."""
    random = Random(number)
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        content = random.choice(_changes_for(random, content))(random, content, others)[:_LARGEST]
    return content


def _changes_for(random: Random, content: bytes) -> Sequence[_Change]:
    """Return the changes to choose from: most leave the outer form whole, so that what reads the inner one is tried."""
    if random.random() < 0.08:
        return _ON_BYTES
    if content.startswith(b"PK"):
        return _ON_ARCHIVES
    if content.startswith(b"{"):
        return [_change_json]
    return _ON_BYTES


def _at(random: Random, content: bytes) -> tuple[int, int]:
    start = random.randrange(len(content) + 1)
    return start, min(len(content), start + random.choice((1, 2, 8, 60, 500)))


def _flip(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    damaged = bytearray(content)
    for _ in range(random.choice((1, 3, 20)) if content else 0):
        damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
    return bytes(damaged)


def _cut(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def _remove(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _at(random, content)
    return content[:start] + content[end:]


def _repeat(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _at(random, content)
    return content[:start] + content[start:end] * random.choice((2, 5, 50, 2000)) + content[end:]


def _insert(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    start, _end = _at(random, content)
    return content[:start] + random.choice(_WORDS) * random.choice((1, 1, 3, 300)) + content[start:]


def _overwrite(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    start, _end = _at(random, content)
    word = random.choice(_WORDS)
    return content[:start] + word + content[start + len(word) :]


def _splice(random: Random, content: bytes, others: Sequence[bytes]) -> bytes:
    other = random.choice(others)
    (start, end), (first, last) = _at(random, content), _at(random, other)
    return content[:start] + other[first : last * 3] + content[end:]


def _move_tag(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    tags = list(_TAG.finditer(content))
    if len(tags) < 2:
        return content
    one, two = random.choice(tags), random.choice(tags)
    times = random.choice((0, 1, 2, 100))
    return content[: one.start()] + two.group() * times + content[one.end() :]


def _wrap(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    """Nest an element in itself, many times."""
    tags = [tag for tag in _TAG.finditer(content) if not tag.group().startswith((b"</", b"<?", b"<!"))]
    if not tags:
        return content
    tag = random.choice(tags)
    name = re.split(rb"[\s/>]", tag.group()[1:], maxsplit=1)[0]
    times = random.choice((2, 30, 120, 300, 3000))
    opened = b"<" + name + b">"
    return content[: tag.start()] + opened * times + b"<b/>" + b"</" + name + b">" * 1 + content[tag.end() :]


def _nest(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    """Nest an element that is closed as often as it is opened, so that the XML stays well formed."""
    ends = list(re.finditer(rb"</([\w:-]+)>", content))
    if not ends:
        return content
    end = random.choice(ends)
    name, times = end[1], random.choice((2, 30, 120, 240))
    inner = b"<" + name + b">" * 1
    nested = inner * times + (b"</" + name + b">") * times
    return content[: end.start()] + nested + content[end.start() :]


def _set_value(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    values = list(_VALUE.finditer(content))
    if not values:
        return content
    value = random.choice(values)
    return content[: value.start(1) + 1] + random.choice(_VALUES) + content[value.end(1) - 1 :]


def _change_member(random: Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """Damage one file inside an archive, and pack it anew."""
    change = random.choice([_change_tree] * 6 + _ON_BYTES)
    return _repacked(content, lambda name, part: (name, change(random, part, others)), random)


def _change_tree(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    """Change elements of an XML file so that it stays well formed."""
    try:
        root = etree.fromstring(content)
    except (etree.XMLSyntaxError, ValueError):
        return content
    for _ in range(random.choice((1, 2, 5, 20))):
        elements = list(root.iter(etree.Element))
        if len(elements) > _MOST_ELEMENTS:
            break
        random.choice(_ON_ELEMENTS)(random, random.choice(elements), random.choice(elements))
    return bytes(etree.tostring(root))


def _set_attribute(random: Random, one: Any, _: Any) -> None:
    if one.attrib:
        one.set(random.choice(list(one.attrib)), random.choice(_VALUES).decode())


def _set_text(random: Random, one: Any, _: Any) -> None:
    one.text = random.choice(("", "\ufdd0x\ufdd1", "\u0301", "• ", "\u2028", "<b>", " " * 50, "\U0001f600", "%1."))


def _rename(_: Random, one: Any, two: Any) -> None:
    one.tag = two.tag


def _take_out(_: Random, one: Any, __: Any) -> None:
    if one.getparent() is not None:
        one.getparent().remove(one)


def _copy(random: Random, one: Any, two: Any) -> None:
    copied = deepcopy(two)  # before it holds its own copies
    for _ in range(random.choice((1, 1, 30)) if sum(1 for _ in copied.iter()) < 100 else 0):
        one.insert(0, deepcopy(copied))


def _nest_element(random: Random, one: Any, _: Any) -> None:
    for _ in range(random.choice((1, 20, 100, 230)) if one.getparent() is not None else 0):
        outer = etree.Element(one.tag)
        one.getparent().replace(one, outer)
        outer.append(one)


def _change_json(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    """Put values of other kinds into a JSON file."""
    try:
        root = json.loads(content)
    except (ValueError, RecursionError):
        return content
    odd = (
        None,
        True,
        -1,
        1e300,
        "",
        "x" * 500,
        "<h1>a",
        "/x",
        "//[",
        [],
        [[]],
        {},
        [{}],
        [None],
        {"title": 1},
        "\ud800",
    )
    for _ in range(random.choice((1, 3, 10))):
        place: Any = root
        while isinstance(place, dict | list) and place:
            key = random.choice(list(place)) if isinstance(place, dict) else random.randrange(len(place))
            if not isinstance(place[key], dict | list) or not place[key] or random.random() < 0.2:
                place[key] = deepcopy(random.choice(odd))
                break
            place = place[key]
    return json.dumps(root).encode()


def _change_name(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    names = ("", "..", "word/document.xml", "content.xml", "/x", "a/../b", "\\x", "c:x", "x" * 500, "styles.xml", "é")
    return _repacked(content, lambda name, part: (random.choice(names), part), random)


def _drop_member(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    return _repacked(content, lambda name, part: None, random)


def _double_member(random: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    return _repacked(content, lambda name, part: (name, part + part), random)


def _repacked(content: bytes, change: Callable[[str, bytes], tuple[str, bytes] | None], random: Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts: list[tuple[str, bytes] | None] = [(each.filename, archive.read(each)) for each in archive.infolist()]
    except Exception:  # noqa: BLE001 - an earlier change has damaged it, in one of many ways
        return content
    texts = [at for at, part in enumerate(parts) if part and part[0].endswith(".xml")]
    if not parts:
        return content
    at = random.choice(texts or range(len(parts))) if random.random() < 0.9 else random.randrange(len(parts))
    parts[at] = change(*part) if (part := parts[at]) else None
    packed = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w") as archive:
        warnings.simplefilter("ignore")  # of two members with one name
        for part in parts:
            if part:
                stored = part[0] == "mimetype" or random.random() < 0.1
                archive.writestr(
                    zipfile.ZipInfo(part[0] or "x"), part[1], 0 if stored else 12 if random.random() < 0.005 else 8
                )
    return packed.getvalue()


_ON_BYTES: list[_Change] = [
    _flip, _flip, _cut, _remove, _repeat, _insert, _insert, _overwrite, _splice, _move_tag, _wrap, _nest, _set_value,
    _set_value,
]  # fmt: skip
_ON_ARCHIVES: list[_Change] = [_change_member] * 30 + [_change_name, _drop_member, _double_member]
_ON_ELEMENTS = [_set_attribute, _set_attribute, _set_text, _rename, _take_out, _copy, _nest_element]
