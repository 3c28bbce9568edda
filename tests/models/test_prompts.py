"""Prompting: what a model is asked, and the claims read from whatever it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers.scripted import claim

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.fluent import make_prompt
from rupfam_assistant.answers.reply import Answer
from rupfam_assistant.models.masking import Mask
from rupfam_assistant.models.prompts import Claim, Source, fits, question_messages, read_claims, tokens
from rupfam_assistant.office import Office

SAID = Claim("La convention dure quatre ans.", (3, 5), ("quatre ans", "la convention"))
LINE = claim(SAID.sentence, SAID.passages, SAID.words)


def asked(answering: Answering, question: str) -> Answer:
    reply = answering.ask(question)
    assert isinstance(reply, Answer)
    return reply


@pytest.mark.parametrize(
    "reply",
    [
        LINE + "FIN",
        LINE.strip(),
        f"```json\n{LINE}```\nFIN",
        f"Voici ma réponse {{ enfin }} :\n{LINE}",
        f"[{LINE.strip()}]",
        f'{{"phrases": [{LINE.strip()}]}}',
        LINE.replace(", ", ",\n  ").replace("{", "{\n  "),
        f'<think>{{"phrase": "Un essai", "passages": [1], "mots": []}} Hum.</think>{LINE}FIN',
        f"{LINE}FIN\n{claim('Une phrase de trop.', [1], ['de trop'])}",
        f'{{"phrase": "coupée\n{LINE}FIN',
        f'{{"autre": 1}}\n{LINE}',
    ],
)
@pytest.mark.parametrize("size", [1, 4, 10_000])
def test_a_claim_is_read_whatever_stands_around_it(reply: str, size: int) -> None:
    assert list(read_claims(reply[at : at + size] for at in range(0, len(reply), size))) == [SAID]


def test_a_claim_is_read_as_soon_as_it_is_whole() -> None:
    pieces = iter([LINE, "la suite ne vient jamais"])
    assert next(iter(read_claims(pieces))) == SAID
    assert list(pieces) == ["la suite ne vient jamais"]


def test_a_model_may_say_that_the_passages_do_not_answer() -> None:
    assert list(read_claims([claim("", [], []), "FIN"])) == [Claim("", kind="absence")]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("reponse", "answer"),
        ("element", "item"),
        ("correction", "correction"),
        ("absence", "absence"),
        ("conseil", "advice"),
        ("redaction", "drafting"),
        ("autre chose", "answer"),
    ],
)
def test_a_claim_is_of_the_kind_that_the_model_says(word: str, kind: str) -> None:
    assert [found.kind for found in read_claims([claim("Oui.", [], [], word)])] == [kind]


def test_a_drafting_keeps_its_lines_and_a_sentence_of_no_letter_is_none() -> None:
    told = claim("Bonjour,\n\n  Merci.", [], [], "redaction") + claim("…", [3], ["…"])
    assert [found.sentence for found in read_claims([told])] == ["Bonjour,\nMerci."]


@pytest.mark.parametrize(
    "value",
    [
        '{"phrase": "A", "passages": "3", "mots": null}',
        '{"phrase": "A", "passages": [[3], "3", null], "mots": [4]}',
        '{"phrase": "A"}',
    ],
)
def test_what_is_not_of_its_kind_is_left_out_of_a_claim(value: str) -> None:
    assert list(read_claims([value])) == [Claim("A", (), ())]


@given(st.lists(st.text(alphabet='{}[]":,\\phrase mots<think/>FIN\n1é'), max_size=30))
def test_no_rubbish_stops_the_reading(pieces: list[str]) -> None:
    for found in read_claims(pieces):
        assert found.kind == "absence" or found.sentence.strip()


def test_both_texts_whole_fit_in_sixteen_thousand_tokens_and_open_the_prompt_alike(office: Office) -> None:
    knowledge = office.knowledge
    prompts = [
        make_prompt(question, (), asked(office.answering, question), knowledge, 16_384, Mask((question,)))
        for question in ("Quel est le préavis ?", "Qui signe la convention départementale ?")
    ]
    assert prompts[0].messages[0] == prompts[1].messages[0]
    founding = knowledge.contents.founding
    assert prompts[0].passages == tuple(p for p in knowledge.contents.passages if p.document in founding)
    assert prompts[0].messages[1][1].startswith("Le plus proche de la question :\n- ")
    assert sum(tokens(text) for _, text in prompts[0].messages) < 16_000
    assert "Qui signe" not in prompts[1].messages[0][1]


@pytest.mark.parametrize("context", [4_096, 8_192])
def test_a_small_context_gets_the_best_passages_that_fit(office: Office, context: int) -> None:
    question = "Quel est le préavis pour dénoncer la convention ?"
    prompt = make_prompt(question, (), asked(office.answering, question), office.knowledge, context, Mask((question,)))
    assert fits(prompt.messages, context)
    assert 1 <= len(prompt.passages) < 60
    assert any("dénoncée" in words for words in prompt.words[:3])


def test_passages_are_numbered_from_one_in_one_run() -> None:
    messages = question_messages(
        "Q ?",
        [("A ?", "Oui."), ("B ?", "")],
        [Source("ici", "un"), Source("là", "deux")],
        [Source("ailleurs", "trois")],
    )
    assert "[1] (ici) un\n[2] (là) deux" in messages[0][1]
    assert messages[1][1].startswith("Passages :\n[3] (ailleurs) trois")
    assert messages[1][1].endswith("Échanges précédents :\n- A ?\n  Réponse : Oui.\n- B ?\n\nQuestion :\nQ ?")
