"""Opens what answers: knowledge, encoder, cards, index, weights; again when a document is added or removed."""

from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.knowledge import Knowledge, read_knowledge
from rupfam_assistant.answers.local import LEARNED, LocalAnswers
from rupfam_assistant.answers.proofs import PROOF, Proofs
from rupfam_assistant.answers.reading import SECOND, Reader
from rupfam_assistant.answers.sides import CLOSED, SIDE, Sides
from rupfam_assistant.search.encoder import SHIPPED, Encoder, open_encoder, remember
from rupfam_assistant.search.index import Index, Progress, build_index, fingerprint_contents, open_index
from rupfam_assistant.search.logistic import read_weights
from rupfam_assistant.search.matching import FEATURES, Matcher, matched_texts
from rupfam_assistant.search.pairs import PairReader
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.added import Stamps, stamp_documents


def open_answering(settings: Settings, progress: Progress = lambda done, total: None) -> Answering:
    """What answers; its index is built when there is none for these texts and this encoder."""
    knowledge, encoder = read_knowledge(settings), open_encoder(settings)
    index = _open(settings, knowledge, encoder, progress)
    encoder = remember(encoder, matched_texts(knowledge.cards, knowledge.questions), settings)
    learned = settings.corpus / "decision.json"
    ranking = read_weights(learned, "ranking", FEATURES).weights
    matcher = Matcher(knowledge.cards, knowledge.questions, encoder, ranking)
    pairs, closed = PairReader(settings.corpus / SHIPPED), read_weights(learned, "closed", CLOSED)
    sides = Sides(pairs, knowledge.told, closed, read_weights(learned, "side", SIDE))
    weights = [read_weights(learned, name, features) for name, features in LEARNED.items()]
    local = LocalAnswers(index, knowledge.documents, pairs, *weights)
    second = read_weights(learned, "second", SECOND)
    proofs = Proofs(encoder, read_weights(learned, "proof", PROOF))
    return Answering(knowledge, Reader(matcher, sides, second, mending(knowledge)), proofs, local)


class LiveAnswering:
    """What answers, opened when it is first asked, and again once a document has been added or removed."""

    def __init__(self, settings: Settings, progress: Progress) -> None:
        self._settings, self._progress = settings, progress
        self._lock = Lock()
        self._opened: Answering | None = None
        self._stamps: Stamps = ()

    def current(self) -> Answering:
        """What answers from the documents as they are now; RupfamError when they cannot be read."""
        with self._lock:
            stamps = stamp_documents(self._settings.documents)
            if self._opened is None:
                self._opened = open_answering(self._settings, self._progress)
            elif stamps != self._stamps:
                self._opened = _open_again(self._opened, self._settings, self._progress)
            self._stamps = stamps
            return self._opened


def _open_again(answering: Answering, settings: Settings, progress: Progress) -> Answering:
    """What answers with the documents that are there now, the same cards and encoder as before; a question that is
    being answered keeps its own index."""
    knowledge = read_knowledge(settings)
    index = _open(settings, knowledge, answering.reader.matcher.encoder, progress)
    reader = replace(answering.reader, mend=mending(knowledge))
    return replace(
        answering,
        knowledge=knowledge,
        reader=reader,
        local=replace(answering.local, index=index, documents=knowledge.documents),
    )


def mending(knowledge: Knowledge) -> Callable[[str], str]:
    """What mends the spelling of a question, by the words of all documents."""
    return lambda text: knowledge.speller.mend(text).text


def index_name(knowledge: Knowledge, encoder: Encoder) -> str:
    """The name of the generation that these texts and this encoder call for."""
    return fingerprint_contents(knowledge.documents.values(), knowledge.contents, encoder.name)


def _open(settings: Settings, knowledge: Knowledge, encoder: Encoder, progress: Progress) -> Index:
    name = index_name(knowledge, encoder)
    index = open_index(settings.index, name, knowledge.contents)
    if index is None:
        build_index(settings.index, name, knowledge.contents, encoder, progress)
        index = open_index(settings.index, name, knowledge.contents)
    if index is None:
        raise RuntimeError(f"the generation {name} just built does not open")
    return index
