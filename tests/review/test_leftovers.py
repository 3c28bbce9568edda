"""What a draft keeps that is not to be signed, and the annex that it lost: told, and no deviation."""

import pytest
from reviewing import flowing, review

SETTLED = "Le choix de l’instance"


def told(text: str) -> list[tuple[str, str]]:
    """What the review of a draft says is to be known, but the instance that is to choose."""
    noted = [(said.article, said.message) for said in review(text).noted]
    return [(article, message) for article, message in noted if not message.startswith(SETTLED)]


@pytest.mark.parametrize("note", ["(Thomas doit rappeler)", "(à valider en CA – SB)"])
def test_a_note_between_brackets_in_what_is_added_is_to_be_taken_out(note: str) -> None:
    text = flowing()
    added = f"Une ligne d’écoute ouvre chaque soir {note}.\n\nARTICLE 4"
    assert text.count("ARTICLE 4") == 1
    assert told(text.replace("ARTICLE 4", added)) == [("Article 3", f"Note interne à ôter : « {note} ».")]


def test_a_word_that_is_only_misspelt_is_a_slip_and_no_deviation() -> None:
    text = flowing()
    before = "à l’issue de la période conventionnelle"
    assert text.count(before) == 1
    wrong = text.replace(before, before.replace("nn", "n"))
    assert told(wrong) == [("Article 3", "Coquille : « conventionelle » pour « conventionnelle ».")]
    assert not review(wrong).deviations
    assert review(text.replace(before, before.replace("conventionnelle", "contractuelle"))).deviations


@pytest.mark.parametrize("bracket", ["(source : La Halte)", "(garde, école, santé)", "(15 heures par mois)"])
def test_a_bracket_that_says_what_is_to_be_signed_is_no_note(bracket: str) -> None:
    added = f"Une ligne d’écoute ouvre chaque soir {bracket}.\n\nARTICLE 4"
    assert told(flowing().replace("ARTICLE 4", added)) == []


def test_the_instructions_of_the_trame_that_a_signed_draft_keeps_are_to_be_taken_out() -> None:
    text = flowing().replace("Fait à", "+ Ajouter les signataires et les annexes\n\nFait à")
    found = f"Annexe 2\n\nTrame de {text[0].lower()}{text[1:]}"
    left = "« Annexe 2 », « Trame de convention » et « + Ajouter les signataires et les annexes »"
    assert told(found) == [("Parties", f"Consignes de la trame à ôter : {left}.")]
    assert not review(found).deviations


def test_the_national_convention_that_is_no_more_among_the_annexes_is_told() -> None:
    opening, annexes, rest = flowing().partition("Annexes :")
    lost = rest[rest.index("- Annexe 2") :]
    ((article, said),) = told(f"{opening}{annexes}\n\n{lost}")
    assert (article, said.endswith("n’est pas parmi les annexes : ajoutez-la.")) == ("Annexes", True)
    assert told(f"{opening}{annexes}{rest}") == []
