"""Passages of the two texts as they are, and of any text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import Passage, collapse, cut_passages

PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        " \n \n",
        "Article 1 – Objet\n",
        "Préambule\n",
        "Objectif 2 : Identifier\n",
        "I. LA CONVENTION CADRE\n",
        "Les dispositifs sont les suivants. On y trouve :\n",
        "- la médiation ;\n",
        "- \n",
        "• l’espace (ex. A. Dupont, etc.). Et puis.\n",
        "Et\n",
        "1 Une note. Elle dit.\n",
        "| Lieu | Jour |\n|---|---|\n",
        "| Valmont | samedi |\n",
        "|\n",
        "une suite de phrase. Une autre ! Une dernière",
        "coupe-\nrejointe ",
        "1. L’équipe\n",
        "Le mot du président\n",
        "3.1 Une règle. Une autre.\n",
        "mot ",
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=200)


def cut(text: str) -> tuple[Passage, ...]:
    return cut_passages(Document("texte", "Un texte", "le texte", text))


def found(passages: tuple[Passage, ...], words: str, document: str) -> Passage:
    """The only passage of a document that says the words."""
    (passage,) = [passage for passage in passages if passage.document == document and words in collapse(passage.text)]
    return passage


def assert_well_cut(text: str, passages: tuple[Passage, ...]) -> None:
    assert "".join("".join(passage.text.split()) for passage in passages) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(passages))
    for passage in passages:
        assert passage.text == text[passage.start : passage.end] != ""
        assert passage.headings
        edges = [
            passage.start,
            *(edge for sentence in passage.sentences for edge in (sentence.start, sentence.end)),
            passage.end,
        ]
        assert edges == sorted(edges)
        assert all(passage.slice(sentence) == text[sentence.start : sentence.end] for sentence in passage.sentences)


@given(TEXTS)
def test_any_text_is_cut_into_passages_that_hold_every_non_blank_character_once(text: str) -> None:
    assert_well_cut(text, cut(text))


def test_the_two_texts_are_cut_into_passages_that_hold_every_non_blank_character_once(
    circulaire: Document, trame: Document
) -> None:
    for document in (circulaire, trame):
        assert_well_cut(document.text, cut_passages(document))


def test_a_passage_stands_in_exactly_the_sections_above_it(passages: tuple[Passage, ...]) -> None:
    assert found(passages, "dénoncée par l’une des parties deux mois", "trame").section == "Article 8"
    assert found(passages, "supprimer les zones blanches", "trame").section == "Article 2, objectif 1"
    assert found(passages, "médiation familiale qui est un processus", "trame").section == "Préambule"
    assert (
        found(passages, "Le suivi de cette convention, à l’échelon départemental", "circulaire").section == "Section II"
    )
    assert found(passages, "a été signée le 20 janvier 2026", "circulaire").section == "Introduction"
    assert found(passages, "Gaëlle CHOQUER-MARCHAND", "circulaire").section == "Signature"


def test_every_article_and_objective_has_its_passages(passages: tuple[Passage, ...]) -> None:
    met = {label for passage in passages for label in passage.headings}
    articles, objectives = {f"Article {number}" for number in range(1, 9)}, {f"Objectif {number}" for number in "1234X"}
    assert met == {
        "Introduction",
        "Section I",
        "Section II",
        "Signature",
        "Parties",
        "Préambule",
        "Signatures",
        "Note 1",
        *articles,
        *objectives,
    }


def test_an_objective_is_left_when_the_next_article_opens(passages: tuple[Passage, ...]) -> None:
    assert found(passages, "L’instance départementale de prévention et d’accompagnement", "trame").headings == (
        "Article 3",
    )


@pytest.mark.parametrize("document", ["circulaire", "trame"])
def test_the_five_themes_are_one_passage_with_their_introduction(document: str, passages: tuple[Passage, ...]) -> None:
    passage = found(passages, "Les champs thématiques suivants définissent", document)
    assert [sentence.role for sentence in passage.sentences] == ["introduction", *["item"] * 5]
    assert [collapse(passage.slice(sentence))[:22] for sentence in passage.sentences[1:]] == [
        "L’accompagnement des c",
        "La facilitation du ver",
        "L’accompagnement des r",
        "La prise en compte des",
        "L’accompagnement des c",
    ]


def test_the_four_axes_are_one_passage_with_their_introduction(passages: tuple[Passage, ...]) -> None:
    passage = found(passages, "Quatre axes stratégiques de coopération", "circulaire")
    assert [sentence.role for sentence in passage.sentences] == ["introduction", *["item"] * 4]


def test_the_actions_of_an_objective_stand_with_its_heading(passages: tuple[Passage, ...]) -> None:
    roles = {
        passage.headings[-1]: [sentence.role for sentence in passage.sentences]
        for passage in passages
        if passage.document == "trame" and passage.headings[-1].startswith("Objectif")
    }
    assert {label: (kinds[0], kinds.count("heading")) for label, kinds in roles.items()} == {
        f"Objectif {n}": ("heading", 1) for n in "1234X"
    }
    assert [roles[f"Objectif {n}"].count("item") for n in "234X"] == [3, 5, 0, 0]
    assert "Les signataires assurent un suivi annuel des enveloppes financières engagées" in collapse(
        found(passages, "Objectif 1 :", "trame").text
    )


def test_a_sentence_before_a_list_is_cut_from_the_paragraph_that_it_ends(passages: tuple[Passage, ...]) -> None:
    passage = found(passages, "Parmi les dispositifs portés par les signataires", "trame")
    assert collapse(passage.text).startswith(
        "Parmi les dispositifs portés par les signataires l’on trouve notamment : - La médiation"
    )


def test_the_item_after_the_note_keeps_the_introduction_of_its_list(passages: tuple[Passage, ...]) -> None:
    passage = found(passages, "L’agence de recouvrement et d’intermédiation", "trame")
    assert passage.introduction == "Parmi les dispositifs portés par les signataires l’on trouve notamment :"
    assert [sentence.role for sentence in passage.sentences] == ["item"]


@pytest.mark.parametrize(
    ("document", "words"),
    [("circulaire", "La liste des partenaires est annexée"), ("trame", "Le nombre et la qualité des partenaires")],
)
def test_a_note_is_a_passage_of_its_own(document: str, words: str, passages: tuple[Passage, ...]) -> None:
    passage = found(passages, words, document)
    assert passage.headings[-1] == "Note 1"
    assert passage.introduction == ""
    assert {sentence.role for sentence in passage.sentences} == {"note"}


def test_an_introduction_does_not_outlive_its_list(passages: tuple[Passage, ...]) -> None:
    assert [passage.introduction for passage in passages if passage.introduction] == [
        "Parmi les dispositifs portés par les signataires l’on trouve notamment :"
    ]


def test_an_abbreviation_ends_no_sentence() -> None:
    (passage,) = cut("Voir l’art. 8 et M. Martin, ex. Paris. Puis une autre phrase.")
    assert [passage.slice(sentence) for sentence in passage.sentences] == [
        "Voir l’art. 8 et M. Martin, ex. Paris.",
        "Puis une autre phrase.",
    ]


def test_an_empty_text_has_no_passage() -> None:
    assert cut("") == cut(" \n\n \t") == ()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("la mise\nen  œuvre ", "la mise en œuvre"),
        ("convention-\ncadre", "convention-cadre"),
        ("objet - \nsuite", "objet - suite"),
    ],
)
def test_a_slice_is_shown_on_one_line(typed: str, shown: str) -> None:
    assert collapse(typed) == shown


def test_a_numbered_paragraph_is_said_and_a_numbered_title_is_not() -> None:
    text = "4.1 Conditions\n\n4.2 L’aide est versée à l’organisateur, jamais à la famille. Le refus est motivé.\n"
    passages = cut_passages(Document("note", "Note", "la note", text))
    told = [(passage.slice(s), s.role) for passage in passages for s in passage.sentences]
    assert told == [
        ("4.1 Conditions", "heading"),
        ("L’aide est versée à l’organisateur, jamais à la famille.", "sentence"),
        ("Le refus est motivé.", "sentence"),
    ]
    assert passages[-1].section.endswith("4.2")


REPORT = """RAPPORT D’ACTIVITÉ 2024
Service de médiation « Les Deux Rives »

Le mot de la présidente
L’année 2024 restera celle du déménagement. Après vingt-deux ans rue du Cloître, le service s’est installé avenue des Mariniers.
Bernadette Osmont

1. L’équipe
Le service compte quatre médiatrices. L’accueil téléphonique est tenu du mardi au vendredi.

2. Qui peut venir ?
– les parents ;
– les grands-parents.

Article 3 – Le service est fermé en août.

4.1 Retard. Au-delà de vingt minutes, la séance est annulée. Elle n’est pas payée.
4.2 Une absence est excusée si elle est annoncée la veille. Sinon, elle est payée.

1. un premier point, sans titre, qui tient en une ligne
2. un second point
"""


def test_the_titles_of_a_plain_text_stand_above_what_they_name_and_in_no_sentence() -> None:
    told = [(p.title, p.slice(s), s.role) for p in cut(REPORT) for s in p.sentences]
    assert ("Le mot de la présidente", "L’année 2024 restera celle du déménagement.", "sentence") in told
    assert ("1. L’équipe", "Le service compte quatre médiatrices.", "sentence") in told
    assert ("2. Qui peut venir ?", "les grands-parents.", "item") in told
    assert [said for _, said, role in told if role == "heading"] == [
        "Le mot de la présidente",
        "1. L’équipe",
        "2. Qui peut venir ?",
    ]


def test_a_paragraph_that_opens_with_a_number_is_said_under_its_own_first_words_or_the_title_above() -> None:
    titles = {p.slice(s): p.title for p in cut(REPORT) for s in p.sentences}
    assert titles["Elle n’est pas payée."] == "4.1 Retard"
    assert titles["Sinon, elle est payée."] != titles["Elle n’est pas payée."]
    assert "Le service est fermé en août." in titles
    assert "un second point" in titles


@pytest.mark.parametrize(("start", "end"), [("", ""), ("| ", " |")])
def test_a_row_is_told_by_its_columns_with_or_without_outer_bars(start: str, end: str) -> None:
    rows = ("Tranche | Quotient | Journée", "A | moins de 400 | 6 €", "B | de 400 à 700 | 9 €")
    (passage,) = cut_passages(
        Document("tarifs", "Tarifs", "les tarifs", "".join(f"{start}{row}{end}\n" for row in rows))
    )
    head, *said = passage.sentences
    assert (passage.slice(head), head.role) == (rows[0], "heading")
    assert [passage.slice(row) for row in said] == [*rows[1:]]
    assert passage.told(said[0]).endswith("6 €") and "Journée" in passage.told(said[0])


@pytest.mark.parametrize("written", ["3 Voir le schéma départemental.", "Note 3\u00a0: Voir le schéma départemental."])
def test_a_note_is_called_by_its_number(written: str) -> None:
    *_, note = cut(f"Une phrase du texte.\n\n{written}")
    assert note.headings[-1] == "Note 3"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Article 10.", "Article 10."),
        ("Article 12 : « Le service » est fermé en août.", "« Le service » est fermé en août."),
        ("Article premier. Le service est fermé.", "Le service est fermé."),
        ("3.1.", "3.1."),
    ],
)
def test_the_number_of_an_article_is_never_cut(line: str, said: str) -> None:
    told = [p.slice(s) for p in cut(f"{line}\nLes parties s’engagent.") for s in p.sentences]
    assert told == [said, "Les parties s’engagent."] or told == [f"{said} Les parties s’engagent."]


def test_what_but_marks_a_sentence_stays_with_it_and_a_letterhead_is_cut_at_its_lines() -> None:
    told = [
        p.slice(s) for p in cut("Q7. Et la colocation ?\nR. Oui, avec un bail. Le bail est lu.") for s in p.sentences
    ]
    assert told == ["Q7. Et la colocation ?", "R. Oui, avec un bail.", "Le bail est lu."]
    head = "Caf du Tarnois\nNOTE N° 12\nDate : 4 mai 2026"
    assert [p.slice(s) for p in cut(head) for s in p.sentences] == head.split("\n")
    wrapped = "Le lieu est tenu par le\nComité des usagers, à\nValmont."
    assert [p.slice(s) for p in cut(wrapped) for s in p.sentences] == [wrapped]


def test_an_item_and_a_name_are_no_titles_and_a_title_stays_in_its_article() -> None:
    listed = "Article 2 – Actions\nLes actions sont :\n1. Rencontrer les élus\n2. Former\n3. Ouvrir un lieu\nLe comité se réunit."
    assert {p.section for p in cut(listed)} == {"Article 2"}
    signed = f"Le lieu ouvre le samedi.\n\nBernadette Osmont\n\n{'L’année fut belle et longue. ' * 5}\n\nD. Martin\nDirecteur"
    assert [s for p in cut(signed) for s in p.sentences if s.role == "heading"] == []
    (passage,) = [
        p for p in cut("Article 2 – Actions\n\n1. Le public\nTous les parents y viennent.") if "Tous" in p.text
    ]
    assert passage.headings[0] == "Article 2"


def test_a_note_stands_where_it_is_called(passages: tuple[Passage, ...]) -> None:
    notes = [passage.section for passage in passages if "note" in passage.section]
    assert notes == ["Section I, note 1", "Parties, note 1"]
