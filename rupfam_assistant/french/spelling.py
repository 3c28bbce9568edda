"""Spelling: what was typed in a hurry, mended only when the word is unknown and the mend is sure."""

import re
from collections.abc import Callable, Iterable, KeysView, Mapping
from functools import cache, cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.words import fold

TYPED = re.compile(r"[^\W_]++(?!['’][^\W_])(?:['’](?=\s|$))?")
ELIDED = re.compile(r"(qu|[djlns])([aeiouyh].{2,})")
SHORTEST_MENDED, LONG, COMMON = 4, 9, 500
"""The letters of the shortest word that is mended, and of a long one; the occurrences that make a word common."""

SOUNDS = tuple((re.compile(spelling), sign) for spelling, sign in read_list("sounds").examples.items())
LEXICON = {typed: meant for meant, spellings in read_list("sms").groups.items() for typed in spellings}


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """How a folded word sounds, roughly: two spellings of one pronunciation give one key."""
    for pattern, replacement in SOUNDS:
        word = pattern.sub(replacement, word)
    return word


@cache
def _general() -> dict[str, tuple[int, str]]:
    """The general list of French words, by their folded forms: how often each is met, and its spelling."""
    found: dict[str, tuple[int, str]] = {}
    for word, count in _counts().items():
        folded = fold(word)
        found[folded] = max((count, word), found.get(folded, (0, "")))
    return found


@cache
def _counts() -> dict[str, int]:
    from spellchecker import SpellChecker

    return dict(SpellChecker(language="fr").word_frequency.dictionary)


@cache
def _common() -> dict[str, str]:
    return {word: spelt for word, (count, spelt) in _general().items() if count >= COMMON}


@cache
def _common_sounds() -> dict[str, list[str]]:
    return _grouped(_common(), sound)


@cache
def _common_by_start() -> dict[str, list[str]]:
    return _grouped({word: word for word in _common()}, lambda word: word[:2])


def spelt(word: str) -> str:
    """A word in small letters as the list of French words has it, or else, with accents, most often."""
    return word if word in _counts() else _general()[fold(word)][1]


def is_rare(word: str) -> bool:
    """Whether a folded word is in no list of French words: it may be a name."""
    return word not in _general()


class Speller:
    """Mends words against hurried spellings, the words of the texts and thesaurus, then a general French list."""

    def __init__(self, own_texts: Iterable[str]) -> None:
        found = (spelt for text in own_texts for spelt in re.findall(r"[^\W\d_]{3,}", text))
        self._own = {word: spelt.lower() for spelt in found if re.fullmatch(r"[a-z]+", word := fold(spelt))}
        self._mend_word = lru_cache(maxsize=50_000)(self._meant)

    @cached_property
    def _own_sounds(self) -> dict[str, list[str]]:
        return _grouped(self._own, sound)

    def mend(self, text: str) -> str:
        """The text with its misspelt words mended."""

        def meant(match: re.Match[str]) -> str:
            typed = match[0]
            a_name = match.start() > 0 and typed[:1].isupper() and not text.isupper()
            kept = a_name or any(c.isdigit() for c in typed)
            return typed if kept else self._mend_word(fold(typed.rstrip("'’"))) or typed

        return TYPED.sub(meant, text)

    def knows(self, word: str) -> bool:
        """Whether a folded word is spelt as the texts or as the general list have it."""
        forms = (word, word.removesuffix("s"), word.removesuffix("es"))
        return any(form in self._own for form in forms) or any(form in _general() for form in forms)

    def _meant(self, word: str) -> str | None:
        """What an unknown folded word is sure to mean, or None."""
        if word in LEXICON and word not in self._own:
            return LEXICON[word]
        if len(word) < SHORTEST_MENDED or self.knows(word):
            return None
        elided, rest = ELIDED.fullmatch(word), None
        if elided and self.knows(elided[2]):
            return f"{elided[1]}’{self._own.get(elided[2]) or _general().get(elided[2], (0, elided[2]))[1]}"
        if meant := self._same_sound(word) or self._own_slip(word) or self._common_slip(word):
            return meant
        if elided and len(elided[2]) >= SHORTEST_MENDED:
            rest = self._same_sound(elided[2]) or self._own_slip(elided[2])
        return f"{elided[1]}’{rest}" if elided and rest else None

    def _same_sound(self, word: str) -> str | None:
        """The word of the texts that sounds the same, else the most common French word that does."""
        if same := self._own_sounds.get(sound(word)):
            return min(same, key=lambda spelt: (OSA.distance(word, fold(spelt)), spelt))
        if len(word) > SHORTEST_MENDED and (same := _common_sounds().get(sound(word))):
            return max(same, key=lambda spelt: (-OSA.distance(word, fold(spelt)), _general()[fold(spelt)][0]))
        return None

    def _own_slip(self, word: str) -> str | None:
        """The word of the texts that is one slip away, two for a long word."""
        near = _near(word, self._own.keys(), 1 if len(word) < LONG else 2)
        nearest = {other.rstrip("esx") for other, distance, _ in near if distance == near[0][1]}
        return self._own[near[0][0]] if len(nearest) == 1 else None

    def _common_slip(self, word: str) -> str | None:
        """The only common French word that is one slip away."""
        near = _near(word, _common_by_start().get(word[:2], []), 1)
        return _general()[near[0][0]][1] if len(near) == 1 else None


def _near(word: str, others: KeysView[str] | list[str], slips: int) -> list[tuple[str, int, int]]:
    """The words at most so many slips away from one, nearest first, three at most; none for a short one."""
    if len(word) <= SHORTEST_MENDED:
        return []
    return process.extract(word, others, scorer=OSA.distance, score_cutoff=slips, limit=3)


def _grouped(words: Mapping[str, str], key: Callable[[str], str]) -> dict[str, list[str]]:
    """The spellings of words that are long enough, by the key of their folded form."""
    grouped: dict[str, list[str]] = {}
    for word, spelt in words.items():
        if len(word) >= SHORTEST_MENDED:
            grouped.setdefault(key(word), []).append(spelt)
    return grouped
