"""`greenpaper forget`: what is forgotten stands in no file any more, stays forgotten, and nothing else is lost."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from extractors.errors import WarehouseError
from extractors.fingerprint import fingerprint, signature
from extractors.forgetting import Seeker
from extractors.ids import content_hash, stable_id
from extractors.judgements import Forgotten
from extractors.masking import masked_item
from extractors.records import (
    Block,
    DocumentMetadata,
    Entity,
    Extraction,
    Link,
    LoadItem,
    Mention,
    ParsedDocument,
    Publication,
    Quote,
    Role,
    Section,
)
from flows import cli
from flows.resolving import find_duplicates, resolve_entities
from warehouse.archive import Archive
from warehouse.decisions import Ruling
from warehouse.query import run_query
from warehouse.records import Versions
from warehouse.terms import Terms
from warehouse.writer import Writer

# Letters that compress badly and stand nowhere else
NAME, SURNAME, GIVEN = "Qyzva Wrexblomqvist", "Wrexblomqvist", "Qyzva"
TEXT = f"""{NAME} speaks

{NAME}, Chair of Vale Trust, met Otto {SURNAME}, a namesake by surname. Mr {SURNAME} agreed.

“We will mend the roof,” said {NAME}. The roof costs £5 million. Write to qyzva.wrexblomqvist@vale.example.
"""
OTHER = "Vale Trust mends a roof. Nobody is named here but Ann Bee."
MASKED = "select distinct uri from store.masked join store.documents using (document_id)"
SECRET_WORDS = "zxkwvqj-plombix"


class Ended:
    """How a call of the command ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


Command = Callable[..., Ended]


def person(name: str, *aliases: str) -> Entity:
    return Entity(entity_id=stable_id("person", name.casefold()), kind="person", name=name, aliases=aliases)


def fact(record: type, text: str, words: str, **fields: object) -> object:
    start = text.index(words)
    line = text[text.rfind("\n", 0, start) + 1 : (text + "\n").index("\n", start)]
    place = {"start_char": start, "end_char": start + len(words), "text": words, "evidence": line}
    return record(**place, extractor="test", confidence=0.5, **fields)


def item(uri: str, text: str, *, version: str = "1", **said: object) -> LoadItem:
    title = text.splitlines()[0]
    document = ParsedDocument(
        text,
        "text/plain",
        (Block("paragraph", 0, len(text)),),
        links=said.pop("links", ()),  # type: ignore[arg-type]
    )
    metadata = DocumentMetadata(
        title=title, document_type="page", publisher=None, publisher_id=None, language="en",
        published_on=None, modified_on=None, coverage_start=None, coverage_end=None,
    )  # fmt: skip
    return LoadItem(
        uri=uri,
        source="test",
        content_sha256=content_hash(text.encode()),
        byte_count=len(text.encode()),
        extractor_version=version,
        document=document,
        extraction=Extraction(metadata=metadata, **said),  # type: ignore[arg-type]
        fingerprint=fingerprint(document),
        signature=signature(text),
    )


def page(uri: str = "https://vale.example/news", text: str = TEXT) -> LoadItem:
    """A page that names the person in every way."""
    who, otto = person(NAME, SURNAME), person(f"Otto {SURNAME}")
    return item(
        uri,
        text,
        sections=(Section(1, 1, f"{NAME} speaks", f"{NAME} speaks", 0, len(text)),),
        entities=(who, otto),
        mentions=(
            fact(Mention, text, NAME, kind="person", name=NAME, entity_id=who.entity_id),
            fact(Mention, text, f"Otto {SURNAME}", kind="person", name=otto.name, entity_id=otto.entity_id),
            fact(Mention, text, "£5 million", kind="figure", name="£5 million", entity_id=None),
        ),
        roles=(
            fact(
                Role, text, "Chair", person_id=who.entity_id, person=NAME, title="Chair", organisation_id=None,
                organisation="Vale Trust", is_former=False, as_of=None,
            ),
            fact(
                Role, text, "namesake", person_id=otto.entity_id, person=otto.name, title="namesake",
                organisation_id=None, organisation=None, is_former=False, as_of=None,
            ),
        ),
        quotes=(
            fact(Quote, text, "We will mend the roof,", speaker_id=who.entity_id, speaker=NAME, speaker_role=None),
        ),
    )  # fmt: skip


def plan(uri: str = "https://vale.example/plan") -> LoadItem:
    """A document that is to be forgotten whole."""
    ann = person("Ann Bee")
    text = f"{SECRET_WORDS} plan\nAnn Bee wrote it."
    return item(
        uri, text, entities=(ann,),
        mentions=(fact(Mention, text, "Ann Bee", kind="person", name="Ann Bee", entity_id=ann.entity_id),),
    )  # fmt: skip


def listing(uri: str = "https://vale.example/list", to: str = "https://vale.example/plan") -> LoadItem:
    """A page that leads to the plan."""
    return item(
        uri, "Our plan\n" + OTHER, links=(Link(0, 8, to),),
        publications=(
            fact(
                Publication, "Our plan\n" + OTHER, "Our plan", label="Our plan", year=None, published_on=None, uri=to,
                media_type=None, size_bytes=None,
            ),
        ),
    )  # fmt: skip


def load(warehouse: Path, *items: LoadItem, terms: Terms | None = None) -> None:
    """Load documents with their bytes, as a run does."""
    with Writer.open(warehouse) as writer:
        seeker = Seeker(writer.forgotten())
        run_id = writer.begin_run("test", Versions(greenpaper="0", extractor="1", pipeline="none"))
        kept = [masked_item(each, seeker) for each in items]
        for each, made in zip(items, kept, strict=True):
            if not made.is_masked:
                writer.archive(each.document.text.encode())
        writer.load(run_id, kept)
        find_duplicates(writer, run_id, "1")
        resolve_entities(writer, run_id, "1")
        writer.finish_run(run_id, len(items))
        writer.publish(terms)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page that names the person, a plan, and a page that leads to it; with an earlier publication and Parquet."""
    published = tmp_path_factory.mktemp("forgetting") / "greenpaper.duckdb"
    terms = Terms(keep=3, parquet=True)
    load(published, page(), plan(), listing(), terms=terms)
    load(published, item("https://vale.example/more", OTHER), terms=terms)
    return published


@pytest.fixture
def warehouse(made: Path, tmp_path: Path) -> Path:
    """The same, with its store and all in it, for one test."""
    return Path(shutil.copytree(made.parent, tmp_path / "data", symlinks=True)) / made.name


@pytest.fixture
def forget(warehouse: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.setenv("GREENPAPER_WAREHOUSE", str(warehouse))

    def call(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as raised:
            cli.main(["forget", *arguments])
        captured = capsys.readouterr()
        return Ended(int(raised.value.code or 0), captured.out, captured.err)

    return call


def rows(warehouse: Path, statement: str) -> list[tuple[object, ...]]:
    with run_query(warehouse, statement) as result:
        return list(result.rows())


def files_with(folder: Path, *words: str) -> list[str]:
    """The files in which one of the words stands, in any case."""
    wanted = re.compile("|".join(words).encode(), re.IGNORECASE)
    files = [each for each in folder.rglob("*") if each.is_file()]
    return sorted(str(each.relative_to(folder)) for each in files if wanted.search(each.read_bytes()))


def words_in(database: Path, word: str) -> list[str]:
    """The columns of the base tables that hold a word, whatever compression hides from a look at the bytes."""
    with duckdb.connect(str(database), read_only=True) as connection:
        columns = connection.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'store' and not internal"
        ).fetchall()
        return [
            f"{table}.{column}"
            for table, column in columns
            if connection.execute(
                f'select count(*) from store.{table} where contains(lower("{column}"::varchar), lower(?))', [word]
            ).fetchone() != (0,)
        ]  # fmt: skip


def test_the_names_were_there_before(warehouse: Path) -> None:
    found = files_with(warehouse.parent, NAME, SECRET_WORDS)
    assert {each.split("/")[1] for each in found if "/" in each} >= {"archive", "working.duckdb"}
    assert words_in(warehouse, NAME)


def test_a_person_stands_in_no_file_any_more(forget: Command, warehouse: Path) -> None:
    assert forget(NAME, "--yes", "--by", "DPO", "--reason", f"{NAME} asked for it").code == 0
    assert files_with(warehouse.parent, NAME, GIVEN) == []
    store = warehouse.with_name("greenpaper.store")
    assert words_in(warehouse, GIVEN) == words_in(store / "working.duckdb", GIVEN) == []
    assert not (store / "published").exists() or not list((store / "published").iterdir())
    assert rows(warehouse, "select name from people order by name") == [("Ann Bee",), (f"Otto {SURNAME}",)]
    assert rows(warehouse, "select person from roles") == [(f"Otto {SURNAME}",)]
    assert rows(warehouse, "select * from quotes") == []
    assert rows(warehouse, f"select * from search('{GIVEN}')") == []


def test_what_is_said_of_others_still_slices(forget: Command, warehouse: Path) -> None:
    forget("Qyzva Wrexblomqvist", "--yes")
    [(text, title)] = rows(warehouse, "select text, title from documents where uri = 'https://vale.example/news'")
    assert isinstance(text, str)
    assert len(text) == len(TEXT)
    assert title == "█████ █████████████ speaks"
    assert f"met Otto {SURNAME}, a namesake" in text
    assert "Mr █████████████ agreed" in text
    assert "Write to ███████████████████@vale.example" in text
    [(heading,)] = rows(warehouse, "select heading from sections where document_id in (select document_id from roles)")
    assert heading == title
    [(words, evidence)] = rows(warehouse, "select text, evidence from mentions where kind = 'figure'")
    assert words == "£5 million"
    assert evidence in text
    assert rows(warehouse, "select check_name from data_quality where not passed and severity = 'fail'") == []


def test_who_is_forgotten_stays_so_in_what_is_read_later(forget: Command, warehouse: Path) -> None:
    forget(NAME, "--yes")
    load(warehouse, page("https://vale.example/other", TEXT + "More."), page(text=TEXT + "A new edition."))
    assert files_with(warehouse.parent, NAME, GIVEN) == []
    assert words_in(warehouse, GIVEN) == []
    assert rows(warehouse, "select count(*) from people") == [(2,)]


def test_a_document_and_what_only_it_said_are_gone(forget: Command, warehouse: Path) -> None:
    ended = forget("https://vale.example/plan", "--yes", "--json")
    assert ended.code == 0
    told = json.loads(ended.out)
    assert (told["documents"], told["editions"], told["contents"], told["masked_editions"]) == (1, 1, 1, 0)
    assert files_with(warehouse.parent, SECRET_WORDS, "vale.example/plan") == []
    assert words_in(warehouse, SECRET_WORDS) == words_in(warehouse, "vale.example/plan") == []
    assert rows(warehouse, "select name from people where name = 'Ann Bee'") == []
    assert rows(warehouse, "select count(*), max(uri) from publications") == [(1, None)]
    assert rows(warehouse, "select count(*) from documents") == [(3,)]


def test_bytes_that_another_document_has_stay(forget: Command, warehouse: Path) -> None:
    load(warehouse, plan("https://vale.example/copy"))
    told = json.loads(forget("https://vale.example/plan", "--yes", "--json").out)
    assert told["contents"] == 0
    assert rows(warehouse, "select uri from documents where contains(text, 'plan') and uri like '%copy'")


def test_decisions_on_what_is_left_hold(forget: Command, warehouse: Path) -> None:
    [(kept,)] = rows(warehouse, "select fact_id from mentions where kind = 'figure'")
    [(otto,)] = rows(warehouse, f"select fact_id from roles where person = 'Otto {SURNAME}'")
    [(chair,)] = rows(warehouse, f"select fact_id from roles where person = '{NAME}'")
    with Writer.open(warehouse) as writer:
        decisions = [
            Ruling(
                decision="confirm",subject_id=str(each),about=NAME,decided_by="Ann",decided_at=writer.decision_time(),
            )
            for each in (kept, otto, chair)
        ]  # fmt: skip
        writer.decide(decisions)
        writer.publish()
    forget(NAME, "--yes")
    assert rows(warehouse, "select confidence from roles") == [(1.0,)]
    assert rows(warehouse, "select confidence from mentions where kind = 'figure'") == [(1.0,)]
    assert rows(warehouse, "select count(*), max(about) from store.decisions") == [(2, "█████ █████████████")]


def test_a_dry_run_tells_what_would_go_and_changes_nothing(forget: Command, warehouse: Path) -> None:
    before = warehouse.stat().st_mtime_ns
    assert json.loads(forget(NAME, "--dry-run", "--json").out) == {
        "documents": 0, "editions": 0, "facts": 2, "masked_editions": 1, "contents": 1, "kind": "person",
        "forgotten": False,
    }  # fmt: skip
    assert rows(warehouse, f"select count(*) from people where name = '{NAME}'") == [(1,)]
    assert warehouse.stat().st_mtime_ns == before
    assert json.loads(forget("--list", "--json").out) == []


def test_the_record_tells_who_when_why_and_how_much_without_the_name(forget: Command) -> None:
    forget(NAME, "--yes", "--by", "Ann", "--reason", f"a letter of {NAME}")
    [kept] = json.loads(forget("--list", "--json").out)
    assert (kept["kind"], kept["forgotten_by"], kept["facts"]) == ("person", "Ann", 2)
    assert kept["reason"] == "a letter of █████ █████████████"
    assert kept["forgetting_id"] in forget("--list").out


@pytest.mark.parametrize("by_id", [True, False])
def test_what_is_allowed_again_is_read_again(forget: Command, warehouse: Path, by_id: bool) -> None:
    forget(NAME, "--yes")
    [kept] = json.loads(forget("--list", "--json").out)
    assert forget("--allow", kept["forgetting_id"] if by_id else NAME, "--by", "Ann").code == 0
    load(warehouse, page())
    assert rows(warehouse, f"select count(*) from people where name = '{NAME}'") == [(1,)]
    assert rows(warehouse, f"select count(*) from documents where contains(text, '{NAME}')") == [(1,)]
    assert json.loads(forget("--list", "--json").out)[0]["allowed_by"] == "Ann"


def test_a_name_that_is_not_there_yet_can_be_forgotten(forget: Command, warehouse: Path) -> None:
    assert forget("Ola Nordmann-Blix", "--yes").code == 2
    assert forget("Ola Nordmann-Blix", "--yes", "--unlisted").code == 0
    load(warehouse, item("https://vale.example/x", "Then Ola Nordmann-Blix came."))
    assert rows(warehouse, "select text from documents where uri = 'https://vale.example/x'") == [
        ("Then ███ █████████████ came.",)
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((NAME,), "say --yes, or look with --dry-run"),
        (("Nobody Known", "--yes"), "nobody of that name"),
        (("Cher", "--yes", "--unlisted"), "a name of one word"),
        ((SURNAME, "--yes"), "is the name of 2 people: give an id"),
        (("--allow", "Nobody Known"), "is not forgotten"),
        ((), "Missing argument"),
        ((NAME, "--yes", "--by", " "), "who wants it"),
    ],
)
def test_a_mistake_is_told_in_one_line_and_changes_nothing(
    forget: Command, warehouse: Path, arguments: tuple[str, ...], message: str
) -> None:
    if arguments[:1] == (SURNAME,):
        load(warehouse, item("https://vale.example/otto", "Otto", entities=(person("Otto X", SURNAME),)))
    ended = forget(*arguments)
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    assert message in ended.err
    assert rows(warehouse, f"select count(*) from people where name = '{NAME}'") == [(1,)]


def test_without_the_key_nothing_is_read_until_what_it_was_for_is_allowed(forget: Command, warehouse: Path) -> None:
    forget(NAME, "--yes")
    (warehouse.with_name("greenpaper.store") / "forgotten.key").unlink()
    with Writer.open(warehouse) as writer, pytest.raises(WarehouseError, match="put it back from a backup"):
        writer.forgotten()
    [kept] = json.loads(forget("--list", "--json").out)
    assert forget("--allow", kept["forgetting_id"]).code == 0
    with Writer.open(warehouse) as writer:
        assert not writer.forgotten()


def test_the_key_stands_in_no_published_file(forget: Command, warehouse: Path) -> None:
    forget(NAME, "--yes")
    key = warehouse.with_name("greenpaper.store") / "forgotten.key"
    assert key.stat().st_mode & 0o077 == 0
    assert key.read_bytes() not in warehouse.read_bytes()


def test_a_warehouse_that_is_made_anew_knows_what_was_forgotten(
    forget: Command, warehouse: Path, tmp_path: Path
) -> None:
    assert forget(NAME, "--by", "Ann", "--yes").code == 0
    anew = tmp_path / "anew" / "greenpaper.duckdb"
    with Writer.open(anew, command="rebuild") as writer:
        writer.begin_rebuild(Archive.of(warehouse))
        masked = {kept.uri for kept in writer.kept() if kept.is_masked}
        writer.end_rebuild()
        known = writer.forgotten()
        writer.publish()
    assert masked == {uri for (uri,) in rows(warehouse, MASKED)} != set()
    with Writer.open(warehouse) as before:
        assert known == before.forgotten() != Forgotten()
    assert files_with(tmp_path, GIVEN) == []
