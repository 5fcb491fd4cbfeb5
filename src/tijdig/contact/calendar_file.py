"""An appointment as an iCalendar file (RFC 5545), for the calendar of who has it.

Calendars are shared and synchronised: of the tenant nothing stands in it but the number of the case, and the home
address is never the place (L6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """What the file says. ``place`` is a room or the words for where; ``sequence`` counts the changes."""

    appointment_id: UUID
    case_number: str
    starts_at: datetime
    ends_at: datetime
    place: str
    changed_at: datetime
    sequence: int
    cancelled: bool


def calendar_file(entry: CalendarEntry) -> bytes:
    """Return the file, with moments in UTC; the same entry always gives the same bytes."""
    event = Event()
    event.add("uid", f"{entry.appointment_id}@tijdig")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", f"Gesprek zaak {entry.case_number}")
    event.add("location", entry.place)
    event.add("class", "CONFIDENTIAL")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Tijdig//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if entry.cancelled else "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
