"""Make docs/images/prefect-runs.png: Prefect's page of runs beside `greenpaper up`, with a chromium.

    python docs/prefect_screenshot.py

Needs the test requirements (Playwright). Reads the files of samples/ one after the other, as they land in a folder.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
IMAGE = ROOT / "docs" / "images" / "prefect-runs.png"
SIZE = {"width": 1100, "height": 1150}
COMMAND = [sys.executable, "-c", "from flows.cli import main; main()", "up"]
SOURCES = '[[source]]\nname = "inbox"\nfolder = "inbox"\nminimum = 0\n'
PATIENCE = 180.0  # seconds
ADDRESS = "Prefect's pages: "


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "inbox").mkdir()
        (folder / "sources.toml").write_text(SOURCES)
        shutil.copy(ROOT / "prefect.yaml", folder)
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "GREENPAPER_"))}
        environment = {**kept, "PREFECT_HOME": f"{name}/prefect", "PYTHONPATH": str(ROOT)}
        with (folder / "up.log").open("wb") as log:
            up = subprocess.Popen(COMMAND, cwd=folder, env=environment, stdout=log, stderr=log)  # noqa: S603 - our own
        try:
            _fill(folder)
            _shoot(_said(folder).partition(ADDRESS)[2].split()[0])
        finally:
            up.send_signal(signal.SIGTERM)
            up.wait(PATIENCE)


def _fill(folder: Path) -> None:
    _wait_for(folder, "watching", 1)
    for number, sample in enumerate(sorted((ROOT / "samples").glob("*.txt")), start=1):
        shutil.copy(sample, folder / "inbox")
        _wait_for(folder, "1 loaded", number)
    time.sleep(3)  # runs tell how they ended last


def _wait_for(folder: Path, words: str, times: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while _said(folder).count(words) < times:
        if time.monotonic() > deadline:
            raise SystemExit(f"greenpaper up did not say {words!r}:\n{_said(folder)}")
        time.sleep(0.5)


def _said(folder: Path) -> str:
    return (folder / "up.log").read_text()


def _shoot(site: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto(f"{site}/runs")
        page.wait_for_timeout(10_000)  # it asks for runs when it is there
        page.screenshot(path=IMAGE)
        browser.close()
    sys.stdout.write(f"{IMAGE.name}: {IMAGE.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
