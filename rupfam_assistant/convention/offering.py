"""Offering: the lines that the program proposes for the officer's sentences, and what it leaves to her of how her
constraints ask to write."""

from collections.abc import Iterator
from dataclasses import replace

from rupfam_assistant.convention.setting import set_in_place
from rupfam_assistant.dossier.alert import MARKER, Alert
from rupfam_assistant.dossier.paths import FieldPath, at, texts_of
from rupfam_assistant.dossier.schema import FIELDS, Dossier, Wording
from rupfam_assistant.french.wording import own_words, proposed_line
from rupfam_assistant.guard.constraints import wishes_of
from rupfam_assistant.guard.personal import mask_personal_data
from rupfam_assistant.guard.wishes import holds, reworded


def offered(dossier: Dossier, field: FieldPath) -> str:
    """The line that the program proposes for a sentence of a dossier set in place: an action with its verb where that
    is sure, any with the words that the constraints ask for; "" for none."""
    text = field.text_in(dossier)
    if MARKER in text:
        return ""
    own = own_words(text)
    line = (proposed_line(own) if field.root == "planned_actions" else "") or own
    for wish in wishes_of(dossier.constraints or ""):
        line = reworded(line, wish) or line
    return line if line != own else ""


def proposed_wordings(dossier: Dossier) -> tuple[Wording, ...]:
    """What is offered for the sentences of a dossier set in place, but those whose wording the officer keeps."""
    worded = {(wording.field, wording.original) for wording in dossier.wordings}
    told = ((field, text, offered(dossier, field)) for field, text in texts_of(dossier) if field.is_sentence)
    return tuple(
        Wording(str(field), text, line) for field, text, line in told if line and (str(field), text) not in worded
    )


def take_proposals(dossier: Dossier) -> Dossier:
    """The dossier with every wording that the program proposes for it."""
    return replace(dossier, wordings=(*dossier.wordings, *proposed_wordings(set_in_place(dossier)[0])))


def wish_alerts(dossier: Dossier) -> Iterator[Alert]:
    """What the officer must write herself of how the constraints of a dossier set in place ask to write: a wish that
    says no words for others, the fields where no proposal would be sure."""
    for wish in wishes_of(dossier.constraints or ""):
        said = mask_personal_data(wish.said)
        if not wish.words:
            message = f"La contrainte « {said} » dit comment écrire : le programme ne l’applique pas, écrivez-le ainsi."
            yield Alert("other", message, fields=(at("constraints"),))
            continue
        printed = ((field, text) for field, text in texts_of(dossier) if FIELDS[(field.root,)].printed)
        left = [
            field
            for field, text in printed
            if holds(text, wish) and not (field.is_sentence and MARKER not in text and reworded(text, wish))
        ]
        if left:
            where = " ; ".join(field.label for field in left)
            message = f"La contrainte « {said} » dit comment écrire : écrivez vous-même « {wish.words} » ici, {where}."
            yield Alert("other", message, wish.instead, tuple(left))
