"""Who the parties of a draft are, and whether each signs it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rupfam_assistant.dossier.bodies import party_kind
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.words import one_line

BETWEEN = re.compile(r"\n\s*(?:ET|Et|et)\s*,?\s*(?=\n)|\n\s*(?:[•▪◦●*|]|[-–—])\s+|\n[ \t]*\n|^\s*(?:[•▪◦●*|]|[-–—])\s+")
PERSON = re.compile(
    r"\b(?:MM?\.|Mme?s?|Mmes|Mlle|Monsieur|Madame|Me|Maître|Dr)\s+"
    r"((?:[A-ZÀ-Ý][\w’'-]*|d[eu]|des|la|le|d’|d')(?:[ \u00a0](?:[A-ZÀ-Ý][\w’'-]*\.?|de|du|des|la|le))*)"
)
TOLD = re.compile(
    r",?\s*(?:\bsituée?s?\b|\breprésentée?s?\b|\bci-après\b|[(\[…_]|\.{4})|,\s*(?=(?:MM?\.|Mmes?|Monsieur|Madame|Me)[ \u00a0])"
)
BODY = re.compile(
    r"(?:le|la|les|l'|monsieur|madame|m\.|mme)\s*(?:le |la )?"
    r"(?:prefete?|premiere? presidente?|procureure?|chefs de|cours?|caisse|caf|c?msa|conseil|communes?|ville|mairie|maire|departement|association"
    r"|union|federation|direction|tribunal|etat|metropole|communaute|agence|barreau|ordre|centre|comite|universite|region|academie|rectorat"
    r"|chambre|fondation"
    r"|mutualite|prefecture|udaf|cidff|ccas|spip|ddets\w*|deets|drieets|ars|cpam|service|groupement|syndicat|ligue|institut|maison|pays)\b"
)
COMMUNE = re.compile(
    r"(?:^|[:;,]|\bet\b)\s*(?:la (?:commune|ville) (?:d[’']|(?:de|du|des) )?)?"
    r"([A-ZÀ-Ý][\w’'-]*(?:[ -](?:[A-ZÀ-Ý][\w’'-]*|sur|sous|en|de|du|des|la|le|les|l’))*),? situ"
)
HEADS = ((r"premiere? presidente?", "le premier président"), (r"procureure? generale?", "le procureur général"))
SIGNS = {
    "prefet": r"\bprefete?\b",
    "caf": r"\bcaf\b|allocations familiales",
    "cmsa": r"\bc?msa\b|mutualite sociale",
    "departement": r"conseil departemental|\bdepartement\b",
}
"""How each party of the trame is called in the signature blocks, folded."""

COURT = re.compile(r"chefs de (?:la )?cour|cour d'appel")
DELEGATED = re.compile(r"par delegation|p\.? ?o\.?\b|pour ordre|suppleant")
COMMON = frozenset(
    "association federation union departementale departemental maison centre comite direction regionale des familles familiale commune ville".split()
)


@dataclass(frozen=True)
class Signer:
    """One who should sign: the trame's name for the party, how the draft presents it, who represents it, and where the draft says so."""

    kind: str
    called: str
    told: str
    person: str | None
    start: int
    end: int


def read_signers(text: str, start: int, end: int) -> tuple[Signer, ...]:
    """Each one who should sign, from the parties of a draft, which stand between two offsets."""
    signers: list[Signer] = []
    for first, last in _chunks(text, start, end):
        signers += _signers(text[first:last], first, last)
    return tuple(signers)


def party_paragraphs(text: str, start: int, end: int) -> tuple[str, ...]:
    """The paragraph that presents each party, between two offsets, on one line."""
    return tuple(_presented(text[first:last]) for first, last in _chunks(text, start, end))


def is_signed(signer: Signer, block: str) -> bool:
    """Whether the signature block holds who signs, by name or by office."""
    folded = fold(" ".join(block.split()))
    if signer.person and re.search(rf"\b{re.escape(fold(signer.person).split()[-1])}\b", folded):
        return True
    return holds_body(signer, block)


def holds_body(signer: Signer, block: str) -> bool:
    """Whether the signature block holds the office that signs, by whoever."""
    folded = fold(" ".join(block.split()))
    if signer.kind == "cour":
        wanted = next(sign for sign, called in HEADS if called == signer.called)
        lines = [fold(line) for line in re.split(r"\n|\|", block)]
        together = (
            line for line in lines if COURT.search(line) and not any(re.search(sign, line) for sign, _ in HEADS)
        )
        return re.search(wanted, folded) is not None or any(together)
    if signer.kind in SIGNS:
        return re.search(SIGNS[signer.kind], folded) is not None
    lines = [fold(line) for line in re.split(r"\n|\|", block)]
    words = [word for word in re.findall(r"[\w-]{3,}", fold(signer.called)) if word not in COMMON]
    if signer.kind == "communes":
        return any(
            re.search(r"\bmaires?\b|\bcommunes?\b|\bville\b|\bmairie\b|\badjointe?\b", line)
            and all(word in line for word in words)
            for line in lines
        )
    named = re.search(r"ci-apr[eè]s d[ée]nomm[ée]+e?s? «\W*(?:la |le |l[’'])?([^»]+?)\W*»", signer.told)
    short = fold(named[1]) if named else ""
    return any(
        (short and re.search(rf"\b{re.escape(short)}\b", line))
        or (words and sum(word in line for word in words) >= min(2, len(words)))
        for line in lines
    )


def _chunks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The paragraphs that present a party; one that does not open with a body goes on with the one before."""
    cuts = [start, *(match.end() for match in BETWEEN.finditer(text, start, end)), end]
    open_at = None
    for first, last in pairwise(cuts):
        words = text[first:last].strip()
        if BODY.match(re.sub(r"^\W+", "", fold(words))):
            if open_at is not None:
                yield open_at, first
            open_at = first
    if open_at is not None:
        yield open_at, end


def _signers(told: str, start: int, end: int) -> Iterator[Signer]:
    said = _presented(told)
    body = TOLD.split(said)[0].strip()
    kind = party_kind(body)
    people = [match[1] for match in PERSON.finditer(said)]
    if fold(body).startswith(
        ("le premier president", "la premiere presidente", "les chefs de cour", "le procureur", "la procureure")
    ):
        kind = "cour"
    if kind == "cour":
        yield from _heads(said, people, start, end)
    elif kind == "communes" or re.match(r"les communes", fold(body)):
        yield from _communes(said, start, end)
    else:
        yield Signer(kind, body, said, people[0] if people else None, start, end)


def _presented(told: str) -> str:
    """The paragraph of a party on one line, without the "Et" before the next."""
    said = re.sub(r"\s*\b(?:ET|Et|et)\s*[•▪◦●*|–—-]*$", "", one_line(told)).strip()
    return re.split(r"\s*Les partenaires de la présente convention", said)[0]


def _heads(said: str, people: Sequence[str], start: int, end: int) -> Iterator[Signer]:
    folded = fold(said)
    for pattern, called in HEADS:
        if not re.search(pattern, folded):
            continue
        person = next(
            (name for name in people if re.search(rf"{re.escape(fold(name))}\W+(?:\w+\W+)?{pattern}", folded)), None
        )
        yield Signer("cour", called, said, person, start, end)


def _communes(said: str, start: int, end: int) -> Iterator[Signer]:
    listed = (
        said.split(":", 1)[1]
        if ":" in said
        else re.sub(r"^(?:La |Les )?(?:communes?|villes?)(?: signataires?)?\s*(?:de |d’|d'|du |des )?", "", said)
    )
    places = list(COMMUNE.finditer(listed))
    for place, after in zip(places, [*places[1:], None], strict=False):
        own = listed[place.start() : after.start() if after else len(listed)]
        person = PERSON.search(own)
        yield Signer("communes", place[1], own.strip(" ;,"), person[1] if person else None, start, end)
    if not places and "(" not in listed:
        person = PERSON.search(said)
        yield Signer("communes", TOLD.split(listed)[0].strip(), said, person[1] if person else None, start, end)
