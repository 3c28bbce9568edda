"""Retrieval: the passages that speak of a question, from words, letters, vectors and attached questions, fused by learned weights."""

import json
import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.words import fold
from rupfam_assistant.search.classifier import wording
from rupfam_assistant.search.index import Index
from rupfam_assistant.search.kinds import MATCHES, asked_kinds, match_features
from rupfam_assistant.search.questions import named_documents
from rupfam_assistant.search.words import letters, tokens
from rupfam_assistant.texts.passages import Passage

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

CANDIDATES = 60
VOTERS = 20
UNLIKELY, LIKELY = -1.2, -0.9
"""The classifier's score of a sentence that it knows nothing of, and the least that makes it a candidate."""

SHARPNESS = 12.0
"""How much more a nearer neighbour weighs: its vote is exp(SHARPNESS × nearness)."""

NUMBERED = re.compile(r"\b(art(?:icle)?s?|obj(?:ectif)?s?)\.? *(?:n(?:o|°)? *)?(\d+|x|premier)\b")
FEATURES = (
    "words",
    "vectors",
    "asked words",
    "asked letters",
    "asked vectors",
    "votes",
    "class",
    "below the best class",
    "named section",
    "named document",
    "other document",
    "heading",
    "introduction",
    "note",
    "family words",
    "passage words",
    *MATCHES,
)


UNTAUGHT = {"words": 4.0, "vectors": 3.0, "passage words": 6.0}
UNTAUGHT_BIAS = -5.0
"""The log-odds of a sentence that no question was attached to: its words first, for the model was not trained on its text."""


@dataclass(frozen=True)
class Hit:
    """A passage found; `score` is in 0..1, `sentences` are (rank in the passage, score), best first."""

    passage: Passage
    score: float
    sentences: tuple[tuple[int, float], ...]

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.passage.start

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.passage.end


@dataclass(frozen=True)
class Neighbour:
    """An attached question near the one asked: its number, and how near words, letters and vector say it is, in 0..1."""

    number: int
    words: float
    letters: float
    vectors: float

    @property
    def nearness(self) -> float:
        """The three together, in 0..1."""
        return (self.words + self.letters + 2 * self.vectors) / 4


@dataclass(frozen=True)
class Found:
    """What the searches say of a question: its neighbours, nearest first, the score of each family, the features of the sentences found."""

    neighbours: tuple[Neighbour, ...]
    classes: tuple[float, ...]
    features: Mapping[int, tuple[float, ...]]


@dataclass(frozen=True)
class Weights:
    """A logistic model: one weight a feature, and the bias."""

    weights: tuple[float, ...]
    bias: float

    def log_odds(self, features: tuple[float, ...]) -> float:
        """The log-odds that the features are those of a yes: 0 for as likely as not."""
        return self.bias + sum(weight * value for weight, value in zip(self.weights, features, strict=True))

    def probability(self, features: tuple[float, ...]) -> float:
        """The probability, in 0..1, that the features are those of a yes."""
        return expit(self.log_odds(features))


def expit(log_odds: float) -> float:
    """The probability, in 0..1, of log-odds."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, log_odds))))


def read_weights(path: Path, name: str, features: tuple[str, ...]) -> Weights:
    """The weights of a model of corpus/weights.json; RupfamError when they are missing or of other features."""
    try:
        model = json.loads(path.read_text(encoding="utf-8"))[name]
        return Weights(tuple(float(model["weights"][feature]) for feature in features), float(model["bias"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RupfamError(
            f"Le fichier {path} manque ou n’est plus à jour : réinstallez le programme ou lancez « rupfam train »."
        ) from error


def named_sections(question: str) -> set[str]:
    """The articles and objectives that a question names, as section labels."""
    kinds = {"a": "Article", "o": "Objectif"}
    return {
        f"{kinds[kind[0]]} {'1' if number == 'premier' else number.upper()}"
        for kind, number in NUMBERED.findall(fold(question))
    }


@dataclass(frozen=True)
class Retrieval:
    """The searches and the weights that fuse them, together; `ranking` is for the sentences of the founding texts."""

    index: Index
    embeddings: "Embeddings"
    ranking: Weights

    def find(self, question: str) -> Found:
        """What the searches say of a question."""
        return search(question, self.index, self.embeddings)

    def hits(self, question: str) -> list[Hit]:
        """The passages nearest to a question, best first."""
        return rank(self.probabilities(self.find(question)), self.index)

    def probabilities(self, found: Found) -> dict[int, float]:
        """The probability, in 0..1, that each sentence record found answers."""
        contents = self.index.contents
        founding = {record: contents.document_of(record) in contents.taught for record in found.features}
        return {
            record: self.ranking.probability(features) if founding[record] else expit(untaught_log_odds(features))
            for record, features in found.features.items()
        }


def search(question: str, index: Index, embeddings: "Embeddings") -> Found:
    """The neighbours of a question, and how near each search says each sentence is."""
    thesaurus = index.contents.thesaurus
    query, vector = tokens(question, thesaurus), embeddings.embed_query(question)
    neighbours = tuple(_neighbours(query, letters(question), vector, index))
    named = named_sections(question), named_documents(question)
    contents = index.contents
    near: dict[int, dict[str, float]] = defaultdict(dict)
    for record, score in index.sentence_words.search(query, CANDIDATES):
        near[record]["words"] = score
    for record, score in index.nearest_sentences(vector, CANDIDATES):
        near[record]["vectors"] = score
    for record, name, score in _asked(neighbours, index):
        near[record][name] = (
            near[record].get(name, 0.0) + score if name == "votes" else max(score, near[record].get(name, 0.0))
        )
    classes = index.classifier.scores(wording(question, thesaurus))
    best = max((classes[number] for (family, _), number in contents.classes.items() if family), default=UNLIKELY)
    for (family, _), number in contents.classes.items():
        for record in (index.numbers[key] for key in family):
            if record in near or classes[number] > LIKELY:
                near[record]["class"] = classes[number] - UNLIKELY
                near[record]["below the best class"] = best - classes[number]
    for record in _sentences_of_sections(named[0], index):
        near[record]["named section"] = 1.0
    kinds, importance = asked_kinds(question), {token: index.question_words.idf(token) for token in query}
    rarity = {token: index.sentence_words.idf(token) for token in query}
    for record, scores in near.items():
        key = contents.sentences[record]
        passage = contents.passages[key.passage]
        sentence = passage.sentences[key.sentence]
        scores["family words"] = share_known(importance, index.vocabulary(record))
        scores["passage words"] = share_known(rarity, index.passage_vocabulary(key.passage))
        scores.update(dict.fromkeys(match_features(kinds, passage.slice(sentence), sentence.role), 1.0))
        scores.setdefault("below the best class", best - UNLIKELY)
        scores[sentence.role] = 1.0
        if named[1]:
            scores["named document" if passage.document in named[1] else "other document"] = 1.0
    return Found(
        neighbours,
        tuple(classes),
        {record: tuple(scores.get(name, 0.0) for name in FEATURES) for record, scores in near.items()},
    )


def untaught_log_odds(features: tuple[float, ...]) -> float:
    """The log-odds that a sentence answers, from what owes nothing to attached questions."""
    return UNTAUGHT_BIAS + sum(weight * features[FEATURES.index(name)] for name, weight in UNTAUGHT.items())


def rank(chances: Mapping[int, float], index: Index) -> list[Hit]:
    """The passages of sentences found with their probabilities, best first."""
    contents = index.contents
    grouped: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for record, probability in chances.items():
        key = contents.sentences[record]
        grouped[key.passage].append((key.sentence, probability))
    hits = []
    for number, sentences in grouped.items():
        sentences.sort(key=lambda pair: -pair[1])
        hits.append(Hit(contents.passages[number], sentences[0][1], tuple(sentences)))
    return sorted(hits, key=lambda hit: -hit.score)


def share_known(importance: Mapping[str, float], vocabulary: Collection[str]) -> float:
    """The share, in 0..1, of what the tokens of a question weigh that a vocabulary holds."""
    total = sum(importance.values())
    return sum(weight for token, weight in importance.items() if token in vocabulary) / total if total else 0.0


def _neighbours(query: list[str], spelt: list[str], vector: list[float], index: Index) -> list[Neighbour]:
    """The attached questions that any of the searches finds, nearest first."""
    near: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    searches = (
        index.question_words.search(query, CANDIDATES),
        index.question_letters.search(spelt, CANDIDATES),
        index.nearest_questions(vector, CANDIDATES),
    )
    for kind, results in enumerate(searches):
        for number, score in results:
            near[number][kind] = max(0.0, score)
    said = set(query)
    for number, scores in near.items():
        scores[0] = _both_ways(scores[0], share_known(index.question_importance(number), said))
    neighbours = [Neighbour(number, *scores) for number, scores in near.items()]
    return sorted(neighbours, key=lambda neighbour: -neighbour.nearness)


def _both_ways(one: float, other: float) -> float:
    """The harmonic mean of what the question shares with its neighbour and what the neighbour shares with it."""
    return 2 * one * other / (one + other) if one and other else 0.0


def _asked(neighbours: tuple[Neighbour, ...], index: Index) -> Iterator[tuple[int, str, float]]:
    """(sentence record, feature, score) that the neighbours lend to the sentences that answer them."""
    numbers = index.numbers
    total = sum(math.exp(SHARPNESS * neighbour.nearness) for neighbour in neighbours[:VOTERS])
    for place, neighbour in enumerate(neighbours):
        for key in index.contents.questions[neighbour.number].targets:
            record = numbers[key]
            yield record, "asked words", neighbour.words
            yield record, "asked letters", neighbour.letters
            yield record, "asked vectors", neighbour.vectors
            if place < VOTERS:
                yield record, "votes", math.exp(SHARPNESS * neighbour.nearness) / total


def _sentences_of_sections(sections: set[str], index: Index) -> Iterator[int]:
    for section in sections:
        yield from index.contents.sections.get(section, ())
