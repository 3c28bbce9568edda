"""The talk with a partner: what names it comes first where it asks about itself, and what is refused to all is refused to it."""

import json
from pathlib import Path

import pytest

from rupfam_assistant.answers.reply import Answer, Refusal
from rupfam_assistant.office import Office

DATA = Path(__file__).parents[1] / "data"


def test_a_partner_that_asks_about_itself_is_told_what_names_it(office: Office) -> None:
    question = "Dois-je signer ?"
    told = office.talk(question, (), "MSA").reply
    assert isinstance(told, Answer)
    assert "mutualité sociale agricole" in told.text
    assert "mutualité sociale agricole" not in office.answering.ask(question).text


def test_its_place_among_the_parties_is_told_first(office: Office) -> None:
    for partner, said in (("MSA", "La trame vous nomme"), ("un espace de rencontre", "La trame ne vous nomme pas")):
        place = office.talk("Sommes-nous signataires ?", (), partner).place
        assert place is not None
        assert place.text.startswith(said)
    assert office.talk("Sommes-nous signataires ?", (), "un marchand de vélos").place is None


def test_a_question_that_is_not_about_oneself_has_the_same_answer_for_all(office: Office) -> None:
    for question in (
        "Qui signe la convention ?",
        "Quand se réunit l’instance ?",
        "Quel est le préavis pour dénoncer la convention ?",
    ):
        assert office.talk(question, (), "MSA").reply == office.answering.ask(question)


def test_what_the_texts_do_not_tell_is_told_to_no_partner(office: Office) -> None:
    rows = [
        json.loads(line)
        for line in (DATA / "answers" / "questions.jsonl").read_text(encoding="utf-8").split("\n")
        if line
    ]
    asked = [row["question"] for row in rows if not row["answerable"]]
    asked += ["Combien allons-nous toucher ?", "Quel montant nous verse-t-on ?", "Qui préside notre instance ?"]
    refused = [question for question in asked if isinstance(office.answering.ask(question), Refusal)]
    assert len(refused) >= 12
    for role in ("msa", "espace-rencontre", "commune"):
        assert [
            question for question in refused if not isinstance(office.talk(question, (), "", role).reply, Refusal)
        ] == []


@pytest.mark.parametrize("question", ["Suis-je signataire ?", "Qui nous représente ?"])
def test_a_question_stands_alone_however_short(question: str, office: Office) -> None:
    after = office.talk(question, ["Les dispositifs locaux seront-ils évalués ?"], "MSA")
    alone = office.talk(question, (), "MSA")
    assert (after.place, after.reply.cards[:1]) == (alone.place, alone.reply.cards[:1])


@pytest.mark.parametrize("partner", ["MSA", "un notaire", "la maison d’arrêt", "un marchand de vélos"])
def test_what_its_kit_says_absent_is_told_absent(partner: str, office: Office) -> None:
    proposed = [one.question for one in office.welcome(partner).questions if not one.answered]
    assert proposed
    for question in proposed:
        told = office.talk(question, (), partner).reply
        assert isinstance(told, Refusal)
        assert (question, told.kind) == (question, "absent")


def test_a_question_that_leans_on_the_one_before_still_does(office: Office) -> None:
    earlier = "Quel est le préavis pour dénoncer la convention ?"
    told = office.talk("et si on n'est pas d'accord entre nous ?", [earlier], "MSA").reply
    assert isinstance(told, Answer)
    assert "amiable" in told.text


def test_a_partner_that_speaks_in_the_first_person_is_called_by_its_role(office: Office) -> None:
    kit = office.welcome("Je préside une association qui tient un espace de rencontre, que me demande-t-on ?")
    assert kit.partner == "un espace de rencontre"


@pytest.mark.parametrize(
    ("partner", "question", "said"),
    [
        ("SPIP", "Que nous demande-t-on ?", "à participer au comité qui les suit"),
        ("JAF", "Quel est mon rôle ?", "à respecter le secret professionnel"),
        ("commune", "À quoi nous engageons-nous ?", "les enveloppes financières"),
        ("SPIP", "Qu’est-ce qui nous concerne ?", "La détention d’un parent"),
        ("un CCAS", "Sommes-nous concernés ?", "supprimer les zones blanches"),
    ],
)
def test_what_a_partner_asks_about_itself_is_answered_by_its_own_page(
    partner: str, question: str, said: str, office: Office
) -> None:
    own = office.talk(question, (), partner).own
    assert own is not None
    assert any(said in item.text for item in own.items)
    assert not any("préfet" in item.text or "Caf" in item.text for item in own.items)


def test_what_another_body_must_do_is_not_told_as_one_s_own(office: Office) -> None:
    assert office.talk("Que fait-on de nous, magistrats ?", (), "JAF").reply.cards[:1] != ("role-prefet",)
    assert office.talk("À quoi suis-je invité ?", (), "SPIP").own is not None
    assert office.talk("À quoi suis-je invitée ?", (), "la CAF").own is None
