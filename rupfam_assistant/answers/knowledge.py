"""Knowledge: what the program knows before any index, read from corpus/ and from the added documents."""

from dataclasses import dataclass
from functools import cached_property

from rupfam_assistant.french.spelling import Speller
from rupfam_assistant.search.cards import AttachedQuestion, Card, read_cards, read_questions
from rupfam_assistant.search.index import Contents, gather_contents
from rupfam_assistant.search.thesaurus import read_thesaurus
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.added import read_added
from rupfam_assistant.texts.documents import Document, read_corpus
from rupfam_assistant.texts.passages import collapse, cut_passages

QUESTIONS = ("questions.jsonl", "unanswerable.jsonl")


@dataclass(frozen=True)
class Knowledge:
    """The texts cut in passages, the cards, and the questions attached to them."""

    documents: dict[str, Document]
    contents: Contents
    cards: tuple[Card, ...]
    questions: tuple[AttachedQuestion, ...]

    @cached_property
    def speller(self) -> Speller:
        """What mends the words of these texts."""
        texts = (document.text for document in self.documents.values())
        return Speller((*texts, *self.contents.thesaurus.forms))

    @cached_property
    def told(self) -> dict[str, str]:
        """What is read of each card beside a question, by its id: what it says, then its quotes."""
        return {card.id: " ".join((card.plain, *self.quotes_of(card))) for card in self.cards}

    def quotes_of(self, card: Card) -> list[str]:
        """The words of a card's quotes, each on one line."""
        return [collapse(self.documents[place.document].text[place.start : place.end]) for place in card.places]


def read_knowledge(settings: Settings, office: int | None = None) -> Knowledge:
    """Reads corpus/, and the documents of an office; RupfamError when a file is missing or altered."""
    founding = read_corpus(settings.corpus)
    documents = (*founding, *read_added(settings.documents_of(office)))
    passages = tuple(passage for document in documents for passage in cut_passages(document))
    thesaurus = read_thesaurus(settings.corpus / "thesaurus.jsonl")
    cards = read_cards(settings.corpus / "cards", founding)
    return Knowledge(
        {document.name: document for document in documents},
        gather_contents(passages, thesaurus, (document.name for document in founding)),
        cards,
        read_questions((settings.corpus / name for name in QUESTIONS), cards),
    )
