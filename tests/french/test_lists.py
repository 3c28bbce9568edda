"""The lists of French, and what each of their examples shows."""

from pathlib import Path

import pytest

from rupfam_assistant.errors import DamagedFile
from rupfam_assistant.french import analyse, lists
from rupfam_assistant.french.agreement import NOUNS, gender, singular, the
from rupfam_assistant.french.dates import MONTHS
from rupfam_assistant.french.lists import read_list, words_of
from rupfam_assistant.french.numbers import number_of
from rupfam_assistant.french.words import fold
from rupfam_assistant.places import corpus_folder

NAMES = sorted(path.stem for path in (corpus_folder() / "french").glob("*.toml"))
FOLDED = "abbreviations aspirated elided endings first_names noun_verbs nouns numbers ordinals stop_words".split()


@pytest.mark.parametrize("name", NAMES)
def test_a_list_says_what_it_is_and_holds_no_entry_twice_in_a_group(name: str) -> None:
    path = corpus_folder() / "french" / f"{name}.toml"
    assert path.read_text(encoding="utf-8").startswith("about = ")
    assert [group for group, words in read_list(name).groups.items() if len(set(words)) < len(words)] == []
    assert words_of(name)


@pytest.mark.parametrize("month", MONTHS)
def test_each_month_is_dated_in_all_its_forms(month: str) -> None:
    number = MONTHS.index(month) + 1
    for form in (month, *read_list("months").groups[month]):
        (when,) = analyse(f"bilan en {form}. 2027").dates
        assert when.first.month == when.last.month == number


@pytest.mark.parametrize("rank", [1, 2, 3, 4, -1])
def test_each_ordinal_tells_a_quarter(rank: int) -> None:
    for word in read_list("ordinals").groups[str(rank)]:
        (when,) = analyse(f"{word} trimestre 2027").dates
        assert when.last.month == (3 * rank if rank > 0 else 12)


@pytest.mark.parametrize("word", sorted(words_of("abbreviations")))
def test_an_abbreviation_ends_no_sentence_but_a_measure_before_a_capital(word: str) -> None:
    measures = read_list("abbreviations").groups["measures"]
    assert len(analyse(f"Voir {word}. Durand avant juin").sentences) == 1 + (word in measures)
    assert len(analyse(f"Compter 40 {word}. de route avant juin").sentences) == 1


@pytest.mark.parametrize("word", sorted(words_of("numbers")))
def test_each_number_word_is_read(word: str) -> None:
    assert number_of(word) is not None


@pytest.mark.parametrize("word", sorted(words_of("aspirated")))
def test_no_article_is_elided_before_an_aspirated_word(word: str) -> None:
    assert the(word, "m") == "le "


@pytest.mark.parametrize(("group", "told"), [("feminine", "f"), ("masculine", "m"), ("invariable", "m")])
def test_the_nouns_of_a_group_have_its_gender_and_are_singular(group: str, told: str) -> None:
    assert [noun for noun in NOUNS[group] if gender(noun) != told or singular(noun) != noun] == []


@pytest.mark.parametrize("name", FOLDED)
def test_the_words_are_folded_as_they_are_looked_up(name: str) -> None:
    assert [word for word in read_list(name).entries if fold(word) != word] == []


@pytest.mark.parametrize("content", [None, "about = ", '[groups.a]\nword = ["b"]\n'])
def test_a_missing_or_damaged_list_is_told_by_its_path(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "french").mkdir()
    if content is not None:
        (tmp_path / "french" / "essai.toml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(lists, "corpus_folder", lambda: tmp_path)
    with pytest.raises(DamagedFile, match=r"essai\.toml"):
        read_list("essai")
