"""Measures the program against what it must reach; prints a table in French.

    bench.py [--questions FILE] [--only MEASURE ...]

Quality and times come from a file of questions with gold evidence; the rest needs no more than the program itself. Each figure stands
beside its target and the ratio of the two. Nothing is written outside a temporary folder.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from bench_drafts import measure_drafts
from bench_figures import Figure, say, seconds, spaced, table
from invented import Drawn, generate_passages
from serving import QUESTIONS, megabytes, running

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.evaluation import figures, score_answers
from rupfam_assistant.answers.opening import open_answering
from rupfam_assistant.answers.reply import reply_record
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.french.words import fold
from rupfam_assistant.search.index import Index, build_index, gather_contents, open_index
from rupfam_assistant.search.retrieval import search_sentences
from rupfam_assistant.settings import Settings, read_settings

BUDGETS = (1_000, 2_000)
SMALL, LARGE = 100, 100_000
STARTS = 3
"""Times that the page and `import gradio` are started, in turn; the medians count."""

TIMED = 30
"""Questions searched in the small index and in the large one."""


QUALITY: tuple[tuple[str, float | None, bool], ...] = (
    ("evidence_recall_1000", 0.88, True),
    ("evidence_recall_2000", 0.96, True),
    ("correct", 0.95, True),
    ("citation_valid", 1.0, True),
    ("citation_precision", 0.90, True),
    ("citation_recall", 0.92, True),
    ("refused", 0.93, True),
    ("wrongly_refused", 0.03, False),
    ("length_median", 450, False),
    ("length_p95", 1_600, False),
)
"""Figure of the evaluation, target, and whether the target is the least."""


class Bench:
    """What the measures share, each part made when first asked for, in a folder that is removed at the end."""

    def __init__(self, questions: Path, folder: Path) -> None:
        self.folder, self.rows = folder, read_json_lines(questions)

    @cached_property
    def settings(self) -> Settings:
        """The settings of the user, with an index of our own."""
        return read_settings().model_copy(update={"home": self.folder})

    @property
    def seen(self) -> int:
        """How many of the questions the program has learned from, so that their figures flatter it."""
        return sum(wording(row["question"]) in self._learned for row in self.rows)

    @cached_property
    def _learned(self) -> set[str]:
        """The wording of every question of corpus/: attached, absent, or calibrating the refusal."""
        files = (path for path in self.settings.corpus.glob("*.jsonl") if path.stem != "thesaurus")
        return {
            wording(row.get("query") or row.get("question") or "") for path in files for row in read_json_lines(path)
        }

    @cached_property
    def answering(self) -> Answering:
        """What answers, open."""
        say("ouverture de l’assistant (et index)")
        return open_answering(self.settings)

    @cached_property
    def records(self) -> dict[str, dict[str, Any]]:
        """The reply to every question, as the command line writes it; the first is asked twice so that everything is loaded."""
        self.answering.ask(self.rows[0]["question"])
        say(f"réponses à {len(self.rows)} questions")
        records = {}
        for row in self.rows:
            started = time.perf_counter()
            reply = self.answering.ask(row["question"], row.get("history") or ())
            records[row["id"]] = reply_record(row["id"], reply, 1e3 * (time.perf_counter() - started))
        return records

    @cached_property
    def scores(self) -> dict[int, dict[str, float | int | None]]:
        """The figures of the evaluation, by characters retrieved that count."""
        texts = {name: document.text for name, document in self.answering.knowledge.documents.items()}
        return {budget: figures(score_answers(self.rows, self.records, texts, budget)) for budget in BUDGETS}

    def index(self, passages: int) -> tuple[Index, float]:
        """An index of that many passages: those of the founding texts, then generated ones, whose vectors are drawn by
        chance; and the seconds of its building."""
        founding = self.answering.knowledge.contents
        generated = generate_passages(passages - len(founding.passages), founding.thesaurus)
        contents = gather_contents((*founding.passages, *generated), founding.thesaurus, founding.founding)
        say(f"construction d’un index de {spaced(passages)} passages ({spaced(len(contents.sentences))} phrases)")
        folder, encoder = self.folder / f"generated-{passages}", Drawn(self.answering.reader.matcher.encoder)
        built = seconds(lambda: build_index(folder, "generated", contents, encoder))
        index = open_index(folder, "generated", contents)
        if index is None:
            raise RuntimeError(f"the index of {passages} passages does not open")
        return index, built


# The measures, each by its name on the command line.


def measure_quality(bench: Bench) -> list[Figure]:
    """What the answers are worth, in the terms of the project's scorer."""
    recalls = {f"evidence_recall_{budget}": bench.scores[budget]["evidence_recall"] for budget in BUDGETS}
    told = bench.scores[BUDGETS[-1]] | recalls
    return [Figure(name, told[name], *about, decimals=0 if "length" in name else 3) for name, *about in QUALITY]


def measure_times(bench: Bench) -> list[Figure]:
    """Milliseconds a question, models loaded."""
    told = bench.scores[BUDGETS[-1]]
    return [
        Figure("une question, p50", told["milliseconds_p50"], 60, unit="ms", decimals=1),
        Figure("une question, p95", told["milliseconds_p95"], 250, unit="ms", decimals=1),
    ]


def measure_page(bench: Bench) -> list[Figure]:
    """Time until the page is served, over that of importing gradio, the index being there already."""
    bench.answering  # noqa: B018  # builds the index
    say(f"démarrages de la page ({STARTS} fois)")
    imports, pages = [], []
    for _ in range(STARTS):
        imports.append(seconds(lambda: subprocess.run([sys.executable, "-c", "import gradio"], check=True)))
        with running(bench.folder) as server:
            pages.append(server.wait())
    gradio, page = statistics.median(imports), statistics.median(pages)
    return [
        Figure("import gradio", gradio, unit="s", decimals=2),
        Figure("page servie", page, unit="s", decimals=2),
        Figure("page servie / import gradio", page / gradio, 4, decimals=2),
    ]


def measure_memory(bench: Bench) -> list[Figure]:
    """Resident memory of the serving process once it has answered questions."""
    bench.answering  # noqa: B018  # builds the index
    say("mémoire du serveur")
    with running(bench.folder) as server:
        server.wait()
        for row in bench.rows[:TIMED]:
            server.ask(row["question"])
        resident, peak = (1.048576e-3 * megabytes(server.process.pid, size) for size in ("VmRSS", "VmHWM"))
    return [
        Figure("mémoire résidente du serveur", resident, 0.65, unit="Go", decimals=2),
        Figure("mémoire résidente, maximum", peak, unit="Go", decimals=2),
    ]


def measure_start(bench: Bench) -> list[Figure]:
    """Seconds of `rupfam ask` as a process: the first time, its index built, and the times after."""
    say(f"rupfam ask ({STARTS + 1} fois)")
    fresh = os.environ | {"RUPFAM_HOME": str(bench.folder / "first")}
    command = [str(Path(sys.executable).with_name("rupfam")), "ask", bench.rows[0]["question"]]
    first, *others = [
        seconds(lambda: subprocess.run(command, check=True, env=fresh, stdout=subprocess.DEVNULL))
        for _ in range(STARTS + 1)
    ]
    return [
        Figure("premier démarrage, première réponse", first, 4, unit="s", decimals=2),
        Figure("rupfam ask", statistics.median(others), 3, unit="s", decimals=2),
    ]


def measure_search(bench: Bench) -> list[Figure]:
    """Time of searching many passages over that of searching few, in one process, the questions in turn, once encoded."""
    (small, _), (large, built) = bench.index(SMALL), bench.index(LARGE)
    questions = [row["question"] for row in bench.rows[:TIMED]]
    asked = list(zip(questions, bench.answering.reader.matcher.encoder.encode(questions, "query"), strict=True))

    def median(index: Index) -> float:
        return statistics.median(seconds(partial(search_sentences, *one, index)) for one in asked)

    _, _, few, many = map(median, (small, large, small, large))  # the first turn warms up
    return [
        Figure(f"index de {spaced(LARGE)} passages", built, unit="s", decimals=1),
        Figure(f"recherche dans {spaced(SMALL)} passages", 1e3 * few, unit="ms", decimals=1),
        Figure(f"recherche dans {spaced(LARGE)} passages", 1e3 * many, unit="ms", decimals=1),
        Figure("rapport des deux recherches", many / few, 3, decimals=2),
    ]


MEASURES: dict[str, Callable[[Bench], list[Figure]]] = {
    "qualite": measure_quality,
    "temps": measure_times,
    "page": measure_page,
    "memoire": measure_memory,
    "demarrage": measure_start,
    "recherche": measure_search,
    "redaction": lambda bench: measure_drafts(bench.settings),
}


# The questions that the program knows.


def wording(question: str) -> str:
    """What two copies of one question share: its words, once folded."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(question)))


def note_seen(bench: Bench) -> str:
    """What must be said of figures measured on questions that the program has learned from."""
    if not bench.seen:
        return "Aucune de ces questions n’est dans corpus/.\n"
    return (
        f"Attention : {bench.seen} de ces {len(bench.rows)} questions sont dans corpus/, le programme a appris d’elles ;"
        " les chiffres de qualité (refus, réponses justes) en sont flattés.\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Mesure le programme et compare chaque chiffre à sa cible.")
    told = "les questions et leurs preuves (par défaut : %(default)s)"
    parser.add_argument("--questions", type=Path, default=QUESTIONS, metavar="FICHIER", help=told)
    told = f"parmi : {', '.join(MEASURES)}"
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=[*MEASURES], metavar="MESURE", help=told)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rupfam-bench-") as folder:
        bench = Bench(options.questions, Path(folder))
        sys.stdout.write(table([figure for name in options.only for figure in MEASURES[name](bench)]))
        sys.stdout.write(note_seen(bench) if "qualite" in options.only else "")


if __name__ == "__main__":
    main()
