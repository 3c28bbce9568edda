"""Files made to take the machine: each is refused in one sentence, by what it holds, and nothing waits for it."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

from rupfam_assistant.errors import UnreadableFile
from rupfam_assistant.texts.reading import read_whole

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
SENTENCE = "Les partenaires se réunissent deux fois par an pour suivre la convention."
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
SPACES = '<text:s text:c="999999999"/>'
PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[{kids}]/Count {count}>>endobj\n"


def odt(path: Path, body: str, head: str = "", manifest: bool = False) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        text = f"<office:document-content {ODF}><office:body><office:text>{body}</office:text></office:body>"
        package.writestr("content.xml", f"<?xml version='1.0'?>{head}{text}</office:document-content>")
        if manifest:
            package.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def word(path: Path, body: str, head: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELATIONS)
        document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
        package.writestr("word/document.xml", f"<?xml version='1.0'?>{head}{document}")
    return path


def pdf(path: Path, kids: str, count: str) -> Path:
    path.write_text(PDF.format(kids=kids, count=count) + "trailer<</Root 1 0 R>>\n%%EOF", encoding="latin-1")
    return path


LAUGHS = '<!DOCTYPE l [<!ENTITY a "rire rire rire">' + "".join(
    f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMBS: dict[str, Callable[[Path], Path]] = {
    "spaces that are counted": lambda f: odt(f / "a.odt", f"<text:p>{SPACES * 99}</text:p>"),
    "nested lists": lambda f: odt(f / "b.odt", "<text:list><text:list-item>" * 5_000 + SENTENCE),
    "many paragraphs in OpenDocument": lambda f: odt(f / "c.odt", "<text:p/>" * 1_500_000),
    "entities in OpenDocument": lambda f: odt(f / "d.odt", "<text:p>&i;</text:p>", f"{LAUGHS}]>"),
    "entities in Word": lambda f: word(f / "e.docx", "<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", f"{LAUGHS}]>"),
    "many paragraphs in Word": lambda f: word(f / "g.docx", "<w:p/>" * 1_500_000),
    "nested tables in Word": lambda f: word(f / "h.docx", "<w:tbl><w:tr><w:tc>" * 5_000),
    "one long paragraph in Word": lambda f: word(f / "i.docx", f"<w:p><w:r><w:t>{'a ' * 20_000_000}</w:t></w:r></w:p>"),
    "pages that hold themselves": lambda f: pdf(f / "k.pdf", "2 0 R", "1"),
    "pages without number": lambda f: pdf(f / "l.pdf", "2 0 R " * 5_000, "999999999"),
    "a pipe": lambda f: (os.mkfifo(f / "m.txt"), f / "m.txt")[1],
    "a folder": lambda f: ((f / "n.txt").mkdir(), f / "n.txt")[1],
    "a name that nobody can write": lambda f: f / "o\ud800.txt",
    "a name with a nought": lambda f: f / "p\x00.txt",
    "a name without end": lambda f: f / f"{'q' * 5_000}.txt",
    "an OpenDocument file without text": lambda f: odt(f / "r.odt", ""),
    "a heading of no level": lambda f: odt(f / "s.odt", f'<text:h text:outline-level="x">{SENTENCE}</text:h>'),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_file_made_to_take_the_machine_is_refused_in_a_sentence(kind: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"^Le fichier .* : .*\.$"):
        read_whole(BOMBS[kind](tmp_path))


def test_an_open_document_file_without_a_list_of_its_parts_is_read(tmp_path: Path) -> None:
    body = f'<text:h text:outline-level="2">Titre</text:h><text:p>{SENTENCE}<text:s text:c="3"/>fin</text:p>'
    assert read_whole(odt(tmp_path / "a.odt", body)).text == f"## Titre\n\n{SENTENCE}   fin"
    assert read_whole(odt(tmp_path / "b.odt", body, manifest=True)).text == f"## Titre\n\n{SENTENCE}   fin"


NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="a"/></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="a"/><w:numStyleLink w:val="a"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="{other}"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    for name, other in ("ab", "ba")
)
PARTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_a_word_file_whose_numbering_and_styles_loop_is_read(tmp_path: Path) -> None:
    path = word(
        tmp_path / "boucle.docx", f'<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>'
    )
    targets = "".join(f'<Relationship Id="{k}" Type="{PARTS}/{k}" Target="{k}.xml"/>' for k in ("styles", "numbering"))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/styles.xml", f"<w:styles {W}>{STYLES}</w:styles>")
        package.writestr("word/numbering.xml", NUMBERING)
        package.writestr(
            "word/_rels/document.xml.rels",
            RELATIONS[: RELATIONS.index("<Relationship ")] + targets + "</Relationships>",
        )
    assert read_whole(path).text == f"- {SENTENCE}"


def test_an_open_document_held_by_another_is_told_as_not_read(tmp_path: Path) -> None:
    held = odt(tmp_path / "tenu.odt", f"<text:p>{SENTENCE * 2}</text:p>").read_bytes()
    frame = '<draw:frame xmlns:draw="urn:d"><draw:object/></draw:frame>'
    path = odt(tmp_path / "porteur.odt", f"<text:p>{SENTENCE}{frame}</text:p>")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("Object 1.odt", held)
        package.writestr("Object 1/content.xml", "<a/>")
    reading = read_whole(path)
    assert reading.text == SENTENCE
    assert [part.where for part in reading.unread] == ["Objet incorporé"]


def test_a_page_of_a_hundred_thousand_tiny_letters_is_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    letters = "".join(f"BT /F 0.3 Tf {x % 590} {y} Td (a) Tj ET\n" for y in range(1, 801, 8) for x in range(1_000))
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    parts = f"3 0 obj{page}endobj\n4 0 obj<</Length {len(letters)}>>stream\n{letters}\nendstream endobj\n"
    path = tmp_path / "points.pdf"
    font = "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    path.write_text(f"{PDF.format(kids='3 0 R', count='1')}{parts}{font}trailer<</Root 1 0 R>>\n%%EOF", "latin-1")
    try:
        assert set(read_whole(path).text) <= {"a", " ", "\n"}
    except UnreadableFile as fault:
        assert str(fault).endswith("ajoutez-en le texte seul.")


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path, done = tmp_path / "projet.txt", Event()
    path.write_text(SENTENCE, encoding="utf-8")

    def write() -> None:
        while not done.wait(0.005):
            path.write_text(path.read_text(encoding="utf-8") + SENTENCE, encoding="utf-8")

    writer = Thread(target=write)
    writer.start()
    try:
        with pytest.raises(UnreadableFile, match="a changé pendant sa lecture"):
            read_whole(path)
    finally:
        done.set()
        writer.join()
