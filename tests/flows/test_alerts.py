"""deploy/alerts.py: a web hook hears of what needs a person, from a real Prefect server."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).parent.parent.parent / "deploy" / "alerts.py"
REFRESH = {
    "prefect.resource.id": f"prefect.flow.{uuid4()}",
    "prefect.resource.role": "flow",
    "prefect.resource.name": "refresh",
}
PATIENCE = 90.0  # seconds until a test gives up


@contextmanager
def hook() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Give the address of a web hook, and what it was told."""
    told: list[dict[str, str]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that is overridden
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", told
        finally:
            server.shutdown()
            thread.join()


def run(*command: str, env: dict[str, str]) -> None:
    ended = subprocess.run([sys.executable, *command], env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def emit(name: str, resource: str, env: dict[str, str], **more: object) -> None:
    options = [word for key, value in more.items() for word in (f"--{key}", json.dumps(value))]
    run("-m", "prefect", "event", "emit", name, "--resource-id", resource, *options, env=env)


def wait_for(told: list[dict[str, str]], subject: str) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for each in list(told):
            if each["subject"] == subject:
                return each["text"]
        time.sleep(0.2)
    raise AssertionError(f"nobody was told that {subject}: {told}")


def test_a_web_hook_hears_of_a_broken_source_and_of_a_warehouse_that_goes_stale(prefect_server: dict[str, str]) -> None:
    api = prefect_server["PREFECT_API_URL"]
    with hook() as (address, told):
        for _ in range(2):
            run(str(SCRIPT), "--webhook", address, "--stale-after", "0.003", env=prefect_server)
        try:
            automations = httpx.post(f"{api}/automations/filter", json={}).raise_for_status().json()
            names = [each["name"] for each in automations if each["name"].startswith("greenpaper: ")]
            assert len(names) == len(set(names)) == 6
            emit(
                "greenpaper.source.broken", "greenpaper.source.news", prefect_server, payload={"reason": 'it lists "0"'}
            )
            assert wait_for(told, "greenpaper: a source broke") == 'greenpaper.source.news: it lists "0"'
            emit("prefect.flow-run.Completed", f"prefect.flow-run.{uuid4()}", prefect_server, related=REFRESH)
            assert "no refresh has completed for 0:00:10" in wait_for(told, "greenpaper: the warehouse goes stale")
        finally:
            for each in httpx.post(f"{api}/automations/filter", json={}).json():
                if each["name"].startswith("greenpaper: "):
                    httpx.delete(f"{api}/automations/{each['id']}")
