"""All that is kept, copied to a folder and brought back from one while the pages serve; the same for both databases."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from rupfam_assistant import __version__
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.database import downgrade, revision_of, revisions, transaction, upgrade, writing
from rupfam_assistant.storage.dossiers import open_store
from rupfam_assistant.texts.whole import keep_for_good, write_whole

ROWS, DATA, MANIFEST = "base.jsonl", "data", "manifest.json"
NOT_KEPT = frozenset({"sessions", "failures"})
"""Tables that are left out: whoever was in gives a password again."""

SNAPSHOT = {"sqlite": "BEGIN", "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"}
"""What makes all the reads of a transaction those of one moment."""

ALREADY = "Le dossier {} existe déjà : donnez le nom d’un nouveau dossier, un par sauvegarde."
UNWRITABLE = "La sauvegarde ne peut pas être écrite dans {} : vérifiez la place et que vous avez le droit d’y écrire."
DAMAGED = "La sauvegarde {} est incomplète ou abîmée, rien n’a été changé : prenez-en une autre."
NEWER = "La sauvegarde {} vient d’une version plus récente du programme : mettez celui-ci à jour."
NOT_PUT_BACK = "Les fichiers de {} ne peuvent pas être remis, rien n’a été changé : vérifiez la place et vos droits."


def back_up(settings: Settings, folder: Path) -> int:
    """Copies all that is kept to a new folder, whole or not at all; how many rows. RupfamError when it cannot."""
    if folder.exists():
        raise RupfamError(ALREADY.format(folder))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as beside:
            whole = Path(beside) / "whole"
            (whole / DATA).mkdir(parents=True, mode=0o700)
            revision, rows = _write_rows(settings, whole / ROWS)
            for path in _kept(settings.home / "data"):
                _copy(path, whole / DATA / path.name)
            told = {"version": __version__, "revision": revision, "sums": _sums(whole)}
            (whole / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
            keep_for_good(whole.rglob("*"))
            whole.rename(folder)
        keep_for_good([folder.parent])
    except OSError as error:
        raise RupfamError(UNWRITABLE.format(folder)) from error
    return rows


def restore(settings: Settings, folder: Path) -> int:
    """Puts back all that a folder holds, whole or not at all; how many rows. RupfamError when it cannot."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        revision, is_whole = told["revision"], told["sums"] == _sums(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RupfamError(DAMAGED.format(folder)) from error
    if not is_whole:
        raise RupfamError(DAMAGED.format(folder))
    if revision not in revisions():
        raise RupfamError(NEWER.format(folder))
    data = settings.home / "data"
    data.mkdir(parents=True, exist_ok=True)
    opened = closing(open_store(settings.dossiers))
    with opened as store, _staged(data, folder / DATA) as staged, writing(store.engine) as connection:
        downgrade(connection, revision)
        rows = _put_rows(connection, folder / ROWS)
        upgrade(connection)
        _count_on(connection)
        _exchange(data, staged)
    return rows


def _write_rows(settings: Settings, path: Path) -> tuple[str | None, int]:
    """Writes every row, a line of JSON each, as all were at one moment; the revision of the tables, and how many."""
    written = 0
    with closing(open_store(settings.dossiers)) as store, transaction(store.engine) as connection:
        connection.exec_driver_sql(SNAPSHOT[connection.dialect.name])
        kept = (table for table in _tables(connection) if table.name not in NOT_KEPT)
        rows = ((table.name, row) for table in kept for row in connection.execute(sa.select(table)).mappings())
        with path.open("w", encoding="utf-8") as lines:
            for name, row in rows:
                told = json.dumps([name, dict(row)], ensure_ascii=False, default=lambda day: day.isoformat())
                lines.write(f"{told}\n")
                written += 1
        return revision_of(connection), written


def _put_rows(connection: Connection, path: Path) -> int:
    """Puts the rows of a file in the place of all that is there."""
    tables = {table.name: table for table in _tables(connection)}
    for table in reversed(tables.values()):
        connection.execute(sa.delete(table))
    put = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            name, values = json.loads(line)
            row = {key: _read(tables[name].c[key], told) for key, told in values.items()}
            connection.execute(sa.insert(tables[name]).values(row))
            put += 1
    return put


def _tables(connection: Connection) -> list[sa.Table]:
    """The tables, each after those that it refers to."""
    found = sa.MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _read(column: "sa.Column[Any]", value: Any) -> object:
    """A value as its column has it."""
    kind: type = column.type.python_type
    return kind.fromisoformat(value) if issubclass(kind, date) and value is not None else value


def _count_on(connection: Connection) -> None:
    """Lets PostgreSQL number what comes after the rows that were put."""
    for table in _tables(connection) if connection.dialect.name == "postgresql" else ():
        if "id" in table.c:
            last = sa.select(sa.func.max(table.c.id)).scalar_subquery()
            named = sa.func.pg_get_serial_sequence(table.name, "id")
            connection.execute(sa.select(sa.func.setval(named, sa.func.coalesce(last, 1), last.is_not(None))))


def _kept(data: Path) -> list[Path]:
    """What is copied of the data folder: not the database, nor what is written for a moment."""
    found = sorted(data.iterdir()) if data.is_dir() else []
    return [path for path in found if path.name != "tmp" and not path.name.startswith((".", "dossiers.sqlite"))]


def _copy(path: Path, to: Path) -> None:
    """Copies a file, or a folder; what is removed meanwhile, or only on its way, is left."""
    if path.is_dir():
        to.mkdir(mode=0o700)
        for inner in sorted(path.iterdir()):
            if not inner.name.startswith("."):
                _copy(inner, to / inner.name)
    else:
        with suppress(FileNotFoundError):
            write_whole(to, path.read_bytes())


def _sums(folder: Path) -> dict[str, str]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@contextmanager
def _staged(data: Path, source: Path) -> Iterator[Path]:
    """A folder beside the data with a copy of what takes its place, and room for what was there; erased at the end."""
    try:
        with tempfile.TemporaryDirectory(dir=data, prefix=".restoring-") as beside:
            staged = Path(beside)
            (staged / "former").mkdir()
            (staged / "fresh").mkdir()
            for path in _kept(source):
                _copy(path, staged / "fresh" / path.name)
            yield staged
    except OSError as error:
        raise RupfamError(NOT_PUT_BACK.format(data)) from error


def _exchange(data: Path, staged: Path) -> None:
    """Puts the files that were staged in the place of those that are there; those come back if one cannot be moved."""
    moved: list[tuple[Path, Path]] = []
    moves = [(path, staged / "former" / path.name) for path in _kept(data)]
    moves += [(path, data / path.name) for path in sorted((staged / "fresh").iterdir())]
    try:
        for path, to in moves:
            path.rename(to)
            moved.append((path, to))
    except OSError:
        for path, to in reversed(moved):
            to.rename(path)
        raise
    keep_for_good([data])
