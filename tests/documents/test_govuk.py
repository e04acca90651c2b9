"""What becomes of a content item of GOV.UK: the words of its page, and what it says of itself."""

import json
from datetime import date
from typing import Any

import pytest

from extractors.documents.normalise import normalise
from extractors.documents.registry import parse
from extractors.errors import UnreadableDocument, UnsupportedDocument
from extractors.records import ParsedDocument

ITEM: dict[str, Any] = {
    "base_path": "/government/news/harbour-reopens",
    "schema_name": "news_article",
    "document_type": "press_release",
    "title": "Harbour  reopens",
    "description": "Ships return.",
    "locale": "en",
    "first_published_at": "2019-05-03T09:00:00.000+00:00",
    "public_updated_at": "2019-06-01T09:00:00Z",
    "details": {"body": "<h2>What changes</h2><p>See <a href='/plan'>our plan</a>.</p><script>x</script>"},
    "links": {
        "organisations": [{"title": "Ministry of Rivers"}],
        "primary_publishing_organisation": [{"title": "Department for Harbours"}],
    },
}


def read(**changes: Any) -> ParsedDocument:
    document = parse(json.dumps({**ITEM, **changes}).encode(), name="x")
    assert isinstance(document, ParsedDocument)
    assert normalise(document.text) == document.text
    return document


def test_the_page_is_its_title_description_and_body() -> None:
    document = read()
    assert document.text == "Harbour reopens\n\nShips return.\n\nWhat changes\n\nSee our plan."
    assert [(each.kind, each.level) for each in document.blocks] == [
        ("heading", 1), ("paragraph", 0), ("heading", 2), ("paragraph", 0),
    ]  # fmt: skip
    assert [link.uri for link in document.links] == ["https://www.gov.uk/plan"]


def test_what_it_says_of_itself_is_metadata() -> None:
    said = read().metadata
    assert (said.title, said.publisher, said.language) == ("Harbour reopens", "Department for Harbours", "en")
    assert (said.published_on, said.modified_on) == (date(2019, 5, 3), date(2019, 6, 1))
    assert (said.document_type, said.canonical_uri) == ("news", "https://www.gov.uk/government/news/harbour-reopens")


def test_only_news_is_typed_and_any_organisation_publishes() -> None:
    said = read(
        schema_name="publication", document_type="guidance", links={"organisations": [{"title": "Ministry"}]}
    ).metadata
    assert (said.document_type, said.publisher) == (None, "Ministry")


def test_a_body_may_come_in_several_forms() -> None:
    forms = [
        {"content_type": "text/govspeak", "content": "## no"},
        {"content_type": "text/html", "content": "<p>Yes</p>"},
    ]
    assert read(details={"body": forms}).text.endswith("Yes")


def test_parts_are_chapters() -> None:
    details = {"introductory_paragraph": "<p>First.</p>", "parts": [{"title": "Who & why", "body": "<p>You.</p>"}]}
    assert read(details=details).text.endswith("First.\n\nWho & why\n\nYou.")


def test_attachments_are_listed_with_format_and_size() -> None:
    attachment = {"title": "Plan", "url": "https://assets.example/plan.pdf", "content_type": "application/pdf"}
    document = read(details={"attachments": [{**attachment, "file_size": 311_930}, {"title": "Web page", "url": "/x"}]})
    assert document.text.endswith("• Plan (PDF, 305 KB)\n• Web page")
    assert [link.uri for link in document.links] == ["https://assets.example/plan.pdf", "https://www.gov.uk/x"]


def test_attachments_that_the_page_shows_itself_are_not_listed_twice() -> None:
    details = {"documents": ["<p><a href='/p'>Plan</a></p>"], "attachments": [{"title": "Plan", "url": "/p"}]}
    assert read(details=details).text.count("Plan") == 1


def test_a_collection_lists_its_documents_under_their_groups() -> None:
    documents = [{"content_id": name, "title": f"Plan {name}", "base_path": f"/plan-{name}"} for name in "abc"]
    groups = [{"title": "Current", "body": "<p>In force.</p>", "documents": ["b", "gone"]}]
    document = read(details={"collection_groups": groups}, links={"documents": documents})
    assert document.text.endswith("Current\n\nIn force.\n\n• Plan b\n• Plan a\n• Plan c")
    assert document.links[0].uri == "https://www.gov.uk/plan-b"


@pytest.mark.parametrize(
    "changes", [{"base_path": None}, {"title": ""}, {"details": []}, {"schema_name": 1, "document_type": None}]
)
def test_other_json_is_not_read(changes: dict[str, Any]) -> None:
    with pytest.raises(UnsupportedDocument, match=r"no GOV\.UK content item"):
        read(**changes)


@pytest.mark.parametrize(
    "details",
    [
        {"body": 3, "parts": {}, "attachments": ["x", None], "documents": [1]},
        {"parts": [{"title": [], "body": {}}], "attachments": [{"file_size": True, "url": 5}]},
        {"collection_groups": [{"documents": [[]]}], "body": [[], {"content_type": "text/html", "content": []}]},
    ],
)
def test_fields_of_other_types_do_no_harm(details: dict[str, Any]) -> None:
    assert read(details=details, links=[1]).text == "Harbour reopens\n\nShips return."


@pytest.mark.parametrize("content", ['{"a": ' * 100_000, '{"a": 1', '{"a": ' + "9" * 5000 + "}"])
def test_broken_and_endless_json_is_refused(content: str) -> None:
    with pytest.raises(UnreadableDocument, match="JSON is"):
        parse(content.encode(), name="x")


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("https://www.gov.uk/api/content/government/news/harbour-reopens", "https://www.gov.uk"),
        ("http://127.0.0.1:8000/api/content/government/news/harbour-reopens", "http://127.0.0.1:8000"),
        ("harbour.json", "https://www.gov.uk"),
        ("https://archive.example/saved/api/content/x", "https://www.gov.uk"),
    ],
)
def test_links_lead_to_the_site_that_the_item_came_from(name: str, site: str) -> None:
    document = parse(json.dumps(ITEM).encode(), name=name)
    assert isinstance(document, ParsedDocument)
    assert [link.uri for link in document.links] == [f"{site}/plan"]
    assert document.metadata.canonical_uri == f"{site}/government/news/harbour-reopens"
