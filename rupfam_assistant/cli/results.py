"""The program as a command opens it, and where the results of a command go."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rupfam_assistant.errors import RupfamError, UnreadableFile
from rupfam_assistant.settings import read_settings
from rupfam_assistant.texts.whole import write_whole

if TYPE_CHECKING:
    from rupfam_assistant.office import Office
    from rupfam_assistant.search.index import Progress

Row = dict[str, Any]
Makers = Mapping[str, Callable[[], bytes | str]]
"""A line of a file of questions or answers; what makes the content of a file, by the ending of its name."""


def lazy_office(progress: "Progress" = lambda done, total: None) -> "Office":
    """The program; its searches open when they are asked."""
    from rupfam_assistant.office import open_office

    return open_office(read_settings(), progress)


def open_searches(built: Callable[[int], None] = lambda done: None) -> "Office":
    """The program, its searches open, a progress bar while their index is built; `built` is called at each step."""
    from tqdm import tqdm

    with tqdm(desc="Index", unit=" textes", disable=not sys.stderr.isatty(), leave=False, delay=0.1) as bar:

        def progress(done: int, total: int) -> None:
            built(done)
            bar.total = total
            bar.update(done - bar.n)

        office = lazy_office(progress)
        _ = office.answering
    return office


def check_rows(rows: Sequence[Row], sound: Callable[[Row], bool], path: Path, called: str, needed: str) -> None:
    """RupfamError names the first row of a file that is not sound, and says what it needs."""
    wrong = next((number for number, row in enumerate(rows, 1) if not sound(row)), None)
    if wrong is not None:
        raise RupfamError(f"{called} {wrong} du fichier {path} {needed}.")


def deliver(options: argparse.Namespace, makers: Makers, record: Row, text: str) -> None:
    """Writes in a file what its ending calls for, and JSON or text on stdout; RupfamError when no such file is made."""
    path: Path | None = options.out
    if path is not None:
        make = makers.get(path.suffix.lower())
        if make is None:
            *others, last = makers
            raise RupfamError(f"Le fichier {path} doit finir par {', '.join(others)} ou {last} : changez son nom.")
        write(path, make())
    if options.json or path is None:
        sys.stdout.write(json_lines([record]) if options.json else text)


def json_lines(rows: Iterable[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write(path: Path | None, content: bytes | str) -> None:
    """Writes to stdout, to a device or pipe as it is, or to a file: beside it first, which then takes its name."""
    if path is None:
        sys.stdout.write(str(content))
        return
    encoded = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(encoded)
        else:
            write_whole(path, encoded)
    except OSError as error:
        why = "ne peut pas être écrit : vérifiez que son dossier existe et que vous avez le droit d’y écrire"
        raise UnreadableFile(path, why) from error
