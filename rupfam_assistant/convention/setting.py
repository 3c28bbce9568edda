"""The officer's words set in place: what may be printed of a dossier."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rupfam_assistant.dossier.alert import Alert, Remedy, Withheld
from rupfam_assistant.dossier.bodies import plain_name
from rupfam_assistant.dossier.cleaning import cleaned
from rupfam_assistant.dossier.doubts import settle_doubts
from rupfam_assistant.dossier.memos import without_memos
from rupfam_assistant.dossier.paths import FieldPath, at, change_texts
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.french import analyse
from rupfam_assistant.french.capitals import in_small_letters, with_names
from rupfam_assistant.french.clauses import Span
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.shorthand import write_out
from rupfam_assistant.french.signers import without_contact
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.french.words import flatten
from rupfam_assistant.guard.personal import mask_personal_data
from rupfam_assistant.guard.topics import NAME, amounts
from rupfam_assistant.guard.withholding import LIFTED, writable
from rupfam_assistant.places import corpus_folder
from rupfam_assistant.search.pairs import shipped_pairs

GONE = "Rien de cette action n’est écrit."
REACHED = ("represented_by", "source", "pilot", "partners")
GROUPED = {
    "personal_data": "Ces champs contiennent des données personnelles, tenues hors du projet : {where}. "
    "Retirez-les du dossier.",
    "instruction": "Ces champs contiennent un passage qui ressemble à une consigne donnée au programme : {where}. "
    "Aucune n’a été suivie ni n’entre dans le projet.",
    "other": "La contrainte « {constraint} » tient hors du projet {what}ce que disent ces champs : {where}.",
}
"""What is said of an action withheld whole; the fields that name who could be reached; what is said of several alerts
of one matter."""


@lru_cache(maxsize=4)
def set_in_place(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...], tuple[Withheld, ...]]:
    """The dossier as it is printed, what was pasted in it read first; the alerts; what is not printed."""
    clean, repeated = cleaned(dossier)
    settled, told, withheld = _settled(clean)
    return settled, (*told, *map(_masked, repeated)), withheld


def _settled(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...], tuple[Withheld, ...]]:
    """The dossier as it is printed: what must be withheld is, and what the officer noted for herself; abbreviations are
    written out, a blank stands for each doubt; the alerts that say so; what is not printed, by a constraint or by
    hand."""
    sober, told, withheld = writable(dossier, forbids)
    bare, noted = without_memos(sober, notes)
    towns = [*_towns(dossier)]
    written = change_texts(bare, lambda path, text: _with_towns(path, _written_out(path, text), towns))
    settled, asked = settle_doubts(written)
    return settled, (*_grouped(told, sober), *asked, *map(_masked, noted)), withheld


def forbids(constraints: str, statements: Sequence[str]) -> npt.NDArray[np.float32]:
    """The log-odds that constraints forbid each statement, by the reader of pairs that ships; each is read once."""
    known = _read_of(constraints)
    if fresh := [text for text in dict.fromkeys(statements) if text not in known]:
        odds = shipped_pairs(corpus_folder()).forbids(constraints, fresh)
        known.update(zip(fresh, odds.tolist(), strict=True))
    return np.array([known[text] for text in statements], np.float32)


@lru_cache(maxsize=64)
def _read_of(constraints: str) -> dict[str, float]:
    """What was read of statements beside the same constraints."""
    return {}


@lru_cache(maxsize=4096)
def notes(field: str, text: str) -> tuple[tuple[Span, float], ...]:
    """What is noted for oneself in the text of a field, piece by piece, by the reader of pairs that ships."""
    return tuple(shipped_pairs(corpus_folder()).notes(field, text))


def _written_out(path: FieldPath, text: str) -> str:
    """A text in full; who signs, who acts and who counted, without how to reach them."""
    return without_contact(write_out(text)) if path.name in REACHED else write_out(text)


def _with_towns(path: FieldPath, text: str, towns: Sequence[str]) -> str:
    """A text whose towns are named as they sign, a sentence in small letters first; a name in capitals as it is."""
    small = in_small_letters(text) if path.is_sentence else text
    return text if small.isupper() else with_names(capitalize(small) if small != text else text, towns)


def _towns(dossier: Dossier) -> Iterator[str]:
    """The names of the towns that sign, as the dossier has them there."""
    for body in (plain_name(one.body) for one in dossier.signatories if one.body):
        town = cues("bodies", "communes").match(flatten(body))
        if town and (name := NAME.search(body, town.end())):
            yield name[0]


def _masked(alert: Alert) -> Alert:
    """An alert without the personal data that the words it quotes may hold."""
    values, parts = tuple(map(mask_personal_data, alert.values)), tuple(map(_masked, alert.parts))
    remedies = tuple(replace(one, label=mask_personal_data(one.label)) for one in alert.remedies)
    return replace(alert, message=mask_personal_data(alert.message), values=values, remedies=remedies, parts=parts)


def _grouped(alerts: tuple[Alert, ...], sober: Dossier) -> Iterator[Alert]:
    """Alerts of one matter made one: all the personal data, all the orders, all that one constraint withholds; each
    action of which nothing is left is said to be."""
    groups: dict[tuple[str, str], list[Alert]] = {}
    for alert in alerts:
        matter = alert.constraint or (alert.message if alert.kind == "other" else "")
        groups.setdefault((alert.kind, matter), []).append(alert)
    for (kind, matter), group in groups.items():
        if len(group) == 1 or {field.root for alert in group for field in alert.fields} == {"constraints"}:
            gone = group[0].constraint and any(_is_gone(field, sober) for field in group[0].fields)
            yield replace(group[0], message=f"{group[0].message} {GONE}") if gone else group[0]
            continue
        fields = tuple(dict.fromkeys(f for alert in group for f in alert.fields if f.root != "constraints"))
        values = tuple(dict.fromkeys(value for alert in group for value in alert.values))
        told = (f"{field.label}{' (l’action entière)' if _is_gone(field, sober) else ''}" for field in fields)
        where = " ; ".join(told)
        what = "un montant sous embargo ou non voté, et " if any(map(amounts, values)) else ""
        message = GROUPED[kind].format(where=where, constraint=matter, what=what)
        yield replace(group[0], message=message, fields=fields, values=values, remedies=(), parts=tuple(group))


def _is_gone(field: FieldPath, sober: Dossier) -> bool:
    """Whether a field is the text of an action of which nothing is left."""
    return field.parts[0] == "planned_actions" and field.name == "text" and not field.text_in(sober)


def lapsed(withheld: Iterable[Withheld], today: date) -> Iterator[Alert]:
    """A question for each ban whose term, a date that it tells, is over: it still holds, until the officer lifts it."""
    for one in withheld:
        told = analyse(one.what).dates
        if told and told[-1].last < today and one.fields and not one.lifted:
            when = one.what[told[-1].start : told[-1].end]
            said = mask_personal_data(one.constraint)
            message = f"La contrainte « {said} » valait jusqu’à une date passée, {when} : vaut-elle encore ?"
            lift = Remedy("Écrire ce qu’elle tenait", LIFTED, (at("constraints"),), "ban", one.what)
            yield Alert("date", message, (when,), one.fields, remedies=(lift,))


def wording_of(dossier: Dossier, field: FieldPath) -> str:
    """The wording kept for a sentence of a dossier set in place, as long as it has the words that it was made for."""
    text = field.text_in(dossier)
    return next((w.wording for w in dossier.wordings if w.field == str(field) and w.original == text), "")
