"""What a command hands to the flow that it calls in its own process, and Prefect need not know.

Prefect records the parameters of every run, for all who see its pages, and takes half a megabyte at most. So it is told
the first of a long list, without secrets in addresses, and the flow gets the whole list here. A deployed flow finds
nothing here, and its parameters are all it has.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from flows.wording import without_secrets

_RECORDED = 100  # of a list

_handed: ContextVar[Mapping[str, object] | None] = ContextVar("handed", default=None)

T = TypeVar("T")


@contextmanager
def handed(parameters: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Hand `parameters` to the flow that is called inside; give those that Prefect may record."""
    token = _handed.set(parameters)
    try:
        yield {name: _recorded(value) for name, value in parameters.items()}
    finally:
        _handed.reset(token)


def whole(name: str, recorded: T) -> T:
    """Return a parameter as it was handed, or as it was `recorded` where nothing was."""
    parameters = _handed.get()
    return recorded if parameters is None else parameters.get(name, recorded)  # type: ignore[return-value]


def _recorded(value: object) -> object:
    if isinstance(value, str):
        return without_secrets(value)
    return [_recorded(each) for each in value[:_RECORDED]] if isinstance(value, list) else value
