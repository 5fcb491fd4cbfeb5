"""Addresses of the work list and of cases; only a case's id stands in them (I2)."""

from __future__ import annotations

from django.urls import path

from tijdig.web.municipality import (
    appointments,
    day,
    desk,
    letters,
    referring,
    texts,
    views,
    visits,
    worklist,
)

app_name = "municipality"
urlpatterns = [
    path("vandaag/", day.today, name="day"),
    path("vandaag/te-laat/", day.late, name="late"),
    path("vandaag/bureau/", desk.desk, name="desk"),
    path("vandaag/afwezig/", desk.leave, name="leave"),
    path("vandaag/afwezig/<uuid:leave_id>/voorbij/", desk.leave_over, name="leave_over"),
    path("vandaag/herinneringen/", desk.reminders, name="reminders"),
    path("vandaag/wijken/", desk.districts, name="districts"),
    path("werklijst/", worklist.work_list, name="work_list"),
    path("werklijst/zoeken/", worklist.search, name="search"),
    path("werklijst/toewijzen/", worklist.assign, name="assign"),
    path("werklijst/bewaren/", worklist.keep, name="keep_filter"),
    path("werklijst/bewaard/<int:filter_number>/weg/", worklist.forget, name="forget_filter"),
    path("zaken/<uuid:case_id>/", views.case, name="case"),
    path("zaken/<uuid:case_id>/correcties/", views.corrections, name="corrections"),
    path("zaken/<uuid:case_id>/brief/", letters.write, name="write_letter"),
    path("berichten/<uuid:message_id>/", letters.message, name="message"),
    path("berichten/<uuid:message_id>/pdf/", letters.paper, name="paper"),
    path("post/", letters.post, name="post"),
    path("huisbezoeken/", visits.choose, name="visits"),
    path("huisbezoeken/<uuid:round_id>/", visits.visit_round, name="visit_round"),
    path("huisbezoeken/<uuid:round_id>/lijst/", visits.sheet, name="visit_sheet"),
    path("huisbezoeken/<uuid:round_id>/<uuid:stop_id>/", visits.result, name="visit_result"),
    path("teksten/", texts.texts, name="texts"),
    path("teksten/<slug:slug>/", texts.text, name="text"),
    path("zaken/<uuid:case_id>/afspraak/", appointments.plan, name="plan_appointment"),
    path("afspraken/<uuid:appointment_id>/", appointments.move, name="appointment"),
    path("afspraken/<uuid:appointment_id>/afzeggen/", appointments.cancel, name="cancel_appointment"),
    path("afspraken/<uuid:appointment_id>/agenda/", appointments.calendar, name="calendar"),
    path("zaken/<uuid:case_id>/toch-openen/", views.open_with_reason, name="break_glass"),
    path("zaken/<uuid:case_id>/verwijzen/<slug:party>/", referring.preview, name="referral_preview"),
    path("zaken/<uuid:case_id>/deskundigen/", referring.experts, name="experts"),
    path(
        "zaken/<uuid:case_id>/deskundigen/<uuid:referral_id>/<slug:step>/",
        referring.expert_step,
        name="expert_step",
    ),
    path("zaken/<uuid:case_id>/<slug:slug>/", views.act, name="act"),
]
