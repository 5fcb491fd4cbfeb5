"""How e-mail and text messages leave: by SMTP and a gateway's HTTPS endpoint, or to a folder when none is set up."""

from __future__ import annotations

from tijdig.contact.gateways.mail import hand_over_mail
from tijdig.contact.gateways.outgoing import NotTaken, Outgoing
from tijdig.contact.gateways.sms import hand_over_sms
from tijdig.contact.rules.messages import Channel

__all__ = ["NotTaken", "Outgoing", "hand_over"]


def hand_over(channel: Channel, message: Outgoing) -> None:
    """Hand a message to the gateway of its channel; :class:`NotTaken` when it certainly did not leave.

    Any other exception means that nobody knows whether it left. ``ValueError`` for what goes on paper.
    """
    if channel is Channel.MAIL:
        hand_over_mail(message)
    elif channel is Channel.SMS:
        hand_over_sms(message)
    else:
        raise ValueError("paper is printed")
