"""Documents that were edited, that have pages, and that are long."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from explore_site import Serve
from pdf_files import Sheet, pdf

from extractors.ids import document_id
from extractors.records import LoadItem
from warehouse.records import Versions
from warehouse.writer import Writer

PLAN = "Barset Council\n\nCorporate plan 2024-2027\n\n{}\n\nAnn Example, Chief Executive of Barset Council, agrees.\n"
EDITED, PAGED, LONG = (
    "https://barset.example/plan",
    "https://barset.example/accounts.pdf",
    "https://barset.example/long",
)


@pytest.fixture(scope="module")
def warehouse(load_item: Callable[[str, bytes], LoadItem], tmp_path_factory: pytest.TempPathFactory) -> Path:
    published = tmp_path_factory.mktemp("documents") / "documents.duckdb"
    first, second = (
        PLAN.format(f"We will spend {money} on homes in 2025.").encode() for money in ("£5 million", "£7 million")
    )
    pages = pdf(
        Sheet().text(72, 72, "Barset Council accounts", 18),
        Sheet().text(72, 72, "The income of Barset Council was £12 million in 2024."),
    )
    long = "\n\n".join(f"Paragraph {number} of a long story that goes on and on." for number in range(3000)).encode()
    with Writer.open(published) as writer:
        run = writer.begin_run("test", Versions(greenpaper="0", extractor="1", pipeline="none"))
        for content in (pages, long):
            writer.archive(content)
        items = [load_item(EDITED, first), load_item(PAGED, pages), load_item(LONG, long)]
        writer.load(run, items)
        writer.load(run, [load_item(EDITED, second)])
        writer.finish_run(run, 4)
        writer.publish()
    return published


def address(uri: str) -> str:
    return f"/documents/{document_id(uri)}"


def test_editions_stand_side_by_side_with_what_changed(serve: Serve, warehouse: Path) -> None:
    client = serve(warehouse)
    assert f'href="{address(EDITED)}/editions"' in client.get(address(EDITED)).text
    text = client.get(f"{address(EDITED)}/editions").text
    assert '<span class="new">£5 </span>' in text
    assert '<span class="new">£7 </span>' in text
    facts = re.findall(r'<span class="(added|removed)">.*?<td>figure</td><td>([^<]+)', text)
    assert [(change, said[:2]) for change, said in sorted(facts)] == [("added", "£7"), ("removed", "£5")]


def test_an_edition_that_was_replaced_is_shown_without_marks(serve: Serve, warehouse: Path) -> None:
    client = serve(warehouse)
    replaced, current = (client.get(f"{address(EDITED)}?edition={number}").text for number in (1, 2))
    assert "£5 million" in replaced
    assert 'class="m ' not in replaced
    assert 'class="m k-figure"' in current
    assert client.get(f"{address(EDITED)}?edition=3").status_code == 404


def test_a_fact_of_a_pdf_leads_to_its_page(serve: Serve, warehouse: Path) -> None:
    client = serve(warehouse)
    text = client.get(address(PAGED)).text
    place = re.search(rf'href="({address(PAGED)}/source\?edition=1)#page=2" aria-label="Page 2 of the PDF"', text)
    assert place
    answer = client.get(place.group(1))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "inline"
    assert answer.content.startswith(b"%PDF")
    assert f'href="{PAGED}" rel="noopener noreferrer"' in text


def test_a_long_document_is_shown_in_parts_and_a_place_in_the_right_one(serve: Serve, warehouse: Path) -> None:
    client = serve(warehouse)
    first, last = client.get(address(LONG)).text, client.get(f"{address(LONG)}?part=1000").text
    count = re.search(r"Part 1 of (\d+)", first)
    assert count
    assert "Paragraph 0 of" in first
    assert "Paragraph 2999 of" in last
    found = client.get(address(LONG), params={"find": "Paragraph 2998 of a"}).text
    assert f"Part {count.group(1)} of {count.group(1)}" in found
    assert re.search(r'id="hit">\s*Paragraph 2998 of a', found)
