"""What the month page and the figures read: counts only, nothing of a person."""

from tijdig.monitor.queries.evictions import eviction_funnels
from tijdig.monitor.queries.figures import MonthFigures, figures_until
from tijdig.monitor.queries.gaps import PartnerGaps, gaps_until
from tijdig.monitor.queries.glance import CaseStock, MonthAtAGlance, PartnerMonth, month_at_a_glance

__all__ = [
    "CaseStock",
    "MonthAtAGlance",
    "MonthFigures",
    "PartnerGaps",
    "PartnerMonth",
    "eviction_funnels",
    "figures_until",
    "gaps_until",
    "month_at_a_glance",
]
