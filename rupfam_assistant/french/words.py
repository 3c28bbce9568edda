"""French as the search sees it: folded letters, words without elision, stems, and the groups of the thesaurus."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rupfam_assistant.errors import RupfamError

WORD = re.compile(r"[a-z0-9]+")
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quelqu)'(?=\w)")
STOP_WORDS = frozenset(
    "a ai aie as au aux avec avez avons c ca ce cela ces cet cette ceux ci comme d dans de des donc du elle elles en es est et etait etant etre eu"
    " eux fait faire ici il ils j je l la le les leur leurs lui m ma mais me meme mes moi mon n ne ni nos notre nous on ont ou par pas peu peut plus"
    " pour qu que qui s sa sans se ses si soi soit son sont sous sur t ta te tes toi ton tous tout toute toutes tres tu un une va vers vos votre"
    " vous y".split()
)
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split(), 2
    )
} | {
    "vingt": "20",
    "trente": "30",
    "quarante": "40",
    "cinquante": "50",
    "soixante": "60",
    "cent": "100",
    "mille": "1000",
}
"""Numbers in words, read as in digits; one is left alone, for it is an article too."""

LONGEST_TERM = 6


class _Marks(dict[int, str | None]):
    """For `str.translate`: drops the combining marks; what each character becomes is looked up once."""

    def __missing__(self, code: int) -> str | None:
        self[code] = None if unicodedata.combining(chr(code)) else chr(code)
        return self[code]


MARKS = _Marks()


def fold(text: str) -> str:
    """Lower case without accents or typographic variants; the length may change (œ becomes oe)."""
    if text.isascii():
        return text.lower()
    text = (
        unicodedata.normalize("NFKD", text)
        .lower()
        .replace("’", "'")
        .replace("‘", "'")
        .replace("œ", "oe")
        .replace("æ", "ae")
    )
    return text.translate(MARKS)


def words(text: str) -> list[str]:
    """The folded words of a text in order, elided articles and pronouns removed, numbers in digits."""
    return [NUMBERS.get(word, word) for word in WORD.findall(ELISION.sub(" ", fold(text)))]


def content_words(text: str) -> list[str]:
    """The folded words that carry meaning."""
    return [word for word in words(text) if word not in STOP_WORDS]


@lru_cache(maxsize=1)
def _stemmer():  # type: ignore[no-untyped-def]  # snowballstemmer ships no types
    import snowballstemmer

    return snowballstemmer.stemmer("french")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The French stem of a folded word."""
    return str(_stemmer().stemWord(word))


def stems(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order."""
    return [stem(word) for word in content_words(text)]


@dataclass(frozen=True)
class Term:
    """A group of the thesaurus: a term, what people say for it, its acronym and its definition where it has one."""

    term: str
    same: tuple[str, ...]
    acronym: str | None
    definition: str | None


class Thesaurus:
    """The groups of words that mean one thing; `concepts` finds them in a text as tokens that never clash with words."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._groups: dict[tuple[str, ...], list[str]] = {}
        self._longest: dict[str, int] = {}
        for number, term in enumerate(self.terms):
            for form in {tuple(stems(form)) for form in (term.term, *term.same, term.acronym or "")}:
                if 0 < len(form) <= LONGEST_TERM:
                    self._groups.setdefault(form, []).append(f"#{number}")
                    self._longest[form[0]] = max(len(form), self._longest.get(form[0], 0))

    @property
    def forms(self) -> tuple[str, ...]:
        """Every wording of every group."""
        return tuple(form for term in self.terms for form in (term.term, *term.same))

    def concepts(self, found: Sequence[str]) -> list[str]:
        """The groups whose terms stand among the stems of a text, as tokens "#number", each once, in order."""
        sizes = ((i, size) for i, first in enumerate(found) for size in range(1, self._longest.get(first, 0) + 1))
        spans = (tuple(found[i : i + size]) for i, size in sizes if i + size <= len(found))
        return list(dict.fromkeys(concept for span in spans for concept in self._groups.get(span, ())))


def read_thesaurus(path: Path) -> Thesaurus:
    """The thesaurus of corpus/thesaurus.jsonl."""
    return Thesaurus(
        Term(row["term"], tuple(row["same"]), row.get("acronym"), row.get("definition"))
        for row in read_json_lines(path)
    )


def read_json_lines(path: Path) -> list[dict]:  # type: ignore[type-arg]  # rows of a file, checked by who reads them
    """The objects of a JSON Lines file; RupfamError names the file and the line at fault."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RupfamError(
            f"Le fichier {path} ne peut pas être lu : vérifiez son nom, vos droits et qu’il est en UTF-8."
        ) from error
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise RupfamError(f"La ligne {number} du fichier {path} n’est pas du JSON : corrigez-la.") from error
        if not isinstance(row, dict):
            raise RupfamError(f"La ligne {number} du fichier {path} n’est pas un objet JSON : corrigez-la.")
        rows.append(row)
    return rows
