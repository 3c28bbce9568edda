"""Reading: which cards a question asks for, one for each thing asked, whether they are sure enough to be told, and
whether they answer by oui or non."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from rupfam_assistant.answers.question import halves, split_question
from rupfam_assistant.answers.sides import Shown, Sides
from rupfam_assistant.search.cards import Card, Kind, Side
from rupfam_assistant.search.logistic import Weights
from rupfam_assistant.search.matching import Matcher, Matches

LEAST: dict[Kind, float] = {"answer": 0.2, "absent": 0.3, "act": 0.4}
"""The probability from which the likeliest card is told, by its kind."""

BESIDE, APART = 0.4, 0.8
"""The probability from which another card is told beside it, and one that but a half of the text asks for."""

ASKED = 0.5
"""The probability from which a part of a text asks something, and courtesies around it are passed over."""

FEW, SURELY = 4, 0.95
"""The words of a courtesy at most, and the probability from which it is one whatever was asked before."""

SECOND = (
    *("first", "second", "ratio", "in the whole", "in a part", "first in a part", "both", "differ", "length"),
    "in halves",
)
"""What shows that a second card is asked for too."""


@dataclass(frozen=True)
class Interpretation:
    """A question read: its words, and its match, whole, then those of its parts where it holds several questions;
    `scores` are the best of each card; `halves` those of what stands before and after each place where it might be
    cut."""

    texts: tuple[str, ...]
    matches: tuple[Matches, ...]
    scores: np.ndarray
    halves: tuple[tuple[np.ndarray, np.ndarray], ...] = ()

    @property
    def vectors(self) -> np.ndarray:
        """A row for the whole question, then for each of its parts."""
        return np.stack([match.vector for match in self.matches])

    @property
    def order(self) -> np.ndarray:
        """The numbers of the cards, likeliest first."""
        return np.argsort(-self.scores, kind="stable")


@dataclass(frozen=True)
class Chosen:
    """A card that is told, and the way that it answers."""

    card: Card
    side: Side = ""


@dataclass(frozen=True)
class Reader:
    """What reads questions: the matched cards, the sides that they take, the weights of SECOND, what mends spelling."""

    matcher: Matcher
    sides: Sides
    second: Weights
    mend: Callable[[str], str]

    def read(self, asked: str, history: Sequence[str] = ()) -> Interpretation:
        """A question matched with the cards, then each question that it holds, after those before it."""
        texts, earlier = [self.mend(asked)], [self.mend(question) for question in history]
        if earlier and self._is_act(texts[0]):
            return self.read(asked)
        parts = [self.mend(part) for part in split_question(asked)]
        matches = [self.matcher.match(texts[0], earlier)]
        if parts != texts:
            texts += parts
            matches += [self.matcher.match(part, [*earlier, *parts[:n]]) for n, part in enumerate(parts)]
        halved = tuple(
            (self.matcher.match(one, earlier).scores, self.matcher.match(other, [*earlier, one]).scores)
            for one, other in halves(texts[0])
        )
        return Interpretation(tuple(texts), tuple(matches), self._scores(matches), halved)

    def _is_act(self, asked: str) -> bool:
        """Whether a few words are surely an act by themselves, "ok", "bonjour", whatever was asked before them."""
        if len(asked.split()) > FEW:
            return False
        (number,), (likely,) = self.nearest(self.matcher.match(asked, []).scores, 1)
        return self.matcher.cards[number].kind == "act" and likely >= SURELY

    def choose(self, reading: Interpretation) -> list[Chosen]:
        """The cards to tell, none when the likeliest is not likely enough."""
        near, masses = self.nearest(reading.scores, max(2, len(reading.texts) - 1))
        kind = self.matcher.cards[near[0]].kind
        if masses[0] < LEAST[kind]:
            return []
        several = len(reading.texts) > 2
        kinds = () if kind == "act" else ("answer", "absent") if several else (kind,)
        others = (number for number in near[1:] if self.matcher.cards[number].kind in kinds)
        beside = [number for number in others if self._is_second(reading, near[0], number, BESIDE)]
        apart = [] if beside or not kinds else self._asked_apart(reading, near[0])
        return [self._chosen(number, reading) for number in (near[0], *(beside or apart[:1]))]

    def _is_second(self, reading: Interpretation, first: int, second: int, least: float) -> bool:
        return self.second.probability(self.second_features(reading, first, second)) >= least

    def _asked_apart(self, reading: Interpretation, first: int) -> list[int]:
        """The cards, by number, that a half asks for where the other asks for the first, which may be alike."""
        tops = [{int(scores.argmax()) for scores in cut} for cut in reading.halves]
        others = [number for cut in tops if first in cut for number in cut - {first}]
        kind = self.matcher.cards[first].kind
        return [n for n in others if self.matcher.cards[n].kind == kind and self._is_second(reading, first, n, APART)]

    def nearest(self, scores: np.ndarray, most: int) -> tuple[list[int], list[float]]:
        """The likeliest cards, by number, at most so many, none alike, each with its probability and that of those
        alike."""
        kept: list[int] = []
        for number in np.argsort(-scores, kind="stable"):
            if not self.matcher.alike[number, kept].any():
                kept.append(int(number))
            if len(kept) == most:
                break
        return kept, [self._mass(scores, number) for number in kept]

    def second_features(self, reading: Interpretation, first: int, second: int) -> tuple[float, ...]:
        """What SECOND names, of two cards by number."""
        one, other = self._mass(reading.scores, first), self._mass(reading.scores, second)
        parts = [match.scores for match in reading.matches[1:]]
        firsts = max((self._mass(scores, first) for scores in parts), default=0.0)
        seconds = max((self._mass(scores, second) for scores in parts), default=0.0)
        return (
            one,
            other,
            math.log(other / one + 1e-6),
            self._mass(reading.matches[0].scores, second),
            seconds,
            firsts,
            firsts * seconds,
            float(len({int(scores.argmax()) for scores in parts}) > 1),
            math.log1p(len(reading.texts[0].split())),
            max((self._both(cut, first, second) for cut in reading.halves), default=0.0),
        )

    def _both(self, cut: tuple[np.ndarray, np.ndarray], first: int, second: int) -> float:
        """How likely it is that one half asks for a card and the other for the other."""
        ways = (cut, cut[::-1])
        return max(self._mass(one, first) * self._mass(other, second) for one, other in ways)

    def _scores(self, matches: Sequence[Matches]) -> np.ndarray:
        """The best score of each card, whole or in a part; an act that surrounds a question is passed over."""
        acts = np.array([card.kind == "act" for card in self.matcher.cards])
        parts = [np.where(acts, 0.0, match.scores) for match in matches[1:]]
        best = np.max([matches[0].scores, *parts], axis=0)
        return np.where(acts, 0.0, best) if any(part.max() >= ASKED for part in parts) else best

    def _mass(self, scores: np.ndarray, number: int) -> float:
        return float(scores[self.matcher.alike[number]].sum())

    def _chosen(self, number: int, reading: Interpretation) -> Chosen:
        card = self.matcher.cards[number]
        return Chosen(card, "" if card.kind == "act" else self.sides.side(*self.sided(number, reading)))

    def sided(self, number: int, reading: Interpretation) -> Shown:
        """What shows the side of a card, by number, for the words that ask for it most."""
        best = max(reading.matches, key=lambda match: float(match.scores[number]))
        likely, votes = self._mass(reading.scores, number), self.matcher.votes(number, best.vector)
        return self.sides.features(best.asked, self.matcher.cards[number].id, likely, votes)
