"""What each part of the program brings: the questions scored with one part taken away, or alone; prints a Markdown table in French.

    ablation.py [QUESTIONS.jsonl]     the parts
    ablation.py --models              the sizes of the embedding model, by cross-validation (about twenty minutes)

Nothing is trained again for the first table, and nothing is written outside a temporary folder.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.evaluation import figures, score_answers
from rupfam_assistant.answers.evidence import EVIDENCE
from rupfam_assistant.answers.knowledge import Knowledge, read_knowledge
from rupfam_assistant.answers.reply import reply_record
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.french.spelling import Mended, Speller
from rupfam_assistant.office import open_office
from rupfam_assistant.search.index import build_index, gather_contents, open_index
from rupfam_assistant.search.kinds import MATCHES
from rupfam_assistant.search.retrieval import FEATURES, Found, Retrieval, Weights
from rupfam_assistant.search.thesaurus import Thesaurus
from rupfam_assistant.settings import CHECKOUT, Settings, read_settings
from rupfam_assistant.training.encoder import Recipe, train_tokenizer, training_pairs
from rupfam_assistant.training.learning import held_out

QUESTIONS = CHECKOUT / "tests" / "data" / "questions.jsonl"
BUDGETS = (1_000, 2_000)
DAMPING = 60
"""Of reciprocal rank fusion: a place counts 1 / (DAMPING + place)."""

ASKED = ("asked words", "asked letters", "asked vectors", "votes", "family words")
CLASSIFIER = ("class", "below the best class")
FINDERS = ("words", "vectors", "asked words", "asked letters", "asked vectors", "votes", "class", "named section")
"""The features that make a sentence a candidate; the others only describe it."""

NEARNESS = ("words", "vectors", *ASKED, "class", "passage words")
EQUAL = dict.fromkeys((*NEARNESS, "named section", "named document"), 1.0) | {
    "below the best class": -1.0,
    "other document": -1.0,
}
RECIPES = (
    Recipe(dimensions=128, vocabulary=3000),
    Recipe(dimensions=256, vocabulary=6000),
    Recipe(dimensions=384, vocabulary=9000),
)

Features = Mapping[int, tuple[float, ...]]
Order = Callable[[Features], Mapping[int, float]]
"""From the features of the sentences found, a score for each that the parts kept would have found."""


@dataclass(frozen=True)
class Part:
    """A row of the table: its title in French, and the program as it is then."""

    title: str
    changed: Callable[[Answering, Path], Answering]


# Rows that only change the order of the sentences.


def alone(name: str) -> Order:
    """By one search and nothing else."""
    return lambda features: {
        record: value for record, values in features.items() if (value := values[FEATURES.index(name)]) > 0
    }


def fused(*names: str) -> Order:
    """By the ranks that several searches give, without any weight."""

    def order(features: Features) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        for name in names:
            near = alone(name)(features)
            for place, record in enumerate(sorted(near, key=lambda record: -near[record]), 1):
                scores[record] += 1 / (DAMPING + place)
        return scores

    return order


def weighted(weights: Weights) -> Order:
    """By weights, among the sentences that a feature of some weight finds."""
    finding = [FEATURES.index(name) for name in FINDERS if weights.weights[FEATURES.index(name)]]
    return lambda features: {
        record: weights.log_odds(values)
        for record, values in features.items()
        if any(values[place] > 0 for place in finding)
    }


def masked(weights: Weights, names: Iterable[str]) -> Weights:
    """The same weights, 0 for some features."""
    hidden = set(names)
    return Weights(
        tuple(0.0 if name in hidden else weight for name, weight in zip(FEATURES, weights.weights, strict=True)),
        weights.bias,
    )


def reordered(found: Found, order: Order, ranking: Weights) -> Found:
    """What was found in another order: the first sentence takes the log-odds of the program's first, and so on, in a column of its own."""
    scores = order(found.features)
    odds = sorted((ranking.log_odds(values) for values in found.features.values()), reverse=True)
    best = sorted(scores, key=lambda record: -scores[record])
    return replace(
        found, features={record: (*found.features[record], odd) for record, odd in zip(best, odds, strict=False)}
    )


@dataclass(frozen=True, kw_only=True)
class Reordered(Retrieval):
    """A retrieval whose sentences stand in another order; `learned` are the weights of the program."""

    order: Order
    learned: Weights

    def find(self, question: str) -> Found:
        return reordered(super().find(question), self.order, self.learned)


def by_order(order: Order) -> Callable[[Answering, Path], Answering]:
    return lambda program, _: _with_order(program, order)


def by_weights(names: Iterable[str]) -> Callable[[Answering, Path], Answering]:
    return lambda program, _: _with_order(program, weighted(masked(program.retrieval.ranking, names)))


def _with_order(program: Answering, order: Order) -> Answering:
    former = {field.name: getattr(program.retrieval, field.name) for field in fields(program.retrieval)}
    own_column = Weights((0.0,) * len(FEATURES) + (1.0,), 0.0)
    return replace(
        program,
        retrieval=Reordered(**{**former, "ranking": own_column}, order=order, learned=program.retrieval.ranking),
    )


# Rows that change what is searched, or what is said.


class Unmending(Speller):
    """A speller that takes every word as typed."""

    def __init__(self) -> None:
        super().__init__((), {})

    def mend(self, text: str) -> Mended:
        return Mended(text, ())


def without_spelling(program: Answering, folder: Path) -> Answering:
    return replace(program, knowledge=replace(program.knowledge, speller=Unmending()))


def without_thesaurus(program: Answering, folder: Path) -> Answering:
    """The program over an index built again without groups of words, in that folder."""
    former = program.knowledge.contents
    contents = gather_contents(former.passages, former.questions, Thesaurus(()))
    build_index(folder / "words", "words", contents, program.retrieval.embeddings)
    index = open_index(folder / "words", "words", contents)
    if index is None:
        raise RuntimeError("the index without thesaurus does not open")
    return replace(
        program,
        knowledge=replace(program.knowledge, contents=contents),
        retrieval=replace(program.retrieval, index=index),
    )


def without_refusal(program: Answering, folder: Path) -> Answering:
    return replace(program, evidence=Weights((0.0,) * len(EVIDENCE), 10.0))


PARTS = (
    Part("Tout (le programme)", lambda program, _: program),
    Part("Mots seuls", by_order(alone("words"))),
    Part("Vecteurs seuls", by_order(alone("vectors"))),
    Part("Mots et vecteurs, rangs réciproques", by_order(fused("words", "vectors"))),
    Part("Questions rattachées seules (votes)", by_order(alone("votes"))),
    Part("Classifieur seul", by_order(alone("class"))),
    Part("Tout sauf questions rattachées et classifieur", by_weights((*ASKED, *CLASSIFIER))),
    Part("Tout sauf questions rattachées", by_weights(ASKED)),
    Part("Tout sauf classifieur", by_weights(CLASSIFIER)),
    Part("Tout sauf vecteurs (les votes gardés)", by_weights(("vectors", "asked vectors"))),
    Part("Sans thésaurus", without_thesaurus),
    Part("Sans orthographe", without_spelling),
    Part("Sans ce qui est demandé (qui, quand, combien…)", by_weights(MATCHES)),
    Part("Poids égaux", by_order(weighted(Weights(tuple(EQUAL.get(name, 0.0) for name in FEATURES), 0.0)))),
    Part("Toutes les recherches, rangs réciproques", by_order(fused(*NEARNESS))),
    Part("Sans refus", without_refusal),
)


# What is measured and told.


def row(part: Part, program: Answering, questions: Sequence[Mapping[str, Any]], folder: Path) -> list[str]:
    """The cells of a part: its title, then the figures of the questions."""
    return [part.title, *(shown(value) for value in measure(part.changed(program, folder), questions).values())]


def measure(program: Answering, questions: Sequence[Mapping[str, Any]]) -> dict[str, float | int | None]:
    """The figures by the title of their column, in French."""
    records = {
        asked["id"]: reply_record(asked["id"], program.ask(asked["question"], asked.get("history") or ()), 0.0)
        for asked in questions
    }
    texts = {name: document.text for name, document in program.knowledge.documents.items()}
    scored = {budget: score_answers(questions, records, texts, budget) for budget in BUDGETS}
    told = figures(scored[BUDGETS[-1]])
    lay, typo = (
        figures([one for one in scored[BUDGETS[-1]] if one.kind == kind])["evidence_complete"]
        for kind in ("lay", "typo")
    )
    return {
        "Preuves à 1 000 car.": figures(scored[BUDGETS[0]])["evidence_recall"],
        "Preuves à 2 000 car.": told["evidence_recall"],
        "Langage courant, preuves complètes": lay,
        "Fautes de frappe, preuves complètes": typo,
        "Réponses justes": told["correct"],
        "Précision des citations": told["citation_precision"],
        "Refus justes": told["refused"],
        "Refus à tort": told["wrongly_refused"],
    }


def shown(value: float | None, decimals: int = 2) -> str:
    return "–" if value is None else f"{value:.{decimals}f}".replace(".", ",")


def parts_table(questions: Path) -> Iterator[str]:
    """The lines of the first table, as they are measured."""
    asked = read_json_lines(questions)
    with tempfile.TemporaryDirectory(prefix="rupfam-ablation-") as folder:
        program = open_office(own_settings(Path(folder))).answering
        yield from heading(("Programme", *measure(program, asked[:1])))
        for part in PARTS:
            yield line(row(part, program, asked, Path(folder)))


def own_settings(folder: Path) -> Settings:
    """The settings of the user, with an index of our own and no added document."""
    return read_settings().model_copy(update={"home": folder})


def heading(titles: Sequence[str]) -> Iterator[str]:
    yield line(titles)
    yield line(["---", *["--:"] * (len(titles) - 1)])


def line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


# The sizes of the model.


def models_table() -> Iterator[str]:
    """The lines of the second table, as they are measured."""
    with tempfile.TemporaryDirectory(prefix="rupfam-ablation-") as folder:
        knowledge = read_knowledge(own_settings(Path(folder)))
    yield from heading(
        (
            "Modèle (dimensions / vocabulaire)",
            "Taille (Mo)",
            "Au hasard : 1re place",
            "Au hasard : rang réciproque",
            "Par famille : 1re place",
            "Par famille : rang réciproque",
        )
    )
    for recipe in RECIPES:
        found = [list(places(knowledge, recipe, by_subject)) for by_subject in (False, True)]
        told = [shown(value, 3) for split in found for value in (first_share(split), mean_reciprocal(split))]
        yield line([f"{recipe.dimensions} / {recipe.vocabulary}", shown(megabytes(knowledge, recipe), 1), *told])


def megabytes(knowledge: Knowledge, recipe: Recipe) -> float:
    """The size of the model of all the questions; they may hold fewer word pieces than the recipe allows."""
    contents = knowledge.contents
    pairs = training_pairs(
        contents.passages,
        (question for question in contents.questions if question.targets),
        contents.thesaurus,
        recipe.seed,
    )
    pieces: int = train_tokenizer((text for pair in pairs for text in pair), recipe.vocabulary).get_vocab_size()
    return 4e-6 * recipe.dimensions * pieces


def places(knowledge: Knowledge, recipe: Recipe, by_subject: bool) -> Iterator[float]:
    """The place, from 1, of the first right sentence of each attached question, by the vectors of a model that had never seen it."""
    column = FEATURES.index("vectors")
    with tempfile.TemporaryDirectory(prefix="rupfam-ablation-") as folder:
        for one in held_out(knowledge, recipe, Path(folder), by_subject):
            near = {record: values[column] for record, values in one.found.features.items()}
            right = max((near.get(one.index.numbers[key], 0.0) for key in one.question.targets), default=None)
            if right is not None:
                yield 1 + sum(nearness > right for nearness in near.values()) if right > 0 else float("inf")


def first_share(found: Sequence[float]) -> float:
    return sum(place == 1 for place in found) / len(found)


def mean_reciprocal(found: Sequence[float]) -> float:
    return sum(1 / place for place in found) / len(found)


def main() -> None:
    parser = argparse.ArgumentParser(description="Mesure ce que chaque partie du programme apporte.")
    parser.add_argument(
        "questions",
        type=Path,
        nargs="?",
        default=QUESTIONS,
        metavar="QUESTIONS.jsonl",
        help="les questions (par défaut : %(default)s)",
    )
    parser.add_argument(
        "--models", action="store_true", help="compare plutôt les tailles du modèle, en une vingtaine de minutes"
    )
    options = parser.parse_args()
    for told in models_table() if options.models else parts_table(options.questions):
        sys.stdout.write(told + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
