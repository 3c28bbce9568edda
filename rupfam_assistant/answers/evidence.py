"""Evidence: whether the texts answer a question, judged by what is asked near it and by what they hold of its words."""

import math

from rupfam_assistant.french.words import stems
from rupfam_assistant.search.index import Index
from rupfam_assistant.search.kinds import ASKED, MATCHES, asked_kinds
from rupfam_assistant.search.retrieval import (
    FEATURES,
    SHARPNESS,
    UNLIKELY,
    VOTERS,
    Found,
    Neighbour,
    Weights,
    share_known,
)
from rupfam_assistant.search.words import tokens

SMOOTH = 6.0
"""How much more a nearer neighbour weighs when all together say whether the texts answer: no single one decides."""

LACKS = tuple(name for name in MATCHES if ": no " in name)
MATCHED = {name: FEATURES.index(name) for name in LACKS}
EVIDENCE = (
    "best sentence",
    "second sentence",
    "nearest answerable",
    "nearest absent",
    "absent votes",
    "three nearest answerable",
    "three nearest absent",
    "margin of the best sentence",
    "nearest answerable words",
    "nearest absent words",
    "words in the texts",
    "unknown words",
    "length",
    "class of the absent",
    "best class",
    "second class",
    "words about the best sentence",
    "words about the absent",
    *(f"asks {kind}" for kind in ASKED),
    *LACKS,
)


def evidence_features(question: str, found: Found, index: Index, ranking: Weights) -> tuple[float, ...]:
    """What tells whether the founding texts answer, in the order of EVIDENCE, each about in 0..1."""
    attached, subjects = index.contents.questions, index.contents.classes
    founding = [record for record in found.features if index.contents.document_of(record) in index.contents.taught]
    ranked = sorted(founding, key=lambda record: -ranking.probability(found.features[record]))
    best = [ranking.probability(found.features[record]) for record in ranked[:2]]
    lacking = found.features[ranked[0]] if ranked else (0.0,) * len(FEATURES)
    answerable = [neighbour for neighbour in found.neighbours if attached[neighbour.number].targets]
    absent = [neighbour for neighbour in found.neighbours if attached[neighbour.number].topic]
    present_classes = sorted(
        (found.classes[number] for (family, _), number in subjects.items() if family), reverse=True
    )
    absent_class, topic = max(
        ((found.classes[number], topic) for (_, topic), number in subjects.items() if topic), default=(UNLIKELY, "")
    )
    query = tokens(question, index.contents.thesaurus)
    importance = {token: index.question_words.idf(token) for token in query}
    known = [token for token in query if index.sentence_words.knows(token) or index.question_words.knows(token)]
    kinds = asked_kinds(question)
    return (
        best[0] if best else 0.0,
        best[1] if len(best) > 1 else 0.0,
        max((n.nearness for n in answerable), default=0.0),
        max((n.nearness for n in absent), default=0.0),
        absent_votes(found.neighbours, index),
        sum(sorted((n.nearness for n in answerable), reverse=True)[:3]) / 3,
        sum(sorted((n.nearness for n in absent), reverse=True)[:3]) / 3,
        _log_odds(best[0]) / 5 if best else -1.0,
        max((n.words for n in answerable), default=0.0),
        max((n.words for n in absent), default=0.0),
        max((found.features[record][0] for record in founding), default=0.0),
        1 - len(known) / len(query) if query else 1.0,
        math.log1p(len(stems(question))) / 3,
        absent_class,
        present_classes[0],
        present_classes[1],
        lacking[FEATURES.index("family words")],
        share_known(importance, index.topic_vocabularies.get(topic, frozenset())),
        *(float(kind in kinds) for kind in ASKED),
        *(lacking[place] for place in MATCHED.values()),
    )


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def absent_votes(neighbours: tuple[Neighbour, ...], index: Index) -> float:
    """The share, in 0..1, of the nearest questions that ask for something known to be absent, the nearer weighing more."""
    weights = [
        (math.exp(SMOOTH * n.nearness), bool(index.contents.questions[n.number].topic)) for n in neighbours[:VOTERS]
    ]
    total = sum(weight for weight, _ in weights)
    return sum(weight for weight, is_absent in weights if is_absent) / total if total else 0.0


def absent_topic(found: Found, index: Index) -> str:
    """What is most likely asked that is known to be absent: the topic that both neighbours and classifier point to."""
    votes = {topic: found.classes[number] for (_, topic), number in index.contents.classes.items() if topic}
    near = [n for n in found.neighbours[:VOTERS] if index.contents.questions[n.number].topic]
    total = sum(math.exp(SHARPNESS * n.nearness) for n in near)
    for neighbour in near:
        votes[index.contents.questions[neighbour.number].topic] += math.exp(SHARPNESS * neighbour.nearness) / total
    return max(votes, key=lambda topic: votes[topic], default="")
