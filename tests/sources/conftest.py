"""A site on the loopback address, and fetchers that may ask it and never wait."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from fetching import LIMITS, Make, Waits
from loopback import LoopbackSite

from extractors.sources.fetch import Fetcher, FetchLimits


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    """An empty site, to be given routes."""
    with LoopbackSite() as site:
        yield site


@pytest.fixture
def fetcher(waits: Waits, site: LoopbackSite) -> Iterator[Make]:
    """Make a fetcher that may ask `site`, with LIMITS unless others are given."""
    with ExitStack() as opened:

        def make(limits: FetchLimits = LIMITS, **options: Any) -> Fetcher:
            usual = {"allowed_hosts": {site.host}, "sleep": waits.seconds.append, "clock": waits}
            return opened.enter_context(Fetcher(limits, **(usual | options)))

        yield make
