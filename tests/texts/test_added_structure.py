"""The structure of a department's own document: Markdown titles, fiches, tables, at exact offsets."""

from pathlib import Path

import pytest

from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import cut_passages
from rupfam_assistant.texts.reading import read_whole

DATA = Path(__file__).parents[1] / "data" / "texts"


def scheme(ending: str) -> Document:
    return Document("schema_verance", "Schéma", "le schéma", read_whole(DATA / f"schema_verance.{ending}").text)


def test_every_solid_character_of_the_scheme_is_in_one_passage() -> None:
    for ending in ("md", "docx", "odt", "pdf"):
        document = scheme(ending)
        held = [0] * len(document.text)
        for passage in cut_passages(document):
            assert document.text[passage.start : passage.end] == passage.text
            for place in range(passage.start, passage.end):
                held[place] += 1
        assert all(count == 1 for count, c in zip(held, document.text, strict=True) if not c.isspace())


def test_a_passage_says_its_chapter_and_number_not_the_title_of_the_document() -> None:
    passages = cut_passages(scheme("md"))
    average = next(passage for passage in passages if "8,5 mois" in passage.text)
    assert average.headings == ("Chapitre I", "1.4 Les espaces de rencontre") or average.headings == (
        "Chapitre I",
        "1.4",
    )
    assert average.section == "Chapitre I, 1.4"


def test_the_numbered_titles_of_a_pdf_are_headings() -> None:
    labels = {label for passage in cut_passages(scheme("pdf")) for label in passage.headings}
    assert {"Chapitre I", "Chapitre III", "1.4", "3.1"} <= labels


ROW = (
    "Territoire\u00a0: Plateau d’Orsenque\u202f; Population\u00a0: 42 900\u202f;"
    " Mesures de médiation familiale\u00a0: 19\u202f; Mesures en espace de rencontre\u00a0: 0 (pas de site)\u202f;"
    " Attente en espace de rencontre\u00a0: sans objet\u202f; Chronodistance moyenne\u00a0: 58 minutes"
)


@pytest.mark.parametrize("ending", ["md", "docx", "odt"])
def test_each_row_of_a_table_is_a_sentence_told_by_its_columns_and_cited_to_the_letter(ending: str) -> None:
    document = scheme(ending)
    passage = next(passage for passage in cut_passages(document) if "Plateau d’Orsenque |" in passage.text)
    (row,) = [sentence for sentence in passage.sentences if passage.told(sentence) == ROW]
    assert document.text[row.start : row.end].startswith("Plateau d’Orsenque | 42")
    assert document.text[row.start : row.end].endswith("58 minutes")
    assert [sentence.role for sentence in passage.sentences if "Territoire |" in passage.slice(sentence)] == ["heading"]


@pytest.mark.parametrize("ending", ["md", "docx", "odt", "pdf"])
def test_no_sentence_is_told_with_the_signs_of_a_title_a_table_or_a_bullet(ending: str) -> None:
    told = [
        passage.told(sentence)
        for passage in cut_passages(scheme(ending))
        for sentence in passage.sentences
        if sentence.role != "heading"
    ]
    assert len(told) > 300
    assert not [line for line in told if line.startswith(("#", "|", "- ", "• ", "*")) or "---" in line or " | " in line]


def test_a_table_of_one_row_or_of_uneven_rows_is_told_without_columns() -> None:
    text = "| Siège | Montarel |\n\nPuis :\n\n| Lieu | Jour |\n|:--|--:|\n| Valmont | **samedi** | |\n| Orval | |\n"
    passages = cut_passages(Document("feuille", "Feuille", "la feuille", text))
    rows = [p.told(s) for p in passages for s in p.sentences if s.role == "row"]
    assert rows == ["Siège\u202f; Montarel", "Valmont\u202f; samedi", "Lieu\u00a0: Orval"]
