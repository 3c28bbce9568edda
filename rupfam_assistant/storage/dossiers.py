"""Where dossiers are kept: every version of each. It imports sqlalchemy, slow to start."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from rupfam_assistant.dossier.schema import UNREADABLE
from rupfam_assistant.errors import DossierDeleted, UnknownDossier, UnknownVersion, UnreadableDossier, VersionConflict
from rupfam_assistant.storage.database import fetch, insert, look_through, open_engine, transaction, utc_now, writing
from rupfam_assistant.storage.merging import merge
from rupfam_assistant.storage.records import from_json, same, to_json
from rupfam_assistant.storage.tables import DAYS, DOSSIERS, VERSIONS

LARGEST = 2**31 - 1
"""The largest number of a dossier or of a version."""

DAYS_TO_RESTORE = 30
"""Days during which a deleted dossier can be brought back. A day counts when somebody wrote on it, whatever the clock
of the machine jumps over; the dossier is erased once all have been counted."""


@dataclass(frozen=True)
class Others:
    """Who wrote since the version that somebody read ("" for another window), and what this person typed alone."""

    authors: tuple[str, ...]
    typed: dict[str, Any]


@dataclass(frozen=True)
class Saved:
    """A version of a dossier: by whom ("" when nobody is named), its record as JSON has it; when what is kept can not
    be read, an empty record, and `raw` is what is kept. `others` is what a save merged into it."""

    id: int
    number: int
    saved_at: datetime
    author: str
    record: dict[str, Any]
    raw: str = ""
    others: Others | None = None

    @property
    def department(self) -> str:
        """Its department, "" when it has none."""
        return self._text("department")

    @property
    def name(self) -> str:
        """How it is called in a list: by its own name, else by its department."""
        return self._text("name") or self.department

    def _text(self, key: str) -> str:
        told = self.record.get(key)
        return told if isinstance(told, str) else ""


@dataclass(frozen=True)
class Store:
    """The dossiers of a database. Any JSON object is kept as it was typed; every fault is a RupfamError."""

    engine: Engine

    def create(self, record: Mapping[str, Any], author: str, office: int | None = None) -> int:
        """Keeps a new dossier, of an office where there are some; its number."""
        text = to_json(record)
        with self._writing() as connection:
            return _insert_dossier(connection, text, author, office)

    def read(self, dossier: int, number: int | None = None) -> Saved:
        """A version of a dossier, the last one by default; RupfamError when there is none, or it cannot be read."""
        return _checked(self.read_as_is(dossier, number))

    def read_as_is(self, dossier: int, number: int | None = None) -> Saved:
        """The same, even what cannot be read, to be listed, exported or deleted."""
        with transaction(self.engine) as connection:
            return _read(connection, dossier, number)

    def list_dossiers(self, deleted: bool = False, among: sa.ColumnElement[bool] | None = None) -> tuple[Saved, ...]:
        """The last versions of the dossiers, the last saved first: those deleted, or the others; `among` some."""
        every = VERSIONS.alias()
        last = sa.select(sa.func.max(every.c.number)).where(every.c.dossier_id == DOSSIERS.c.id).scalar_subquery()
        asked = DOSSIERS.c.deleted_at.is_not(None) if deleted else DOSSIERS.c.deleted_at.is_(None)
        found = sa.select(VERSIONS).join(DOSSIERS).where(VERSIONS.c.number == last, asked)
        found = found if among is None else found.where(among)
        last_first = found.order_by(VERSIONS.c.saved_at.desc(), VERSIONS.c.dossier_id.desc())
        return tuple(map(_saved, fetch(self.engine, last_first)))

    def save(self, dossier: int, base_number: int, record: Mapping[str, Any], author: str) -> Saved:
        """Keeps what was typed on version `base_number`, merged with what was saved since, unless the last version says
        the same; VersionConflict when both changed a field otherwise."""
        text = to_json(record)
        with self._writing() as connection:
            last, mine = _checked(_read(connection, dossier)), json.loads(text)
            if same(last.record, mine):
                return last
            others = None
            if last.number != base_number:
                base = _checked(_read(connection, dossier, base_number))
                merged, clashes = merge(base.record, mine, last.record)
                if clashes:
                    raise VersionConflict(last.author, last.saved_at, tuple(path.label for path in clashes))
                text = to_json(merged)
                others = None if same(mine, merged) else Others(_authors(connection, base, author), mine)
            if not same(last.record, json.loads(text)):
                _insert_version(connection, dossier, last.number + 1, text, author)
            return replace(_read(connection, dossier), others=others)

    def versions(self, dossier: int) -> tuple[Saved, ...]:
        """The versions of a dossier, the last one first."""
        found = sa.select(VERSIONS).where(VERSIONS.c.dossier_id == dossier).order_by(VERSIONS.c.number.desc())
        with transaction(self.engine) as connection:
            _check(connection, dossier)
            return tuple(map(_saved, connection.execute(found)))

    def check(self) -> tuple[Saved, ...]:
        """Every version of every dossier, once the database has looked at itself; RupfamError when it is damaged."""
        with transaction(self.engine) as connection:
            look_through(connection)
            return tuple(map(_saved, connection.execute(sa.select(VERSIONS))))

    def reach(self) -> None:
        """RupfamError when the database does not answer."""
        fetch(self.engine, sa.select(1))

    def close(self) -> None:
        """Gives back the connections."""
        self.engine.dispose()

    def duplicate(self, dossier: int, author: str, office: int | None = None) -> int:
        """Keeps the last version of a dossier as a new one, called « (copie) »; its number."""
        with self._writing() as connection:
            told = _checked(_read(connection, dossier))
            text = to_json({**told.record, "name": f"{told.name} (copie)"})
            return _insert_dossier(connection, text, author, office)

    def delete(self, dossier: int) -> None:
        """Takes a dossier off the list; it may be restored for DAYS_TO_RESTORE days."""
        with self._writing() as connection:
            _check(connection, dossier)
            gone = sa.update(DOSSIERS).where(DOSSIERS.c.id == dossier)
            connection.execute(gone.values(deleted_at=utc_now(), days_deleted=0))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with writing(self.engine) as connection:
            _count_day(connection)
            yield connection

    def restore(self, dossier: int) -> None:
        """Brings a deleted dossier back to the list."""
        with self._writing() as connection:
            _check(connection, dossier, deleted_too=True)
            connection.execute(sa.update(DOSSIERS).where(DOSSIERS.c.id == dossier).values(deleted_at=None))


def _count_day(connection: Connection) -> None:
    """Counts this day once, then erases every version of the dossiers that nobody brought back in time."""
    today = utc_now().date()
    if connection.execute(sa.select(DAYS).where(DAYS.c.day == today)).first():
        return
    connection.execute(sa.insert(DAYS).values(day=today))
    deleted = sa.update(DOSSIERS).where(DOSSIERS.c.deleted_at.is_not(None))
    connection.execute(deleted.values(days_deleted=DOSSIERS.c.days_deleted + 1))
    late = DOSSIERS.c.deleted_at.is_not(None) & (DOSSIERS.c.days_deleted >= DAYS_TO_RESTORE)
    connection.execute(sa.delete(VERSIONS).where(VERSIONS.c.dossier_id.in_(sa.select(DOSSIERS.c.id).where(late))))
    connection.execute(sa.delete(DOSSIERS).where(late))


def open_store(url: str) -> Store:
    """The dossiers at `sqlite:///FILE` or `postgresql://…`, brought up to date; RupfamError names the place."""
    return Store(open_engine(url))


def export_json(saved: Saved) -> str:
    """The record of a version as an indented JSON text; what is kept, as it is, when it cannot be read."""
    return saved.raw or json.dumps(saved.record, ensure_ascii=False, indent=2) + "\n"


def _check(connection: Connection, dossier: int, deleted_too: bool = False) -> None:
    """RupfamError when there is no such dossier, or when it is deleted."""
    known = sa.select(DOSSIERS.c.deleted_at).where(DOSSIERS.c.id == dossier)
    row = connection.execute(known).first() if 0 < dossier <= LARGEST else None
    if row is None:
        raise UnknownDossier(dossier)
    if row.deleted_at is not None and not deleted_too:
        raise DossierDeleted(dossier)


def _read(connection: Connection, dossier: int, number: int | None = None) -> Saved:
    _check(connection, dossier)
    versions = sa.select(VERSIONS).where(VERSIONS.c.dossier_id == dossier)
    if number is None:
        return _saved(connection.execute(versions.order_by(VERSIONS.c.number.desc()).limit(1)).one())
    row = connection.execute(versions.where(VERSIONS.c.number == number)).first() if 0 < number <= LARGEST else None
    if row is None:
        raise UnknownVersion(dossier, number)
    return _saved(row)


def _authors(connection: Connection, base: Saved, but: str) -> tuple[str, ...]:
    """Who wrote since a version; "" when nobody did but one."""
    since = (VERSIONS.c.dossier_id == base.id) & (VERSIONS.c.number > base.number)
    found = connection.execute(sa.select(VERSIONS.c.author).where(since).order_by(VERSIONS.c.number)).scalars()
    return tuple(dict.fromkeys(name for name in found if name != but)) or ("",)


def _insert_dossier(connection: Connection, text: str, author: str, office: int | None) -> int:
    number = insert(connection, DOSSIERS, created_at=utc_now(), office_id=office)
    _insert_version(connection, number, 1, text, author)
    return number


def _insert_version(connection: Connection, dossier: int, number: int, text: str, author: str) -> None:
    connection.execute(sa.insert(VERSIONS).values((dossier, number, utc_now(), re.sub(UNREADABLE, "", author), text)))


def _saved(row: sa.Row[Any]) -> Saved:
    saved_at = row.saved_at.replace(tzinfo=UTC)
    record = from_json(row.record)
    told = (row.dossier_id, row.number, saved_at, row.author)
    return Saved(*told, {}, row.record or " ") if record is None else Saved(*told, record)


def _checked(saved: Saved) -> Saved:
    """A version that can be read; UnreadableDossier otherwise."""
    if saved.raw:
        raise UnreadableDossier(saved.id, saved.number)
    return saved
