"""Opens what answers: knowledge, encoder, cards, index, weights."""

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.decision import read_decision
from rupfam_assistant.answers.knowledge import Knowledge, read_knowledge
from rupfam_assistant.answers.local import FEATURES, LocalAnswers
from rupfam_assistant.search.encoder import Encoder, open_encoder, remember
from rupfam_assistant.search.index import Index, Progress, build_index, fingerprint_contents, open_index
from rupfam_assistant.search.logistic import read_weights
from rupfam_assistant.search.matching import Matcher, matched_texts
from rupfam_assistant.settings import Settings


def open_answering(settings: Settings, progress: Progress = lambda done, total: None) -> Answering:
    """What answers; its index is built when there is none for these texts and this encoder."""
    knowledge, encoder = read_knowledge(settings), open_encoder(settings)
    index = _open(settings, knowledge, encoder, progress)
    encoder = remember(encoder, matched_texts(knowledge.cards, knowledge.questions), settings)
    weights = settings.corpus / "decision.json"
    return Answering(
        knowledge,
        Matcher(knowledge.cards, knowledge.questions, encoder),
        read_decision(weights),
        LocalAnswers(index, knowledge.documents, read_weights(weights, "local", FEATURES)),
    )


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
