"""The summary of a review, in Word: one page, for who decides: what departs from the trame, and what is left."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile
from pathlib import Path
from re import sub
from textwrap import shorten

from rupfam_assistant.convention.draft import Draft, Paragraph
from rupfam_assistant.convention.trame import Trame
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.export.look import PLAIN, Dress, line, table
from rupfam_assistant.french.dates import written
from rupfam_assistant.french.typography import capitalize, uncapitalize
from rupfam_assistant.review.comparison import SUMMARY_TITLE, Review
from rupfam_assistant.review.findings import LONGEST_PERMITTED, Deviation, Permitted, Severity, both
from rupfam_assistant.review.reading.parties import body_of
from rupfam_assistant.review.reading.words import Token, edits, read_tokens
from rupfam_assistant.review.verdict import ARTICLES, Reviewed, count

MOST_LINES, MOST_BLANKS, LONGEST_CELL, LONGEST_WHOLE, NEAR = 9, 9, 150, 100, 4
"""Deviations and blanks that a summary lists, characters of a wording and of one told whole, words told around what
differs."""

SECTIONS: dict[Severity, str] = {"blocking": "À corriger avant la signature", "to_check": "À vérifier"}
HEADS, COMPARED = ("Où", "La trame", "Le projet"), ("Où", "L’ancien texte", "Le nouveau")
UNSIGNED = "parmi les parties, absent du bloc de signature"
ABSENT, ELLIPSIS, NAMED = "Absent", "…", ("signatory_missing", "order")
BLANKS, BLANK_HEADS = "Blancs à remplir", ("Où", "Ce qui manque", "À demander à")
TO_KNOW, ALLOWED = "À savoir", "Permis par la trame, à ne pas corriger"
PAST = "La date de signature portée, le {}, est passée : à mettre à jour si le projet n’est pas signé."


def write_review_summary(reviewed: Reviewed, trame: Trame, day: date, dress: Dress = PLAIN) -> bytes:
    """The .docx summary of a review made that day, on one page."""
    told = Draft(tuple(summary(reviewed, trame, day)))
    return write_word(told, SUMMARY_TITLE, Path(reviewed.name).stem, comments=False, dress=dress, compact=True)


def summary(reviewed: Reviewed, trame: Trame, day: date) -> Iterator[Paragraph]:
    """What a reader in a hurry needs: the verdict, what the file hides, what departs from the trame by weight, the
    blanks and who fills them, the rest."""
    against = f"« {reviewed.former} »" if reviewed.is_comparison else "la trame nationale"
    deviations = reviewed.review.deviations
    yield line("title", SUMMARY_TITLE)
    yield line("label", f"« {reviewed.name} » comparé à {against}, le {written(day)}")
    yield line("paragraph", reviewed.judgement)
    if reviewed.of_file:
        yield line("heading", "Le fichier, d’abord")
        yield from (line("paragraph", said) for said in reviewed.of_file)
    room = MOST_LINES
    for severity, title in SECTIONS.items():
        chosen = [d for d in deviations if d.severity == severity and d.kind != "blank_left"]
        told = Counter(_wordings(d, _where(d, reviewed.review)) for d in chosen)
        rows = [(_counted(where, times), *wordings) for (where, *wordings), times in told.items()]
        verified = reviewed.to_verify if severity == "to_check" else []
        yield from _rows(title, COMPARED if reviewed.is_comparison else HEADS, rows[:room], bool(verified))
        yield from (line("paragraph", f"{said.article} : {uncapitalize(said.message)}") for said in verified)
        if len(rows) > room:
            rest = count(len(rows) - room, "autre, en commentaire", "autres, en commentaire")
            yield line("paragraph", f"Et {rest} dans le rapport.")
        room -= min(room, len(rows))
    owners = {slot.what: slot.owner for slot in trame.slots}
    blanks = Counter((d.article, d.what) for d in deviations if d.kind == "blank_left")
    yield from _rows(BLANKS, BLANK_HEADS, [_blank(*one, times, owners) for one, times in blanks.items()][:MOST_BLANKS])
    if len(blanks) > MOST_BLANKS:
        yield line("paragraph", f"Et {count(len(blanks) - MOST_BLANKS, 'autre blanc', 'autres blancs')}.")
    yield from _titled(TO_KNOW, _to_know(reviewed.review, day))
    if reviewed.conforming and not reviewed.is_comparison:
        yield line("heading", "Ce qui est conforme")
        yield line("paragraph", f"{', '.join(map(reviewed.review.called, reviewed.conforming))}.")
    yield from _titled(ALLOWED, _allowed(reviewed.review.permitted, 1 + room + max(0, MOST_BLANKS - len(blanks)) // 2))


def _titled(title: str, said: Iterable[str]) -> Iterator[Paragraph]:
    """A titled list of sentences; nothing without any."""
    for rank, sentence in enumerate(said):
        if rank == 0:
            yield line("heading", title)
        yield line("paragraph", sentence)


def _to_know(review: Review, day: date) -> Iterator[str]:
    """What is no deviation, and is told all the same: a day of signature gone by, and what the draft leaves."""
    if review.dated and date.fromisoformat(review.dated) < day:
        yield PAST.format(written(date.fromisoformat(review.dated)))
    yield from dict.fromkeys(said.message for said in review.permitted if said.to_know)


def _allowed(permitted: Sequence[Permitted], most: int) -> Iterator[str]:
    """What is permitted, so much at most: a sentence for what is alike in an article, in the order of the trame."""
    kept = [said for said in permitted if said.article and not said.to_verify and not said.to_know]
    told: dict[str, list[str]] = {}
    for said in sorted(kept, key=lambda said: (*ARTICLES, said.article).index(said.article))[:most]:
        what, _, words = said.message.rstrip(".").partition(" : ")
        what = what.partition(" (")[0].replace(", permis", "", 1)
        quoted = words.removeprefix("« ").removesuffix(" »").rstrip(" ,;.")
        brief = _brief(quoted, LONGEST_PERMITTED)
        told.setdefault(f"{said.article}, {uncapitalize(what)}", []).append(
            f"« {brief} »" if quoted != words else brief
        )
    yield from (" : ".join(filter(None, (called, " ; ".join(words)))) + "." for called, words in told.items())
    if len(kept) > most:
        yield f"Et {count(len(kept) - most, 'autre', 'autres')}."


def _rows(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], more: bool = False) -> Iterator[Paragraph]:
    """A titled table; the title alone where `more` follows it."""
    told = list(rows)
    if told or more:
        yield line("heading", title)
    if told:
        yield from table([head, *told])


def _blank(article: str, what: str, times: int, owners: Mapping[str, str]) -> tuple[str, str, str]:
    said = capitalize(what) or "Un blanc laissé dans le texte"
    return article, said if times == 1 else f"{said} ({times} fois)", capitalize(owners.get(what, "")) or "Signataires"


def _where(deviation: Deviation, review: Review) -> str:
    """Where a deviation stands; of two articles exchanged, both, and whether nothing else changes there."""
    pair = deviation.article, deviation.other
    if not deviation.other:
        return review.called(deviation.article)
    alone = sum(told.article in pair for told in review.deviations) == 1
    return f"{capitalize(both(*pair))} intervertis{', texte inchangé' if alone else ''}"


def _counted(where: str, times: int) -> str:
    """Where deviations of the same wordings stand, and how many they are."""
    return where if times == 1 else f"{where} ({times} écarts)"


def _wordings(deviation: Deviation, where: str) -> tuple[str, str, str]:
    """A line of the table of the deviations: where, and both wordings around what differs."""
    expected, found = (" ".join(text.split()) for text in (deviation.expected, deviation.found))
    if deviation.kind == "signatory_missing" and expected and not found:
        return (
            where,
            _brief(expected, LONGEST_CELL),
            _brief(sub(r" \([^()]*\)", "", deviation.message), 3 * LONGEST_CELL),
        )
    if not (expected and found) or deviation.kind in NAMED:
        about = where if deviation.other else f"{where} – {deviation.called.lower()}"
        found = f"{body_of(found)} : {UNSIGNED}" if found and deviation.kind == "signatory_missing" else found
        return about, _brief(expected, LONGEST_CELL) or ABSENT, _brief(found, LONGEST_CELL) or ABSENT
    return where, *_excerpts(expected, found)


def _excerpts(one: str, other: str) -> tuple[str, str]:
    """Both wordings around what differs, typography left aside unless it is all: a few words more to find one's way."""
    if max(len(one), len(other)) <= LONGEST_WHOLE:
        return one, other
    left, right = read_tokens(one), read_tokens(other)
    changed = list(edits(left, right))
    if not changed:
        alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
        return _around(one, [(alike, alike)]), _around(other, [(alike, alike)])
    return (
        _around(one, [_stretch(left, edit.at, edit.removed) for edit in changed]),
        _around(other, [_stretch(right, edit.spot, edit.added) for edit in changed]),
    )


def _stretch(tokens: Sequence[Token], rank: int, words: Sequence[Token]) -> tuple[int, int]:
    """Where some words start and end; without any, the place after the word before."""
    place = tokens[rank - 1].end if rank else 0
    return (words[0].start, words[-1].end) if words else (place, place)


def _around(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    """What some stretches of a text hold, with the words near each."""
    words, kept = text.split(), list[list[int]]()
    for start, end in stretches:
        first, last = len(f"{text[:start]}.".split()) - 1, len(text[:end].split())
        if kept and first - NEAR <= kept[-1][1] + 1:
            kept[-1][1] = max(kept[-1][1], last + NEAR)
        else:
            kept.append([max(0, first - NEAR), last + NEAR])
    said = _brief(" … ".join(" ".join(words[start:end]) for start, end in kept), LONGEST_CELL)
    open_end = kept[-1][1] < len(words) and not said.endswith(ELLIPSIS)
    return f"{'… ' if kept[0][0] else ''}{said}{ELLIPSIS if open_end else ''}"


def _brief(text: str, longest: int) -> str:
    kept = shorten(text, longest, placeholder="", break_on_hyphens=False)
    return kept if len(kept) == len(" ".join(text.split())) else f"{kept.rstrip(' ,;:')}{ELLIPSIS}"
