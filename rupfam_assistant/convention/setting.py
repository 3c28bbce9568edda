"""The officer's words set in place: what may be printed of a dossier, and the wordings that the program proposes."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from rupfam_assistant.dossier.alert import MARKER, Alert
from rupfam_assistant.dossier.doubts import settle_doubts
from rupfam_assistant.dossier.paths import FieldPath, at, change_texts
from rupfam_assistant.dossier.schema import Dossier, Wording
from rupfam_assistant.french.shorthand import write_out
from rupfam_assistant.french.wording import own_words, proposed_line
from rupfam_assistant.guard.withholding import writable


@lru_cache(maxsize=4)
def set_in_place(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier as it is printed: what must be withheld is, abbreviations are written out, a blank stands for each
    doubt; and the alerts that say so."""
    sober, withheld = writable(dossier)
    settled, asked = settle_doubts(change_texts(sober, lambda path, text: write_out(text)))
    return settled, (*withheld, *asked)


def proposed_wordings(dossier: Dossier) -> tuple[Wording, ...]:
    """For each action of a dossier set in place that no verb opens, and whose verb is sure, the line that has it."""
    return tuple(_proposed(dossier))


def _proposed(dossier: Dossier) -> Iterator[Wording]:
    worded = {wording.field for wording in dossier.wordings}
    for rank, action in enumerate(dossier.planned_actions):
        field, text = at("planned_actions", rank, "text"), action.text or ""
        line = proposed_line(own_words(text)) if MARKER not in text else ""
        if line and str(field) not in worded:
            yield Wording(str(field), text, line)


def take_proposals(dossier: Dossier) -> Dossier:
    """The dossier with every wording that the program proposes for it."""
    return replace(dossier, wordings=(*dossier.wordings, *proposed_wordings(set_in_place(dossier)[0])))


def wording_of(dossier: Dossier, field: FieldPath) -> str:
    """The wording kept for a sentence of a dossier set in place, as long as it has the words that it was made for."""
    text = field.text_in(dossier)
    return next((w.wording for w in dossier.wordings if w.field == str(field) and w.original == text), "")
