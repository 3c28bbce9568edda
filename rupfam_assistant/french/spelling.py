"""Spelling: what was typed in a hurry, mended only when the word is unknown and the mend is sure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.words import WORD, fold

TYPED = re.compile(r"[^\W_]+(?:['’](?=\s|$))?")
ELIDED = re.compile(r"(qu|[djlns])([aeiouyh].{2,})")
SHORTEST_MENDED = 4
LONG = 9
COMMON = 500
"""Occurrences in the general French list above which a word is common enough to be meant."""

SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(.)\1+", r"\1"),
        (r"ph", "f"),
        (r"(?:t|s|c)ions?$|xions?$", "siO"),
        (r"(?<=[^aeiouys])ti(?=on|el|eu)|(?<=[aeiou])ti(?=on|el|eu)", "si"),
        (r"sch|sh|ch", "S"),
        (r"gn", "N"),
        (r"qu|q|ck|k", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"ge(?=[ao])|g(?=[eiy])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"(?<=[aeiouy])s(?=[aeiouy])", "z"),
        (r"oi|oua", "W"),
        (r"eau|au", "o"),
        (r"ou", "U"),
        (r"(?:aim|ain|ein|in|im|un|yn)(?![aeiouyn])", "I"),
        (r"(?:am|an|em|en)(?![aeiouyn])", "A"),
        (r"(?:om|on)(?![aeiouyn])", "O"),
        (r"(?:er|ez|et|es|ai[ts]?|ee?s?|ent)$", "e"),
        (r"ai|ei|ay|ey", "e"),
        (r"eu|oe", "e"),
        (r"y", "i"),
        (r"h", ""),
        (r"x", "ks"),
        (r"[dtpsz]+$", ""),
        (r"e$", ""),
        (r"(.)\1+", r"\1"),
    )
)


@dataclass(frozen=True)
class Mended:
    """A text once mended, and what was changed: (typed, meant)."""

    text: str
    changes: tuple[tuple[str, str], ...]


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """How a folded word sounds, roughly: two spellings of one pronunciation give one key."""
    for pattern, replacement in SOUNDS:
        word = pattern.sub(replacement, word)
    return word


class Speller:
    """Mends words against those of the texts and thesaurus first, then a general French list."""

    def __init__(self, own_texts: Iterable[str], lexicon: Mapping[str, str]) -> None:
        from spellchecker import SpellChecker

        general = SpellChecker(language="fr").word_frequency.dictionary
        self._lexicon = lexicon
        self._own = {word: spelt for text in own_texts for spelt, word in _spelt_words(text)}
        self._general: dict[str, tuple[int, str]] = {}
        for spelt, count in general.items():
            folded = fold(spelt)
            self._general[folded] = max((count, spelt), self._general.get(folded, (0, "")))
        self._own_sounds = _by_sound(self._own)
        common = {
            word: spelt
            for word, (count, spelt) in self._general.items()
            if count >= COMMON and len(word) >= SHORTEST_MENDED
        }
        self._common_sounds = _by_sound(common)
        self._common_by_start: dict[str, list[str]] = {}
        for word in common:
            self._common_by_start.setdefault(word[:2], []).append(word)
        self._mend_word = lru_cache(maxsize=50_000)(self._meant)

    def mend(self, text: str) -> Mended:
        """The text with its misspelt words mended."""
        changes: list[tuple[str, str]] = []

        def replace(match: re.Match[str]) -> str:
            typed = match.group()
            a_name = match.start() > 0 and typed[:1].isupper() and not text.isupper()
            meant = None if a_name or any(c.isdigit() for c in typed) else self._mend_word(fold(typed.rstrip("'’")))
            if meant is None:
                return typed
            changes.append((typed, meant))
            return meant

        return Mended(TYPED.sub(replace, text), tuple(changes))

    def knows(self, word: str) -> bool:
        """Whether a folded word is spelt as the texts or as the general list have it."""
        return any(
            form in self._own or form in self._general
            for form in (word, word.removesuffix("s"), word.removesuffix("es"))
        )

    def _meant(self, word: str) -> str | None:
        """What an unknown folded word is sure to mean, or None."""
        if word in self._lexicon and word not in self._own:
            return self._lexicon[word]
        if self.knows(word) or len(word) < SHORTEST_MENDED:
            return None
        elided = ELIDED.fullmatch(word)
        if elided and self.knows(elided[2]):
            return f"{elided[1]}’{self._spelt(elided[2])}"
        for near in (self._same_sound, self._own_slip, self._common_slip):
            if found := near(word):
                return found
        if (
            elided
            and len(elided[2]) >= SHORTEST_MENDED
            and (rest := self._same_sound(elided[2]) or self._own_slip(elided[2]))
        ):
            return f"{elided[1]}’{rest}"
        return None

    def _spelt(self, word: str) -> str:
        return self._own.get(word) or self._general.get(word, (0, word))[1]

    def _same_sound(self, word: str) -> str | None:
        """The word of the texts that sounds the same, else the most common French word that does."""
        if same := self._own_sounds.get(sound(word)):
            return min(same, key=lambda spelt: (OSA.distance(word, fold(spelt)), spelt))
        if len(word) > SHORTEST_MENDED and (same := self._common_sounds.get(sound(word))):
            return max(same, key=lambda spelt: (-OSA.distance(word, fold(spelt)), self._general[fold(spelt)][0]))
        return None

    def _own_slip(self, word: str) -> str | None:
        """The word of the texts that is one slip away, two for a long word."""
        if len(word) <= SHORTEST_MENDED:
            return None
        near = process.extract(
            word, self._own.keys(), scorer=OSA.distance, score_cutoff=1 if len(word) < LONG else 2, limit=3
        )
        return self._own[near[0][0]] if near and _is_sure(near) else None

    def _common_slip(self, word: str) -> str | None:
        """The only common French word that is one slip away."""
        near = process.extract(
            word, self._common_by_start.get(word[:2], ()), scorer=OSA.distance, score_cutoff=1, limit=2
        )
        return self._general[near[0][0]][1] if len(near) == 1 and len(word) > SHORTEST_MENDED else None


def read_lexicon(path: Path) -> dict[str, str]:
    """The hurried spellings of corpus/sms.tsv: typed, tabulation, meant."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return dict(line.split("\t") for line in lines if line)  # type: ignore[misc]  # a faulty line raises ValueError
    except (OSError, ValueError) as error:
        raise RupfamError(
            f"Le fichier {path} manque ou est abîmé : réinstallez le programme ou rétablissez ce fichier."
        ) from error


def _spelt_words(text: str) -> Iterable[tuple[str, str]]:
    """(word as spelt, folded) of a text."""
    for match in re.finditer(r"[^\W\d_]{3,}", text):
        folded = fold(match.group())
        if WORD.fullmatch(folded):
            yield match.group().lower(), folded


def _by_sound(words: Mapping[str, str]) -> dict[str, list[str]]:
    keyed: dict[str, list[str]] = {}
    for word, spelt in words.items():
        if len(word) >= SHORTEST_MENDED:
            keyed.setdefault(sound(word), []).append(spelt)
    return keyed


def _is_sure(near: Sequence[tuple[str, float, object]]) -> bool:
    """Whether the nearest is alone at its distance, or all at that distance are forms of one word."""
    first = [word for word, distance, _ in near if distance == near[0][1]]
    return len({word.rstrip("esx") for word in first}) == 1
