""" "Reformuler": a model proposes other words for local sentences, and the officer accepts them or not."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher

from rupfam_assistant.convention import local_sentences as local
from rupfam_assistant.convention.offering import take_proposals
from rupfam_assistant.convention.rewording import check_wording, reword, rewording_request
from rupfam_assistant.dossier.paths import FieldPath
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.typography import typeset
from rupfam_assistant.grounding.claims import Verdict
from rupfam_assistant.models.connection import LanguageModel
from rupfam_assistant.models.masking import Request
from rupfam_assistant.web.messages import WritingReply
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.writing.call import Call, Gestures, applied, mine, now_at
from rupfam_assistant.web.writing.pages import dialog, followed
from rupfam_assistant.web.writing.record import GONE, Record, locating, tidy

NO_MODEL = "Aucun modèle de langue n’est réglé : donnez RUPFAM_LLM, puis relancez le programme."
NO_SENTENCE = "Il n’y a aucune phrase à reformuler ici : écrivez-la d’abord."

Run = tuple[str, bool]
"""Some words, and whether they differ."""


@dataclass(frozen=True)
class Told:
    """A local sentence: its place in the dossier and in the form, and its own words."""

    field: FieldPath
    path: str
    words: str


def _open_rewording(call: Call) -> WritingReply:
    """The dialog of one sentence, or of all those of an objective; nothing is sent yet."""
    model = _model(call)
    record = _record(call)
    dossier = local.written_dossier(record)
    sentences = _asked(call, record, dossier)
    if not sentences:
        raise RupfamError(NO_SENTENCE)
    accepted = local.accepted_wordings(dossier)
    requests = [_request(told, dossier, model) for told in sentences]
    shown = [(told.path, told.words, accepted.get(told.field, "")) for told in sentences]
    about = {"objective": call.act.objective, "model": model, "requests": requests, "sentences": shown}
    return dialog(render("writing/rewording/dialog.html", **about))


def _reword_one(call: Call) -> WritingReply:
    """What the model proposes for one sentence, beside its own words, and whether it may be accepted."""
    model = _model(call)
    told, dossier = _sentence_at(call.act.path, _record(call))
    wording = reword(_request(told, dossier, model), model)
    verdict = check_wording(told.words, wording, call.desk.office.checker)
    ours, theirs = _differences(typeset(told.words), typeset(wording))
    shown = {"path": told.path, "words": told.words, "wording": wording, "verdict": verdict}
    proposal = render("writing/rewording/proposal.html", ours=ours, theirs=theirs, **shown)
    return WritingReply(fragments={f"proposition-{told.path}": proposal}, say=_said(wording, told.words, verdict))


def _settle(call: Call) -> WritingReply:
    """Keeps a proposition in the dossier, or gives a sentence its own words back."""
    record = mine(call)
    tidied, accepts = tidy(record), call.act.action == "accept"
    field = _sentence_at(call.act.path, tidied)[0].field
    changed = local.accept(tidied, field, call.act.wording) if accepts else local.refuse(tidied, field)
    saved = applied(call, {**record, "wordings": changed["wordings"]})
    told, dossier = _sentence_at(now_at(saved, call.act.path), tidy(saved.record))
    reply = followed(call, saved)
    shown = {"path": told.path, "words": told.words, "accepted": local.accepted_wordings(dossier).get(told.field, "")}
    reply.fragments[f"proposition-{told.path}"] = render("writing/rewording/settled.html", **shown)
    kept, back = "Proposition acceptée : elle est dans le document.", "Vos mots sont de retour dans le document."
    reply.say, reply.focus = kept if accepts else back, f"champ-{told.path}"
    return reply


def _accept_all(call: Call) -> WritingReply:
    """Keeps every wording that the program proposes."""
    record = mine(call)
    taken = take_proposals(make_dossier(tidy(record)))
    reply = followed(call, applied(call, {**record, "wordings": [asdict(wording) for wording in taken.wordings]}))
    reply.say, reply.focus = "Toutes les tournures proposées sont dans le document.", "titre-alertes"
    return reply


def _model(call: Call) -> LanguageModel:
    model = call.desk.office.model
    if model is None:
        raise RupfamError(NO_MODEL)
    return model


def _record(call: Call) -> Record:
    return tidy(call.store.read(call.message.dossier).record)


def _asked(call: Call, record: Record, dossier: Dossier) -> list[Told]:
    """The sentences that are to be reworded: those of an objective, or the one at a path."""
    if not call.act.objective:
        every = _sentences(record, dossier, local.sentence_fields(dossier))
        return [told for told in every if told.path == call.act.path]
    by_objective = local.sentences_by_objective(call.desk.office.draft(dossier).paragraphs)
    fields = next((fields for objective, fields in by_objective.items() if str(objective) == call.act.objective), ())
    return _sentences(record, dossier, fields)


def _sentence_at(path: str, record: Record) -> tuple[Told, Dossier]:
    """The sentence at a path, with its dossier; RupfamError when it is gone."""
    dossier = local.written_dossier(record)
    for told in _sentences(record, dossier, local.sentence_fields(dossier)):
        if told.path == path:
            return told, dossier
    raise RupfamError(GONE)


def _sentences(record: Record, dossier: Dossier, fields: Iterable[FieldPath]) -> list[Told]:
    locate = locating(record)
    return [Told(field, str(locate(field)), local.own_sentence(dossier, field)) for field in fields]


def _request(told: Told, dossier: Dossier, model: LanguageModel) -> Request:
    return rewording_request(told.words, model, local.people_of(dossier))


def _said(wording: str, words: str, verdict: Verdict) -> str:
    if wording == words:
        return "Le modèle garde vos mots."
    if not verdict.sure:
        return "Proposition non relue : vérifiez-la avant de l’accepter."
    if not verdict.supported:
        return "Proposition écartée : elle change ce que dit le dossier."
    return "Proposition vérifiée : acceptez-la ou refusez-la."


def _differences(ours: str, theirs: str) -> tuple[list[Run], list[Run]]:
    mine, other = (re.findall(r"\s+|[\w’'-]+|.", text) for text in (ours, theirs))
    left, right = list[Run](), list[Run]()
    for kind, i, j, k, m in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
        left += _run("".join(mine[i:j]), kind != "equal")
        right += _run("".join(other[k:m]), kind != "equal")
    return left, right


def _run(words: str, differs: bool) -> Iterator[Run]:
    """Some words, the spaces around those that differ apart."""
    bare = words.strip()
    before, _, after = words.partition(bare) if bare else (words, "", "")
    yield from (run for run in ((before, False), (bare, differs), (after, False)) if run[0])


GESTURES: Gestures = {
    "reword": _open_rewording,
    "reword-one": _reword_one,
    "accept": _settle,
    "unword": _settle,
    "accept-all": _accept_all,
}
