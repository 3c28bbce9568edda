"""The word index."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from rupfam_assistant.search.thesaurus import Thesaurus
from rupfam_assistant.search.words import WordIndex, build_word_index, tokens
from rupfam_assistant.texts.passages import Passage

TEXTS = [["preav", "convent", "mois"], ["media", "famili"], ["convent", "famili", "famili"], ["(vide)"]]


@pytest.fixture
def index(tmp_path: Path) -> WordIndex:
    build_word_index(TEXTS, tmp_path / "words")
    return WordIndex(tmp_path / "words")


@pytest.fixture(scope="module")
def real_index(
    tmp_path_factory: pytest.TempPathFactory, passages: tuple[Passage, ...], thesaurus: Thesaurus
) -> WordIndex:
    folder = tmp_path_factory.mktemp("words")
    build_word_index([tokens(passage.text, thesaurus) for passage in passages], folder / "passages")
    return WordIndex(folder / "passages")


def test_the_text_that_holds_the_rarest_words_comes_first(index: WordIndex) -> None:
    assert [number for number, _ in index.search(["convent", "preav"], 10)] == [0, 2]


def test_a_rare_word_tells_more_than_a_common_one_and_an_unseen_one_the_most(index: WordIndex) -> None:
    assert index.idf("convent") < index.idf("preav") < index.idf("inconnu")


@pytest.mark.parametrize("query", [[], ["inconnu"], ["inconnu", "jamais"]])
def test_words_that_no_text_holds_find_nothing(query: list[str], index: WordIndex) -> None:
    assert index.search(query, 10) == []


def test_an_unknown_word_lowers_the_share_that_is_found(index: WordIndex) -> None:
    ((_, alone),) = index.search(["preav"], 10)
    ((_, among),) = index.search(["preav", "inconnu"], 10)
    assert 0 < among < alone < 1


def test_no_more_is_found_than_asked_and_the_best_are_kept(real_index: WordIndex, thesaurus: Thesaurus) -> None:
    query = tokens("les signataires de la convention départementale", thesaurus)
    every = real_index.search(query, 1000)
    assert len(every) > 5
    assert [score for _, score in real_index.search(query, 5)] == [score for _, score in every[:5]]


def test_each_real_passage_is_the_nearest_to_its_own_words(
    real_index: WordIndex, passages: tuple[Passage, ...], thesaurus: Thesaurus
) -> None:
    scores = {
        number: dict(real_index.search(tokens(passage.text, thesaurus), 1000))
        for number, passage in enumerate(passages)
    }
    assert all(score <= 1 for near in scores.values() for score in near.values())
    lost = [number for number, near in scores.items() if near[number] < max(near.values()) - 1e-6]
    assert [passages[number].text for number in lost] == []


def test_tokens_are_stems_then_groups_of_the_thesaurus(thesaurus: Thesaurus) -> None:
    found = tokens("La CAF et le préavis", thesaurus)
    assert found[:2] == ["caf", "preav"]
    assert found[2:] and all(token.startswith("#") for token in found[2:])


def test_building_an_index_says_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.WARNING):
        build_word_index(TEXTS, tmp_path / "words")
        WordIndex(tmp_path / "words").search(["media"], 2)
    assert (caplog.text, *capfd.readouterr()) == ("", "", "")


@pytest.fixture
def damage(tmp_path: Path) -> Callable[[str], Path]:
    def remove(name: str) -> Path:
        build_word_index(TEXTS, tmp_path / "words")
        (tmp_path / "words" / name).unlink()
        return tmp_path / "words"

    return remove


@pytest.mark.parametrize("name", ["frequencies.json", "data.csc.index.npy", "vocab.index.json"])
def test_an_index_with_a_file_missing_does_not_open(name: str, damage: Callable[[str], Path]) -> None:
    with pytest.raises(OSError, match=name):
        WordIndex(damage(name))
