"""A site with news, a folder with a sources.toml, and `greenpaper refresh` over both as people call it."""

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from loopback import Answer, Asked, LoopbackSite

Run = Callable[..., subprocess.CompletedProcess[str]]

PAGE = """<html lang="en"><head><title>{title}</title></head><body><main><h1>{title}</h1>
<p>{words}</p>{more}</main><footer>Page made at {made}</footer></body></html>"""
ANNEX = """<h2>Documents</h2><ul><li><a href="/files/annex.txt">Annex A: costs</a> (text, 2KB)</li>
<li><a href="mailto:parks@example.org">Write to the parks team</a></li></ul>"""
LISTING = '<html><body><ul class="news">{items}</ul></body></html>'


def page(title: str, words: str, more: str = "", made: str = "noon") -> bytes:
    return PAGE.format(title=title, words=words, more=more, made=made).encode()


def listing(*paths: str) -> bytes:
    return LISTING.format(items="".join(f'<li><a href="{path}">News {path}</a></li>' for path in paths)).encode()


def tagged(body: bytes) -> Any:
    """Return a route that answers 304 to whoever has this body already."""
    tag = f'"{hash(body)}"'

    def answer(asked: Asked) -> Answer:
        if asked.headers.get("if-none-match") == tag:
            return 304, {"ETag": tag}, b""
        return 200, {"ETag": tag, "Content-Type": "text/html; charset=utf-8"}, body

    return answer


class Refreshing:
    """A folder with a sources.toml, and the command that reads it."""

    def __init__(self, run: Run, folder: Path, env: Mapping[str, str], site: LoopbackSite) -> None:
        self.run, self.folder, self.env, self.site = run, folder, {**env, "GREENPAPER_FETCH_DELAY": "0"}, site
        self.configure()

    def configure(self, **more: object) -> None:
        """Write the source's file; `more` are keys of its own, as TOML; None leaves one out."""
        keys = {
            "name": '"council"', "publisher": '"Elmbridge Council"', "licence": '"OGL-UK-3.0"', "recheck_hours": "0",
            "attachments": "true", "allowed_hosts": f'["{self.site.host}"]',
            "listing": f'{{ url = "{self.site.uri("/news")}", links = ".news a" }}', **more,
        }  # fmt: skip
        lines = "\n".join(f"{name} = {value}" for name, value in keys.items() if value is not None)
        (self.folder / "sources.toml").write_text(f"[[source]]\n{lines}\n")

    def __call__(self, expected: int = 0) -> tuple[dict[str, Any], str, list[str]]:
        """Refresh; return the summary, what was said on standard error, and the paths that the site was asked for."""
        before = len(self.site.requests)
        ended = self.run("refresh", "--json", env=dict(self.env), cwd=self.folder)
        assert ended.returncode == expected, ended.stderr
        return json.loads(ended.stdout), ended.stderr, self.site.paths[before:]

    def rows(self, query: str) -> list[Any]:
        ended = self.run("sql", query, "--format", "json", env=dict(self.env), cwd=self.folder)
        assert ended.returncode == 0, ended.stderr
        return list(json.loads(ended.stdout))
