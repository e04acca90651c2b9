"""What a form sends, within bounds."""

from urllib.parse import parse_qsl

from starlette.requests import Request

_LONGEST = 64_000  # bytes
_FIELDS = 20


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields of a form; none where it is too large or is not written as forms are."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        return {}
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST:
            return {}
    try:
        return dict(parse_qsl(body.decode(), max_num_fields=_FIELDS))
    except ValueError:
        return {}
