"""What the pages show of the samples, and that an analyst's page is a file of SQL."""

import re
import shutil
from pathlib import Path

import pytest
from explore_site import HOST, Serve

from flows.explore.site import Choices
from warehouse.query import run_query
from warehouse.records import Versions
from warehouse.writer import Writer


def document_like(warehouse: Path, title: str) -> str:
    with run_query(warehouse, "select document_id from documents where title like $title", {"title": title}) as result:
        return str(next(result.rows())[0])


def test_the_overview_counts_what_the_views_hold(serve: Serve, sample_warehouse: Path) -> None:
    text = serve(sample_warehouse).get("/").text
    with run_query(sample_warehouse, "select documents, people, organisations from warehouse_info") as result:
        counted = next(result.rows())
    for name, count in zip(("documents", "people", "organisations"), counted, strict=True):
        assert f"<dt>{name}</dt><dd>{count}</dd>" in text


def test_a_document_shows_its_whole_text_with_its_facts_marked(serve: Serve, sample_warehouse: Path) -> None:
    document_id = document_like(sample_warehouse, "%social value%")
    text = serve(sample_warehouse).get(f"/documents/{document_id}").text
    row = re.search(r'<tr id="r(\d+)".{0,200}?href="#f\1">Trust Chief Executive', text, re.DOTALL) or re.search(
        r'<tr id="r(\d+)".{0,200}?href="#f\1">Sheila Stenson', text, re.DOTALL
    )
    assert row
    assert re.search(rf'id="f{row.group(1)}">(Sheila Stenson|Trust Chief Executive)', text)
    assert f'href="#r{row.group(1)}"' in text
    with run_query(
        sample_warehouse, "select text from documents where document_id = $id", {"id": document_id}
    ) as result:
        said = str(next(result.rows())[0])
    article = re.search(r"<article.*?</article>", text, re.DOTALL)
    assert article
    words = re.sub(r"<[^>]+>", "", re.sub(r'<a class="tag".*?</a>', "", article.group()))
    assert "".join(words.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&").split()) == "".join(
        said.split()
    )


def test_kinds_that_are_not_asked_for_are_not_marked(serve: Serve, sample_warehouse: Path) -> None:
    document_id = document_like(sample_warehouse, "%social value%")
    text = serve(sample_warehouse).get(f"/documents/{document_id}?kind=quote").text
    assert 'class="m k-quote"' in text
    assert 'class="m k-person"' not in text


def test_strategies_stand_side_by_side(serve: Serve, sample_warehouse: Path) -> None:
    document_id = document_like(sample_warehouse, "Organisational Strategy%")
    text = serve(sample_warehouse).get(f"/strategies?compare={document_id}").text
    assert re.search(r'<th scope="row">value</th><td><ul><li>Respect', text)
    assert '<svg class="chart timeline"' in text


def test_the_network_is_filtered_to_a_neighbourhood(serve: Serve, sample_warehouse: Path) -> None:
    client = serve(sample_warehouse)
    everything, near = (client.get(path).text for path in ("/partnerships", "/partnerships?organisation=KMPT"))
    assert everything.count('class="node') == 5
    assert near.count('class="node') == 5
    assert 'class="node centre"' in near
    assert client.get("/partnerships?organisation=Medway+Council").text.count('class="node') == 2
    assert "No document says so" in client.get("/partnerships?since=2090-01-01").text


def test_a_pair_shows_the_sentence_and_leads_to_its_place(serve: Serve, sample_warehouse: Path) -> None:
    client = serve(sample_warehouse)
    pair = re.findall(r'href="(/partnerships/[^"?#]+/[^"?#]+)"', client.get("/partnerships").text)[0]
    text = client.get(pair).text
    assert "<blockquote>" in text
    place = re.search(r'href="(/documents/[^"]+#hit)"', text)
    assert place
    assert 'id="hit"' in client.get(place.group(1)).text


def test_figures_are_searched_charted_and_downloaded(serve: Serve, sample_warehouse: Path) -> None:
    client = serve(sample_warehouse)
    text = client.get("/figures?measure=Planned+annual+income&unit=GBP").text
    assert '<polyline class="line s0"' in text
    rows = client.get("/figures.csv?measure=Planned+annual+income").text.splitlines()
    assert len(rows) == 2
    assert "194600000.0" in rows[1]


def test_a_passage_leads_to_its_words(serve: Serve, sample_warehouse: Path) -> None:
    client = serve(sample_warehouse)
    text = client.get("/search?words=mental+health").text
    assert "<mark>mental</mark>" in text
    place = re.search(r'href="(/documents/[^"]+#hit)"', text)
    assert place
    assert 'id="hit"' in client.get(place.group(1).replace("&amp;", "&")).text


def test_a_query_is_shown_charted_and_saved(serve: Serve, sample_warehouse: Path) -> None:
    client = serve(sample_warehouse)
    asked = {"q": "select kind, count(*) as n from mentions group by all order by n desc"}
    text = client.get("/sql", params=asked).text
    assert '<th scope="col">kind</th>' in text
    assert '<rect class="bar"' in text
    assert client.get("/sql.csv", params=asked).text.startswith("kind,n\n")


def test_a_new_publication_is_seen_without_a_restart(serve: Serve, own_warehouse: Path) -> None:
    client = serve(own_warehouse)
    runs = client.get("/").text.count('<th scope="row">')
    with Writer.open(own_warehouse) as writer:
        run = writer.begin_run("another", Versions(greenpaper="0", extractor="1", pipeline="none"))
        writer.finish_run(run, 0)
        writer.publish()
    text = client.get("/").text
    assert '<th scope="row">another</th>' in text
    assert text.count('<th scope="row">') == runs + 1


def test_a_decision_that_decides_nothing_is_said_so(serve: Serve, sample_warehouse: Path) -> None:
    client = serve(sample_warehouse)
    token = re.search(r'name="token" value="([^"]+)"', client.get("/review").text)
    assert token
    for form in ({"decision": "reject", "subject": "nobody"}, {"decision": "burn", "subject": "nobody"}):
        answer = client.post("/review", data={**form, "token": token.group(1)}, headers={"origin": f"http://{HOST}"})
        assert answer.status_code == 400
        assert 'class="complaint" role="alert"' in answer.text


def test_a_warehouse_that_went_away_is_one_line(serve: Serve, own_warehouse: Path) -> None:
    client = serve(own_warehouse)
    own_warehouse.unlink()
    answer = client.get("/")
    assert answer.status_code == 503
    assert "no warehouse at" in answer.text


@pytest.mark.parametrize(
    "path", ["/documents/none", "/people/none", "/organisations/none", "/partnerships/a/b", "/pages/none"]
)
def test_what_is_not_there_is_said_so(serve: Serve, sample_warehouse: Path, path: str) -> None:
    assert serve(sample_warehouse).get(path).status_code == 404


def test_an_sql_file_is_a_page_and_a_template_beside_it_is_its_look(
    serve: Serve, sample_warehouse: Path, tmp_path: Path
) -> None:
    (tmp_path / "chairs.sql").write_text(
        "-- Who chairs what\n-- organisation: Body\n"
        "SELECT person, organisation FROM roles WHERE title LIKE '%Chair%'\n"
        "AND ($organisation IS NULL OR organisation ILIKE '%' || $organisation || '%')\n"
    )
    client = serve(sample_warehouse, Choices(folder=tmp_path))
    assert '<a href="/pages/chairs">Who chairs what</a>' in client.get("/pages/chairs").text.replace(
        ' aria-current="page"', ""
    )
    assert '<label>Body <input name="organisation" value="">' in client.get("/pages/chairs").text
    assert "Bob Bowes" in client.get("/pages/chairs?organisation=West+Kent").text
    assert "Bob Bowes" not in client.get("/pages/chairs?organisation=Nowhere").text
    assert client.get("/pages/chairs.csv?organisation=West+Kent").text.startswith("person,organisation\nBob Bowes,")
    (tmp_path / "chairs.html").write_text(
        '{% extends "base.html" %}{% block main %}<h1>Chairs</h1>'
        "{% for row in answer.rows %}<b>{{ row[0] }}</b>{% endfor %}{% endblock %}"
    )
    assert "<h1>Chairs</h1>" in client.get("/pages/chairs").text
    assert "<b>Bob Bowes</b>" in client.get("/pages/chairs").text
    shutil.rmtree(tmp_path)
    assert client.get("/pages/chairs").status_code == 404
