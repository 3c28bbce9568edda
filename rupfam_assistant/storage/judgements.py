"""What readers say of answers, useful or not and why: a line each in a file of this machine, sent nowhere."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.texts.whole import one_at_a_time, write_whole

UNWRITABLE = "Votre avis ne peut pas être gardé dans {} : vérifiez que vous avez le droit d’y écrire."


@dataclass(frozen=True)
class Judgement:
    """A question, the card that answered it ("" for none), whether the answer was useful, and why."""

    query: str
    card: str
    useful: bool
    note: str = ""


def keep_judgement(path: Path, key: str, judgement: Judgement) -> None:
    """Keeps what is said of the answer of a key, in the place of what was; RupfamError when it cannot."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(path.parent):
            rows = {row["id"]: row for row in _rows(path)}
            rows[key] = {"id": key, **asdict(judgement), "day": date.today().isoformat()}
            _write(path, rows.values())
    except OSError as error:
        raise RupfamError(UNWRITABLE.format(path)) from error


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """What was said, in the order in which answers were first judged."""
    return tuple(Judgement(row["query"], row["card"], row["useful"], row["note"]) for row in _rows(path))


def forget_judgements(path: Path, before: date) -> None:
    """Erases what was last said before a day; RupfamError when the file cannot be read."""
    if not path.exists():
        return
    with one_at_a_time(path.parent):
        rows = _rows(path)
        kept = [row for row in rows if row.get("day", before.isoformat()) >= before.isoformat()]
        if len(kept) < len(rows):
            _write(path, kept)


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    write_whole(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8"))


def _rows(path: Path) -> list[dict[str, Any]]:
    """The lines of the file; RupfamError when one was damaged."""
    rows = read_json_lines(path) if path.exists() else []
    if not all({"id", "query", "card", "useful", "note"} <= set(row) for row in rows):
        raise RupfamError(f"Le fichier {path} est abîmé : mettez-le de côté, puis recommencez.")
    return rows
