"""E-mails: who wrote to whom and when, the subject as title, the words, and the files that are attached."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from html import escape

from extractors.documents.archive import safe_name
from extractors.documents.encoding import decode
from extractors.documents.formats import Format, Hints
from extractors.documents.html_fragment import Fragment, joined, read_fragment, read_fragments
from extractors.documents.normalise import normalise, normalise_inline
from extractors.documents.sniff import MAIL
from extractors.errors import DocumentError, UnreadableDocument
from extractors.layout import plain_text_layout
from extractors.records import Member, Metadata, ParsedDocument, Refusal

_MOST_PARTS = 500
_DEEPEST = 20
_LONGEST_FIELD = 4_000
_MOST_BYTES_EACH = 25 << 20
_SHOWN = ("From", "To", "Cc", "Date")  # the subject is the heading; said twice, its facts would be doubled
_SUBSTANCE = 40
"""Letters and digits that plain text has where it is more than "please read this with another program"."""
# The standard library's parser calls itself for each multipart in another.
_MULTIPART = re.compile(rb"^content-type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_MOST_MULTIPARTS = 100
# What the standard library raises on hostile fields besides its own errors.
_ODD = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, OverflowError, RecursionError)


def parse_mail(content: bytes, hints: Hints) -> ParsedDocument:  # noqa: ARG001 - an e-mail tells all itself
    """Return an e-mail's subject, its fields as a reader sees them, its words, and its attachments as members.

    Raises UnreadableDocument where it is broken, or holds no words.
    """
    if len(_MULTIPART.findall(content)) > _MOST_MULTIPARTS:
        raise UnreadableDocument(f"the e-mail has more than {_MOST_MULTIPARTS} parts within parts; save its text alone")
    try:
        message = message_from_bytes(content.removeprefix(b"\xef\xbb\xbf"))
    except _ODD:
        raise UnreadableDocument("the e-mail is broken; save it again from the mail program") from None
    parts = list(_parts(message))
    subject = _field(message, "Subject")
    words = _words(parts)
    if not words.text and not subject:
        raise UnreadableDocument("the e-mail holds no words; check that it is the one you meant")
    head = _head(message, subject)
    whole = joined(head, words) if head.text and words.text else head if head.text else words
    members, refusals = _attached(parts)
    metadata = Metadata(title=subject or None, published_on=_sent_on(message))
    return ParsedDocument(whole.text, MAIL, whole.blocks, whole.links, metadata, members=members, refusals=refusals)


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something themselves, in order; what is nested too deep or too many is left out."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part, depth = waiting.pop()
        inner = part.get_payload() if part.is_multipart() and part.get_content_maintype() == "multipart" else None
        if not isinstance(inner, list):
            yield part
        elif depth < _DEEPEST:
            waiting.extend((each, depth + 1) for each in reversed(inner) if isinstance(each, Message))


def _field(message: Message, name: str) -> str:
    """Return a field's words, decoded, on one line; empty where there are none."""
    try:
        said = str(message.get(name, ""))[:_LONGEST_FIELD]
        said = str(make_header(decode_header(said)))
    except _ODD:
        said = re.sub(r"[^\x20-\x7e]", " ", said)
    return normalise(normalise_inline(said)).strip()


def _head(message: Message, subject: str) -> Fragment:
    shown = [f"{name}: {escape(said)}" for name in _SHOWN if (said := _field(message, name))]
    return read_fragment(f"<h1>{escape(subject)}</h1><p>{'<br>'.join(shown)}</p>")


def _sent_on(message: Message) -> date | None:
    """Return the day on which it was sent, where the sender was."""
    try:
        sent = parsedate_to_datetime(_field(message, "Date")).date()
    except _ODD:
        return None
    return sent if sent.year >= 1800 else None


# ---- its words ---------------------------------------------------------------------------------------------------


def _words(parts: Sequence[Message]) -> Fragment:
    """Return the text of the plain parts, or that of the HTML parts where the plain ones say next to nothing."""
    plain = normalise("\n\n".join(_texts(parts, "text/plain")))
    pages = list(_texts(parts, "text/html"))
    if pages and sum(map(str.isalnum, plain)) < _SUBSTANCE:
        page = read_fragments(pages)
        if page.text:
            return page
    return Fragment(plain, plain_text_layout(plain), ()) if any(map(str.isalnum, plain)) else Fragment("", (), ())


def _texts(parts: Sequence[Message], media_type: str) -> Iterator[str]:
    for part in parts:
        if part.get_content_type() == media_type and not _is_attachment(part):
            content = _content(part)
            if content and content.strip():
                yield _decoded(content, part)


def _decoded(content: bytes, part: Message) -> str:
    try:
        charset = part.get_content_charset()
    except _ODD:
        charset = None
    try:
        return decode(content, charset)
    except DocumentError:
        return content.decode("utf-8", "replace")


def _content(part: Message) -> bytes | None:
    """Return a part's bytes, unpacked from the form in which they travelled; None where that cannot be done."""
    try:
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            return inner.as_bytes() if isinstance(inner, Message) else None
        content = part.get_payload(decode=True)
    except _ODD:
        return None
    return content if isinstance(content, bytes) else None


# ---- what is attached --------------------------------------------------------------------------------------------


def _is_attachment(part: Message) -> bool:
    return (_disposition(part) or "inline") != "inline" or _own_name(part) != ""


def _disposition(part: Message) -> str:
    try:
        return str(part.get_content_disposition() or "")
    except _ODD:
        return ""


def _own_name(part: Message) -> str:
    """Return the last part of the name that a part gives itself; a name never leads anywhere."""
    try:
        said = str(make_header(decode_header(str(part.get_filename() or "")[:_LONGEST_FIELD])))
    except _ODD:
        return ""
    return safe_name(" ".join(said.split())).rstrip("/").rpartition("/")[2].lstrip(".")


def _attached(parts: Sequence[Message]) -> tuple[tuple[Member, ...], tuple[Refusal, ...]]:
    members: list[Member] = []
    refusals: list[Refusal] = []
    names: set[str] = set()
    for number, part in enumerate(parts, 1):
        media_type = part.get_content_type()
        is_shown = media_type in {"text/plain", "text/html"} or media_type.startswith("image/")
        if is_shown and _disposition(part) != "attachment" and (not _own_name(part) or media_type.startswith("image/")):
            continue
        name = _own_name(part) or f"attachment-{number}{'.eml' if media_type == MAIL else ''}"
        name = f"{number}-{name}" if name.casefold() in names else name
        names.add(name.casefold())
        content = _content(part)
        if not content:
            refusals.append(Refusal(name, "it is empty or damaged: ask for it again"))
        elif len(content) > _MOST_BYTES_EACH:
            refusals.append(Refusal(name, f"it is larger than {_MOST_BYTES_EACH >> 20} MiB: ingest it alone"))
        else:
            members.append(Member(name, content, media_type))
    return tuple(members), tuple(refusals)


FORMAT = Format(MAIL, "e-mails", frozenset({".eml"}), parse_mail)
