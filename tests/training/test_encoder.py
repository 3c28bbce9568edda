"""The training of the encoder: its examples, its loss, and a few steps of it on a tiny model; what ships of it."""

import dataclasses
import random
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from encoding import make_tiny_model, save_tiny_model

from rupfam_assistant.search.cards import AttachedQuestion, Card
from rupfam_assistant.search.encoder import (
    NETWORK,
    VECTORS,
    SentenceTransformersEncoder,
    ShippedEncoder,
    TextKind,
    read_vectors,
    text_key,
)
from rupfam_assistant.training.base import french_texts
from rupfam_assistant.training.encoder import (
    PROMPTS,
    Recipe,
    card_loss,
    make_examples,
    noise,
    train_encoder,
    training_wordings,
)
from rupfam_assistant.training.shipping import export_encoder, ship_encoder

TINY = Recipe(epochs=2, batch_size=8)
CARDS = tuple(
    Card(name, "answer", name, f"{name} ?", f"La {name} dure", (), "Article 8", terms=("terme",))
    for name in ("convention", "médiation", "feuille de route")
)
QUESTIONS = [AttachedQuestion(f"question {n} sur la {card.id}", (card.id,)) for card in CARDS for n in range(6)]
WORDINGS = [training_wordings(card, (f"citation de {card.id}", "")) for card in CARDS]
APART = np.eye(len(CARDS), dtype=bool)


def test_a_card_is_told_by_what_it_says_what_it_is_called_and_its_quotes() -> None:
    assert WORDINGS[0] == (
        "passage: La convention dure",
        "passage: Article 8 : convention. terme",
        "passage: citation de convention",
    )


def test_the_examples_of_one_seed_are_always_the_same_and_those_of_another_are_not() -> None:
    first, second = (list(make_examples(QUESTIONS, CARDS, WORDINGS, TINY)) for _ in range(2))
    other = list(make_examples(QUESTIONS, CARDS, WORDINGS, dataclasses.replace(TINY, seed=1)))
    assert first == second != other


def test_every_question_is_shown_once_a_pass_beside_words_of_its_card() -> None:
    plain = dataclasses.replace(TINY, noised=0.0, elsewhere=0.0)
    examples = list(make_examples(QUESTIONS, CARDS, WORDINGS, plain))
    assert len(examples) == plain.epochs * len(QUESTIONS)
    for at in range(0, len(examples), len(QUESTIONS)):
        shown = sorted(example["anchor"] for example in examples[at : at + len(QUESTIONS)])
        assert shown == sorted(PROMPTS["query"] + question.text for question in QUESTIONS)
    for example in examples:
        card = CARDS[example["label"]]
        asked = [card.question, *(question.text for question in QUESTIONS if question.cards == (card.id,))]
        assert example["positive"] in [*WORDINGS[example["label"]], *(PROMPTS["query"] + text for text in asked)]


def test_a_batch_stands_before_wordings_or_before_questions_never_both() -> None:
    examples = list(make_examples(QUESTIONS, CARDS, WORDINGS, dataclasses.replace(TINY, epochs=8)))
    batches = [examples[at : at + TINY.batch_size] for at in range(0, len(examples), TINY.batch_size)]
    kinds = [{example["positive"].startswith(PROMPTS["query"]) for example in batch} for batch in batches]
    assert {len(kind) for kind in kinds} == {1}
    assert set.union(*kinds) == {True, False}


def test_some_questions_follow_one_on_another_subject_and_others_keep_their_own_history() -> None:
    plain = dataclasses.replace(TINY, noised=0.0, elsewhere=0.5)
    following = [dataclasses.replace(question, history=("avant",)) for question in QUESTIONS]
    assert all(e["anchor"].endswith(" | avant") for e in make_examples(following, CARDS, WORDINGS, plain))
    alone = [example["anchor"] for example in make_examples(QUESTIONS, CARDS, WORDINGS, plain)]
    assert 0 < sum(" | question" in anchor for anchor in alone) < len(alone)


def test_noise_is_that_of_the_seed_and_keeps_most_letters() -> None:
    text = "Quel est le préavis, pour dénoncer l’accord ?"
    typed = [noise(text, random.Random(seed)) for seed in range(60)]
    assert typed == [noise(text, random.Random(seed)) for seed in range(60)]
    assert len(set(typed)) > 10 and all(abs(len(one) - len(text)) <= 6 for one in typed)
    assert all(isinstance(noise(odd, random.Random(seed)), str) for odd in ("", "?", "é") for seed in range(30))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The tiny model after some steps."""
    model = make_tiny_model()
    recipe = dataclasses.replace(TINY, epochs=10, learning_rate=5e-3, noised=0.0, elsewhere=0.0)
    examples = list(make_examples(QUESTIONS, CARDS, WORDINGS, recipe))
    train_encoder(model, examples, APART, recipe, tmp_path_factory.mktemp("training"))
    return model


def margin(model: Any) -> float:
    """How much nearer questions are to the words of their own card than to those of others."""
    asked = model.encode([PROMPTS["query"] + question.text for question in QUESTIONS])
    said = model.encode([wordings[0] for wordings in WORDINGS])
    mine = np.array([[question.cards[0] == card.id for card in CARDS] for question in QUESTIONS])
    cosines = np.asarray(asked) @ np.asarray(said).T
    return float(cosines[mine].mean() - cosines[~mine].mean())


def test_training_brings_questions_near_the_words_of_their_card(trained: Any) -> None:
    assert margin(trained) > margin(make_tiny_model()) + 0.1


def test_examples_are_shown_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model, shown = make_tiny_model(), []
    examples = list(make_examples(QUESTIONS, CARDS, WORDINGS, dataclasses.replace(TINY, epochs=1)))
    loss = card_loss(model, APART, TINY.scale)
    forward = loss.forward

    def seen(sentence_features: Any, labels: Any) -> Any:
        shown.extend(labels.tolist())
        return forward(sentence_features, labels)

    monkeypatch.setattr(loss, "forward", seen)
    monkeypatch.setattr("rupfam_assistant.training.encoder.card_loss", lambda *_: loss)
    train_encoder(model, examples, APART, TINY, tmp_path)
    whole = len(examples) // TINY.batch_size * TINY.batch_size
    assert shown == [example["label"] for example in examples[:whole]]


def test_cards_that_are_alike_do_not_stand_against_each_other() -> None:
    import torch

    model = make_tiny_model().eval()
    read = model.tokenize([PROMPTS["query"] + question.text for question in (QUESTIONS[0], QUESTIONS[6])])
    labels = torch.tensor([0, 1])

    def loss(same: np.ndarray) -> float:
        return float(card_loss(model, same, 20.0)([dict(read), dict(read)], labels).detach())

    alike = APART.copy()
    alike[0, 1] = alike[1, 0] = True
    assert loss(alike) == pytest.approx(0, abs=1e-4)
    assert loss(APART) > 0.1


def test_the_shipped_network_and_sentence_transformers_agree(trained: Any, tmp_path: Path) -> None:
    folder = tmp_path / "shipped"
    folder.mkdir()
    trained.save_pretrained(str(tmp_path / "whole"), create_model_card=False)
    export_encoder(trained, folder / NETWORK)
    trained[0].tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    texts = ["Quel est le préavis ?", "a", "La convention dure jusqu’à 2029. ", "œuvre"]
    ours, whole = ShippedEncoder(folder), SentenceTransformersEncoder(tmp_path / "whole")
    for kind in get_args(TextKind):
        one, other = ours.encode(texts, kind), whole.encode(texts, kind)
        assert one.shape == other.shape == (len(texts), 32)
        assert ((one * other).sum(1) > 0.98).all(), "8-bit weights say about the same"


def test_what_ships_takes_the_place_of_the_former_model_whole(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    save_tiny_model(folder)
    encoder = ship_encoder(make_tiny_model(), {"query": ["un", "deux"], "passage": ["un"]}, folder)
    assert {path.name for path in folder.iterdir()} == {NETWORK, VECTORS, "tokenizer.json"}
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
    vectors = read_vectors(folder / VECTORS, encoder.name)
    assert set(vectors) == {text_key("un", "query"), text_key("deux", "query"), text_key("un", "passage")}
    assert np.allclose(vectors[text_key("deux", "query")], encoder.encode(["deux"], "query")[0], atol=2e-2)


def test_the_vocabulary_is_that_of_the_texts_then_of_french() -> None:
    told = french_texts(["premier texte"])
    assert next(told) == "premier texte"
    assert {"maison", "Maison", "l’école", "d'enfant"} <= set(told)
