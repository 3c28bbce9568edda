"""Nearness: how much two short texts speak of one thing, by the stems that they share."""

from collections.abc import Sequence
from functools import lru_cache
from math import sqrt

from rupfam_assistant.french.words import content_words, stem


@lru_cache(maxsize=4096)
def subject(text: str) -> frozenset[str]:
    """The stems of a text, its numbers left aside."""
    return frozenset(stem(word) for word in content_words(text) if not word.isdigit())


def nearness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 (no stem shared) to 1 (the same stems)."""
    return len(one & other) / sqrt(len(one) * len(other)) if one and other else 0.0


def nearest(text: str, others: Sequence[str]) -> tuple[int, float]:
    """The rank of the text that is nearest to a text, and how near it is; (-1, 0.0) when none shares a stem with it."""
    mine = subject(text)
    scored = [(nearness(mine, subject(other)), -rank) for rank, other in enumerate(others)]
    score, rank = max(scored, default=(0.0, 1))
    return (-rank, score) if score > 0 else (-1, 0.0)
