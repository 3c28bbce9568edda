"""Wishing: the words that the constraints of a dossier ask for, set where that is sure; a sentence where it is not is
withheld, a name left to the officer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rupfam_assistant.dossier.alert import MARKER, Alert
from rupfam_assistant.dossier.paths import FieldPath, at, change_texts, texts_of
from rupfam_assistant.dossier.schema import FIELDS, Dossier
from rupfam_assistant.french.acronyms import initials
from rupfam_assistant.guard.constraints import wishes_of
from rupfam_assistant.guard.personal import mask_personal_data
from rupfam_assistant.guard.wishes import Wish, holds, reworded

PHRASES, BODIES = ("label", "indicator", "organisation", "annexes"), ("pilot", "partners", "source", "members")
BLANKED = ("text", "label", "pilot", "partners", "source")
"""The fields that are worded as sentences are; those where words may stand for a body; those where a blank stands."""


@dataclass(frozen=True)
class Granted:
    """Where a wish is done, where the words that it asks not to write are withheld, where they are left."""

    wish: Wish
    done: tuple[FieldPath, ...]
    held: tuple[FieldPath, ...]
    left: tuple[FieldPath, ...]


def as_wished(dossier: Dossier) -> tuple[Dossier, tuple[Granted, ...]]:
    """A dossier whose sentences have the words that its constraints ask for; where each wish is granted."""
    granted: list[Granted] = []
    bodies = [one.body for one in dossier.signatories if one.body]
    for wish in (_in_full(one, bodies) for one in wishes_of(dossier.constraints or "")):
        concerned = {path: text for path, text in texts_of(dossier) if _is_on(path, text, wish)}
        worded = {path: reworded(text, wish) for path, text in concerned.items() if _may_change(path, wish)}
        told = {path: words or ("", MARKER)[path.name in BLANKED] for path, words in worded.items()}
        dossier = change_texts(dossier, partial(_set, told))
        done, held = (tuple(path for path in worded if bool(worded[path]) is sure) for sure in (True, False))
        granted.append(Granted(wish, done, held, tuple(path for path in concerned if path not in worded)))
    return dossier, tuple(granted)


def _in_full(wish: Wish, bodies: Sequence[str]) -> Wish:
    """A wish against an acronym alone, with the body of the dossier that it stands for, if there is one."""
    if wish.words or not wish.instead:
        return wish
    meant = next((body for body in bodies if initials(body) == wish.instead[0]), "")
    return replace(wish, words=meant, named=True) if meant else replace(wish, instead=())


def _set(told: Mapping[FieldPath, str], path: FieldPath, text: str) -> str:
    return told.get(path, text)


def _is_on(path: FieldPath, text: str, wish: Wish) -> bool:
    return FIELDS[(path.root,)].printed and text != MARKER and holds(text, wish)


def _may_change(path: FieldPath, wish: Wish) -> bool:
    return path.is_sentence or path.name in PHRASES or (wish.named and path.name in BODIES)


def wish_alerts(granted: Sequence[Granted], printed: Dossier) -> Iterator[Alert]:
    """What is said of each wish, of what is printed: where it is done, withheld, or left to the officer."""
    texts = dict(texts_of(printed))
    for one in granted:
        wish = one.wish
        how = f"La contrainte « {mask_personal_data(wish.said)} » dit comment écrire"
        instead = () if wish.named else wish.instead
        if not wish.words:
            message = f"{how} : le programme ne l’applique pas, écrivez-le ainsi."
            yield Alert("other", message, fields=(at("constraints"),))
        if done := tuple(path for path in one.done if texts.get(path, MARKER) not in ("", MARKER)):
            yield Alert("other", f"{how} : c’est remplacé ici, {_places(done)}.", instead, done)
        if one.held:
            message = f"{how}, et la phrase ne s’y prête pas : elle est tenue hors du projet, {_places(one.held)}."
            yield Alert("other", f"{message} Écrivez-la avec « {wish.words} ».", instead, one.held)
        if one.left:
            message = f"{how} : écrivez vous-même « {wish.words} » ici, {_places(one.left)}."
            yield Alert("other", message, instead, one.left)


def _places(paths: Sequence[FieldPath]) -> str:
    return " ; ".join(path.label for path in paths)
