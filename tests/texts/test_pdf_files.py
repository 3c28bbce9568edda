"""A PDF file page by page: what is a picture is said, what runs on every page is left out."""

from pathlib import Path

from pypdf import PdfReader, PdfWriter

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
