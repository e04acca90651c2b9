"""Pages of public bodies that are lists, cards, tables and folded parts: all of it is theirs, and none of the site's.

The bodies are invented; the markup is of the kinds that are common among them. No page says more than others where
its
content is: some have a content element, some have furniture in it, some are divisions alone.
"""

from collections.abc import Callable, Sequence

import pytest

from extractors.documents.registry import parse
from extractors.records import ParsedDocument

TOP = """<a class="skip-link" href="#content">Skip to content</a><div class="cookie-banner"><p>We use cookies.</p>
</div>
<div class="site-header"><a href="/">Home</a>
<ul class="menu"><li><a href="/az">A to Z of everything</a></li></ul></div>"""
SIDE = """<div class="sidebar"><h2>In this section</h2><ul class="nav"><li><a href="/s1">Another page of the
section</a></li>
<li><a href="/s2">A further page of the section</a></li></ul></div>"""
SHARE = """<div class="social-share"><p>Share this page</p><ul><li><a href="#">Post it to friends</a></li></ul></div>"""
BOTTOM = """<div id="footer"><ul><li><a href="/accessibility">Accessibility statement</a></li></ul></div>"""
CLUTTER = (
    *("Skip to", "cookies", "A to Z", "Another page of the section", "A further page", "Post it", "Accessibility"),
)


Layout = Callable[[str], str]


def clean(content: str) -> str:
    return f"{TOP}<div class='wrap'><main id='content'>{content}</main>{SIDE}</div>{SHARE}{BOTTOM}"


def cluttered(content: str) -> str:
    column = f"<div class='column'>{content}{SHARE}</div>"
    return f"{TOP}<main id='content'><div class='columns'>{column}{SIDE}</div></main>{BOTTOM}"


def divided(content: str) -> str:
    column = f"<div class='column'>{content}</div>"
    return f"{TOP}<div id='content'><div class='columns'>{SIDE}{column}</div></div>{SHARE}{BOTTOM}"


LAYOUTS: list[Layout] = [clean, cluttered, divided]


def read(body: str, title: str) -> ParsedDocument:
    head = f"<head><title>{title} | A body</title></head>"
    markup = f"<!DOCTYPE html><html lang='en-GB'>{head}<body>{body}</body></html>"
    document = parse(markup.encode(), name="https://body.example/page")
    assert isinstance(document, ParsedDocument)
    return document


def assert_read(document: ParsedDocument, title: str, facts: Sequence[str]) -> None:
    blocks = [(block.kind, block.level, document.text[block.start : block.end]) for block in document.blocks]
    assert [block for block in blocks if block[:2] == ("heading", 1)] == [("heading", 1, title)]
    assert [fact for fact in facts if fact not in document.text] == []
    assert [other for other in CLUTTER if other in document.text] == []


PEOPLE = [
    ("Professor Dame Nell Oak", "Vice-Chancellor and Chief Executive"),
    ("Tariq Elm", "Chair of Council"),
    ("Dr Jo Birch", "Deputy Chair; chairs the Audit Committee"),
    ("Sam Rowan", "Student member, until July 2025"),
    ("Bea Hazel", "Clerk to the Council"),
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_university_presents_its_council_on_cards(layout: Layout) -> None:
    cards = "".join(
        f"<div class='card profile-card'><img src='{at}.jpg' alt=''><div class='card-body'><h3 class='card-title'>"
        f"<a href='/people/{at}'>{name}</a></h3><p class='card-text'>{post}</p></div></div>"
        for at, (name, post) in enumerate(PEOPLE)
    )
    content = f"""<h1>Members of the Council</h1>
    <p>The Council is the governing body of the University of Woodland. It has 21 members, most of them from
    outside it,
    and meets five times a year. It approves the strategy and the budget, and appoints the Vice-Chancellor.</p>
    <h2>Who they are</h2><div class="card-deck">{cards}</div>
    <h2>Register of interests</h2><p>Members declare what they own and whom they work for, each September.</p>"""
    assert_read(
        read(layout(content), "Members of the Council"),
        "Members of the Council",
        [*(name for name, _ in PEOPLE), *(post for _, post in PEOPLE), "meets five times a year", "each September"],
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_care_board_lists_its_papers(layout: Layout) -> None:
    months = ("January", "March", "May", "July", "September", "November")
    meetings = "".join(
        f"<h3>{month} 2024</h3><ul class='documents-list'>"
        f"<li><a href='/docs/{month}-agenda.pdf'>Agenda, {month}</a> (PDF, 120 KB)</li>"
        f"<li><a href='/download/{month}'>Minutes of the {month} meeting</a></li></ul>"
        for month in months
    )
    content = f"""<h1>Board meetings and papers</h1>
    <p>The board of NHS Three Rivers Integrated Care Board meets in public every other month at Willow House.</p>
    <table class="table"><caption>Dates of 2025</caption><tr><th>Date</th><th>Place</th></tr>
    <tr><td>16 January 2025</td><td>Willow House</td></tr><tr><td>20 March 2025</td><td>Reed Hall</td></tr></table>
    <h2>Papers</h2>{meetings}
    <h2>Ask a question</h2><p>Send questions by noon two working days before to
    <a href="mailto:board@rivers.example">board@rivers.example</a>.</p>"""
    facts = [f"{paper} {month}" for month in months for paper in ("Agenda,", "Minutes of the")]
    assert_read(
        read(layout(content), "Board meetings and papers"),
        "Board meetings and papers",
        [
            *facts,
            "16 January 2025 | Willow House",
            "20 March 2025 | Reed Hall",
            "board@rivers.example",
            "every other month",
        ],
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_charity_publishes_its_annual_report(layout: Layout) -> None:
    content = """<h1>Annual report 2023/24</h1>
    <p class="lead">In 2023/24 Lantern Trust spent £8.3 million on 214 projects and reached 61,000 young people.</p>
    <div class="stats-grid"><div class="stat"><span class="stat__number">214</span>
    <span class="stat__label">projects funded</span></div>
    <div class="stat"><span class="stat__number">61,000</span><span class="stat__label">young people reached</span>
    </div></div>
    <h2>From our chair</h2>
    <p>It was a year of growth, writes our chair, Lady Rush. Our income rose by 12% to £9.1 million, of which
    legacies were a third.</p>
    <p>We opened an office in Ferry Town and said goodbye to our director of finance, Carl Wick, after eleven
    years.</p>
    <h2>Downloads</h2>
    <div class="download-card"><a href="/files/report.pdf"><h3>Annual report and accounts</h3>
    <p>PDF, 64 pages, 3.2MB</p></a></div>
    <div class="download-card"><a href="/files/easy-read.pdf"><h3>Easy read summary</h3><p>PDF, 12 pages, 1.1MB</p>
    </a></div>
    <h2>Contact</h2><address>Lantern Trust<br>4 Wick Street<br>Ferry Town<br>
    Registered charity number 1999999</address>"""
    assert_read(
        read(layout(content), "Annual report 2023/24"),
        "Annual report 2023/24",
        [
            *("£8.3 million on 214 projects", "projects funded", "young people reached", "Lady Rush", "£9.1 million"),
            *(
                "Carl Wick",
                "Annual report and accounts",
                "PDF, 64 pages",
                "Easy read summary",
                "4 Wick Street",
                "1999999",
            ),
        ],
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_regulator_consults(layout: Layout) -> None:
    content = """<h1>Consultation on ferry licences</h1>
    <div class="summary-box"><dl><dt>Opened</dt><dd>3 May 2024</dd><dt>Closes</dt><dd>26 July 2024, 5pm</dd>
    <dt>Owner</dt><dd>Office of Ferries</dd></dl></div>
    <p>We propose to license ferries for seven years instead of three, and to charge £640 for a licence instead
    of £410.</p>
    <p>Operators told us that three years are too few for them to borrow against, and that fees were not their
    worry.</p>
    <h2>What we ask</h2><ol><li>Do you agree with seven years?</li><li>Is the fee right for boats of fewer
    than 12 seats?</li></ol>
    <details class="govuk-details"><summary><span>Who may answer</span></summary><div><p>Anybody who uses or runs a
    ferry.</p></div></details>
    <div class="accordion"><h2 class="accordion-header"><button class="accordion-button">Events</button></h2>
    <div class="accordion-collapse collapse"><p>Meet us in Mole Hall on 4 June 2024.</p></div></div>
    <h2>How to answer</h2><p><a href="https://answers.example/ferries">Answer online</a></p>
    <p>Or write to Ferry Licences, 9 Quay, Gull Harbour GU1 1AA.</p>
    <div class="related-documents"><h2>Related documents</h2><ul><li><a href="/media/1234/impact">Impact
    assessment</a></li>
    <li><a href="/media/1235/draft.docx">Draft regulations</a></li></ul></div>"""
    assert_read(
        read(layout(content), "Consultation on ferry licences"),
        "Consultation on ferry licences",
        [
            *("3 May 2024", "26 July 2024, 5pm", "Office of Ferries", "£640 for a licence", "fewer than 12 seats"),
            *(
                "Who may answer",
                "Anybody who uses",
                "Events",
                "Mole Hall",
                "Answer online",
                "9 Quay",
                "Impact assessment",
            ),
            "Draft regulations",
        ],
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_statistics_office_publishes_a_table(layout: Layout) -> None:
    rows = "".join(f"<tr><th scope='row'>Region {at}</th><td>{at},100</td><td>{at}.5%</td></tr>" for at in range(1, 13))
    content = f"""<h1>Jobs in the regions, 2024</h1>
    <div class="release-meta"><p>Released: 3 May 2024</p><p>Next release: May 2025</p></div>
    <h2>Main points</h2><ul><li>Employment grew in all 12 regions.</li><li>Region 12 grew fastest, by 12.5%.</li></ul>
    <h2>The figures</h2><p>Figures are from the survey of workplaces and rounded to hundreds; they are not adjusted
    for season.</p>
    <div class="table-scroll"><table><caption>Table 1: jobs by region</caption><thead><tr><th>Region</th>
    <th>Jobs</th><th>Change</th></tr></thead>
    <tbody>{rows}</tbody></table></div>
    <div class="tabs"><ul class="tabs__list"><li><a href="#by-sex">By sex</a></li></ul>
    <div class="tabs__panel tabs__panel--hidden" id="by-sex"><p>Of the new jobs 54% went to women.</p></div></div>
    <div class="download-links"><a href="/table1.xlsx">Table 1 (Excel, 40KB)</a></div>
    <div class="contact-box"><h2>Contact</h2><p>Statistician: Ruth Tally, 01632 960 777</p></div>"""
    assert_read(
        read(layout(content), "Jobs in the regions, 2024"),
        "Jobs in the regions, 2024",
        [
            *(
                "Released: 3 May 2024",
                "Next release: May 2025",
                "grew in all 12",
                "not adjusted for season",
                "54% went to women",
            ),
            *(f"Region {at} | {at},100 | {at}.5%" for at in range(1, 13)),
            *("Table 1: jobs by region", "Table 1 (Excel, 40KB)", "Ruth Tally, 01632 960 777"),
        ],
    )


INTRODUCTION = """<h1>The county's work</h1>
<p>The board of the Trust oversees the services that it runs in the county, and answers for them.
It meets six times a year in public, and each of its members is appointed for three years.</p>"""


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("part", "facts"),
    [
        (
            """<div class='teaser'><h3><a href='/1'>Ferry line</a></h3><p>Opens in June for £3m.</p></div>
            <div class='teaser'><h3><a href='/2'>Bus line</a></h3><p>Opens in July for £1m.</p></div>""",
            ("Ferry line", "Opens in June for £3m.", "Bus line", "Opens in July for £1m."),
        ),
        (
            """<div class='cta'><h2>Answer by 3 June</h2><a href='/survey'>Answer the survey</a></div>
            <div class='contact-details'><p>Phone: 01632 960001</p></div>""",
            ("Answer by 3 June", "Answer the survey", "01632 960001"),
        ),
        (
            "<div class='timeline'><div><span>June 2024</span><div>Cabinet decides</div></div></div>",
            ("June 2024", "Cabinet decides"),
        ),
        (
            "<a class='tile' href='/t'><span>Strategy for water</span> <span>What we do until 2027</span></a>",
            ("Strategy for water", "What we do until 2027"),
        ),
    ],
    ids=["teasers", "appeal and contact", "steps", "tiles"],
)
def test_a_short_page_keeps_its_parts(layout: Layout, part: str, facts: Sequence[str]) -> None:
    assert_read(read(layout(INTRODUCTION + part), "The county's work"), "The county's work", facts)
