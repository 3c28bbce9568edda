"""The program: the floors wired together, and what they offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.evidence import EVIDENCE
from rupfam_assistant.answers.knowledge import Knowledge, read_knowledge
from rupfam_assistant.answers.reply import Reply
from rupfam_assistant.convention.article2 import draft_article
from rupfam_assistant.convention.assembly import draft_convention
from rupfam_assistant.convention.dossier import Dossier
from rupfam_assistant.convention.draft import Draft
from rupfam_assistant.convention.needs import Need, NeedModel, classify_needs, read_need_model
from rupfam_assistant.convention.trame import Trame, read_trame
from rupfam_assistant.search.embedding import SentenceEmbeddings, find_model, fingerprint_model
from rupfam_assistant.search.index import Progress, build_index, fingerprint_contents, open_index
from rupfam_assistant.search.retrieval import FEATURES, Retrieval, read_weights
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.documents import read_corpus


@dataclass(frozen=True)
class Writer:
    """What writes: the trame, and what tells the themes and the axis of a need."""

    trame: Trame
    needs: NeedModel

    def draft(self, dossier: Dossier) -> Draft:
        """Article 2 of a department."""
        return draft_article(dossier, self.trame, self._classify, date.today())

    def convention(self, dossier: Dossier) -> Draft:
        """The whole convention of a department."""
        return draft_convention(dossier, self.trame, self._classify, date.today())

    def _classify(self, needs: Sequence[str]) -> Sequence[Need]:
        return classify_needs(needs, self.needs)


def open_writer(settings: Settings) -> Writer:
    """The writer, without the searches: it opens at once."""
    trame = next(document for document in read_corpus(settings.corpus) if document.name == "trame")
    return Writer(read_trame(trame.text, settings.corpus / "trame.toml"), read_need_model(settings.corpus))


@dataclass(frozen=True)
class Assistant:
    """The open program."""

    answering: Answering

    @property
    def knowledge(self) -> Knowledge:
        """The texts, and what is known about them."""
        return self.answering.knowledge

    @property
    def retrieval(self) -> Retrieval:
        """The searches."""
        return self.answering.retrieval

    def ask(self, text: str, history: Sequence[str] = ()) -> Reply:
        """Answers a question from the texts, or refuses; `history` holds the earlier questions, oldest first."""
        return self.answering.ask(text, history)


def open_assistant(settings: Settings, progress: Progress = lambda done, total: None) -> Assistant:
    """The program ready to answer; its index is built when there is none for these texts and this model."""
    model = find_model(settings)
    knowledge = read_knowledge(settings)
    name = index_name(settings, knowledge)
    embeddings = SentenceEmbeddings(model)
    index = open_index(settings.index, name, knowledge.contents)
    if index is None:
        build_index(settings.index, name, knowledge.contents, embeddings, progress)
        index = open_index(settings.index, name, knowledge.contents)
    if index is None:
        raise RuntimeError(f"the generation {name} just built does not open")
    weights = settings.corpus / "weights.json"
    retrieval = Retrieval(index, embeddings, read_weights(weights, "ranking", FEATURES))
    return Assistant(Answering(knowledge, retrieval, read_weights(weights, "evidence", EVIDENCE)))


def index_name(settings: Settings, knowledge: Knowledge) -> str:
    """The name of the generation that these texts and this model call for."""
    model = fingerprint_model(find_model(settings))
    return fingerprint_contents(knowledge.documents.values(), knowledge.contents, model)
