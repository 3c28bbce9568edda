"""The structure of a department's own document: Markdown titles, fiches, tables, at exact offsets."""

from pathlib import Path

from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import cut_passages
from rupfam_assistant.texts.reading import read_file

DATA = Path(__file__).parents[1] / "data" / "texts"


def scheme(ending: str) -> Document:
    return Document("schema_verance", "Schéma", "le schéma", read_file(DATA / f"schema_verance.{ending}"))


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
