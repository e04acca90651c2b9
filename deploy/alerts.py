"""Automations on the Prefect server of PREFECT_API_URL that tell somebody when greenpaper needs a person.

    python deploy/alerts.py --webhook https://hooks.example.org/greenpaper
    python deploy/alerts.py --webhook … --mail sendgrid-email/alerts

They call when a source breaks, a publication is refused, the archive is damaged or a run fails, and when no refresh has
completed for a day. The message is a JSON object with `subject` and `text`. `--mail`
names a notification block that is there already, as TYPE/NAME: with Prefect itself come sendgrid-email, slack-webhook,
ms-teams-webhook and others. Doing it again replaces what an earlier call made.
"""

import argparse
import sys
from datetime import timedelta
from typing import Any

from prefect.automations import Automation
from prefect.blocks.core import Block
from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import get_client
from prefect.events import EventTrigger
from prefect.events.actions import ActionTypes, CallWebhook, SendNotification
from prefect.events.schemas.automations import Posture

BLOCK = "greenpaper-alerts"
PREFIX = "greenpaper: "
FLOWS = ["ingest", "refresh", "reextract", "maintain"]
_ABOUT = "(event.resource.name or event.resource.id)"
EVENTS = {
    "greenpaper.source.broken": ("a source broke", "event.payload.get('reason', '')"),
    "greenpaper.warehouse.refused": ("a publication was refused", "event.payload.get('reason', '')"),
    "greenpaper.archive.damaged": (
        "the archive is damaged",
        "event.payload.get('damaged', [])|length ~ ' damaged, ' ~ event.payload.get('missing', [])|length ~ ' missing'",
    ),
    "prefect.flow-run.Failed": ("a run failed", "event.payload.get('validated_state', {}).get('message', '')"),
    "prefect.flow-run.Crashed": ("a run died", "event.payload.get('validated_state', {}).get('message', '')"),
}
"""Event → subject, and what is to be told, as an expression of Jinja."""


def of_flows(*names: str) -> dict[str, Any]:
    """Return what is related to the runs of flows with these names."""
    return {"prefect.resource.role": "flow", "prefect.resource.name": list(names)}


def triggers(stale_after: timedelta) -> list[tuple[str, str, EventTrigger]]:
    """Return subject, text (an expression of Jinja) and trigger of each automation."""
    found = [
        (
            subject,
            f"{_ABOUT} ~ ': ' ~ {text}",
            EventTrigger(expect={event}, match_related=of_flows(*FLOWS) if "flow-run" in event else {}),
        )
        for event, (subject, text) in EVENTS.items()
    ]
    looked = EventTrigger(  # after each of these, another one is expected in time
        after={"prefect.flow-run.Completed"},
        expect={"prefect.flow-run.Completed"},
        match_related=of_flows("refresh"),
        for_each={"related:flow:prefect.resource.id"},  # one value: without it, a trigger of this kind never rests
        posture=Posture.Proactive,
        threshold=1,
        within=stale_after,
    )
    return [*found, ("the warehouse goes stale", f"'no refresh has completed for {stale_after}'", looked)]


def actions(subject: str, text: str, webhook: Webhook, mail: Block | None) -> list[ActionTypes]:
    """Return what is done: the web hook called, and the notification sent where there is a block for it."""
    payload = f'{{"subject": "{PREFIX}{subject}", "text": {{{{ ({text}) | tojson }}}}}}'
    made: list[ActionTypes] = [CallWebhook(block_document_id=webhook._block_document_id, payload=payload)]
    if mail is not None:
        body = f"{{{{ {text} }}}}"
        made.append(
            SendNotification(block_document_id=mail._block_document_id, subject=f"{PREFIX}{subject}", body=body)
        )
    return made


def main() -> None:
    """Make the automations, in place of those of an earlier call."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--webhook", required=True, metavar="URL", help="what is called; kept as a secret")
    parser.add_argument("--mail", metavar="TYPE/NAME", help="a notification block")
    parser.add_argument("--stale-after", type=float, default=24.0, metavar="HOURS")
    asked = parser.parse_args()
    webhook = Webhook(url=asked.webhook)
    webhook.save(BLOCK, overwrite=True)
    mail = Block.load(asked.mail) if asked.mail else None
    made = triggers(timedelta(hours=asked.stale_after))
    with get_client(sync_client=True) as client:
        for subject, _, _ in made:
            for old in client.read_automations_by_name(PREFIX + subject):
                client.delete_automation(old.id)
    for subject, text, trigger in made:
        Automation(name=PREFIX + subject, trigger=trigger, actions=actions(subject, text, webhook, mail)).create()
        sys.stdout.write(f"{PREFIX}{subject}\n")


if __name__ == "__main__":
    main()
