"""Pairs: two texts read together by the cross-encoder that ships: a question with a card, or with a passage that may
answer it; a sentence with a passage that may prove it; a field with what is noted in it."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

from rupfam_assistant.french.clauses import Span
from rupfam_assistant.search.cards import Side
from rupfam_assistant.search.encoder import PAD, PAIRS, SHIPPED, open_network

Task = Literal["side", "answers", "supports", "forbids"]
"""What is read of a pair: the side that a card takes on a question; whether a passage answers it; whether a passage
proves a sentence; whether constraints forbid to print a statement."""

OUTPUTS: tuple[Side, ...] = ("", "oui", "non")
"""What a card says to a question, as the logits of "side": neither oui nor non, or which of them."""

HEADS: dict[Task, slice] = {"side": slice(0, 3), "answers": slice(3, 5), "supports": slice(5, 7)}
HEADS["forbids"] = slice(7, 9)
"""Where the logits of a task stand; those of the last three: no, then yes."""

READ, NOTES = "read", "notes"
"""The outputs of the network: the logits of the pair (texts × those of HEADS), and those of each of its pieces (texts ×
pieces × 2): signed, then noted for oneself."""

START, END = 0, 2
"""The pieces around a text."""

FIRST = 96
SECOND: dict[Task, int] = {"side": 128, "answers": 128, "supports": 256, "forbids": 160}
WINDOW = 192
"""Pieces read at the most of the first text, a question or a sentence, and of the second, by task; of a field at once.
"""


class PairReader:
    """The network that ships, run by onnxruntime; RupfamError when it is damaged."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer, self._network = open_network(folder, PAIRS)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def read(self, task: Task, first: str, seconds: Sequence[str]) -> np.ndarray:
        """The logits of a task for a text beside each of others (others × outputs)."""
        asked, *told = (one.ids for one in self._tokenizer.encode_batch([first, *seconds], add_special_tokens=False))
        return self._run(READ, [joined(task, asked, one) for one in told])[:, HEADS[task]]

    def _run(self, output: str, rows: Sequence[Sequence[int]]) -> np.ndarray:
        pieces = filled(rows)
        told = {"input_ids": pieces, "attention_mask": (pieces != PAD).astype(np.int64)}
        return np.asarray(self._network.run([output], told)[0], np.float32)

    def side(self, question: str, card: str) -> np.ndarray:
        """The logits of OUTPUTS."""
        return np.asarray(self.read("side", question, [card])[0])

    def answers(self, question: str, passages: Sequence[str]) -> np.ndarray:
        """The log-odds that each passage answers the question."""
        return log_odds(self.read("answers", question, passages))

    def supports(self, sentence: str, passages: Sequence[str]) -> np.ndarray:
        """The log-odds that each passage proves the sentence."""
        return log_odds(self.read("supports", sentence, passages))

    def forbids(self, constraints: str, statements: Sequence[str]) -> np.ndarray:
        """The log-odds that constraints forbid to print each statement, read one by one: in a batch, the 8-bit numbers
        of one would depend on the others."""
        texts = [*statements, constraints]
        *asked, told = (one.ids for one in self._tokenizer.encode_batch(texts, add_special_tokens=False))
        rows = [self._run(READ, [joined("forbids", one, told)])[0, HEADS["forbids"]] for one in asked]
        return log_odds(np.array(rows, np.float32).reshape(-1, 2))

    def notes(self, field: str, text: str) -> list[tuple[Span, float]]:
        """The (start, end) of each piece of the text of a field, by its name in the schema, with the log-odds that it
        is noted for oneself."""
        named, told = self._tokenizer.encode_batch([field, text], add_special_tokens=False)
        opening = [START, *named.ids, END, END]
        found: list[tuple[Span, float]] = []
        for at in range(0, len(told.ids), WINDOW):
            logits = self._run(NOTES, [[*opening, *told.ids[at : at + WINDOW], END]])[0, len(opening) : -1]
            found += zip(told.offsets[at : at + WINDOW], log_odds(logits).tolist(), strict=True)
        return found


@lru_cache(maxsize=1)
def shipped_pairs(corpus: Path) -> PairReader:
    """The reader that ships with a corpus, opened once."""
    return PairReader(corpus / SHIPPED)


def log_odds(logits: np.ndarray) -> np.ndarray:
    """Of yes against no (pairs × 2 to pairs)."""
    return np.asarray(logits[:, 1] - logits[:, 0])


def joined(task: Task, first: Sequence[int], second: Sequence[int]) -> list[int]:
    """The pieces of a pair, as the network reads them."""
    return [START, *first[:FIRST], END, END, *second[: SECOND[task]], END]


def filled(rows: Sequence[Sequence[int]]) -> np.ndarray:
    """Rows of pieces of one length."""
    pieces = np.full((len(rows), max(map(len, rows))), PAD, np.int64)
    for row, told in zip(pieces, rows, strict=True):
        row[: len(told)] = told
    return pieces
