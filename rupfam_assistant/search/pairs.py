"""Pairs: a question read together with what may answer it, by the cross-encoder that ships."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rupfam_assistant.search.encoder import PAD, PAIRS, open_network

OUTPUTS = ("answers", "neither", "oui", "non")
"""What is read, as logits: whether a sentence answers the question; whether a card says neither oui nor non to it, or
which of them."""

START, END = 0, 2
"""The pieces around a text."""

ASKED, TOLD = 70, 110
"""Pieces that are read of a question, and of what may answer it."""

BATCH = 32


class PairReader:
    """The network that ships, run by onnxruntime; RupfamError when it is damaged."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer, self._network = open_network(folder, PAIRS)

    def read(self, question: str, texts: Sequence[str]) -> np.ndarray:
        """The logits of OUTPUTS for each text beside a question: texts × OUTPUTS."""
        asked, *told = (one.ids for one in self._tokenizer.encode_batch([question, *texts], add_special_tokens=False))
        rows = [joined(asked, one) for one in told]
        batches = [self._batch(rows[at : at + BATCH]) for at in range(0, len(rows), BATCH)]
        return np.concatenate(batches) if batches else np.zeros((0, len(OUTPUTS)), np.float32)

    def _batch(self, rows: Sequence[list[int]]) -> np.ndarray:
        pieces = filled(rows)
        (logits,) = self._network.run(None, {"input_ids": pieces, "attention_mask": (pieces != PAD).astype(np.int64)})
        return np.asarray(logits, np.float32)


def joined(asked: Sequence[int], told: Sequence[int]) -> list[int]:
    """The pieces of a pair, as the network reads them."""
    return [START, *asked[:ASKED], END, END, *told[:TOLD], END]


def filled(rows: Sequence[Sequence[int]]) -> np.ndarray:
    """Rows of pieces of one length."""
    pieces = np.full((len(rows), max(map(len, rows))), PAD, np.int64)
    for row, told in zip(pieces, rows, strict=True):
        row[: len(told)] = told
    return pieces
