"""How much of a file is read at most. The operator's bounds, not the covenant's: they protect the machine (S2)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file. Sizes in bytes, times in seconds; ``memory`` is the worker's whole address space."""

    file_bytes: int = 10 * MEGABYTE
    rows: int = 200_000
    columns: int = 200
    cell_characters: int = 2_000
    archive_entries: int = 500
    archive_bytes: int = 150 * MEGABYTE
    archive_ratio: int = 200
    memory: int = 1024 * MEGABYTE
    cpu_seconds: int = 30
    wall_seconds: int = 60

    def as_numbers(self) -> dict[str, int]:
        """Return the bounds by name, to hand them to the worker."""
        return asdict(self)


DEFAULT_LIMITS = Limits()
