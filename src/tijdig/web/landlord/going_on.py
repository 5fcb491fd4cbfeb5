"""Where a delivery goes after a step: to its columns while they wait, else to its result; new signals are worked up."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from tijdig.casework.tasks import work_up_controller
from tijdig.intake.services import ReceivedDelivery
from tijdig.intake.states import DeliveryState
from tijdig.web.acting import ActingRequest


def go_on(request: ActingRequest, received: ReceivedDelivery) -> HttpResponse:
    """Redirect to the next page of this delivery."""
    waiting = received.state == DeliveryState.WAITING
    if received.new or received.corrected or received.withdrawn:
        # If this process dies before the queue holds it, the next delivery or the coordinator does the work.
        work_up_controller.enqueue(request.actor.controller_id)
    return redirect("landlord:columns" if waiting else "landlord:delivery", received.delivery_id)
