"""Parties and signature blocks, which must agree."""

import re
from collections.abc import Iterator

from rupfam_assistant.french.words import fold
from rupfam_assistant.review.alignment import Draft
from rupfam_assistant.review.findings import Deviation, Permitted
from rupfam_assistant.review.parties import DELEGATED, PERSON, Signer, holds_body, is_signed, read_signers
from rupfam_assistant.review.words import one_line

AS_THE_TRAME = {
    "prefet": "Le préfet",
    "caf": "La caisse d’Allocations familiales",
    "cmsa": "La caisse de la mutualité sociale agricole",
    "departement": "Le conseil départemental",
    "communes": "Les communes signataires",
    "autres": "Autres",
}
REQUIRED = ("prefet", "cour", "caf", "cmsa", "departement")
TRAME_NAMES = {**AS_THE_TRAME, "cour": "Le premier président et le procureur général près la cour d’appel"}
SIGNED = re.compile(r"\bfait (?:a|en|le)\b|\bsignatures?\b", re.IGNORECASE)
CONVENE = re.compile(r"Les partenaires de la présente convention|Il est convenu|Préambule|PRÉAMBULE", re.IGNORECASE)


def find_signatories(draft: Draft) -> tuple[list[Deviation], list[Permitted]]:
    """The parties that have no signature block, or another name in it; and what is permitted of the list of parties."""
    signers = read_signers(draft.text, 0, end_of_parties(draft))
    start, end = _signature_block(draft)
    block = draft.text[start:end]
    permitted = _agreed(signers)
    if not signers:
        return [], permitted
    if start == end:
        expected = "+ Ajouter les signataires et les annexes"
        message = f"Aucun bloc de signature : {', '.join(_called(signer) for signer in signers)} doivent signer la convention."
        return [Deviation("Signatures", "signatory_missing", "blocking", message, expected, "", end, end)], permitted
    unsigned = [deviation for signer in signers if (deviation := _unsigned(signer, block, start)) is not None]
    return [*unsigned, *_unannounced(signers, draft, start, end)], permitted


def _unannounced(signers: tuple[Signer, ...], draft: Draft, start: int, end: int) -> Iterator[Deviation]:
    """Those who sign without being of the parties: neither their name nor their office is there."""
    parties = fold(draft.text[: end_of_parties(draft)])
    for line in re.finditer(r"[^\n|]+", draft.text[start:end]):
        person = PERSON.search(line.group())
        if (
            person is None
            or fold(person[1]).split()[-1] in parties
            or any(holds_body(signer, line.group()) for signer in signers)
        ):
            continue
        said = one_line(line.group())
        message = (
            f"« {said} » signe sans figurer parmi les parties : les parties et le bloc de signature doivent s’accorder."
        )
        yield Deviation(
            "Parties", "signatory_missing", "to_check", message, "", said, start + line.start(), start + line.end()
        )


def _unsigned(signer: Signer, block: str, place: int) -> Deviation | None:
    if not is_signed(signer, block):
        message = f"{_called(signer)} figure parmi les parties mais pas dans le bloc de signature : sans sa signature, la convention ne l’engage pas."
        return Deviation(
            "Signatures", "signatory_missing", "blocking", message, _expected(signer), _told(signer), place, place
        )
    if signer.person is None or DELEGATED.search(fold(block)) or not _is_named_otherwise(signer, block):
        return None
    message = f"{_called(signer)} : les parties nomment {signer.person}, le bloc de signature quelqu’un d’autre ; les deux doivent s’accorder."
    return Deviation(
        "Signatures", "signatory_missing", "to_check", message, _expected(signer), _told(signer), place, place
    )


def _is_named_otherwise(signer: Signer, block: str) -> bool:
    """Whether the line of a body in the signature block bears another name than the parties give."""
    if signer.person is None:
        return False
    last = fold(signer.person).split()[-1]
    lines = [line for line in re.split(r"\n\s*\n|\n(?=\S)|\|\s*\n", block) if holds_body(signer, line)]
    return (
        bool(lines)
        and last not in fold(block)
        and any(re.search(r"\b(?:M\.|Mme|Monsieur|Madame) ", line) for line in lines)
    )


def _called(signer: Signer) -> str:
    if signer.kind == "cour":
        return f"{signer.called[0].upper()}{signer.called[1:]}{f' ({signer.person})' if signer.person else ''}"
    return f"{f'La commune de {signer.called}' if signer.kind == 'communes' else signer.called}{f' ({signer.person})' if signer.person else ''}"


def _expected(signer: Signer) -> str:
    return signer.called[0].upper() + signer.called[1:] if signer.kind == "cour" else AS_THE_TRAME[signer.kind]


def _told(signer: Signer) -> str:
    return f"{signer.called}{f', {signer.person}' if signer.person else ''}" if signer.kind == "cour" else signer.told


def _agreed(signers: tuple[Signer, ...]) -> list[Permitted]:
    kinds = {signer.kind for signer in signers}
    lacking = [TRAME_NAMES[kind] for kind in REQUIRED if signers and kind not in kinds]
    told = [
        Permitted(
            "Parties",
            f"{name} n’est pas parmi les parties : la liste dépend du contexte local, vérifiez que c’est voulu.",
        )
        for name in lacking
    ]
    others = [signer for signer in signers if signer.kind in ("communes", "autres")]
    return told + [Permitted("Parties", f"Signataire local, permis : {signer.called}.") for signer in others]


def end_of_parties(draft: Draft) -> int:
    """The offset where the list of the parties ends."""
    section = next((section for section in draft.sections if section.article == "Préambule"), None)
    limit = section.start if section else 6_000
    opening = CONVENE.search(draft.text, 0, limit)
    return opening.start() if opening else limit


def _signature_block(draft: Draft) -> tuple[int, int]:
    """Where the signatures stand; an empty span at the end when there are none."""
    section = next((section for section in draft.sections if section.article == "Signatures"), None)
    if section is None:
        return len(draft.text), len(draft.text)
    after = [other.start for other in draft.sections if other.start > section.start and other.article == "Annexes"]
    block = draft.text[section.start : after[0] if after else len(draft.text)]
    if not re.search(
        r"[A-ZÀ-Ý]\w+", re.sub(r"(?m)^.*\+ ?Ajouter les signataires.*$|^\W*(?:Signatures?|Fait à[^\n]*)\W*$", "", block)
    ):
        return len(draft.text), len(draft.text)
    return section.start, section.start + len(block)
