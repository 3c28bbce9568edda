"""The training of the model that ships."""

import dataclasses
from pathlib import Path

import pytest

from rupfam_assistant.search.questions import AttachedQuestion, SentenceKey, find_twins, twin_key
from rupfam_assistant.search.thesaurus import Term, Thesaurus
from rupfam_assistant.texts.passages import Passage, collapse
from rupfam_assistant.training.encoder import (
    Recipe,
    put_model,
    save_model,
    train_model,
    train_tokenizer,
    training_pairs,
)

TINY = Recipe(vocabulary=200, dimensions=8, epochs=1, batch_size=16)


@pytest.fixture(scope="module")
def twin_keys(passages: tuple[Passage, ...]) -> tuple[SentenceKey, SentenceKey]:
    """Two sentences, one of each text, with the same words but not the same letters."""

    def said(key: SentenceKey) -> str:
        return collapse(passages[key.passage].slice(passages[key.passage].sentences[key.sentence]))

    def folded(key: SentenceKey) -> str:
        return twin_key(passages[key.passage], key.sentence)

    return next(
        (key, other)
        for key, others in find_twins(list(enumerate(passages))).items()
        for other in others
        if folded(key) == folded(other)
        and said(key) != said(other)
        and passages[key.passage].document != passages[other.passage].document
    )


@pytest.fixture
def questions(passages: tuple[Passage, ...]) -> list[AttachedQuestion]:
    keys = [SentenceKey(number, 0) for number in range(0, 60, 3)]
    return [
        AttachedQuestion(f"question {n} sur le point {key.passage}", (key,), (key,)) for key in keys for n in range(3)
    ]


@pytest.fixture
def pairs(passages: tuple[Passage, ...], questions: list[AttachedQuestion]) -> list[tuple[str, str]]:
    return training_pairs(passages, questions, Thesaurus([]), 1)


def test_the_pairs_of_one_seed_are_always_the_same_and_those_of_another_are_not(
    passages: tuple[Passage, ...], questions: list[AttachedQuestion], thesaurus: Thesaurus
) -> None:
    first, second, other = (training_pairs(passages, questions, thesaurus, seed) for seed in (1, 1, 2))
    assert first == second
    assert first != other


def test_every_question_is_paired_with_its_answer_and_with_another_question(
    passages: tuple[Passage, ...], questions: list[AttachedQuestion]
) -> None:
    pairs = training_pairs(passages, questions, Thesaurus([]), 1)
    twins = find_twins(list(enumerate(passages)))
    for question in questions:
        (key,) = question.targets
        first = min((key, *twins[key]))
        assert (question.text, twin_key(passages[first.passage], first.sentence)) in pairs
    texts = {question.text for question in questions}
    assert all({one, other} & texts == {one, other} or one in texts for one, other in pairs)
    assert any({one, other} <= texts for one, other in pairs)


def test_every_wording_of_a_group_is_paired_with_its_term(passages: tuple[Passage, ...]) -> None:
    thesaurus = Thesaurus(
        [Term("pension", ("pension alimentaire", "PA"), "PA", "une somme versée"), Term("préavis", (), None, None)]
    )
    assert sorted(training_pairs(passages, [], thesaurus, 1)) == [
        ("PA", "pension"),
        ("pension alimentaire", "pension"),
        ("une somme versée", "pension"),
    ]


def test_twin_sentences_are_one_answer_so_that_they_never_stand_against_each_other(
    passages: tuple[Passage, ...], twin_keys: tuple[SentenceKey, SentenceKey]
) -> None:
    attached = [AttachedQuestion(f"question {n}", (key,), twin_keys) for n, key in enumerate(twin_keys)]
    pairs = training_pairs(passages, attached, Thesaurus([]), 1)
    answers = {other for one, other in pairs if other not in ("question 0", "question 1")}
    assert len(answers) == 1
    assert {("question 0", answer) for answer in answers} | {("question 1", answer) for answer in answers} <= set(pairs)
    assert ("question 0", "question 1") in pairs or ("question 1", "question 0") in pairs


def test_a_sentence_is_one_answer_whether_its_twin_is_attached_or_not(
    passages: tuple[Passage, ...], twin_keys: tuple[SentenceKey, SentenceKey]
) -> None:
    one, other = twin_keys
    targets = ((one,), (one, other), (other, one))
    attached = [AttachedQuestion(f"question {n}", keys, twin_keys) for n, keys in enumerate(targets)]
    pairs = training_pairs(passages, attached, Thesaurus([]), 1)
    assert len({answer for _, answer in pairs if not answer.startswith("question")}) == 1


def test_the_word_pieces_are_those_of_folded_french() -> None:
    tokenizer = train_tokenizer(["L’œuvre d’été à Noël"] * 3, 100)
    assert tokenizer.encode("L’œuvre D’ÉTÉ").tokens == tokenizer.encode("l'oeuvre d'ete").tokens
    assert "[UNK]" not in tokenizer.encode("l'oeuvre d'ete").tokens


def test_training_twice_gives_the_same_vectors_and_another_seed_gives_others(pairs: list[tuple[str, str]]) -> None:
    asked = [one for one, _ in pairs[:5]]
    first, second, other = (
        train_model(pairs, recipe).encode(asked).tolist()
        for recipe in (TINY, TINY, dataclasses.replace(TINY, seed=TINY.seed + 1))
    )
    assert first == second
    assert first != other


def test_training_brings_what_is_paired_together(pairs: list[tuple[str, str]]) -> None:
    recipe = dataclasses.replace(TINY, dimensions=32, epochs=8)
    model = train_model(pairs, recipe)
    one, other = (model.encode([pair[side] for pair in pairs], normalize_embeddings=True) for side in (0, 1))
    alike = one @ other.T
    assert alike.diagonal().mean() > alike.mean() + 0.2


def test_a_saved_model_takes_the_place_of_the_former_one_whole(pairs: list[tuple[str, str]], tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "former.txt").write_text("ancien", encoding="utf-8")
    model = train_model(pairs, TINY)
    save_model(model, tmp_path / "fresh")
    put_model(tmp_path / "fresh", folder, "# Carte")
    assert (folder / "README.md").read_text(encoding="utf-8") == "# Carte"
    assert not (folder / "former.txt").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"fresh", "model"}
    assert (
        SentenceTransformer(str(folder), device="cpu").encode("question").tolist() == model.encode("question").tolist()
    )
