"""Wishing: the words that the constraints of a dossier ask for, set where that is sure, and where they are left to the
officer."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from rupfam_assistant.dossier.alert import MARKER, Alert
from rupfam_assistant.dossier.paths import FieldPath, at, change_texts, texts_of
from rupfam_assistant.dossier.schema import FIELDS, Dossier
from rupfam_assistant.guard.constraints import wishes_of
from rupfam_assistant.guard.personal import mask_personal_data
from rupfam_assistant.guard.wishes import Wish, holds, reworded


def as_wished(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...]]:
    """A dossier whose sentences have the words that its constraints ask for; what is said of each wish: where it is
    done, where it is left to the officer, as in a name, or where the French would not be sure."""
    alerts: list[Alert] = []
    for wish in wishes_of(dossier.constraints or ""):
        concerned = [(path, text) for path, text in texts_of(dossier) if _is_on(path, text, wish)]
        sure = {path: told for path, text in concerned if (told := _worded(path, text, wish))}
        dossier = change_texts(dossier, partial(_set, sure))
        alerts += _told(wish, [*sure], [path for path, _ in concerned if path not in sure])
    return dossier, tuple(alerts)


def _set(sure: Mapping[FieldPath, str], path: FieldPath, text: str) -> str:
    return sure.get(path, text)


def _is_on(path: FieldPath, text: str, wish: Wish) -> bool:
    return FIELDS[(path.root,)].printed and holds(text, wish)


def _worded(path: FieldPath, text: str, wish: Wish) -> str:
    return reworded(text, wish) if path.is_sentence and MARKER not in text else ""


def _told(wish: Wish, done: Sequence[FieldPath], left: Sequence[FieldPath]) -> Iterator[Alert]:
    how = f"La contrainte « {mask_personal_data(wish.said)} » dit comment écrire"
    if not wish.words:
        message = f"{how} : le programme ne l’applique pas, écrivez-le ainsi."
        yield Alert("other", message, fields=(at("constraints"),))
    if done:
        yield Alert("other", f"{how} : c’est fait ici, {_places(done)}.", wish.instead, tuple(done))
    if left:
        message = f"{how} : écrivez vous-même « {wish.words} » ici, {_places(left)}."
        yield Alert("other", message, wish.instead, tuple(left))


def _places(paths: Sequence[FieldPath]) -> str:
    return " ; ".join(path.label for path in paths)
