"""One address on its way through its redirects."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from extractors.errors import FetchError
from extractors.sources.addresses import DEFAULT_PORTS, web_uri
from extractors.sources.wording import one_line

MAX_REDIRECTS = 5
# A name as it is looked up (underscores occur), or an IPv6 address: nothing that is escaped, and no zone of a network.
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}")


@dataclass(slots=True)
class Way:
    """Where an address has led by now (`at`), how it is asked for, and what may still be done.

    `is_start_enough` says that of a body over the limit what comes before is wanted.
    """

    at: httpx.URL
    headers: dict[str, str]
    allowed_hosts: frozenset[str]
    delay: float
    max_bytes: int
    tries: int
    is_start_enough: bool = False
    redirects: tuple[str, ...] = ()

    @property
    def port(self) -> int:
        """The port that is asked."""
        return self.at.port or DEFAULT_PORTS[self.at.scheme]

    def follow(self, location: str) -> None:
        """Go on to where an answer redirects. Raises FetchError where that is not followed."""
        if len(self.redirects) == MAX_REDIRECTS:
            raise FetchError(f"more than {MAX_REDIRECTS} redirects: open it in a browser and give the final address")
        if not location:
            raise FetchError("it redirects to nowhere: open it in a browser and give the final address")
        try:
            after = web_url(urljoin(str(self.at), location))
        except ValueError as error:
            raise FetchError(f"redirects to an address that is not followed: {one_line(error)}") from None
        if self.at.scheme == "https" and after.scheme == "http":
            raise FetchError(
                f"redirects from https to {one_line(after)}, which anybody on the way can change: "
                "name that address if it will do"
            )
        self.at = after
        self.redirects = (*self.redirects, str(after))


def web_url(address: str) -> httpx.URL:
    """Return the address in its steady form, escaped where it must be. Raises ValueError where it cannot be fetched."""
    try:
        url = httpx.URL(web_uri(address))
        host, _ = url.raw_host.decode("ascii"), url.host  # in ASCII and in its own letters: one may fail
    except (httpx.InvalidURL, UnicodeError) as error:
        raise ValueError(f"the address is not valid ({one_line(error)}): check it") from None
    if not _HOST.fullmatch(host):
        raise ValueError(f"{one_line(host)} cannot be the name of a host: check the address")
    return url
