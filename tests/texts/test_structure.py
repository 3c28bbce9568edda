"""The structure of the two texts as they are, and of any text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.structure import Block, parse_blocks

LINES = st.sampled_from(
    [
        "",
        " ",
        "Article 2 – Objectifs",
        "ARTICLE PREMIER",
        "Préambule",
        "Entre :",
        "Objectif 1 : Soutenir",
        "[Objectif X : à compléter]",
        "I. LA CONVENTION",
        "- une action ;",
        "• un thème",
        "-",
        "1) un point",
        "1 Une note.",
        "Et",
        "Les Parties décident que :",
        "Une phrase qui court sur",
        "la ligne suivante. Puis une autre.",
        "+ Ajouter les signataires",
        "\f",
        "\u2028",
        "Veuillez agréer",
    ]
)
TEXTS = st.lists(LINES, max_size=20).map("\n".join) | st.text(max_size=200)


def labels(document: Document, level: int) -> list[str]:
    return [block.label for block in parse_blocks(document.text) if block.kind == "heading" and block.level == level]


def said(document: Document, block: Block) -> str:
    return " ".join(document.text[block.start : block.end].split())


def test_the_circular_has_its_two_sections_and_its_signature(circulaire: Document) -> None:
    assert labels(circulaire, 1) == ["Section I", "Section II", "Signature"]


def test_the_model_has_its_parties_preamble_eight_articles_and_signatures(trame: Document) -> None:
    assert labels(trame, 1) == ["Parties", "Préambule", *(f"Article {number}" for number in range(1, 9)), "Signatures"]


def test_the_model_has_four_objectives_and_a_fifth_to_write(trame: Document) -> None:
    assert labels(trame, 2) == ["Objectif 1", "Objectif 2", "Objectif 3", "Objectif 4", "Objectif X"]


def test_a_heading_that_wraps_is_one_heading(circulaire: Document, trame: Document) -> None:
    first = next(block for block in parse_blocks(circulaire.text) if block.label == "Section I")
    assert said(circulaire, first).endswith(
        "STRUCTURANT DE LA POLITIQUE D’ACCOMPAGNEMENT DES SITUATIONS DE RUPTURES FAMILIALES"
    )
    second = next(block for block in parse_blocks(trame.text) if block.label == "Objectif 2")
    assert said(trame, second).endswith("envisager le développement de nouvelles offres")


def test_each_text_has_one_note(circulaire: Document, trame: Document) -> None:
    notes = {
        document.name: [said(document, block) for block in parse_blocks(document.text) if block.kind == "note"]
        for document in (circulaire, trame)
    }
    assert notes["circulaire"] == ["1 La liste des partenaires est annexée à la convention cadre."]
    assert len(notes["trame"]) == 1 and notes["trame"][0].endswith("Comité des financeurs compétent sur le territoire.")


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("circulaire", "violences intrafamiliales et la prévention", "de l’enfant ou des enfants"),
        ("circulaire", "via la signature d’une convention départementale", "avec les principaux acteurs locaux"),
        ("circulaire", "La Directrice générale déléguée", "Gaëlle CHOQUER-MARCHAND"),
        ("trame", "la prévention de l’exposition", "de l’enfant ou des enfants"),
        ("trame", "intrafamiliaux (parents-", "adolescents"),
        ("trame", "services aux familles (CDSF) prévus", "schémas départementaux des services"),
    ],
)
def test_a_paragraph_cut_by_a_blank_line_is_rejoined(
    name: str, before: str, after: str, circulaire: Document, trame: Document
) -> None:
    document = {"circulaire": circulaire, "trame": trame}[name]
    (block,) = [block for block in parse_blocks(document.text) if before in said(document, block)]
    assert after in said(document, block)


@given(TEXTS)
def test_the_blocks_of_any_text_hold_every_non_blank_character_once_and_in_order(text: str) -> None:
    blocks = parse_blocks(text)
    held = "".join(text[block.start : block.end] for block in blocks)
    assert "".join(held.split()) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(blocks))
    assert all(text[block.start : block.end] == text[block.start : block.end].strip() != "" for block in blocks)


@given(TEXTS)
def test_only_headings_have_a_label_and_a_level(text: str) -> None:
    assert all((block.kind == "heading") == bool(block.label) == bool(block.level) for block in parse_blocks(text))
