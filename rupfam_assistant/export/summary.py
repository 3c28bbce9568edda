"""The summary of a review, in Word: one page, for who decides: what departs from the trame, and what is left."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate, takewhile
from pathlib import Path
from re import sub
from textwrap import shorten

from rupfam_assistant.convention.draft import Draft, Paragraph
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.export.look import PLAIN, Dress, line, table
from rupfam_assistant.french.dates import written
from rupfam_assistant.french.typography import capitalize, enumerate_all, uncapitalize
from rupfam_assistant.review.comparison import SUMMARY_TITLE, Review
from rupfam_assistant.review.findings import LONGEST_ADDED, LONGEST_PERMITTED, Deviation, Permitted, Severity, both
from rupfam_assistant.review.reading.parties import body_of
from rupfam_assistant.review.reading.words import Token, edits, read_tokens
from rupfam_assistant.review.signatures import AS_THE_TRAME
from rupfam_assistant.review.verdict import ARTICLES, TO_KNOW, Reviewed, count, counted

MOST_LINES, LONGEST_CELL, LONGEST_WHOLE, NEAR = 9, 150, 100, 4
WIDTH, FEWEST_BLANKS, PER_ROW = 38, 12, 4
"""Deviations that a summary lists, characters of a wording and of one told whole, words told around what differs;
characters of a line of a cell, lines left to the blanks, and as many more for each deviation less."""

SECTIONS: dict[Severity, str] = {"blocking": "À corriger avant la signature", "to_check": "À vérifier"}
HEADS, COMPARED = ("Où", "La trame", "Le projet", "À faire"), ("Où", "L’ancien texte", "Le nouveau")
ABSENT, ELLIPSIS, UNSIGNED = "Absent", "…", "Parmi les parties, sans bloc de signature"
EACH_SIGNS = "Chaque partie signe"
BLANKS, BLANK_HEADS = "Blancs à remplir", ("Où", "Ce qui manque", "À demander à")
ALLOWED, ADDED, LONGEST_ALLOWED = "Permis par la trame, à ne pas corriger", "Ajouté par le projet, à relire", 450


def write_review_summary(reviewed: Reviewed, day: date, dress: Dress = PLAIN) -> bytes:
    """The .docx summary of a review made that day, on one page."""
    told = Draft(tuple(summary(reviewed, day)))
    return write_word(told, SUMMARY_TITLE, Path(reviewed.name).stem, comments=False, dress=dress, compact=True)


def summary(reviewed: Reviewed, day: date) -> Iterator[Paragraph]:
    """What a reader in a hurry needs: the verdict, what the file hides, what departs from the trame by weight, the
    blanks and who fills them, the rest."""
    against = f"« {reviewed.former} »" if reviewed.is_comparison else "la trame nationale"
    deviations = reviewed.review.deviations
    yield line("title", SUMMARY_TITLE)
    yield line("label", f"« {reviewed.name} » comparé à {against}, le {written(day)}")
    yield line("paragraph", reviewed.verdict)
    yield from _titled("Le fichier, d’abord", reviewed.of_file)
    room = MOST_LINES
    for severity, title in SECTIONS.items():
        chosen = [d for d in deviations if d.severity == severity and d.kind != "blank_left"]
        chosen.sort(key=lambda told: not told.first)
        unsigned = [
            d for d in chosen if d.kind == "signatory_missing" and severity == "blocking" and d.expected and d.found
        ]
        told = dict[tuple[str, str, str], list[Deviation]]()
        for deviation in (d for d in chosen if d not in unsigned):
            told.setdefault(_wordings(deviation, _where(deviation, reviewed.review)), []).append(deviation)
        rows = [_row(wordings, alike, reviewed.is_comparison) for wordings, alike in told.items()]
        rows += [_unsigned(unsigned)] if unsigned else []
        yield from _rows(title, COMPARED if reviewed.is_comparison else HEADS, rows[:room])
        if len(rows) > room:
            rest = count(len(rows) - room, "autre, en commentaire", "autres, en commentaire")
            yield line("paragraph", f"Et {rest} dans le rapport.")
        room -= min(room, len(rows))
    blanks = [[*map(capitalize, told)] for told in reviewed.blanks]
    heights = accumulate(max(len(cell) // WIDTH for cell in told) + 1 for told in blanks)
    most = sum(height <= FEWEST_BLANKS + PER_ROW * room for height in heights)
    most += most == len(blanks) - 1  # one alone takes no more room than its mention
    yield from _rows(BLANKS, BLANK_HEADS, blanks[:most])
    if len(blanks) > most:
        rest = " ; ".join(dict.fromkeys(uncapitalize(where) for where, *_ in blanks[most:]))
        yield line("paragraph", f"Et d’autres, en commentaire dans le rapport : {rest}.")
    yield from _titled(TO_KNOW, (told.message for told in reviewed.review.to_know(day)))
    to_read, free = reviewed.to_read, [said for said in reviewed.review.permitted if said.article]
    yield from _titled(ADDED, filter(None, [_allowed(to_read)]))
    if reviewed.conforming and not reviewed.is_comparison:
        yield from _titled("Ce qui est conforme", [f"{', '.join(map(reviewed.review.called, reviewed.conforming))}."])
    yield from _titled(ALLOWED, filter(None, [_allowed([said for said in free if said not in to_read])]))


def _titled(title: str, said: Iterable[str]) -> Iterator[Paragraph]:
    """A titled list of sentences; nothing without any."""
    for rank, sentence in enumerate(said):
        if rank == 0:
            yield line("heading", title)
        yield line("paragraph", sentence)


def _allowed(permitted: Sequence[Permitted]) -> str:
    """What is permitted, in a line, in the order of the trame, with its words where there is room for them; "" for
    nothing."""
    told: dict[str, dict[str, list[str]]] = {}
    for said in sorted(permitted, key=lambda said: (*ARTICLES, said.article).index(said.article)):
        what, _, words = said.message.rstrip(".").partition(" : ")
        kind = what.partition(" (")[0].partition(", ")[0]
        told.setdefault(said.article, {}).setdefault(uncapitalize(kind), []).append(_quoted(words))
    room, lines = LONGEST_ALLOWED, list[str]()
    for article, kinds in told.items():
        listed = []
        for kind, quoted in kinds.items():
            size = sum(map(len, quoted))
            listed.append(kind if size > room else f"{kind} ({', '.join(quoted)})")
            room -= size if size <= room else 0
        lines.append(f"{uncapitalize(article)} : {', '.join(listed)}")
    return f"{capitalize(' ; '.join(lines))}." if lines else ""


def _quoted(words: str) -> str:
    """Some words under their own signs, cut where they are long."""
    bare = words.removeprefix("« ").removesuffix(" »").rstrip(" ,;.")
    brief = _brief(bare, LONGEST_PERMITTED)
    return brief if bare == words else f"« {brief} »"


def _rows(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Paragraph]:
    """A titled table; nothing without any row."""
    if rows:
        yield line("heading", title)
        yield from table([head, *rows])


def _where(deviation: Deviation, review: Review) -> str:
    """Where a deviation stands; of two articles exchanged or made one, both, and whether nothing else changes there."""
    pair = deviation.article, deviation.other
    if not deviation.other:
        return review.where(deviation)
    alone = sum(told.article in pair for told in review.deviations) == 1
    how = "intervertis" if deviation.kind == "order" else "réunis"
    return f"{capitalize(both(*sorted(pair)))} {how}{', texte inchangé' if alone else ''}"


def _row(told: tuple[str, str, str], alike: Sequence[Deviation], is_comparison: bool) -> tuple[str, ...]:
    """A line of the table of the deviations: how many are alike, and what one does about them where the trame is what
    is to be signed."""
    where, expected, found = told
    to_do = " ".join(dict.fromkeys(each.to_do for each in alike))
    return (counted(where, len(alike), "écarts"), expected, found, *([] if is_comparison else [to_do]))


def _wordings(deviation: Deviation, where: str) -> tuple[str, str, str]:
    """A line of the table of the deviations: where, and both wordings around what differs."""
    expected, found = (" ".join(text.split()) for text in (deviation.expected, deviation.found))
    if deviation.kind == "signatory_missing":
        said = deviation.message if found else sub(r" \([^()]*\)", "", deviation.message)
        return where, _brief(_due(expected), LONGEST_CELL) or ABSENT, _brief(said, LONGEST_ADDED)
    if deviation.inner:
        return where, f"{deviation.called} : {uncapitalize(deviation.inner)}", _brief(found, LONGEST_CELL)
    if not (expected and found) or deviation.kind == "order":
        about = where if deviation.other else f"{where} – {deviation.called.lower()}"
        longest = LONGEST_CELL if expected else LONGEST_ADDED
        return about, _brief(expected, LONGEST_CELL) or ABSENT, _brief(found, longest) or ABSENT
    return where, *_excerpts(expected, found)


def _unsigned(absent: Sequence[Deviation]) -> tuple[str, ...]:
    """The line of the parties that do not sign."""
    parties = " ; ".join(dict.fromkeys(_due(each.expected) for each in absent))
    bodies = enumerate_all([body_of(each.found) for each in absent])
    return "Signatures", parties, f"{UNSIGNED} : {bodies}.", absent[0].to_do


def _due(expected: str) -> str:
    """What the trame asks of a party that signs: its own name, unless it has none for it."""
    return EACH_SIGNS if expected == AS_THE_TRAME["autres"] else expected


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
