"""Hand over what is queued: by the worker soon after, and by the daily work whatever was left."""

from __future__ import annotations

import logging

from django.tasks import task

from tijdig.actors import Actor, system_actor
from tijdig.casework.loading import covenant_of_case
from tijdig.contact.gateways import NotTaken, Outgoing, hand_over
from tijdig.contact.models import Message
from tijdig.contact.rules.messages import Channel, MessageState
from tijdig.contact.services.sending import begin_to_hand_over, record_handed_over, record_not_handed_over
from tijdig.ledger.trace import new_trace
from tijdig.letters.markup import plain_text
from tijdig.problems import place_of
from tijdig.storage import again_when_lost
from tijdig.tenancy import under

logger = logging.getLogger(__name__)


def hand_over_queued(*, actor: Actor) -> int:
    """Hand over the queued messages of one controller, oldest first; return how many left.

    One that the gateway did not take stays queued for a next time, up to three times. One of which nobody knows whether
    it left stays as it is, and is shown to who wrote it.
    """
    waiting = Message.objects.filter(controller_id=actor.controller_id, state=MessageState.QUEUED)
    return sum(_hand_over(actor, pk) for pk in waiting.order_by("made_at").values_list("pk", flat=True))


def _hand_over(actor: Actor, message_id: object) -> bool:
    message = begin_to_hand_over(actor=actor, message_id=message_id)  # type: ignore[arg-type]
    if message is None:
        return False
    try:
        hand_over(Channel(message.channel), _outgoing(message))
    except NotTaken as refusal:
        record_not_handed_over(actor=actor, message_id=message.pk, code=refusal.code)
        return False
    except Exception as error:  # noqa: BLE001 - whatever it was, it may have left: nothing is tried again
        logger.warning("a message may or may not have left: %s", place_of(error))
        return False
    record_handed_over(actor=actor, message_id=message.pk)
    return True


def _outgoing(message: Message) -> Outgoing:
    covenant = covenant_of_case(message.case)
    return Outgoing(
        message.pk,
        message.controller_id,
        covenant.municipality.name,
        message.to_number,
        plain_text(message.text),
        reply_to=covenant.contact.email,
    )


@task()
def hand_over_controller(controller_id: str) -> str:
    """Hand over what is queued for one controller; returns how many left."""
    with new_trace("hand-over-messages"), under(controller_id):
        actor = system_actor(controller_id)
        return str(again_when_lost(lambda: hand_over_queued(actor=actor)))
