"""A page's story without what a site puts around and between it, where the page is one that a site has cluttered.

Most pages of public bodies are clean: they say which element is their content, and all of it is theirs, lists of links,
cards and tables too, which no chooser of main text knows how to value. They are taken whole. A page is cut down only if

- it names no content element, or names one and puts there what belongs to the site (its classes say so), or says that
  it is a piece of news and carries advertising, as the press does;
- and what trafilatura leaves out of the content element is little beside what it takes.

How it is cut down depends on who put the clutter there. A page that carries advertising is cut to its story: the
innermost element with nearly all of the words that trafilatura takes, and of it what it takes; of what it leaves out,
tables, lists, terms and links to files come back. Its headline is in the meta data alone. Any other page loses only
what its classes call the site's, and its headline stays: who was appointed is said there, and often nowhere else.
Where it names no content element, its content is what stands below its heading, around its story; or, if it is too
short for trafilatura to find one, the element that its link for skipping the menus leads to.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from extractors.documents.html_choice import chosen_runs, main_letters
from extractors.documents.html_cut import removed
from extractors.documents.html_runs import (
    HEADING,
    LISTED,
    TABULAR,
    TITLE,
    TO_DOCUMENT,
    Enclosure,
    Run,
    Running,
    running_words,
)
from extractors.documents.html_weighing import Weighed
from extractors.documents.normalise import normalise_inline

_LEAST = 250
"""Letters of the shortest story; trafilatura too takes a shorter one for none."""
_FOUND_AGAIN = 0.8
"""Share of trafilatura's letters that must be found again in the page."""
_FIRST_LINKS = 5
"""Links at the start of a page among which one may lead to its content."""
_UNSURE = 0.25
"""Share of a page's letters that the choice must hold where nothing else tells which part of it is its own."""


@dataclass(frozen=True, slots=True)
class Story:
    """The runs that are a page's story, its heading, and whether the choice is unsure.

    `headline` is the heading that is to stand above the runs; None where it is among them, or is to be left out.
    """

    running: Running
    kept: frozenset[int]
    heading: str | None
    headline: str | None
    is_unsure: bool


def story_of(body: HtmlElement, title: str, *, is_press: bool, is_commercial: bool) -> Story | None:
    """Return the story of a cluttered page; None for a page that is to be taken whole.

    `title` is what stands in its <title>, `is_press` says that its meta data call it a piece of news or a posting,
    `is_commercial` that it carries advertising.
    """
    target = _skipped_to(body)
    running = running_words(body)
    for element in running.skipped:
        if next(element.iter("h1"), None) is None:  # the page's heading may stand in the head of its site
            removed(element)
    letters_of_title = "".join(title.split())
    page = Weighed(running, frozenset(), is_commercial=is_commercial)
    content = page.content()
    if content and not is_commercial:
        return _without_furniture(page, content, letters_of_title)
    marked = None if is_commercial or target is None else page.named(target)
    letters = main_letters(body)
    weighed = Weighed(running, chosen_runs(running.runs, letters), is_commercial=is_commercial)
    if weighed.chosen_letters < max(_LEAST, _FOUND_AGAIN * len(letters)):
        return _without_furniture(page, marked, letters_of_title, is_cut=True) if marked else None
    page = weighed
    if content and page.is_taken_whole(content, is_press=is_press):
        return None
    story = page.innermost()
    around = content or story
    heading = _heading(page.runs, around, letters_of_title)
    own = None if is_commercial or heading is None else page.below(heading, story)
    if own:
        kept = frozenset(_kept_of_content(page, own))
    else:
        page.look_for_furniture(story)
        kept = frozenset(_kept(page, story, around, letters_of_title))
    total = page.letters(0, len(running.runs))
    unsure = content is None and not is_press and page.chosen_letters < _UNSURE * total
    return _story(page, around, kept, letters_of_title, is_unsure=unsure)


def _skipped_to(body: HtmlElement) -> str | None:
    """Return the identifier that the page's first links lead to inside it: its content's, for who uses no mouse."""
    links = ((link.get("href") or "").strip() for link in islice(body.iter("a"), _FIRST_LINKS))
    return next((address[1:] for address in links if address.startswith("#") and len(address) > 1), None)


def _without_furniture(page: Weighed, content: Enclosure, title: str, *, is_cut: bool = False) -> Story | None:
    """Return a content element without what is the site's; None where there is nothing to cut off."""
    page.look_for_furniture(content)
    if not page.furniture and not is_cut:
        return None
    return _story(page, content, frozenset(_kept_of_content(page, content)), title)


def _story(
    page: Weighed, around: Enclosure, kept: frozenset[int], title: str, *, is_unsure: bool = False
) -> Story | None:
    """Return the story of the runs that are kept, with the page's heading; None where none are."""
    if not kept:
        return None
    heading = _heading(page.runs, around, title)
    words = _words(page.runs[heading]) if heading is not None else _heading_in(page.running.skipped, title)
    return Story(page.running, kept, words, None if page.is_commercial or heading in kept else words, is_unsure)


def _kept_of_content(page: Weighed, content: Enclosure) -> Iterator[int]:
    """Yield the numbers of the runs of a content element that are not its site's."""
    for number in range(content.first, content.last):
        is_site = number in page.furniture or number in page.link_lists
        if not is_site or page.runs[number].kind & (TO_DOCUMENT | TITLE):
            yield number


def _kept(page: Weighed, story: Enclosure, content: Enclosure, title: str) -> Iterator[int]:
    """Yield the numbers of the runs of a story, without the page's title."""
    after_title = False
    for number in range(content.first, content.last):
        run = page.runs[number]
        is_title = bool(run.kind & TITLE) or (len(run.letters) > 15 and title.startswith(run.letters))
        is_deck = after_title and bool(run.kind & HEADING)
        after_title = is_title
        if is_title or is_deck or number in page.furniture:
            continue
        if number in page.chosen and story.first <= number < story.last:
            if not run.is_link or not page.is_commercial or run.kind & (LISTED | TABULAR | TO_DOCUMENT | HEADING):
                yield number
        elif number not in page.captions and _comes_back(run, in_story=story.first <= number < story.last):
            yield number


def _comes_back(run: Run, *, in_story: bool) -> bool:
    """Whether a run that is not chosen is one of those that trafilatura leaves out though they are the page's own."""
    return bool(run.kind & (TABULAR | TO_DOCUMENT)) or (in_story and bool(run.kind & LISTED) and not run.is_link)


def _heading(runs: Sequence[Run], around: Enclosure, title: str) -> int | None:
    """Return the number of the page's heading: the one with which its <title> begins, or the only one in its story."""
    headings = [number for number, run in enumerate(runs) if run.kind & TITLE]
    inside = [number for number in headings if around.first <= number < around.last]
    only = inside[0] if len(inside) == 1 else None
    return next((number for number in headings if title.startswith(runs[number].letters)), only)


def _heading_in(skipped: Sequence[HtmlElement], title: str) -> str | None:
    """Return the heading in the head of the site with which the page's <title> begins."""
    headings = (element.text_content() for part in skipped for element in part.iter("h1"))
    own = (" ".join(normalise_inline(words).split()) for words in headings)
    return next((words for words in own if words and title.startswith("".join(words.split()))), None)


def _words(run: Run) -> str | None:
    """Return the words of a run on one line."""
    words = "".join(getattr(element, where) for element, where in run.slots)
    return " ".join(normalise_inline(words).split()) or None
