"""Writing the rows of a query: CSV, JSON, JSON lines, Parquet, or cells for a table. Rows are written as they come."""

import base64
import csv
import json
import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import BinaryIO, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.query import Result


def write_csv(result: Result, stream: TextIO) -> int:
    """Write a header and the rows as CSV, and return how many rows. NULL is an empty cell, a list is JSON."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(result.columns)
    count = 0
    for row in result.rows():
        writer.writerow([cell_text(value) for value in row])
        count += 1
    return count


def write_json(result: Result, stream: TextIO) -> int:
    """Write the rows as one JSON array of objects, a row a line, and return how many. Dates and times are ISO 8601."""
    count = 0
    stream.write("[")
    for row in result.rows():
        stream.write(",\n" if count else "\n")
        named = {column: _plain(value) for column, value in zip(result.columns, row, strict=True)}
        stream.write(json.dumps(named, ensure_ascii=False))
        count += 1
    stream.write("\n]\n" if count else "]\n")
    return count


def write_json_lines(result: Result, stream: TextIO) -> int:
    """Write the rows as JSON objects, one a line, and return how many. Dates and times are ISO 8601."""
    count = 0
    for row in result.rows():
        named = {column: _plain(value) for column, value in zip(result.columns, row, strict=True)}
        stream.write(f"{json.dumps(named, ensure_ascii=False)}\n")
        count += 1
    return count


def write_parquet(result: Result, target: BinaryIO) -> int:
    """Write the rows as Parquet, and return how many."""
    count = 0
    with result.batches() as reader:
        schema = pa.schema([field.with_name(name) for field, name in zip(reader.schema, result.columns, strict=True)])
        with pq.ParquetWriter(target, schema) as writer:
            for batch in reader:
                writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
                count += batch.num_rows
    return count


def cell_text(value: object) -> str:
    """Return a value as the text of one cell: NULL is empty, dates and times are ISO 8601, a list or struct is JSON.

    What is no number is written as "nan", "inf" or "-inf", so that it is not taken for NULL.
    """
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, bool | list | dict):
        return json.dumps(plain, ensure_ascii=False)
    return str(plain)


def _plain(value: object) -> object:
    """Return a value as JSON knows it: a number that is none (NaN, infinity) is null."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {cell_text(key): _plain(item) for key, item in value.items()}
    return _as_text(value)


def _as_text(value: object) -> str:
    """Return a value that JSON has no form for as text; bytes are Base64."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return str(value)
