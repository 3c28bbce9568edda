"""Parties and signature blocks, which must agree."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from rapidfuzz import fuzz

from rupfam_assistant.dossier.bodies import known_body, read_bodies
from rupfam_assistant.french import analyse
from rupfam_assistant.french.agreement import of
from rupfam_assistant.french.dates import find_dates
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.typography import capitalize, enumerate_all, lower, uncapitalize
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.draft import LocalDraft
from rupfam_assistant.review.findings import Deviation, Permitted, Severity
from rupfam_assistant.review.reading.actions import detail_of
from rupfam_assistant.review.reading.lines import flow, one_line
from rupfam_assistant.review.reading.parties import (
    OFFICES,
    PERSON,
    SHORT_NAME,
    Signer,
    holds,
    is_signed,
    kind_of,
    party_paragraphs,
)

AS_THE_TRAME = read_list("signatures").examples
REQUIRED = ("prefet", "cour", "caf", "cmsa", "departement")
"""How the trame calls each party; those that it names."""

NOT_THERE = "figure parmi les parties mais pas dans le bloc de signature"
ABSENT = f"{NOT_THERE} : sans sa signature, la convention ne l’engage pas."
OTHERWISE = "n’a pas le même représentant dans les parties et dans le bloc de signature : les deux doivent s’accorder."
TWICE = "a deux orthographes d’un même nom, « {} » parmi les parties et « {} » à la signature : demandez la bonne."
UNANNOUNCED, AGREE = "signe sans figurer parmi les parties", "les parties et le bloc de signature doivent s’accorder"
PILOTS = "la convention en fait le pilote de {} action{} sans l’engager"
ADDED = ("Signataire ajouté, permis", "Signataires ajoutés, permis")
LACKING = ("Partie que la trame nomme, absente ici", "Parties que la trame nomme, absentes ici")
MEANT = "La liste dépend du contexte local : vérifiez que c’est voulu."
NO_COMMUNE = "Aucune commune parmi les parties : la trame en prévoit."
ALIKE = 85
"""The likeness of two spellings of one name."""

CIVILITIES = ("M. ", "Mme ", "Monsieur ", "Madame ")
SHARED = frozenset(map(fold, read_list("review").groups["shared"]))


def find_signatories(draft: LocalDraft, is_asked: bool = False) -> list[Deviation]:
    """The parties that have no signature block, or another name in it; no block at all is not told when a blank asks
    for one."""
    signers, (start, end) = draft.signers, _block(draft)
    if not signers or (start == end and is_asked):
        return []
    if start == end:
        expected = f"+ Ajouter les signataires{'' if draft.section('Annexes') else ' et les annexes'}"
        unsigned = enumerate_all([uncapitalize(_called(signer)) for signer in signers])
        message = f"Aucun bloc de signature : {unsigned} doivent signer la convention."
        return [Deviation("Signatures", "signatory_missing", "blocking", message, expected, "", end, end)]
    block = draft.text[start:end]
    return [*_unsigned(signers, block, start), *_unannounced(draft, block, start)]


def representative(called: str, signers: Sequence[Signer]) -> str:
    """Who represents, by the parties, the one that a line of signature calls; "" for nobody, or several."""
    told = [
        one for one in signers if _bears(_own_acronyms(one, signers), called) or _holds_office(one, signers, called)
    ]
    return told[0].person or "" if len(told) == 1 else ""


def find_added_parties(draft: LocalDraft) -> Iterator[Permitted]:
    """What the list of parties adds, as it may: the trame has communes of its own."""
    called: dict[str, dict[str, None]] = {"communes": {}, "autres": {}}
    for signer in draft.signers:
        called.setdefault(signer.kind, {})[signer.called] = None
    if communes := [*called["communes"]]:
        named = "Communes signataires" if len(communes) > 1 else "Commune signataire"
        yield Permitted("Parties", f"{named} : {enumerate_all(communes)}.")
    if others := [*map(lower, called["autres"])]:
        yield Permitted("Parties", f"{ADDED[len(others) > 1]} : {enumerate_all(others)}.")


def find_absent_parties(draft: LocalDraft) -> Iterator[Permitted]:
    """The parties that the trame names and the draft has not: the list depends on the department."""
    besides = [each.found for each in find_signatories(draft, is_asked=True) if each.article == "Parties"]
    kinds = {signer.kind for signer in draft.signers}
    kinds |= {kind for kind in REQUIRED for line in besides if kinds and holds(kind, line)}
    if kinds and (absent := [uncapitalize(AS_THE_TRAME[kind]) for kind in REQUIRED if kind not in kinds]):
        yield Permitted("Parties", f"{LACKING[len(absent) > 1]} : {enumerate_all(absent)}. {MEANT}", to_verify=True)
    if kinds and not any(kind_of(told) == "communes" for told in party_paragraphs(draft.parties)):
        yield Permitted("Parties", NO_COMMUNE)


def has_block(draft: LocalDraft) -> bool:
    """Whether a draft holds a block of signatures that names anybody."""
    start, end = _block(draft)
    return start < end


def signing_day(draft: LocalDraft) -> date | None:
    """The day that a draft bears on its line "Fait à"; None when it bears none."""
    return next((when.first for when in find_dates(made_line(draft)) if when.first == when.last), None)


def made_line(draft: LocalDraft) -> str:
    """The line "Fait à" of a draft; "" without any."""
    section = draft.section("Signatures")
    lines = map(one_line, flow(draft.text[section.start :]).split("\n")) if section else ()
    return next((line for line in lines if fold(line).startswith("fait ")), "")


def unnamed_lines(draft: LocalDraft) -> Iterator[tuple[str, int, int]]:
    """The lines of signature that name nobody between others that do: whom they sign for, and where they stand."""
    at, end = _block(draft)
    lines = list[tuple[str, int]]()
    for line in draft.text[at:end].split("\n"):
        lines += [(one_line(line), at)] if line.strip() else []
        at += len(line) + 1
    for before, (line, place), after in zip([("", 0), *lines], lines, [*lines[1:], ("pour", 0)], strict=False):
        is_bare = fold(line).startswith("pour ") and line.endswith((",", ":")) and fold(after[0]).startswith("pour")
        if is_bare and fold(before[0]).startswith("pour ") and PERSON.search(before[0]):
            yield line[len("pour ") :].rstrip(" ,:"), place, place + len(line)


def _block(draft: LocalDraft) -> tuple[int, int]:
    """Where the signatures stand; an empty span at the end when there are none."""
    section, end = draft.section("Signatures"), len(draft.text)
    if section is None:
        return end, end
    after = (other.start for other in draft.sections if other.start > section.start and other.article == "Annexes")
    stop = next(after, end)
    return (section.start, stop) if is_signed(draft.text[section.start : stop]) else (end, end)


def _unsigned(signers: Sequence[Signer], block: str, place: int) -> Iterator[Deviation]:
    """The parties that do not sign, or for which somebody else does."""
    for signer in signers:
        named = _is_named(signer, block)
        shared = any(other.told == signer.told and _is_named(other, block) for other in signers)
        own = _own_acronyms(signer, signers)
        there = _holds_office(signer, signers, block) or _bears(own, block)
        signs = named or (there and not (shared and signer.kind != "cour"))
        other = _named_otherwise(signer, signers, block, own) if signs else ""
        if signs and not other:
            continue
        told = _spelled(signer, other) if signs else ABSENT
        message = f"{_called(signer)} {told}"
        of_court = signer.kind == "cour"
        expected = capitalize(signer.called) if of_court else AS_THE_TRAME[signer.kind]
        said = ", ".join(filter(None, (signer.called, signer.person))) if of_court else signer.told
        severity: Severity = "to_check" if signs else "blocking"
        yield Deviation("Signatures", "signatory_missing", severity, message, expected, said, place, place)


def _spelled(signer: Signer, other: str) -> str:
    """What is told of a party for which another name signs: both, when they are two spellings of one."""
    one = signer.person or ""
    if other != one and fuzz.ratio(fold(one), fold(other)) >= ALIKE:
        return f"{TWICE.format(one, other)}"
    return OTHERWISE


def _own_acronyms(signer: Signer, signers: Sequence[Signer]) -> list[str]:
    """The acronyms by which a local party may sign: those in its name, or of its name, that no other has."""
    times = Counter(chain.from_iterable(_acronyms(other.called) for other in signers))
    return [acronym for acronym in _acronyms(signer.called) if signer.kind == "autres" and times[acronym] == 1]


def _acronyms(called: str) -> set[str]:
    named = re.sub(r",.*|\([^()]*(?:,| et )[^()]*\)", "", called)
    known, told = known_body(called), (named[word.start : word.end] for word in analyse(named).words)
    written = (word.lower() for word in told if word.isupper() and len(word) > 2 and not called.isupper())
    return {*written, *(acronym.lower() for acronym, body in read_bodies().items() if known and body == known[1])}


def _bears(acronyms: Sequence[str], text: str) -> bool:
    """Whether a line signs by one of some acronyms: it opens with it, or names who signs or for whom one does."""
    lines = ((line, analyse(line).spaced.split()) for line in text.replace("|", "\n").split("\n"))
    signing = (words if PERSON.search(line) or words[:1] == ["pour"] else words[:2] for line, words in lines)
    return any(not {*acronyms}.isdisjoint(words) for words in signing)


def _is_named(signer: Signer, block: str) -> bool:
    return signer.person is not None and _last_name(signer.person) in analyse(block).spaced


def _unannounced(draft: LocalDraft, block: str, start: int) -> Iterator[Deviation]:
    """Those who sign without being of the parties: neither their name nor their office is there."""
    signers, known = draft.signers, analyse(draft.parties).spaced
    for line in block.replace("|", "\n").split("\n"):
        person, end = PERSON.search(line), start + len(line)
        if (
            person
            and _last_name(person[1]) not in known
            and not any(_holds_office(signer, signers, line) for signer in signers)
        ):
            said = one_line(line)
            times = _piloted(said[: person.start()], draft)
            tied = f"{PILOTS.format(times, 's'[: times - 1])}\u00a0; " if times else ""
            message = f"« {said} » {UNANNOUNCED} : {tied}{AGREE}."
            yield Deviation("Parties", "signatory_missing", "blocking", message, "", said, start, end)
        start = end + 1


def _piloted(called: str, draft: LocalDraft) -> int:
    """How many actions are piloted by the body that a line of signature opens with."""
    words = [word for word in analyse(called).spaced.split() if len(word) > 2 and word not in (*SHARED, "pour")]
    parts = (part.partition(":") for line in draft.text.split("\n") for part in one_line(line).split(" ; "))
    pilots = (analyse(said).spaced for name, _, said in parts if detail_of(name) == "pilot")
    return sum(bool(words) and all(f" {word} " in said for word in words) for said in pilots)


def _holds_office(signer: Signer, signers: Sequence[Signer], block: str) -> bool:
    """Whether some text holds the office that signs, by whoever: of a local party, words that no other has in its
    name, as that of the department."""
    if signer.kind in ("prefet", "caf", "cmsa", "departement"):
        return holds(signer.kind, block)
    lines = [analyse(line).spaced for line in block.replace("|", "\n").split("\n")]
    if signer.kind == "cour":
        together = (line for line in lines if holds("cour", line))
        alone = any(not any(holds(office, line) for office in OFFICES.values()) for line in together)
        return holds(OFFICES[signer.called], block) or alone
    words = [word for word in analyse(signer.called).spaced.split() if len(word) > 2 and word not in SHARED]
    if signer.kind == "communes":
        return any(holds("communes", line) and all(word in line for word in words) for line in lines)
    others = " ".join(analyse(other.called).spaced for other in signers if other.called != signer.called)
    words = [word for word in words if f" {word} " not in others]
    named, enough = SHORT_NAME.search(signer.told), min(2, len(words)) or 1
    short = analyse(named[1]).spaced if named else ""
    said = ((short.strip() and short in line) or sum(word in line for word in words) >= enough for line in lines)
    return not words or any(said)


def _named_otherwise(signer: Signer, signers: Sequence[Signer], block: str, own: Sequence[str]) -> str:
    """The line of a body, or the name on it, that bears another than the parties give, and nothing says that it was
    delegated; "" for none."""
    said = analyse(block).spaced
    if signer.person is None or holds("delegated", block) or _last_name(signer.person) in said:
        return ""
    lines = (line for line in flow(block).split("\n") if any(civility in line for civility in CIVILITIES))
    short = _bears(own, block)
    held = (line for line in lines if (_bears(own, line) if short else _holds_office(signer, signers, line)))
    line = next(held, "")
    return person[1] if (person := PERSON.search(line)) else line


def _called(signer: Signer) -> str:
    called = capitalize(_name(signer)) if signer.kind in ("cour", "communes") else _name(signer)
    return f"{called}{f' ({signer.person})' if signer.person else ''}"


def _name(signer: Signer) -> str:
    return f"la commune {of(signer.called)}{signer.called}" if signer.kind == "communes" else signer.called


def _last_name(person: str) -> str:
    """The last part of a name, to be looked up among folded words."""
    return analyse(person.split()[-1]).spaced
