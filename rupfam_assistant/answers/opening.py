"""Opens what answers: knowledge, encoder, cards, index, weights; again when a document is added or removed."""

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Lock

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.excerpts import PROOF, Proofs
from rupfam_assistant.answers.knowledge import Knowledge, read_knowledge
from rupfam_assistant.answers.local import LEARNED, LocalAnswers
from rupfam_assistant.answers.reading import HALVES, SECOND, Reader
from rupfam_assistant.answers.sides import CLOSED, SIDE, Sides, read_worded
from rupfam_assistant.search.encoder import Encoder, RememberingEncoder, open_encoder, remember
from rupfam_assistant.search.index import Index, Progress, build_index, fingerprint_contents, open_index
from rupfam_assistant.search.logistic import read_weights
from rupfam_assistant.search.matching import FEATURES, Matcher, matched_texts
from rupfam_assistant.search.pairs import PairReader, shipped_pairs
from rupfam_assistant.search.reranker import open_reranker
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.added import Stamps, stamp_documents

Networks = tuple[RememberingEncoder, PairReader]
"""What encodes texts, and what reads two of them together."""

MOST_OPEN = 64
"""Offices whose documents are held ready; those of one more are opened in the place of those asked longest ago."""


def open_answering(
    settings: Settings,
    progress: Progress = lambda done, total: None,
    office: int | None = None,
    networks: Networks | None = None,
) -> Answering:
    """What answers an office, by networks that may be open already; its index is built when there is none for these
    texts and this encoder."""
    encoder, pairs = networks or open_networks(settings)
    knowledge = read_knowledge(settings, office)
    index = _open(settings, knowledge, encoder, progress, office)
    encoder = remember(encoder, matched_texts(knowledge.cards, knowledge.questions), settings)
    learned = settings.corpus / "decision.json"
    ranking = read_weights(learned, "ranking", FEATURES).weights
    matcher = Matcher(knowledge.cards, knowledge.questions, encoder, ranking)
    closed = read_weights(learned, "closed", CLOSED)
    worded = read_worded(settings.corpus)
    sides = Sides(pairs, knowledge.told, worded, closed, read_weights(learned, "side", SIDE))
    weights = [read_weights(learned, name, features) for name, features in LEARNED.items()]
    local = LocalAnswers(index, knowledge.documents, open_reranker(settings, pairs), *weights)
    second, apart = read_weights(learned, "second", SECOND), read_weights(learned, "apart", HALVES)
    proofs = Proofs(encoder, read_weights(learned, "proof", PROOF))
    return Answering(knowledge, Reader(matcher, sides, second, apart, knowledge.speller.mend), proofs, local)


def open_networks(settings: Settings) -> Networks:
    """Those that the settings name; RupfamError when one is damaged or not on this machine."""
    with ThreadPoolExecutor() as pool:
        encoder, pairs = pool.submit(open_encoder, settings), pool.submit(shipped_pairs, settings.corpus)
    return encoder.result(), pairs.result()


class LiveAnswering:
    """What answers each office from its own documents, opened when it is first asked, and again once one of them has
    been added or removed; those asked last stay open."""

    def __init__(self, settings: Settings, progress: Progress, networks: Networks | None = None) -> None:
        self._settings, self._progress, self._networks = settings, progress, networks
        self._opening = Lock()
        self._locks: dict[int | None, Lock] = {}
        self._opened: OrderedDict[int | None, tuple[Stamps, Answering]] = OrderedDict()

    def current(self, office: int | None = None) -> Answering:
        """What answers an office from its documents as they are now; RupfamError when they cannot be read."""
        stamps = stamp_documents(self._settings.documents_of(office))
        if not stamps and not stamp_documents(self._settings.documents):
            office = None  # the founding texts alone, as for everybody
        with self._opening:
            if not self._opened:
                self._opened[office] = stamps, open_answering(self._settings, self._progress, office, self._networks)
            shared, lock = next(iter(self._opened.values()))[1], self._locks.setdefault(office, Lock())
        with lock:
            known = self._opened.get(office)
            if known is None or known[0] != stamps:
                known = stamps, _open_again(shared, self._settings, self._progress, office)
            with self._opening:
                self._opened[office] = known
                self._opened.move_to_end(office)
                if len(self._opened) > MOST_OPEN:
                    self._opened.popitem(last=False)
        return known[1]


def _open_again(answering: Answering, settings: Settings, progress: Progress, office: int | None) -> Answering:
    """What answers an office with its documents as they are now, the same cards and encoder as another; a question that
    is being answered keeps its own index."""
    knowledge = read_knowledge(settings, office)
    index = _open(settings, knowledge, answering.reader.matcher.encoder, progress, office)
    reader = replace(answering.reader, mend=knowledge.speller.mend)
    return replace(
        answering,
        knowledge=knowledge,
        reader=reader,
        local=replace(answering.local, index=index, documents=knowledge.documents),
    )


def index_name(knowledge: Knowledge, encoder: Encoder) -> str:
    """The name of the generation that these texts and this encoder call for."""
    return fingerprint_contents(knowledge.documents.values(), knowledge.contents, encoder.name)


def _open(settings: Settings, knowledge: Knowledge, encoder: Encoder, progress: Progress, office: int | None) -> Index:
    name, url = index_name(knowledge, encoder), settings.index_url
    index = open_index(settings.index, name, knowledge.contents, url)
    if index is None:
        whose = "" if office is None else str(office)
        build_index(settings.index, name, knowledge.contents, encoder, progress, whose, url)
        index = open_index(settings.index, name, knowledge.contents, url)
    if index is None:
        raise RuntimeError(f"the generation {name} just built does not open")
    return index
