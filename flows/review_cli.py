"""The command `greenpaper review`: its subcommands and their arguments.

What they do stands in `flows.commands.review`, which is imported when one is called.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from flows.exits import Exit
from flows.options import MOST_ROWS, Changes, json_option, warehouse_option, writing_options

Command = TypeVar("Command", bound=Callable[..., Any])

# As they stand in flows.commands.review, which is not imported for --help; a test compares them.
KINDS = (
    "person",
    "organisation",
    "role",
    "figure",
    "date",
    "item",
    "partnership",
    "member",
    "publication",
    "quote",
    "mention",
)


def _author_options(command: Command) -> Command:
    why = click.option("--why", default="", metavar="TEXT", help="Why, in words.")
    by = click.option("--by", metavar="NAME", help="Who decides.  [default: the system's user name]")
    return why(by(warehouse_option(writing_options(command))))


@click.group()
def review() -> None:
    """Record a person's decisions, which hold on every later run.

    An ENTITY is a person or organisation, by its id or its exact name; a FACT is given by its fact_id. Of several
    decisions on one thing the latest holds (docs/review.md).
    """


@review.command()
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    help="Only these: pairs of persons or organisations, or facts.  [default: all but mentions]",
)
@click.option("--limit", type=MOST_ROWS, default=20, show_default=True, help="How many pairs and facts at most.")
@json_option
@warehouse_option
def queue(kinds: tuple[str, ...], limit: int, as_json: bool, warehouse: Path) -> Exit:
    """List what is worth a decision, the least certain first."""
    from flows.commands import review as command

    return command.queue(warehouse, kinds, limit, as_json=as_json)


@review.command()
@click.argument("one", metavar="ENTITY")
@click.argument("other", metavar="ENTITY")
@_author_options
def same(one: str, other: str, warehouse: Path, why: str, by: str | None, changes: Changes) -> Exit:
    """Say that two entities are one."""
    from flows.commands import review as command
    from flows.deciding import Author

    return command.compare("same", one, other, Author(warehouse, why, by, changes))


@review.command()
@click.argument("one", metavar="ENTITY")
@click.argument("other", metavar="ENTITY")
@_author_options
def different(one: str, other: str, warehouse: Path, why: str, by: str | None, changes: Changes) -> Exit:
    """Say that two entities are not one."""
    from flows.commands import review as command
    from flows.deciding import Author

    return command.compare("different", one, other, Author(warehouse, why, by, changes))


@review.command()
@click.argument("entity")
@click.argument("name")
@_author_options
def rename(entity: str, name: str, warehouse: Path, why: str, by: str | None, changes: Changes) -> Exit:
    """Say under which name an entity is shown."""
    from flows.commands import review as command
    from flows.deciding import Author

    return command.rename(entity, name, Author(warehouse, why, by, changes))


@review.command()
@click.argument("subject", metavar="ENTITY_OR_FACT")
@_author_options
def reject(subject: str, warehouse: Path, why: str, by: str | None, changes: Changes) -> Exit:
    """Say that an entity or a fact is not to be shown."""
    from flows.commands import review as command
    from flows.deciding import Author

    return command.judge("reject", subject, Author(warehouse, why, by, changes))


@review.command()
@click.argument("subject", metavar="ENTITY_OR_FACT")
@_author_options
def confirm(subject: str, warehouse: Path, why: str, by: str | None, changes: Changes) -> Exit:
    """Say that an entity or a fact is right."""
    from flows.commands import review as command
    from flows.deciding import Author

    return command.judge("confirm", subject, Author(warehouse, why, by, changes))


@review.command()
@click.argument("decision")
@_author_options
def undo(decision: str, warehouse: Path, why: str, by: str | None, changes: Changes) -> Exit:
    """Take a decision back: what was decided before it holds again.

    DECISION is an id of `greenpaper review list`, or so much of its beginning that no other begins so.
    """
    from flows.commands import review as command
    from flows.deciding import Author

    return command.undo(decision, Author(warehouse, why, by, changes))


@review.command("list")
@json_option
@warehouse_option
def list_(as_json: bool, warehouse: Path) -> Exit:
    """List all decisions, the oldest first."""
    from flows.commands import review as command

    return command.list_decisions(warehouse, as_json=as_json)


@review.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@warehouse_option
def export(file: Path, warehouse: Path) -> Exit:
    """Write all decisions to a CSV file."""
    from flows.commands import review as command

    return command.export(warehouse, file)


@review.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_author_options
def import_(file: Path, warehouse: Path, why: str, by: str | None, changes: Changes) -> Exit:
    """Record the decisions of a CSV file.

    All of them, or none where a line is not understood. What is on record already is not recorded again. --why and
    --by are for lines that do not say it.
    """
    from flows.commands import review as command
    from flows.deciding import Author

    return command.import_(file, Author(warehouse, why, by, changes))
