"""Which documents are one: the same words at two addresses, give or take a date; never by a template alone."""

import random

import pytest

from extractors.fingerprint import signature
from extractors.resolution.duplicates import ALIKE, Signature, clusters_of, likeness

PAPER = [f"word{number * 7919 % 3001}" for number in range(600)]


def paper(*changed: int) -> Signature:
    """The signature of the paper with other words at these places."""
    return signature(" ".join(f"other{at}" if at in changed else word for at, word in enumerate(PAPER)))


def far(seed: int) -> Signature:
    """The signature of a text that shares nothing with any other."""
    return signature(" ".join(f"{seed}x{at}" for at in range(50)))


def some(seed: int, agreeing: int) -> Signature:
    """A signature of which so many of 64 numbers are those of all others made here, at places chosen by the seed."""
    chosen = random.Random(seed)
    kept = set(chosen.sample(range(64), agreeing))
    return tuple(at if at in kept else chosen.getrandbits(63) for at in range(64))


def test_a_document_alone_is_its_own_cluster() -> None:
    assert clusters_of({"a": far(1), "b": far(2)}, {"c": ["x"]}) == {"a": "a", "b": "b", "c": "c"}


def test_the_same_words_are_one_document_that_goes_by_the_smallest_id() -> None:
    assert clusters_of({"b": paper(), "a": paper(), "c": far(1)}, {}) == {"a": "a", "b": "a", "c": "c"}


def test_a_few_other_words_make_no_other_document() -> None:
    assert clusters_of({"a": paper(), "b": paper(10, 300, 590)}, {}) == {"a": "a", "b": "a"}


def test_one_other_word_in_ten_makes_another_document() -> None:
    assert clusters_of({"a": paper(), "b": paper(*range(0, 600, 10))}, {}) == {"a": "a", "b": "b"}


def test_a_document_without_a_signature_is_one_with_its_identical_copies_alone() -> None:
    assert clusters_of({"a": (), "b": (), "c": ()}, {"a": ["x"], "b": ["y", "x"], "c": ["z"]}) == {
        "a": "a",
        "b": "a",
        "c": "c",
    }


def test_sameness_is_passed_on() -> None:
    found = clusters_of({"b": paper(), "c": paper(), "d": far(1)}, {"a": ["x"], "b": ["x"], "c": ["y"], "d": ["y"]})
    assert found == dict.fromkeys("abcd", "a")


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_documents_changes_nothing(seed: int) -> None:
    papers = {f"d{number:02}": paper(*range(number)) for number in range(30)}
    shuffled = list(papers.items())
    random.Random(seed).shuffle(shuffled)
    assert clusters_of(dict(shuffled), {}) == clusters_of(papers, {})


def test_a_pair_that_is_just_alike_enough_is_found() -> None:
    pairs = [(some(seed, 64), some(seed + 1000, 56)) for seed in range(200)]
    assert all(likeness(one, other) >= ALIKE for one, other in pairs)
    found = [clusters_of({"a": one, "b": other}, {})["b"] for one, other in pairs]
    assert found == ["a"] * len(pairs)


def test_many_near_copies_are_one_without_comparing_each_with_each() -> None:
    crowd = {f"d{number:04}": some(number, 58) for number in range(2000)}
    assert set(clusters_of(crowd, {}).values()) == {"d0000"}


def test_nothing_is_in_no_cluster() -> None:
    assert clusters_of({}, {}) == {}
