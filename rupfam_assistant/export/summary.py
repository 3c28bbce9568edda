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
from rupfam_assistant.french.typography import capitalize, enumerate_all, uncapitalize
from rupfam_assistant.review.comparison import SUMMARY_TITLE
from rupfam_assistant.review.findings import Deviation, Permitted, Severity
from rupfam_assistant.review.reading.parties import body_of
from rupfam_assistant.review.reading.words import Token, edits, read_tokens
from rupfam_assistant.review.verdict import Reviewed, count

MOST_LINES, MOST_BLANKS, MOST_ALLOWED, LONGEST_CELL, LONGEST_WHOLE, LONGEST_ALLOWED, NEAR = 9, 9, 6, 150, 100, 70, 4
"""Deviations, blanks and what is permitted that a summary lists, characters of a wording, of one told whole and of what
is permitted, words told before and after what differs."""

SECTIONS: dict[Severity, str] = {"blocking": "À corriger avant la signature", "to_check": "À vérifier"}
HEADS, COMPARED = ("Où", "La trame", "Le projet"), ("Où", "L’ancien texte", "Le nouveau")
SIGNER, SIGNING, MOST_SIGNERS = "Signataire local, permis : ", ("signataire ajouté", "signataires ajoutés"), 6
UNSIGNED = "parmi les parties, absent du bloc de signature"
ABSENT, ELLIPSIS, NAMED = "Absent", " […]", ("signatory_missing", "order")
BLANKS, BLANK_HEADS = "Blancs à remplir", ("Où", "Ce qui manque", "À demander à")


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
        told = Counter(_wordings(d, reviewed.review.called(d.article)) for d in chosen)
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
    if reviewed.conforming and not reviewed.is_comparison:
        yield line("heading", "Ce qui est conforme")
        yield line("paragraph", f"{', '.join(map(reviewed.review.called, reviewed.conforming))}.")
    permitted = [said for said in reviewed.review.permitted if said.article and not said.to_verify]
    if allowed := _allowed(permitted, min(MOST_ALLOWED, room + 1)):
        yield line("paragraph", f"Permis par la trame, à ne pas corriger : {allowed}.")


def _allowed(permitted: Sequence[Permitted], most: int) -> str:
    """What is permitted: who signs besides, by name, then so much at most, article by article, the words put in before
    the blanks filled."""
    told: dict[tuple[str, str], list[str]] = {}
    signers = [said.message.removeprefix(SIGNER).rstrip(".") for said in permitted if said.message.startswith(SIGNER)]
    permitted = [said for said in permitted if not said.message.startswith(SIGNER)]
    for said in sorted(permitted, key=lambda said: said.message.startswith("Blanc"))[:most]:
        what, quotes, quoted = said.message.rstrip(".").partition(" : « ")
        what = uncapitalize(what.partition(" (")[0].replace(", permis", "", 1))
        words = f"« {_brief(quoted.removesuffix(' »').rstrip(' ,;.'), LONGEST_ALLOWED)} »" if quotes else ""
        told.setdefault((uncapitalize(said.article), what), []).append(words)
    rows = [f"{article}, {what} {', '.join(words)}".rstrip() for (article, what), words in told.items()]
    rest = len(permitted) - most
    more = [count(len(signers) - MOST_SIGNERS, "autre", "autres")] if len(signers) > MOST_SIGNERS else []
    if signers:
        named = enumerate_all([*map(uncapitalize, signers[:MOST_SIGNERS]), *more])
        rows = [f"{SIGNING[len(signers) > 1]} : {named}", *rows]
    return " ; ".join([*rows, *([count(rest, "autre", "autres")] if rest > 0 else [])])


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
        about = f"{where} – {deviation.called.lower()}"
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
    return f"{'… ' if kept[0][0] else ''}{said}{' …' if open_end else ''}"


def _brief(text: str, longest: int) -> str:
    return shorten(text, longest, placeholder=ELLIPSIS, break_on_hyphens=False)
