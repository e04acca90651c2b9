"""Words that come as HTML without a website around them: converted documents, e-mails, parts of a record."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bs4 import Tag

from extractors.documents.html_flow import Flow
from extractors.documents.html_tree import parse_tree
from extractors.records import Block, Link, Span


class Fragment(NamedTuple):
    """The text of a fragment, with its layout and links."""

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]

    @property
    def title(self) -> str | None:
        """The first heading of level 1, if there is one."""
        found = next((block for block in self.blocks if (block.kind, block.level) == ("heading", 1)), None)
        return self.text[found.start : found.end] if found else None


def read_fragment(markup: str, base: str | None = None) -> Fragment:
    """Return the words of HTML markup, links resolved against the address `base`; the text may be empty."""
    return read_fragments([markup], base)


def read_fragments(markups: Sequence[str], base: str | None = None) -> Fragment:
    """Return the words of several pieces of HTML markup, one after the other."""
    flow = Flow(base)
    for markup in markups:
        tree = parse_tree(markup)
        body = tree.find("body")
        root = body if isinstance(body, Tag) else tree
        root.name = "article"  # all of it is content: a header or footer in it is no website's
        flow.write(root)
    return Fragment(flow.page.text, tuple(flow.page.blocks), tuple(flow.page.links))


def joined(first: Fragment, second: Fragment) -> Fragment:
    """Return two fragments as one, a blank line between them; neither text may be empty."""
    shift = len(first.text) + 2
    return Fragment(
        f"{first.text}\n\n{second.text}",
        (*first.blocks, *(_moved(block, shift) for block in second.blocks)),
        (*first.links, *(Link(link.start + shift, link.end + shift, link.uri) for link in second.links)),
    )


def _moved(block: Block, shift: int) -> Block:
    return replace(
        block,
        start=block.start + shift,
        end=block.end + shift,
        lines=tuple(Span(start + shift, end + shift) for start, end in block.lines),
        cells=tuple(Span(start + shift, end + shift) for start, end in block.cells),
    )
