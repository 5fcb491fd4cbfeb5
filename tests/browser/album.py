"""The pictures in the docs: which look of which journey each of them is, and what of the page it shows.

``TIJDIG_SCREENSHOTS=1`` keeps them; a test in ``tests/house`` holds this table, the files and the docs together.
"""

from __future__ import annotations

# Look → picture, and the part of the page that it begins with (empty: its top).
PICTURES: dict[str, tuple[str, str]] = {
    "menu-director-vandaag": ("tour-director-1-today", ""),
    "werklijst": ("tour-director-2-worklist", ""),
    "zaak-nieuw": ("tour-director-3-case", ""),
    "zaak-uitnodiging-geweigerd": ("tour-director-4-contact", "#contact"),
    "zaak-hulp": ("tour-director-5-help", "#hulp"),
    "zaak-sluiten": ("tour-director-6-close", "#sluiten"),
    "zaak-afgesloten": ("tour-director-7-closed", ""),
    "menu-clerk-aanleveringen": ("tour-landlord-1-deliver", ""),
    "kolommen-nakijken": ("tour-landlord-2-columns", ""),
    "aanlevering-per-rij": ("tour-landlord-3-refused", ""),
    "nieuws-ontruiming": ("tour-landlord-4-news", ""),
    "terugmeldingen": ("tour-landlord-5-feedback", ""),
    "menu-coordinator-de-maand": ("tour-coordinator-1-month", ""),
    "twijfel": ("tour-coordinator-2-doubt", ""),
    "overleg-gepland": ("tour-coordinator-3-meeting", ""),
    "overleg-houden": ("tour-coordinator-4-hold", ""),
    "verwijzingen": ("tour-helper-1-referrals", ""),
    "verwijzing": ("tour-helper-2-referral", ""),
    "verwijzing-terugmelden": ("tour-helper-3-report", ""),
    "menu-privacy-officer-bureau-privacy": ("tour-privacy-1-desk", ""),
    "logboek-zaak": ("tour-privacy-2-log", ""),
    "besluit-uitleg": ("tour-privacy-3-why", ""),
}
