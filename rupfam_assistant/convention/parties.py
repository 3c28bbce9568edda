"""Parties: who signs, as the trame presents each, agreed in gender and number with who represents it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rupfam_assistant.convention.draft import Paragraph, Span
from rupfam_assistant.convention.spans import added, blank, changed, fixed, given
from rupfam_assistant.convention.trame import Piece, Slot, Trame
from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.dossier.bodies import KINDS, full_name, gender_of, known_body, own_name, party_kind, plain_name
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.dossier.schema import Dossier, Signatory
from rupfam_assistant.french.addresses import led_to, plain_address
from rupfam_assistant.french.agreement import at_the, department_of, elides, gender, of, of_place, the
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import words_of
from rupfam_assistant.french.signers import is_title, is_woman, signers
from rupfam_assistant.french.typography import INNER_QUOTES, capitalize, trim, uncapitalize
from rupfam_assistant.french.words import flatten, fold

REQUIRED = {
    "prefet": ("le préfet", "préfecture"),
    "cour": ("la cour d’appel", "cour d’appel"),
    "caf": ("la CAF", "CAF"),
    "cmsa": ("la CMSA", "CMSA"),
    "departement": ("le conseil départemental", "conseil départemental"),
}
OF_DEPARTMENT = ("prefet", "caf", "departement")
SAID = {
    "f": (", située ", ", représentée par ", ", ci-après dénommée « "),
    "m": (", situé ", ", représenté par ", ", ci-après dénommé « "),
    None: (", dont le siège est ", ", que représente ", ", ci-après « "),
}
OWN_ACRONYM = r"\((?P<acronym>[A-ZÀ-Ý][\w-]*[A-ZÀ-Ý]\w?)\)\Z"
IN_PLACE = r"\bcompetences? d(?:u departement|epartementale)|\Acollectivite (?:territoriale|unique|europeenne) d"
ARTICLE = r"(?i)^(?:m\. |mme |monsieur |madame )?(?:le |la |l['’])?"
HEADS = (("Le premier président", "La première présidente"), ("le procureur général", "la procureure générale"))
"""What each party of the trame is called without a name, and who knows the rest; where one stands, who signs and what
it is called then, by its gender, none known; the acronym after its name; what has the powers of a
department; what stands before a title alone; who
represents a court of appeal."""


@dataclass(frozen=True)
class Party:
    """A party of the convention: its kind, its rank in the dossier (-1: it is not there), and what is said of it."""

    kind: str
    rank: int
    signatory: Signatory

    @property
    def body(self) -> str:
        """What it is called, "" when the dossier does not tell."""
        return self.signatory.body or ""

    @property
    def owner(self) -> str:
        """Who knows what lacks about it."""
        return self.body or REQUIRED[self.kind][1]

    @property
    def is_feminine(self) -> bool:
        """Whether a prefect is a woman: by how who represents it is called, else by the body's own name."""
        woman = is_woman(self.signatory.represented_by or "")
        return "prefete" in flatten(self.body) or is_woman(self.body) is True if woman is None else woman

    def field(self, name: str) -> FieldPath:
        """The place in the dossier of what is said of it."""
        if self.rank < 0:
            return at("caf_name" if self.kind == "caf" and name == "body" else "signatories")
        return at("signatories", self.rank, name)


def parties_of(dossier: Dossier) -> tuple[Party, ...]:
    """The parties in the trame's order, those that the dossier lacks too; a nameless CAF has its name."""
    place, bodies = plain_name(dossier.department), [plain_name(one.body or "") for one in dossier.signatories]
    of_department = department_of(place, bodies) or of_place(place)
    named = []
    for rank, told in enumerate(dossier.signatories):
        told = replace(told, address=_address(told, dossier.signatories))
        if party_kind(told.body or "") == "caf" and dossier.caf_name and not own_name(told.body or ""):
            told = replace(told, body=dossier.caf_name)
        one = _by_kind(told, place, of_department)
        named += [Party(party_kind(one.body), rank, one)] if one.body else []
    places = {party: _stands_for(party, dossier) or party.kind for party in named}
    missing = [kind for kind in REQUIRED if kind not in places.values()]
    lacking = [Party(kind, -1, Signatory(dossier.caf_name if kind == "caf" else None)) for kind in missing]
    order = [*KINDS, "autres"]
    return tuple(sorted((*named, *lacking), key=lambda party: order.index(places.get(party, party.kind))))


def _address(one: Signatory, others: Sequence[Signatory]) -> str | None:
    """Where a signatory is: that of another, when it is said to be the same ("idem préfecture"); None when untold."""
    same = re.match(
        r"(?:(?:idem|meme adresse)\b|(?:voir|cf\.?) (?=\w))(?: que)?(?: (?:la|le) | l'| )?(?P<whose>.*)",
        flatten(one.address or ""),
    )
    if same is None:
        return one.address
    if not same["whose"] and (before := others[: next(n for n, other in enumerate(others) if other is one)]):
        return _address(before[-1], others)
    told = (other for other in others if other is not one and not flatten(other.address or "").startswith("idem"))
    return next((other.address for other in told if same["whose"] and same["whose"] in flatten(other.body or "")), None)


def _by_kind(one: Signatory, department: str, of_department: str) -> Signatory:
    """A signatory whose body is called by its kind and its own name, whatever was typed around, and those who sign for
    it by name, then title: "conseil départemental de l’Aulne" of "CD 60 - CONSEIL DÉPARTEMENTAL DE L’AULNE", "cour
    d’appel de Riom" of "CA de Riom" when its heads sign, "commune de Sornac" of "la mairie de Sornac"."""
    who, body = signers(trim(one.represented_by)) if one.represented_by else None, plain_name(one.body or "")
    who = re.sub(r"\bet (?=pour l[ea] )", f"et {MARKER} ", who) if who else who
    flat = flatten(body)
    heads = cues("bodies", "heads_of_court").search(flatten(who or ""))
    if heads and (court := re.match(r"ca (?:de |d')?(?=\w)", flat)):
        body = f"cour d’appel {of(body[court.end() :])}{body[court.end() :]}"
    elif (
        party_kind(body) == "autres"
        and not gender_of(body)
        and re.search(r"\bmaire\b", flatten(one.represented_by or ""))
    ):
        body = f"commune {of(body)}{body}"
    elif (aside := re.search(r" ?\(conseil d\w*.*", flat)) and flat.startswith("collectivite"):
        body = f"conseil départemental{body[len('collectivité') : aside.start()]}"
    elif named := re.match(r"cd ?\d+\w*\W+(?=conseil )", flat):
        body = body[named.end() :]
    elif former := re.match(r"(?:le )?(?:cd(?= d|\Z)|conseil general\b)", flat):
        body = f"conseil départemental{body[former.end() :]}"
    elif town := re.match(r"(?:la )?mairie (?=d)", flat):
        body = f"commune {body[town.end() :]}"
    known, first = known_body(body), re.sub(r"(?i)^(?:la |le |les |l[’'])", "", body).split(" ")[0]
    if fold(first) in words_of("acronyms") or (known and known[0] == first.upper()):
        body = body.replace(first, first.upper(), 1)
    kind, own = party_kind(body), own_name(body)
    head = body[: len(body) - len(own)]
    if department and re.search(rf"(?<!\w){re.escape(_spaced(department))}\Z", _spaced(body)):
        before = body[: len(body) - len(department)]
        lead = re.search(r"(?i)(?:\bde )?(?:\b(?:la|du|des|de) |\b[ld][’'])\Z", before)
        name = department if lead or kind not in OF_DEPARTMENT else of_department
        body = f"{before[: lead.start()]}{lead[0].lower()}{name}" if lead else f"{before}{name}"
    elif kind in OF_DEPARTMENT and not own and not flat.endswith("etat") and not re.match(r"de (?!la )", of_department):
        body = f"{body} {of_department}"
    own = own_name(body)
    if kind in REQUIRED and own and head.isupper() and len(head) > len("CMSA "):
        body = f"{REQUIRED[kind][1]} {of(own) if kind == 'cour' else ''}{own}"
    return replace(one, body=body or None, represented_by=who)


def is_unnamed(text: str) -> bool:
    """Whether who signs is told by a title alone: "le maire"."""
    return is_title(re.sub(ARTICLE, "", trim(text)))


def _spaced(name: str) -> str:
    """A flattened name, its hyphens as spaces."""
    return flatten(name).replace("-", " ")


def _stands_for(party: Party, dossier: Dossier) -> str:
    """The party of the trame whose place another takes, as the officer decided; "" for none."""
    if re.search(IN_PLACE, flatten(party.body)):
        return "departement"
    known = known_body(party.body)
    return known[1].stands if known and dossier.decided("stands", "signatories", party.body) else ""


def may_stand_for(party: Party, missing: Party) -> bool:
    """Whether a party may take the place of one that the trame names, as a CGSS that of the CMSA overseas."""
    known = known_body(party.body)
    return known is not None and known[1].stands == missing.kind


def call(party: Party) -> str:
    """A party with its article: "la préfète du Val-d’Ombre"."""
    return "".join(span.text for span in _called(party))


def present(party: Party, trame: Trame, alone: bool = True) -> Paragraph:
    """The paragraph that presents a party, from the trame's own words where it has some; one that is not `alone` of its
    kind is called by its own name."""
    if party.kind in ("communes", "autres"):
        return Paragraph("party", tuple(_free(party, trame)))
    prefix = f"{party.kind}."
    part = next(part for part in trame.parts if any(slot.name.startswith(prefix) for slot in part.slots))
    spans: list[Span] = []
    for piece in part.pieces:
        spans += _filled(party, piece.slot) if piece.slot else _fitted(party, piece, part.article, not spans, alone)
    return Paragraph("party", tuple(spans))


def sign(party: Party) -> Paragraph:
    """The signature block of a party: in whose name, and who signs."""
    field, who = party.field("represented_by"), party.signatory.represented_by
    awaited = blank("nom, prénom et titre", field, "Signatures", None, f"signataire : {call(party)}", party.owner)
    name = given(who, field) if who else (awaited,)
    if who and is_unnamed(who):
        name = (awaited, added(", "), *given(re.sub(ARTICLE, "", who), field))
    return Paragraph("signature", (added("Pour "), *_called(party, _short(party)), added(" : "), *name))


def _filled(party: Party, slot: Slot) -> Iterator[Span]:
    name = slot.name.split(".")[1]
    field = party.field("body" if name == "ville" else name)
    text = own_name(party.body) if name == "ville" else getattr(party.signatory, name)
    if text and party.kind == "prefet":
        title = r"(?i),\s*pr[ée]f[eè]te?(?: (?:d[ue]s? |d[’'])[^,;(]*)?(?=\s*(?:[,;(]|\Z))"
        text = re.sub(title, "", text)  # the trame has said it
    if text:
        yield from _told(party, trim(text), field)
    else:
        yield blank(f"à donner par : {slot.owner}", field, "Parties", None, slot.what, slot.owner)
    if name != "ville":
        yield added(",")


def _fitted(party: Party, piece: Piece, article: str, first: bool, alone: bool) -> Iterator[Span]:
    """Fixed words of the trame as the party changes them; in the first ones, its own name goes before their comma."""
    why = f"accord avec le signataire « {party.signatory.body or party.kind} »"
    tail = own_name(party.body) if first and party.kind != "cour" else ""
    for span in changed(fixed(piece, article), [*_agreements(party), *([] if alone else _apart(party))], why):
        before, comma, after = span.text.partition(",")
        if comma and tail:
            yield from (replace(span, text=before), added(" "), *given(tail, party.field("body")))
            yield replace(span, text=comma + after)
            tail = ""
        else:
            yield span


def _agreements(party: Party) -> list[tuple[str, str]]:
    """The words of the trame that agree with a party: (as they stand, as they become)."""
    if party.kind == "prefet":
        feminine = [("Le préfet", "La préfète"), ("« le préfet »", "« la préfète »")]
        return feminine if party.is_feminine else [("dénommée", "dénommé")]
    if party.kind != "cour":
        return []
    said = fold(party.signatory.represented_by or "")
    women = [(male, female) for male, female in HEADS if fold(female.partition(" ")[2]) in " ".join(said.split())]
    elision = [("d’appel de ", "d’appel d’")] if elides(own_name(party.body)) else []
    return [*women, *elision, *([("dénommés", "dénommées")] if len(women) == len(HEADS) else [])]


def _apart(party: Party) -> list[tuple[str, str]]:
    """What the trame calls a party once presented, as one of two of its kind is: (as it stands, as it becomes)."""
    called = REQUIRED[party.kind][0]
    return [(f"« {called} »", f"« {called} {own_name(party.body)} »")] if own_name(party.body) else []


def _free(party: Party, trame: Trame) -> Iterator[Span]:
    """A commune or another party: the body, where it is, who represents it."""
    kind = "f" if party.kind == "communes" else gender_of(party.body)
    stands, signs, named = SAID[kind]
    known = known_body(party.body)
    usual = {"address": known[1].seat, "represented_by": known[1].signs} if known else {}
    first, *others = _called(party, full_name(party.body))
    yield from (replace(first, text=capitalize(first.text)), *others)
    for name, lead in (("address", stands), ("represented_by", signs)):
        yield added(lead)
        text, field = getattr(party.signatory, name), party.field(name)
        if text:
            yield from _told(party, trim(text), field)
        else:
            what = trame.slot(f"communes.{name}").what.replace("chaque commune", f"« {party.body} »")
            often = f" ; le plus souvent : {usual[name]}" if usual.get(name) else ""
            yield blank(f"à donner par : {party.owner}{often}", field, "Parties", None, what, party.owner)
    yield from (added(named), *_called(party, _short(party)), added(" » ;"))


def _short(party: Party) -> str:
    """What a party is called once presented: by the acronym that the dossier gives after its name, else as it calls it,
    in full for an acronym that few would read."""
    if own := re.search(OWN_ACRONYM, party.body or ""):
        return own["acronym"]
    known = known_body(party.body)
    unread = known and (len(known[0]) < len("ARS") or (known[0].islower() and known[0] not in words_of("acronyms")))
    called = re.sub(r" \((?:\S+ ){2,}[^()]*\)\Z", "", full_name(party.body) if unread else plain_name(party.body))
    return re.sub(
        r"(?<=“)\s|\s(?=”)", "", re.split(r", (?=(?:[a-zà-ÿ]+ant|établissement)\b)", called)[0].translate(INNER_QUOTES)
    )


def _called(party: Party, name: str = "") -> tuple[Span, ...]:
    """A party with its article, by its own name or another: "la préfète du Val-d’Ombre", "l’association L’Ancre"."""
    body, field = name or plain_name(party.body) or party.body, party.field("body")
    if party.kind == "prefet" and "prefecture" not in flatten(body):
        return given(f"{'la préfète' if party.is_feminine else 'le préfet'} {own_name(body)}".rstrip(), field)
    if party.rank < 0 and not body:
        return (added(REQUIRED[party.kind][0]),)
    if re.match(r"(?i)(?:le|la|les) |l['’]", body):
        return given(uncapitalize(body), field)
    kind = gender_of(party.body)
    if kind is None:
        return given(body, field)
    is_acronym = re.match(r"[A-ZÀ-Ý]{2}|(?:Grand|Haut)e? [A-ZÀ-Ý]", body) or fold(body).split(" ")[0] in words_of(
        "acronyms"
    )
    small = body if is_acronym else uncapitalize(body)
    return added(the(small, kind)), *given(small, field)


def _told(party: Party, text: str, field: FieldPath) -> Iterator[Span]:
    """A text that goes on a sentence: an address with the kind of street that opens it small and in full, "à l’hôtel de
    ville", "à la Maison de la vallée", without a telephone; who represents a party as `signers` told it, a blank for
    the name where a title stands alone."""
    if field.name == "represented_by":
        if is_unnamed(text):
            what = f"nom et prénom de qui signe pour « {party.body} »"
            yield from (blank(f"à donner par : {party.owner}", field, "Parties", None, what, party.owner), added(", "))
            text = re.sub(ARTICLE, "", text)
        yield from given(text, field)
        return
    told = plain_address(text)
    seat = cues("bodies", "seats").match(flatten(told))
    way = cues("personal", "way").match(flatten(told)) or cues("bodies", "sites").match(flatten(told))
    small = seat or way or re.match(r"(?:À|Au)\b", told)
    yield from (added(at_the(told, gender(fold(seat[0])) or "m")),) if seat else ()
    if field.name == "address" and not small:
        lead, told = led_to(told)
        yield from (added(lead),) if lead else ()
    named = told.split()[0].isupper() or cues("bodies", "named_seats").match(flatten(told))
    yield from given(uncapitalize(told) if small and not named else told, field)
