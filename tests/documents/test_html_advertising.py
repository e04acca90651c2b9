"""What tells a page that sells space to advertisers, and which addresses public bodies alone are given."""

import pytest
from lxml.html import document_fromstring

from extractors.documents.html_advertising import carries_advertising, is_public_body


@pytest.mark.parametrize(
    "markup",
    [
        "<script async src='https://pubads.example/tag/js/gpt.js'></script>",
        "<script>googletag.cmd.push(function () {});</script>",
        "<script async src='//pages.example/pagead/js/adsbygoogle.js'></script>",
        "<div class='ad-container desktop'></div>",
        "<div class='row ad ad-leader'></div>",
        "<div class='advertisement'>Advertisement</div>",
    ],
)
def test_scripts_and_places_for_advertisements_are_known(markup: str) -> None:
    assert carries_advertising(document_fromstring(f"<html><body><p>Words</p>{markup}</body></html>"))


@pytest.mark.parametrize(
    "markup",
    [
        "<script src='https://www.googletagmanager.com/gtag/js?id=1'></script>",
        "<p>We set no cookies of doubleclick.net, and none of taboola.</p>",
        "<div class='admin-heading adult-care add-on masthead'></div>",
        "<div class='load-more'></div>",
    ],
)
def test_statistics_of_visitors_and_words_about_advertising_are_none(markup: str) -> None:
    assert not carries_advertising(document_fromstring(f"<html><body><p>Words</p>{markup}</body></html>"))


@pytest.mark.parametrize(
    "address",
    [
        *("https://www.gov.uk/x", "https://shire.gov.uk/", "http://www.vale.nhs.uk/news", "https://fen.police.uk"),
        *(
            "https://gov.scot/a",
            "https://x.ac.uk:8080/",
            "https://health.gov",
            "https://ville.gouv.fr",
            "https://a.europa.eu",
        ),
        *("https://business.parliament.uk/", "https://who.int/news"),
    ],
)
def test_addresses_of_public_bodies_are_known(address: str) -> None:
    assert is_public_body(address)


@pytest.mark.parametrize(
    "address",
    ["https://gov.example.com/", "https://mygov.uk.com/", "https://notgov.uk/", "news/gov.uk.html", "http://[", ""],
)
def test_other_addresses_are_not(address: str) -> None:
    assert not is_public_body(address)
