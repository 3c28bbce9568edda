"""Pairs: a question read together with a card, by the cross-encoder that ships."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rupfam_assistant.search.cards import Side
from rupfam_assistant.search.encoder import PAD, PAIRS, open_network

OUTPUTS: tuple[Side, ...] = ("", "oui", "non")
"""What is read, as logits: that the card says neither oui nor non to the question, or which of them."""

START, END = 0, 2
"""The pieces around a text."""

SHORT, ASKED, TOLD = 40, 70, 110
"""Pieces that a question fills up to, so that its card begins at one place; those read of a question, and of a card."""


class PairReader:
    """The network that ships, run by onnxruntime; RupfamError when it is damaged."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer, self._network = open_network(folder, PAIRS)
        self._tokenizer.no_padding()

    def read(self, question: str, card: str) -> np.ndarray:
        """The logits of OUTPUTS."""
        asked, told = (one.ids for one in self._tokenizer.encode_batch([question, card], add_special_tokens=False))
        pieces = filled([joined(asked, told)])
        (logits,) = self._network.run(None, {"input_ids": pieces, "attention_mask": (pieces != PAD).astype(np.int64)})
        return np.asarray(logits[0, -len(OUTPUTS) :], np.float32)  # what ships was taught another thing, told first


def joined(asked: Sequence[int], told: Sequence[int]) -> list[int]:
    """The pieces of a pair, as the network reads them."""
    return [START, *asked[:ASKED], *[PAD] * (SHORT - len(asked)), END, END, *told[:TOLD], END]


def filled(rows: Sequence[Sequence[int]]) -> np.ndarray:
    """Rows of pieces of one length."""
    pieces = np.full((len(rows), max(map(len, rows))), PAD, np.int64)
    for row, told in zip(pieces, rows, strict=True):
        row[: len(told)] = told
    return pieces
