"""The pages in a real browser: headless Chromium, where one is installed (`apt-get install chromium`)."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from explore_site import explored
from hostile import hostile_warehouse
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from warehouse.query import run_query

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed: apt-get install chromium"),
]

PAGES = (
    "/", "/documents", "/strategies", "/partnerships", "/partnerships?organisation=KMPT", "/people", "/posts",
    "/figures",
    "/figures?measure=Planned+annual+income&unit=GBP", "/search?words=mental+health", "/sql",
    "/sql?q=select+kind,count(*)+as+n+from+mentions+group+by+all", "/review", "/nothing",
)  # fmt: skip
_SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Our own pages alone are opened; the sandbox needs rights that a container has not.
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def site(sample_warehouse: Path) -> Iterator[str]:
    with explored(sample_warehouse) as address:
        yield address


class Watched:
    """A page of the browser, and what went wrong on it: errors on its console, requests to other addresses."""

    def __init__(self, context: BrowserContext) -> None:
        self.faults: list[str] = []
        self.page = context.new_page()
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self._look_at(request.url))

    def _look_at(self, url: str) -> None:
        if urlsplit(url).hostname != "127.0.0.1":
            self.faults.append(f"a request to {url}")


@pytest.fixture(params=["light", "dark"])
def watched_in_both(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Watched]:
    with browser.new_context(color_scheme=request.param) as context:
        watched = Watched(context)
        yield watched
        assert watched.faults == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        watched = Watched(context)
        yield watched.page
        assert watched.faults == []


def document_like(warehouse: Path, title: str) -> str:
    with run_query(warehouse, "select document_id from documents where title like $title", {"title": title}) as result:
        return str(next(result.rows())[0])


def test_every_page_opens_without_an_error_and_can_be_used_by_everybody(
    watched_in_both: Watched, site: str, sample_warehouse: Path
) -> None:
    """By axe-core's rules for WCAG 2.2 AA; a page that is not there is an error on the console, and looked at too."""
    page = watched_in_both.page
    strategy = document_like(sample_warehouse, "Organisational Strategy%")
    more = (f"/documents/{strategy}", f"/documents/{strategy}/editions", f"/strategies?compare={strategy}")
    people = page.goto(f"{site}/people")
    assert people
    person, organisation = (
        re.findall(rf'href="(/{kind}/[^"?#]+)"', page.request.get(f"{site}{path}").text())[0]
        for kind, path in (("people", "/people"), ("organisations", "/partnerships"))
    )
    found = {}
    for path in (*PAGES, *more, person, organisation):
        page.goto(f"{site}{path}")
        said = Axe().run(page).response
        assert len(said["passes"]) > 10, "axe-core did not run"
        found[path] = [each["id"] for each in said["violations"] if each["impact"] in _SERIOUS]
    assert {path: ids for path, ids in found.items() if ids} == {}
    watched_in_both.faults = [each for each in watched_in_both.faults if "404" not in each]


def test_marked_words_lead_to_their_row_and_the_row_back(page: Page, site: str, sample_warehouse: Path) -> None:
    page.goto(f"{site}/documents/{document_like(sample_warehouse, '%social value%')}")
    mark = page.locator(".m.k-person", has_text="Sheila Stenson").first
    number = mark.get_attribute("data-f")
    mark.click(position={"x": 5, "y": 5})
    assert page.url.endswith(f"#r{number}")
    row = page.locator(f"tr#r{number}")
    assert "lit" in (row.get_attribute("class") or "")
    row.get_by_role("link", name="Sheila Stenson", exact=True).click()
    assert page.url.endswith(f"#f{number}")
    assert page.locator(f".m.lit[data-f='{number}']").count() >= 1


def test_marked_words_lead_to_their_row_without_scripts(browser: Browser, site: str, sample_warehouse: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/documents/{document_like(sample_warehouse, '%social value%')}")
        tag = page.locator(".m.k-quote > a.tag").first
        target = tag.get_attribute("href")
        tag.click()
        assert page.url.endswith(target or "-")
        assert page.locator(f"tr{target}").is_visible()


def test_the_network_is_filtered_and_looked_at_closer(page: Page, site: str) -> None:
    page.goto(f"{site}/partnerships")
    everything = page.locator(".node").count()
    page.get_by_label("Organisation").first.fill("Medway Council")
    page.get_by_role("button", name="Show").click()
    assert 0 < page.locator(".node").count() < everything
    before = page.locator("svg.network").get_attribute("viewBox")
    page.get_by_role("button", name="Closer").click()
    assert page.locator("svg.network").get_attribute("viewBox") != before
    page.get_by_role("link", name="What says that").first.click()
    assert page.locator("blockquote").count() >= 1


def test_a_query_is_run_and_its_answer_saved(page: Page, site: str) -> None:
    page.goto(f"{site}/sql")
    page.get_by_label("One read-only statement").fill("select person from roles order by person limit 3")
    page.get_by_role("button", name="Run").click()
    assert page.locator("#answer").is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    saved = Path(download.value.path()).read_text("utf-8").splitlines()
    assert saved[0] == "person"
    assert len(saved) == 4


def test_a_decision_is_recorded_and_seen(page: Page, own_warehouse: Path) -> None:
    with explored(own_warehouse, "--by", "A Tester") as site:
        page.goto(f"{site}/review?kind=figure")
        button = page.get_by_role("button", name=re.compile("^It is wrong")).first
        says = (button.get_attribute("aria-label") or "").removeprefix("It is wrong: ")
        button.click()
        page.locator("#slips", has_text="published").wait_for(timeout=120_000)
        page.goto(f"{site}/review?kind=figure")
        decided = page.get_by_role("row").filter(has_text="A Tester")
        assert says.split(" = ")[0] in (decided.text_content() or "")
        assert page.get_by_role("button", name=f"It is wrong: {says}", exact=True).count() == 0
    with run_query(own_warehouse, "select decision, decided_by from store.decisions") as result:
        assert list(result.rows()) == [("reject", "A Tester")]


def test_nothing_that_a_document_says_runs(browser: Browser, tmp_path: Path) -> None:
    hostile = hostile_warehouse(tmp_path)
    with explored(hostile) as site, browser.new_context() as context:
        watched = Watched(context)
        paths = re.findall(r'href="(/documents/[^"?#]+)"', context.request.get(f"{site}/documents").text())
        for path in (*PAGES, *paths, f"{paths[0]}/editions", f"/strategies?compare={paths[0].rpartition('/')[2]}"):
            watched.page.goto(f"{site}{path}")
            assert watched.page.evaluate("window.ran") is None, path
        assert [each for each in watched.faults if "404" not in each] == []


def test_everything_is_reached_by_keyboard(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.locator(":focus").text_content() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "main"
    page.goto(f"{site}/partnerships")
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.name"))
    assert {"organisation", "relation", "since", "Pairs of organisations"} <= reached
