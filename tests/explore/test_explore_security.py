"""Who is answered, and what a document's words may do on a page: nothing but be read."""

import re
from pathlib import Path

import pytest
from explore_site import HOST, Serve
from hostile import ADDRESS, hostile_warehouse

from extractors.errors import ConfigurationError
from flows.explore.rendering import link
from flows.explore.security import host_names, is_loopback
from flows.explore.server import serve as serve_site
from flows.explore.site import Choices

PAGES = (
    "/", "/documents", "/strategies", "/partnerships", "/people", "/posts", "/figures", "/search?words=Ann", "/sql",
    "/review", "/nothing",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_warehouse(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1:8000.evil.example", ""])
def test_another_name_for_this_machine_is_refused(serve: Serve, sample_warehouse: Path, host: str) -> None:
    assert serve(sample_warehouse).get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:8000", f"http://{HOST}.evil.example"]
)
def test_requests_of_other_sites_are_refused(serve: Serve, sample_warehouse: Path, origin: str) -> None:
    client = serve(sample_warehouse)
    assert client.get("/", headers={"origin": origin}).status_code == 403
    assert client.post("/review", headers={"origin": origin}).status_code == 403


def test_what_another_site_embeds_is_refused_and_a_link_that_is_followed_is_not(
    serve: Serve, sample_warehouse: Path
) -> None:
    client = serve(sample_warehouse)
    foreign = {"sec-fetch-site": "cross-site"}
    assert client.get("/", headers={**foreign, "sec-fetch-mode": "no-cors"}).status_code == 403
    assert client.get("/", headers={**foreign, "sec-fetch-mode": "navigate"}).status_code == 200
    assert client.get("/figures.csv", headers={**foreign, "sec-fetch-mode": "navigate"}).status_code == 403


def test_a_statement_in_a_link_from_elsewhere_waits_for_a_person(serve: Serve, sample_warehouse: Path) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    answer = serve(sample_warehouse).get("/sql", params={"q": "select 1 as one"}, headers=headers)
    assert "Read it, then run it." in answer.text
    assert "Download as CSV" not in answer.text


def test_every_answer_allows_nothing_inline_and_nothing_from_elsewhere(serve: Serve, sample_warehouse: Path) -> None:
    client = serve(sample_warehouse)
    for path in (*PAGES, "/static/explore.js", "/figures.csv"):
        headers = client.get(path).headers
        policy = dict(each.strip().split(" ", 1) for each in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert headers["x-content-type-options"] == "nosniff"


def test_a_decision_needs_the_page_it_was_made_on(serve: Serve, sample_warehouse: Path) -> None:
    client = serve(sample_warehouse)
    form = {"decision": "reject", "subject": "figure-00000000000000000000", "token": "guessed"}
    assert client.post("/review", data=form).status_code == 403
    assert client.post("/review", data=form, headers={"origin": f"http://{HOST}"}).status_code == 403


def test_nobody_decides_where_other_machines_can_ask(serve: Serve, sample_warehouse: Path) -> None:
    client = serve(sample_warehouse, Choices(may_decide=False))
    assert '<form class="decide"' not in client.get("/review").text
    token = re.search(r'name="token" value="([^"]+)"', serve(sample_warehouse).get("/review").text)
    assert token
    form = {"decision": "reject", "subject": "figure-00000000000000000000", "token": token.group(1)}
    assert client.post("/review", data=form, headers={"origin": f"http://{HOST}"}).status_code == 403


def test_names_titles_and_addresses_stay_words(serve: Serve, hostile: Path) -> None:
    client = serve(hostile)
    listed = client.get("/documents").text
    document = re.findall(r'href="(/documents/[^"?#]+)"', listed)[0]
    person = re.findall(r'href="(/people/[^"?#]+)"', client.get("/people").text)[0]
    pairs = client.get("/partnerships").text
    organisation = re.findall(r'href="(/organisations/[^"?#]+)"', pairs)[0]
    pair = re.findall(r'href="(/partnerships/[^"?#]+/[^"?#]+)"', pairs)[0]
    compared = f"/strategies?compare={document.rpartition('/')[2]}"
    statement = {"q": "select title, uri from documents union all select '{{ 7*7 }}', '</textarea><script>'"}
    shown = [
        client.get(path) for path in (*PAGES, document, f"{document}/editions", person, organisation, pair, compared)
    ]
    shown.append(client.get("/sql", params=statement))
    assert {each.url.path for each in shown if each.status_code != 200} == {"/nothing"}
    for answer in shown:
        text = answer.text
        assert len(re.findall(r"<script\b", text)) <= 1, answer.url  # our own
        assert "<script>" not in text, answer.url
        assert "<img" not in text, answer.url
        assert not re.search(r'(href|src|action)="(?!/|#|https?://)', text), answer.url
        assert not re.search(r"<[^>]+\son[a-z]+=", re.sub(r'"[^"]*"', '""', text)), answer.url
    text = client.get(document).text
    assert "&lt;script&gt;" in text
    assert "{{ 7*7 }}" in text


def test_bytes_of_a_document_are_saved_and_never_shown_as_a_page(serve: Serve, hostile: Path) -> None:
    client = serve(hostile)
    document = re.findall(r'href="(/documents/[^"?#]+)"', client.get("/documents").text)[0]
    answer = client.get(f"{document}/source")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert b"<script>" in answer.content


@pytest.mark.parametrize(
    "uri", [ADDRESS, "data:text/html,x", "file:///etc/passwd", "//evil", " https://a", "http://", "x", None]
)
def test_only_addresses_of_the_web_become_links(uri: str | None) -> None:
    assert link(uri) is None
    assert link("https://example.org/a?b#c") == "https://example.org/a?b#c"


def test_statements_can_neither_write_nor_leave_the_file(serve: Serve, sample_warehouse: Path) -> None:
    client = serve(sample_warehouse)
    for statement in (
        "drop view roles",
        "select * from read_text('/etc/passwd')",
        "copy roles to '/tmp/x'",
        "select 1; select 2",
    ):
        answer = client.get("/sql", params={"q": statement})
        assert 'class="complaint"' in answer.text
        assert 'id="answer"' not in answer.text
        assert client.get("/sql.csv", params={"q": statement}).status_code == 400


def test_a_statement_that_takes_too_much_leaves_the_server_as_it_was(
    serve: Serve, sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENPAPER_SQL_TIMEOUT", "1")
    client = serve(sample_warehouse)
    endless = "select count(*) from range(1000000000) a, range(1000000000) b"
    assert "took more than 1 seconds" in client.get("/sql", params={"q": endless}).text
    assert "more memory" in client.get("/sql", params={"q": "select length(repeat('x', 4000000000))"}).text
    assert client.get("/").status_code == 200


def test_only_one_address_is_listened_on() -> None:
    assert host_names("127.0.0.1", 8000) == ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"]
    assert host_names("192.0.2.1", 8000) == ["192.0.2.1:8000"]
    assert not is_loopback("192.0.2.1")
    with pytest.raises(ConfigurationError, match="--host needs one address"):
        serve_site(Path("none"), "0.0.0.0", 0, Choices(), opens=False, say=print)
