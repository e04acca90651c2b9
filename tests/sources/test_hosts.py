"""Which hosts are asked: those of the public internet, at every hop, and those that were named."""

import socket
from collections.abc import Sequence

import pytest
from fetching import Make, failed_for_now, refused
from loopback import LoopbackSite

from extractors.errors import FetchError
from extractors.sources.hosts import is_allowed, is_public, public_addresses

PRIVATE = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.1",
    "192.168.0.1",
    "192.88.99.1",
    "198.18.0.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::8.8.8.8",
    "100::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2002:7f00:1::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "not an address",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_within_a_network_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "151.101.64.144", "2001:4860:4860::8888", "2a04:4e42::144", "64:ff9b::808:808"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "134744072", "8.8.8.8.", "plans.example.1", "0x"],
)
def test_an_unusual_spelling_of_an_address_is_refused_wherever_it_leads(host: str) -> None:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        return ["8.8.8.8"]

    with pytest.raises(FetchError, match="unusual spelling"):
        public_addresses(host, 80, resolve)


def test_one_private_address_among_public_ones_is_enough() -> None:
    with pytest.raises(FetchError, match=r"plans\.example \(10\.0\.0\.1\) is not on the public internet"):
        public_addresses("plans.example", 443, lambda _host, _port: ["8.8.8.8", "10.0.0.1"])


def test_all_addresses_are_given_in_their_order() -> None:
    found = ["2001:4860:4860::8888", "8.8.8.8"]
    assert public_addresses("plans.example", 443, lambda _host, _port: found) == found


@pytest.mark.parametrize(
    ("allowed", "is_named"),
    [
        ("plans.example", True),
        ("PLANS.example", True),
        (" plans.example:8080 ", True),
        ("plans.example:80", False),
        ("example", False),
        ("more.plans.example", False),
    ],
)
def test_a_host_is_allowed_by_its_name(allowed: str, is_named: bool) -> None:
    assert is_allowed("plans.example", 8080, {allowed}) is is_named


@pytest.mark.parametrize("allowed", ["::1", "[::1]", "[::1]:8080"])
def test_an_ipv6_host_is_allowed_in_all_its_spellings(allowed: str) -> None:
    assert is_allowed("::1", 8080, [allowed])


# … and so does the fetcher


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "0.0.0.0", "2130706433", "0x7f.1"]
)
def test_a_host_within_is_not_asked(fetcher: Make, host: str) -> None:
    told = str(refused(fetcher(allowed_hosts=()), f"http://{host}:9/latest/meta-data/"))
    assert "not on the public internet" in told or "unusual spelling" in told


@pytest.mark.parametrize(
    "location", ["http://169.254.169.254/latest/", "http://intranet.example/", "//[::ffff:127.0.0.1]/"]
)
def test_a_redirect_to_a_host_within_is_not_followed(site: LoopbackSite, fetcher: Make, location: str) -> None:
    site.routes["/page"] = (302, {"Location": location}, b"")
    fetching = fetcher(resolve=lambda host, _: ["10.0.0.9"] if host == "intranet.example" else [host])
    told = str(refused(fetching, site.uri("/page")))
    assert "after a redirect" in told
    assert "not on the public internet: name the host in GREENPAPER_ALLOWED_HOSTS" in told


def test_another_port_of_an_allowed_host_is_not_asked(site: LoopbackSite, fetcher: Make) -> None:
    with LoopbackSite({"/page": b"secret"}) as other:
        site.routes["/page"] = (302, {"Location": other.uri("/page")}, b"")
        assert "not on the public internet" in str(refused(fetcher(), site.uri("/page")))
        assert other.requests == []


def test_a_host_can_be_allowed_for_one_call(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = b"words"
    fetching = fetcher(allowed_hosts=())
    refused(fetching, site.uri("/page"))
    assert fetching.fetch(site.uri("/page"), allowed_hosts=[site.host]).content == b"words"
    refused(fetching, site.uri("/page"))
    assert site.paths == ["/robots.txt", "/page"]


def test_the_connection_goes_to_the_address_that_was_checked_and_the_name_is_not_looked_up_again(
    site: LoopbackSite, fetcher: Make
) -> None:
    site.routes["/page"] = b"words"
    port = int(site.host.rpartition(":")[2])
    looked_up: list[str] = []

    def resolve(host: str, _port: int) -> Sequence[str]:
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["10.0.0.9"]

    fetching = fetcher(allowed_hosts={"plans.example"}, resolve=resolve)
    assert fetching.fetch(f"http://plans.example:{port}/page").content == b"words"
    assert looked_up == ["plans.example"]
    assert site.requests[0].headers["host"] == f"plans.example:{port}"


def test_the_next_address_is_tried_where_one_does_not_answer(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = b"words"
    port = int(site.host.rpartition(":")[2])
    fetching = fetcher(allowed_hosts={"plans.example"}, resolve=lambda _host, _port: ["127.0.0.2", "127.0.0.1"])
    assert fetching.fetch(f"http://plans.example:{port}/page").content == b"words"


def test_a_host_that_does_not_exist_is_not_worth_another_try(fetcher: Make) -> None:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert "there is no host plans.example" in str(refused(fetcher(resolve=resolve), "https://plans.example/"))


def test_a_name_server_in_trouble_is_worth_another_try(fetcher: Make) -> None:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    assert "could not be looked up" in str(failed_for_now(fetcher(resolve=resolve), "https://plans.example/"))


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..example", "a" * 300])
def test_a_name_that_no_host_can_have_is_refused(fetcher: Make, host: str) -> None:
    assert "check the address" in str(refused(fetcher(), f"https://{host}/"))
