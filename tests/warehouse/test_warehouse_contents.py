"""Contents: other bytes around the same text are the same edition; what archives hold is known by its address."""

from dataclasses import replace
from pathlib import Path

from warehouse_builders import Ask, begin, item, named, run, signed, strategy

from extractors.ids import content_hash
from extractors.records import Conversion, LoadItem
from warehouse.writer import Writer

PAGE = "https://example.org/strategy"


def page(visitors: int, **changes: object) -> LoadItem:
    """A page whose bytes tell how many visitors it had, beside its text."""
    return replace(signed(strategy(PAGE)), content_sha256=content_hash(b"%d" % visitors), **changes)  # type: ignore[arg-type]


def test_a_change_of_what_surrounds_the_text_is_no_new_edition(published: Path, ask: Ask) -> None:
    begin(published, page(1))
    (ended,) = run(published, page(2))
    assert (ended.status, ended.reason, ended.facts) == ("unchanged", "only what surrounds its text changed", 0)
    assert ask("select edition, content_sha256 from documents") == [(1, page(1).content_sha256)]


def test_a_content_that_was_seen_around_the_text_is_known_the_next_time(published: Path) -> None:
    begin(published, page(1))
    run(published, page(2))
    with Writer.open(published) as writer:
        known = writer.known([PAGE])[PAGE]
    assert [known.holds(page(visitors).content_sha256) for visitors in (1, 2, 3)] == [True, True, False]
    (ended,) = run(published, page(2))
    assert ended.reason == "same content, same extractors"


def test_two_such_contents_in_one_batch_are_one_edition(published: Path, ask: Ask) -> None:
    ended = run(published, page(1), page(2), page(2))
    assert [each.status for each in ended] == ["loaded", "unchanged", "unchanged"]
    assert ask("select count(*) from documents") == [(1,)]
    assert ask("select count(*) from store.contents") == [(2,)]


def test_without_a_fingerprint_other_bytes_are_another_edition(published: Path, ask: Ask) -> None:
    run(published, page(1, fingerprint=""))
    run(published, page(2, fingerprint=""))
    assert ask("select max(edition) from documents") == [(2,)]


def test_a_content_of_an_earlier_edition_is_not_one_of_the_current(published: Path, ask: Ask) -> None:
    other = signed(named(PAGE, "Ann Bee"))
    run(published, page(1))
    run(published, other)
    (ended,) = run(published, page(1))
    assert ended.reason == "changed: edition 3"
    assert ask("select edition, content_sha256 from store.contents order by edition") == [
        (1, page(1).content_sha256),
        (2, other.content_sha256),
        (3, page(1).content_sha256),
    ]


def test_an_edition_extracted_again_from_other_bytes_keeps_all_its_contents(published: Path, ask: Ask) -> None:
    begin(published, page(1))
    (ended,) = run(published, page(2, extractor_version="2"))
    assert ended.reason == "extracted again: extractors 1 → 2"
    assert ask("select edition, content_sha256, extractor_version from documents") == [(1, page(2).content_sha256, "2")]
    assert ask("select count(*) from store.contents") == [(2,)]
    assert ask("select count(*) from store.signatures") == [(1,)]
    assert ask("select check_name from data_quality where not passed") == []


def test_a_batch_of_two_contents_and_two_extractions_is_one_edition(published: Path, ask: Ask) -> None:
    run(published, page(1), page(2, extractor_version="2"), page(1, extractor_version="2"))
    assert ask("select edition, extractor_version from documents") == [(1, "2")]
    assert ask("select count(*) from store.contents") == [(2,)]


def test_a_content_that_only_surrounds_is_published_without_new_checks(published: Path, ask: Ask) -> None:
    begin(published, page(1))
    before = ask("select distinct checked_at from data_quality")
    run(published, page(2))
    assert ask("select distinct checked_at from data_quality") == before
    assert ask("select count(*) from store.contents") == [(2,)]


def test_what_was_found_in_an_archive_is_known_by_the_archives_address(published: Path) -> None:
    inside = ["file:a.zip!/b.txt", "file:a.zip!/c.eml", "file:a.zip!/c.eml!/d.txt"]
    outside = ["file:a.zip", "file:a.zip2!/b.txt", "file:a.zip!0", "file:b.zip!/b.txt"]
    run(published, *(item(uri, uri) for uri in [*inside, *outside]))
    with Writer.open(published) as writer:
        assert set(writer.known(["file:a.zip"])) == {"file:a.zip", *inside}
        assert set(writer.known(["file:a.zip!/c.eml"])) == set(inside[1:])
        assert set(writer.known(["file:a.zip", "file:a.zip!/c.eml"])) == {"file:a.zip", *inside}
        assert set(writer.known(["file:a"])) == set()


def test_a_document_tells_how_it_was_converted_and_where_it_was_found(published: Path, ask: Ask) -> None:
    plain = item("file:a.zip!/a.pdf", "Words")
    read = replace(
        plain.document,
        conversion=Conversion("fair", ("a table was lost",)),
        page_starts=(0, 3),
        metadata=replace(plain.document.metadata, canonical_uri="https://example.org/a.pdf"),
    )
    found = replace(plain, document=read, found_on="file:a.zip", licence="OGL-UK-3.0")
    run(published, found, named("file:b.txt", "Ann Bee"))
    columns = "conversion, conversion_reasons, page_count, canonical_uri, found_on, licence"
    assert ask(f"select {columns} from documents order by uri") == [
        ("fair", ["a table was lost"], 2, "https://example.org/a.pdf", "file:a.zip", "OGL-UK-3.0"),
        ("good", [], None, None, None, None),
    ]
