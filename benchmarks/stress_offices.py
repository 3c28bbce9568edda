"""Many offices with many documents each, on one Chroma server: the time of a question in one, and what is cited.

    python benchmarks/stress_offices.py [--offices 101] [--documents 50]

Starts a Chroma server on loopback in a home of its own, and prints a figure a line; exits 1 when one is not reached.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from places import ASKED, running_chroma, sheet
from serving import Row, told

from rupfam_assistant.answers.opening import LiveAnswering
from rupfam_assistant.settings import Settings

DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
OWN, ROUNDS = 3, 5
"""Documents that an office alone has, the others being the same in all; questions of each kind that are timed."""


def add_documents(settings: Settings, office: int, documents: int) -> None:
    """Short sheets, of which some tell of the office's own place."""
    folder = settings.documents_of(office)
    folder.mkdir(parents=True)
    for number in range(documents):
        own = number < OWN
        name = f"Commune{office:03d}" if own else f"Quartier{number:02d}"
        text = sheet(name, DAYS[(office * own + number) % 7])
        (folder / f"caf{office:03d}-{number:02d}.txt").write_text(text, encoding="utf-8")


def asked_of(office: int) -> str:
    """A question about the own place of an office."""
    return f"Quel jour l’espace de rencontre de Commune{office:03d} accueille-t-il les familles ?"


def median(live: LiveAnswering, office: int) -> float:
    """The seconds of a question of an office, once it was opened."""
    live.current(office).ask(ASKED)
    times = []
    for question in [asked_of(office), ASKED] * ROUNDS:
        began = time.perf_counter()
        live.current(office).ask(question)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def measure(settings: Settings, count: int, documents: int) -> list[Row]:
    """The time in one office, alone then among all; each office asked about the place of another."""
    live = LiveAnswering(settings, lambda done, total: None)
    add_documents(settings, 1, documents)
    alone = median(live, 1)
    began, stray = time.perf_counter(), 0
    for office in range(1, count + 1):
        if office > 1:
            add_documents(settings, office, documents)
        reply = live.current(office).ask(asked_of(office % count + 1))
        named = {c.document.name for c in reply.sources} | {hit.passage.document for hit in reply.hits}
        stray += sum(name.startswith("caf") and not name.startswith(f"caf{office:03d}-") for name in named)
    opened = time.perf_counter() - began
    among = statistics.median(median(live, office) for office in (1, count // 2, count))
    return [
        ("a question in one office, alone, median", alone, float("inf"), "s"),
        (f"a question in one office of {count}, median", among, float("inf"), "s"),
        ("the second by the first", among / alone, 2, ""),
        ("documents of another office cited or found", stray, 0, ""),
        (f"opening {count} offices of {documents} documents, each asked once", opened, float("inf"), "s"),
    ]


def main() -> None:
    """Prints the figures; the exit code says whether all are reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--offices", type=int, default=101)
    parser.add_argument("--documents", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "chroma").mkdir()
        with running_chroma(home / "chroma") as chroma:
            settings = Settings(_env_file=None, home=home, index_url=chroma.url)
            reached = told(measure(settings, options.offices, options.documents))
    sys.exit(not reached)


if __name__ == "__main__":
    main()
