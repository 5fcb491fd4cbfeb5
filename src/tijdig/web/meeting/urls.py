"""Addresses under ``/overleg/``."""

from __future__ import annotations

from django.urls import path

from tijdig.web.meeting import agenda, asking, holding, papers, views

app_name = "meeting"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("plannen/", views.plan, name="plan"),
    path("vooruit-plannen/", views.plan_ahead, name="plan_ahead"),
    path("vragen/verwijzing/<uuid:referral_id>/", asking.about_referral, name="ask_referral"),
    path("vragen/signaal/<uuid:signal_id>/", asking.about_signal, name="ask_signal"),
    path("<uuid:meeting_id>/", agenda.meeting, name="meeting"),
    path("<uuid:meeting_id>/verplaatsen/", views.move, name="move"),
    path("<uuid:meeting_id>/stukken.pdf", papers.pack_paper, name="pack_paper"),
    path("<uuid:meeting_id>/agenderen/", agenda.table, name="table"),
    path("<uuid:meeting_id>/agenderen/nummer/", agenda.table_numbered, name="table_numbered"),
    path("<uuid:meeting_id>/houden/", holding.hold, name="hold"),
    path("<uuid:meeting_id>/aanwezig/", holding.presence, name="presence"),
    path("<uuid:meeting_id>/afronden/", holding.end, name="end"),
    path("<uuid:meeting_id>/verslag/", papers.minutes, name="minutes"),
    path("<uuid:meeting_id>/verslag.pdf", papers.minutes_paper, name="minutes_paper"),
    path("<uuid:meeting_id>/zaak/<uuid:item_id>/", holding.item, name="item"),
    path("<uuid:meeting_id>/zaak/<uuid:item_id>/afvoeren/", agenda.withdraw, name="withdraw"),
    path("<uuid:meeting_id>/actie/<uuid:action_id>/klaar/", agenda.complete, name="complete"),
    path("<uuid:meeting_id>/actie/<uuid:action_id>/weg/", holding.drop, name="drop"),
]
