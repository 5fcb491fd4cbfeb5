"""A month in Weert in which every tenant is a canary: brought in as people do it, by command, file and page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from tests.canaries import birds
from tests.canaries.robot import Robot, Seen
from tests.feedback.world import World, build_world
from tests.parties.town import signed_in
from tests.residents.extracts import Line, extract_text
from tests.web.landlord.delivering import GOOD, csv
from tijdig.actors import Role
from tijdig.cli import main

DELIVERIES = "/aanleveringen/"
WRITTEN_POSTCODE = "6009 KW"


@dataclass(frozen=True)
class Town:
    """The world, and a robot for each role."""

    world: World
    seen: Seen
    robots: dict[Role, Robot]

    def deliver(self, *rows: dict[str, str], name: str = "april.csv", content: bytes = b"") -> None:
        """Deliver a file as the landlord's clerk, and look at what came of it."""
        clerk = self.robots[Role.LANDLORD_CLERK]
        answer = clerk.post(DELIVERIES, {"file": SimpleUploadedFile(name, content or csv(*rows))})
        if answer.headers.get("Location"):
            clerk.get(answer.headers["Location"])
            clerk.get(answer.headers["Location"] + "?toon=rijen")
            clerk.get(answer.headers["Location"] + "fouten/")


def resident(number: int) -> list[Line]:
    """A canary in the register: the first has a child, the last moved away."""
    person = {
        "01.01.20": birds.BSNS[number],
        "01.02.10": birds.GIVEN_NAMES,
        "01.02.40": birds.SURNAMES[number],
        "01.03.10": birds.BORN,
        "01.61.10": "E",
        "07.70.10": "0",
        "08.09.10": "0988" if number < 4 else "0957",
        "08.10.30": "20110201",
        "08.11.10": birds.STREET,
        "08.11.20": str(birds.HOUSE_NUMBER + number),
        "08.11.60": birds.POSTCODE,
        "08.11.70": "Weert",
    }
    return [person]


def row(number: int, **values: str) -> dict[str, str]:
    """A canary in a delivery."""
    return {
        **GOOD,
        "kenmerk": f"{birds.REFERENCE}-{number}",
        "voorletters": "W.P.",
        "achternaam": birds.SURNAMES[number],
        "geboortedatum": "19-04-1987",
        "straat": birds.STREET,
        "huisnummer": str(birds.HOUSE_NUMBER + number),
        "postcode": WRITTEN_POSTCODE,
        "bedrag": "13.377,11",
        "telefoon": birds.PHONE,
        "email": birds.EMAIL,
        **values,
    }


def settle(folder: Path) -> Town:
    """Import the registers by command, deliver with every sort of error, correct, and let the queue do its work."""
    world, seen = build_world(), Seen()
    robots = {role: Robot(signed_in(one), seen) for role, one in world.town.assignments.items()}
    town = Town(world, seen, robots)
    residents, benefits = folder / "register.csv", folder / "benefits.csv"
    residents.write_text(extract_text(*(resident(number) for number in range(5))), encoding="utf-8")
    benefits.write_text(
        f"bsn;participatiewet\n{birds.BSNS[0]};ja\n{birds.BSNS[1]};nee\nkapot;{birds.WORDS}\n"
    )
    where = ["--controller", "0988", "--as-of", "2026-04-01"]
    main(["import", "residents", str(residents), *where])
    main(["import", "benefits", str(benefits), *where])
    main(["import", "residents", str(benefits), *where])  # the wrong file
    town.deliver(
        row(0, crisis="J"),
        row(1),
        row(2, achternaam="Zanglijstertjes", geboortedatum="", voorletters="Q."),
        row(3, herinnering=""),
        row(3, kenmerk=birds.BSNS[3]),
        row(3, bezwaar="J", kenmerk=f"{birds.REFERENCE}-8"),
        row(4),
        row(1, kenmerk=f"{birds.REFERENCE}-9", achternaam=birds.SURNAMES[3], geboortedatum=""),
        row(2, kenmerk=f"{birds.REFERENCE}-7", postcode=birds.WORDS, bedrag="dertien", email=birds.PHONE),
        name=f"{birds.SURNAMES[0]}.csv",
    )
    town.deliver(row(1, bedrag="13.378,11"), row(3), name=f"{birds.SURNAMES[1]}.csv")
    town.deliver(content=f"{birds.SURNAMES[2]};{birds.BSNS[2]}\n".encode(), name="kapot.csv")
    work_off_the_queue()
    return town


def work_off_the_queue() -> None:
    """Do what is queued as the worker does it, failures and all."""
    worker = Worker(
        queue_names=["default"], excluded_queue_names=[], interval=0, batch=True, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id="canaries",
    )  # fmt: skip
    for queued in DBTaskResult.objects.ready():
        queued.claim("canaries")
        worker.run_task(queued)
