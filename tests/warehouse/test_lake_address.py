"""The address of a lake is set with a password, and told without it."""

import pytest

from extractors.errors import ConfigurationError
from warehouse.lake_address import LakeAddress

SECRET = "s3cr%3At/x"
ADDRESSES = [
    f"ducklake:postgres:host=db.example port=5432 user=lake password={SECRET} dbname=lake",
    f"ducklake:postgres:password='{SECRET} and more' host=db.example",
    f"ducklake:postgres:host=db.example PASSWORD = {SECRET}",
    f"ducklake:postgres:postgresql://lake:{SECRET}@db.example:5432/lake?sslmode=require",
    f"ducklake:postgres:postgresql://db.example/lake?user=lake&password={SECRET}&sslmode=require",
    f"ducklake:postgres:host=db.example sslpassword={SECRET} password=other",
    f"ducklake:postgres:host=db.example password=some\\ {SECRET}",
    f"ducklake:postgres:host=db.example password='some {SECRET}",
    f'ducklake:postgres:host=db.example password=a"b&c{SECRET}',
]


@pytest.mark.parametrize("given", ADDRESSES)
def test_the_text_of_an_address_hides_the_password_and_nothing_else(given: str) -> None:
    address = LakeAddress(given)
    for text in (str(address), repr(address), f"{address}"):
        assert SECRET not in text
        assert "db.example" in text
        assert "***" in text


@pytest.mark.parametrize("given", ADDRESSES)
def test_what_a_library_says_of_it_hides_the_password_however_it_is_quoted(given: str) -> None:
    address = LakeAddress(given)
    said = f'cannot attach "{given}": connection to "{address.connection}" failed'
    assert SECRET not in address.without_secrets(said)
    assert "cannot attach" in address.without_secrets(said)


@pytest.mark.parametrize(
    "given", ["postgresql://lake:p%40s%20s@db.example/lake", "host=db.example password='p@s s'", "password=p%40s%20s"]
)
def test_a_password_that_is_quoted_alone_is_hidden_too(given: str) -> None:
    address = LakeAddress(f"ducklake:postgres:{given}")
    assert address.without_secrets("the password p@s s is wrong") == "the password *** is wrong"


def test_the_connection_is_what_postgresql_takes() -> None:
    assert LakeAddress("ducklake:postgres:dbname=lake password=x").connection == "dbname=lake password=x"


@pytest.mark.parametrize("given", ["ducklake:", "ducklake:postgres:", "ducklake:mysql:password=hidden", "ducklake:x"])
def test_another_catalog_than_postgresql_is_refused_in_words_without_the_password(given: str) -> None:
    with pytest.raises(ConfigurationError, match="is no lake: write ducklake:postgres:") as raised:
        _ = LakeAddress(given).connection
    assert "hidden" not in str(raised.value)
