"""A Word file with all that Word holds: what is read of it, and what is not."""

import re
from pathlib import Path

import docx

from rupfam_assistant.texts.reading import read_whole

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SENTENCE = "Le comité départemental des services aux familles se réunit deux fois par an."


def with_xml(folder: Path, *elements: str) -> Path:
    """A Word file of one sentence, then paragraphs made of some XML."""
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    for element in elements:
        document.element.body.insert(1, docx.oxml.parse_xml(element.replace(">", f' xmlns:w="{W}">', 1)))
    path = folder / "fichier.docx"
    document.save(str(path))
    return path


def test_what_a_tracked_change_puts_in_is_read_and_what_it_takes_out_is_not(tmp_path: Path) -> None:
    who = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'
    change = f"<w:p><w:ins {who}><w:r><w:t>ajouté</w:t></w:r></w:ins><w:del {who}><w:r><w:delText>retiré</w:delText></w:r></w:del></w:p>"
    path = with_xml(tmp_path, change)
    assert "ajouté" in read_whole(path).text and "retiré" not in read_whole(path).text
    assert read_whole(path).tracked == 2


def test_a_content_control_and_a_text_box_are_read_once(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>dans un contrôle</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    box = "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>dans un cadre</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    text = read_whole(with_xml(tmp_path, control, box)).text
    assert (text.count("dans un contrôle"), text.count("dans un cadre")) == (1, 1)


def test_the_head_and_foot_of_the_pages_are_read_once_after_the_text(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    document.sections[0].header.paragraphs[0].text = "Convention du Val-d’Oriande"
    document.sections[0].footer.paragraphs[0].text = "12"
    document.save(str(tmp_path / "entete.docx"))
    assert read_whole(tmp_path / "entete.docx").text == f"{SENTENCE}\n\nConvention du Val-d’Oriande"


def test_numbers_that_word_makes_are_told_and_hidden_text_is_left_out_and_said(tmp_path: Path) -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="77"><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/>'
        '<w:lvlText w:val="Article %1 –"/></w:lvl></w:abstractNum>'
    )
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, docx.oxml.parse_xml(lists.replace(">", f' xmlns:w="{W}">', 1)))
    number = '<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    numbering.append(docx.oxml.parse_xml(number.replace(">", f' xmlns:w="{W}">', 1)))
    for said in ("Objet", "Durée"):
        properties = document.add_paragraph(said)._p.get_or_add_pPr()
        told = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'
        properties.append(docx.oxml.parse_xml(told.replace(">", f' xmlns:w="{W}">', 1)))
    document.add_paragraph(SENTENCE)
    document.add_paragraph().add_run("Consigne au rédacteur").font.hidden = True
    document.save(str(tmp_path / "numeros.docx"))
    reading = read_whole(tmp_path / "numeros.docx")
    assert reading.text == f"Article I – Objet\n\nArticle II – Durée\n\n{SENTENCE}"
    (unread,) = reading.unread
    assert (unread.where, unread.at, "Consigne" in unread.message) == ("Texte caché", None, True)


def test_a_cell_that_lays_the_page_out_gives_its_paragraphs_and_a_prompt_is_a_blank(tmp_path: Path) -> None:
    cell = "<w:p><w:r><w:t>Article 3 – Suivi</w:t></w:r></w:p>"
    table = (
        f"<w:tbl><w:tr><w:tc>{cell}</w:tc><w:tc><w:p><w:r><w:t>Le comité suit.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Cliquez ici</w:t></w:r></w:sdtContent></w:sdt>"
    text = read_whole(with_xml(tmp_path, table, f"<w:p><w:r><w:t>Adresse : </w:t></w:r>{prompt}</w:p>")).text
    assert text == f"{SENTENCE}\n\nAdresse : [à compléter]\n\nArticle 3 – Suivi\n\nLe comité suit."


def test_a_list_numbered_by_a_style_a_dropped_initial_and_an_unmerged_field_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    numbering, spaced = document.part.numbering_part.element, f' xmlns:w="{W}">'
    for rank, inside in enumerate(
        (
            '<w:styleLink w:val="Articles"/><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="Article %1 –"/></w:lvl>',
            '<w:numStyleLink w:val="Articles"/>',
        )
    ):
        told = f'<w:abstractNum w:abstractNumId="{80 + rank}">{inside}</w:abstractNum>'
        numbering.insert(rank, docx.oxml.parse_xml(told.replace(">", spaced, 1)))
    number = '<w:num w:numId="80"><w:abstractNumId w:val="81"/></w:num>'
    numbering.append(docx.oxml.parse_xml(number.replace(">", spaced, 1)))
    for said, properties in (
        ("Objet", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="80"/></w:numPr>'),
        ("L", '<w:framePr w:dropCap="drop" w:lines="3"/>'),
        (SENTENCE[1:], ""),
        ("Représenté par ", ""),
    ):
        paragraph = document.add_paragraph(said)._p
        if properties:
            paragraph.get_or_add_pPr().append(
                docx.oxml.parse_xml(re.sub(r"^<[\w:]+", rf'\g<0> xmlns:w="{W}"', properties))
            )
    field = '<w:fldSimple w:instr=" MERGEFIELD Directeur "><w:r><w:t>«Directeur»</w:t></w:r></w:fldSimple>'
    document.paragraphs[-1]._p.append(docx.oxml.parse_xml(field.replace(">", spaced, 1)))
    document.save(str(tmp_path / "publipostage.docx"))
    text = read_whole(tmp_path / "publipostage.docx").text
    assert text == f"Article 1 – Objet\n\n{SENTENCE}\n\nReprésenté par [à compléter]"
