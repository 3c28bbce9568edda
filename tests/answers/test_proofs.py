"""Which quotes of a card a question asks for."""

from pathlib import Path

import pytest

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.opening import open_answering
from rupfam_assistant.answers.reply import Answer
from rupfam_assistant.settings import Settings


@pytest.fixture(scope="module")
def answering(tmp_path_factory: pytest.TempPathFactory) -> Answering:
    return open_answering(Settings(_env_file=None, home=Path(tmp_path_factory.mktemp("home"))))


def test_a_question_about_a_part_of_a_card_cites_that_part_and_keeps_the_rest_beside(answering: Answering) -> None:
    reply = answering.ask("Quand la convention prend-elle fin ?")
    assert isinstance(reply, Answer)
    assert any("échéance de la convention" in citation.quote for citation in reply.citations)
    assert reply.beside and not set(reply.citations) & {c for excerpt in reply.beside for c in excerpt.citations}
    assert reply.sources == (*reply.citations, *(c for excerpt in reply.beside for c in excerpt.citations))


def test_a_list_is_cited_whole(answering: Answering) -> None:
    reply = answering.ask("Quels sont les objectifs de la convention départementale ?")
    assert isinstance(reply, Answer)
    assert len(reply.excerpts) == 4 and not reply.beside


def test_every_told_card_keeps_a_proof(answering: Answering) -> None:
    reply = answering.ask("La feuille de route, combien d’années, et qui fait le bilan ?")
    assert isinstance(reply, Answer)
    for name in reply.cards:
        card = next(card for card in answering.knowledge.cards if card.id == name)
        places = {(place.document, place.start) for place in card.places}
        assert places & {(citation.document.name, citation.start) for citation in reply.citations}
