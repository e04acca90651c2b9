"""The command `greenpaper`: its subcommands, their arguments, and how errors and exit codes come out.

What a subcommand does stands in `flows.commands` and is imported when it is called, so that `--help` is quick.
"""

import sys
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from extractors.errors import GreenpaperError
from flows.exits import Exit, exit_for
from flows.explore_cli import explore, report
from flows.options import MEBIBYTES, MOST_ROWS, Changes
from flows.options import json_option as _json_option
from flows.options import running_options as _running_options
from flows.options import warehouse_option as _warehouse_option
from flows.options import writing_options as _writing_options
from flows.review_cli import review
from flows.sources_cli import refresh, retry, up, watch
from flows.version import greenpaper_version

_LONGEST_QUERY = 366 * 24 * 3600.0  # seconds; the system's timers take no number without end
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(greenpaper_version(), message="greenpaper %(version)s")
def program() -> None:
    """Turn public-sector documents into a knowledge base with character-exact provenance.

    Exit codes: 0 all done; 1 some documents failed; 2 wrong usage or configuration; 3 the warehouse could not be
    opened or is damaged.
    """


@program.command()
@click.argument("documents", nargs=-1, required=True, metavar="PATH_OR_URL...")
@_warehouse_option
@click.option(
    "--register",
    "registers",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A CSV file of organisations and their identifiers (docs/registers.md). May be given several times.",
)
@_writing_options
@_running_options
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@_json_option
def ingest(
    documents: tuple[str, ...],
    warehouse: Path,
    registers: tuple[Path, ...],
    changes: Changes,
    quiet: bool,
    as_json: bool,
) -> Exit:
    """Read files, folders and web addresses.

    Folders are walked to their depths; hidden files are passed over, README files and other formats skipped. Doing
    it again changes nothing: documents are read again only where they, or the extractors, have changed.
    """
    from flows.commands import ingest as command

    return command.run(documents, warehouse, registers=registers, changes=changes, quiet=quiet, as_json=as_json)


@program.command()
@click.argument("names", nargs=-1, metavar="[URI_OR_SOURCE]...")
@click.option(
    "--older-than",
    metavar="VERSION",
    help="Only what extractors older than VERSION have read (documents.extractor_version, or: current).",
)
@_warehouse_option
@_running_options
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@_json_option
def reextract(
    names: tuple[str, ...], older_than: str | None, warehouse: Path, changes: Changes, quiet: bool, as_json: bool
) -> Exit:
    """Read documents again from the archive, and fetch nothing.

    All editions of all documents, or of the sources, addresses, files or folders that are named. Their facts are
    replaced; what they are (edition, when they were seen, decisions on them) stays.
    """
    from flows.commands import reextract as command

    return command.reextract(names, older_than, warehouse, changes=changes, quiet=quiet, as_json=as_json)


@program.command()
@click.argument("archive", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="ARCHIVE")
@_warehouse_option
@_running_options
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@_json_option
def rebuild(archive: Path, warehouse: Path, changes: Changes, quiet: bool, as_json: bool) -> Exit:
    """Make a warehouse anew from an ARCHIVE alone.

    ARCHIVE is the folder `archive` in a warehouse's store. The warehouse must not exist yet, or be one that this
    archive was made for or that was interrupted: then it is completed.
    """
    from flows.commands import reextract as command

    return command.rebuild(archive, warehouse, changes=changes, quiet=quiet, as_json=as_json)


@program.command()
@click.argument("query")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "parquet"]),
    default="table",
    show_default=True,
    help="How the rows are written.",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write there, not to the screen."
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=_LONGEST_QUERY),
    metavar="SECONDS",
    help="Stop after so long.  [default: 300]",
)
@click.option("--memory", type=MEBIBYTES, metavar="MIB", help="Memory at most.  [default: 2000]")
@_warehouse_option
def sql(query: str, form: str, output: Path | None, timeout: float | None, memory: int | None, warehouse: Path) -> Exit:
    """Run one read-only SQL statement on the warehouse.

    QUERY is the statement, or - to read it from standard input. It reaches no other file, and no network.
    """
    from flows.commands import sql as command

    statement = _standard_input() if query == "-" else query
    return command.run(statement, form, output, warehouse, seconds=timeout, memory=memory)


@program.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--format",
    "form",
    type=click.Choice(["parquet", "csv", "jsonl", "ftm"]),
    default="parquet",
    show_default=True,
    help="A file per view, or (ftm) the entities of FollowTheMoney in one.",
)
@click.option("--replace", is_flag=True, help="Replace an earlier export that stands there.")
@_json_option
@_warehouse_option
def export(
    folder: Path, form: Literal["parquet", "csv", "jsonl", "ftm"], replace: bool, as_json: bool, warehouse: Path
) -> Exit:
    """Write all views into the folder DIR, a file each.

    The folder appears whole, with a manifest.json that holds the number of rows and the SHA-256 of every file.
    """
    from flows.commands import export as command

    return command.run(folder, form, warehouse, replace=replace, as_json=as_json)


@program.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--type", "kinds", multiple=True, metavar="TYPE", help="Documents of this type only (news, plan, …).")
@click.option("--organisation", metavar="NAME", help="Documents that this body publishes, or that name it.")
@click.option("--since", type=_DAY, metavar="DATE", help="Documents published on this day or later.")
@click.option("--until", type=_DAY, metavar="DATE", help="Documents published on this day or before.")
@click.option("--limit", type=MOST_ROWS, default=10, show_default=True, help="How many passages at most.")
@click.option(
    "--mode",
    type=click.Choice(["keyword", "semantic", "both"]),
    default="keyword",
    show_default=True,
    help="By the words, by their meaning, or by both (needs the extra 'semantic').",
)
@_json_option
@_warehouse_option
def search(
    words: tuple[str, ...],
    kinds: tuple[str, ...],
    organisation: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    mode: Literal["keyword", "semantic", "both"],
    as_json: bool,
    warehouse: Path,
) -> Exit:
    """List the passages that say most about WORDS.

    '"mental health"' finds words that follow each other, 'psych*' those that begin so.
    """
    from flows.commands import search as command

    return command.run(
        " ".join(words), limit, warehouse, kinds=kinds, organisation=organisation, since=since, until=until,
        mode=mode, as_json=as_json,
    )  # fmt: skip


@program.command()
@_json_option
@_warehouse_option
def status(as_json: bool, warehouse: Path) -> Exit:
    """Tell the last runs, what failed, freshness, contents.

    What failed is what failed at the last try, with the reason.
    """
    from flows.commands import status as command

    return command.run(warehouse, as_json=as_json)


@program.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; any other is reached from afar.")
@click.option("--port", type=click.IntRange(1, 65535), default=9494, show_default=True, help="At which port.")
@click.option("--memory", type=MEBIBYTES, metavar="MIB", help="Memory at most.  [default: 2000]")
@_warehouse_option
def serve(host: str, port: int, memory: int | None, warehouse: Path) -> Exit:
    """Serve the warehouse to DuckDB clients (Quack).

    Read-only, to whoever shows the token, and following each new publication, until Ctrl-C. Needs the extra
    greenpaper[serve].
    """
    from flows.commands import serve as command

    return command.run(host, port, warehouse, memory=memory)


@program.command()
@click.argument("gold_dir", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--worst",
    type=click.IntRange(0, 1_000_000),
    default=10,
    show_default=True,
    metavar="N",
    help="How many of the worst misses at most.",
)
@click.option("--details", is_flag=True, help="List all that was missed and all that was found wrongly.")
@click.option("--confidence", is_flag=True, help="Tell how often the surer half of the facts is right.")
@_json_option
@_warehouse_option
def evaluate(gold_dir: Path, worst: int, details: bool, confidence: bool, as_json: bool, warehouse: Path) -> Exit:
    """Measure the facts against hand-labelled documents.

    Prints precision, recall and F1 per kind of fact, over the documents that are labelled in GOLD_DIR, and the worst
    misses.
    """
    from flows.commands import evaluate as command

    return command.run(gold_dir, warehouse, most=worst, details=details, confidence=confidence, as_json=as_json)


@program.command()
@click.argument("words", required=False, metavar="PERSON_OR_URI")
@click.option("--reason", default="", metavar="TEXT", help="Why, in words; it is kept without the name.")
@click.option("--by", metavar="NAME", help="Who wants it.  [default: the system's user name]")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Only tell what would go.")
@click.option("--unlisted", is_flag=True, help="Also a name or address that the warehouse does not know (yet).")
@click.option("--list", "is_list", is_flag=True, help="List what was forgotten, without names.")
@click.option("--allow", is_flag=True, help="Let it be kept again, from the next time it is read; or give its id.")
@_json_option
@_warehouse_option
def forget(
    words: str | None,
    reason: str,
    by: str | None,
    yes: bool,
    dry_run: bool,
    unlisted: bool,
    is_list: bool,
    allow: bool,
    as_json: bool,
    warehouse: Path,
) -> Exit:
    """Remove a person, or a document, for good.

    PERSON_OR_URI is a person_id or a name, a document_id, an address or a file. What is forgotten stays so: the
    document is not read again, the name is masked in whatever is (docs/forget.md).
    """
    from flows.commands import forget as command

    if is_list:
        return command.list_forgettings(warehouse, as_json=as_json)
    if words is None:
        raise click.UsageError("Missing argument 'PERSON_OR_URI'.")
    wish = command.Wish(words, warehouse, reason=reason, by=by, is_unlisted=unlisted)
    if allow:
        return command.allow(wish)
    return command.run(wish, is_sure=yes, is_real=not dry_run, as_json=as_json)


for each in (refresh, retry, watch, up, review, explore, report):
    program.add_command(each)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: the entry point of `greenpaper`."""
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads our output has seen enough (`| head`): nothing failed
        sys.stdout = None  # the interpreter would else try to flush it once more
        code = Exit.DONE
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    """Return the exit code of one call, after its errors were told in a line each."""
    try:
        return _invoke(arguments)
    except click.ClickException as error:
        return _complain(_usage(error), Exit.USAGE)
    except GreenpaperError as error:
        return _complain(str(error), exit_for(error))
    except KeyboardInterrupt:
        return _complain("stopped; what was loaded so far is kept, and the next run completes it", Exit.INTERRUPTED)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the last boundary: a person gets a line, not a traceback
        return _complain(f"a fault of greenpaper, please report it: {_where(error)}", Exit.DEFECT)


def _invoke(arguments: list[str]) -> int:
    # Not `program.main`, which has exit codes of its own for Ctrl-C and for a reader that left.
    try:
        with program.make_context("greenpaper", arguments) as context:
            return int(program.invoke(context) or Exit.DONE)
    except click.exceptions.Exit as end:  # --help, --version
        return end.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return Exit.USAGE


def _complain(message: str, code: Exit) -> Exit:
    from flows.display import one_line

    click.echo(f"greenpaper: {one_line(' '.join(message.split()))}", err=True)
    return code


def _usage(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{error.format_message()} See `{context.command_path if context else 'greenpaper'} --help`."


def _where(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"greenpaper {greenpaper_version()}: {type(error).__name__}: {error}{place}"


def _standard_input() -> str:
    """Return the query that standard input holds. Raises ConfigurationError where it is not UTF-8."""
    from extractors.errors import ConfigurationError

    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            f"the query on standard input is not UTF-8 ({error.reason}): save it as UTF-8"
        ) from None
