"""The cards: what officers read and mend, each plain sentence proved by its quotes; and the questions attached to them."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from rupfam_assistant.answers.knowledge import QUESTIONS
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.grounding.claims import Grounding, find_faults, read_grounding, surest
from rupfam_assistant.grounding.words import compare
from rupfam_assistant.search.cards import AttachedQuestion, Card, read_cards, read_questions
from rupfam_assistant.search.retrieval import passage_at
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import Passage, collapse

CORPUS = Path(__file__).parents[2] / "corpus"
LONGEST_PLAIN = 220
READ_BY_HAND = json.loads(
    (Path(__file__).parents[1] / "data" / "search" / "cards_read.json").read_text(encoding="utf-8")
)
"""Cards that the grounding check doubts and that were read beside their texts and found right, each with why it is doubted."""

CARD = """
[[card]]
id = "préavis"
kind = "answer"
title = "Préavis"
question = "Quel est le préavis ?"
plain = "Le préavis est de deux mois."
quotes = [{ document = "trame", quote = "deux mois au plus tard avant l’arrivée du terme" }]
"""


@pytest.fixture(scope="module")
def grounding() -> Grounding:
    return read_grounding(CORPUS)


@pytest.fixture(scope="module")
def questions(cards: tuple[Card, ...]) -> tuple[AttachedQuestion, ...]:
    return read_questions((CORPUS / name for name in QUESTIONS), cards)


def quotes(card: Card, documents: tuple[Document, ...]) -> list[str]:
    texts = {document.name: document.text for document in documents}
    return [collapse(texts[place.document][place.start : place.end]) for place in card.places]


def is_doubted(
    said: str, card: Card, documents: tuple[Document, ...], passages: tuple[Passage, ...], grounding: Grounding
) -> bool:
    """Whether words say something that the quotes, the section and the title of a card do not."""
    headings = (heading for place in card.places for heading in passage_at(place, passages).headings)
    told = " ".join(f"{part}." for part in (card.section, card.title, *headings))
    pair = compare(said, " ".join([told, *quotes(card, documents)]), grounding.language.lexicon)
    return bool(surest(find_faults(pair, grounding.language)))


def test_every_quote_of_the_files_is_a_slice_of_its_text_and_every_answer_has_one(
    cards: tuple[Card, ...], documents: tuple[Document, ...]
) -> None:
    assert len(cards) > 250
    assert all(quote.strip() for card in cards for quote in quotes(card, documents))
    assert [card.id for card in cards if card.kind == "answer" and not card.places] == []


def test_every_card_has_its_own_id_and_says_its_thing_in_220_signs(cards: tuple[Card, ...]) -> None:
    assert len({card.id for card in cards}) == len(cards)
    assert [card.id for card in cards if not 0 < len(card.plain) <= LONGEST_PLAIN] == []
    assert [card.id for card in cards if not card.section or not card.title or not card.question] == []


def test_every_sentence_of_both_texts_but_titles_rests_in_a_card(
    cards: tuple[Card, ...], passages: tuple[Passage, ...]
) -> None:
    held: dict[str, set[int]] = {passage.document: set() for passage in passages}
    for place in (place for card in cards if card.kind == "answer" for place in card.places):
        held[place.document].update(range(place.start, place.end))
    left = [
        passage.slice(sentence)
        for passage in passages
        for sentence in passage.sentences
        if sentence.role != "heading"
        and not held[passage.document].intersection(range(sentence.start, sentence.end))
        and any(c.isalpha() for c in passage.slice(sentence))
    ]
    assert left == []


def test_what_a_plain_sentence_says_stands_in_its_quotes_its_section_or_its_title(
    cards: tuple[Card, ...], documents: tuple[Document, ...], passages: tuple[Passage, ...], grounding: Grounding
) -> None:
    answers = (card for card in cards if card.kind == "answer")
    doubted = {card.id for card in answers if is_doubted(card.plain, card, documents, passages, grounding)}
    assert doubted == set(READ_BY_HAND), (
        "lisez ces fiches à côté de leurs textes, puis tests/data/search/cards_read.json"
    )


def test_what_a_slide_says_of_a_card_stands_in_its_quotes_its_section_or_its_title(
    cards: tuple[Card, ...], documents: tuple[Document, ...], passages: tuple[Passage, ...], grounding: Grounding
) -> None:
    told = [card for card in cards if card.short]
    assert len(told) > 50
    assert [card.id for card in told if is_doubted(card.short, card, documents, passages, grounding)] == []


@pytest.mark.parametrize(
    ("true", "false"),
    [("deux mois", "trois mois"), ("Le préavis est", "Le préavis n’est pas"), ("deux mois", "deux mois au préfet")],
)
def test_a_plain_sentence_that_says_something_else_is_doubted(true: str, false: str, grounding: Grounding) -> None:
    quote = "Le préavis est de deux mois au plus tard avant l’arrivée du terme."
    said = "Le préavis est de deux mois.".replace(true, false)
    assert [f for f in find_faults(compare(said, quote, grounding.language.lexicon), grounding.language) if f]


def written(folder: Path, *texts: str) -> Path:
    (folder / "cards").mkdir()
    for number, text in enumerate(texts):
        (folder / "cards" / f"{number}.toml").write_text(f'section = "Article 8"\n{text}', encoding="utf-8")
    return folder / "cards"


def test_a_card_is_read_with_the_place_of_its_quote_and_its_section(
    tmp_path: Path, documents: tuple[Document, ...], trame: Document
) -> None:
    (card,) = read_cards(written(tmp_path, CARD), documents)
    (place,) = card.places
    assert (card.id, card.section, card.terms, card.note) == ("préavis", "Article 8", (), "")
    assert collapse(trame.text[place.start : place.end]) == "deux mois au plus tard avant l’arrivée du terme"


@pytest.mark.parametrize(
    ("former", "instead", "told"),
    [
        ("au plus tard", "au plus tôt", "0 fois dans trame"),
        ("deux mois au plus tard avant l’arrivée du terme", "la", "fois dans trame"),
        ('document = "trame"', 'document = "annexe"', "annexe"),
        ('kind = "answer"', 'kind = "réponse"', "kind"),
        ("quotes = [", "citations = [", "clé inconnue : citations"),
        ("quotes = [", "terms = [] #", "kind"),
        ('title = "Préavis"', "", "title"),
        ('plain = "Le préavis est de deux mois."', 'plain = " "', "plain"),
        ("[[card]]", "[card]", "[[card]]"),
        ("[[card]]", "[[card]", "TOML"),
    ],
)
def test_a_wrong_card_is_told_in_one_sentence_with_its_file(
    former: str, instead: str, told: str, tmp_path: Path, documents: tuple[Document, ...]
) -> None:
    folder = written(tmp_path, CARD.replace(former, instead, 1))
    with pytest.raises(RupfamError) as fault:
        read_cards(folder, documents)
    message = str(fault.value)
    assert str(folder / "0.toml") in message and told in message and "\n" not in message
    assert "« préavis »" in message or "[card]" in instead


def test_two_cards_of_one_id_and_a_folder_without_any_are_told(tmp_path: Path, documents: tuple[Document, ...]) -> None:
    folder = written(tmp_path, CARD, CARD)
    with pytest.raises(RupfamError, match=r"Deux fiches .* « préavis »"):
        read_cards(folder, documents)
    shutil.rmtree(folder)
    with pytest.raises(RupfamError, match="ne contient aucune fiche"):
        read_cards(folder, documents)


def test_every_attached_question_is_asked_in_words_and_every_answer_is_asked_for(
    cards: tuple[Card, ...], questions: tuple[AttachedQuestion, ...]
) -> None:
    asked_for = {card for question in questions for card in question.cards}
    assert [question for question in questions if not question.text.strip()] == []
    assert [card.id for card in cards if card.kind == "answer" and card.id not in asked_for] == []
    assert {question.side for question in questions} == {"", "oui", "non"}
    assert sum(bool(question.history) for question in questions) > 100


def test_a_question_is_read_nearest_earlier_question_first() -> None:
    question = AttachedQuestion("et qui signe ?", ("a",), history=("un", "deux", "trois"))
    assert question.asked == "et qui signe ? | trois | deux"


@pytest.mark.parametrize(
    "row",
    [
        {"query": "Quel préavis ?"},
        {"query": 3, "card": "préavis"},
        {"query": "Quel préavis ?", "card": "inconnue"},
        {"query": "Quel préavis ?", "card": "préavis", "also": ["inconnue"]},
        {"query": "Quel préavis ?", "card": "préavis", "side": "peut-être"},
    ],
)
def test_a_question_of_an_unknown_card_is_told_with_its_line(
    row: dict[str, Any], tmp_path: Path, documents: tuple[Document, ...]
) -> None:
    known = read_cards(written(tmp_path, CARD), documents)
    path = tmp_path / "questions.jsonl"
    good = json.dumps({"query": "Quel préavis ?", "card": "préavis"})
    path.write_text(f"{good}\n{json.dumps(row)}\n", encoding="utf-8")
    with pytest.raises(RupfamError, match=rf"La ligne 2 du fichier {path} doit avoir"):
        read_questions([path], known)
