"""Bodies: which party of the trame a body is, what it is called beside its kind, its gender."""

import re

from rupfam_assistant.french.agreement import gender
from rupfam_assistant.french.typography import trim
from rupfam_assistant.french.words import fold

KINDS = {
    "prefet": r"prefete?\b|prefecture\b|etat\b",
    "cour": r"cours? d'appel|chefs de (?:la )?cour|(?:premiere? president|procureur)\w* .*cour d'appel",
    "caf": r"caf\b|(?:caisse d')?allocations? familiales?",
    "cmsa": r"(?:caisse de )?c?msa\b|(?:caisse de (?:la )?)?mutualite sociale agricole",
    "departement": r"conseil departemental|departement\b|cd ?\d",
    "communes": r"communes?\b|ville\b|mairie\b",
}
"""How a signatory names itself, for each party of the trame; in the trame's order."""

OWN_NAME = re.compile(
    r"(?:le |la |l['’])?(?:préf(?:et|ète)|préfecture|caisse d['’]allocations familiales|caf|caisse de (?:la )?mutualité sociale agricole|c?msa"
    r"|conseil départemental)\b\s*",
    re.IGNORECASE,
)
"""What a party of the trame calls itself, before its own name."""

COURT = re.compile(r"cours? d['’]appel (?:de la |de l['’]|des |du |de |d['’])?(.+)", re.IGNORECASE)
FEMININE = frozenset(
    "caf cmsa msa ddets deets drieets udaf ars ddfe prefete prefecture cour caisse commune ville mairie association metropole communaute region union"
    " federation academie chambre direction maison mission agence sous-prefecture fondation cooperative".split()
)
MASCULINE = frozenset(
    "ccas cidff spip prefet conseil tribunal barreau departement centre rectorat service syndicat comite groupement ordre eveche".split()
)


def party_kind(body: str) -> str:
    """Which party of the trame a body is; "autres" when it is none of those that the trame names."""
    folded = re.sub(r"^(?:l'|(?:le|la|les|m\.?|mme|monsieur|madame) +)(?:le |la )?", "", fold(body).strip())
    return next((kind for kind, pattern in KINDS.items() if re.match(pattern, folded)), "autres")


def own_name(body: str) -> str:
    """What follows the kind in the name of a body: "du Val-d’Ombre", or "Montclair" for a court; "" when nothing does."""
    if court := COURT.search(trim(body)):
        return court[1].strip()
    named = OWN_NAME.match(trim(body))
    return trim(body)[named.end() :] if named else ""


def gender_of(body: str) -> str | None:
    """ "f" or "m" for the name of a body; None when nothing tells."""
    first = fold(body).split(" ")[0].split("-")[0]
    return "f" if first in FEMININE else "m" if first in MASCULINE else gender(first)
