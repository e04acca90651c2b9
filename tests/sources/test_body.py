"""Bodies: what was compressed is expanded, within the limit, however it was cut on its way."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest
from fetching import Make, failed_for_now, refused
from hypothesis import given
from hypothesis import strategies as st
from loopback import LoopbackSite

from extractors.errors import DocumentTooLarge, FetchError, TransientFetchError
from extractors.sources.body import Body, read_body

WORDS = b"A plan for every neighbourhood. " * 100


def bare_deflate(content: bytes) -> bytes:
    squeeze = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return squeeze.compress(content) + squeeze.flush()


ENCODINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "as it is": ("identity", bytes),
    "gzip": ("gzip", gzip.compress),
    "gzip by its old name": ("X-GZIP", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "deflate without its head": ("deflate", bare_deflate),
    "brotli": ("br", brotli.compress),
}
encodings = pytest.mark.parametrize("encoding", sorted(ENCODINGS))
compressed = pytest.mark.parametrize("encoding", sorted(ENCODINGS.keys() - {"as it is"}))


def read(chunks: list[bytes], encoding: str, max_bytes: int = 1_000_000) -> Body:
    return read_body(chunks, encoding, max_bytes=max_bytes)


@encodings
@given(content=st.binary(max_size=3000), size=st.integers(1, 400))
def test_every_encoding_is_read_in_pieces_of_any_size(encoding: str, content: bytes, size: int) -> None:
    name, compress = ENCODINGS[encoding]
    sent = compress(content)
    chunks = [sent[start : start + size] for start in range(0, len(sent), size)]
    assert read(chunks, name) == Body(content)


@encodings
def test_an_empty_body_is_empty(encoding: str) -> None:
    assert read([], ENCODINGS[encoding][0]) == Body(b"")


@compressed
def test_a_body_that_is_cut_off_is_worth_another_try(encoding: str) -> None:
    name, compress = ENCODINGS[encoding]
    with pytest.raises(TransientFetchError, match="cut off"):
        read([compress(WORDS)[:-12]], name)


@compressed
def test_what_is_not_encoded_as_it_says_is_refused(encoding: str) -> None:
    with pytest.raises(FetchError, match="as it says to be") as raised:
        read([b"<!doctype html><p>" + WORDS], ENCODINGS[encoding][0])
    assert not isinstance(raised.value, TransientFetchError)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "deflate without its head"])
def test_what_follows_the_end_is_not_read(encoding: str) -> None:
    name, compress = ENCODINGS[encoding]
    assert read([compress(WORDS), b"\0" * 500], name) == Body(WORDS)
    assert read([compress(WORDS) + b"\0" * 500], name) == Body(WORDS)


def test_what_follows_the_end_of_brotli_is_refused() -> None:
    for chunks in ([brotli.compress(WORDS), b"\0" * 500], [brotli.compress(WORDS) + b"\0" * 500]):
        with pytest.raises(FetchError, match="as it says to be"):
            read(chunks, "br")


@compressed
def test_a_bomb_is_held_up_to_the_limit_and_no_more(encoding: str) -> None:
    name, compress = ENCODINGS[encoding]
    bomb = compress(b"\0" * 5_000_000)
    tracemalloc.start()
    try:
        body = read([bomb], name, max_bytes=200_000)
        _, most_held = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert body == Body(b"\0" * 200_000, is_whole=False)
    assert most_held < 1_000_000


def test_what_expands_to_nothing_has_a_limit_too() -> None:
    empty_blocks = b"\x00\x00\x00\xff\xff" * 50_000
    endless = empty_blocks
    assert not read(
        [endless[start : start + 1000] for start in range(0, len(endless), 1000)], "deflate", 10_000
    ).is_whole


def test_what_follows_the_end_has_a_limit_too() -> None:
    def endless() -> Iterator[bytes]:
        yield gzip.compress(WORDS)
        while True:
            yield b"x" * 10_000

    assert not read_body(endless(), "gzip", max_bytes=100_000).is_whole


@pytest.mark.parametrize("name", ["compress", "zstd", "gzip, br", "gzip, gzip", "x" * 500])
def test_an_encoding_that_was_not_asked_for_is_refused(name: str) -> None:
    with pytest.raises(FetchError, match="only gzip, deflate, br are") as raised:
        read([b"words"], name)
    assert len(str(raised.value)) < 200


# … over the net


@encodings
def test_every_encoding_arrives(site: LoopbackSite, fetcher: Make, encoding: str) -> None:
    name, compress = ENCODINGS[encoding]
    site.routes["/page"] = (200, {"Content-Encoding": name}, compress(WORDS))
    assert fetcher().fetch(site.uri("/page")).content == WORDS


def test_a_bomb_fails_alone(site: LoopbackSite, fetcher: Make) -> None:
    site.routes |= {"/bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"\0" * 50_000_000)), "/page": WORDS}
    fetching = fetcher()
    with pytest.raises(DocumentTooLarge, match="100,000 bytes"):
        fetching.fetch(site.uri("/bomb"))
    assert fetching.fetch(site.uri("/page")).content == WORDS


def test_an_unknown_encoding_is_refused_at_once(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = (200, {"Content-Encoding": "zstd"}, WORDS)
    assert "'zstd'" in str(refused(fetcher(), site.uri("/page")))
    assert site.paths == ["/robots.txt", "/page"]


def test_a_compressed_body_that_is_cut_off_is_asked_for_again(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = (200, {"Content-Encoding": "br"}, brotli.compress(WORDS)[:-5])
    assert "cut off" in str(failed_for_now(fetcher(), site.uri("/page")))
    assert site.paths.count("/page") == 4
