"""What was made of a publication is kept while it stands, and only so much of it."""

from flows.explore.cache import PageCache


def test_another_publication_makes_everything_anew() -> None:
    cache = PageCache()
    cache.put("one", "/", b"page")
    assert cache.get("one", "/") == b"page"
    assert cache.get("two", "/") is None
    cache.put("two", "/people", b"people")
    assert cache.get("one", "/") is None


def test_what_was_used_longest_ago_is_forgotten_first() -> None:
    cache = PageCache(most_bytes=10)
    for name in ("a", "b"):
        cache.put("one", name, b"12345")
    assert cache.get("one", "a")
    cache.put("one", "c", b"12345")
    assert [cache.get("one", name) is not None for name in ("a", "b", "c")] == [True, False, True]
    cache.put("one", "c", b"1")
    cache.put("one", "d", b"1234")
    assert [cache.get("one", name) is not None for name in ("a", "c", "d")] == [True, True, True]
