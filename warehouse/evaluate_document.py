"""One labelled document against what the warehouse holds of it: a function per kind of fact."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse import evaluate_words as in_words
from warehouse import sql
from warehouse.evaluate_rules import (
    Matched,
    Pairing,
    Row,
    as_day,
    distinct,
    match,
    matched,
    named_in,
    organisation_key,
    person_key,
    same_item,
    same_number,
    same_text,
    same_title,
    surest,
    words,
)

Label = dict[str, Any]

_LISTS = ("organisations", "figures", "dates", "partnerships", "strategy_items", "publications", "quotes")
LABEL_KEYS = frozenset(
    {"document", "title", "doc_type", "published_on", "period", "publisher", "people", "members", *_LISTS}
    | {f"{name}_optional" for name in (*_LISTS, "people", "members", "roles")}
)
"""What a file of labels may say; another key is a slip that would cost a whole kind its labels."""

_SMALL_WORDS = frozenset({"of", "the", "and"})


class Labelled:
    """A labelled document, as `gold/README.md` describes it. A list that the file leaves out is empty."""

    def __init__(self, said: Label) -> None:
        self.document: str = said["document"]
        self._said = said

    def __contains__(self, key: str) -> bool:
        return key in self._said

    def get(self, key: str) -> Any:
        """Return what the label says of the document as a whole, None where nothing."""
        return self._said.get(key)

    def each(self, key: str) -> list[Any]:
        """Return the labels of one kind."""
        found: list[Any] = self._said.get(key, [])
        return found

    def aliases(self, organisation: str | None) -> list[str]:
        """Return every acceptable name of an organisation that a label names."""
        if not organisation:
            return []
        return next((names for names in self.each("organisations") if named_in(names, organisation)), [organisation])


@dataclass(frozen=True, slots=True)
class Stored:
    """One document in an open warehouse; `metadata` is title, type, published_on, coverage start and end, publisher."""

    connection: duckdb.DuckDBPyConnection
    document_id: str
    metadata: Row

    def rows(self, kind: str) -> list[Row]:
        """Return the document's facts of one kind: the rows of `evaluation/<kind>.sql`."""
        return self.connection.execute(sql.read(f"evaluation/{kind}.sql"), [self.document_id]).fetchall()


def score_document(label: Labelled, stored: Stored) -> dict[str, Matched]:
    """Return what came of every kind of label."""
    items = stored.rows("strategy_items")
    figures = stored.rows("figures")
    return {
        "metadata": _metadata(label, stored.metadata),
        "people": _people(label, stored.rows("people")),
        "organisations": _organisations(label, stored.rows("organisations")),
        "roles": _roles(label, stored.rows("roles")),
        "figures": _figures(label, figures),
        "measures": _measures(label, figures),
        "dates": _dates(label, stored.rows("dates")),
        "partnerships": _partnerships(label, stored.rows("partnerships")),
        "members": _members(label, stored.rows("members")),
        "strategy items": _items(label, items),
        "strategy kinds": _item_kinds(label, items),
        "publications": _publications(label, stored.rows("publications")),
        "quotes": _quotes(label, stored.rows("quotes")),
    }


def _metadata(label: Labelled, metadata: Row) -> Matched:
    title, document_type, published_on, coverage_start, coverage_end, publisher = metadata
    period = label.get("period") or {}
    told = [
        ("title", label.get("title"), title, same_text(label.get("title"), title, 0.9)),
        ("document_type", label.get("doc_type"), document_type, label.get("doc_type") == document_type),
        ("publisher", label.get("publisher"), publisher, named_in(label.aliases(label.get("publisher")), publisher)),
    ]
    days = [
        ("published_on", label.get("published_on"), published_on),
        ("coverage_start", period.get("start"), coverage_start),
        ("coverage_end", period.get("end"), coverage_end),
    ]
    told += [(field, wanted, found, as_day(wanted) == found) for field, wanted, found in days]
    stated = [row for row in told if row[1] is not None]
    bad = [in_words.metadata(field, wanted, found) for field, wanted, found, right in stated if not right]
    return Matched(len(stated) - len(bad), tuple(bad))


def _people(label: Labelled, rows: list[Row]) -> Matched:
    return matched(
        [person["name"] for person in label.each("people")],
        surest(rows, lambda row: person_key(row[0])),
        lambda one, row: person_key(one) == person_key(row[0]),
        str,
        lambda row: str(row[0]),
    )


def _organisations(label: Labelled, rows: list[Row]) -> Matched:
    def is_one(aliases: Sequence[str], row: Row) -> bool:
        return named_in(aliases, row[0]) or named_in(aliases, row[1])

    fine = label.each("organisations_optional") + label.each("organisations")
    return matched(
        label.each("organisations"),
        surest(rows, lambda row: organisation_key(row[0])),
        is_one,
        in_words.organisation,
        lambda row: in_words.organisation(row[:2]),
        lambda row: any(is_one(aliases, row) for aliases in fine),
    )


def _roles(label: Labelled, rows: list[Row]) -> Matched:
    def same(wanted: Row, found: Row) -> bool:
        person, title, organisation = wanted
        return (
            person_key(person) == person_key(found[0])
            and same_title(title, found[1])
            and (organisation is None or named_in(label.aliases(organisation), found[2]))
        )

    wanted = [
        (person["name"], role["title"], role["organisation"])
        for person in label.each("people")
        for role in person["roles"]
    ]
    return matched(wanted, rows, same, lambda one: in_words.role(*one), lambda row: in_words.role(*row[:3]))


def _same_figure(wanted: Label, found: Row) -> bool:
    value, value_high, unit = found[:3]
    if wanted["unit"] != unit:
        return False
    if isinstance(wanted["value"], list):
        low, high = wanted["value"]
        return same_number(low, value) and same_number(high, value_high)
    return same_number(wanted["value"], value)


def _figures(label: Labelled, rows: list[Row]) -> Matched:
    def say(row: Row) -> str:
        value, value_high, unit, measure, text, _ = row
        return in_words.figure(text, value, value_high, unit, measure)

    optional = label.each("figures_optional")
    return matched(
        label.each("figures"),
        rows,
        _same_figure,
        in_words.labelled_figure,
        say,
        lambda row: any(_same_figure(figure, row) for figure in optional),
    )


def _measures(label: Labelled, rows: list[Row]) -> Matched:
    def same(wanted: Label, found: Row) -> bool:
        common = set(words(wanted["measure"])) & set(words(found[3]))
        return _same_figure(wanted, found) and bool(common - _SMALL_WORDS)

    wanted = [figure for figure in label.each("figures") if figure.get("measure")]
    return _wanted_only(match(wanted, rows, same), in_words.labelled_figure)


def _dates(label: Labelled, rows: list[Row]) -> Matched:
    def interval(one: Label) -> Row:
        return as_day(one["start"]), as_day(one["end"])

    optional = {interval(one) for one in label.each("dates_optional")}
    return matched(
        distinct(label.each("dates"), lambda one: (one["start"], one["end"])),
        surest(rows, lambda row: row[:2]),
        lambda one, row: interval(one) == row[:2],
        lambda one: in_words.interval(one.get("text"), *interval(one)),
        lambda row: in_words.interval(row[2], row[0], row[1]),
        lambda row: row[:2] in optional,
    )


def _partnerships(label: Labelled, rows: list[Row]) -> Matched:
    def same(wanted: Sequence[str], found: Row) -> bool:
        one, other = label.aliases(wanted[0]), label.aliases(wanted[1])
        a, b = found[:2]
        return (named_in(one, a) and named_in(other, b)) or (named_in(one, b) and named_in(other, a))

    optional = [pair["organisations"] for pair in label.each("partnerships_optional")]
    return matched(
        [pair["organisations"] for pair in label.each("partnerships") if len(pair["organisations"]) == 2],
        surest(rows, lambda row: frozenset(map(organisation_key, row[:2]))),
        same,
        lambda pair: in_words.pair(*pair),
        lambda row: in_words.pair(*row[:2]),
        lambda row: any(same(pair, row) for pair in optional),
    )


def _members(label: Labelled, rows: list[Row]) -> Matched:
    """A document without this list was not labelled for members, so that what is found there is not judged."""
    if "members" not in label:
        return Matched(0, judged=())
    return matched(
        label.each("members"),
        surest(rows, lambda row: organisation_key(row[0])),
        lambda one, row: named_in(label.aliases(one), row[0]),
        str,
        lambda row: str(row[0]),
    )


def _items(label: Labelled, rows: list[Row]) -> Matched:
    def same(wanted: Label, found: Row) -> bool:
        return same_item(wanted["text"], found[1])

    optional = label.each("strategy_items_optional")
    return matched(
        label.each("strategy_items"),
        rows,
        same,
        _labelled_item,
        lambda row: in_words.item(*row[:2]),
        lambda row: any(same(item, row) for item in optional),
    )


def _item_kinds(label: Labelled, rows: list[Row]) -> Matched:
    def same(wanted: Label, found: Row) -> bool:
        return bool(wanted["kind"] == found[0]) and same_item(wanted["text"], found[1])

    return _wanted_only(match(label.each("strategy_items"), rows, same), _labelled_item)


def _labelled_item(label: Label) -> str:
    return in_words.item(label["kind"], label["text"])


def _wanted_only(paired: Pairing[Label, Row], say: Callable[[Label], str]) -> Matched:
    """A kind of which only recall is asked: what is found beyond it is judged elsewhere, and so is its confidence."""
    return Matched(len(paired.taken), tuple(map(say, paired.missed)))


def _publications(label: Labelled, rows: list[Row]) -> Matched:
    def same(wanted: Label, found: Row) -> bool:
        return same_text(wanted["label"], found[0], 0.75) and wanted.get("year") in (None, found[1])

    optional = label.each("publications_optional")
    return matched(
        label.each("publications"),
        rows,
        same,
        lambda one: in_words.publication(one["label"], one.get("year")),
        lambda row: in_words.publication(*row[:2]),
        lambda row: any(same(one, row) for one in optional),
    )


def _quotes(label: Labelled, rows: list[Row]) -> Matched:
    def same(wanted: Label, found: Row) -> bool:
        beginning = " ".join(words(wanted["starts"])[:5])
        return person_key(wanted["speaker"]) == person_key(found[0]) and beginning in " ".join(words(found[1]))

    fine = label.each("quotes_optional") + label.each("quotes")
    return matched(
        label.each("quotes"),
        rows,
        same,
        lambda one: in_words.quote(one["speaker"], one["starts"]),
        lambda row: in_words.quote(*row[:2]),
        lambda row: any(same(one, row) for one in fine),
    )
