"""Where dossiers are kept: every version of each, in SQLite under the data folder or in PostgreSQL.

This module imports sqlalchemy at once: whoever must start fast imports it where it is needed.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from rupfam_assistant.dossier.schema import UNREADABLE, field_name
from rupfam_assistant.errors import DossierDeleted, RupfamError, UnknownDossier, UnknownVersion, VersionConflict

PATIENCE = 10
"""Seconds waited for another program that writes, or for a server that does not answer."""
LARGEST = 2**31 - 1
"""The largest number of a dossier or of a version."""

DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
CONNECTING = {"sqlite": {"timeout": PATIENCE}, "postgresql": {"connect_timeout": PATIENCE}}
LOCKS = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(20262029)"}
"""What makes a transaction the only one that writes, until it ends."""

UNOPENED = "La base des dossiers {place} ne peut pas être ouverte : {remedy}."
UNREAD = "La base des dossiers {place} ne peut pas être lue : {remedy}."
UNSAVED = "L’enregistrement dans {place} n’a pas abouti, les versions précédentes sont intactes : {remedy}."
WRONG_URL = "Le réglage RUPFAM_DATABASE_URL n’est pas valable : écrivez postgresql://nom:mot-de-passe@machine/base ou sqlite:///fichier."
NO_DRIVER = "Le pilote de PostgreSQL manque : installez-le par pip install 'rupfam-assistant[postgresql]'."
NOT_JSON = (
    "Ce dossier ne peut pas être enregistré : il doit être un objet JSON ; exportez-le de nouveau ou corrigez-le."
)

FULL = "libérez de la place sur le disque, puis recommencez"
FORBIDDEN = "donnez-vous le droit d’y écrire, puis relancez le programme"
BUSY = "un autre programme l’occupe, recommencez dans un instant"
DAMAGED = "ce fichier est abîmé ou n’est pas une base, mettez à sa place une copie de sauvegarde"
REMEDIES = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": FORBIDDEN,
    "SQLITE_CANTOPEN": FORBIDDEN,
    "SQLITE_BUSY": BUSY,
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_CORRUPT": DAMAGED,
    "53100": FULL,
    "42501": FORBIDDEN,
    "25006": FORBIDDEN,
}
"""What to do about a fault, by how its code begins: those of SQLite, then those of PostgreSQL."""
REMEDY = {
    "sqlite": "vérifiez la place sur le disque et vos droits sur ce fichier, puis recommencez",
    "postgresql": "vérifiez que le serveur répond et que RUPFAM_DATABASE_URL est juste, puis recommencez",
}

_METADATA = sa.MetaData()
DAYS_TO_RESTORE = 30
"""Days during which a deleted dossier can be brought back; it is erased at the next deletion after them."""

_DOSSIERS = sa.Table(
    "dossiers",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("deleted_at", sa.DateTime),
)
_VERSIONS = sa.Table(
    "versions",
    _METADATA,
    sa.Column("dossier_id", sa.ForeignKey(_DOSSIERS.c.id), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("saved_at", sa.DateTime, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)


@dataclass(frozen=True)
class Summary:
    """A dossier in the list: its department ("" when it has none), its last version, how many there are."""

    id: int
    department: str
    saved_at: datetime
    author: str
    versions: int


@dataclass(frozen=True)
class Version:
    """When a version was saved, and by whom ("" when nobody is named)."""

    number: int
    saved_at: datetime
    author: str


@dataclass(frozen=True)
class Saved:
    """A version of a dossier, with its record as JSON has it."""

    id: int
    number: int
    saved_at: datetime
    author: str
    record: dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A field that differs between two records; None where it is absent."""

    path: tuple[int | str, ...]
    before: object
    after: object

    @property
    def label(self) -> str:
        """The field as the user reads it: "actions prévues, 1, pilote"."""
        return field_name(self.path)


@dataclass(frozen=True)
class Store:
    """The dossiers of a database. Any JSON object is kept as it was typed; every fault is a RupfamError."""

    engine: Engine

    def create(self, record: Mapping[str, Any], author: str) -> int:
        """Keeps a new dossier; its number."""
        text = _json_text(record)
        with _transaction(self.engine, UNSAVED) as connection:
            _lock(connection)
            return _insert_dossier(connection, text, author)

    def read(self, dossier: int, number: int | None = None) -> Saved:
        """A version of a dossier, the last one by default; RupfamError when there is none."""
        with _transaction(self.engine, UNREAD) as connection:
            return _read(connection, dossier, number)

    def list_dossiers(self) -> tuple[Summary, ...]:
        """The dossiers that are not deleted, the last saved first."""
        last = (
            sa.select(_VERSIONS.c.dossier_id, sa.func.max(_VERSIONS.c.number).label("number"))
            .group_by(_VERSIONS.c.dossier_id)
            .subquery()
        )
        is_last = (_VERSIONS.c.dossier_id == last.c.dossier_id) & (_VERSIONS.c.number == last.c.number)
        found = sa.select(_VERSIONS).join(last, is_last).join(_DOSSIERS).where(_DOSSIERS.c.deleted_at.is_(None))
        with _transaction(self.engine, UNREAD) as connection:
            rows = connection.execute(found.order_by(_VERSIONS.c.saved_at.desc(), _VERSIONS.c.dossier_id.desc())).all()
        return tuple(_summary(_saved(row)) for row in rows)

    def save(self, dossier: int, base_number: int, record: Mapping[str, Any], author: str) -> Saved:
        """Keeps a new version after `base_number`, or gives the last one when it says the same; VersionConflict when somebody saved since."""
        text = _json_text(record)
        with _transaction(self.engine, UNSAVED) as connection:
            _lock(connection)
            last = _read(connection, dossier)
            if _same(last.record, json.loads(text)):
                return last
            if last.number != base_number:
                raise VersionConflict(last.author, last.saved_at)
            _insert_version(connection, dossier, last.number + 1, text, author)
            return _read(connection, dossier)

    def versions(self, dossier: int) -> tuple[Version, ...]:
        """The versions of a dossier, the last one first."""
        columns = (_VERSIONS.c.number, _VERSIONS.c.saved_at, _VERSIONS.c.author)
        with _transaction(self.engine, UNREAD) as connection:
            _check(connection, dossier)
            rows = connection.execute(
                sa.select(*columns).where(_VERSIONS.c.dossier_id == dossier).order_by(_VERSIONS.c.number.desc())
            ).all()
        return tuple(Version(row.number, _aware(row.saved_at), row.author) for row in rows)

    def duplicate(self, dossier: int, author: str) -> int:
        """Keeps the last version of a dossier as a new one; its number."""
        with _transaction(self.engine, UNSAVED) as connection:
            _lock(connection)
            return _insert_dossier(connection, _json_text(_read(connection, dossier).record), author)

    def delete(self, dossier: int) -> None:
        """Takes a dossier off the list, and erases for good those deleted over DAYS_TO_RESTORE days ago; `restore` brings back the others."""
        with _transaction(self.engine, UNSAVED) as connection:
            _lock(connection)
            _check(connection, dossier)
            _erase_old(connection)
            connection.execute(sa.update(_DOSSIERS).where(_DOSSIERS.c.id == dossier).values(deleted_at=_now()))

    def restore(self, dossier: int) -> None:
        """Brings a deleted dossier back to the list."""
        with _transaction(self.engine, UNSAVED) as connection:
            _lock(connection)
            _check(connection, dossier, deleted_too=True)
            connection.execute(sa.update(_DOSSIERS).where(_DOSSIERS.c.id == dossier).values(deleted_at=None))


def _erase_old(connection: Connection) -> None:
    """Erases every version of the dossiers that nobody brought back in time."""
    old = sa.select(_DOSSIERS.c.id).where(_DOSSIERS.c.deleted_at < _now() - timedelta(days=DAYS_TO_RESTORE))
    connection.execute(sa.delete(_VERSIONS).where(_VERSIONS.c.dossier_id.in_(old)))
    connection.execute(sa.delete(_DOSSIERS).where(_DOSSIERS.c.deleted_at < _now() - timedelta(days=DAYS_TO_RESTORE)))


def open_store(url: str) -> Store:
    """The dossiers at `sqlite:///FILE` or `postgresql://…`, with what is missing created; RupfamError names the place, never a password."""
    engine = _engine(url)
    with _transaction(engine, UNOPENED) as connection:
        if not sa.inspect(connection).has_table(_VERSIONS.name):
            _lock(connection)
            _METADATA.create_all(connection)
    return Store(engine)


def export_json(saved: Saved) -> str:
    """The record of a version as an indented JSON text."""
    return json.dumps(saved.record, ensure_ascii=False, indent=2) + "\n"


def compare(former: Mapping[str, Any], later: Mapping[str, Any]) -> tuple[Change, ...]:
    """The fields that differ between two records, down to single values; an item removed has its former place, an item added its new one."""
    return tuple(_changes((), former, later))


# The database


def _engine(url: str) -> Engine:
    try:
        told = sa.make_url(url)
        address = told.set(drivername=DRIVERS[told.drivername.partition("+")[0]])
    except (ArgumentError, KeyError, ValueError):
        raise RupfamError(WRONG_URL) from None  # the fault could quote the password
    if not address.database or address.database == ":memory:":
        raise RupfamError(WRONG_URL)
    backend = address.get_backend_name()
    if backend == "sqlite":
        address = _readied(address)
    try:
        engine = sa.create_engine(address, hide_parameters=True, pool_pre_ping=True, connect_args=CONNECTING[backend])
    except ImportError as error:
        raise RupfamError(NO_DRIVER) from error
    if backend == "sqlite":
        sa.event.listen(engine, "connect", _tune)
    return engine


def _readied(address: URL) -> URL:
    """The address of a SQLite file, its folder made. Where nothing can be written beside it, it is opened as a file that does not change."""
    path = Path(str(address.database)).resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RupfamError(UNOPENED.format(place=path, remedy=FORBIDDEN)) from error
    if path.exists() and not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists():
        return address.set(database=path.as_uri(), query={"immutable": "1", "uri": "true"})
    return address.set(database=str(path))


def _tune(connection: Any, _: object) -> None:
    for pragma in ("journal_mode = WAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _transaction(engine: Engine, failed: str) -> Iterator[Connection]:
    """A transaction, kept whole or not at all; a fault of the database is told in the words of `failed`."""
    try:
        with engine.begin() as connection:
            yield connection
    except (DBAPIError, PoolTimeoutError) as error:
        backend = engine.dialect.name
        cause = getattr(error, "orig", None)
        code = str(getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or "")
        remedy = next((remedy for start, remedy in REMEDIES.items() if code.startswith(start)), REMEDY[backend])
        raise RupfamError(failed.format(place=_place(engine.url), remedy=remedy)) from error


def _lock(connection: Connection) -> None:
    """Makes this transaction the only one that writes: what it reads from now on stays true until it ends."""
    connection.exec_driver_sql(LOCKS[connection.dialect.name])


def _place(url: URL) -> str:
    """Where a database is: a file, or a server and its database; no user, no password, even where an @ in it was not escaped."""
    if url.get_backend_name() == "sqlite":
        path = str(url.database)
        return unquote(path.removeprefix("file://")) if path.startswith("file://") else path
    return f"{url.host or 'localhost'}/{url.database}".rpartition("@")[2]


# Rows


def _check(connection: Connection, dossier: int, deleted_too: bool = False) -> None:
    """RupfamError when there is no such dossier, or when it is deleted."""
    known = sa.select(_DOSSIERS.c.deleted_at).where(_DOSSIERS.c.id == dossier)
    row = connection.execute(known).first() if 0 < dossier <= LARGEST else None
    if row is None:
        raise UnknownDossier(dossier)
    if row.deleted_at is not None and not deleted_too:
        raise DossierDeleted(dossier)


def _read(connection: Connection, dossier: int, number: int | None = None) -> Saved:
    _check(connection, dossier)
    versions = sa.select(_VERSIONS).where(_VERSIONS.c.dossier_id == dossier)
    if number is None:
        return _saved(connection.execute(versions.order_by(_VERSIONS.c.number.desc()).limit(1)).one())
    row = connection.execute(versions.where(_VERSIONS.c.number == number)).first() if 0 < number <= LARGEST else None
    if row is None:
        raise UnknownVersion(dossier, number)
    return _saved(row)


def _insert_dossier(connection: Connection, text: str, author: str) -> int:
    key = connection.execute(sa.insert(_DOSSIERS).values(created_at=_now())).inserted_primary_key
    assert key is not None
    _insert_version(connection, key.id, 1, text, author)
    return int(key.id)


def _insert_version(connection: Connection, dossier: int, number: int, text: str, author: str) -> None:
    values = {
        "dossier_id": dossier,
        "number": number,
        "saved_at": _now(),
        "author": UNREADABLE.sub("", author),
        "record": text,
    }
    connection.execute(sa.insert(_VERSIONS).values(values))


def _saved(row: sa.Row[Any]) -> Saved:
    return Saved(row.dossier_id, row.number, _aware(row.saved_at), row.author, json.loads(row.record))


def _summary(last: Saved) -> Summary:
    department = last.record.get("department")
    return Summary(last.id, department if isinstance(department, str) else "", last.saved_at, last.author, last.number)


def _now() -> datetime:
    """This moment in universal time, without its zone: SQLite keeps none."""
    return datetime.now(UTC).replace(tzinfo=None)


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)


# Records


def _json_text(record: Mapping[str, Any]) -> str:
    """A record as the JSON text that is kept; halves of characters, which no database takes, become U+FFFD."""
    try:
        text = json.dumps(dict(record), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise RupfamError(NOT_JSON) from error
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _same(former: object, later: object) -> bool:
    """Whether two JSON values say the same; the order of keys says nothing, and 1 is not true."""
    return json.dumps(former, sort_keys=True) == json.dumps(later, sort_keys=True)


def _changes(path: tuple[int | str, ...], former: Any, later: Any) -> Iterator[Change]:
    if _same(former, later):
        return
    known = [value for value in (former, later) if value is not None]
    if all(isinstance(value, Mapping) for value in known):
        before, after = former or {}, later or {}
        for key in {**before, **after}:
            yield from _changes((*path, key), before.get(key), after.get(key))
    elif all(isinstance(value, list) for value in known):
        yield from _item_changes(path, former or [], later or [])
    else:
        yield Change(path, former, later)


def _item_changes(path: tuple[int | str, ...], former: list[Any], later: list[Any]) -> Iterator[Change]:
    """The changes of a list: items that stay the same are recognised wherever they moved down or up."""
    before, after = ([json.dumps(item, sort_keys=True) for item in items] for items in (former, later))
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            for place, new_place in zip_longest(range(start, end), range(new_start, new_end)):
                old, new = None if place is None else former[place], None if new_place is None else later[new_place]
                yield from _changes((*path, place if new_place is None else new_place), old, new)
