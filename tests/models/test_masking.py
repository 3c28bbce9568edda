"""Privacy: nothing that designates a person leaves for a model, and the reader finds it again."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers.scripted import TRUTH, Asked, claim, polite, scripted_server, with_model

from rupfam_assistant.answers.reply import Answer
from rupfam_assistant.models.masking import Mask
from rupfam_assistant.office import Office
from rupfam_assistant.texts.passages import Passage

DATA = Path(__file__).parents[1] / "data"
TOLD = (
    "Mme Éloïse Dupont-Lévêque, née le 12/03/1985, joignable au 06 12 34 56 78 ou a.dupont@example.org,"
    " allocataire n° 1234567, demande un espace de rencontre."
)
SECRETS = ("Éloïse", "Dupont", "Lévêque", "12/03/1985", "06 12 34 56 78", "a.dupont@example.org", "1234567")


def test_personal_data_is_hidden_and_put_back() -> None:
    mask = Mask((TOLD,))
    hidden = mask.hide(TOLD)
    assert [secret for secret in SECRETS if secret in hidden] == []
    assert "demande un espace de rencontre" in hidden
    assert mask.restore(hidden) == TOLD


def test_a_name_known_from_one_text_is_hidden_bare_in_another() -> None:
    mask = Mask((TOLD,))
    assert "Lévêque" not in mask.hide("Et pour Dupont-Lévêque, que prévoit la trame ?")


def test_the_same_words_get_the_same_marker() -> None:
    mask = Mask((TOLD,))
    assert mask.hide(TOLD) == mask.hide(TOLD)
    assert mask.count > 0


def test_names_given_are_hidden_whatever_their_case() -> None:
    mask = Mask((), ("Jean Fabre",))
    assert "fabre" not in mask.hide("La préfète et JEAN FABRE signent.").lower()


def test_a_marker_that_someone_typed_is_not_taken_for_ours() -> None:
    told = "Que veut dire [[1]] pour Mme Dupont ?"
    mask = Mask((told,))
    assert mask.restore(mask.hide(told)) == told
    assert mask.restore("[[1]] [[99]]") == "[[1]] [[99]]"


@pytest.mark.parametrize(
    ("told", "secret"),
    [
        ("gaspard verrolin refuse la médiation", "gaspard verrolin"),
        ("la sœur de samira benkacem ne voit plus son père", "samira benkacem"),
        ("madame ould salem attend une réponse", "salem"),
        ("dn : 14-02-2012", "14-02-2012"),
        ("matricule CAF 7654321", "7654321"),
        ("son pseudo est kikou59 sur le forum", "kikou59"),
        ("le père est bipolaire", "bipolaire"),
        ("papa est alcoolique, qui peut aider ?", "alcoolique"),
    ],
)
def test_what_is_typed_in_haste_is_hidden_too(told: str, secret: str) -> None:
    assert secret not in Mask((told,)).hide(told)


@pytest.mark.parametrize(
    "told",
    [
        "la prévention de l’alcoolisme des jeunes",
        "santé mentale des parents : quelles actions ?",
        "rose et martin sont des rues",
        "pierre d’achoppement",
        "7654321 euros de budget",
        "Comme la convention le prévoit, l’instance se réunit. Comme l’an dernier.",
        "L’article 1, puis L'article 8 de Me L’article",
        "Gaëlle Choquer-Marchand signe la circulaire ; Mme Choquer-Marchand est directrice",
        "Le tribunal de Nanterre, la CAF de la Loire, la Maison des familles de Lyon",
    ],
)
def test_what_designates_no_one_is_sent_as_it_is(told: str) -> None:
    assert Mask((told,)).hide(told) == told


def test_names_of_any_origin_are_hidden_but_no_body_and_no_place() -> None:
    lines = (DATA / "guard" / "masked.jsonl").read_text(encoding="utf-8").splitlines()
    told = [
        (case["text"], case["secrets"], Mask((case["text"],)).hide(case["text"])) for case in map(json.loads, lines)
    ]
    clear = [hidden for _, secrets, hidden in told if any(secret in hidden for secret in secrets)]
    falsely = [hidden for text, secrets, hidden in told if not secrets and hidden != text]
    assert (len(clear) <= 1, len(falsely) <= 1) == (True, True), (clear, falsely)


def test_a_family_name_that_a_signatory_bears_too_is_hidden() -> None:
    assert "Gaëlle" not in Mask(()).hide("La petite Gaëlle, 6 ans, voit son père.")
    assert "Marchand" not in Mask(()).hide("Mme Marchand demande un rendez-vous.")


def test_the_words_of_the_founding_texts_are_sent_as_they_are(passages: tuple[Passage, ...]) -> None:
    changed = [passage.text for passage in passages if Mask((passage.text,)).hide(passage.text) != passage.text]
    assert changed == []


@given(st.text(alphabet="Mme Dupont[]12/.@éÀ\n’06", max_size=60))
def test_what_was_hidden_always_comes_back(text: str) -> None:
    mask = Mask((text,))
    assert mask.restore(mask.hide(text)) == text


@pytest.mark.parametrize(
    "history", [(), ("Bonjour, Mme Éloïse Dupont-Lévêque (06 12 34 56 78) se sépare, que lui proposer ?",)]
)
def test_no_personal_data_reaches_the_server_of_a_model(office: Office, history: tuple[str, ...]) -> None:
    question = "Que dit l’article 8 de la trame pour Mme Éloïse Dupont-Lévêque ?"
    sentence, words = TRUTH[0]
    with scripted_server(polite(lambda asked: claim(sentence, [asked.number_of(words)], [words]))) as server:
        reply = with_model(office, server.address).ask(question, history)
    sent = "\n".join(f"{asked.system}\n{asked.user}" for asked in server.asked)
    assert server.asked
    assert [secret for secret in SECRETS if secret in sent] == []
    assert isinstance(reply, Answer)
    assert reply.mode == "scripted"
    assert [secret for secret in SECRETS if secret in "".join(reply.sent)] == []


def test_what_was_sent_is_kept_with_the_answer_word_for_word(office: Office) -> None:
    asked_twice: list[Asked] = []
    with scripted_server(polite(lambda asked: (asked_twice.append(asked), "FIN")[1])) as server:
        reply = with_model(office, server.address).ask("et le préavis ?", ["Qui signe la convention ?"])
    assert reply.sent == tuple(asked.user for asked in server.asked)
    assert len(reply.sent) == 2
