"""GOV.UK's search answers → publications: addresses of pages, contents from the content API, page after page."""

import json

import pytest

from extractors.errors import UnreadableDocument
from extractors.sources.listings.govuk import read, search_uri
from extractors.sources.listings.items import ListedItem

FIRST = search_uri(organisations=["a-body"], document_types=["policy_paper", "guidance"], order="title")


def answer(*results: object, total: int | None = None) -> bytes:
    return json.dumps({"results": results, "total": len(results) if total is None else total, "start": 0}).encode()


def test_a_result_is_a_page_whose_content_comes_from_the_content_api() -> None:
    page = read(
        answer({"link": "/government/news/plan", "title": "The plan", "public_timestamp": "2020-01-02T10:00:00+01:00"}),
        FIRST,
        {},
    )
    assert page.items == (
        ListedItem(
            "https://www.gov.uk/government/news/plan",
            "The plan",
            "2020-01-02T09:00:00Z",
            fetch_uri="https://www.gov.uk/api/content/government/news/plan",
        ),
    )


@pytest.mark.parametrize("link", ["https://other.example/plan", "//other.example/plan"])
def test_a_page_of_another_site_is_fetched_from_there(link: str) -> None:
    (item,) = read(answer({"link": link}), FIRST, {}).items
    assert item == ListedItem("https://other.example/plan")


def test_another_site_with_the_same_apis_can_be_read() -> None:
    base = "http://127.0.0.1:8000"
    (item,) = read(answer({"link": "/a"}), search_uri(order="title", base=base), {"base": base}).items
    assert (item.uri, item.fetch_uri) == ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/api/content/a")


def test_further_pages_are_asked_for_until_all_results_are_had() -> None:
    results = [{"link": f"/{number}"} for number in range(100)]
    (second,) = read(answer(*results, total=150), FIRST, {}).more
    assert second == FIRST.replace("start=0", "start=100")
    assert read(answer(*results[:50], total=150), second, {}).more == ()
    assert read(answer(total=150), second, {}).more == ()


def test_a_result_that_cannot_be_read_is_told() -> None:
    page = read(answer({"title": "No link"}, "words", {"link": 3}, {"link": "/a", "title": 3}), FIRST, {})
    assert page.items == (ListedItem("https://www.gov.uk/a", fetch_uri="https://www.gov.uk/api/content/a"),)
    assert page.faults == tuple(f"result {count}: the link is empty" for count in (1, 2, 3))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html>Sorry</html>", "answered with a web page"),
        (b'{"error": "invalid"}', "check `organisations`"),
        (b"[]", "check `organisations`"),
        (b"", "it is empty"),
        (b"nonsense", "not JSON"),
    ],
)
def test_another_answer_is_refused_with_what_to_do(content: bytes, told: str) -> None:
    with pytest.raises(UnreadableDocument, match=told):
        read(content, FIRST, {})
