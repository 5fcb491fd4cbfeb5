"""Who writes: the municipality of a covenant, as it stands at the head of every document."""

from __future__ import annotations

from tijdig.covenant.rules.document import Covenant
from tijdig.house_style.files import dress_of
from tijdig.letters.sender import Municipality


def municipality_of(covenant: Covenant) -> Municipality:
    """Return the municipality as the covenant names and reaches it, with the logo of its house style, if any."""
    officer = covenant.accountability.privacy_officer
    dress = dress_of(covenant.controller_code)
    return Municipality(
        name=covenant.municipality.name,
        address=covenant.contact.address,
        telephone=covenant.contact.telephone,
        email=covenant.contact.email,
        privacy_officer=officer.name,
        privacy_officer_contact=officer.email or officer.telephone or officer.address,
        logo=dress.style.logos.get("licht", "") if dress else "",
    )
