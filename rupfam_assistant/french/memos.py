"""Memos: what an officer notes in a field for herself or for a colleague, "vu en copil", "Joëlle gère les photos", told
from what is to be signed by weights learned on lines that several hands marked (corpus/memos.jsonl)."""

import math
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from rupfam_assistant.errors import shipped
from rupfam_assistant.french.clauses import PART, Span, bracket_spans, ends, merge
from rupfam_assistant.french.words import STOP_WORDS, flatten, fold, subject
from rupfam_assistant.places import corpus_folder

Array = npt.NDArray[np.float32]

MODEL = "memos.npz"
BUCKETS, MEANING, MOST = 1 << 15, 16, 60
"""The file of corpus/ that holds what was learned; how many weights features share, by a checksum; the numbers of the
meaning of a word; the words of a segment that count."""

SURE, SURE_WHOLE, SURE_BESIDE, SURE_OPENING, LEAST_LEFT, LONGEST = 0.75, 0.9, 0.35, 0.5, 2, 400
"""The probability from which a segment is a memo, from which it is one when nothing is left beside it or in a text
longer than the lines that were marked, from which it goes with a memo beside it, and when it opens the text; the stems
of a statement that is left; the signs of such lines."""

CUT = re.compile(rf"{PART.pattern}|(?<!\s)\s*[,:]\s+|\s[–—-]{{1,4}}>?\s|(?://{{1,3}}|[=-]{{1,3}}>|→|>>|\*\*)|\s/\s")
QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”")
EDGES = " \u00a0\u202f\n\t,;:–—-.>/"
TOKEN = re.compile(r"[^\W\d_]+|\d+|[?!…@]+")
LONG, LEAST_BRACKET = 5, 4
WHOLE_TEXT, BEFORE, AFTER = 1.3, 0.6, 0.5
"""What parts two segments of a field; what is no part of one; its words, numbers and marks; the beginning of a word
that counts, the signs of a bracket that is a segment; the weights of the words of the whole text together, of
those that stand before and after a segment, beside its own."""


@dataclass(frozen=True)
class MemoModel:
    """What was learned: the meaning of words (MEANING each), and the weights of BUCKETS, of the mean and the greatest
    of the meanings of a segment, and the bias."""

    meanings: Mapping[str, Array]
    weights: Array

    def probability(self, told: Mapping[int, float], meaning: Array) -> float:
        """The probability, in 0..1, that a segment of these features and this meaning is a memo."""
        odds = float(self.weights[-1]) + float(meaning @ self.weights[BUCKETS:-1])
        odds += sum(float(self.weights[bucket]) * weight for bucket, weight in told.items())
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, odds))))

    def meaning(self, said: str) -> Array:
        """The mean, then the greatest, of each number of the meanings of the words of a segment: zeros without any."""
        words = (word for word in TOKEN.findall(said))
        found = [self.meanings[one] for word in words for one in (word, word.lower()) if one in self.meanings][:MOST]
        if not found:
            return np.zeros(2 * MEANING, np.float32)
        rows = np.stack(found)
        return np.concatenate((rows.mean(0), rows.max(0)))


def find_memos(text: str, field: str, spared: Sequence[Span] = (), sure: float = SURE) -> tuple[Span, ...]:
    """The (start, end) of each memo in the text of a field, by its name, but what touches a `spared` span; those that
    follow each other are one. What would leave no statement is one only when that is surer than `sure`."""
    text = text.lower() if text.isupper() and len(text.lower()) == len(text) else text
    cut, model = segments(text), shipped_memos()
    if not cut:
        return ()
    likely = (
        model.probability(told, model.meaning(text[slice(*span)]))
        for told, span in zip(features(text, cut, field), cut, strict=True)
    )
    told = zip(cut, likely, strict=True)
    chances = [chance if not span[0] or is_said(text[slice(*span)]) else 0.0 for span, chance in told]
    held = _spread(text, cut, chances, sure if len(text) <= LONGEST else SURE_WHOLE)
    left = " ".join(text[slice(*span)] for span, is_memo in zip(cut, held, strict=True) if not is_memo)
    if any(held) and len(subject(left)) < LEAST_LEFT and max(chances) < SURE_WHOLE:
        return ()
    free = [all(end <= span[0] or span[1] <= start for start, end in spared) for span in cut]
    return joined(span if is_memo and apart else None for span, is_memo, apart in zip(cut, held, free, strict=True))


def _spread(text: str, cut: Sequence[Span], chances: Sequence[float], least: float) -> list[bool]:
    """Which segments are memos: the sure ones, what is likely enough beside one or stands between two, and what opens a
    text before one, likelier still, as long as something is left."""
    sure = [chance >= least for chance in chances]
    tied = [False, *(_in_one_part(text, cut, rank, rank - 1) for rank in range(1, len(cut))), False]
    for rank in (*range(1, len(cut)), *reversed(range(1, len(cut) - 1))):
        before, after = tied[rank] and sure[rank - 1], tied[rank + 1] and sure[rank + 1]
        sure[rank] = sure[rank] or (before and after) or ((before or after) and chances[rank] >= SURE_BESIDE)
    opens = len(cut) > 1 and sure[1] and tied[1] and chances[0] >= SURE_OPENING
    sure[0] = sure[0] or (opens and not all(sure[1:]))
    return sure


def _in_one_part(text: str, cut: Sequence[Span], one: int, other: int) -> bool:
    """Whether nothing but a comma, a colon or a dash parts two segments that follow each other."""
    first, second = sorted((one, other))
    return not re.search(r"[.;!?\n]", text[cut[first][1] : cut[second][0]])


def is_said(segment: str) -> bool:
    """Whether a segment says more than a place or a name: "à Dole", "RA 2025" do not."""
    said = [word for word in TOKEN.findall(segment) if fold(word) not in STOP_WORDS]
    return not (said and all(word[0].isupper() or word[0].isdigit() for word in said))


def joined(spans: Iterable[Span | None]) -> tuple[Span, ...]:
    """Spans, those that nothing parts made one."""
    found: list[Span] = []
    before: Span | None = None
    for span in spans:
        if span and before:
            found[-1] = (found[-1][0], span[1])
        elif span:
            found.append(span)
        before = span
    return tuple(found)


def segments(text: str) -> tuple[Span, ...]:
    """The (start, end) of the brackets of a text, the last one open or not, and of what its marks part outside them and
    outside quotes."""
    opened = text.rfind("(") if text.rfind("(") > text.rfind(")") else len(text)
    brackets = [span for span in (*bracket_spans(text), (opened, len(text))) if span[1] - span[0] >= LEAST_BRACKET]
    whole = merge((*brackets, *(quoted.span() for quoted in QUOTED.finditer(text))))
    marks = {*ends(text, CUT, whole)}
    edges = sorted({0, len(text), *(edge for span in (*brackets, *marks) for edge in span)})
    cut = ((start, end) for start, end in pairwise(edges) if (start, end) not in marks)
    bare = (_trimmed(text, *span) for span in cut)
    return tuple(span for span in bare if TOKEN.search(text, *span))


def _trimmed(text: str, start: int, end: int) -> Span:
    said = text[start:end]
    return end - len(said.lstrip(EDGES)), start + len(said.rstrip(EDGES.replace(".", "")))


def features(text: str, cut: Sequence[Span], field: str) -> Iterator[dict[int, float]]:
    """What each segment of a text says: the weight of each of its features, by number in 0..BUCKETS."""
    tokens = [_tokens(text[slice(*span)]) for span in cut]
    spoken = {f"whole {token}" for token in chain.from_iterable(tokens)}
    whole = dict.fromkeys(map(_bucket, spoken), WHOLE_TEXT / math.sqrt(len(spoken) or 1))
    for rank in range(len(cut)):
        told = ((_bucket(name), weight) for name, weight in _features(text, cut, tokens, rank, field))
        yield whole | dict(told)


def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) % BUCKETS


def _features(
    text: str, cut: Sequence[Span], said: Sequence[list[str]], rank: int, field: str
) -> Iterator[tuple[str, float]]:
    start, end = cut[rank]
    tokens = said[rank]
    for name in _of_words(tokens[:MOST]):
        yield name, 1
    before = text[cut[rank - 1][1] : start].strip() if rank else "start"
    after = text[end : cut[rank + 1][0]].strip() if rank + 1 < len(cut) else "end"
    for token in said[rank - 1][-2:] if rank else ["start"]:
        yield f"before {token}", BEFORE
    for token in said[rank + 1][:2] if rank + 1 < len(cut) else ["end"]:
        yield f"after {token}", AFTER
    place = "alone" if len(cut) == 1 else ("first" if not rank else "last" if rank + 1 == len(cut) else "amid")
    raw = TOKEN.findall(text[start:end])[:MOST]
    named = sum(word[0].isupper() and not word.isupper() for word in raw[1:])
    short = sum(word.isupper() and len(word) > 1 for word in raw)
    bracket, capitals = text[start] in "([", text[start:end].isupper()
    yield from (
        (told, 1)
        for told in (
            f"mark {before}",
            f"mark after {after}",
            f"marks {before} {after}",
            f"field {field}",
            f"place {place}",
            f"place {place} {field}",
            f"bracket {bracket} {place}",
            f"opens {' '.join(tokens[:2])} {bracket}",
            f"closes {' '.join(tokens[-2:])}",
            f"length {min(LONG, len(tokens) // 2)}",
            f"capital {text[start].isupper()}",
            f"capitals {capitals}",
            f"names {min(2, named)}",
            f"acronyms {0 if capitals else min(2, short)}",
        )
    )


def _of_words(tokens: Sequence[str]) -> Iterator[str]:
    """The words of a segment, their beginnings, two and three in a row from its start to its end."""
    spoken = ["^", *tokens, "$"]
    for token in tokens:
        yield f"word {token}"
        yield f"begins {token[:LONG]}"
    for size in (2, 3):
        for at in range(len(spoken) - size + 1):
            yield f"turn {' '.join(spoken[at : at + size])}"


def _tokens(said: str) -> list[str]:
    return ["#" if token[0].isdigit() else token for token in TOKEN.findall(flatten(said))]


@lru_cache(maxsize=1)
def shipped_memos() -> MemoModel:
    """The model that ships with the corpus; RupfamError when it is missing or damaged."""
    path = corpus_folder() / MODEL
    with shipped(path), np.load(path) as told:
        words, meanings = str(told["words"]).split("\n"), told["meanings"].astype(np.float32) / told["scale"]
        return MemoModel(dict(zip(words, meanings, strict=True)), told["weights"].astype(np.float32))
