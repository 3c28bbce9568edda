"""Reading: which cards a question asks for, one for each thing asked, whether they are sure enough to be told, and
whether they answer by oui or non."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from rupfam_assistant.answers.question import halves, ranged, split_question
from rupfam_assistant.answers.sides import Shown, Sides
from rupfam_assistant.answers.tasks import AGAIN
from rupfam_assistant.search.cards import Card, Kind, Side
from rupfam_assistant.search.logistic import Weights
from rupfam_assistant.search.matching import Matcher, Matches

LEAST: dict[Kind, float] = {"answer": 0.2, "absent": 0.3, "act": 0.4}
"""The probability from which the likeliest card is told, by its kind."""

BESIDE, APART = 0.35, 0.5
"""The probability from which another card is told beside it, and one that but a half of the text asks for."""

ASKED = 0.5
"""The probability from which a part of a text asks something, and courtesies around it are passed over."""

FEW, SHORT, SURELY, LIKELY = 4, 8, 0.95, 0.7
"""The words of a courtesy at most, and of what asks again for what was answered; the probability from which a text is
the one or the other, whatever was asked before."""

SECOND = (
    *("first", "second", "ratio", "in the whole", "in a part", "first in a part", "both", "differ", "length"),
    "in halves",
)
"""What shows that a second card is asked for too."""

HALVES = ("both", "nearness", "both, near", "in the whole")
"""What shows that one half of a text asks for a card, and the other half for another one."""


@dataclass(frozen=True)
class Interpretation:
    """A question read: its words, and its match, whole, then those of its parts where it holds several questions;
    `scores` are the best of each card; `halves` are the matches of what stands before and after each place where
    it might be cut."""

    texts: tuple[str, ...]
    matches: tuple[Matches, ...]
    scores: np.ndarray
    halves: tuple[tuple[Matches, Matches], ...] = ()

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
    """What reads questions: the matched cards, the sides that they take, the weights of SECOND and of HALVES, what
    mends spelling."""

    matcher: Matcher
    sides: Sides
    second: Weights
    apart: Weights
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
            (self.matcher.match(one, earlier), self.matcher.match(other, [*earlier, one]))
            for one, other in halves(texts[0])
        )
        return Interpretation(tuple(texts), tuple(matches), self._scores(matches), halved)

    def _is_act(self, asked: str) -> bool:
        """Whether a few words are surely an act by themselves, "ok", "bonjour", whatever was asked before them, or ask
        again for what was answered, "c’est où dans le texte ?"."""
        length = len(asked.split())
        if length > SHORT:
            return False
        (number,), (likely,) = self.nearest(self.matcher.match(asked, []).scores, 1)
        card = self.matcher.cards[number]
        return card.kind == "act" and likely >= (LIKELY if card.id in AGAIN else SURELY if length <= FEW else 1.0)

    def choose(self, reading: Interpretation) -> list[Chosen]:
        """The cards to tell, none when the likeliest is not likely enough."""
        near, masses = self.nearest(reading.scores, max(2, len(reading.texts) - 1))
        kind = self.matcher.cards[near[0]].kind
        if masses[0] < LEAST[kind]:
            return []
        several = len(reading.texts) > 2
        kinds = () if kind == "act" else ("answer", "absent") if several else (kind,)
        others = (number for number in near[1:] if self.matcher.cards[number].kind in kinds)
        beside = [n for n in others if self.second.probability(self.second_features(reading, near[0], n)) >= BESIDE]
        if ranged(reading.texts[0]) and kind != "act":
            beside = [n for n in self._tops(reading.matches[1:]) if not self.matcher.alike[n, near[0]]]
        apart = [] if beside or kind == "act" else self._asked_apart(reading, near[0])
        return [self._chosen(number, reading) for number in (near[0], *(beside or apart))]

    def _asked_apart(self, reading: Interpretation, first: int) -> list[int]:
        """The card, by number, that a half of a text most likely asks for where the other asks for the first."""
        others = self.asked_apart(reading, first)
        likely = {other: self.apart.probability(self.halves_features(reading, first, other)) for other in others}
        best = max(likely, key=likely.__getitem__, default=first)
        return [best] if likely.get(best, 0.0) >= APART else []

    def asked_apart(self, reading: Interpretation, first: int) -> list[int]:
        """The cards, by number, that the halves of a text ask for beside the first, which may be alike; no act."""
        tops = dict.fromkeys(int(half.order[0]) for cut in reading.halves for half in cut)
        return [n for n in tops if n != first and self.matcher.cards[n].kind != "act"]

    def _tops(self, matches: Sequence[Matches]) -> list[int]:
        """The likeliest card of each part of a text, by number, where it is likely enough to be told; no act."""
        told = [
            (n, self.matcher.cards[n].kind, self._mass(one.scores, n)) for one in matches for n in [int(one.order[0])]
        ]
        return [n for n, kind, likely in told if kind != "act" and likely >= LEAST[kind]]

    def halves_features(self, reading: Interpretation, first: int, second: int) -> tuple[float, ...]:
        """What HALVES names, of two cards by number."""
        ways = (way for cut in reading.halves for way in (cut, cut[::-1]))
        found = ((self._mass(one.scores, first) * self._mass(other.scores, second), one, other) for one, other in ways)
        both, one, other = max(found, key=itemgetter(0))
        near = min(one.nearest, other.nearest)
        return both, near, both * near, math.log(self._mass(reading.matches[0].scores, second) + 1e-3)

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

    def _both(self, cut: tuple[Matches, Matches], first: int, second: int) -> float:
        """How likely it is that one half asks for a card and the other for the other."""
        ways = (cut, cut[::-1])
        return max(self._mass(one.scores, first) * self._mass(other.scores, second) for one, other in ways)

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
