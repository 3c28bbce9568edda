"""Assembly: the whole convention, the trame's own words with the department's parties, choices, article 2, signatures and annexes."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from rupfam_assistant.convention.article2 import (
    added,
    blank,
    department_name,
    fixed,
    given,
    national,
    prepare,
    write_article,
)
from rupfam_assistant.convention.draft import Blank, Draft, Paragraph, Span
from rupfam_assistant.convention.parties import Party, changed, parties_of, present, signature
from rupfam_assistant.convention.trame import Part, Piece, Slip, Slot, Trame
from rupfam_assistant.dossier.alert import Alert
from rupfam_assistant.dossier.arrangement import Classify
from rupfam_assistant.dossier.paths import at
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.french.dates import MONTH_NAME
from rupfam_assistant.french.numbers import NUMBER
from rupfam_assistant.french.typography import lower, trim
from rupfam_assistant.french.words import fold

PERIOD = r"(?:an|annee|semestre|trimestre|mois)\b"
YEARLY = re.compile(
    rf"\b{NUMBER}(?: a {NUMBER})? (?:fois|reunions?|seances?|rencontres?) (?:par|chaque|l'|dans l'|au moins par|minimum par) ?{PERIOD}"
    rf"|\b(?:chaque|tous les|toutes les) (?:annee|an|ans|annees|semestres?|trimestres?|mois)\b|\btous les {NUMBER} mois\b|\bpar {PERIOD}"
    r"|(?<!bi)(?<!tri)(?<!bis)(?<!quadri)annuel|\bsemestriel|\btrimestriel|\bbimestriel|\bmensuel|\bfois l'an\b"
    rf"|\ben (?:{MONTH_NAME})\b(?! 20)|\bau printemps\b|\ba l'automne\b"
)
RARE = re.compile(r"\b(?:0|zero) fois|\b(?:moins d'une|jamais|au plus)\b|\btous les (?:1[3-9]|[2-9]\d) mois")
"""Rhythms of once a year or more, and words that undo them, folded."""

CHOICES = {"CDSF": "Comités départementaux", "comités locaux des financeurs": "Comités locaux"}
FOLLOWED_BY = {
    "CDSF": "des comités départementaux des services aux familles",
    "comités locaux des financeurs": "des comités locaux des financeurs",
}
"""How articles 1 and 3 name each instance."""

CHOSEN = "choix de l’instance, dit une fois pour les articles 1 et 3"


def draft_convention(dossier: Dossier, trame: Trame, classify: Classify, today: date) -> Draft:
    """The draft of the whole convention of a department."""
    prepared = prepare(dossier, trame, classify, today)
    sober, parties, blanks = prepared.dossier, parties_of(prepared.dossier), list[Blank]()
    paragraphs = list(_before_the_parties(trame, sober, blanks))
    paragraphs += _parties(trame, parties, blanks)
    for part in trame.parts:
        if part.article in ("Parties", "Signatures", "Article 2") or part.kind == "note":
            if part.kind == "heading" and part.article == "Article 2":
                article, left = write_article(prepared, trame)
                paragraphs += article
                blanks += left
            continue
        paragraphs += _fixed_part(part, sober, trame, blanks)
    paragraphs += _signatures(parties, blanks)
    paragraphs += _annexes(sober, blanks)
    mended = [_mended(paragraph, trame.slips) for paragraph in paragraphs] if sober.mend_slips else paragraphs
    alerts = (*prepared.alerts, *_convention_alerts(sober, parties, trame))
    return Draft(tuple(mended), tuple(blanks), alerts, prepared.arrangement.classification)


def is_yearly(frequency: str) -> bool:
    """Whether a rhythm of meetings says once a year or more, which the trame demands."""
    folded = fold(frequency)
    return YEARLY.search(folded) is not None and RARE.search(folded) is None


def _before_the_parties(trame: Trame, dossier: Dossier, blanks: list[Blank]) -> Iterator[Paragraph]:
    slot = trame.slot("logos")
    logos = [signatory.body or "" for signatory in dossier.signatories if signatory.logo]
    if logos:
        yield Paragraph("logos", (added("Logos : "), *given(", ".join(logos), slot.field)))
    else:
        blanks.append(Blank("Parties", None, slot.what, slot.owner, slot.field))
        yield Paragraph(
            "logos", (added("Logos des signataires : "), blank(f"{slot.what} : {slot.example}", slot.field))
        )
    title = next(part for part in trame.parts if part.kind == "title")
    yield Paragraph(
        "title",
        tuple(
            changed(fixed(title.pieces[0], title.article), [("Trame de convention", "Convention")], "titre de la trame")
        ),
    )
    yield Paragraph("label", department_name(dossier))
    yield Paragraph(
        "connector", (fixed(next(part for part in trame.parts if part.text == "Entre :").pieces[0], "Parties"),)
    )


def _parties(trame: Trame, parties: Sequence[Party], blanks: list[Blank]) -> Iterator[Paragraph]:
    """The parties, "Et" between them, the note on their number, and the sentence that closes their list."""
    between = next(part for part in trame.parts if part.kind == "connector")
    for number, party in enumerate(parties):
        if number:
            yield Paragraph("connector", (fixed(between.pieces[0], between.article),))
        yield present(party, trame, blanks)
    yield national(next(part for part in trame.parts if part.kind == "note"))
    yield national(next(part for part in trame.parts if part.article == "Parties" and part.kind == "paragraph"))


def _fixed_part(part: Part, dossier: Dossier, trame: Trame, blanks: list[Blank]) -> Iterator[Paragraph]:
    """A part of the trame outside article 2, its blanks filled and its choices made."""
    if part.kind == "item" and any(part.text.startswith(start) for start in CHOICES.values()):
        if dossier.instance is None:
            yield national(part)
        elif part.text.startswith(CHOICES[dossier.instance]):
            yield Paragraph(
                "item",
                tuple(
                    span for piece in part.pieces for span in changed(fixed(piece, part.article), [(" ;", ".")], CHOSEN)
                ),
            )
        return
    paragraph = national(part)
    if all(piece.slot is None for piece in part.pieces):
        yield paragraph
        return
    spans: list[Span] = []
    for piece in part.pieces:
        spans += _slot(piece, piece.slot, part, dossier, blanks) if piece.slot else (fixed(piece, part.article),)
    yield Paragraph(paragraph.style, tuple(spans))


def _slot(piece: Piece, slot: Slot, part: Part, dossier: Dossier, blanks: list[Blank]) -> Iterator[Span]:
    """What stands in the place of a blank of articles 1 and 3."""
    if slot.name in ("instance", "suivi"):
        yield from _choice(piece, slot, part, dossier, blanks)
        return
    text = dossier.frequency if slot.name == "frequency" else dossier.organisation
    if text and not (slot.name == "frequency" and not is_yearly(text)):
        said = given(lower(trim(text)), slot.field)
        yield from (added("("), *said, added(")")) if slot.name == "frequency" else said
        return
    blanks.append(Blank(part.article, None, slot.what, slot.owner, slot.field))
    yield blank(f"{slot.what} : {slot.example}", slot.field)


def _choice(piece: Piece, slot: Slot, part: Part, dossier: Dossier, blanks: list[Blank]) -> Iterator[Span]:
    """The instance, chosen once: named alone in articles 1 and 3; both stand with a blank as long as none is chosen."""
    if dossier.instance is None:
        yield fixed(piece, part.article)
        if slot.name == "instance":
            blanks.append(Blank(part.article, None, slot.what, slot.owner, slot.field))
            yield from (added(" "), blank("choisir l’instance : CDSF ou comités locaux des financeurs", slot.field))
        return
    if slot.name == "instance":
        yield Span("ces instances", "dossier", CHOSEN, slot.field)
        return
    words = FOLLOWED_BY[dossier.instance]
    start = piece.text.find(words)
    yield Span(
        piece.text[start : start + len(words)],
        "trame",
        f"trame, {lower(part.article)} ; {CHOSEN}",
        slot.field,
        piece.start,
        piece.end,
    )


def _signatures(parties: Sequence[Party], blanks: list[Blank]) -> Iterator[Paragraph]:
    yield Paragraph("heading", (added("Signatures"),))
    blanks.append(Blank("Signatures", None, "lieu et date de signature", "signataires"))
    why = "la trame ne prévoit ni lieu ni date : ils se donnent à la signature"
    yield Paragraph("paragraph", (added("Fait à "), blank(why, None), added(", le "), blank(why, None), added(".")))
    yield from (signature(party, blanks) for party in parties)


def _annexes(dossier: Dossier, blanks: list[Blank]) -> Iterator[Paragraph]:
    yield Paragraph("heading", (added("Annexes"),))
    yield Paragraph("label", (added("Annexe 1 : convention-cadre nationale 2026-2029"),))
    yield Paragraph("label", (added("Annexe 2 : liste des membres de l’instance, à titre indicatif"),))
    members = [(number, text) for number, text in enumerate(dossier.members) if text]
    if not members:
        blanks.append(
            Blank("Annexes", None, "liste des membres de l’instance (annexe 2)", "signataires", at("members"))
        )
        yield Paragraph("item", (blank("membres de l’instance", at("members")),))
    yield from (Paragraph("item", given(trim(text), at("members", number))) for number, text in members)
    for number, text in enumerate(dossier.annexes):
        if text:
            yield Paragraph("label", (added(f"Annexe {number + 3} : "), *given(trim(text), at("annexes", number))))


def _mended(paragraph: Paragraph, slips: Sequence[Slip]) -> Paragraph:
    """A paragraph of the trame with its slips mended, as the officer chose."""
    changes = [(slip.quote, slip.mended) for slip in slips if slip.mended]
    spans = [
        part
        for span in paragraph.spans
        for part in (
            changed(span, changes, "coquille de la trame, corrigée à votre demande")
            if span.origin == "trame"
            else (span,)
        )
    ]
    return Paragraph(paragraph.style, tuple(spans))


def _convention_alerts(dossier: Dossier, parties: Sequence[Party], trame: Trame) -> Iterator[Alert]:
    for party in parties:
        if party.rank < 0:
            yield Alert(
                "missing",
                f"La trame nomme {signature_name(party)} parmi les parties : le dossier n’en dit rien, un blanc en tient la place.",
                fields=(at("signatories"),),
            )
    for party in parties:
        if party.kind == "prefet" and party.signatory.address:
            message = "La trame ne donne pas d’adresse au préfet : celle du dossier n’est pas reprise."
            yield Alert("other", message, (party.signatory.address,), (at("signatories", party.rank, "address"),))
    if dossier.frequency and not is_yearly(dossier.frequency):
        message = f"L’instance se réunit au moins une fois par an : « {dossier.frequency} » ne le dit pas et n’est pas repris."
        yield Alert("other", message, (dossier.frequency,), (at("frequency"),))
    if dossier.instance is None:
        yield Alert(
            "missing",
            "Choisissez l’instance (CDSF ou comités locaux des financeurs) : ce choix vaut pour les articles 1 et 3.",
            fields=(at("instance"),),
        )
    kept = [slip for slip in trame.slips if not (dossier.mend_slips and slip.mended)]
    state = (
        "Les autres ont été corrigées à votre demande."
        if dossier.mend_slips
        else "Elles sont gardées telles quelles ; vous pouvez demander à les corriger."
    )
    yield Alert(
        "other",
        f"La trame comporte des coquilles : {' ; '.join(slip.note for slip in kept)}. {state}",
        tuple(slip.quote for slip in kept),
        (at("mend_slips"),),
    )


def signature_name(party: Party) -> str:
    """How a party that the dossier lacks is called."""
    return "".join(span.text for span in signature(party, []).spans).removeprefix("Pour ").split(" : ")[0]
