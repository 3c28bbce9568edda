"""What a blank awaits, and who fills it: told by the trame, by the party it is about, or by the words before it."""

from collections.abc import Iterator
from re import sub
from typing import NamedTuple

from rupfam_assistant.convention.trame import Part, Slot, Trame
from rupfam_assistant.french import analyse
from rupfam_assistant.french.typography import lower, short
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.alignment import Alignment
from rupfam_assistant.review.findings import ToFill
from rupfam_assistant.review.reading.actions import cells_of, detail_of, fields_of
from rupfam_assistant.review.reading.lines import BLANK, DISPUTED, LABEL, flow, one_line
from rupfam_assistant.review.reading.parties import PERSON, kind_of, opens_party, short_name
from rupfam_assistant.review.reading.sections import LOCAL_OBJECTIVE

ABOUT = {"ville": (" appel d",), "address": (" adresse", " situe", " sis"), "represented_by": (" nom", " represent")}
TOGETHER = {"address": "adresses", "represented_by": "noms, prénoms et titres"}
NEAR, TELLING, LONGEST_PARTY, LONGEST_TAIL = 3, 3, 600, 60
"""What tells a blank of a party, in its mark or in so many words before it; how those of several parties are told
together; words of a mark that tells what it awaits; characters read of what presents a party, told of the words before
a blank that nothing names."""

SIGNER, SIGNERS, ANYBODY, SOMETHING = "nom de qui signe", "noms de qui signe", "signataires", "des mots"
NUMBER = "n°"
"""How what a blank awaits is told; what stands before the number of an act, then before its date."""


class Around(NamedTuple):
    """A paragraph of a draft: where it starts, the party that it presents, the objective or annexes it stands in, what
    is told before it and is no detail of an action, its cells, the first row of the table it is in."""

    start: int
    party: str
    within: str
    before: str
    cells: list[str]
    heads: list[str]


def read_lines(found: Alignment) -> Iterator[Around]:
    """The paragraphs of a draft, in order."""
    draft, at = found.draft, 0
    titled = (match for match in found.matches.values() if match.clause.nature == "objective")
    titles = {draft.paragraph(*draft.place(one.first, one.first))[0]: one.clause.objective for one in titled}
    party, objective, before, heads = "", "", "", list[str]()
    for line in flow(draft.text).split("\n"):
        said, article, cells = one_line(line), draft.article_at(at), cells_of(line)
        if article != "Parties" or opens_party(said):
            party = said if article == "Parties" else ""
        elif party and len(party) < LONGEST_PARTY:
            party = f"{party} {said}"
        local = LOCAL_OBJECTIVE.match(said)
        if number := titles.get(at) or (local and local[1].upper()):
            objective = f"objectif\u00a0{number}"
        heads = heads if heads and cells else cells
        within = {"Article 2": objective, "Annexes": "annexes"}.get(article, "")
        yield Around(at, party, within, before, cells, heads)
        label, colon, _ = said.partition(":")
        if said and not (colon and detail_of(label)):
            before = short(said.rstrip(" .;:")) if BLANK.sub("", said).strip(" .;:") else ""
        at += len(line) + 1


def awaited(trame: Trame, article: str, line: Around, before: str, mark: str) -> tuple[ToFill, str]:
    """What a blank that is in no clause awaits, told by its mark and the words of its paragraph before it; the words of
    the trame that ask for it, "" when it asks for nothing of the kind."""
    if name := _named(article, fold(before + mark), mark):
        slot = trame.slot(name)
        return of_slot(slot), slot.quote
    rank = before.lstrip(" |").count("|")
    head = line.heads[rank] if line.heads != line.cells and rank < len(line.heads) else ""
    if line.party:
        return _of_party(trame, line.party, f"{before} {head}", mark)
    if head and article != "Signatures":
        fields = fields_of(line.heads)
        text = fields.index("text") if "text" in fields else 0
        return _told(line, lower(head), line.cells[text] if rank != text else ""), ""
    return _labelled(article, line, f"{head} :" if head else before, mark), ""


def of_slot(slot: Slot) -> ToFill:
    """What a blank of the trame awaits."""
    return ToFill(slot.what, slot.owner)


def _named(article: str, told: str, mark: str) -> str:
    """The blank of the trame, but those of its clauses and its parties, that some folded words tell; "" for none."""
    if "objectif x" in told:
        return "objectif_x"
    if article != "Parties":
        return "signatures" if mark.startswith("+") else ""
    return "logos" if "logo" in told else "autres" if mark.startswith("Autres") else ""


def _of_party(trame: Trame, party: str, before: str, mark: str) -> tuple[ToFill, str]:
    """A blank of a party that the trame has, or of another, asked for as of a commune."""
    kind, name = kind_of(party), short_name(party, before)
    part = _part(trame, kind) or _part(trame, "communes")
    slots = {slot.name.partition(".")[2]: slot for slot in part.slots} if part else {}
    near = analyse(BLANK.split(before)[-1]).spaced.split()[-NEAR:]
    said = analyse(mark).spaced, f" {' '.join(near)} "
    told = (about for words in said for about in slots if any(sign in words for sign in ABOUT[about]))
    last = before.rpartition(", ")[2]
    is_besides = NUMBER in last or (any(map(str.isalpha, last)) and PERSON.search(before.removesuffix(last)))
    if not (about := next(told, "" if is_besides else [*slots][-1])):
        return _besides(last, name), ""
    slot = slots[about]
    own = name if kind in ("communes", "autres") else ""
    owner = own or slot.owner
    what = slot.what.replace("chaque commune", f"« {own} »") if own else slot.what
    asked = _up_to(part, slot) if part and kind != "autres" else ""
    return ToFill(what, owner, together=TOGETHER.get(about, ""), one=owner.partition(",")[0]), asked


def _besides(last: str, name: str) -> ToFill:
    """A blank of a party that is neither its address nor who represents it: told by the last words before it."""
    what = "suite de" if NUMBER not in last else "date de" if BLANK.search(last) else "numéro de"
    about = f"« {short(BLANK.split(last)[0].strip().removesuffix(NUMBER))} »"
    return ToFill(f"{what} {about}", name, together=about, one=what.removesuffix(" de"))


def _part(trame: Trame, kind: str) -> Part | None:
    """The part of the trame that presents a party of some kind."""
    return next((part for part in trame.parts if any(slot.name.startswith(f"{kind}.") for slot in part.slots)), None)


def _up_to(part: Part, slot: Slot) -> str:
    """A part of the trame, up to one of its blanks."""
    rank = [piece.slot for piece in part.pieces].index(slot)
    return "".join(piece.text for piece in part.pieces[: rank + 1]).strip()


def _labelled(article: str, line: Around, before: str, mark: str) -> ToFill:
    """A blank by its label, and what that is about; without any, by its own words, else by those before it."""
    before += f"{mark.rpartition(' : ')[0]} :" if " : " in mark else ""
    label, own = LABEL.search(before), mark.strip("[](){}<> ")
    last = BLANK.sub("", before).strip(" |")
    if article == "Signatures" and not line.within and last:
        who = lower(label[1] if label else last).removeprefix("pour ")
        return ToFill(f"{SIGNER} : {who}", who, together=SIGNERS, one=who)
    if told := _detail(line, before):
        return told
    if label is not None:
        return _told(line, lower(label[1]), sub(r" \(source[^()]*\)", "", before[: label.start()]))
    if len(analyse(own).words) >= TELLING:
        return _told(line, own)
    tail = last[-LONGEST_TAIL:].partition(" ")[2] if len(last) > LONGEST_TAIL else last
    return _told(line, f"suite de « {tail} »" if tail else line.before or SOMETHING)


def _detail(line: Around, before: str) -> ToFill | None:
    """A blank of the details of an action, that of a choice to make with what is chosen from, its pilot its owner."""
    *others, (name, colon, said) = (part.partition(":") for part in before.split(" ; "))
    if not (colon and detail_of(name) and all(detail_of(other) for other, *_ in others[:1])):
        return None
    choice = sub(r" \([^()]*\)", "", said).strip(" ,:") if DISPUTED.search(said) else ""
    what = f"{lower(name.strip())}{f' : {choice}' if choice else ''}"
    pilots = (BLANK.sub("", said).strip() for other, _, said in others if detail_of(other) == "pilot")
    return _told(line, what, line.before, next(pilots, ""))


def _told(line: Around, what: str, about: str = "", owner: str = "") -> ToFill:
    about = f"« {short(about.strip(' .;:'))} »" if about.strip(" .;:") else ""
    return ToFill(f"{what}, {about}" if about else what, owner or ANYBODY, line.within, about, what)
