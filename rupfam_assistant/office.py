"""The program: the rooms wired together, and what they offer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import zip_longest
from pathlib import Path

import numpy as np

from rupfam_assistant.answers import fluent
from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.opening import LiveAnswering, Networks, open_networks
from rupfam_assistant.answers.question import stands_alone
from rupfam_assistant.answers.reply import Refusal, Reply
from rupfam_assistant.answers.tasks import TASKS
from rupfam_assistant.convention.article2 import draft_article
from rupfam_assistant.convention.assembly import draft_convention
from rupfam_assistant.convention.draft import Draft
from rupfam_assistant.convention.note import NoteReading, read_note
from rupfam_assistant.convention.told import told_in
from rupfam_assistant.convention.trame import Trame, read_trame
from rupfam_assistant.dossier.needs import Need, NeedModel, classify_needs, read_need_model
from rupfam_assistant.dossier.placing import Array
from rupfam_assistant.dossier.schema import Action, Dossier, Signatory
from rupfam_assistant.export.look import Dress
from rupfam_assistant.grounding.checking import Checker, open_entailment
from rupfam_assistant.grounding.claims import entails_by, read_grounding
from rupfam_assistant.models.connection import LanguageModel, open_model
from rupfam_assistant.models.faults import ModelError
from rupfam_assistant.models.masking import Mask
from rupfam_assistant.review.comparison import Review, compare_drafts, review_file
from rupfam_assistant.review.read_back import read_back
from rupfam_assistant.search.index import Progress
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dress import read_dress
from rupfam_assistant.texts.added import Library
from rupfam_assistant.texts.documents import Document, read_corpus
from rupfam_assistant.texts.reading import read_whole
from rupfam_assistant.welcome.evidence import Evidence
from rupfam_assistant.welcome.kit import Kit
from rupfam_assistant.welcome.making import make_kit
from rupfam_assistant.welcome.roles import RoleBook, read_roles, told_roles
from rupfam_assistant.welcome.talk import PartnerReply, answer_partner

MOST_MEANINGS = 10_000
SMALL = Dossier(
    "Oise",
    signatories=(Signatory("Le Gué des marchans", "Mme Ode Vial"),),
    territory_needs=("Les familles de dupond attendent six mois",),
    planned_actions=(Action(1, "Ouvrir une permanence", "CAF"),),
    constraints="Ne pas citer Creil",
)
"""Texts of dossiers whose meaning is kept; a dossier that every list of words is read for."""


@dataclass(frozen=True)
class Office:
    """The program. What writes is read when it opens; the searches and the models only when they are first asked, and
    then RupfamError says if their files or their settings are wrong."""

    settings: Settings
    trame: Trame
    needs: NeedModel
    progress: Progress
    _libraries: dict[int | None, Library] = field(default_factory=dict, init=False)
    _kits: dict[int | None, Evidence] = field(default_factory=dict, init=False)
    _meanings: dict[str, Array] = field(default_factory=dict, init=False)

    def ask(self, text: str, history: Sequence[str] = (), office: int | None = None) -> Reply:
        """Answers a question from the texts and the documents of an office, or refuses; `history` is oldest first."""
        *_, last = self.follow(text, history, office=office)
        assert not isinstance(last, fluent.Step)
        return last

    def follow(
        self, text: str, history: Sequence[str] = (), answers: Sequence[str] = (), office: int | None = None
    ) -> Iterator[fluent.Step | Reply]:
        """The steps of an answer as they go, and last the reply; `answers` are those to the earlier questions."""
        yield fluent.Step(fluent.SEARCH)
        answering = self.answering_of(office)  # opened before the model's time begins
        if self.model is None:
            yield answering.ask(text, history)
            return
        until = self.model.deadline()
        exchanges = list(zip_longest(history, answers[: len(history)], fillvalue=""))
        reply, fault = _searched(answering, text, exchanges, self.model, until)
        if _needs_no_model(reply):
            yield reply
        elif fault:
            yield fluent.fall_back(reply, fault)
        else:
            yield from fluent.write_answer(text, exchanges, reply, answering.knowledge, self.model, self.checker, until)

    def draft(self, dossier: Dossier) -> Draft:
        """Article 2 of a department."""
        return draft_article(dossier, self.trame, self._classify, date.today(), self._encode)

    def convention(self, dossier: Dossier) -> Draft:
        """The whole convention of a department."""
        return draft_convention(dossier, self.trame, self._classify, date.today(), self._encode)

    def read_note(self, note: str) -> NoteReading:
        """What rules read in a free note, to be confirmed field by field."""
        return read_note(note, self._classify)

    def read_document(self, path: Path) -> tuple[str, NoteReading]:
        """The text of a file, a past convention, a table of actions or a note, and what it says of a department."""
        text = read_whole(path).text
        told = NoteReading(tuple(told_in(read_back(text, self.trame), text)))
        structured = any(proposal.field in ("signatories", "planned_actions") for proposal in told.proposals)
        return text, told if structured else self.read_note(text)

    def review(self, path: Path) -> Review:
        """What a local draft changes in the trame; RupfamError says why a file cannot be read, or is no draft."""
        return review_file(path, self.trame)

    def compare(self, one: Path, other: Path) -> Review:
        """What the second draft changes in the first; RupfamError as for a review."""
        former, draft = read_whole(one), read_whole(other)
        unread = (*(replace(part, at=None) for part in former.unread), *draft.unread)
        return compare_drafts(former.text, draft.text, self.trame, unread)

    def welcome(self, partner: str, dossier: Dossier | None = None, role: str = "", office: int | None = None) -> Kit:
        """The welcome kit of a partner in free words, or of the role of a key; UntoldPartner when these tell none."""
        alerts = self.draft(dossier).alerts if dossier else ()
        return make_kit(partner, self._evidence(office), dossier, role, alerts)

    def talk(
        self, question: str, history: Sequence[str], partner: str, role: str = "", office: int | None = None
    ) -> PartnerReply:
        """What the texts answer to a question of a partner, told in free words or by the key of its role."""
        evidence = self._evidence(office)
        roles = told_roles(partner, role, self.roles, evidence.knowledge.speller)
        return answer_partner(question, history, roles, evidence)

    def dress_of(self, office: int | None) -> Dress:
        """The colour and the logo of the papers of an office; RupfamError when they cannot be read."""
        return read_dress(self.settings.dress_of(office))

    def open_searches(self) -> None:
        """Opens now what a first question or kit would open: it is answered at once, a fault is told early."""
        _ = (self.answering, self.checker, self.roles)

    def warm(self) -> None:
        """Reads now the word lists that a first kit of a department would read."""
        self.welcome(str(SMALL.signatories[0].body), SMALL)

    @property
    def answering(self) -> Answering:
        """What answers on a machine without accounts."""
        return self.answering_of(None)

    def answering_of(self, office: int | None) -> Answering:
        """What answers an office from the texts as they are now; its index is built when there is none."""
        return self._live.current(office)

    @property
    def knowledge(self) -> Knowledge:
        """The texts, and what is known about them."""
        return self.answering.knowledge

    def documents_of(self, office: int | None) -> Mapping[str, Document]:
        """The founding texts and the documents of an office, as they are at each reading; no search is opened."""
        if office not in self._libraries:
            self._libraries[office] = Library(self._founding, self.settings.documents_of(office))
        return self._libraries[office]

    @cached_property
    def model(self) -> LanguageModel | None:
        """The language model of the settings, which writes the answers when there is one."""
        return open_model(self.settings)

    @cached_property
    def checker(self) -> Checker:
        """The check of a sentence against a passage, with the models that the settings name."""
        entails = open_entailment(self.settings.nli) or entails_by(self._networks[1])
        return Checker(read_grounding(self.settings.corpus, entails), self.model)

    @cached_property
    def roles(self) -> RoleBook:
        """The partners that the texts name."""
        return read_roles(self.settings.corpus / "roles.toml")

    @cached_property
    def _founding(self) -> tuple[Document, ...]:
        return read_corpus(self.settings.corpus)

    @cached_property
    def _live(self) -> LiveAnswering:
        return LiveAnswering(self.settings, self.progress, self._networks)

    def _evidence(self, office: int | None) -> Evidence:
        """The texts as the kits search them: what a kit of an office asked is not asked again by the next."""
        answering, known = self.answering_of(office), self._kits.get(office)
        if known is None or known.answering is not answering:
            known = self._kits[office] = Evidence(answering, self.roles)
        return known

    def _encode(self, texts: Sequence[str]) -> Array:
        """The meaning of texts, a row for each; what was asked lately is not encoded again."""
        if len(self._meanings) > MOST_MEANINGS:
            self._meanings.clear()
        fresh = [text for text in dict.fromkeys(texts) if text not in self._meanings]
        self._meanings.update(zip(fresh, self._networks[0].encode(fresh, "passage"), strict=True))
        return np.stack([self._meanings[text] for text in texts])

    @cached_property
    def _networks(self) -> Networks:
        return open_networks(self.settings)

    def _classify(self, needs: Sequence[str]) -> Sequence[Need]:
        return classify_needs(needs, self.needs)


def _needs_no_model(reply: Reply) -> bool:
    """Whether it is a courtesy or about another subject, and no task that a model may do."""
    return isinstance(reply, Refusal) and reply.kind in ("act", "outside") and not TASKS.intersection(reply.cards)


def _searched(
    answering: Answering, text: str, exchanges: Sequence[fluent.Exchange], model: LanguageModel, until: float
) -> tuple[Reply, str]:
    """What the searches answer to a question, made to stand alone by the model if need be; why that failed, else ""."""
    history = [asked for asked, _ in exchanges]
    found = answering.ask(text, history)
    if not history or stands_alone(text) or _needs_no_model(found):
        return found, ""
    mask = Mask((text, *(said for exchange in exchanges for said in exchange)))
    messages = fluent.rewriting_messages(text, exchanges, mask)
    try:
        alone, fault = fluent.rewrite_question(messages, text, exchanges, model, mask, until), ""
    except ModelError as error:
        alone, fault = text, str(error)
    reply = found if alone == text else answering.ask(alone)
    return replace(reply, sent=(messages[-1][1],)), fault


def open_office(settings: Settings, progress: Progress = lambda done, total: None) -> Office:
    """The program; RupfamError when its files cannot be read. `progress` follows the building of the index."""
    text = next(document.text for document in read_corpus(settings.corpus) if document.name == "trame")
    trame = read_trame(text, settings.corpus / "trame.toml")
    return Office(settings, trame, read_need_model(settings.corpus), progress)
