"""The database, SQLite or PostgreSQL: its address, its migrations, its transactions, its faults told in French."""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from rupfam_assistant.errors import RupfamError

_WRITING = Lock()
"""The threads of this program write one after the other, each without a connection until its turn."""

PATIENCE = 4
"""Seconds waited for another that writes, in this program or beside it, or for a server that does not answer."""

DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
CONNECTING = {"sqlite": {"timeout": PATIENCE}, "postgresql": {"connect_timeout": PATIENCE}}
LIMITS = {"sqlite": "PRAGMA busy_timeout = {}", "postgresql": "SET LOCAL lock_timeout = {}"}
LOCKS = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(20262029)"}
"""How long a transaction waits to be the only one that writes, in milliseconds; what then makes it so until it ends."""

UNOPENED = "La base des dossiers {place} ne peut pas être ouverte : {remedy}."
UNREAD = "La base des dossiers {place} ne peut pas être lue : {remedy}."
UNSAVED = "L’enregistrement dans {place} n’a pas abouti, les versions précédentes sont intactes : {remedy}."
WRONG_URL = (
    "Le réglage RUPFAM_DATABASE_URL n’est pas valable :"
    " écrivez postgresql://nom:mot-de-passe@machine/base ou sqlite:///fichier."
)
NO_DRIVER = "Le pilote de PostgreSQL manque : installez-le par pip install 'rupfam-assistant[postgresql]'."

NEWER = "elle a été faite par une version plus récente du programme, mettez celui-ci à jour"
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
    "55P03": BUSY,
    "42501": FORBIDDEN,
    "25006": FORBIDDEN,
}
"""What to do about a fault, by how its code begins: those of SQLite, then those of PostgreSQL."""
REMEDY = {
    "sqlite": "vérifiez la place sur le disque et vos droits sur ce fichier, puis recommencez",
    "postgresql": "vérifiez que le serveur répond et que RUPFAM_DATABASE_URL est juste, puis recommencez",
}


def open_engine(url: str) -> Engine:
    """The database at `sqlite:///FILE` or `postgresql://…`, brought up to date; RupfamError never tells a password."""
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
    options = {"hide_parameters": True, "pool_pre_ping": True, "pool_timeout": PATIENCE}
    try:
        engine = sa.create_engine(address, connect_args=CONNECTING[backend], **options)
    except ImportError as error:
        raise RupfamError(NO_DRIVER) from error
    if backend == "sqlite":
        sa.event.listen(engine, "connect", _tune)
    if "immutable" not in address.query:
        _migrate(engine)
    return engine


@contextmanager
def transaction(engine: Engine, failed: str = UNREAD) -> Iterator[Connection]:
    """A transaction, kept whole or not at all; a fault of the database is told in the words of `failed`."""
    try:
        with engine.begin() as connection:
            yield connection
    except (DBAPIError, PoolTimeoutError) as error:
        cause = getattr(error, "orig", None)
        code = str(getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or "")
        known = (remedy for start, remedy in REMEDIES.items() if code.startswith(start))
        remedy = next(known, REMEDY[engine.dialect.name])
        raise RupfamError(failed.format(place=_place(engine.url), remedy=remedy)) from error


@contextmanager
def writing(engine: Engine, failed: str = UNSAVED) -> Iterator[Connection]:
    """A transaction that is the only one that writes: what it reads stays true until it ends. Whoever waits for it past
    PATIENCE is told that the database is busy."""
    until = time.monotonic() + PATIENCE
    if not _WRITING.acquire(timeout=PATIENCE):
        raise RupfamError(failed.format(place=_place(engine.url), remedy=BUSY))
    try:
        with transaction(engine, failed) as connection:
            lock(connection, max(until - time.monotonic(), 0.1))
            yield connection
    finally:
        _WRITING.release()


def fetch(engine: Engine, query: "sa.Select[Any]") -> "Sequence[sa.Row[Any]]":
    """All that a query finds."""
    with transaction(engine) as connection:
        return connection.execute(query).all()


def fetch_one(engine: Engine, query: "sa.Select[Any]") -> "sa.Row[Any] | None":
    """The first row that a query finds, if any."""
    with transaction(engine) as connection:
        return connection.execute(query).first()


def change(engine: Engine, *statements: sa.Executable) -> None:
    """Runs statements in a transaction of their own, kept whole or not at all."""
    with writing(engine) as connection:
        for statement in statements:
            connection.execute(statement)


def insert(connection: Connection, table: sa.Table, **values: object) -> int:
    """Puts a row in a table that numbers its rows; its number."""
    key = connection.execute(sa.insert(table).values(values)).inserted_primary_key
    assert key is not None
    return int(key.id)


def utc_now() -> datetime:
    """This moment in universal time, without its zone: SQLite keeps none."""
    return datetime.now(UTC).replace(tzinfo=None)


def lock(connection: Connection, seconds: float = PATIENCE) -> None:
    """Makes this transaction the only one that writes; the fault of a busy database past some seconds."""
    backend = connection.dialect.name
    connection.exec_driver_sql(LIMITS[backend].format(round(1e3 * seconds)))
    connection.exec_driver_sql(LOCKS[backend])


def look_through(connection: Connection) -> None:
    """Lets a SQLite file look at all its pages; RupfamError when it is damaged."""
    if connection.dialect.name != "sqlite":
        return
    told = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if told != "ok":
        raise RupfamError(UNREAD.format(place=_place(connection.engine.url), remedy=DAMAGED))


def revision_of(connection: Connection) -> str | None:
    """How far a database was brought; None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def revisions() -> list[str]:
    """The revisions of this version of the program, the last one first."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]


def upgrade(connection: Connection) -> None:
    """Brings a database up to date, in the transaction of its connection."""
    command.upgrade(_config(connection=connection), "head")


def downgrade(connection: Connection, revision: str) -> None:
    """Brings a database that is up to date back to a revision, in the transaction of its connection."""
    command.downgrade(_config(connection=connection), revision)


def _config(**attributes: Connection) -> Config:
    config = Config(attributes=attributes)
    config.set_main_option("script_location", "rupfam_assistant.storage:migrations")
    return config


def _migrate(engine: Engine) -> None:
    with transaction(engine, UNOPENED) as connection:
        revision = revision_of(connection)
        if revision == revisions()[0]:
            return
        if revision not in (None, *revisions()):
            raise RupfamError(UNOPENED.format(place=_place(engine.url), remedy=NEWER))
        lock(connection)
        upgrade(connection)


def _readied(address: URL) -> URL:
    """The address of a SQLite file, its folder made; that of a fixed file where nothing can be written."""
    path = Path(str(address.database)).resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RupfamError(UNOPENED.format(place=path, remedy=FORBIDDEN)) from error
    if path.exists() and not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists():
        return address.set(database=path.as_uri(), query={"immutable": "1", "uri": "true"})
    return address.set(database=str(path))


def _tune(connection: Any, _: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:  # of itself, SQLite waits for no one before that change
            if not getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY") or time.monotonic() > until:
                raise
        time.sleep(0.02)


def _place(url: URL) -> str:
    """Where a database is, a file or a server's; no user, no password, even where an @ in it was not escaped."""
    if url.get_backend_name() == "sqlite":
        path = str(url.database)
        return unquote(path.removeprefix("file://")) if path.startswith("file://") else path
    return f"{url.host or 'localhost'}/{url.database}".rpartition("@")[2]
