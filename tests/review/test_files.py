"""Drafts as departments send them: Word with changes tracked, PDF, OpenDocument; and files that are no draft, each with its sentence."""

import io
import os
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from drafting import TRAME, convention
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentText
from odf.text import P
from pypdf import PdfReader, PdfWriter
from reviewing import CLEAN, DATA, draft, flowing, review

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.export.review import write_review
from rupfam_assistant.export.summary import summary, write_review_summary
from rupfam_assistant.review.comparison import SUMMARY_TITLE, Review, review_file
from rupfam_assistant.review.findings import Permitted
from rupfam_assistant.review.verdict import Reviewed, to_text
from rupfam_assistant.texts.blocks import Unread

DAY = date(2026, 3, 2)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def as_word(text: str) -> WordDocument:
    """A draft in Word, a paragraph each."""
    document = docx.Document()
    for paragraph in re.split(r"\n\s*\n", text):
        document.add_paragraph(" ".join(paragraph.split()))
    return document


def saved(document: WordDocument, folder: Path) -> Path:
    path = folder / "projet.docx"
    document.save(str(path))
    return path


def kinds(found: Review) -> list[tuple[str, str]]:
    return [(deviation.article, deviation.kind) for deviation in found.deviations]


def paragraph_with(document: WordDocument, words: str) -> docx.text.paragraph.Paragraph:
    return next(paragraph for paragraph in document.paragraphs if words in paragraph.text)


def test_a_word_draft_is_read_as_its_text(tmp_path: Path) -> None:
    for name in ("convention_pays-de-luzenne.txt", CLEAN):
        assert kinds(review_file(saved(as_word(draft(name)), tmp_path), TRAME)) == kinds(review(draft(name)))


@pytest.mark.parametrize("suffix", [".docm", ".dotx"])
def test_a_word_file_with_macros_or_a_template_is_read(suffix: str, tmp_path: Path) -> None:
    path = saved(as_word(draft()), tmp_path).rename(tmp_path / f"projet{suffix}")
    assert kinds(review_file(path, TRAME)) == []


def test_tracked_changes_are_read_as_if_accepted_and_said(tmp_path: Path) -> None:
    document = as_word(draft())
    paragraph = paragraph_with(document, "La convention peut être dénoncée")
    before, after = paragraph.text.split("deux mois")
    paragraph.clear()
    paragraph.add_run(before)
    change = 'w:id="1" w:author="Un agent" w:date="2026-03-01T00:00:00Z"'
    for xml in (
        f'<w:del xmlns:w="{W}" {change}><w:r><w:delText>deux mois</w:delText></w:r></w:del>',
        f'<w:ins xmlns:w="{W}" {change}><w:r><w:t>quatre mois</w:t></w:r></w:ins>',
    ):
        paragraph._p.append(docx.oxml.parse_xml(xml))
    paragraph.add_run(after)
    found = review_file(saved(document, tmp_path), TRAME)
    assert kinds(found) == [("Article 8", "duration")]
    assert "quatre mois" in found.deviations[0].found
    assert "comme si elles étaient toutes acceptées" in found.permitted[0].message


def test_tables_text_boxes_content_controls_and_notes_are_read(tmp_path: Path) -> None:
    document = as_word(draft())
    signatures = [paragraph for paragraph in document.paragraphs if "Signature" in paragraph.text]
    table = document.add_table(rows=0, cols=2)
    for paragraph in signatures:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = paragraph.text.split(" — ")[:2]
        paragraph._p.getparent().remove(paragraph._p)
    fact = paragraph_with(document, "Fait à Port-Gaud")
    fact._p.addnext(table._tbl)
    article = paragraph_with(document, "Les Parties reconnaissent")._p
    control = docx.oxml.parse_xml(f'<w:sdt xmlns:w="{W}"><w:sdtContent/></w:sdt>')
    article.addprevious(control)
    control[0].append(article)
    assert kinds(review_file(saved(document, tmp_path), TRAME)) == []


def test_the_word_report_is_the_draft_with_real_comments_and_a_summary(tmp_path: Path) -> None:
    source = saved(as_word(draft("convention_sources-d-ambrelle.txt")), tmp_path)
    found = review_file(source, TRAME)
    report = docx.Document(io.BytesIO(write_review(Reviewed(found, "projet.docx"), DAY, source)))
    original = [paragraph.text for paragraph in docx.Document(str(source)).paragraphs]
    assert [paragraph.text for paragraph in report.paragraphs][-len(original) :] == original
    comments = [comment.text for comment in report.comments]
    assert len(comments) == len(found.deviations)
    assert any("jusqu’à la date d’échéance" in comment for comment in comments)
    assert report.paragraphs[0].text == SUMMARY_TITLE
    assert [cell.text for cell in report.tables[0].rows[0].cells] == ["Où", "La trame", "Le projet", "À faire"]
    commented = next(paragraph for paragraph in report.paragraphs if "31 décembre 2030" in paragraph.text)
    assert commented._p.findall(f"{{{W}}}commentRangeStart")


def test_a_report_given_back_is_reviewed_as_its_draft(tmp_path: Path) -> None:
    source = saved(as_word(draft("convention_sources-d-ambrelle.txt")), tmp_path)
    found = review_file(source, TRAME)
    (tmp_path / "relu.docx").write_bytes(write_review(Reviewed(found, "projet.docx"), DAY, source))
    again = review_file(tmp_path / "relu.docx", TRAME)
    assert [told.record for told in again.deviations] == [told.record for told in found.deviations]


def test_hidden_and_tracked_words_are_told_before_the_deviations() -> None:
    hidden = Unread("Texte caché", "le passage « à vérifier » est caché : affichez-le ou supprimez-le.", None)
    reviewed = Reviewed(Review("", (), (Permitted("", "Le fichier suit les modifications (2)."),), (hidden,)), "p.docx")
    told = [paragraph.text for paragraph in summary(reviewed, DAY)]
    assert told[2].startswith("Ce projet ne peut pas partir tel quel")
    assert told[3:6] == [
        "Le fichier, d’abord",
        f"Texte caché : {hidden.message}",
        "Le fichier suit les modifications (2).",
    ]


def test_a_draft_in_plain_text_has_its_word_report_too() -> None:
    found = review(draft("convention_haute-corvine.txt"))
    report = docx.Document(io.BytesIO(write_review(Reviewed(found, "projet.txt"), DAY, None)))
    assert len(list(report.comments)) == len(found.deviations)


def test_a_word_file_that_takes_too_much_has_the_report_of_its_text(tmp_path: Path) -> None:
    found = review(draft("convention_haute-corvine.txt"))
    report = docx.Document(io.BytesIO(write_review(Reviewed(found, "projet.docx"), DAY, a_zip_bomb(tmp_path))))
    assert len(list(report.comments)) == len(found.deviations)


def test_our_own_word_file_departs_by_its_blanks_alone(tmp_path: Path) -> None:
    path = tmp_path / "convention.docx"
    path.write_bytes(write_word(convention(), "Convention", "Coteaux-de-Sève"))
    assert {kind for _, kind in kinds(review_file(path, TRAME))} == {"blank_left"}


def test_an_opendocument_draft_is_read(tmp_path: Path) -> None:
    document = OpenDocumentText()
    for paragraph in re.split(r"\n\s*\n", draft("convention_pays-de-luzenne.txt")):
        document.text.addElement(P(text=" ".join(paragraph.split())))
    document.save(str(tmp_path / "projet.odt"))
    assert kinds(review_file(tmp_path / "projet.odt", TRAME)) == kinds(review(draft("convention_pays-de-luzenne.txt")))


def another_subject(folder: Path) -> Path:
    return DATA / "texts" / "schema_verance.pdf"


def an_encrypted_pdf(folder: Path) -> Path:
    writer = PdfWriter(clone_from=PdfReader(DATA / "texts" / "schema_verance.pdf"))
    writer.encrypt("mot de passe")
    writer.write(folder / "secret.pdf")
    return folder / "secret.pdf"


def a_scanned_pdf(folder: Path) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(folder / "image.pdf")
    return folder / "image.pdf"


def a_thousand_pages(folder: Path) -> Path:
    (folder / "long.txt").write_text(draft() * 120, encoding="utf-8")
    return folder / "long.txt"


def an_empty_file(folder: Path) -> Path:
    (folder / "vide.docx").touch()
    return folder / "vide.docx"


def a_zip_bomb(folder: Path) -> Path:
    with (
        zipfile.ZipFile(folder / "bombe.docx", "w", zipfile.ZIP_DEFLATED) as package,
        package.open("word/document.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(400):
            member.write(b" " * 1_000_000)
    return folder / "bombe.docx"


def a_text_called_pdf(folder: Path) -> Path:
    (folder / "projet.pdf").write_text(draft(), encoding="utf-8")
    return folder / "projet.pdf"


def a_spreadsheet(folder: Path) -> Path:
    (folder / "projet.ods").write_bytes(b"PK")
    return folder / "projet.ods"


def a_pipe(folder: Path) -> Path:
    os.mkfifo(folder / "projet.txt")
    return folder / "projet.txt"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (a_pipe, "ne peut pas être lu"),
        (another_subject, "ne ressemble pas à la trame"),
        (an_encrypted_pdf, "mot de passe"),
        (a_scanned_pdf, "texte lisible"),
        (a_thousand_pages, "trop long"),
        (an_empty_file, "n’est pas ce que dit son nom"),
        (a_zip_bomb, "au-delà du raisonnable"),
        (a_text_called_pdf, "n’est pas ce que dit son nom"),
        (a_spreadsheet, "n’est ni .txt"),
    ],
)
def test_what_is_no_draft_is_refused_in_one_sentence(make: Callable[[Path], Path], said: str, tmp_path: Path) -> None:
    with pytest.raises(RupfamError, match=said) as refused:
        review_file(make(tmp_path), TRAME)
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)


def test_an_external_entity_is_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TRÈS SECRET", encoding="utf-8")
    source, path = saved(as_word(draft()), tmp_path), tmp_path / "entite.docx"
    with zipfile.ZipFile(source) as sound, zipfile.ZipFile(path, "w") as changed:
        for name in sound.namelist():
            content = sound.read(name)
            if name == "word/document.xml":
                head, tail = content.split(b"?>", 1)
                entity = f'?><!DOCTYPE w:document [<!ENTITY secret SYSTEM "{secret.as_uri()}">]>'.encode()
                content = head + entity + tail.replace("Préambule".encode(), "Préambule&secret;".encode(), 1)
            changed.writestr(name, content)
    try:
        found = review_file(path, TRAME)
    except RupfamError:
        return
    assert "SECRET" not in found.text


SENTENCES = re.findall(r"(?<=[\n .])[A-ZÀ][^.;\n]{60,}[.;]", flowing().partition("ARTICLE 3")[2])
ADDED = " Elle est renouvelable par tacite reconduction. "
EDITS: dict[str, Callable[[str], str]] = {
    "kept": str,
    "changed": lambda said: re.sub(r"\w+([.;])$", r"selon le 31 décembre 2031\1", said),
    "added": lambda said: said + ADDED,
    "changed, then added": lambda said: EDITS["changed"](said) + ADDED,
    "removed": lambda said: "",
}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=len(SENTENCES), max_size=len(SENTENCES)))
def test_every_report_is_written_whatever_sentences_are_changed_added_or_removed(edits: list[str]) -> None:
    text, made = flowing(), [EDITS[edit](said) for said, edit in zip(SENTENCES, edits, strict=True)]
    for said, other in zip(SENTENCES, made, strict=True):
        text = text.replace(said, other, 1)
    found = review(text)
    reviewed = Reviewed(found, "projet.docx")
    written = docx.Document(io.BytesIO(write_review(reviewed, DAY, None)))
    assert len(written.comments) == len(found.deviations)
    kept = "".join("".join(line.text for line in written.paragraphs).split())
    assert all("".join(said.split()) in kept for said in made)
    assert write_review_summary(reviewed, DAY)
    assert all(deviation.message in to_text(reviewed, DAY) for deviation in found.deviations)
