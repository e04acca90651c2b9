"""Addresses on the web, in one steady form: the same place is never two documents by its spelling."""

from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

WEB_SCHEMES = frozenset({"http", "https"})
DEFAULT_PORTS = {"http": 80, "https": 443}


def web_uri(address: str) -> str:
    """Return the address in its steady form: scheme and host in lower case, no default port, no fragment.

    Raises ValueError with the reason where it cannot be fetched.
    """
    try:
        parts = urlsplit(address.strip())
        _ = parts.port
    except ValueError as error:
        raise ValueError(f"this is no address ({error}): check how it is written") from None
    if parts.scheme not in WEB_SCHEMES:
        raise ValueError(f"{parts.scheme or 'addresses without a scheme'} cannot be fetched: only http and https")
    if not parts.hostname:
        raise ValueError("the address names no host: write it as https://host/path")
    if parts.username is not None or parts.password is not None:
        raise ValueError("the address holds a user name or password, which would be published: leave it out")
    return urlunsplit((parts.scheme, _host(parts), parts.path or "/", parts.query, ""))


def web_name(uri: str) -> str:
    """Return the file name that a web address ends in, or its host where it ends in none."""
    parts = urlsplit(uri)
    return unquote(parts.path.rsplit("/", 1)[-1]) or parts.netloc


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{parts.port}"
