"""Evidence: whether the texts answer a question, judged by what is asked near it and by what they hold of its words."""

import math

from rupfam_assistant.search.index import Index
from rupfam_assistant.search.retrieval import SHARPNESS, UNLIKELY, VOTERS, Found, Neighbour, Weights
from rupfam_assistant.search.words import tokens
from rupfam_assistant.texts.french import Thesaurus, stems

EVIDENCE = (
    "best sentence",
    "second sentence",
    "nearest answerable",
    "nearest absent",
    "absent votes",
    "nearest answerable words",
    "nearest absent words",
    "words in the texts",
    "unknown words",
    "length",
    "class of the absent",
    "best class",
    "second class",
)


def evidence_features(question: str, found: Found, index: Index, ranking: Weights, thesaurus: Thesaurus) -> tuple[float, ...]:
    """What tells whether the texts answer, in the order of EVIDENCE, each about in 0..1."""
    attached = index.contents.questions
    best = sorted((ranking.probability(features) for features in found.features.values()), reverse=True)[:2]
    answerable = [neighbour for neighbour in found.neighbours if attached[neighbour.number].targets]
    absent = [neighbour for neighbour in found.neighbours if attached[neighbour.number].topic]
    absence = index.contents.classes.get(())
    classes = sorted((score for number, score in enumerate(found.classes) if number != absence), reverse=True)
    query = tokens(question, thesaurus)
    known = [token for token in query if index.sentence_words.knows(token) or index.question_words.knows(token)]
    return (
        best[0] if best else 0.0,
        best[1] if len(best) > 1 else 0.0,
        max((n.nearness for n in answerable), default=0.0),
        max((n.nearness for n in absent), default=0.0),
        absent_votes(found.neighbours, index),
        max((n.words for n in answerable), default=0.0),
        max((n.words for n in absent), default=0.0),
        max((features[0] for features in found.features.values()), default=0.0),
        1 - len(known) / len(query) if query else 1.0,
        math.log1p(len(stems(question))) / 3,
        found.classes[absence] if absence is not None else UNLIKELY,
        *classes[:2],
    )


def absent_votes(neighbours: tuple[Neighbour, ...], index: Index) -> float:
    """The share, in 0..1, of the nearest questions that ask for something known to be absent, the nearer weighing more."""
    weights = [(math.exp(SHARPNESS * n.nearness), bool(index.contents.questions[n.number].topic)) for n in neighbours[:VOTERS]]
    total = sum(weight for weight, _ in weights)
    return sum(weight for weight, is_absent in weights if is_absent) / total if total else 0.0


def absent_topic(neighbours: tuple[Neighbour, ...], index: Index) -> str:
    """What is most likely asked that is known to be absent, or "" when nothing near is."""
    votes: dict[str, float] = {}
    for neighbour in neighbours[:VOTERS]:
        if topic := index.contents.questions[neighbour.number].topic:
            votes[topic] = votes.get(topic, 0.0) + math.exp(SHARPNESS * neighbour.nearness)
    return max(votes, key=lambda topic: votes[topic], default="")
