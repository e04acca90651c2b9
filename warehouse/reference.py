"""The reference of all views as Markdown, made from the headers of their SQL files: `docs/views.md` is its output."""

import sys

from warehouse.layout import VIEWS, view_comments

_HEAD = """# Views

Made by `python -m warehouse.reference` from the headers in `warehouse/views/`; the same words stand as comments in the
published file (`select * from duckdb_columns()`). All views are in the schema `main`.
"""


def reference() -> str:
    """Return the page: one section a view, one table row a column."""
    parts = [_HEAD]
    for name in VIEWS:
        comments = view_comments(name)
        rows = "\n".join(f"| `{column}` | {_cell(text)} |" for column, text in comments.columns.items())
        parts.append(f"## `{name}`\n\n{comments.view}\n\n| column | |\n| --- | --- |\n{rows}\n")
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(reference())
