"""Ticking: what the officer ticks « ne pas imprimer » by hand is kept out of what is written."""

from dataclasses import replace

from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.dossier.paths import FieldPath, at, change_texts
from rupfam_assistant.dossier.schema import Action, Dossier, Figure

NOT_PRINTED = "taire"
"""What the officer decides of a field."""


def is_ticked_off(dossier: Dossier, path: FieldPath, text: str | None) -> bool:
    """Whether the officer ticked a field of these words, by its name."""
    return dossier.decided("printed", path.name, text or "") == NOT_PRINTED


def without_ticked(dossier: Dossier) -> Dossier:
    """The dossier without what the officer ticked « ne pas imprimer »: an action or a figure goes whole with its first
    words, a blank stands for another of its fields."""
    if not dossier.decisions:
        return dossier

    def change(path: FieldPath, text: str) -> str:
        return ("", MARKER)[path.rank >= 0 and path.name != path.root] if is_ticked_off(dossier, path, text) else text

    actions = tuple(
        Action(one.objective) if is_ticked_off(dossier, at("planned_actions", rank, "text"), one.text) else one
        for rank, one in enumerate(dossier.planned_actions)
    )
    figures = tuple(
        Figure() if is_ticked_off(dossier, at("figures", rank, "label"), one.label) else one
        for rank, one in enumerate(dossier.figures)
    )
    return change_texts(replace(dossier, planned_actions=actions, figures=figures), change)
