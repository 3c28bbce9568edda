"""French as the search sees it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.words import (
    Term,
    Thesaurus,
    content_words,
    fold,
    read_json_lines,
    read_thesaurus,
    same_family,
    stem,
    stems,
    words,
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Préavis d’UN MOIS", "preavis d'un mois"), ("cœur", "coeur"), ("ÇA LÀ-BAS", "ca la-bas"), ("ﬁn", "fin")],
)
def test_letters_are_folded(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_is_folding_once_for_what_is_searched(text: str) -> None:
    assert words(fold(text)) == words(text)


@given(st.text())
def test_words_are_made_of_plain_letters_and_digits(text: str) -> None:
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in words(text))


def test_elided_words_are_cut_off() -> None:
    assert words("L’enfant qu’elle n'a d’accueil jusqu’au") == ["enfant", "elle", "a", "accueil", "au"]


def test_an_apostrophe_inside_a_word_is_no_elision() -> None:
    assert words("aujourd’hui") == ["aujourd", "hui"]


def test_words_without_meaning_are_left_aside() -> None:
    assert content_words("Est-ce que la CAF doit le faire avec les parents ?") == ["caf", "doit", "parents"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("dénoncé", "dénoncer"), ("signataires", "signataire"), ("médiations familiales", "médiation familiale")],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.fixture
def small_thesaurus() -> Thesaurus:
    return Thesaurus(
        [
            Term("médiation familiale", ("médiateur",), None, None),
            Term("comité départemental des services aux familles", ("comité des familles",), "CDSF", "une instance"),
            Term("CAF", ("caisse d’allocations familiales",), None, None),
        ]
    )


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("les médiations familiales", ["#0"]),
        ("Un MÉDIATEUR ou le cdsf ?", ["#0", "#1"]),
        ("la caisse d'allocations familiales et la CAF", ["#2"]),
        ("la médiation pénale", []),
        ("", []),
    ],
)
def test_the_groups_of_the_thesaurus_are_found_in_a_text(
    text: str, concepts: list[str], small_thesaurus: Thesaurus
) -> None:
    assert small_thesaurus.concepts(stems(text)) == concepts


def test_every_wording_of_the_thesaurus_finds_its_own_group(thesaurus: Thesaurus) -> None:
    lost = [
        form
        for number, term in enumerate(thesaurus.terms)
        for form in (term.term, *term.same)
        if 0 < len(stems(form)) <= 6 and f"#{number}" not in thesaurus.concepts(stems(form))
    ]
    assert lost == []


def test_a_file_of_json_lines_is_read_with_its_blank_lines_and_line_separators(tmp_path: Path) -> None:
    path = tmp_path / "lignes.jsonl"
    path.write_bytes('\ufeff{"a": "un\u2028deux\u0085trois"}\r\n\n{"a": 2}\n'.encode())
    assert read_json_lines(path) == [{"a": "un\u2028deux\u0085trois"}, {"a": 2}]


@pytest.mark.parametrize(("content", "line"), [('{"a": 1}\n{"a":\n', 2), ("[1]\n", 1), ('\n\n"texte"\n', 3)])
def test_a_faulty_line_is_told_with_its_number_and_its_file(content: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "lignes.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RupfamError, match=rf"^La ligne {line} du fichier .*lignes\.jsonl n’est pas .*JSON"):
        read_json_lines(path)


@pytest.mark.parametrize("content", [None, b"\xff\xfe{"])
def test_a_file_that_cannot_be_read_is_told_by_name(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "thesaurus.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RupfamError, match=r"thesaurus\.jsonl"):
        read_thesaurus(path)


def test_a_number_in_words_is_the_number_in_digits() -> None:
    assert words("deux mois, quatre axes") == words("2 mois, 4 axes")
    assert words("une instance") == ["une", "instance"]


@pytest.mark.parametrize("family", read_list("families").groups)
def test_the_words_of_a_family_are_known_for_kin(family: str) -> None:
    first, *others = (stem(fold(word)) for word in read_list("families").groups[family])
    assert all(same_family(first, other) and same_family(other, first) for other in others)


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [
        ("financer", "financeur", True),
        ("permanence", "permanent", True),
        ("public", "publier", False),
        ("partie", "parent", False),
        ("conseil", "convention", False),
    ],
)
def test_two_words_are_kin_when_they_begin_alike(one: str, other: str, kin: bool) -> None:
    assert same_family(stem(one), stem(other)) is kin
