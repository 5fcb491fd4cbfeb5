"""Lint: exchanges and own uses: grounds, special data, what a creditor may never get or send, retention."""

from __future__ import annotations

from collections.abc import Iterator

from tijdig.covenant.rules.document import Exchange, OwnUse, Period
from tijdig.covenant.rules.fields import FIELDS, FieldKind
from tijdig.covenant.rules.lint.subject import (
    LintRule,
    Subject,
    permissions,
    receivers,
    signalling_exchanges,
)
from tijdig.problems import Problem, ProblemKind

NO_SUCH_GROUND = ProblemKind(
    code="covenant.no-such-ground",
    rule="R3",
    nl="De grondslag van het doel {purpose} is geen onderdeel van artikel 6, eerste lid, AVG.",
    en="The ground of purpose {purpose} is no part of article 6(1) GDPR.",
    remedy_nl='Kies uit: {choices}. Voor een gemeente is dat meestal "6.1.e".',
    remedy_en='Choose from: {choices}. For a municipality that is mostly "6.1.e".',
)
SPECIAL_WITHOUT_GROUND = ProblemKind(
    code="covenant.special-without-ground",
    rule="R10",
    nl="{permission} bevat {field} ({kind} gegeven) zonder uitdrukkelijke grondslag.",
    en="{permission} holds {field} (kind: {kind}) without an explicit ground.",
    remedy_nl="Voeg toe: bijzondere_grondslag = (wet en artikel), of haal het gegeven weg.",
    remedy_en="Add: bijzondere_grondslag = (law and article), or remove the field.",
)
NOT_FOR_CREDITORS = ProblemKind(
    code="covenant.not-for-creditors",
    rule="R44",
    nl="Een signaalpartner ({party}) mag {field} nooit krijgen.",
    en="A signal partner ({party}) may never receive {field}.",
    remedy_nl="Haal de gegevensgroep weg uit {permission}.",
    remedy_en="Remove the category from {permission}.",
)
NOT_FROM_CREDITORS = ProblemKind(
    code="covenant.not-from-creditors",
    rule="R10",
    nl="Een signaalpartner ({party}) mag {field} niet aanleveren.",
    en="A signal partner ({party}) may not deliver {field}.",
    remedy_nl="Haal de gegevensgroep weg uit {permission}: dit komt uit de BRP, de uitkering of het gesprek.",
    remedy_en="Remove the category from {permission}: this comes from the register, the benefit or the conversation.",
)
DUPLICATE_ID = ProblemKind(
    code="covenant.duplicate-id",
    rule="C1",
    nl="Het kenmerk {name} staat er twee keer.",
    en="The id {name} stands there twice.",
    remedy_nl="Geef elk een eigen kenmerk: het logboek verwijst ernaar.",
    remedy_en="Give each its own id: the log refers to it.",
)
UNKNOWN_ARTICLE = ProblemKind(
    code="covenant.unknown-article",
    rule="R1",
    nl="{permission} verwijst naar artikel {article}, maar die bepaling staat niet in het bestand.",
    en="{permission} refers to article {article}, which is no provision of this file.",
    remedy_nl="Kies uit: {choices}.",
    remedy_en="Choose from: {choices}.",
)
KEPT_TOO_SHORT = ProblemKind(
    code="covenant.kept-too-short",
    rule="R53",
    nl="Signalen worden korter bewaard ({term}) dan er wordt teruggekeken ({lookback}).",
    en="Signals are kept shorter ({term}) than the look-back ({lookback}).",
    remedy_nl="Maak bewaren.termijn minstens {lookback}, of kijk korter terug.",
    remedy_en="Make bewaren.termijn at least {lookback}, or look back less far.",
)
KEPT_IN_WORKING_DAYS = ProblemKind(
    code="covenant.kept-in-working-days",
    rule="R53",
    nl="Een bewaartermijn wordt niet in werkdagen geteld.",
    en="A retention term is not counted in working days.",
    remedy_nl="Schrijf bijvoorbeeld P6M.",
    remedy_en="Write for instance P6M.",
)
PERIOD_IN_WORKING_DAYS = ProblemKind(
    code="covenant.period-in-working-days",
    rule="R19",
    nl="{key} wordt met de kalender geteld, niet in werkdagen.",
    en="{key} is counted by the calendar, not in working days.",
    remedy_nl="Schrijf bijvoorbeeld P1M.",
    remedy_en="Write for instance P1M.",
)

GDPR_GROUNDS = ("6.1.a", "6.1.b", "6.1.c", "6.1.d", "6.1.e", "6.1.f")

# What a creditor can know of its own: the signal itself, and where it stands with an eviction.
_CREDITOR_SENDS = ("signaal.", "ontruiming.")


def check_grounds_are_of_article_6(subject: Subject) -> Iterator[Problem]:
    """Each purpose rests on a ground that the GDPR knows (R3, GDPR 6)."""
    for code, purpose in subject.covenant.purposes.items():
        if purpose.gdpr not in GDPR_GROUNDS:
            choices = ", ".join(GDPR_GROUNDS)
            yield NO_SUCH_GROUND(purpose=code, choices=choices).at(key=f"doel.{code}.grondslag.avg")


def check_special_data_has_explicit_ground(subject: Subject) -> Iterator[Problem]:
    """BSN and special-category data need a ground of their own in every permission that holds them."""
    for key, permission in permissions(subject.covenant):
        if permission.special_ground:
            continue
        for name in sorted(subject.covenant.fields_of(permission.categories)):
            field = FIELDS.get(name)
            if field and field.kind is not FieldKind.ORDINARY:
                yield SPECIAL_WITHOUT_GROUND(permission=permission.id, field=name, kind=field.kind).at(
                    key=f"{key}.gegevens"
                )


def check_creditors_get_only_their_own(subject: Subject) -> Iterator[Problem]:
    """No exchange or own use lets a signal partner see register, benefit, household, notes or results (R44)."""
    covenant = subject.covenant
    for key, permission in permissions(covenant):
        creditors = _creditors(subject, receivers(covenant, permission))
        for name in sorted(covenant.fields_of(permission.categories)):
            if creditors and name in FIELDS and not FIELDS[name].for_signal_partners:
                yield NOT_FOR_CREDITORS(party=creditors[0], field=name, permission=permission.id).at(
                    key=f"{key}.gegevens"
                )


def check_creditors_send_only_the_signal(subject: Subject) -> Iterator[Problem]:
    """A signal partner delivers signals and eviction news, no household, benefit or health data (R10, R29)."""
    covenant = subject.covenant
    for number, exchange in enumerate(covenant.exchanges):
        creditors = _creditors(subject, covenant.members(exchange.sender))
        for name in sorted(covenant.fields_of(exchange.categories)):
            if creditors and not name.startswith(_CREDITOR_SENDS):
                yield NOT_FROM_CREDITORS(party=creditors[0], field=name, permission=exchange.id).at(
                    key=f"uitwisseling[{number}].gegevens"
                )


def _creditors(subject: Subject, codes: frozenset[str]) -> list[str]:
    return sorted(code for code in codes if subject.covenant.parties[code].is_signal_partner)


def check_ids_are_unique(subject: Subject) -> Iterator[Problem]:
    """Ids of permissions, names of routes and of rank factors are each used once (the log refers to them)."""
    covenant = subject.covenant
    named: list[tuple[str, str]] = [(f"{key}.id", p.id) for key, p in permissions(covenant)]
    yield from _twice(named)
    yield from _twice([(f"route[{n}].naam", route.name) for n, route in enumerate(covenant.routes)])
    yield from _twice(
        [(f"voorrang[{n}].naam", factor.name) for n, factor in enumerate(covenant.rank_factors)]
    )
    yield from _twice([(f"bepaling[{n}].artikel", p.article) for n, p in enumerate(covenant.provisions)])


def _twice(named: list[tuple[str, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for key, name in named:
        if name in seen:
            yield DUPLICATE_ID(name=name).at(key=key)
        seen.add(name)


def check_articles_exist(subject: Subject) -> Iterator[Problem]:
    """Every permission rests on a provision that the parties signed (R1)."""
    articles = [provision.article for provision in subject.covenant.provisions]
    for key, permission in permissions(subject.covenant):
        if permission.article not in articles:
            yield UNKNOWN_ARTICLE(
                permission=permission.id, article=permission.article, choices=", ".join(articles) or "–"
            ).at(key=f"{key}.artikel")


def check_signals_are_kept_for_the_look_back(subject: Subject) -> Iterator[Problem]:
    """Finding successive signals needs the signals of the look-back period (R19, R53)."""
    lookback = subject.covenant.delivery.lookback
    for key, exchange in signalling_exchanges(subject.covenant):
        term = exchange.retention.term
        if term.most_days < lookback.most_days:
            yield KEPT_TOO_SHORT(term=term, lookback=lookback).at(key=f"{key}.bewaren.termijn")


def check_calendar_periods_hold_no_working_days(subject: Subject) -> Iterator[Problem]:
    """Retention and matching are counted by the calendar (R19, R53)."""
    holders: list[tuple[str, Exchange | OwnUse]] = list(permissions(subject.covenant))
    for key, permission in holders:
        if permission.retention.term.working_days:
            yield KEPT_IN_WORKING_DAYS().at(key=f"{key}.bewaren.termijn")
    delivery = subject.covenant.delivery
    by_calendar: tuple[tuple[str, Period], ...] = (
        ("aanlevering.matching.periode", delivery.matching_period),
        ("aanlevering.matching.terugkijk", delivery.lookback),
        ("aanlevering.matching.herhaling", delivery.repeat_within),
        ("aanlevering.bestand_bewaren", delivery.returned_file_kept),
        ("aanlevering.wachten_op_kolommen", delivery.columns_wait),
        ("evaluatie.elke", subject.covenant.evaluation.every),
        ("evaluatie.waarschuw", subject.covenant.evaluation.warn_before_end),
        ("verantwoording.logcontrole", subject.covenant.accountability.log_review_every),
    )
    for key, period in by_calendar:
        if period.working_days:
            yield PERIOD_IN_WORKING_DAYS(key=key).at(key=key)


RULES: tuple[LintRule, ...] = (
    check_grounds_are_of_article_6,
    check_special_data_has_explicit_ground,
    check_creditors_get_only_their_own,
    check_creditors_send_only_the_signal,
    check_ids_are_unique,
    check_articles_exist,
    check_signals_are_kept_for_the_look_back,
    check_calendar_periods_hold_no_working_days,
)
