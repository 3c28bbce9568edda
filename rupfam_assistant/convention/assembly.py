"""Assembly: the whole convention, the trame's words with the department's parties, choices, article 2 and annexes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from rupfam_assistant.convention.article2 import department_name, prepare, write_article
from rupfam_assistant.convention.draft import Draft, Paragraph, Span
from rupfam_assistant.convention.offering import proposed_wordings
from rupfam_assistant.convention.parties import Party, call, is_unnamed, may_stand_for, parties_of, present, sign
from rupfam_assistant.convention.spans import added, blank, changed, fixed, given, national
from rupfam_assistant.convention.trame import Part, Piece, Slip, Slot, Trame, is_yearly
from rupfam_assistant.dossier.alert import MARKER, Alert, Remedy
from rupfam_assistant.dossier.alerts import weighed
from rupfam_assistant.dossier.arrangement import Classify
from rupfam_assistant.dossier.bodies import bodies_in, is_same_body
from rupfam_assistant.dossier.paths import at
from rupfam_assistant.dossier.placing import Encode
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.dossier.sides import subject_of
from rupfam_assistant.french.addresses import has_town
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.rhythms import yearly_times
from rupfam_assistant.french.signers import without_successor
from rupfam_assistant.french.typography import capitalize, enumerate_all, lower, trim, with_apostrophes
from rupfam_assistant.french.words import flatten

LOCAL = "comités locaux des financeurs"
CHOICES = {"CDSF": "Comités départementaux", LOCAL: "Comités locaux"}
FOLLOWED_BY = {"CDSF": "des comités départementaux des services aux familles", LOCAL: f"des {LOCAL}"}
"""How articles 1 and 3 name each instance."""

ANNEXES = ("convention-cadre nationale 2026-2029", "liste des membres de l’instance, à titre indicatif")
INSTANCE = "comité départemental des services aux familles (CDSF)"
NUMBERED = r"(?i)^annexe \w{1,3} ?[:–—-] ?(?=\w)"
"""The annexes that the trame joins; what its instance is most often called; how the officer's may open."""

CHOSEN = "choix de l’instance, dit une fois pour les articles 1 et 3"


def draft_convention(
    dossier: Dossier, trame: Trame, classify: Classify, today: date, encode: Encode | None = None
) -> Draft:
    """The draft of the whole convention of a department."""
    prepared = prepare(dossier, trame, classify, today, encode)
    sober, parties = prepared.dossier, parties_of(prepared.dossier)
    paragraphs = [*_head(trame, sober), *_parties(trame, parties)]
    for part in trame.parts:
        if part.article == "Article 2" and part.kind == "heading":
            paragraphs += write_article(prepared, trame)
        elif part.article not in ("Parties", "Signatures", "Article 2") and part.kind != "note":
            paragraphs += _fixed_part(part, sober)
    paragraphs += (*_signatures(parties), *_annexes(sober))
    mended = [_mended(paragraph, trame.slips) for paragraph in paragraphs] if sober.mend_slips else paragraphs
    alerts = weighed((*prepared.alerts, *_convention_alerts(sober, parties, trame)), dossier)
    proposals = proposed_wordings(sober)
    arrangement = prepared.arrangement
    return Draft(tuple(mended), alerts, arrangement.classification, proposals, prepared.withheld, arrangement.places)


def _head(trame: Trame, dossier: Dossier) -> Iterator[Paragraph]:
    """What stands before the parties: the logos, the title, the department."""
    slot = trame.slot("logos")
    logos = [signatory.body or "" for signatory in dossier.signatories if signatory.logo]
    absent = (added("Logos des signataires : "), _example(slot, "Parties"))
    yield Paragraph("logos", (added("Logos : "), *given(", ".join(logos), slot.field)) if logos else absent)
    title = next(part for part in trame.parts if part.kind == "title")
    renamed = [("Trame de convention", "Convention")]
    yield Paragraph("title", tuple(changed(fixed(title.pieces[0], title.article), renamed, "titre de la trame")))
    yield Paragraph("label", department_name(dossier))
    between = next(part.pieces[0] for part in trame.parts if part.text == "Entre :")
    yield Paragraph("connector", (fixed(between, "Parties"),))


def _parties(trame: Trame, parties: Sequence[Party]) -> Iterator[Paragraph]:
    """The parties, "Et" between them, the note on their number, and the sentence that closes their list."""
    between = next(part for part in trame.parts if part.kind == "connector")
    kinds = Counter(party.kind for party in parties)
    for number, party in enumerate(parties):
        if number:
            yield Paragraph("connector", (fixed(between.pieces[0], between.article),))
        yield present(party, trame, kinds[party.kind] == 1)
    yield national(next(part for part in trame.parts if part.kind == "note"))
    yield national(next(part for part in trame.parts if part.article == "Parties" and part.kind == "paragraph"))


def _fixed_part(part: Part, dossier: Dossier) -> Iterator[Paragraph]:
    """A part of the trame outside article 2, its blanks filled and its choices made."""
    paragraph = national(part)
    if part.kind == "item" and part.text.startswith(tuple(CHOICES.values())):
        if dossier.instance is None:
            yield paragraph
        elif part.text.startswith(CHOICES[dossier.instance]):
            ended = (changed(span, [(" ;", ".")], CHOSEN) for span in paragraph.spans)
            yield Paragraph("item", tuple(chain.from_iterable(ended)))
        return
    frequency = dossier.frequency or ""
    rhythm = yearly_times(lower(trim(frequency))) if is_yearly(frequency) else ""
    if rhythm and any(piece.slot and piece.slot.name == "frequency" for piece in part.pieces):
        yield Paragraph(paragraph.style, tuple(chain.from_iterable(_rhythm(part, rhythm))))
        return
    spans = [_slot(piece, part, dossier) if piece.slot else (fixed(piece, part.article),) for piece in part.pieces]
    yield Paragraph(paragraph.style, tuple(chain.from_iterable(spans)))


def _rhythm(part: Part, rhythm: str) -> Iterator[Iterable[Span]]:
    """The sentence on the rhythm of meetings, the dossier's in the place of the trame's least."""
    why = "rythme des réunions, dit par le dossier"
    for piece in part.pieces:
        least = [("une fois par an ", "")]
        yield given(rhythm, at("frequency")) if piece.slot else changed(fixed(piece, part.article), least, why)


def _slot(piece: Piece, part: Part, dossier: Dossier) -> Iterator[Span]:
    slot = piece.slot
    assert slot is not None
    if slot.name in ("instance", "suivi"):
        yield from _choice(piece, slot, part, dossier)
    elif slot.name == "frequency" and dossier.frequency and is_yearly(dossier.frequency):
        yield from (added("("), *given(lower(trim(dossier.frequency)), slot.field), added(")"))
    elif slot.name != "frequency" and dossier.organisation:
        yield from given(re.sub(r"\s*:\s", " – ", lower(trim(dossier.organisation))), slot.field)
    else:
        yield _example(slot, part.article)


def _example(slot: Slot, article: str) -> Span:
    return blank(f"{slot.what} : {slot.example}", slot.field, article, None, slot.what, slot.owner)


def _choice(piece: Piece, slot: Slot, part: Part, dossier: Dossier) -> Iterator[Span]:
    """The instance, chosen once, named alone in articles 1 and 3; both stand with a blank as long as none is chosen."""
    if dossier.instance is None:
        yield fixed(piece, part.article)
        if slot.name == "instance":
            why = "choisir l’instance : CDSF ou comités locaux des financeurs"
            yield from (added(" "), blank(why, slot.field, part.article, None, slot.what, slot.owner))
    elif slot.name == "instance":
        yield Span("ces instances", "dossier", CHOSEN, slot.field)
    else:
        said = f"trame, {lower(part.article)} ; {CHOSEN}"
        yield Span(FOLLOWED_BY[dossier.instance], "trame", said, slot.field, piece.start, piece.end)


def _signatures(parties: Sequence[Party]) -> Iterator[Paragraph]:
    yield Paragraph("heading", (added("Signatures"),))
    why = "la trame ne prévoit ni lieu ni date : ils se donnent à la signature"
    place = blank(why, None, "Signatures", None, "lieu et date de signature", "signataires")
    yield Paragraph("paragraph", (added("Fait à "), place, added(", le "), blank(why, None), added(".")))
    yield from (sign(party) for party in parties)


def _annexes(dossier: Dossier) -> Iterator[Paragraph]:
    yield Paragraph("heading", (added("Annexes"),))
    for number, what in enumerate(ANNEXES, 1):
        yield Paragraph("label", (added(f"Annexe {number} : {what}"),))
    if not any(dossier.members):
        what = "liste des membres de l’instance (annexe 2)"
        awaited = blank("membres de l’instance", at("members"), "Annexes", None, what, "signataires")
        yield Paragraph("item", (awaited,))
    for number, text in enumerate(dossier.members):
        if text:
            yield Paragraph("item", given(trim(text), at("members", number)))
    own = [(rank, re.sub(NUMBERED, "", trim(text))) for rank, text in enumerate(dossier.annexes) if text]
    others = [(rank, text) for rank, text in own if not _is_of_trame(text)]
    for number, (rank, text) in enumerate(others, len(ANNEXES) + 1):
        yield Paragraph("label", (added(f"Annexe {number} : "), *given(text, at("annexes", rank))))


def _is_of_trame(annex: str) -> bool:
    """Whether an annex is one that the trame joins already, said shorter or not: "Membres de l’instance"."""
    told, (national, members) = subject_of(annex), map(subject_of, ANNEXES)
    listed = subject_of("membres") <= told <= members | subject_of(INSTANCE)
    return listed or subject_of("convention cadre") <= told <= national


def _mended(paragraph: Paragraph, slips: Sequence[Slip]) -> Paragraph:
    changes = [(slip.quote, slip.mended) for slip in slips if slip.mended]
    why = "coquille de la trame, corrigée à votre demande"
    spans = (changed(span, changes, why) if span.origin == "trame" else (span,) for span in paragraph.spans)
    return Paragraph(paragraph.style, tuple(chain.from_iterable(spans)))


def _convention_alerts(dossier: Dossier, parties: Sequence[Party], trame: Trame) -> Iterator[Alert]:
    where, untold = (at("signatories"),), list[str]()
    for party in (party for party in parties if party.rank < 0):
        other = next((one for one in parties if may_stand_for(one, party)), None)
        if other is None:
            untold.append(call(party))
            continue
        asked = f"{call(other)}, que vous nommez, en tient-elle la place ?"
        takes = Remedy(f"{capitalize(call(other))} en tient la place", call(party), where, "stands", other.body)
        message = f"La trame nomme {call(party)} parmi les parties : {asked}"
        yield Alert("missing", message, fields=where, remedies=(takes,))
    if untold:
        blanks = "un blanc en tient la place" if len(untold) == 1 else "des blancs en tiennent la place"
        message = f"La trame nomme {enumerate_all(untold)} parmi les parties : le dossier n’en dit rien, {blanks}."
        yield Alert("missing", message, tuple(untold), where)
    yield from _untold(dossier, parties)
    for party in parties:
        if party.kind == "prefet" and party.signatory.address:
            message = "La trame ne donne pas d’adresse au préfet : celle du dossier n’est pas reprise."
            yield Alert("other", message, (party.signatory.address,), (at("signatories", party.rank, "address"),))
    if dossier.frequency and not is_yearly(dossier.frequency):
        said = f"« {dossier.frequency} » ne le dit pas et n’est pas repris."
        message = f"L’instance se réunit au moins une fois par an : {said}"
        yield Alert("other", message, (dossier.frequency,), (at("frequency"),))
    if dossier.instance is None:
        choice = "Choisissez l’instance (CDSF ou comités locaux des financeurs)"
        yield Alert("missing", f"{choice} : ce choix vaut pour les articles 1 et 3.", fields=(at("instance"),))
    kept = [slip for slip in trame.slips if not (dossier.mend_slips and slip.mended)]
    unmended = "Elles sont gardées telles quelles ; vous pouvez demander à les corriger."
    state = "Les autres ont été corrigées à votre demande." if dossier.mend_slips else unmended
    message = f"La trame comporte des coquilles : {' ; '.join(slip.note for slip in kept)}. {state}"
    yield Alert("other", message, tuple(slip.quote for slip in kept), (at("mend_slips"),))


def _untold(dossier: Dossier, parties: Sequence[Party]) -> Iterator[Alert]:
    """One alert for all that the parties named by the dossier lack; one for who pilots and does not sign."""
    named = [party for party in parties if party.rank >= 0]
    lacking = [
        ("adresse", "address", [one for one in named if one.kind != "prefet" and not one.signatory.address]),
        ("adresse sans ville", "address", [one for one in named if _has_no_town(one, named)]),
        ("représentant", "represented_by", [one for one in named if not one.signatory.represented_by]),
        (
            "nom de qui signe",
            "represented_by",
            [one for one in named if is_unnamed(one.signatory.represented_by or "")],
        ),
        (
            "qui signera, l’un remplaçant l’autre",
            "represented_by",
            [one for one in named if _is_replaced(one, dossier)],
        ),
        ("deux organismes en un, à séparer", "body", [one for one in named if _are_two(one.body)]),
    ]
    if any(ones for _, _, ones in lacking):
        told = (f"{what} ({', '.join(one.body for one in ones)})" for what, _, ones in lacking if ones)
        fields = tuple(one.field(name) for _, name, ones in lacking for one in ones)
        yield Alert("missing", f"Parties à compléter : {' ; '.join(told)}.", fields=fields)
    names = [*(party.body for party in named), *(one.body for one in dossier.signatories if one.body)]
    strange = [
        (at("planned_actions", rank, "pilot"), body)
        for rank, action in enumerate(dossier.planned_actions)
        for body in bodies_in(action.pilot or "")
        if body and MARKER not in body and not _is_among(body, names)
    ]
    everyone = [path for path, body in strange if cues("bodies", "everyone").match(flatten(body))]
    if everyone:
        yield Alert("missing", "« Tous » ne pilotent pas une action : qui la pilote ?", fields=tuple(everyone))
    outside = {path: body for path, body in strange if path not in everyone}
    if outside and named:
        bodies = tuple(dict.fromkeys(outside.values()))
        told_by = enumerate_all([f"« {body} »" for body in bodies])
        message = f"Ces pilotes ne sont pas parmi les signataires : {told_by}. Faut-il les y ajouter ?"
        yield Alert("missing", message, bodies, tuple(outside))


def _are_two(body: str) -> bool:
    """Whether one name is that of two bodies: "CAF et MSA", not "Centre hospitalier, établissement public"."""
    return len(bodies_in(body)) > 1 and not re.search(r", [a-zà-ÿ]{4,}", body)


def _is_among(body: str, names: Sequence[str]) -> bool:
    """Whether a body, or each of those that a name joins, has one of these names."""
    each = re.split(r"\s+et\s+|,\s+|\s*[+/]\s*", body)
    return any(is_same_body(body, name) for name in names) or all(
        any(is_same_body(one, name) for name in names) for one in each
    )


def _is_replaced(party: Party, dossier: Dossier) -> bool:
    """Whether who signs for a party is said to be replaced soon."""
    told = with_apostrophes(dossier.signatories[party.rank].represented_by or "")
    return without_successor(told) != told


def _has_no_town(party: Party, others: Sequence[Party]) -> bool:
    """Whether an address is but a street, without a postal code nor a town."""
    told = party.signatory.address or ""
    if not told or party.kind == "prefet" or re.search(r"\d{5}", told):
        return False
    addresses = (other.signatory.address or "" for other in others)
    towns = (town[1] for address in addresses if (town := re.search(r"\d{5} ([A-ZÀ-Ý][\w’'-]+)", address)))
    return not has_town(told) and not any(town in told for town in towns)
