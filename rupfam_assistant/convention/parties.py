"""Parties: who signs, as the trame presents each, agreed in gender and number with who represents it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rupfam_assistant.convention.article2 import added, blank, fixed, given
from rupfam_assistant.convention.draft import Blank, Paragraph, Span
from rupfam_assistant.convention.trame import Part, Piece, Slot, Trame
from rupfam_assistant.dossier.bodies import KINDS, gender_of, own_name, party_kind
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.dossier.schema import Dossier, Signatory
from rupfam_assistant.french.agreement import elides, the
from rupfam_assistant.french.typography import trim
from rupfam_assistant.french.words import fold

REQUIRED = ("prefet", "cour", "caf", "cmsa", "departement")
ACRONYMS = frozenset("caf msa cmsa udaf ddets deets drieets ars ccas cidff spip ddfe adil clcv".split())
CALLED = {
    "prefet": "le préfet",
    "cour": "la cour d’appel",
    "caf": "la CAF",
    "cmsa": "la CMSA",
    "departement": "le conseil départemental",
}
OWNER = {
    "prefet": "préfecture",
    "cour": "cour d’appel",
    "caf": "CAF",
    "cmsa": "CMSA",
    "departement": "conseil départemental",
}
FEMININE_PREFET = re.compile(r"\bpréfète\b", re.IGNORECASE)
HEADS = (
    ("Le premier président", "La première présidente", r"première\s+présidente"),
    ("le procureur général", "la procureure générale", r"procureure\s+générale"),
)


@dataclass(frozen=True)
class Party:
    """A party of the convention: its kind, its rank among the signatories of the dossier (-1: none is given), and what is said of it."""

    kind: str
    rank: int
    signatory: Signatory


def parties_of(dossier: Dossier) -> tuple[Party, ...]:
    """The parties in the trame's order: those of the dossier, and those of the trame that the dossier lacks, the communes and others aside.

    The CAF has the name that the dossier gives it apart when its signatory has none of its own.
    """
    named = [
        _named(rank, signatory, dossier.caf_name)
        for rank, signatory in enumerate(dossier.signatories)
        if signatory.body
    ]
    missing = [kind for kind in REQUIRED if all(party.kind != kind for party in named)]
    lacking = [Party(kind, -1, Signatory(dossier.caf_name if kind == "caf" else None)) for kind in missing]
    order = [*KINDS, "autres"]
    return tuple(sorted((*named, *lacking), key=lambda party: order.index(party.kind)))


def _named(rank: int, signatory: Signatory, caf_name: str | None) -> Party:
    kind = party_kind(signatory.body or "")
    nameless = kind == "caf" and caf_name and not own_name(signatory.body or "")
    return Party(kind, rank, replace(signatory, body=caf_name) if nameless else signatory)


def present(party: Party, trame: Trame, blanks: list[Blank]) -> Paragraph:
    """The paragraph that presents a party, from the trame's own words where it has some."""
    if party.kind in ("communes", "autres"):
        return Paragraph("party", (*_free(party, trame, blanks), added(" ;")))
    part = _part_of(trame, party.kind)
    return Paragraph("party", tuple(_agreed(party, part, blanks)))


def signature(party: Party, blanks: list[Blank]) -> Paragraph:
    """The signature block of a party: in whose name, and who signs."""
    body = _spoken(party)
    who = party.signatory.represented_by
    name = (
        given(trim(who), _field(party, "represented_by"))
        if who
        else (blank("nom, prénom et titre", _field(party, "represented_by")),)
    )
    lead = (added("Pour "), *body, added(" : "))
    if not who:
        blanks.append(
            Blank(
                "Signatures",
                None,
                f"signataire : {''.join(span.text for span in body)}",
                _owner(party),
                _field(party, "represented_by"),
            )
        )
    return Paragraph("signature", (*lead, *name))


def _part_of(trame: Trame, kind: str) -> Part:
    return next(
        part
        for part in trame.parts
        if any(piece.slot and piece.slot.name.startswith(f"{kind}.") for piece in part.pieces)
    )


def _agreed(party: Party, part: Part, blanks: list[Blank]) -> Iterator[Span]:
    """The trame's words with its blanks filled and its participles agreed."""
    for number, piece in enumerate(part.pieces):
        if piece.slot is not None:
            yield from _filled(party, piece.slot, blanks)
        else:
            yield from _fitted(party, piece, part, first=number == 0)


def _filled(party: Party, slot: Slot, blanks: list[Blank]) -> Iterator[Span]:
    """What fills a blank: the address, the representative, the town of the court."""
    name = slot.name.split(".")[1]
    field = _field(party, "body" if name == "ville" else name)
    text = own_name(party.signatory.body or "") if name == "ville" else getattr(party.signatory, name)
    if text:
        yield from given(_small_article(trim(text)), field)
    else:
        blanks.append(Blank("Parties", None, slot.what, slot.owner, field))
        yield blank(f"à donner par : {slot.owner}", field)
    if name != "ville":
        yield added(",")


def _fitted(party: Party, piece: Piece, part: Part, first: bool) -> Iterator[Span]:
    """Fixed words of the trame, with what the party changes in them; the first ones name the party, its own name goes before their comma."""
    spans = list(
        changed(
            fixed(piece, part.article),
            _agreements(party),
            f"accord avec le signataire « {party.signatory.body or party.kind} »",
        )
    )
    tail = own_name(party.signatory.body or "")
    if not first or not tail or party.kind == "cour":
        yield from spans
        return
    for span in spans:
        before, comma, after = span.text.partition(",")
        if comma and tail:
            yield replace(span, text=before)
            yield added(" ")
            yield from given(tail, _field(party, "body"))
            yield replace(span, text=comma + after)
            tail = ""
        else:
            yield span


def _agreements(party: Party) -> list[tuple[str, str]]:
    """The words of the trame that agree with a party: (as they stand, as they become)."""
    said = party.signatory.represented_by or ""
    if party.kind == "prefet":
        return (
            [("Le préfet", "La préfète"), ("« le préfet »", "« la préfète »")]
            if _is_feminine(party)
            else [("dénommée", "dénommé")]
        )
    if party.kind != "cour":
        return []
    women = [(male, female) for male, female, sign in HEADS if re.search(sign, said, re.IGNORECASE)]
    elision = [("d’appel de ", "d’appel d’")] if elides(own_name(party.signatory.body or "")) else []
    return [*women, *elision, *([("dénommés", "dénommées")] if len(women) == len(HEADS) else [])]


def changed(span: Span, changes: Sequence[tuple[str, str]], why: str) -> Iterator[Span]:
    """A span of the trame with some of its words changed: what stays is the trame's, what changes is told why."""
    found = sorted((at, before, after) for before, after in changes if (at := span.text.find(before)) >= 0)
    done = 0
    for at, before, after in found:
        if at > done:
            yield Span(span.text[done:at], "trame", span.source, start=span.start, end=span.end)
        if after:
            yield Span(after, "dossier", why)
        done = at + len(before)
    if done < len(span.text):
        yield Span(span.text[done:], "trame", span.source, start=span.start, end=span.end)


def _free(party: Party, trame: Trame, blanks: list[Blank]) -> Iterator[Span]:
    """A commune or another party: the body, where it is, who represents it."""
    kind = "f" if party.kind == "communes" else gender_of(party.signatory.body or "")
    feminine = "e" if kind == "f" else ""
    yield from (_capital(span) if number == 0 else span for number, span in enumerate(_spoken(party)))
    slots = {name: trame.slot(f"communes.{name}") for name in ("address", "represented_by")}
    for name, lead in (("address", f", situé{feminine} "), ("represented_by", f", représenté{feminine} par ")):
        yield added(lead)
        text = getattr(party.signatory, name)
        if text:
            yield from given(_small_article(trim(text)), _field(party, name))
        else:
            what = slots[name].what.replace("chaque commune", f"« {party.signatory.body} »")
            blanks.append(Blank("Parties", None, what, _owner(party), _field(party, name)))
            yield blank(f"à donner par : {_owner(party)}", _field(party, name))


def _spoken(party: Party) -> tuple[Span, ...]:
    """A party with its article: "la préfète du Val-d’Ombre", "l’association Les Deux Toits"."""
    body = trim(party.signatory.body or "")
    if party.kind == "prefet" and _is_feminine(party):
        body = re.sub(r"(?i)\bpréfet\b", "préfète", body)
    if party.rank < 0 and not body:
        return (added(CALLED[party.kind]),)
    if re.match(r"(?i)(?:le|la|les) |l['’]", body):
        return given(body[0].lower() + body[1:], _field(party, "body"))
    kind = gender_of(body)
    if kind is None:
        return given(body, _field(party, "body"))
    small = (
        body if re.match(r"[A-ZÀ-Ý]{2}", body) or fold(body).split(" ")[0] in ACRONYMS else body[0].lower() + body[1:]
    )
    return added(the(small, kind)), *given(small, _field(party, "body"))


def _small_article(text: str) -> str:
    """A text that goes on a sentence: the article that opens it small, the rest as it is."""
    return re.sub(r"^(?:Le|La|Les|L’|Son|Sa)\b", lambda match: match.group().lower(), text)


def _is_feminine(party: Party) -> bool:
    """Whether a prefect is a woman: by the body's own name, else by how who represents it is called."""
    said = f"{party.signatory.body or ''} {party.signatory.represented_by or ''}"
    if FEMININE_PREFET.search(said):
        return True
    return re.search(r"\b(?:Mme|Madame)\b", said) is not None


def _field(party: Party, name: str) -> FieldPath:
    if party.rank < 0:
        return at("caf_name" if party.kind == "caf" and name == "body" else "signatories")
    return at("signatories", party.rank, name)


def _owner(party: Party) -> str:
    return party.signatory.body or OWNER[party.kind]


def _capital(span: Span) -> Span:
    return Span(span.text[:1].upper() + span.text[1:], span.origin, span.source, span.field)
