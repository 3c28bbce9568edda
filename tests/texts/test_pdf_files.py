"""A PDF file page by page: what is a picture is said, what runs on every page is left out."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from rupfam_assistant.texts.reading import read_whole

DATA = Path(__file__).parents[1] / "data" / "texts"


def test_a_page_without_text_is_told_at_its_place(tmp_path: Path) -> None:
    writer = PdfWriter()
    pages = PdfReader(DATA / "schema_verance.pdf").pages
    writer.add_page(pages[0])
    writer.add_blank_page(595, 842)
    writer.add_page(pages[1])
    writer.encrypt("", "mot de passe", algorithm="RC4-128")
    writer.write(tmp_path / "melange.pdf")
    reading = read_whole(tmp_path / "melange.pdf")
    (unread,) = reading.unread
    assert unread.where == "Page 2"
    assert 0 < (unread.at or 0) < len(reading.text)


def test_a_note_at_the_foot_of_a_page_stands_after_the_text_and_what_refers_to_it_is_no_word(tmp_path: Path) -> None:
    path = pdf_of(
        tmp_path / "notes.pdf", [["Le texte de la page est plus grand,", "et il va"], ["jusque sur la suivante."]]
    )
    writer = PdfWriter(clone_from=path)
    placed = [
        (5, 90, 789, "1"),
        (10, 50, 700, "dans 45 m"),
        (5, 97, 704, "1"),
        (7, 50, 60, "1 Une note"),
        (7, 50, 52, "sur deux lignes."),
    ]
    signs = " ".join(f"BT /F {size} Tf {left} {low} Td ({said}) Tj ET" for size, left, low, said in placed)
    stream = DecodedStreamObject()
    stream.set_data(writer.pages[0].get_contents().get_data() + signs.encode("cp1252"))
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    writer.write(path)
    text = " ".join(read_whole(path).text.split())
    assert (
        text
        == "Le texte de la page est plus grand, et il va dans 45 m1 jusque sur la suivante. Note 1 : Une note sur deux lignes."
    )


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_says_the_same(turn: int, tmp_path: Path) -> None:
    path = DATA / "schema_verance.pdf"
    writer = PdfWriter(clone_from=path)
    for page in writer.pages:
        page.rotate(turn)
    writer.write(tmp_path / "tourne.pdf")
    assert read_whole(tmp_path / "tourne.pdf").text == read_whole(path).text


def pdf_of(path: Path, pages: Sequence[Sequence[str]]) -> Path:
    """A PDF file with a line for each text of each page, from top to bottom."""
    writer = PdfWriter()
    kind, base, coded = NameObject("/Font"), NameObject("/Helvetica"), NameObject("/WinAnsiEncoding")
    named = {"/Type": kind, "/Subtype": NameObject("/Type1"), "/BaseFont": base, "/Encoding": coded}
    font = DictionaryObject({NameObject(key): value for key, value in named.items()})
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject({kind: DictionaryObject({NameObject("/F"): font})})
        told = "".join(f"BT /F 9 Tf 50 {800 - 14 * n} Td ({line}) Tj ET\n" for n, line in enumerate(lines))
        stream = DecodedStreamObject()
        stream.set_data(told.encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(path)
    return path


def test_stamps_and_initials_of_every_page_are_left_out_and_figures_are_not(tmp_path: Path) -> None:
    said = [f"La mesure numéro {n} concerne les familles du canton de {name}." for n, name in enumerate("ABCD", 1)]
    stamp = ["Envoyé en préfecture le 05/05/2026", "Reçu en préfecture le 05/05/2026", "Publié le 06/05/2026"]
    foot = [f"{signer} ______" for signer in ("Préfet", "CAF", "CMSA", "Département")]
    pages = [[*stamp, line, "Familles aidées", str(n * 7), *foot, str(n)] for n, line in enumerate(said, 1)]
    text = read_whole(pdf_of(tmp_path / "tampons.pdf", pages)).text
    assert text == "\n\n".join(f"{line}\nFamilles aidées\n{n * 7}" for n, line in enumerate(said, 1))


def test_a_page_that_shows_nothing_is_told_apart(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(DATA / "schema_verance.pdf"))
    writer.insert_blank_page(595, 842, 1)
    writer.write(tmp_path / "blanche.pdf")
    assert [(part.where, part.blank) for part in read_whole(tmp_path / "blanche.pdf").unread] == [("Page 2", True)]


HEADS = ["Action", "Pilote", "Partenaires", "Échéance", "Indicateur"]
ROWS = [
    [["Ouvrir une antenne", "à Saint-Aurin"], ["CAF"], ["CMSA et com-", "munes"], ["décembre", "2027"], ["entretiens"]],
    [["Tenir un stand"], ["UDAF"], [], ["2028"], ["visiteurs"]],
]


@pytest.mark.parametrize("drawn", [True, False], ids=["ruled", "not ruled"])
def test_a_table_of_actions_keeps_its_columns(drawn: bool, tmp_path: Path) -> None:
    lefts, placed, y = [50, 190, 260, 360, 440], list[tuple[int, int, str]](), 760
    for row in [[[head] for head in HEADS], *ROWS]:
        placed += [(x, y - 10 * n, said) for x, cell in zip(lefts, row, strict=True) for n, said in enumerate(cell)]
        y -= 22
    path = pdf_of(tmp_path / "tableau.pdf", [["Plan d’action du Haut-Vernoy"]])
    writer = PdfWriter(clone_from=path)
    told = "".join(f"BT /F 9 Tf {x} {y} Td ({said}) Tj ET\n" for x, y, said in placed)
    told += "".join(f"{x - 5} 690 m {x - 5} 775 l S\n" for x in lefts) if drawn else ""
    told += "BT /F 9 Tf 50 600 Td (La suite du texte vient sous le tableau.) Tj ET\n"
    stream = DecodedStreamObject()
    stream.set_data(writer.pages[0].get_contents().get_data() + told.encode("cp1252"))
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    writer.write(path)
    assert read_whole(path).text.split("\n")[1:] == [
        f"| {' | '.join(HEADS)} |",
        "| Ouvrir une antenne à Saint-Aurin | CAF | CMSA et com-munes | décembre 2027 | entretiens |",
        "| Tenir un stand | UDAF |  | 2028 | visiteurs |",
        "La suite du texte vient sous le tableau.",
    ]
