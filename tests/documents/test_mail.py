"""What becomes of an e-mail: the subject, the fields that a reader sees, the words, and the attachments beside them."""

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage

import pytest
from office_builders import zipped

from extractors.documents.normalise import normalise
from extractors.documents.registry import parse
from extractors.documents.sniff import MAIL, TEXT, sniff
from extractors.errors import UnreadableDocument
from extractors.records import ParsedDocument

BODY = "Dear all,\n\nThe board meets on 5 May 2019.\n\n> Will it meet in Shire Hall?\n\nKind regards\nJane"


def message(body: str = BODY) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Jane Smith <jane@shire.example>"
    made["To"] = "board@shire.example"
    made["Date"] = "Fri, 03 May 2019 23:30:00 -0400"
    made["Message-ID"] = "<1@shire.example>"
    made["Subject"] = "Board meeting – papers"
    made.set_content(body)
    return made


def read(made: EmailMessage | bytes) -> ParsedDocument:
    document = parse(made if isinstance(made, bytes) else made.as_bytes(), name="x")
    assert isinstance(document, ParsedDocument)
    assert normalise(document.text) == document.text
    return document


def test_the_subject_is_the_heading_and_the_fields_stand_below_it() -> None:
    document = read(message())
    assert document.media_type == "message/rfc822"
    assert document.text == (
        "Board meeting – papers\n\nFrom: Jane Smith <jane@shire.example>\nTo: board@shire.example\n"
        f"Date: Fri, 03 May 2019 23:30:00 -0400\n\n{BODY}"
    )
    first, fields, *_ = document.blocks
    assert (first.kind, first.level, fields.kind, len(fields.lines)) == ("heading", 1, "paragraph", 3)
    assert [document.text[block.start : block.end] for block in document.blocks][2] == "Dear all,"


def test_the_subject_and_the_senders_day_are_metadata() -> None:
    said = read(message()).metadata
    assert (said.title, said.published_on, said.publisher) == ("Board meeting – papers", date(2019, 5, 3), None)


def test_plain_text_goes_before_html_where_it_says_something() -> None:
    made = message()
    made.add_alternative("<p>The same, <b>in colour</b>.</p>", subtype="html")
    assert "in colour" not in read(made).text
    empty = message("Use another program.")
    empty.add_alternative("<h2>Papers</h2><p>See <a href='https://shire.example/p'>the papers</a>.</p>", subtype="html")
    document = read(empty)
    assert document.text.endswith("Papers\n\nSee the papers.")
    assert [document.text[link.start : link.end] for link in document.links] == ["the papers"]


def test_attachments_are_members_with_safe_names() -> None:
    made = message()
    made.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="../../etc/plan.pdf")
    made.add_attachment("a,b", subtype="csv", filename="plan.pdf")
    made.add_attachment(b"\x00", maintype="application", subtype="octet-stream", filename="C:\\x\\.hidden")
    assert [(each.name, each.media_type) for each in read(made).members] == [
        ("plan.pdf", "application/pdf"), ("3-plan.pdf", "text/csv"), ("hidden", "application/octet-stream"),
    ]  # fmt: skip
    assert read(made).members[0].content == b"%PDF-1.4 x"


def test_a_forwarded_mail_is_a_member_of_its_own() -> None:
    made = message()
    made.add_attachment(message("Inner words."))
    (member,) = read(made).members
    assert sniff(member.content) == MAIL
    assert "Inner words." in read(member.content).text


def test_pictures_in_the_text_are_no_members() -> None:
    made = message()
    made.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<a>", filename="logo.png", disposition="inline")
    assert read(made).members == ()


def test_an_empty_attachment_is_refused_with_a_reason() -> None:
    made = message()
    made.add_attachment(b"", maintype="application", subtype="pdf", filename="plan.pdf")
    assert [each.name for each in read(made).refusals] == ["plan.pdf"]


def test_encoded_words_and_charsets_are_decoded() -> None:
    raw = (
        b"From: =?iso-8859-1?q?Andr=E9?= <a@shire.example>\nTo: b@shire.example\n"
        b"Subject: =?utf-8?b?UGxhbiDigJMgMjAxOQ==?=\nMIME-Version: 1.0\n"
        b"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"Caf=E9 at noon\n"
    )
    document = read(raw)
    assert document.metadata.title == "Plan – 2019"
    assert "From: André <a@shire.example>" in document.text
    assert document.text.endswith("Café at noon")


@pytest.mark.parametrize(
    "text",
    [
        "From: Jane Smith\nTo: The board\n\nDear all,",
        "From: Jane Smith\nTo: The board\nDate: 3 May 2019\nSubject: Papers\n\nDear all,",
        "To: all staff\n\nWords",
        "Date: 3 May 2019\nMIME-Version: 1.0\n\nWords",
        "Notes\nFrom: a\nTo: b\nMessage-ID: c\n\nWords",
        "From: a@b.c\nTo: b@b.c\nMessage-ID: c\nand then words",
        "From: Jane Smith <jane@shire.example>\nTo: The board\nSubject: Papers\n\nDear all,",
        "From: jane@shire.example\nTo: all@shire.example\nOur ref: 12\n\nDear all,",
        "From: jane@shire.example\nTo: all@shire.example\nRe: papers\n\nDear all,",
        "From: jane@shire.example\nSent: 3 May 2019\nTo: all@shire.example\nSubject: Papers\n\nDear all,",
        "Minutes\n\nFrom: jane@shire.example\nTo: all@shire.example\n\nDear all,",
        "From: jane@shire.example\n\nDear all,",
        "From: jane@shire.example\nTo: all@shire.example\n",
    ],
)
def test_letters_and_notes_with_such_lines_are_plain_text(text: str) -> None:
    assert sniff(text.encode()) == TEXT


@pytest.mark.parametrize("first", [b"", b"Received: from a\n by b\n", b"\xef\xbb\xbf"])
def test_a_mail_is_told_by_its_fields(first: bytes) -> None:
    assert sniff(first + b"From: a@b.c\r\nTo: b@b.c\r\nMIME-Version: 1.0\r\nX-Other: 1\r\n\r\nWords") == MAIL


@pytest.mark.parametrize(
    "fields",
    [
        "From: Jane Smith <jane@shire.example>\nTo: board@shire.example\nSubject: Papers",
        "From: jane@shire.example\nSubject: Papers",
        'To: a@shire.example,\n "B, C" <b@shire.example>\nCc: c@shire.example\nFrom: jane@shire.example',
    ],
)
def test_a_mail_that_no_program_has_marked_is_told_by_its_addresses(fields: str) -> None:
    raw = f"{fields}\n\nThe board papers are attached.\n".encode()
    assert sniff(raw) == MAIL
    assert read(raw).text.endswith("The board papers are attached.")


HOSTILE: list[Callable[[bytes], bytes]] = [
    lambda raw: raw.replace(b"Date: Fri", b"Date: Fri, 99 Foo 99999999999999999999"),
    lambda raw: raw.replace(b"text/plain", b"text/plain; charset*=x''%ff; charset*0=a"),
    lambda raw: raw.replace(b'charset="utf-8"', b'charset="../../x"'),
    lambda raw: raw.replace(b"Subject: ", b"Subject: =?utf-8?b?====?= =?x?q?" + b"=?" * 500),
    lambda raw: raw.replace(b"MIME", b"Content-Disposition: attachment; filename*0*=''%zz; filename*9=x\nMIME"),
    lambda raw: raw.replace(b"From: ", b"From: " + b"(" * 20000),
    lambda raw: raw.replace(b"text/plain", b"multipart/mixed; boundary="),
    lambda raw: raw.replace(b"text/plain", b"message/rfc822"),
    lambda raw: raw.replace(b"7bit", b"base64").replace(b"8bit", b"base64"),
    lambda raw: raw.replace(b"7bit", b"x-uuencode").replace(b"8bit", b"x-uuencode"),
]


@pytest.mark.parametrize("change", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_fields_do_no_harm(change: Callable[[bytes], bytes]) -> None:
    assert read(change(message().as_bytes())).text


def test_parts_within_parts_without_end_are_refused() -> None:
    raw = b"From: a@b.c\nTo: b@b.c\nMIME-Version: 1.0\n"
    raw += b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (each, each) for each in range(500))
    with pytest.raises(UnreadableDocument, match="parts within parts"):
        read(raw + b"\n\nDeep")


def test_a_mail_without_words_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="no words"):
        read(b"From: a@b.c\nTo: b@b.c\nMIME-Version: 1.0\n\n \n")


def test_an_attached_archive_is_left_to_the_caller() -> None:
    made = message()
    made.add_attachment(zipped({"a.txt": "x"}), maintype="application", subtype="zip", filename="papers.zip")
    assert [each.name for each in read(made).members] == ["papers.zip"]
