"""Oui or non: whether a question expects one, and which its card says, as they are read together and as the questions
attached to the card were answered."""

import math
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from rupfam_assistant.errors import UnreadableFile
from rupfam_assistant.french.words import read_words
from rupfam_assistant.search.cards import CONTEXT, Side
from rupfam_assistant.search.logistic import Weights
from rupfam_assistant.search.matching import Votes
from rupfam_assistant.search.pairs import OUTPUTS, PairReader

CLOSED = ("sided", "surely sided", "worded", "likely", "voted", "nearer")
"""What shows that a question expects oui or non: as it is read with its card, its words, how likely the card is, the
questions attached to it."""

SIDE = ("oui", "surely oui", "surely sided", "voted oui", "nearer oui")
"""What shows that a card says oui."""

SURE, LIKELY, OPPOSED = 0.4, 0.8, 1.0
"""The probability from which oui or non is said: that it is expected and is this one; that it is this one, if it is;
the log-odds of the votes that are enough to say nothing against them."""

WORDED = "worded.npz"
"""The file of corpus/ that holds the weights of the words of a question."""

BUCKETS = 8192
"""Weights of words, shared by those that a checksum gives one number."""

LITTLE = 1e-3
"""What every side has of the votes."""

Shown = tuple[tuple[float, ...], tuple[float, ...]]
"""What CLOSED names, then what SIDE does."""


@dataclass(frozen=True)
class Sides:
    """What reads a question with a card, what is read of each card by its id, the weights of words, those of CLOSED
    and of SIDE."""

    pairs: PairReader
    told: Mapping[str, str]
    worded: np.ndarray
    closed: Weights
    oui: Weights

    def side(self, closed: Sequence[float], side: Sequence[float]) -> Side:
        """What a card says to a question, by what CLOSED and SIDE name: "" where neither is expected or sure, or the
        questions attached to it were answered otherwise."""
        oui, voted = self.oui.probability(side), side[SIDE.index("voted oui")]
        opposed, likely = abs(voted) > OPPOSED and (voted > 0) != (oui > 0.5), max(oui, 1 - oui)
        if opposed or likely < LIKELY or self.closed.probability(closed) * likely < SURE:
            return ""
        return "oui" if oui > 0.5 else "non"

    def features(self, asked: str, card: str, likely: float, votes: Votes) -> Shown:
        """What shows the side of a card, by its id, on a question in its context: `likely` is the probability of the
        card, `votes` are those of the questions attached to it."""
        neither, oui, non = map(float, self.pairs.side(asked, self.told[card]))
        sided = float(np.logaddexp(oui, non)) - neither
        (mute, open_), (yes, like_yes), (no, like_no) = (votes[one] for one in OUTPUTS)
        worded = sum(float(self.worded[bucket]) * share for bucket, share in word_shares(asked).items())
        odds = math.log(max(likely, 1e-6) / (max(0.0, 1 - likely) + LITTLE))
        voted = math.log((yes + no + LITTLE) / (mute + LITTLE))
        for_oui = math.log((yes + LITTLE) / (no + LITTLE))
        surely, surely_oui = math.tanh(sided / 2), math.tanh((oui - non) / 2)
        closed = (sided, surely, worded, odds, voted, max(like_yes, like_no) - open_)
        return closed, (oui - non, surely_oui, surely, for_oui, like_yes - like_no)


def word_shares(asked: str) -> dict[int, float]:
    """The words of a question without what was asked before it, alone and by twos from its start to its end, by their
    numbers in 0..BUCKETS; the squares of the shares sum to 1."""
    question = asked.split(CONTEXT)[0]
    said = [*(word.folded for word in read_words(question)), *("?" for _ in range("?" in question))]
    told = (*said, *map(" ".join, pairwise(("^", *said, "$"))))
    counts = Counter(zlib.crc32(one.encode()) % BUCKETS for one in told)
    size = math.sqrt(sum(count**2 for count in counts.values()))
    return {bucket: count / size for bucket, count in counts.items()}


def read_worded(corpus: Path) -> np.ndarray:
    """The weights of words (BUCKETS); RupfamError when they are missing or damaged."""
    try:
        with np.load(corpus / WORDED) as told:
            return np.asarray(told["weights"], np.float32)
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise UnreadableFile(corpus / WORDED, "ne se lit pas : réinstallez le programme") from error
