"""A department's own file: read in five formats, refused in one sentence when it cannot be, and nothing changed then."""

import shutil
import unicodedata
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.texts.added import add_file, read_added, remove_document
from rupfam_assistant.texts.reading import LARGEST_FILE, read_whole

DATA = Path(__file__).parents[1] / "data" / "texts"
SENTENCE = "La durée moyenne d’une mesure est de 8,5 mois."


@pytest.mark.parametrize("format", ["md", "docx", "odt", "pdf"])
def test_the_scheme_is_read_in_every_format(format: str) -> None:
    text = read_whole(DATA / f"schema_verance.{format}").text
    assert "".join(SENTENCE.split()) in "".join(text.split())
    assert len(text) > 40_000


def test_titles_lists_and_tables_of_a_word_file_keep_their_marks() -> None:
    lines = read_whole(DATA / "schema_verance.docx").text.split("\n")
    assert any(line.startswith("## 1.4 Les espaces") for line in lines)
    assert any(line.startswith("- ") for line in lines)
    assert any(line.startswith("| Territoire | Population |") for line in lines)


def test_a_plain_text_is_kept_to_the_letter() -> None:
    assert read_whole(DATA / "schema_verance.md").text == (DATA / "schema_verance.md").read_bytes().decode("utf-8")


def test_an_old_windows_text_is_read_with_its_accents(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_bytes("Le comité départemental s’est réuni à l’été, décidé à avancer.\r\n".encode("cp1252"))
    assert read_whole(file).text == "Le comité départemental s’est réuni à l’été, décidé à avancer.\n"


def an_empty_file(folder: Path) -> Path:
    file = folder / "vide.txt"
    file.touch()
    return file


def a_damaged_word_file(folder: Path) -> Path:
    file = folder / "abime.docx"
    content = (DATA / "schema_verance.docx").read_bytes()
    file.write_bytes(content[: len(content) // 2])
    return file


def a_word_file_with_broken_xml(folder: Path) -> Path:
    file = folder / "xml.docx"
    with zipfile.ZipFile(DATA / "schema_verance.docx") as sound, zipfile.ZipFile(file, "w") as broken:
        for name in sound.namelist():
            content = sound.read(name)
            broken.writestr(name, content[: len(content) // 2] if name == "word/document.xml" else content)
    return file


def an_encrypted_pdf(folder: Path) -> Path:
    file = folder / "secret.pdf"
    writer = PdfWriter(clone_from=PdfReader(DATA / "schema_verance.pdf"))
    writer.encrypt("mot de passe")
    writer.write(file)
    return file


def a_pdf_encrypted_another_way(folder: Path) -> Path:
    """One that says it is in AES, which asks for a library that the program goes without."""
    file = folder / "aes.pdf"
    writer = PdfWriter(clone_from=PdfReader(DATA / "schema_verance.pdf"))
    writer.encrypt("", "mot de passe", algorithm="RC4-128")
    writer.write(file)
    file.write_bytes(file.read_bytes().replace(b"/V 2\n/R 3", b"/V 5\n/R 6"))
    return file


def a_scanned_pdf(folder: Path) -> Path:
    file = folder / "image.pdf"
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(595, 842)
    writer.write(file)
    return file


def a_damaged_pdf(folder: Path) -> Path:
    file = folder / "abime.pdf"
    file.write_bytes((DATA / "schema_verance.pdf").read_bytes()[:2_000])
    return file


def a_picture_called_pdf(folder: Path) -> Path:
    file = folder / "image.pdf"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100)
    return file


def a_pdf_called_word(folder: Path) -> Path:
    return Path(shutil.copy(DATA / "schema_verance.pdf", folder / "schema.docx"))


def a_word_file_called_odt(folder: Path) -> Path:
    return Path(shutil.copy(DATA / "schema_verance.docx", folder / "schema.odt"))


def a_word_file_called_text(folder: Path) -> Path:
    return Path(shutil.copy(DATA / "schema_verance.docx", folder / "schema.txt"))


def a_file_too_large(folder: Path) -> Path:
    file = folder / "gros.txt"
    with file.open("wb") as opened:
        opened.truncate(4 * LARGEST_FILE)
    return file


def a_zip_bomb(folder: Path) -> Path:
    file = folder / "bombe.docx"
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("word/document.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(400):
            member.write(b" " * 1_000_000)
    return file


def a_file_of_another_kind(folder: Path) -> Path:
    file = folder / "tableau.ods"
    file.write_bytes(b"PK")
    return file


def a_file_that_is_not_there(folder: Path) -> Path:
    return folder / "absent.docx"


def a_file_named_as_a_founding_text(folder: Path) -> Path:
    return Path(shutil.copy(DATA / "schema_verance.md", folder / "Trame.md"))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (an_empty_file, "ne contient pas de texte lisible"),
        (a_damaged_word_file, "abîmé"),
        (a_word_file_with_broken_xml, "abîmé"),
        (an_encrypted_pdf, "mot de passe"),
        (a_pdf_encrypted_another_way, "mot de passe"),
        (a_scanned_pdf, "ne contient pas de texte lisible"),
        (a_damaged_pdf, "abîmé"),
        (a_picture_called_pdf, "n’est pas ce que dit son nom"),
        (a_pdf_called_word, "est un PDF : renommez-le en .pdf"),
        (a_word_file_called_odt, "est un fichier Word : renommez-le en .docx"),
        (a_word_file_called_text, "est un fichier Word : renommez-le en .docx"),
        (a_file_too_large, "trop gros"),
        (a_zip_bomb, "au-delà du raisonnable"),
        (a_file_of_another_kind, "n’est ni .txt"),
        (a_file_that_is_not_there, "ne peut pas être lu"),
        (a_file_named_as_a_founding_text, "texte fondateur"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence_and_changes_nothing(
    make, said: str, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    kept = tmp_path / "documents"
    add_file(DATA / "schema_verance.md", kept)
    before = {path.name: path.read_bytes() for path in kept.iterdir()}
    with pytest.raises(RupfamError, match=said) as refused:
        add_file(make(tmp_path), kept)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("projet.doc", b"{\\rtf1\\ansi Article 1}", "est un texte RTF"),
        ("projet.docx", b"{\\rtf1\\ansi Article 1}", "est un texte RTF"),
        ("projet.doc", b"<!DOCTYPE html><p>Article 1", "est une page Web"),
        ("projet.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "d’un ancien format de Word"),
        ("projet.pages", b"PK", "est un document Pages"),
        ("projet.eml", b"Return-Path: <a@b.fr>", "est un courriel : donnez le fichier qui y est joint"),
    ],
)
def test_a_file_of_a_format_that_is_not_read_is_told_by_what_it_is(
    name: str, content: bytes, said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RupfamError, match=said):
        read_whole(tmp_path / name)


def test_an_added_document_is_known_by_its_title_and_can_be_removed(tmp_path: Path) -> None:
    add_file(DATA / "schema_verance.md", tmp_path / "documents")
    (added,) = read_added(tmp_path / "documents")
    assert added.name == "schema_verance"
    assert added.title.startswith("Schéma départemental des services aux familles 2025-2029")
    remove_document("schema_verance", tmp_path / "documents")
    assert read_added(tmp_path / "documents") == ()
    with pytest.raises(RupfamError, match="Aucun document ajouté"):
        remove_document("schema_verance", tmp_path / "documents")


def test_a_file_of_the_name_of_an_added_document_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    add_file(DATA / "schema_verance.md", tmp_path / "documents")
    kept = (tmp_path / "documents" / "schema_verance.txt").read_bytes()
    with pytest.raises(RupfamError, match=r"s’appelle déjà « schema_verance ».* rupfam remove schema_verance"):
        add_file(DATA / "schema_verance.docx", tmp_path / "documents")
    assert (tmp_path / "documents" / "schema_verance.txt").read_bytes() == kept


def test_a_name_and_a_text_in_decomposed_accents_are_composed(tmp_path: Path) -> None:
    file = tmp_path / unicodedata.normalize("NFD", "Réunion d’été.txt")
    file.write_text(unicodedata.normalize("NFD", "Le comité s’est réuni à l’été pour préparer la convention."), "utf-8")
    added = add_file(file, tmp_path / "documents")
    assert added.name == "Réunion_d_été"
    assert added.text == "Le comité s’est réuni à l’été pour préparer la convention."


def test_control_characters_are_left_out_of_a_text(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("Le comité\x07 s’est réuni\x1b à l’été\tpour préparer\x85 la convention.\n", "utf-8")
    assert read_whole(file).text == "Le comité s’est réuni à l’été\tpour préparer la convention.\n"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Page 1/3\n\nLe comité s’est réuni à l’automne pour préparer la convention.", "Compte rendu 2025"),
        ("# Page 1/3\n\n## **Réunion** du comité ##\n\nLe comité s’est réuni à l’automne.", "Réunion du comité"),
    ],
)
def test_the_title_of_a_document_is_its_first_heading_or_its_own_name(text: str, title: str, tmp_path: Path) -> None:
    file = tmp_path / "Compte rendu 2025.md"
    file.write_text(text, encoding="utf-8")
    assert add_file(file, tmp_path / "documents").title == title
