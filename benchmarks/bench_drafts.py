"""What drafting takes: article 2, the convention, the Word file, the PDF where LibreOffice is, and a save."""

import json
import os
import shutil
import statistics
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench_figures import Figure, say, seconds

from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.export.pdf import write_pdf
from rupfam_assistant.office import open_office
from rupfam_assistant.places import CHECKOUT
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import open_store

DOSSIERS = CHECKOUT / "tests" / "data" / "convention"
SAVES = 100
"""Saves of the longest dossier, each of another version."""


def measure_drafts(settings: Settings) -> list[Figure]:
    """Times of drafting every dossier of the tests, the models loaded; files and saves are those of the longest one."""
    say("rédaction")
    records = sorted(read_records(), key=lambda record: len(json.dumps(record)))
    dossiers = [make_dossier(record) for record in records]
    office = open_office(settings)
    convention = office.convention(dossiers[-1])
    office.draft(dossiers[0])
    drafts = [1e3 * seconds(partial(office.draft, dossier)) for dossier in dossiers]
    conventions = [1e3 * seconds(partial(office.convention, dossier)) for dossier in dossiers]
    title, department = "Convention départementale", dossiers[-1].department
    write = partial(write_word, convention, title, department, to_complete=True)
    word = write()
    figures = [
        Figure("article 2, médiane", statistics.median(drafts), 100, unit="ms", decimals=1),
        Figure("article 2, le plus long", max(drafts), 100, unit="ms", decimals=1),
        Figure("convention, médiane", statistics.median(conventions), 100, unit="ms", decimals=1),
        Figure("convention, la plus longue", max(conventions), 100, unit="ms", decimals=1),
        Figure("fichier Word", seconds(write), 1, unit="s", decimals=2),
    ]
    if shutil.which("soffice"):
        figures.append(Figure("PDF par LibreOffice", seconds(lambda: write_pdf(word)), unit="s", decimals=2))
    return figures + measure_saves(records[-1], settings.home)


def measure_saves(record: dict[str, Any], folder: Path) -> list[Figure]:
    """A save, over writing the same bytes to a file and waiting until the disk has them."""
    store = open_store(f"sqlite:///{folder / 'dossiers.sqlite'}")
    dossier = store.create(record, "")
    versions = [record | {"note": str(number)} for number in range(SAVES)]
    saves = (partial(store.save, dossier, number, version, "") for number, version in enumerate(versions, 1))
    saved = statistics.median(map(seconds, saves))
    store.engine.dispose()
    writes = (partial(write_through, folder / "version.json", version) for version in versions)
    written = statistics.median(map(seconds, writes))
    return [
        Figure("un enregistrement", 1e3 * saved, unit="ms", decimals=1),
        Figure("écriture des mêmes octets", 1e3 * written, unit="ms", decimals=1),
        Figure("enregistrement / écriture", saved / written, decimals=1),
    ]


def write_through(path: Path, record: dict[str, Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(record, file)
        file.flush()
        os.fsync(file.fileno())


def read_records() -> Iterator[dict[str, Any]]:
    """The dossiers of the tests, as JSON has them."""
    for path in sorted(DOSSIERS.glob("dossiers*.json")):
        scenarios = json.loads(path.read_text(encoding="utf-8"))["scenarios"]
        yield from (scenario["input"]["fields"] for scenario in scenarios)
