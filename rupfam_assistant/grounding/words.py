"""What a sentence shares with a passage, word by word: same stem, same family, same meaning, same acronym."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from rupfam_assistant.french import analyse
from rupfam_assistant.french.words import STOP_WORDS, fold, same_family, stem
from rupfam_assistant.search.thesaurus import Thesaurus

MARKS = ",;:.!?()«»\n"
DASHES = ("-", "–", "•")
"""What ends a clause; what does when blanks stand around it."""

NOT_VERBS = frozenset("parent argent present recent evident absent urgent".split())
SHORTEST_VERB, LONGEST_PHRASE = 6, 6
ELISIONS = ("de", "d", "du", "des")


@dataclass(frozen=True)
class PlacedWord:
    """A word as spelt, folded and stemmed, the mark before it ("" for none), the rank of its clause, its offsets."""

    spelt: str
    folded: str
    stem: str
    mark: str
    clause: int
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The groups of words and phrases of one meaning, by first stem, and the stems that say nothing of a passage; one
    is like no other, so that what it reads may be remembered."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    light: frozenset[str]


@dataclass(frozen=True)
class Sense:
    """A word that may carry meaning, its groups in the lexicon there, and whether it says nothing of a passage."""

    word: PlacedWord
    groups: frozenset[str]
    light: bool


def plain(sentence: str) -> str:
    """A sentence without its Markdown."""
    return re.sub(r"(?m)[*_`#>]+|^\s*(?:[-•]|\d+[.)])\s+", " ", sentence)


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """The stem of a folded word, third persons of the plural and feminine participles included."""
    found = stem(word)
    plural = len(found) >= SHORTEST_VERB and found.endswith("ent") and not found.endswith("ment")
    return (stem(found.removesuffix("ent") + "er") if plural and found not in NOT_VERBS else found).rstrip("e")


@lru_cache(maxsize=20_000)
def root_of(word: str) -> str:
    """The root of a word as it is spelt."""
    return root(fold(word))


@lru_cache(maxsize=2_000)
def read_words(text: str) -> tuple[PlacedWord, ...]:
    """The words of a text in order, elided ones included."""
    found, clause, end = [], 0, 0
    for word in analyse(text).words:
        gap = text[end : word.start]
        dash = gap.strip() if gap[:1].isspace() and gap[-1:].isspace() else ""
        mark = next((sign for sign in gap if sign in MARKS), dash if dash in DASHES else "")
        clause, end = clause + bool(mark), word.end
        found.append(PlacedWord(text[word.start : end], word.folded, root(word.folded), mark, clause, word.start, end))
    return tuple(found)


@lru_cache(maxsize=2_000)
def held_stems(text: str) -> frozenset[str]:
    """The stems of the words of a text."""
    return frozenset(word.stem for word in read_words(text))


@lru_cache(maxsize=2_000)
def flat(text: str) -> str:
    """The folded words of a text and the marks that end its clauses, blanks around each: " a defaut , le juge "."""
    return "".join(f" {word.mark} {word.folded}" if word.mark else f" {word.folded}" for word in read_words(text)) + " "


@lru_cache(maxsize=2_000)
def segments(passage: str) -> tuple[str, ...]:
    """The sentences and list items of a passage, an item together with what introduces its list."""
    found, opening = [], ""
    items = (re.split(r"(?<=;)\s+|\s(?=[-•]\s)", passage[start:end]) for start, end in analyse(passage).sentences)
    for part in chain.from_iterable(items):
        opening = opening if part.startswith(("- ", "• ")) else ""
        found.append(f"{opening} {part}" if opening else part)
        if part.rstrip().endswith(":"):
            opening = part
    return tuple(found)


def read_lexicon(
    groups: Iterable[Sequence[str]], light: Iterable[str], forms: Sequence[Sequence[str]], thesaurus: Thesaurus
) -> Lexicon:
    """The lexicon of groups of phrases, of their irregular forms, and of the thesaurus, single words too loose here."""
    irregular = {phrase: tuple(line) for line in forms for phrase in line}
    lines = [
        *([form for phrase in group for form in irregular.get(phrase, (phrase,))] for group in (*groups, *forms)),
        *((t.term, t.acronym or "", *(s for s in t.same if len(phrase_stems(s)) > 1)) for t in thesaurus.terms),
    ]
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for number, line in enumerate(lines):
        for key in dict.fromkeys(phrase_stems(phrase) for phrase in line):
            if 0 < len(key) <= LONGEST_PHRASE:
                phrases.setdefault(key[0], []).append((key, str(number)))
    empty = frozenset(root_of(form) for word in light for form in irregular.get(word, (word,)))
    return Lexicon({first: tuple(found) for first, found in phrases.items()}, empty)


@lru_cache(maxsize=20_000)
def phrase_stems(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase, its small words left out."""
    return tuple(word.stem for word in read_words(phrase) if not small(word))


def small(word: PlacedWord) -> bool:
    """Whether a word only ties others together."""
    return word.folded in STOP_WORDS or len(word.folded) == 1


@lru_cache(maxsize=2_000)
def senses(text: str, lexicon: Lexicon) -> tuple[Sense, ...]:
    """The words of a text that may carry meaning, each with its groups, and those of the phrases it stands in."""
    kept = [word for word in read_words(text) if not small(word)]
    stems = tuple(word.stem for word in kept)
    groups: list[set[str]] = [set() for _ in kept]
    for i, first in enumerate(stems):
        for phrase, group in lexicon.phrases.get(first, ()):
            if stems[i : i + len(phrase)] == phrase:
                for held in groups[i : i + len(phrase)]:
                    held.add(group)
    told = zip(kept, map(frozenset, groups), strict=True)
    return tuple(Sense(word, found, word.stem in lexicon.light) for word, found in told)


def same_sense(one: Sense, other: Sense) -> bool:
    """Whether two words say one thing."""
    return not one.groups.isdisjoint(other.groups) or same_family(one.word.stem, other.word.stem)


@dataclass(frozen=True)
class Compared:
    """A sentence beside a passage, its nearest segments, the words of both, and where the passage says each of them."""

    told: str
    whole: str
    near: str
    sentence: tuple[Sense, ...]
    passage: tuple[Sense, ...]
    places: tuple[tuple[int, ...], ...]


def compare(sentence: str, passage: str, lexicon: Lexicon) -> Compared:
    """A sentence, its Markdown left out, beside a passage."""
    told = plain(sentence)
    said, held = senses(told, lexicon), senses(passage, lexicon)
    places = tuple(tuple(j for j, other in enumerate(held) if same_sense(one, other)) for one in said)
    return Compared(told, passage, _nearest(said, passage, lexicon), said, held, places)


def _nearest(said: Sequence[Sense], passage: str, lexicon: Lexicon) -> str:
    """The segment that says most of the sentence, then those that say at least two words more."""
    parts = [(part, senses(part, lexicon)) for part in segments(passage)]
    rated = [(p, {i for i, one in enumerate(said) if any(same_sense(one, o) for o in held)}) for p, held in parts]
    waiting = set(range(len(said)))
    kept: list[str] = []
    while rated:
        part, found = max(rated, key=lambda pair: len(pair[1] & waiting))
        gained = found & waiting
        if len(gained) < (2 if kept else 1):
            break
        kept.append(part)
        waiting -= gained
        rated.remove((part, found))
    return " ".join(kept) or passage


@lru_cache(maxsize=10_000)
def phrase_forms(phrase: str) -> tuple[str, ...]:
    """A phrase as a flat text may hold it, its last "de" elided or not."""
    told = flat(phrase)
    return tuple(f"{told.removesuffix('de ')}{last} " for last in ELISIONS) if told.endswith(" de ") else (told,)


def held_phrases(flat_text: str, phrases: Iterable[str]) -> tuple[str, ...]:
    """The phrases of a list that a flat text holds."""
    return tuple(phrase for phrase in phrases if any(form in flat_text for form in phrase_forms(phrase)))


def around(flat_text: str, phrase: str) -> Iterator[tuple[str, str]]:
    """What stands before and after a phrase, wherever a flat text holds it."""
    for form in phrase_forms(phrase):
        parts = flat_text.split(form)
        yield from ((f"{form.join(parts[:i])} ", f" {form.join(parts[i:])}") for i in range(1, len(parts)))
