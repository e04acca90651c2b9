"""News of public bodies, as their systems publish it: the headline is a heading, every fact stays, the site goes.

The bodies are invented; the markup is of the kinds that are common among them.
"""

import json
from collections.abc import Sequence

from extractors.documents.registry import parse
from extractors.records import ParsedDocument


def read(markup: str, name: str) -> ParsedDocument:
    document = parse(f"<!DOCTYPE html><html lang='en-GB'>{markup}</html>".encode(), name=name)
    assert isinstance(document, ParsedDocument)
    return document


def assert_read(document: ParsedDocument, headline: str, facts: Sequence[str], clutter: Sequence[str]) -> None:
    blocks = [(block.kind, block.level, document.text[block.start : block.end]) for block in document.blocks]
    assert [block for block in blocks if block[:2] == ("heading", 1)] == [("heading", 1, headline)]
    assert [fact for fact in facts if fact not in document.text] == []
    assert [other for other in clutter if other in document.text] == []
    assert document.metadata.title == headline


def linked_data(**said: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@context': 'https://schema.org'} | said)}</script>"


# ---- a department on GOV.UK -------------------------------------------------------------------------------------

DEPARTMENT = f"""
<head><meta charset="utf-8"><title>Dr Ada Finch appointed chair of the Marsh Agency - GOV.UK</title>
<meta name="govuk:primary-publishing-organisation" content="Department for Wetlands">
<meta property="og:site_name" content="GOV.UK"><meta property="og:type" content="article">
{linked_data(**{"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "GOV.UK"}})}
</head>
<body class="gem-c-layout-for-public govuk-template__body">
<a href="#content" class="govuk-skip-link">Skip to main content</a>
<div id="global-cookie-message" class="gem-c-cookie-banner govuk-cookie-banner"><h2>Cookies on GOV.UK</h2>
<p>We use some essential cookies to make this website work.</p></div>
<header class="gem-c-layout-super-navigation-header"><a href="/">GOV.UK</a><h2>Services and information</h2></header>
<div class="govuk-width-container">
<div class="govuk-breadcrumbs"><ol><li><a href="/">Home</a></li><li><a href="/water">Water and marshes</a></li></ol>
</div>
<main id="content" class="govuk-main-wrapper">
<div class="gem-c-heading"><span class="govuk-caption-xl">Press release</span>
<h1 class="govuk-heading-l">Dr Ada Finch appointed chair of the Marsh Agency</h1></div>
<p class="gem-c-lead-paragraph">The Secretary of State has appointed Dr Ada Finch for four years from 1 June 2024.</p>
<div class="gem-c-metadata"><dl><dt>From:</dt><dd><a href="/dw">Department for Wetlands</a></dd>
<dt>Published</dt><dd>3 May 2024</dd></dl></div>
<div class="responsive-bottom-margin"><figure class="gem-c-image-card"><img src="a.jpg" alt=""></figure>
<div class="gem-c-govspeak govuk-govspeak"><div class="govspeak">
<p>Dr Finch succeeds Sir Robin Crane, who stands down after eight years in the post.</p>
<p>The Marsh Agency looks after 410 square miles of wetland and has a budget of £63 million in 2024 to 2025.</p>
<blockquote><p>I am honoured to lead the agency at a moment when marshes matter more than ever.</p></blockquote>
<h2 id="remuneration">Remuneration</h2>
<p>The post is paid £48,000 a year for two and a half days a week.</p>
<h2 id="notes-to-editors">Notes to editors</h2>
<ul><li>The appointment was made in accordance with the Governance Code.</li>
<li>Press office: 020 7946 0111</li></ul></div></div></div>
<div class="gem-c-share-links"><h2>Share this page</h2><ul><li><a href="https://f.example">Share on Facebook</a>
</li></ul></div>
<div class="gem-c-contextual-sidebar"><aside><h2>Related content</h2><ul><li><a href="/m">Marsh strategy 2020</a>
</li></ul></aside></div>
</main></div>
<footer class="gem-c-layout-footer"><p>© Crown copyright</p></footer></body>"""


def test_a_department_announces_an_appointment() -> None:
    assert_read(
        read(DEPARTMENT, "https://www.gov.uk/government/news/finch"),
        "Dr Ada Finch appointed chair of the Marsh Agency",
        (
            *("for four years from 1 June 2024", "Department for Wetlands", "succeeds Sir Robin Crane", "£63 million"),
            *("I am honoured", "Remuneration", "£48,000 a year", "Governance Code", "020 7946 0111"),
        ),
        (
            "cookies",
            "Services and information",
            "Water and marshes",
            "Facebook",
            "Marsh strategy 2020",
            "Crown copyright",
        ),
    )


# ---- an NHS trust with WordPress --------------------------------------------------------------------------------

TRUST_STORY = """
<p class="has-large-font-size">A new £14.5 million urgent care centre has opened its doors at Heron Hospital.</p>
<p>The centre has 22 treatment rooms and will see up to 190 patients a day, the trust's board was told.</p>
<h2 class="wp-block-heading">What is new</h2>
<ul class="wp-block-list"><li>A same-day clinic for frail patients</li>
<li>An X-ray suite paid for by <a href="/friends">the Friends of Heron</a></li></ul>
<blockquote class="wp-block-quote"><p>Patients told us what they wanted, and we listened.</p>
<cite>Joan Teal, Chief Operating Officer</cite></blockquote>
<figure class="wp-block-table"><table><thead><tr><th>Part</th><th>Cost</th></tr></thead>
<tbody><tr><td>Building</td><td>£11m</td></tr><tr><td>Equipment</td><td>£3.5m</td></tr></tbody></table></figure>
<div class="wp-block-file"><a href="/wp-content/uploads/2024/05/case.pdf">Business case</a>
<a href="/wp-content/uploads/2024/05/case.pdf" class="wp-block-file__button" download>Download</a></div>
<p><a href="/urgent">Find out how to use the centre</a></p>
<h2>Notes for editors</h2>
<p>Heron and District NHS Foundation Trust employs 4,100 people.</p>
<p>Contact: Lee Swift, communications manager, <a href="mailto:press@heron.example">press@heron.example</a></p>"""

TRUST_CLUTTER = """
<div class="sharedaddy sd-sharing-enabled"><div class="sd-social"><h3>Share this:</h3>
<ul><li><a href="?share=x">Click to share on X</a></li></ul></div></div>
<section class="related-posts"><h3>Related news</h3><article class="post-teaser"><h4><a href="/a">Car park closes
for a week</a></h4>
<p>The lower car park is closed while the surface is renewed.</p></article></section>"""

TRUST_SIDEBAR = """
<div id="secondary" class="widget-area sidebar"><section class="widget"><h2 class="widget-title">Recent posts</h2>
<ul><li><a href="/b">Choir sings for patients</a></li><li><a href="/c">Nurse of the year</a></li></ul></section>
<section class="widget"><h2>Archives</h2><ul><li><a href="/2024/04">April 2024</a></li></ul></section></div>"""

TRUST_HEAD = f"""<head><title>Urgent care centre opens at Heron Hospital - Heron and District NHS Foundation
Trust</title>
<meta property="og:type" content="article">
<meta property="og:site_name" content="Heron and District NHS Foundation Trust">
<meta property="article:published_time" content="2024-05-03T09:00:00+00:00">
<meta name="generator" content="WordPress 6.5">
{linked_data(**{"@graph": [{"@type": "NewsArticle", "headline": "Urgent care centre opens"}]})}</head>"""

TRUST_TOP = """<div id="cookie-law-info-bar" class="cookie-bar"><p>This website uses cookies to improve your
experience.</p></div>
<div id="masthead" class="site-header"><a href="/">Heron and District</a>
<nav><ul><li><a href="/services">Services A to Z</a></li></ul></nav></div>"""

TRUST_FACTS = (
    *("£14.5 million", "22 treatment rooms", "What is new", "same-day clinic", "the Friends of Heron", "we listened"),
    *("Joan Teal, Chief Operating Officer", "Building | £11m", "Equipment | £3.5m", "Business case", "use the centre"),
    *("Notes for editors", "employs 4,100 people", "Lee Swift", "press@heron.example"),
)
TRUST_OTHERS = ("cookies", "Services A to Z", "Click to share", "Car park", "Choir", "Archives", "April 2024")


def test_a_hospital_trust_opens_a_centre_in_a_theme_with_a_content_element() -> None:
    body = f"""<body class="single-post">{TRUST_TOP}<div id="content" class="site-content">
    <main id="main"><article class="post type-post"><header class="entry-header">
    <h1 class="entry-title">Urgent care centre opens at Heron Hospital</h1>
    <div class="entry-meta"><time datetime="2024-05-03">3 May 2024</time></div></header>
    <div class="entry-content">{TRUST_STORY}{TRUST_CLUTTER}</div></article>{TRUST_SIDEBAR}</main></div>
    <footer id="colophon"><p>Heron Hospital, Lake Road</p></footer></body>"""
    assert_read(
        read(TRUST_HEAD + body, "https://www.heron.nhs.uk/news/urgent"),
        "Urgent care centre opens at Heron Hospital",
        TRUST_FACTS,
        TRUST_OTHERS,
    )


def test_a_hospital_trust_opens_a_centre_in_a_theme_that_is_all_divisions() -> None:
    body = f"""<body class="single-post">{TRUST_TOP}<div id="banner" class="page-banner">
    <h1 class="banner-title">Urgent care centre opens at Heron Hospital</h1><p>3 May 2024</p></div>
    <div id="wrap" class="container"><div class="row"><div class="col-md-8">
    <div class="entry-content">{TRUST_STORY}</div>
    {TRUST_CLUTTER}</div>{TRUST_SIDEBAR}</div></div>
    <div id="footer"><p>Heron Hospital, Lake Road</p></div></body>"""
    assert_read(
        read(TRUST_HEAD + body, "https://www.heron.nhs.uk/news/urgent"),
        "Urgent care centre opens at Heron Hospital",
        TRUST_FACTS,
        TRUST_OTHERS,
    )


def test_a_hospital_trust_opens_a_centre_with_a_page_builder() -> None:
    def widget(kind: str, inner: str) -> str:
        return (
            f"<div class='elementor-element elementor-widget elementor-widget-{kind}'>"
            f"<div class='elementor-widget-container'>{inner}</div></div>"
        )

    body = f"""<body class="elementor-default">{TRUST_TOP}<div class="elementor elementor-12">
    <section class="elementor-section">
    {widget("theme-post-title", "<h1>Urgent care centre opens at Heron Hospital</h1>")}</section>
    <section class="elementor-section"><div class="elementor-column">
    {widget("theme-post-content", TRUST_STORY)}{widget("share-buttons", TRUST_CLUTTER)}</div>
    </section>{TRUST_SIDEBAR}</div>
    <div class="elementor-location-footer"><p>Heron Hospital, Lake Road</p></div></body>"""
    assert_read(
        read(TRUST_HEAD + body, "https://www.heron.nhs.uk/news/urgent"),
        "Urgent care centre opens at Heron Hospital",
        TRUST_FACTS,
        TRUST_OTHERS,
    )


# ---- a council with LocalGov Drupal -----------------------------------------------------------------------------

COUNCIL = f"""
<head><title>Cabinet agrees £9.2m for school places | Otter Valley Council</title>
<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">
{linked_data(**{"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "Otter Valley Council"}})}
</head><body>
<a href="#lgd-main" class="visually-hidden focusable skip-link">Skip to main content</a>
<header class="lgd-header"><nav class="lgd-header__nav"><a href="/bins">Bins and recycling</a></nav></header>
<div class="lgd-region lgd-region--breadcrumb"><nav class="breadcrumb"><ol><li><a href="/news">All news</a></li>
</ol></nav></div>
<main id="lgd-main" class="main"><div class="lgd-region lgd-region--content-top">
<div class="lgd-page-title-block"><h1 class="lgd-page-title-block__title"><span>Cabinet agrees £9.2m for school
places</span></h1></div></div>
<div class="lgd-container"><div class="lgd-row"><div class="lgd-row__two-thirds">
<div class="lgd-region lgd-region--content">
<article class="localgov-news-article localgov-news-article--full">
<div class="localgov-news-article__date">Published: Friday 3 May 2024</div>
<div class="text-formatted">
<p>Otter Valley Council's Cabinet has agreed to spend £9.2 million on 420 more school places by September 2026.</p>
<p>Councillor May Reed, Cabinet Member for Children, said: "Every family should have a school within walking
distance."</p>
<h3>Where the places will be</h3>
<ul><li>Brook Primary School: 210 places</li><li>Weir Academy: 210 places</li></ul>
<p>The decision can be called in until 10 May 2024.</p></div>
<section class="localgov-page-section" id="social-care-and-schools"><h2 id="social-care">Social care</h2>
<p>A further £1.1 million goes to short breaks for disabled children.</p></section>
<div class="accordion"><div class="accordion-item"><h3 class="accordion-title">
<button type="button">Background</button></h3>
<div class="accordion-content hidden"><p>Births in the valley have risen by 6% since 2019.</p></div></div></div>
<div class="related-documents"><h2>Documents</h2><ul><li><a href="/sites/default/files/cabinet-report.pdf">Cabinet
report</a></li></ul></div>
<div class="media-contact"><h2>Media contact</h2><p>Press office, Otter Hall, 01632 960 440</p></div>
</article></div></div>
<div class="lgd-row__one-third"><div class="lgd-region lgd-region--sidebar-second">
<div class="block block-localgov-news-related sidebar-block">
<h2>Latest news</h2><ul><li><a href="/n1">Library opens late on Mondays</a></li><li><a href="/n2">Roadworks in Mill
Lane</a></li></ul></div></div></div>
</div></div></main>
<footer class="lgd-footer"><p>Otter Hall, River Street</p></footer></body>"""


def test_a_council_tells_of_a_decision() -> None:
    assert_read(
        read(COUNCIL, "https://www.ottervalley.gov.uk/news/places"),
        "Cabinet agrees £9.2m for school places",
        (
            *(
                "£9.2 million on 420 more",
                "Councillor May Reed",
                "Where the places will be",
                "Weir Academy: 210 places",
            ),
            *(
                "called in until 10 May",
                "Social care",
                "£1.1 million goes to short breaks",
                "Background",
                "risen by 6%",
            ),
            *("Cabinet report", "Press office, Otter Hall, 01632 960 440", "Published: Friday 3 May 2024"),
        ),
        ("Skip to", "Bins", "All news", "Library opens", "Roadworks", "River Street"),
    )


# ---- a police force ---------------------------------------------------------------------------------------------

POLICE = """
<head><title>Chief Constable Iris Vole announces 85 new officers | Fenland Police</title>
<meta property="og:site_name" content="Fenland Police"><meta property="article:published_time" content="2024-05-03">
</head>
<body><div class="c-cookie-banner"><p>Our website uses cookies</p></div>
<div class="c-header"><ul class="c-nav"><li><a href="/report">Report a crime</a></li></ul></div>
<div class="c-page"><div class="c-hero"><h1>Chief Constable Iris Vole announces 85 new officers</h1>
<p class="c-hero__intro">The force will have 1,730 officers by March 2025, its largest number ever.</p></div>
<div class="c-article"><div class="c-article__meta"><span>09:00 03/05/2024</span></div><div class="c-rte">
<p>Fenland Police is to recruit 85 more officers this year, Chief Constable Iris Vole told the accountability
meeting on Friday.</p>
<p>Forty of them will join neighbourhood teams in Eel Marsh and Pike Town, and 25 will investigate fraud.</p>
<p>Police and Crime Commissioner Rowan Ash has raised the precept by £12.90 for a band D household to pay for
them.</p>
<p><strong>How to apply</strong><br>Applications close on 30 June 2024.</p></div></div>
<div class="c-share"><p>Share</p><ul><li><a href="#">Share by email</a></li></ul></div>
<div class="c-related"><h2>You may also like</h2><ul><li><a href="/1">Man jailed for theft of tractors</a></li></ul>
</div></div>
<div class="c-footer"><a href="/privacy">Privacy</a></div></body>"""


def test_a_police_force_recruits() -> None:
    assert_read(
        read(POLICE, "https://www.fenland.police.uk/news/officers"),
        "Chief Constable Iris Vole announces 85 new officers",
        (
            *("1,730 officers by March 2025", "told the accountability meeting", "Eel Marsh and Pike Town", "£12.90"),
            *("How to apply", "30 June 2024"),
        ),
        ("cookies", "Report a crime", "Share by email", "tractors", "Privacy"),
    )


# ---- an older system: headline in the head of the site, no content element -----------------------------------------


def test_a_headline_in_the_head_of_the_page_is_put_above_the_story() -> None:
    markup = f"""<head><title>Port Authority buys two tugs</title></head><body>
    <header class="page-head"><div><a href="/">Gull Port Authority</a></div><h1>Port Authority buys two tugs</h1>
    </header>
    <div id="page"><div class="left">
    <ul>{"".join(f"<li><a href='/{n}'>Berth number {n}</a></li>" for n in range(20))}</ul></div>
    <div class="text"><p>The Gull Port Authority has bought two electric tugs, Tern and Auk, for £7.4 million
    each.</p>
    <p>They will be delivered in March 2026, said its harbour master, Captain Wim Skua, and replace three older
    ones.</p>
    <p>The purchase is paid for by harbour dues, which rise by 2% on 1 April 2025, and a grant of £1 million.</p>
    <p>Tern is named after the bird that nests on the north mole, and Auk after the tug that served here until 1961.</p>
    </div></div></body>"""
    document = read(markup, "https://gullport.example/news")
    assert_read(
        document,
        "Port Authority buys two tugs",
        ("£7.4 million each", "Captain Wim Skua", "2% on 1 April 2025"),
        ("Berth",),
    )
    assert document.text.startswith("Port Authority buys two tugs\n\n")
