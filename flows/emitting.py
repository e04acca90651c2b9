"""Emitting many events to Prefect's server in few requests.

One by one, as Prefect emits them, two thousand take the command more than a second after its work is done.
"""

import asyncio
from collections.abc import Sequence

from prefect.client.orchestration import get_client
from prefect.events import Event as PrefectEvent
from prefect.events import RelatedResource, Resource
from prefect.events.related import related_resources_from_run_context

from flows.events import Event, emit, is_heard

_FEW = 20  # what is emitted one by one: it goes on beside the rest of the run's end
_AT_ONCE = 500  # of some 600 bytes each
_PATIENCE = 5.0  # seconds for all of it: meanwhile nobody else may write


async def emit_all(events: Sequence[Event]) -> int:
    """Emit events, unless nobody hears them; return how many the server has taken in lists.

    What it has not taken within some seconds is emitted one by one, after the command's work.
    """
    if not is_heard.get():
        return 0
    taken = await _post(events) if len(events) > _FEW else 0
    emit(events[taken:])
    return taken


async def _post(events: Sequence[Event]) -> int:
    """Return how many events the server took, which are the first ones."""
    taken = 0
    try:
        async with asyncio.timeout(_PATIENCE), get_client() as client:
            around = await related_resources_from_run_context(client)
            for start in range(0, len(events), _AT_ONCE):
                some = events[start : start + _AT_ONCE]
                body = b",".join(_encoded(each, around) for each in some)
                answer = await client.request(
                    "POST", "/events", content=b"[" + body + b"]", headers={"Content-Type": "application/json"}
                )
                answer.raise_for_status()
                taken += len(some)
    except Exception:  # noqa: BLE001 - a hint: whatever is wrong with it or with the server, the run goes on
        return taken
    return taken


def _encoded(event: Event, around: Sequence[RelatedResource]) -> bytes:
    """Return one event as Prefect's API takes it; `around` are the flow run, and what that belongs to."""
    related = [RelatedResource(each) for each in event.related]
    said = PrefectEvent(
        id=event.id,
        event=event.name,
        resource=Resource(event.resource),
        related=[*related, *around],
        payload=event.payload,
    )
    return said.model_dump_json().encode()
