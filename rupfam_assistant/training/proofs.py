"""Learns which quotes of the told cards a question asks for, on questions whose proofs were chosen by hand
(corpus/proofs.jsonl)."""

from collections.abc import Iterable
from pathlib import Path

from rupfam_assistant.answers.answering import card_proofs
from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.proofs import PROOF, Proofs, rests_on
from rupfam_assistant.answers.reading import Reader
from rupfam_assistant.answers.reply import Citation
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.search.encoder import Encoder
from rupfam_assistant.search.logistic import Weights, fit_logistic
from rupfam_assistant.texts.quotes import find_quote

TOUCHED = 30
"""Characters that a quote shares with a proof to be one, or half of the shorter."""


def fit_proofs(path: Path, encoder: Encoder, reader: Reader, knowledge: Knowledge) -> dict[str, object]:
    """The weights of PROOF."""
    proofs, rows, right = Proofs(encoder, Weights((), 0.0)), [], []
    for question in read_json_lines(path):
        reading = reader.read(question["question"], question["history"])
        told = reader.choose(reading)
        cards, excerpts = card_proofs(question["question"], told, knowledge)
        golds = [
            (quote["doc"], *span)
            for quote in question["evidence"]
            for span in find_quote(knowledge.documents[quote["doc"]].text, quote["quote"])
        ]
        features = proofs.features(reading.texts[0], reading.vectors, cards, excerpts) if excerpts else []
        for row, excerpt in zip(features, excerpts, strict=True):
            if not any(card.whole and rests_on(card, excerpt) for card in cards):
                rows.append(row)
                right.append(any(_touches(citation, golds) for citation in excerpt.citations))
    return fit_logistic(PROOF, rows, right, free=30.0)


def _touches(citation: Citation, golds: Iterable[tuple[str, int, int]]) -> bool:
    return any(
        min(citation.end, end) - max(citation.start, start)
        >= min(TOUCHED, (end - start) / 2, (citation.end - citation.start) / 2)
        for document, start, end in golds
        if document == citation.document.name
    )
