"""The usual retrieval pipelines over the same texts, questions and scorer as ours; prints Markdown tables for docs/peers.md.

    peers.py [--questions FILE] [--scorer FILE] [--corpus DIR] [--models NAME=DIR ...] [--only NAME ...] [--history]

Every pipeline runs in a process of its own, so that start, memory and time are its own. No language model is at hand: the answer of a
peer is the best chunk that it retrieved, quoted as is, which is also its one citation; a peer refuses only when it retrieves nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from pipelines import PEERS, Found, Peer

ROOT = Path(__file__).resolve().parents[2]
QUIET = {
    "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false", "CUDA_VISIBLE_DEVICES": "",
    "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False", "LANGSMITH_TRACING": "false", "LANGCHAIN_TRACING_V2": "false",
    "ANONYMIZED_TELEMETRY": "False", "HF_HUB_DISABLE_PROGRESS_BARS": "1",
}  # fmt: skip
MODELS = ROOT / "build" / "peers"
"""Where models.py puts the encoder that ours is trained from, as a sentence-transformers model."""


# In the process of one pipeline.


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_texts(corpus: Path) -> dict[str, str]:
    """The two founding texts."""
    return {name: (corpus / f"{name}.txt").read_text(encoding="utf-8") for name in ("circulaire", "trame")}


def wording(question: dict[str, Any], history: bool) -> str:
    """The question as the peer gets it: alone, or after the earlier ones."""
    return " ".join([*question.get("history", []), question["question"]]) if history else str(question["question"])


def run_child(args: argparse.Namespace) -> None:
    """Open one pipeline, ask it everything, and write what it found to args.out."""
    peer = next(p for p in PEERS if p.name == args.child)
    questions = read_lines(args.questions)
    search = peer.opens(read_texts(args.corpus), args.models[0].partition("=")[2], peer.k)
    search(questions[0]["question"])
    ready = time.time()
    answers = []
    for question in questions:
        began = time.perf_counter()
        found = search(wording(question, args.history))
        answers.append({"id": question["id"], "found": found, "milliseconds": 1e3 * (time.perf_counter() - began)})
    args.out.write_text(json.dumps({"ready": ready, "answers": answers}, ensure_ascii=False), encoding="utf-8")


# In the process that compares.


@dataclass(frozen=True)
class Run:
    """What one pipeline gave: its answers from one and from two chunks, and what it cost."""

    title: str
    model: str
    answers: dict[int, dict[str, dict[str, Any]]]
    cold: float
    megabytes: float


def spawn(command: list[str]) -> tuple[float, float]:
    """Run a command to its end; when it started (epoch seconds) and the most memory that it held (MB)."""
    started = time.time()
    process = subprocess.Popen(command, env={**os.environ, **QUIET}, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return started, usage.ru_maxrss / 1024


def place(found: Found, corpus: dict[str, Any]) -> list[dict[str, Any]]:
    """The chunks as spans of their texts, white space aside; a chunk without a letter is left out."""
    spans = []
    for document, text in found:
        if not text.strip():
            continue
        start, end = corpus[document].find(text)[0]
        spans.append({"document": document, "start": start, "end": end, "quote": corpus[document].text[start:end]})
    return spans


def answer(given: dict[str, Any], corpus: dict[str, Any], count: int) -> dict[str, Any]:
    """A peer's answer in the scorer's terms: its first chunks, quoted as they are."""
    spans = place(given["found"], corpus)
    quotes = spans[:count]
    return {
        "id": given["id"], "answered": bool(quotes), "answer": "\n\n".join(s["quote"] for s in quotes),
        "citations": quotes, "passages": spans, "milliseconds": given["milliseconds"],
    }  # fmt: skip


def run_peer(peer: Peer, label: str, model: Path, args: argparse.Namespace, corpus: dict[str, Any]) -> Run:
    """One pipeline with one embedding model, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "found.json"
        paths = {"--models": f"{label}={model}", "--questions": args.questions, "--corpus": args.corpus, "--out": out}
        told = (str(part) for pair in paths.items() for part in pair)
        command = [sys.executable, __file__, "--child", peer.name, *told]
        started, megabytes = spawn([*command, "--history"] if args.history else command)
        given = json.loads(out.read_text(encoding="utf-8"))
    answers = {count: {g["id"]: answer(g, corpus, count) for g in given["answers"]} for count in (1, 2)}
    return Run(peer.title, label, answers, given["ready"] - started, megabytes)


def run_ours(questions: Path, program: Path) -> Run:
    """Our own program over the same questions: once with a single question for the cold start, once with all."""
    with tempfile.TemporaryDirectory() as folder:
        one, out = Path(folder) / "one.jsonl", Path(folder) / "answers.jsonl"
        one.write_text(questions.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
        started, _ = spawn([str(program), "ask", "--batch", str(one), "--out", str(out)])
        cold = time.time() - started
        _, megabytes = spawn([str(program), "ask", "--batch", str(questions), "--out", str(out)])
        answers = {a["id"]: a for a in read_lines(out)}
    return Run("**rupfam**", "le sien", {1: answers}, cold, megabytes)


def load_scorer(path: Path) -> ModuleType:
    """The scorer's own module, imported from where it stands."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"Le fichier {path} n’est pas un module Python : indiquez score.py avec --scorer.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(
    scorer: ModuleType, run: Run, count: int, questions: list[dict[str, Any]], corpus: dict[str, Any]
) -> dict[str, Any]:
    """The scorer's figures for the answers made of so many chunks, with recall at both budgets."""
    few, many = (scorer.figures(scorer.score(questions, run.answers[count], corpus, n)[0]) for n in (1000, 2000))
    p50 = statistics.median(a["milliseconds"] for a in run.answers[count].values())
    return {**many, "recall_1000": few["evidence_recall"], "p50": p50, "chunks": count}


# The tables.

HEADINGS = [
    "Chaîne", "Plongements", "Preuves à 1 000 car.", "Preuves à 2 000 car.", "Réponses justes", "Précision des citations", "Rappel des citations",
    "Refus justes", "Refus à tort", "Longueur médiane", "Démarrage à froid (s)", "Par question, p50 (ms)", "Mémoire (Mo)",
]  # fmt: skip
BEST_HEADINGS = [*HEADINGS[:2], "Extraits cités", *HEADINGS[4:7], "Longueur médiane"]
SHARES = ("correct", "citation_precision", "citation_recall")


def number(value: float | None, digits: int = 2) -> str:
    """A figure in French, or a dash."""
    return "–" if value is None else f"{value:.{digits}f}".replace(".", ",")


def quality_row(run: Run, f: dict[str, Any]) -> list[str]:
    """A row of the first table."""
    shares = ["recall_1000", "evidence_recall", *SHARES, "refused", "wrongly_refused"]
    costs = [number(f["length_median"], 0), number(run.cold, 1), number(f["p50"], 1), number(run.megabytes, 0)]
    return [run.title, run.model, *(number(f[key]) for key in shares), *costs]


def best_row(run: Run, f: dict[str, Any]) -> list[str]:
    """A row of the second table."""
    return [run.title, run.model, str(f["chunks"]), *(number(f[key]) for key in SHARES), number(f["length_median"], 0)]


def markdown(headings: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; all but the first two columns are set to the right."""
    rule = ["---", "---", *["--:"] * (len(headings) - 2)]
    return "\n".join("| " + " | ".join(row) + " |" for row in [headings, rule, *rows])


def write_tables(scorer: ModuleType, runs: list[Run], questions: list[dict[str, Any]], corpus: dict[str, Any]) -> str:
    """What every pipeline scores with one chunk, and with two where that is better."""
    figures = [{count: measure(scorer, run, count, questions, corpus) for count in run.answers} for run in runs]
    first = markdown(HEADINGS, [quality_row(run, f[1]) for run, f in zip(runs, figures, strict=True)])
    several = ((run, f.values()) for run, f in zip(runs, figures, strict=True) if len(f) > 1)
    best = [best_row(run, max(f, key=lambda g: (g["correct"], -g["chunks"]))) for run, f in several]
    second = markdown(BEST_HEADINGS, best)
    return f"{first}\n\nLe meilleur d’un ou de deux extraits\u00a0:\n\n{second}\n"


def compare(args: argparse.Namespace) -> None:
    """Run every pipeline with each embedding model, then our own program, and print the tables."""
    models = [(name, Path(folder)) for name, _, folder in (told.partition("=") for told in args.models)]
    scorer = load_scorer(args.scorer)
    corpus = {name: scorer.Document(text) for name, text in read_texts(args.corpus).items()}
    runs = []
    for peer in PEERS:
        if args.only and peer.name not in args.only:
            continue
        for label, model in models if peer.embeds else [("–", MODELS)]:
            sys.stderr.write(f"{peer.title}, {label}\n")
            runs.append(run_peer(peer, label, model, args, corpus))
    program = ROOT / ".venv/bin/rupfam"
    if program.exists() and not args.only:
        try:
            runs.append(run_ours(args.questions, program))
        except subprocess.CalledProcessError:
            sys.stderr.write("rupfam n’a pas répondu : sa ligne manque au tableau.\n")
    sys.stdout.write(write_tables(scorer, runs, read_lines(args.questions), corpus))


def read_arguments() -> argparse.Namespace:
    """The command line."""
    told = "Mesure les chaînes usuelles sur les mêmes textes, les mêmes questions et le même barème."
    parser = argparse.ArgumentParser(description=told)
    for option, path, told in (
        ("--questions", "tests/data/answers/questions.jsonl", "questions, une par ligne (JSON)"),
        ("--scorer", "tests/data/scorers/score.py", "le barème, score.py"),
        ("--corpus", "corpus", "dossier de circulaire.txt et de trame.txt"),
    ):
        parser.add_argument(option, type=Path, default=ROOT / path, help=told)
    models = [f"{folder.name}={folder}" for folder in sorted(MODELS.glob("*")) if folder.is_dir()]
    told = "les modèles de plongements (sentence-transformers) ; par défaut, ceux de build/peers"
    parser.add_argument("--models", nargs="+", metavar="NOM=DOSSIER", default=models, help=told)
    parser.add_argument("--only", nargs="+", choices=[p.name for p in PEERS], help="seulement ces chaînes")
    parser.add_argument("--history", action="store_true", help="faire précéder chaque question des questions d’avant")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    arguments = read_arguments()
    run_child(arguments) if arguments.child else compare(arguments)
