"""Learning: everything that is trained or calibrated, from the data of corpus/ and nothing else, by one command."""

import json
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from rupfam_assistant.answers.evidence import EVIDENCE, evidence_features
from rupfam_assistant.answers.knowledge import Knowledge, read_knowledge
from rupfam_assistant.answers.question import understand
from rupfam_assistant.dossier.needs import train_needs
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.search.embedding import SHIPPED, SentenceEmbeddings
from rupfam_assistant.search.index import Contents, Index, build_index, gather_contents, open_index
from rupfam_assistant.search.questions import AttachedQuestion
from rupfam_assistant.search.retrieval import FEATURES, Found, Weights, search
from rupfam_assistant.settings import Settings
from rupfam_assistant.training.encoder import Recipe, put_model, save_model, train_model, training_pairs

FOLDS = 5
ASKED_SHARE = 0.5
WRONG_REFUSAL = 2.0
Row = tuple[tuple[float, ...], bool]
Array = Any
"""A numpy array."""

CARD = """---
language: fr
library_name: sentence-transformers
---
# Modèle d’embeddings livré avec l’assistant « Ruptures familiales »

Modèle statique (StaticEmbedding de sentence-transformers) entraîné de rien par `rupfam train`, sans aucun modèle ni texte extérieur.

| | |
|---|---|
| Données | {questions} questions rattachées aux phrases des deux textes, {terms} groupes du thésaurus : {pairs} paires |
| Vocabulaire | {vocabulary} sous-mots (WordPiece sur lettres sans accents) |
| Dimensions | {dimensions} |
| Refus | {rightly} des questions sans réponse refusées, {wrongly} des autres refusées à tort : {asked} questions, validation croisée |
| Entraînement | {epochs} passes, lots de {batch_size}, taux {learning_rate}, MultipleNegativesRankingLoss (échelle {scale}), graine {seed} |

Il n’est fait que pour ce sujet : hors de la circulaire et de la trame, il ne vaut pas mieux que les mots.
"""


@dataclass(frozen=True)
class HeldOut:
    """A question and what was found of it by a program that had never seen it."""

    question: AttachedQuestion
    found: Found
    index: Index


def train_all(settings: Settings, show_progress: bool = False) -> str:
    """Trains the model that ships, the weights of ranking and refusal by cross-validation, what classifies needs; returns the model's card."""
    knowledge, recipe = read_knowledge(settings), Recipe()
    questions = knowledge.contents.questions
    with tempfile.TemporaryDirectory() as folder:
        seen = list(held_out(knowledge, recipe, Path(folder)))
        ranking = fit_ranking(seen, recipe.seed)
        told = [
            (evidence_features(one.question.text, one.found, one.index, ranking), bool(one.question.targets))
            for one in seen
        ]
        index, embeddings = index_of(questions, knowledge, recipe, Path(folder) / "all")
        asked = [
            (evidence_features(question, search(question, index, embeddings), index, ranking), answerable)
            for question, answerable in read_calibration(settings.corpus / "calibration.jsonl", knowledge)
        ]
        evidence = fit_evidence(told, asked, recipe.seed)
        index.close()
        write_weights(
            settings.corpus / "weights.json", {"ranking": (FEATURES, ranking), "evidence": (EVIDENCE, evidence)}
        )
        pairs = len(
            training_pairs(
                knowledge.contents.passages,
                (q for q in questions if q.targets),
                knowledge.contents.thesaurus,
                recipe.seed,
            )
        )
        answered = sum(bool(question.targets) for question in questions)
        rightly, wrongly = measure_refusal(told, asked, recipe.seed)
        card = CARD.format(
            asked=len(asked),
            rightly=percent(rightly),
            wrongly=percent(wrongly),
            questions=answered,
            terms=len(knowledge.contents.thesaurus.terms),
            pairs=pairs,
            **vars(recipe),
        )
        put_model(Path(folder) / "all" / SHIPPED, settings.corpus / SHIPPED, card)
    train_needs(settings.corpus)
    return card


def percent(share: float) -> str:
    """A share in 0..1 as French writes it: "92,9 %"."""
    return f"{100 * share:.1f}".replace(".", ",") + "\u202f%"


def read_calibration(path: Path, knowledge: Knowledge) -> Iterator[tuple[str, bool]]:
    """(what is searched, whether the texts answer) for each question of corpus/calibration.jsonl, none of which is attached."""
    for row in read_json_lines(path):
        yield understand(row["question"], tuple(row.get("history", ())), knowledge.speller).search, row["answerable"]


def held_out(knowledge: Knowledge, recipe: Recipe, folder: Path, by_subject: bool = False) -> Iterator[HeldOut]:
    """What is found of each attached question by a model and an index made of the other folds' questions.

    Folds are drawn question by question, as for a new question on a known subject; or `by_subject`, all the questions of a subject
    together, as for a sentence that no question was ever attached to.
    """
    questions = list(knowledge.contents.questions)
    drawn = list({question.subject: None for question in questions}) if by_subject else list(range(len(questions)))
    random.Random(recipe.seed).shuffle(drawn)
    fold_of = {key: place % FOLDS for place, key in enumerate(drawn)}
    folds = [fold_of[question.subject if by_subject else number] for number, question in enumerate(questions)]
    for fold in range(FOLDS):
        kept = tuple(question for question, its in zip(questions, folds, strict=True) if its != fold)
        index, embeddings = index_of(kept, knowledge, recipe, folder / str(fold))
        for question, its in zip(questions, folds, strict=True):
            if its == fold:
                yield HeldOut(question, search(question.text, index, embeddings), index)
        index.close()


def index_of(
    kept: tuple[AttachedQuestion, ...], knowledge: Knowledge, recipe: Recipe, folder: Path
) -> tuple[Index, SentenceEmbeddings]:
    """A model trained on some of the questions, and the index that it makes of the texts and of those questions."""
    folder.mkdir(parents=True)
    contents: Contents = gather_contents(knowledge.contents.passages, kept, knowledge.contents.thesaurus)
    pairs = training_pairs(contents.passages, (q for q in kept if q.targets), knowledge.contents.thesaurus, recipe.seed)
    save_model(train_model(pairs, recipe), folder / SHIPPED)
    embeddings = SentenceEmbeddings(folder / SHIPPED)
    build_index(folder / "index", "fold", contents, embeddings)
    index = open_index(folder / "index", "fold", contents)
    if index is None:
        raise RuntimeError(f"the index of {folder} does not open")
    return index, embeddings


def fit_ranking(seen: Iterable[HeldOut], seed: int) -> Weights:
    """The logistic weights that tell the sentences that answer from the others found."""
    return _fit(*_sentence_rows(seen), seed)


def _sentence_rows(seen: Iterable[HeldOut]) -> tuple[list[tuple[float, ...]], list[bool]]:
    rows, labels = [], []
    for one in seen:
        records = {one.index.numbers[key] for key in one.question.targets}
        for record, features in one.found.features.items() if records else ():
            rows.append(features)
            labels.append(record in records)
    return rows, labels


def fit_evidence(told: Sequence[Row], asked: Sequence[Row], seed: int) -> Weights:
    """The logistic weights that tell the questions that the texts answer from the others, 0.5 being the threshold.

    Learned on the attached questions, each seen by a program that did not know it, and on the calibration questions, which weigh
    ASKED_SHARE of them; the threshold is the best one by cross-validation on the calibration questions.
    """
    threshold = best_threshold(*_out_of_fold(told, asked, seed))
    model = _fit_both(told, asked, seed)
    return Weights(model.weights, model.bias - float(np.log(threshold / (1 - threshold))))


def measure_refusal(told: Sequence[Row], asked: Sequence[Row], seed: int) -> tuple[float, float]:
    """(share rightly refused, share wrongly refused) of calibration questions that neither weights nor threshold have seen."""
    refused = np.zeros(len(asked), dtype=bool)
    answers = np.array([answer for _, answer in asked])
    for kept, left in _folds(asked, seed):
        model = fit_evidence(told, [asked[number] for number in kept], seed)
        refused[left] = [model.log_odds(asked[number][0]) < 0 for number in left]
    return float(refused[~answers].mean()), float(refused[answers].mean())


def best_threshold(chances: Array, answers: Array) -> float:
    """The middle of the thresholds that refuse most of what has no answer, a wrong refusal costing WRONG_REFUSAL right ones."""
    steps = np.linspace(0.05, 0.95, 181)
    worth = [(chances[~answers] < step).mean() - WRONG_REFUSAL * (chances[answers] < step).mean() for step in steps]
    return float(np.median(steps[np.isclose(worth, max(worth))]))


def _out_of_fold(told: Sequence[Row], asked: Sequence[Row], seed: int) -> tuple[Array, Array]:
    """The probability that each calibration question is answered, by a model that has not seen it, and whether it is."""
    chances = np.zeros(len(asked))
    for kept, left in _folds(asked, seed):
        model = _fit_both(told, [asked[number] for number in kept], seed)
        chances[left] = [model.probability(asked[number][0]) for number in left]
    return chances, np.array([answer for _, answer in asked])


def _folds(asked: Sequence[Row], seed: int) -> Iterator[tuple[Array, Array]]:
    from sklearn.model_selection import StratifiedKFold

    answers = [answer for _, answer in asked]
    yield from StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(np.zeros(len(asked)), answers)


def write_weights(path: Path, models: dict[str, tuple[tuple[str, ...], Weights]]) -> None:
    """Writes the weights by the name of their features: beside, then renamed."""
    told = {
        name: {
            "bias": round(model.bias, 4),
            "weights": {feature: round(w, 4) for feature, w in zip(features, model.weights, strict=True)},
        }
        for name, (features, model) in models.items()
    }
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    fresh.replace(path)


def _fit_both(told: Sequence[Row], asked: Sequence[Row], seed: int) -> Weights:
    """Logistic weights on both kinds of rows; within each, yes and no weigh the same."""
    rows = [row for row, _ in (*told, *asked)]
    answers = np.array([answer for _, answer in (*told, *asked)])
    sizes = np.array([len(told)] * len(told) + [len(told) * ASKED_SHARE] * len(asked))
    kinds = np.array([0] * len(told) + [2] * len(asked)) + answers
    weights = sizes / np.bincount(kinds)[kinds]
    return _fit(rows, answers, seed, penalty=0.1, weights=weights)


def _fit(
    rows: Sequence[tuple[float, ...]], answers: Any, seed: int, penalty: float = 1.0, weights: Array | None = None
) -> Weights:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=penalty, max_iter=5000, random_state=seed).fit(
        np.array(rows), np.array(answers), sample_weight=weights
    )
    return Weights(tuple(float(w) for w in model.coef_[0]), float(model.intercept_[0]))
