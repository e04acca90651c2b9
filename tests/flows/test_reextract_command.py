"""`greenpaper reextract` and `greenpaper rebuild`, end to end: the same facts come from the archive, and nothing else.

One story, as a person would live it; some of its commands are given in processes of their own.
"""

import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import duckdb
import pytest
from loopback import LoopbackSite
from office_builders import zipped

from extractors.pipeline import default_config
from flows.resolving import resolve_entities
from warehouse.archive import Archive
from warehouse.decisions import Decided, Ruling
from warehouse.layout import VIEWS
from warehouse.records import Versions
from warehouse.writer import Writer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]  # fourteen commands

Run = Callable[..., subprocess.CompletedProcess[str]]
Rows = dict[str, list[tuple[Any, ...]]]

OF_RUNS = {"ingestions", "items", "data_quality", "warehouse_info"}
"""Views that tell of runs, not of documents."""
NEWS = """<html lang="en"><head><title>Parks</title></head><body><nav>{menu}</nav><main><h1>Parks</h1>
<p>Ann Archer, Chief Executive of Elmbridge Council, opened Elm Park on 3 May 2024. It cost £{cost} million.</p>
<p>Tom Tanner, Chair of Oakfield NHS Trust, thanked Tim Tanner. {more}</p></main></body></html>"""
SOURCES = """[[source]]
name = "council"
publisher = "Elmbridge Council"
licence = "OGL-UK-3.0"
recheck_hours = 0
allowed_hosts = ["{host}"]
listing = {{ url = "{listing}", links = ".news a" }}
"""


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    listing = b'<html><body><ul class="news"><li><a href="/news/a">News of parks</a></li></ul></body></html>'
    with LoopbackSite({"/news": listing, "/news/a": NEWS.format(menu="x", cost=2, more="").encode()}) as running:
        yield running


class Story:
    """A folder with a warehouse in it, and the commands that are given there."""

    def __init__(self, run: Run, repeat: Run, folder: Path, env: dict[str, str], site: LoopbackSite) -> None:
        self._run, self._repeat, self.folder, self._env, self.site = run, repeat, folder, env, site
        self.warehouse = folder / "data" / "greenpaper.duckdb"
        self.archive = folder / "data" / "greenpaper.store" / "archive"

    def __call__(
        self, *arguments: str | Path, expected: int = 0, config: Path | None = None, anew: bool = False
    ) -> dict[str, Any]:
        said = self.said(*arguments, "--json", expected=expected, config=config, anew=anew)
        summary: dict[str, Any] = json.loads(said)
        assert not [check for check in summary["checks"] if check["severity"] == "fail"]
        return summary

    def said(self, *arguments: str | Path, expected: int = 0, config: Path | None = None, anew: bool = False) -> str:
        """Give a command, `anew` in a process of its own, and return what it prints."""
        env = {**self._env, "GREENPAPER_FETCH_DELAY": "0", "GREENPAPER_ACCEPT_LOSS": "true"}
        if config:
            env["GREENPAPER_PIPELINE_CONFIG"] = str(config)
        ended = (self._run if anew else self._repeat)(*arguments, env=env, cwd=self.folder)
        assert ended.returncode == expected, ended.stderr
        return ended.stdout

    def put(self, cost: int, more: str, menu: str = "x") -> None:
        self.site.routes["/news/a"] = NEWS.format(menu=menu, cost=cost, more=more).encode()


@pytest.fixture
def story(
    run_greenpaper: Run, repeat_greenpaper: Run, prefect_server: dict[str, str], tmp_path: Path, site: LoopbackSite
) -> Story:
    (tmp_path / "sources.toml").write_text(SOURCES.format(host=site.host, listing=site.uri("/news")))
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Costs", "Ann Archer <ann@example.org>"
    mail.set_content("The costs of Elm Park are attached.\n")
    mail.add_attachment(b"Costs\n\nElm Park cost 2.5 million pounds.\n", "text", "plain", filename="costs.txt")
    (inbox / "mail.eml").write_bytes(mail.as_bytes())
    (inbox / "bundle.zip").write_bytes(
        zipped({"in/plan.txt": "Plan\n\nOakfield NHS Trust will spend £7 million in 2025.\n"})
    )
    return Story(run_greenpaper, repeat_greenpaper, tmp_path, prefect_server, site)


def asked(published: Path, statement: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(published), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def all_rows(published: Path) -> Rows:
    """Return all rows of all views of documents and facts, and the decisions with whether they hold."""
    statements = {view: f"from {view}" for view in VIEWS if view not in OF_RUNS}
    statements |= {name: f"from store.{name}" for name in ("decisions", "holding()", "contents")}
    with duckdb.connect(str(published), read_only=True) as connection:
        return {
            name: sorted(connection.execute(statement).fetchall(), key=repr) for name, statement in statements.items()
        }


def differing(one: Rows, other: Rows) -> list[str]:
    return [name for name in one if one[name] != other[name]]


def decide_everything(published: Path) -> None:
    """Make a decision of each kind on the current facts, two on names that the rules would not join."""
    people = dict(asked(published, "select name, person_id from people"))
    bodies = dict(asked(published, "select name, organisation_id from organisations"))
    ((figure,),) = asked(published, "select fact_id from figures where value = 2e6 limit 1")
    ((role,),) = asked(published, "select fact_id from roles where person = 'Ann Archer' limit 1")
    one, other = sorted([people["Tom Tanner"], people["Tim Tanner"]])
    kinds: list[tuple[Decided, str, str | None, str | None]] = [
        ("same", one, other, None),
        ("different", *sorted(bodies.values())[:2], None),  # type: ignore[list-item]  # two of them
        ("rename", bodies["Elmbridge Council"], None, "Council of Elmbridge"),
        ("reject", figure, None, None),
        ("confirm", role, None, None),
        ("confirm", people["Ann Archer"], None, None),
    ]
    made = [
        Ruling(decision=kind, subject_id=subject, other_id=second, name=name, decided_by="an analyst",
               reason="seen", decided_at=datetime(2024, 6, 1, 12, 0, second_of))
        for second_of, (kind, subject, second, name) in enumerate(kinds)
    ]  # fmt: skip
    undo = Ruling(decision="undo", subject_id=made[-1].decision_id, decided_by="x", decided_at=datetime(2024, 6, 2))
    with Writer.open(published) as writer:
        run_id = writer.begin_run("review", Versions(greenpaper="0", extractor="0", pipeline="0"))
        writer.decide([*made, undo])
        resolve_entities(writer, run_id, writer.resolved_version() or "")
        writer.finish_run(run_id, 0)
        writer.publish()


def in_force(published: Path) -> list[Any]:
    """Return what the decisions bring about, as a reader sees it."""
    return [
        asked(published, "select name from people where name like 'T% Tanner' or 'Tim Tanner' in aliases"),
        asked(published, "select name from organisations where name = 'Council of Elmbridge'"),
        asked(published, "select distinct confidence from roles where person = 'Ann Archer'"),
        asked(published, "from store.holding() order by decision_id"),
    ]


def config_without(rule: str, folder: Path) -> Path:
    """Return a pipeline config of a person who does not want a rule."""
    path = folder / "own.cfg"
    path.write_text(default_config().read_text().replace(f',"{rule}"', "", 1))
    return path


def test_the_archive_gives_every_fact_again_and_what_people_decided_stays(story: Story) -> None:
    story("refresh")
    story("ingest", "inbox")
    decide_everything(story.warehouse)
    decided = in_force(story.warehouse)
    assert [len(each) for each in decided] == [1, 1, 1, 5]

    # A new edition keeps the decisions; other bytes of it are no edition.
    story.put(cost=3, more="Oak Lane follows in 2025.")
    story("refresh")
    story.put(cost=3, more="Oak Lane follows in 2025.", menu="y")
    story("refresh")
    assert in_force(story.warehouse) == decided
    assert asked(story.warehouse, "select max(edition), count(*) from documents where source = 'council'") == [(2, 2)]
    original = all_rows(story.warehouse)
    assert not [name for name in ("mentions", "figures", "roles", "changes", "documents") if not original[name]]

    # The archive alone gives the same, somewhere else; doing it again changes nothing.
    other = story.folder / "elsewhere.duckdb"
    requests = len(story.site.requests)
    summary = story("rebuild", story.archive, "--warehouse", other, anew=True)
    assert (summary["loaded"], summary["asked"], summary["failed"]) == (5, 5, 0)
    assert differing(original, all_rows(other)) == []
    assert story("rebuild", story.archive, "--warehouse", other)["asked"] == 0
    assert story.said("rebuild", story.archive, "--warehouse", other) == (
        f"Nothing to read: {other} holds all that {story.archive} keeps.\n"
    )

    # Other extractors read all editions anew, past ones too; what they do not find is gone, what was decided is not.
    own = config_without("greenpaper_figures", story.folder)
    again = story("reextract", "--older-than", "current", config=own)
    assert (again["loaded"], again["asked"]) == (5, 5)
    assert asked(story.warehouse, "select count(*) from figures") == [(0,)]
    assert asked(story.warehouse, "select count(*) from changes where kind = 'figure'") == [(0,)]
    assert in_force(story.warehouse) == decided
    kept = (
        "select uri, edition, is_current, content_sha256, first_seen_at, last_seen_at, found_on, licence from documents"
    )
    assert sorted(asked(story.warehouse, kept), key=repr) == sorted(asked(other, kept), key=repr)
    assert story("reextract", "--older-than", "current", config=own)["asked"] == 0

    # One source by the first extractors, then the rest of it: all is as it was.
    assert story("reextract", "council")["asked"] == 2
    assert story("reextract", "--older-than", "current")["asked"] == 3
    assert differing(original, all_rows(story.warehouse)) == []
    assert len(story.site.requests) == requests

    # Bytes that are lost are told, and the rest is read.
    ((lost,),) = asked(story.warehouse, "select content_sha256 from documents where edition = 1 and not is_current")
    Archive(story.archive).path(lost).unlink()
    summary = story("reextract", expected=1, anew=True)
    assert (summary["failed"], summary["loaded"]) == (1, 4)
    assert [each["reason"] for each in summary["documents"] if each["status"] == "failed"] == [
        "edition 1: its bytes are not in the archive: put them back from a backup, or ingest it again"
    ]
    assert differing(original, all_rows(story.warehouse)) == []
    story("rebuild", story.archive, "--warehouse", story.folder / "third.duckdb", expected=1)
    assert asked(
        story.folder / "third.duckdb", "select edition, is_current from documents where source = 'council'"
    ) == [(2, True)]
