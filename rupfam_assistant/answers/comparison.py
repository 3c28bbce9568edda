"""Comparisons: what two wordings of about the same thing do not share."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from rupfam_assistant.answers.reply import Excerpt
from rupfam_assistant.french.words import fold

ALIKE = 0.45
"""The likeness, in 0..1, below which two wordings are about different things: their differences say nothing."""

MOST_DIFFERENCES = 3
LONGEST = 14


def what_differs(excerpts: tuple[Excerpt, ...]) -> tuple[str, ...]:
    """One remark on the two closest wordings of two texts: what each says that the other does not, or that they are the same."""
    pairs = [
        (one, other)
        for number, one in enumerate(excerpts)
        for other in excerpts[number + 1 :]
        if one.citations[0].document != other.citations[0].document
    ]
    if not pairs:
        return ()
    one, other = max(pairs, key=lambda pair: _likeness(*pair))
    if _likeness(one, other) < ALIKE:
        return ()
    told = [
        f"« {ours or '…'} » ({one.citations[0].document.short}) / « {theirs or '…'} » ({other.citations[0].document.short})"
        for ours, theirs in _differences(" ".join(one.lines), " ".join(other.lines))
    ][:MOST_DIFFERENCES]
    return (
        (f"Ce qui diffère : {' ; '.join(told)}.",)
        if told
        else ("Les deux textes disent ici la même chose, mot pour mot.",)
    )


def _likeness(one: Excerpt, other: Excerpt) -> float:
    return SequenceMatcher(None, _words(" ".join(one.lines)), _words(" ".join(other.lines)), autojunk=False).ratio()


def _differences(one: str, other: str) -> Iterator[tuple[str, str]]:
    ours, theirs = one.split(), other.split()
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, _words(one), _words(other), autojunk=False).get_opcodes():
        ours_alone, theirs_alone = _shortened(ours[i1:i2]), _shortened(theirs[j1:j2])
        if kind != "equal" and (ours_alone or theirs_alone):
            yield ours_alone, theirs_alone


def _shortened(words: list[str]) -> str:
    return " ".join([*words[:LONGEST], "…"] if len(words) > LONGEST else words).strip(" ;:,.")


def _words(text: str) -> list[str]:
    return [fold(word).strip(" ;:,.") for word in text.split()]
