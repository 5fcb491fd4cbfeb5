"""Personal fields of a sealed row, each with its data category: typed on the model, one ciphertext in the table (C9).

``surname = fields.text("signaal.naam")`` reads and writes like any field of the model: ``signal.surname``,
``Signal(surname=…)``, ``Signal.objects.create(surname=…)``, ``save(update_fields=["surname"])``. It is not a column:
a query on it fails at once. A row that was erased gives the blank value.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from copy import copy
from datetime import date
from typing import TYPE_CHECKING, Any, Self, overload

from django.db import models

from tijdig.vault.rules.blind_index import LENGTH

if TYPE_CHECKING:
    from tijdig.vault.rows import SealedRow

type Stored = str | int | float | bool | list[Stored] | dict[str, Stored] | None


def _same[T](value: T) -> T:
    return value


class Personal[T](property):  # Django takes the names of properties as arguments of a model
    """One personal field. ``categories`` are its codes in the covenant's vocabulary."""

    name: str

    def __init__(
        self,
        category: str | tuple[str, ...],
        blank: T,
        write: Callable[[T], Stored] = _same,  # type: ignore[assignment]
        read: Callable[[Stored], T] = _same,  # type: ignore[assignment]
    ) -> None:
        super().__init__()
        self.categories = (category,) if isinstance(category, str) else category
        self.blank = blank
        self.write = write
        self.read = read
        self.is_written_otherwise = read is not _same

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload  # type: ignore[override]
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: SealedRow, owner: type) -> T: ...
    def __get__(self, row: SealedRow | None, owner: type) -> Self | T:
        """Return the value, opening the row when it was not opened yet."""
        if row is None:
            return self
        values = row.opened().values
        if self.name not in values:
            # A list of its own for each row, kept so that a change made in it is sealed.
            values[self.name] = copy(self.blank) if isinstance(self.blank, list | dict) else self.blank
        return values[self.name]  # type: ignore[return-value]

    def __set__(self, row: SealedRow, value: T) -> None:
        """Set the value; it is sealed when the row is saved."""
        row.opened().values[self.name] = value


def values(**personal: Any) -> dict[str, Any]:
    """Return personal values as arguments for the making of a row; the type checker knows its columns only."""
    return personal


def text(category: str) -> Personal[str]:
    """Return a personal text, blank when there is none."""
    return Personal(category, "")


def number(category: str) -> Personal[int]:
    """Return a personal whole number, 0 when there is none."""
    return Personal(category, 0)


def number_or_none(category: str) -> Personal[int | None]:
    """Return a personal whole number that may be unknown."""
    return Personal(category, None)


def flag(category: str) -> Personal[bool]:
    """Return a personal yes or no, no when there is none."""
    return Personal(category, False)


def flag_or_none(category: str) -> Personal[bool | None]:
    """Return a personal yes or no that may be unknown."""
    return Personal(category, None)


def day(category: str) -> Personal[date | None]:
    """Return a personal date that may be unknown."""
    return Personal(
        category,
        None,
        lambda value: value.isoformat() if value else None,
        lambda stored: date.fromisoformat(stored) if isinstance(stored, str) else None,
    )


def listing[T](category: str, _of: type[T]) -> Personal[list[T]]:
    """Return a personal list of plain values."""
    return Personal(category, [])


def mapping[T](category: str | tuple[str, ...], _of: type[T]) -> Personal[dict[str, T]]:
    """Return a personal mapping of names to plain values."""
    return Personal(category, {})


def content(*categories: str) -> Personal[bytes]:
    """Return personal bytes, such as a file, which may hold data of several categories."""
    return Personal(
        categories,
        b"",
        lambda value: base64.b64encode(value).decode(),
        lambda stored: base64.b64decode(stored) if isinstance(stored, str) else b"",
    )


class RandomText(models.Func):
    """Random text of the length of an index, another for each row, made by the database."""

    output_field = models.CharField()

    def as_sqlite(self, *_args: Any, **_kwargs: Any) -> tuple[str, tuple[str | int, ...]]:
        """Return eleven random bytes in hexadecimal."""
        return "lower(hex(randomblob(11)))", ()

    def as_postgresql(self, *_args: Any, **_kwargs: Any) -> tuple[str, tuple[str | int, ...]]:
        """Return the same from a random UUID."""
        return "left(replace(gen_random_uuid()::text, '-', ''), 22)", ()


class BlindIndexField(models.CharField):  # type: ignore[type-arg]
    """A column with the blind index of personal values: how their row is found, or told apart. Empty when erased.

    With ``of`` (names of personal fields of the same row) it is made when the row is saved, for ``purpose``; it stays
    empty while one of ``needs`` is blank. Without, the room gives it.
    """

    def __init__(
        self,
        *args: object,
        category: str = "",
        purpose: str = "",
        of: tuple[str, ...] = (),
        needs: tuple[str, ...] = (),
        **kwargs: object,
    ) -> None:
        self.category, self.purpose, self.of, self.needs = category, purpose, of, needs or of
        kwargs.setdefault("max_length", LENGTH)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def erased_value(self) -> object:
        """Return what an erased row has here: nothing, or something random where each row must differ."""
        return "" if self.blank else RandomText()


def personal_fields(model: type[models.Model]) -> Mapping[str, Personal[object]]:
    """Return the personal fields of a model by name, in the order in which they are declared."""
    found: dict[str, Personal[object]] = {}
    for each in reversed(model.__mro__):
        found |= {name: value for name, value in vars(each).items() if isinstance(value, Personal)}
    return found
