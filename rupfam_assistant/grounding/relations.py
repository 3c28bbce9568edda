"""Who acts on what, what serves what, what causes what: a sentence must not turn round what the passage says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rupfam_assistant.french.words import same_family
from rupfam_assistant.grounding.faults import Discrepancy
from rupfam_assistant.grounding.words import Compared, PlacedWord, around, flat, phrase_stems, read_words, segments

PRONOUNS = frozenset("il elle ils elles".split())
TURNED = frozenset("laquelle lequel lesquelles lesquels duquel desquels".split())
NOUN_BEFORE = frozenset(("d", "un", "une"))
BESIDE, SHORTEST, CAUSES = 16, 4, -1
"""The words read on each side of a verb, the letters of those that count, the family of what causes or serves."""


@dataclass(frozen=True)
class Relations:
    """The families of verbs, `causal` first ones telling a cause; marks before an end or effect, before a means."""

    verbs: tuple[tuple[str, ...], ...]
    causal: int
    ends: Sequence[str]
    means: Sequence[str]


@dataclass(frozen=True)
class Arrow:
    """What acts, causes or serves, and what it acts on, as stems; the word that says it and the family of that word."""

    source: frozenset[str]
    target: frozenset[str]
    said: str
    family: int


def relation_fault(pair: Compared, relations: Relations) -> Discrepancy | None:
    """An arrow of the sentence that is nearer to one of the passage turned round than to any as it stands."""
    held = tuple(_arrows(pair.whole, relations))
    worst, said = 0.0, ""
    for arrow in _arrows(pair.told, relations):
        source, target = arrow.source - arrow.target, arrow.target - arrow.source
        straight = max((_shared(source, other.source) + _shared(target, other.target) for other in held), default=0.0)
        turned = [(_shared(source, o.target), _shared(target, o.source)) for o in held if o.family == arrow.family]
        crossed = max((there + back for there, back in turned if there and back), default=0.0)
        if crossed - straight > worst:
            worst, said = crossed - straight, arrow.said
    reason = f"La phrase inverse ce que le passage dit autour de «\u202f{said}\u202f»."
    return Discrepancy("relation", min(1.0, worst), reason) if said else None


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that the other holds."""
    return sum(any(same_family(a, b) for b in other) for a in one) / max(1, min(len(one), len(other)))


def _arrows(text: str, relations: Relations) -> Iterator[Arrow]:
    for former, part in pairwise(("", *segments(re.sub(r"\([^)]*\)", "", text)))):
        found = (*_verb_arrows(part, former, relations), *_mark_arrows(part, relations))
        yield from (arrow for arrow in found if arrow.source and arrow.target)


def _verb_arrows(part: str, former: str, relations: Relations) -> Iterator[Arrow]:
    """The arrows of the verbs of a sentence, a passive turned round; a pronoun is what was spoken of before."""
    found = read_words(part)
    for i, word in enumerate(found):
        family = _family(word.stem, relations.verbs)
        if family is None or len(word.folded) < SHORTEST or (i and found[i - 1].folded in NOUN_BEFORE):
            continue
        near = {other.folded for other in found[max(0, i - 3) : i]}
        before = _stems(found[max(0, i - BESIDE) : i], word.clause)
        if near & PRONOUNS:
            before |= frozenset(phrase_stems(former))
        before = before or _stems(found[: min(i, BESIDE)], 0)
        after = _stems(found[i + 1 : i + BESIDE], word.clause)
        turned = bool(near & TURNED) or any(other.folded == "par" for other in found[i + 1 : i + 4])
        source, target = (after, before) if turned else (before, after)
        yield Arrow(source, target, word.spelt, CAUSES if family < relations.causal else family)


@lru_cache(maxsize=20_000)
def _family(stem: str, verbs: tuple[tuple[str, ...], ...]) -> int | None:
    """The first family of verbs that a stem is of."""
    return next((n for n, forms in enumerate(verbs) if any(same_family(stem, form) for form in forms)), None)


def _mark_arrows(part: str, relations: Relations) -> Iterator[Arrow]:
    for mark in (*relations.ends, *relations.means):
        for before, after in around(flat(part), mark):
            behind, ahead = _beside(before, after)
            yield Arrow(*((behind, ahead) if mark in relations.ends else (ahead, behind)), mark, CAUSES)


def _beside(before: str, after: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems before a mark, or after its clause when it opens the sentence, and those after it in its clause."""
    ahead, *rest = re.split(r" [,;:.] ", after, maxsplit=1)
    opening = re.split(r" [.;:] ", before)[-1]
    behind = opening if len(opening.strip()) >= SHORTEST else re.split(r" [.;:] ", rest[0] if rest else "")[0]
    return frozenset(phrase_stems(behind)), frozenset(phrase_stems(ahead))


def _stems(found: Sequence[PlacedWord], clause: int) -> frozenset[str]:
    return frozenset(word.stem for word in found if word.clause == clause and len(word.folded) >= SHORTEST)
