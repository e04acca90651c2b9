"""robots.txt: what a site lets us read, and how slowly (RFC 9309; Crawl-delay is an old custom beside it)."""

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
from protego import Protego

from extractors.errors import FetchError, TransientFetchError
from extractors.sources.exchange import Answer
from extractors.sources.wording import one_line

MAX_ROBOTS_BYTES = 500 * 1024
"""What is read of a robots.txt (RFC 9309, 2.5); the rest counts as not written."""

# Every rule is held once for each user agent of its group: this many at most, some 50 MB.
_MOST_RULES = 500_000


@dataclass(frozen=True, slots=True)
class _Rules:
    """What the robots.txt at `uri` says. Where it could not be had, `failure` tells why: nothing may be fetched."""

    uri: str
    parsed: Protego
    failure: str | None = None


@dataclass(slots=True)
class _Site:
    lock: threading.Lock = field(default_factory=threading.Lock)
    rules: _Rules | None = None


class Robots:
    """The rules of every site that is asked, for the robot whose product token is `product`. Each is fetched once."""

    def __init__(self, product: str) -> None:
        self._product = product
        self._lock = threading.Lock()
        self._sites: defaultdict[str, _Site] = defaultdict(_Site)

    def check(self, url: httpx.URL, fetch: Callable[[str], Answer]) -> float:
        """Return the seconds that the site wants between two requests, 0.0 where it does not say.

        `fetch` gives the answer of a robots.txt. Raises FetchError where the site forbids `url`, and
        TransientFetchError where its robots.txt cannot be had: then all of it counts as forbidden (RFC 9309, 2.3.1.4).
        """
        address = str(url.copy_with(raw_path=b"/robots.txt", fragment=None))
        rules = self._rules(address, fetch)
        if rules.failure:
            raise TransientFetchError(
                f"robots.txt of {url.host} cannot be had ({rules.failure}): nothing is fetched there until it can"
            )
        if not rules.parsed.can_fetch(str(url), self._product):
            raise FetchError(
                f"robots.txt of {url.host} forbids this address for {self._product}: ask its owner, or leave it out"
            )
        return rules.parsed.crawl_delay(self._product) or 0.0

    def _rules(self, address: str, fetch: Callable[[str], Answer]) -> _Rules:
        with self._lock:
            site = self._sites[address]
        with site.lock:
            if site.rules is None:
                site.rules = _read(address, fetch)
                self._share(site.rules)
            return site.rules

    def _share(self, rules: _Rules) -> None:
        """Keep rules for the site where they were found as well: http often redirects to the same file by https."""
        with self._lock:
            site = self._sites[rules.uri]
        site.rules = site.rules or rules


def _read(address: str, fetch: Callable[[str], Answer]) -> _Rules:
    try:
        answer = fetch(address)
    except TransientFetchError as error:
        return _Rules(address, Protego(), failure=str(error))
    except FetchError as error:
        # Not remembered: a host that is refused here may be one that another call allows.
        raise FetchError(f"{one_line(address)}: {error}") from None
    if answer.status >= 500:
        return _Rules(answer.uri, Protego(), failure=f"the server answered {answer.status}")
    return _parsed(answer) if answer.is_success else _Rules(answer.uri, Protego())


def _parsed(answer: Answer) -> _Rules:
    content = answer.body.content
    if not answer.body.is_whole:
        content = content[: content.rfind(b"\n") + 1]  # half a line may allow what the whole one does not
    text = content.decode("utf-8-sig", errors="replace")
    if _rule_count(text) > _MOST_RULES:
        return _Rules(answer.uri, Protego(), failure="it names too many robots and rules")
    return _Rules(answer.uri, Protego.parse(text))


def _rule_count(text: str) -> int:
    """Return how many rules there are at most, when each stands once for each user agent."""
    lines = [line.strip().lower() for line in text.splitlines()]
    agents = sum(line.startswith("user") for line in lines)
    return agents * sum(bool(line) and not line.startswith("user") for line in lines)
