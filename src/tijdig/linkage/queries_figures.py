"""How often the machine was right, as far as people's decisions tell: counts only, no personal data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from tijdig.linkage.models import Candidate, Link
from tijdig.linkage.rules.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class ProposalFigures:
    """What people decided where a line of the decision table proposed someone: the first candidate or another."""

    rule_id: str
    first: int = 0
    other: int = 0
    nobody: int = 0

    @property
    def decided(self) -> int:
        """How many decisions there were."""
        return self.first + self.other + self.nobody

    @property
    def percentage(self) -> int:
        """How often the first candidate was chosen, in whole percents."""
        return round(100 * self.first / self.decided) if self.decided else 0


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """The proposals by line and together, and the certain links with how many of those a person undid.

    A certain link that nobody undid was not necessarily right: only what people looked at is known.
    """

    proposals: tuple[ProposalFigures, ...]
    together: ProposalFigures
    certain: int
    certain_undone: int
    taken_over: int


def review_figures(controller_id: str) -> ReviewFigures:
    """Return the figures over all links that are still kept; a decision that was taken over is no decision anew."""
    links = Link.objects.filter(controller_id=controller_id).order_by()
    chosen = Candidate.objects.filter(link=OuterRef("pk"), person=OuterRef("person")).order_by("position")
    decided = links.filter(decided_at__isnull=False, undone_at__isnull=True)
    proposals = _by_line(
        decided.filter(outcome=Outcome.REVIEW, decided_before__isnull=True)
        .annotate(chosen=Subquery(chosen.values("position")[:1]))
        .values_list("rule_id", "chosen")
        .annotate(links=Count("pk"))
        .order_by("rule_id", "chosen")
    )
    certain = links.filter(outcome=Outcome.CERTAIN)
    return ReviewFigures(
        proposals,
        ProposalFigures(
            "",
            sum(one.first for one in proposals),
            sum(one.other for one in proposals),
            sum(one.nobody for one in proposals),
        ),
        certain.filter(undone_at__isnull=True).count(),
        certain.filter(undone_for=Link.UndoneFor.PERSON).count(),
        decided.filter(decided_before__isnull=False).count(),
    )


def _by_line(counted: Iterable[tuple[str, int | None, int]]) -> tuple[ProposalFigures, ...]:
    found: dict[str, dict[str, int]] = {}
    for rule_id, chosen, links in counted:
        name = "nobody" if chosen is None else "first" if chosen == 1 else "other"
        line = found.setdefault(rule_id, {})
        line[name] = line.get(name, 0) + links
    return tuple(ProposalFigures(rule_id, **counts) for rule_id, counts in sorted(found.items()))
