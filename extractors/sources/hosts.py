"""Which hosts may be asked: names → addresses of the public internet, and no others.

A list of addresses comes from outside: feeds, pages and redirects may point to a router, a cloud's metadata service or
a colleague's printer (server-side request forgery). Therefore a host is resolved here, every address that it resolves
to is checked, and `network.py` connects to exactly these addresses: who answers differently a second time (DNS
rebinding) is not asked a second time.
"""

import re
import socket
from collections.abc import Callable, Collection, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

from extractors.errors import FetchError, TransientFetchError

Resolve = Callable[[str, int], Sequence[str]]
"""Host and port → its numeric addresses, in the order in which they should be tried. Raises OSError."""

# All unicast addresses that are given out (IANA IPv6 address space); the rest is local, reserved or a form of IPv4.
_V6_GLOBAL_UNICAST = IPv6Network("2000::/3")
# Tunnels, which end at whatever IPv4 address stands inside: 6to4 (RFC 3056) and Teredo (RFC 4380).
_V6_TUNNELS = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))
# How networks without IPv4 reach public IPv4 hosts: the last 32 bits are the IPv4 address (RFC 6052, 2.1).
_V6_NAT64 = IPv6Network("64:ff9b::/96")
# 6to4's relays (RFC 3068), given up by RFC 7526.
_V4_RELAYS = IPv4Network("192.88.99.0/24")
# What the C library reads as an IPv4 address, such as 2130706433, 0x7f.1 and 0177.0.0.1: a last part that is a number
# (the URL standard of the WHATWG, "ends in a number").
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)
_NO_SUCH_HOST = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})


def system_resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses that the operating system knows for `host`. It sets the limit of time."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def public_addresses(host: str, port: int, resolve: Resolve) -> Sequence[str]:
    """Return the addresses of `host`, all of which are public.

    Raises FetchError where one of them is not, or where there is no such host; TransientFetchError where the name
    could not be resolved this time.
    """
    if _ENDS_IN_NUMBER.search(host) and not _is_address(host):
        raise FetchError(f"{host} is an unusual spelling of an IP address: write it as four decimal numbers, or a name")
    addresses = known_addresses(host, port, resolve)
    for address in addresses:
        if not is_public(address):
            place = host if address == host else f"{host} ({address})"
            raise FetchError(
                f"{place} is not on the public internet: name the host in GREENPAPER_ALLOWED_HOSTS if it may be asked"
            )
    return addresses


def known_addresses(host: str, port: int, resolve: Resolve) -> Sequence[str]:
    """Return the addresses of `host`, wherever they lead. Raises as `public_addresses`."""
    try:
        addresses = resolve(host, port)
    except OSError as error:
        if isinstance(error, socket.gaierror) and error.errno in _NO_SUCH_HOST:
            raise FetchError(f"there is no host {host}: check the address") from None
        raise TransientFetchError(f"the host {host} could not be looked up: check the network") from None
    except UnicodeError:
        raise FetchError(f"{host} cannot be the name of a host: check the address") from None
    if not addresses:
        raise FetchError(f"the host {host} has no address: check the address")
    return addresses


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public internet, in every form that leads there."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return _is_public_v4(found)
    if found in _V6_NAT64:
        return _is_public_v4(IPv4Address(found.packed[-4:]))
    return found in _V6_GLOBAL_UNICAST and found.is_global and not any(found in tunnel for tunnel in _V6_TUNNELS)


def is_allowed(host: str, port: int, allowed_hosts: Collection[str]) -> bool:
    """Whether `host` is one of those that were named, as "host" or "host:port" (IPv6 in brackets where with a port)."""
    host = host.lower()
    bracketed = f"[{host}]" if ":" in host else host
    return not {host, bracketed, f"{bracketed}:{port}"}.isdisjoint(each.strip().lower() for each in allowed_hosts)


def _is_public_v4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and address not in _V4_RELAYS


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
