"""Make the pictures of the pages in docs/images: `python docs/screenshots.py data/greenpaper.duckdb`, with a chromium.

Needs the test requirements (Playwright). The warehouse is that of `make run`: the four samples.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent / "images"
SIZE = {"width": 1000, "height": 560}
MOST_BYTES = 150_000
COMMAND = [sys.executable, "-c", "from flows.cli import main; main()", "explore", "--no-browser", "--warehouse"]
SQL = "select document_type, count(*) as documents from documents where is_current group by all"


def main(warehouse: Path) -> int:
    """Write the pictures, and return 1 where one is too large to be kept in the repository."""
    IMAGES.mkdir(exist_ok=True)
    with subprocess.Popen([*COMMAND, warehouse], stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own
        try:
            assert server.stdout  # noqa: S101 - asked for above
            _shoot(server.stdout.readline().strip().rstrip("/"))
        finally:
            server.terminate()
    sizes = {path.name: path.stat().st_size for path in sorted(IMAGES.glob("*.png"))}
    for name, size in sizes.items():
        sys.stdout.write(f"{name}: {size:,} bytes\n")
    return int(any(size > MOST_BYTES for size in sizes.values()))


def _shoot(site: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto(f"{site}/documents?words=kmpt")
        addresses = {
            link.text_content() or "": str(link.get_attribute("href")) for link in page.locator("tbody th a").all()
        }
        strategy = next(address for title, address in addresses.items() if "Strategy" in title)
        news = next(address for title, address in addresses.items() if "Strategy" not in title)
        for name, path, place in (
            ("overview", "/", None),
            ("document", news, ".reading"),
            ("strategies", f"/strategies?compare={strategy.rpartition('/')[2]}", "#compared"),
            ("partnerships", "/partnerships", ".network"),
            ("sql", f"/sql?q={SQL}", None),
        ):
            page.goto(f"{site}{path}")
            if place:
                page.locator(place).evaluate("(each) => each.scrollIntoView({behavior: 'instant'})")
            page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
