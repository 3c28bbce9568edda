"""Reading a question: the cards it asks for, one or several, and the way they answer it."""

import pytest

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.reply import Answer


def told(answering: Answering, asked: str, history: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    reader = answering.reader
    return [(one.card.id, one.side) for one in reader.choose(reader.read(asked, history))]


@pytest.mark.parametrize(
    ("asked", "side"),
    [
        ("L’instance se réunit au moins une fois par an ?", "oui"),
        ("La feuille de route couvre trois ans, c’est bien ça ?", "non"),
        ("La circulaire est-elle signée par un ministre ?", "non"),
        ("Quel est le préavis pour dénoncer la convention ?", ""),
        ("Combien d’objectifs la trame contient-elle ?", ""),
    ],
)
def test_oui_or_non_comes_first_where_it_is_asked(answering: Answering, asked: str, side: str) -> None:
    assert told(answering, asked)[0][1] == side


def test_each_of_two_questions_gets_its_card(answering: Answering) -> None:
    both = told(answering, "La feuille de route, elle dure combien d’années ? Et qui signe la circulaire ?")
    assert {card for card, _ in both} == {"feuille-de-route-duree", "circulaire-signataire"}
    alike = told(answering, "Les SDSF ont apporté quoi, et qui coopère depuis ?")
    assert {card for card, _ in alike} == {"sdsf-apport", "circulaire-sdsf-acteurs"}


def test_courtesies_around_a_question_are_passed_over(answering: Answering) -> None:
    alone = told(answering, "Qui signe la circulaire ?")
    assert told(answering, "Bonjour à toute l’équipe ! Qui signe la circulaire ? Je vous remercie beaucoup.") == alone


def test_a_courtesy_alone_is_an_act(answering: Answering) -> None:
    ((card, side),) = told(answering, "bonjour")
    assert card.startswith("acte-") and side == ""


def test_two_questions_that_a_small_word_joins_get_each_its_card(answering: Answering) -> None:
    asked = "les déléguées aux droits des femmes sont-elles invitées d’office ? et les CDSF viennent de quel texte"
    assert {"article-1-droits-femmes", "cdsf-fondement"} <= {card for card, _ in told(answering, asked)}


def test_what_asks_where_the_text_says_it_is_about_the_answer_before(answering: Answering) -> None:
    earlier = "Peut-on utiliser le logo de la MSA sur notre plaquette ?"
    reply = answering.ask("c’est où dans le texte ?", [earlier])
    assert isinstance(reply, Answer) and reply.excerpts == answering.ask(earlier).excerpts  # type: ignore[union-attr]


def test_two_questions_that_are_ranged_get_each_its_card(answering: Answering) -> None:
    asked = "J’aimerais savoir, d’une part, qui signe la circulaire et, d’autre part, où se trouve le modèle proposé."
    assert {card for card, _ in told(answering, asked)} == {"circulaire-signataire", "convention-departementale-modele"}
