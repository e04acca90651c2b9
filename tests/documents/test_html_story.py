"""Which words of a page are its own: clean pages are taken whole, cluttered ones are cut down to their story."""

from extractors.documents.normalise import normalise
from extractors.documents.registry import parse
from extractors.records import ParsedDocument

PROSE = [
    f"In the {name} part of the plan the council says what it will build, for whom, and how much each of them costs."
    for name in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
]
STORY = "".join(f"<p>{line}</p>" for line in PROSE)
NEWS = '<meta property="article:published_time" content="2024-05-03T09:00:00Z">'
PRESS = f'{NEWS}<script async src="https://securepubads.example/tag/js/gpt.js"></script>'
NAVIGATION = (
    "<div class='menu'><ul>" + "".join(f"<li><a href='/{n}'>Part {n}</a></li>" for n in range(9)) + "</ul></div>"
)


def page(body: str, head: str = "<title>Bridges - The Vale Post</title>") -> ParsedDocument:
    markup = f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"
    document = parse(markup.encode(), name="https://vale.example/news/bridges")
    assert isinstance(document, ParsedDocument)
    assert normalise(document.text) == document.text
    assert all(document.text[link.start : link.end].strip() for link in document.links)
    return document


def lines(document: ParsedDocument) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


# ---- pages that are taken whole ----------------------------------------------------------------------------------


def test_a_page_of_guidance_keeps_its_files_its_contacts_and_its_table() -> None:
    document = page(
        f"""{NAVIGATION}<main><h1>Planning a bridge</h1>
        <dl><dt>From:</dt><dd><a href="/org">Vale Council</a></dd><dt>Published</dt><dd>3 May 2024</dd></dl>
        {STORY}
        <section class="attachment"><h2>Documents</h2>
        <a href="/plan.pdf">Bridge plan 2024</a> <span>PDF, 1MB</span></section>
        <table><tr><th>Bridge</th><th>Cost (£m)</th></tr><tr><td>North Bridge</td><td>12</td></tr></table>
        <div class="contact">Bridges team, Vale Hall, bridges@vale.example</div></main>""",
        "<title>Planning a bridge</title>",
    )
    assert lines(document)[0] == "Planning a bridge"
    for own in ("Vale Council", "Bridge plan 2024", "PDF, 1MB", "North Bridge | 12", "bridges@vale.example", PROSE[-1]):
        assert own in document.text
    assert "https://vale.example/plan.pdf" in {link.uri for link in document.links}
    assert "Part 3" not in document.text


def test_a_board_of_people_cards_keeps_every_card() -> None:
    people = [(f"Ann Archer{n}", f"Director of part {n}") for n in range(12)]
    cards = "".join(f"<div class='card'><div>{name}</div><div>{post}</div></div>" for name, post in people)
    document = page(
        f"{NAVIGATION}<main><h1>Our board</h1><p>{PROSE[0]}</p>{cards}</main>", f"<title>Board</title>{PRESS}"
    )
    for name, post in people:
        assert name in document.text
        assert post in document.text


def test_a_list_of_publications_keeps_every_link() -> None:
    items = "".join(f"<li><a href='/papers/{n}'>Board papers of month {n}</a> 3 May 2024</li>" for n in range(30))
    document = page(
        f"{NAVIGATION}<main><h1>Papers</h1><p>{PROSE[0]}</p><p>{PROSE[1]}</p><p>{PROSE[2]}</p><ul>{items}</ul></main>",
        PRESS,
    )
    assert [link.uri for link in document.links] == [f"https://vale.example/papers/{n}" for n in range(30)]


def test_a_page_that_is_a_table_keeps_its_rows() -> None:
    rows = "".join(f"<tr><td><a href='/t{n}'>Team {n}</a></td><td>{n + 10}</td></tr>" for n in range(40))
    document = page(
        f"{NAVIGATION}<main><h1>Staff</h1><table><tr><th>Team</th><th>Staff</th></tr>{rows}</table></main>", PRESS
    )
    assert sum(block.kind == "row" for block in document.blocks) == 41


def test_folded_parts_are_read_with_their_summaries() -> None:
    document = page(
        f"<main><h1>Help</h1>{STORY}<details><summary>Who pays?</summary><p>You do not.</p></details></main>"
    )
    assert lines(document)[-2:] == ["Who pays?", "You do not."]


# ---- pages that are cut down to their story ----------------------------------------------------------------------

CLUTTERED = f"""
<div class="top"><a href="/">The Vale Post</a> {NAVIGATION}</div>
<article><header><h1>Bridges for Vale</h1><p class="byline">By Bea Brook</p></header>
<div class="body">{STORY}
<h2>What it costs</h2>
<ul><li>North Bridge, £12m</li><li>South Bridge, £9m</li></ul>
<table><tr><th>Bridge</th><th>Cost (£m)</th></tr><tr><td>North Bridge</td><td>12</td></tr></table>
<div class="newsletter-box"><p>Get five stories a day in your letter box, each morning, for nothing at all.</p></div>
<p><a href="/other">READ MORE: the bridge that fell into the river on a Monday in May</a></p>
<p>{PROSE[0].replace("first", "last")}</p></div>
<div class="related-stories"><h3>Read on</h3>
<p>Another story about another thing, which happened in another town.</p></div>
</article>"""


def test_a_piece_of_news_loses_what_its_site_puts_around_and_between_it() -> None:
    text = page(CLUTTERED, f"<title>Bridges for Vale - The Vale Post</title>{PRESS}").text
    for line in PROSE:
        assert line in text
    for other in ("letter box", "READ MORE", "Another story", "Bea Brook", "Part 3", "The Vale Post"):
        assert other not in text


def test_a_story_keeps_its_headings_its_lists_and_its_tables() -> None:
    document = page(CLUTTERED, PRESS)
    found = [(block.kind, document.text[block.start : block.end]) for block in document.blocks]
    assert ("heading", "What it costs") in found
    assert ("item", "North Bridge, £12m") in found
    assert ("row", "North Bridge | 12") in found


def test_the_title_of_a_story_is_in_its_metadata() -> None:
    document = page(CLUTTERED, f"<title>Bridges for Vale - The Vale Post</title>{PRESS}")
    assert document.metadata.title == "Bridges for Vale"
    assert not document.text.startswith("Bridges for Vale")


def test_a_story_with_furniture_but_no_advertising_keeps_its_headline_and_its_links() -> None:
    document = page(CLUTTERED, f"<title>Bridges for Vale - Vale Council</title>{NEWS}")
    assert (document.blocks[0].kind, document.blocks[0].level, lines(document)[0]) == ("heading", 1, "Bridges for Vale")
    assert all(line in document.text for line in PROSE)
    assert "READ MORE" in document.text
    assert not any(other in document.text for other in ("letter box", "Another story", "Bea Brook", "Part 3"))


def test_a_clean_page_that_calls_itself_news_is_taken_whole_unless_it_carries_advertising() -> None:
    clean = f"{NAVIGATION}<main><p>3 May 2024</p><h1>Bridges for Vale</h1>{STORY}<p><a href='/x'>Papers</a></p></main>"
    assert lines(page(clean, NEWS)) == ["3 May 2024", "Bridges for Vale", *PROSE, "Papers"]
    assert not {"Bridges for Vale", "Papers"} & set(lines(page(clean, PRESS)))


def test_a_headline_in_the_head_of_the_site_stands_above_the_story() -> None:
    site = (
        f"<header><h1>Bridges for Vale</h1>{NAVIGATION}</header><div><div class='text'>{STORY}</div><div>{NAVIGATION}"
    )
    assert lines(page(site, "<title>Bridges for Vale - Vale Council</title>")) == ["Bridges for Vale", *PROSE]


def test_a_page_without_a_content_element_is_cut_down_too() -> None:
    text = page(
        f"{NAVIGATION}<div class='page'><div class='text'>{STORY}</div><div class='side'>{NAVIGATION}</div></div>"
    ).text
    assert text == "\n\n".join(PROSE)


def test_links_of_a_story_are_absolute_and_at_their_words() -> None:
    linked = STORY.replace("the council", '<a href="../council"><b>the</b> council</a>', 1)
    document = page(f"{NAVIGATION}<div class='page'><div class='text'>{linked}</div></div>")
    [link] = document.links
    assert (document.text[link.start : link.end], link.uri) == ("the council", "https://vale.example/council")


def test_the_same_page_always_gives_the_same_text() -> None:
    assert len({page(CLUTTERED, PRESS).text for _ in range(3)}) == 1


def test_a_news_page_without_a_day_in_its_meta_data_has_the_day_of_its_signs() -> None:
    body = (
        f"{NAVIGATION}<div class='page'><time datetime='2024-05-03'>Friday</time><div class='text'>{STORY}</div></div>"
    )
    assert str(page(body).metadata.published_on) == "2024-05-03"


def test_control_characters_in_a_cluttered_page_do_no_harm() -> None:
    noise = "<div class='share' on\x01click='x'>Share\x02 this</div>tail &#1;&#x1f; of it"
    document = page(f"{NAVIGATION}<div class='story'>{STORY}{noise}</div>{NAVIGATION}", PRESS)
    assert PROSE[0] in document.text
    assert "\x01" not in document.text
