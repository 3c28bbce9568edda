"""What each part of the program brings: the questions answered and scored with one part taken away, or alone; prints a Markdown table.

    ablation.py [QUESTIONS.jsonl]

Nothing is trained again, and nothing is written outside a temporary folder.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from rupfam_assistant.answers import answering, reading
from rupfam_assistant.answers.evaluation import figures, score_answers
from rupfam_assistant.answers.opening import open_answering
from rupfam_assistant.answers.reply import reply_record
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.places import CHECKOUT
from rupfam_assistant.search import matching
from rupfam_assistant.settings import read_settings

QUESTIONS = CHECKOUT / "tests" / "data" / "answers" / "questions.jsonl"
FIGURES = {
    "evidence_recall": "Preuves à 2 000 car.",
    "correct": "Réponses justes",
    "citation_precision": "Précision des citations",
    "refused": "Refus justes",
    "wrongly_refused": "Refus à tort",
    "length_median": "Longueur médiane",
}
"""The figures shown, and the title of their column."""


@dataclass(frozen=True)
class Part:
    """A row of the table: its title in French, the signs of a card that count for nothing, and what is put in the place
    of names of modules of the program."""

    title: str
    without: frozenset[str] = frozenset()
    changed: tuple[tuple[ModuleType, str, Any], ...] = ()


ASKED = frozenset(("nearest question", "votes", "wide votes"))
OWN = frozenset(("what it says", "what it is called", "own words"))
WORDS = frozenset(("words of the card", "words of its questions"))
PARTS = (
    Part("Tout (le programme)"),
    Part("Sans les questions proches", ASKED),
    Part("Sans les vecteurs des fiches", OWN),
    Part("Sans les mots", WORDS),
    Part("Sans couper les questions", changed=((reading, "split_question", lambda text: (text,)),)),
    Part("Sans les questions d’avant", changed=((matching, "in_context", lambda text, _: text),)),
    Part("Sans seconde fiche", changed=((reading, "BESIDE", 2.0),)),
)


@contextmanager
def put(part: Part, program: answering.Answering) -> Iterator[None]:
    """The program without the part, for a while."""
    matcher = program.reader.matcher
    kept = [
        weight * (name not in part.without) for name, weight in zip(matching.FEATURES, matcher.weights, strict=True)
    ]
    changed = ((matcher, "weights", np.array(kept, np.float32)), *part.changed)
    former = [(owner, name, getattr(owner, name)) for owner, name, _ in changed]
    for owner, name, value in changed:
        setattr(owner, name, value)
    try:
        yield
    finally:
        for owner, name, value in former:
            setattr(owner, name, value)


def measure(
    part: Part, program: answering.Answering, questions: Sequence[Mapping[str, Any]]
) -> dict[str, float | int | None]:
    """The figures of the questions, answered without the part."""
    with put(part, program):
        replies = [(row["id"], program.ask(row["question"], row.get("history") or ())) for row in questions]
    records = {identity: reply_record(identity, reply, 0.0) for identity, reply in replies}
    texts = {name: document.text for name, document in program.knowledge.documents.items()}
    told = figures(score_answers(questions, records, texts, 2_000))
    return {name: told[name] for name in FIGURES}


def row(part: Part, program: answering.Answering, questions: Sequence[Mapping[str, Any]]) -> str:
    """A line of the table."""
    measured = measure(part, program, questions)
    return line([part.title, *(shown(value, 0 if "length" in name else 2) for name, value in measured.items())])


def shown(value: float | None, decimals: int) -> str:
    return "–" if value is None else f"{value:.{decimals}f}".replace(".", ",")


def line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description="Mesure ce que chaque partie du programme apporte.")
    told = "les questions (par défaut : %(default)s)"
    parser.add_argument("questions", type=Path, nargs="?", default=QUESTIONS, metavar="QUESTIONS.jsonl", help=told)
    questions = list(read_json_lines(parser.parse_args().questions))
    with tempfile.TemporaryDirectory(prefix="rupfam-ablation-") as folder:
        program = open_answering(read_settings().model_copy(update={"home": Path(folder)}))
        sys.stdout.write(f"{line(['Programme', *FIGURES.values()])}\n{line(['---', *['--:'] * len(FIGURES)])}\n")
        for part in PARTS:
            sys.stdout.write(f"{row(part, program, questions)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
