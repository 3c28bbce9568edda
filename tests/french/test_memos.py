"""What an officer notes for herself in a field is told from what is to be signed."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.french.clauses import tidy, without
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.french.memos import find_memos, segments
from rupfam_assistant.places import corpus_folder
from rupfam_assistant.search.pairs import shipped_pairs
from rupfam_assistant.training.taught import taught_fields

NOTES = shipped_pairs(corpus_folder()).notes
FIELDS = ("text", "territory_needs", "priorities", "label", "source", "indicator", "deadline", "pilot", "partners")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "Bus des familles (Odile s’en occupe) le premier samedi du mois",
            "Bus des familles le premier samedi du mois",
        ),
        ("Trop peu de visites protégées – je n’ai pas retrouvé le chiffre", "Trop peu de visites protégées"),
        (
            "Ouvrir un relais à la gare. Le maire n’est pas chaud, on verra après les élections",
            "Ouvrir un relais à la gare.",
        ),
    ],
)
def test_a_note_goes_and_the_statement_stays(text: str, kept: str) -> None:
    assert tidy(without(text, find_memos(text, "text", NOTES), " "), text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Adresser un courriel à chaque parent deux jours avant la première visite (adresse, plan d’accès)",
        "Vérifier avec le SPIP, chaque trimestre, la liste des parloirs",
        "Étudier l’ouverture d’un lieu neutre à Sornac, sous réserve de l’accord du juge",
        "Relancer les communes qui n’ont pas répondu à l’enquête",
        "Point d’étape avec les maires, deux fois par an",
    ],
)
def test_an_action_that_speaks_of_mails_checks_or_doubts_is_no_note(text: str) -> None:
    assert find_memos(text, "text", NOTES) == ()


@given(st.text(alphabet="abé ,;:.–()?«»\n/>-12", max_size=80), st.sampled_from(FIELDS))
def test_segments_and_notes_stand_in_order_within_the_text(text: str, field: str) -> None:
    for spans in (segments(text), find_memos(text, field, NOTES)):
        edges = [edge for span in spans for edge in span]
        assert edges == sorted(edges) and all(0 <= start < end <= len(text) for start, end in spans)


@given(st.text(alphabet="abé ,;:.–()?", max_size=80))
def test_each_letter_stands_in_one_segment(text: str) -> None:
    left = without(text, segments(text))
    assert not any(char.isalpha() for char in left)


def test_the_lines_that_the_notes_are_learned_from_are_told_right() -> None:
    lines = [one for one in taught_fields(corpus_folder())[::30] if one.field in FIELDS]
    touched = [bool(find_memos(one.text, one.field, NOTES)) for one in lines]
    clean = [found for found, one in zip(touched, lines, strict=True) if not one.notes]
    noted = [found for found, one in zip(touched, lines, strict=True) if one.notes]
    assert sum(clean) <= 0.015 * len(clean) and sum(noted) >= 0.7 * len(noted)


def test_of_fields_that_no_one_taught_few_facts_go_and_most_notes_do() -> None:
    rows = read_json_lines(Path(__file__).parents[1] / "data" / "guard" / "memos.jsonl")
    found = [(row["out"], find_memos(row["text"], row["field"], NOTES)) for row in rows]
    touched = [bool(memos) for noted, memos in found if not noted]
    assert sum(touched) <= 0.1 * len(touched)
    assert sum(bool(memos) for noted, memos in found if noted) >= 0.5 * sum(bool(noted) for noted, _ in found)


@pytest.mark.parametrize("before", [3, 8, 11])
def test_a_note_far_in_a_long_field_is_found_alone(before: int) -> None:
    said = "Ouvrir un lieu d’accueil pour les pères séparés au centre social, le samedi matin. "
    note = "Attention : je relance Odile à la CAF lundi pour avoir son accord écrit avant le copil"
    text = f"{said * before}{note}. {said}"
    assert [text[start:end].rstrip(".") for start, end in find_memos(text, "text", NOTES)] == [note]


@pytest.mark.parametrize("marks", ["()", "[]"])
def test_a_note_in_brackets_goes_with_both(marks: str) -> None:
    text = f"Ouvrir un lieu {marks[0]}Paul doit me rappeler{marks[1]} au centre social"
    assert tidy(without(text, find_memos(text, "text", NOTES), " "), text) == "Ouvrir un lieu au centre social"


def test_no_note_of_the_lines_that_teach_leaves_a_bracket_open() -> None:
    for one in taught_fields(corpus_folder())[:3880:60]:
        left = without(one.text, find_memos(one.text, one.field, NOTES), " ")
        assert left.count("(") - left.count(")") == one.text.count("(") - one.text.count(")"), one.text


def test_what_tells_where_or_when_amid_words_is_no_note() -> None:
    text = "Former deux médiateurs aux dossiers agricoles : logement sur le domaine familial"
    pieces = [
        ((match.start(), match.end()), 21.0 * (match.start() >= text.index("domaine")) - 9)
        for match in re.finditer(r"\S+ ?", text)
    ]
    assert find_memos(text, "text", lambda field, window: pieces) == ()


def test_what_an_action_gives_is_no_note() -> None:
    assert find_memos("Donner aux secrétaires de mairie de quoi orienter sans se tromper", "priorities", NOTES) == ()


@pytest.mark.parametrize(
    ("field", "text", "memos"),
    [
        ("text", "Tableur l. 9 – Navette du samedi vers Dole – OK MB", ["Tableur l. 9", "OK MB"]),
        ("text", "Former les avocats. Relancer le bâtonnier avant Noël.", ["Relancer le bâtonnier avant Noël."]),
        ("territory_needs", "Rappeler Sylvette pour les chiffres du TJ", ["Rappeler Sylvette pour les chiffres du TJ"]),
        ("text", "Convention-type avec les employeurs : aménager le poste du parent", []),
        ("text", "Relancer le groupe de parole des pères", []),
        (
            "organisation",
            "Secrétariat par la CAF. Rappeler Mme Aubrac avant le 8 décembre.",
            ["Rappeler Mme Aubrac avant le 8 décembre."],
        ),
    ],
)
def test_what_has_the_form_of_a_memo_is_one_and_what_names_a_thing_is_none(
    field: str, text: str, memos: list[str]
) -> None:
    assert [text[start:end] for start, end in find_memos(text, field, NOTES)] == memos


def test_beside_a_doubt_that_is_asked_back_a_memo_goes_and_what_is_doubted_stays() -> None:
    text = "rue des Lices ? (le numéro est à demander à Mme Roy)"
    assert [text[start:end] for start, end in find_memos(text, "address", NOTES, [(13, 15)])] == [text[16:]]
