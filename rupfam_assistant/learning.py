"""Learning: everything that is trained or calibrated, from the data of corpus/ and nothing else, by one command."""

import json
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rupfam_assistant.answers.evidence import EVIDENCE, evidence_features
from rupfam_assistant.assistant import Knowledge, read_knowledge
from rupfam_assistant.search.embedding import SHIPPED, SentenceEmbeddings
from rupfam_assistant.search.index import Contents, Index, build_index, gather_contents, open_index
from rupfam_assistant.search.questions import AttachedQuestion
from rupfam_assistant.search.retrieval import FEATURES, Found, Weights, search
from rupfam_assistant.search.training import Recipe, save_model, train_model, training_pairs
from rupfam_assistant.settings import Settings

FOLDS = 5
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
    """Trains the model that ships, then the weights of ranking and refusal by cross-validation; returns the model's card."""
    knowledge, recipe = read_knowledge(settings), Recipe()
    with tempfile.TemporaryDirectory() as folder:
        seen = list(held_out(knowledge, recipe, Path(folder)))
        ranking = fit_ranking(seen, recipe.seed)
        evidence = fit_evidence(seen, ranking, recipe.seed)
    write_weights(settings.corpus / "weights.json", {"ranking": (FEATURES, ranking), "evidence": (EVIDENCE, evidence)})
    questions = [question for question in knowledge.contents.questions if question.targets]
    pairs = training_pairs(knowledge.contents.passages, questions, knowledge.contents.thesaurus, recipe.seed)
    model = train_model(pairs, recipe, show_progress)
    card = CARD.format(questions=len(questions), terms=len(knowledge.contents.thesaurus.terms), pairs=len(pairs), **vars(recipe))
    save_model(model, settings.corpus / SHIPPED, card)
    return card


def held_out(knowledge: Knowledge, recipe: Recipe, folder: Path) -> Iterator[HeldOut]:
    """What is found of each attached question by a model and an index made of the other folds' questions."""
    questions = list(knowledge.contents.questions)
    random.Random(recipe.seed).shuffle(questions)
    for fold in range(FOLDS):
        kept = tuple(question for number, question in enumerate(questions) if number % FOLDS != fold)
        index, embeddings = index_without(kept, knowledge, recipe, folder / str(fold))
        for question in questions[fold::FOLDS]:
            yield HeldOut(question, search(question.text, index, embeddings), index)
        index.close()


def index_without(kept: tuple[AttachedQuestion, ...], knowledge: Knowledge, recipe: Recipe, folder: Path) -> tuple[Index, SentenceEmbeddings]:
    """A model trained on some of the questions, and the index that it makes of the texts and of those questions."""
    folder.mkdir(parents=True)
    contents: Contents = gather_contents(knowledge.contents.passages, kept, knowledge.contents.thesaurus)
    pairs = training_pairs(contents.passages, (q for q in kept if q.targets), knowledge.contents.thesaurus, recipe.seed)
    save_model(train_model(pairs, recipe), folder / SHIPPED, "")
    embeddings = SentenceEmbeddings(folder / SHIPPED)
    build_index(folder / "index", "fold", contents, embeddings)
    index = open_index(folder / "index", "fold", contents)
    if index is None:
        raise RuntimeError(f"the index of {folder} does not open")
    return index, embeddings


def fit_ranking(seen: Iterable[HeldOut], seed: int) -> Weights:
    """The logistic weights that tell the sentences that answer from the others found."""
    rows, labels = [], []
    for one in seen:
        if not one.question.targets:
            continue
        records = {one.index.numbers[key] for key in one.question.targets}
        for record, features in one.found.features.items():
            rows.append(features)
            labels.append(record in records)
    return _fit(rows, labels, seed, None)


def fit_evidence(seen: Iterable[HeldOut], ranking: Weights, seed: int) -> Weights:
    """The logistic weights that tell the questions that the texts answer from the others."""
    seen = list(seen)
    rows = [evidence_features(one.question.text, one.found, one.index, ranking) for one in seen]
    return _fit(rows, [bool(one.question.targets) for one in seen], seed, "balanced")


def write_weights(path: Path, models: dict[str, tuple[tuple[str, ...], Weights]]) -> None:
    """Writes the weights by the name of their features: beside, then renamed."""
    told = {
        name: {"bias": round(model.bias, 4), "weights": {feature: round(w, 4) for feature, w in zip(features, model.weights, strict=True)}}
        for name, (features, model) in models.items()
    }
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    fresh.replace(path)


def _fit(rows: Sequence[tuple[float, ...]], labels: Sequence[bool], seed: int, class_weight: str | None) -> Weights:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0, max_iter=2000, class_weight=class_weight, random_state=seed).fit(np.array(rows), np.array(labels))
    return Weights(tuple(float(w) for w in model.coef_[0]), float(model.intercept_[0]))
