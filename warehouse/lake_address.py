"""The address of a lake, `ducklake:postgres:…`, as it is set; whatever is said of it hides its password."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from extractors.errors import ConfigurationError

PREFIX = "ducklake:"
"""How the address of a lake begins."""

_CATALOG = "ducklake:postgres:"
_HIDDEN = "***"
# Both ways in which PostgreSQL's own library takes a connection: words (password=…) and an address (//user:password@).
# Rather too much is hidden than too little, also where it is not written as it should be.
_IN_WORDS = re.compile(r"(\b\w*password\s*=\s*)('(?:[^'\\]|\\.)*(?:'|$)|(?:\\.|\S)+)", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"(://[^@\s:]*:)(\S*)(?=@)")


@dataclass(frozen=True, slots=True)
class LakeAddress:
    """Where the catalog of a lake is. Its text hides the password; `connection` is for PostgreSQL alone."""

    _given: str = field(repr=False)

    def __str__(self) -> str:
        """Return the address without its password."""
        return _IN_ADDRESS.sub(rf"\1{_HIDDEN}", _IN_WORDS.sub(rf"\1{_HIDDEN}", self._given))

    def __repr__(self) -> str:
        return f"LakeAddress({str(self)!r})"

    @property
    def connection(self) -> str:
        """What PostgreSQL's library takes, with the password. Raises ConfigurationError where it is no such address."""
        if not self._given.startswith(_CATALOG) or not self._given.removeprefix(_CATALOG).strip():
            raise ConfigurationError(
                f"{self} is no lake: write {_CATALOG} and how PostgreSQL is reached, for example "
                f"{_CATALOG}dbname=lake host=127.0.0.1 (docs/ducklake.md)"
            )
        return self._given.removeprefix(_CATALOG).strip()

    def without_secrets(self, message: str) -> str:
        """Return what a library says of the lake, without the password, however it quotes the address."""
        message = message.replace(self._given, str(self))
        found = [secret for pattern in (_IN_WORDS, _IN_ADDRESS) for _, secret in pattern.findall(self._given)]
        for secret in found:
            for form in (secret, secret.strip("'"), unquote(secret)):
                message = message.replace(form, _HIDDEN) if form else message
        return _IN_ADDRESS.sub(rf"\1{_HIDDEN}", _IN_WORDS.sub(rf"\1{_HIDDEN}", message))
