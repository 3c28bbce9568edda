"""Offering: the lines that the program proposes for the actions of a dossier."""

from dataclasses import replace

from rupfam_assistant.convention.setting import set_in_place
from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.dossier.paths import FieldPath, texts_of
from rupfam_assistant.dossier.schema import Dossier, Wording
from rupfam_assistant.french.wording import own_words, proposed_line


def offered(dossier: Dossier, field: FieldPath) -> str:
    """The line that the program proposes for an action of a dossier set in place, with its verb where that is sure; ""
    for none, and for any other sentence."""
    text = field.text_in(dossier)
    own = own_words(text)
    line = proposed_line(own) if field.root == "planned_actions" and MARKER not in text else ""
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
