"""The Word file: it opens, says what was shown, and tells where its words come from."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from rupfam_assistant.convention.draft import Blank, Draft, Paragraph, Span, Style
from rupfam_assistant.convention.spans import ADDED
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.export.docx import NOTHING_LEFT, TO_COMPLETE, write_word
from rupfam_assistant.export.pdf import write_pdf
from rupfam_assistant.french.typography import typeset
from rupfam_assistant.office import open_office
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.reading import read_whole

CORPUS = Path(__file__).parents[2] / "corpus"
TITLE = "Convention départementale – Val-d’Ombre"
DOSSIER = {
    "department": "Val-d’Ombre",
    "caf_name": "CAF du Val-d’Ombre",
    "signatories": [
        {
            "body": "CAF du Val-d’Ombre",
            "represented_by": "Mme Claire Dupré, directrice",
            "address": "27 rue du Pressoir, Ombreval",
        },
        {"body": "Préfecture du Val-d’Ombre", "represented_by": "M. Paul Martin"},
        {"body": "Association <Les Deux Toits> & Cie", "represented_by": "=cmd|' /C calc'!A0"},
    ],
    "territory_needs": ["Délais de médiation familiale trop longs au nord du département"],
    "figures": [
        {"label": "Délai moyen d’attente en espace de rencontre", "value": "7", "unit": "mois", "source": "CAF, 2025"}
    ],
    "planned_actions": [
        {
            "objective": 1,
            "text": "Ouvrir une permanence de médiation familiale à Pontelle",
            "pilot": "CAF du Val-d’Ombre",
            "deadline": "juin 2027",
        },
        {"objective": "X", "title": "Accompagner les grands-parents", "text": "Former les bénévoles"},
    ],
    "instance": "CDSF",
}
STRANGE = (
    "</w:t></w:r><w:p>&amp;]]><!--",
    "\x00\x01\x08\x0b\x0c\x1f\x7f\x85\ufffe\uffff\ud800",
    "=cmd|' /C calc'!A0",
    "مرحبا \u202eשלום\u202c",
    "👩\u200d👧 𝒜 é",
    "ligne\r\nligne\rligne\nligne\tcolonne",
    "  espaces  \u00a0\u202f\u2011\u00ad ",
    "",
    "# titre | cellule | - point",
    "é" * 20_000,
)
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr tabs spacing ind jc rPr outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs highlight vertAlign lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge shd",
    "trPr": "cantSplit trHeight tblHeader",
    "style": "name basedOn next qFormat pPr rPr tblPr",
    "settings": "zoom defaultTabStop characterSpacingControl footnotePr compat themeFontLang decimalSymbol listSeparator",
    "sectPr": "headerReference footerReference pgSz pgMar cols docGrid",
}
"""The order that the schema wants of the elements that we write."""


@pytest.fixture(scope="module")
def convention(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """The draft of a whole convention, from the real trame."""
    dossier: Dossier = make_dossier(DOSSIER)
    return open_office(Settings(_env_file=None, home=tmp_path_factory.mktemp("home"), corpus=CORPUS)).convention(
        dossier
    )


def said(style: Style, *spans: tuple[str, str]) -> Paragraph:
    return Paragraph(style, tuple(Span(text, origin, f"source de {origin}") for text, origin in spans))  # type: ignore[arg-type]


def awaiting(*blanks: Blank) -> tuple[Span, ...]:
    return tuple(Span("[à compléter]", "blank", "absent du dossier", blank=blank) for blank in blanks)


def draft_of(*paragraphs: Paragraph) -> Draft:
    return Draft(paragraphs)


def opened(word: bytes) -> Any:
    return Document(io.BytesIO(word))


def part(word: bytes, name: str) -> Any:
    """A part of a Word file, parsed."""
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        return etree.fromstring(package.read(name))


def texts(element: Any) -> str:
    """The words under an element, breaks and tabs as Word means them."""
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(
        child.text or "" if child.tag == qn("w:t") else signs.get(child.tag, "")
        for child in element.iter()
        if child.tag is not etree.Comment
    )


def paragraphs_of(document: Any) -> Iterator[str]:
    """The texts of the body in order, cells included, one merged told once."""
    for element in document.element.body.iter(qn("w:p")):
        yield texts(element)


def legal(text: str) -> str:
    """What XML can hold of a text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c for c in lines if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000"
    )


def printed(text: str) -> str:
    """A text as the file holds it: what XML can hold, typeset."""
    return legal(typeset(text))


def squeezed(text: str) -> str:
    """A text without white space, nor the marks that the reader adds to titles, lists and tables."""
    return re.sub(r"\s+|^[ ]*(?:#+ |[-•] )|\|", "", text, flags=re.MULTILINE)


def image(kind: str = "PNG", size: tuple[int, int] = (300, 100), mode: str = "RGB") -> bytes:
    written = io.BytesIO()
    Image.new(mode, size).save(written, kind)
    return written.getvalue()


def test_a_convention_reads_back_as_it_was_shown(tmp_path: Path, convention: Draft) -> None:
    file = tmp_path / "convention.docx"
    file.write_bytes(write_word(convention, TITLE, "Val-d’Ombre"))
    body = [paragraph.text for paragraph in convention.paragraphs if paragraph.style != "note"]
    notes = [f"Note 1 : {one.text.removeprefix('1')}" for one in convention.paragraphs if one.style == "note"]
    assert squeezed(read_whole(file).text) == squeezed("\n".join([*body, *notes, "Val-d’Ombre", "Projet"]))


def test_the_note_of_the_trame_is_a_footnote_that_word_numbers(convention: Draft) -> None:
    word = write_word(convention, TITLE, "Val-d’Ombre")
    (note,) = (paragraph for paragraph in convention.paragraphs if paragraph.style == "note")
    footnotes = {footnote.get(qn("w:id")): texts(footnote).strip() for footnote in part(word, "word/footnotes.xml")}
    assert footnotes == {"-1": "", "0": "", "1": note.text.removeprefix("1 ")}
    (mark,) = part(word, "word/document.xml").iter(qn("w:footnoteReference"))
    before = convention.paragraphs[convention.paragraphs.index(note) - 1]
    assert (mark.get(qn("w:id")), texts(mark.getparent().getparent())) == ("1", typeset(before.text.removeprefix("• ")))


@pytest.mark.parametrize(
    "style",
    [
        "annex",
        "logos",
        "title",
        "party",
        "heading",
        "objective",
        "paragraph",
        "item",
        "label",
        "detail",
        "signature",
        "page",
    ],
)
@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_a_strange_text_never_breaks_a_style(style: Style, text: str) -> None:
    word = write_word(draft_of(said(style, (text, "dossier"), (text, "blank"))), text, text, to_complete=True)
    assert next(paragraphs_of(opened(word))) == printed(text) * 2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["paragraph", "item", "heading", "party"]), st.text(), st.text()),
        min_size=1,
        max_size=5,
    )
)
def test_any_text_is_read_back_the_same(shown: list[tuple[Style, str, str]]) -> None:
    paragraphs = [said(style, (first, "trame"), (second, "model")) for style, first, second in shown]
    assert list(paragraphs_of(opened(write_word(draft_of(*paragraphs), "x", "y")))) == [
        printed(first) + printed(second) for _, first, second in shown
    ]


@settings(max_examples=30, deadline=None)
@given(st.text(), st.text())
def test_any_note_is_read_back_the_same(first: str, second: str) -> None:
    word = write_word(
        draft_of(said("party", ("Autres", "trame")), said("note", (f"1 {first}", "trame"), (second, "blank"))), "x", "y"
    )
    assert texts(part(word, "word/footnotes.xml")) == " " + printed(first.lstrip()) + printed(second)


def test_every_part_is_declared_and_every_reference_leads_somewhere(convention: Draft) -> None:
    word = write_word(convention, TITLE, "Val-d’Ombre", to_complete=True, logos=[image(), image()])
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        declared = etree.fromstring(package.read("[Content_Types].xml"))
        parts = {entry.get("PartName") for entry in declared} | {entry.get("Extension") for entry in declared}
        assert [
            name
            for name in names
            if name != "[Content_Types].xml" and not {f"/{name}", name.rpartition(".")[2]} & parts
        ] == []
        for name in (name for name in names if name.endswith(".rels")):
            relations = etree.fromstring(package.read(name))
            folder = name.rpartition("_rels/")[0]
            assert len({relation.get("Id") for relation in relations}) == len(relations)
            assert [
                relation.get("Target")
                for relation in relations
                if folder + relation.get("Target").lstrip("/") not in names
            ] == []
        relations = {relation.get("Id") for relation in etree.fromstring(package.read("word/_rels/document.xml.rels"))}
        used = set(re.findall(r'r:(?:id|embed)="(\w+)"', package.read("word/document.xml").decode()))
        assert used <= relations
        styles = set(re.findall(r'w:styleId="(\w+)"', package.read("word/styles.xml").decode()))
        content = "".join(
            package.read(name).decode() for name in names if name.startswith("word/") and name.endswith(".xml")
        )
        assert set(re.findall(r'<w:(?:pStyle|rStyle|tblStyle|basedOn|next) w:val="(\w+)"', content)) <= styles


def test_elements_stand_in_the_order_of_the_schema(convention: Draft) -> None:
    word = write_word(convention, TITLE, "Val-d’Ombre", to_complete=True, logos=[image()])
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        trees = [
            etree.fromstring(package.read(name)) for name in package.namelist() if re.fullmatch(r"word/\w+\.xml", name)
        ]
    for name, order in ORDERS.items():
        known = [qn(f"w:{child}") for child in order.split()]
        for element in (element for tree in trees for element in tree.iter(qn(f"w:{name}"))):
            ranks = [known.index(child.tag) for child in element]
            assert ranks == sorted(ranks)


def test_the_blanks_alone_are_highlighted(convention: Draft) -> None:
    document = opened(write_word(convention, TITLE, "Val-d’Ombre"))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    runs += [
        run
        for table in document.tables
        for row in table.rows
        for cell in dict.fromkeys(row.cells)
        for run in cell.paragraphs[0].runs
    ]
    highlighted = [run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert highlighted == [
        span.text for paragraph in convention.paragraphs for span in paragraph.spans if span.origin == "blank"
    ]
    assert all("[" in text and "]" in text for text in highlighted)


def test_a_comment_tells_the_sources_of_the_local_words_that_follow_each_other() -> None:
    sentence = Paragraph(
        "paragraph",
        (
            Span("Les signataires financent ", "trame", "trame, article 2"),
            Span("sept", "dossier", "dossier : chiffres, 1, valeur"),
            Span(" ", "dossier", ADDED),
            Span("mois", "model", "modèle, d’après le dossier"),
            Span(" d’ici ", "trame", "trame, article 2"),
            Span("[à compléter]", "blank", "échéance absente"),
        ),
    )
    document = opened(write_word(draft_of(sentence), TITLE, "Val-d’Ombre"))
    (comment,) = document.comments
    assert comment.text == "Dossier : chiffres, 1, valeur\nModèle, d’après le dossier"
    assert (comment.author, comment.initials) == ("Assistant «\u202fRuptures familiales\u202f»", "RF")
    body = etree.tostring(document.element.body, encoding="unicode")
    commented = re.search(r"commentRangeStart.*?commentRangeEnd", body, re.DOTALL)
    assert commented is not None
    assert re.findall(r"<w:t[^>]*>([^<]*)", commented[0]) == ["sept", " ", "mois"]


def test_every_local_paragraph_of_a_convention_has_its_comment(convention: Draft) -> None:
    document = opened(write_word(convention, TITLE, "Val-d’Ombre"))
    commented = [
        texts(element)
        for element in document.element.body.iter(qn("w:p"))
        if element.find(qn("w:commentRangeStart")) is not None
    ]
    local = [
        p for p in convention.paragraphs if any(span.origin == "dossier" and span.source != ADDED for span in p.spans)
    ]
    assert commented == [typeset("".join(span.text for span in paragraph.spans)) for paragraph in local]


def test_a_clean_copy_has_no_comment(convention: Draft) -> None:
    word = write_word(convention, TITLE, "Val-d’Ombre", comments=False)
    assert "word/comments.xml" not in zipfile.ZipFile(io.BytesIO(word)).namelist()
    assert b"comment" not in etree.tostring(part(word, "word/document.xml"))


def test_articles_objectives_and_lists_are_real_ones(convention: Draft) -> None:
    document = opened(write_word(convention, TITLE, "Val-d’Ombre"))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert [text.split(" ")[1] for text in headings if text.startswith("Article ")] == list("12345678")
    objectives = [
        paragraph.text.split("\u00a0:")[0] for paragraph in document.paragraphs if paragraph.style.name == "Heading 2"
    ]
    assert objectives == [f"Objectif {number}" for number in range(1, 6)]
    for style, level in (("Heading 1", "0"), ("Heading 2", "1")):
        assert document.styles[style].element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == level
    signs = [level.get(qn("w:val")) for level in document.part.numbering_part.element.iter(qn("w:lvlText"))]
    numbers = [document.styles[style].element.pPr.numPr.numId.val for style in ("List Bullet", "List Bullet 2")]
    assert [signs[number - 1] for number in numbers] == ["-", "•"]


def test_the_head_of_a_page_says_project_while_a_blank_is_left() -> None:
    done, left = said("paragraph", ("Fait.", "dossier")), said("logos", ("[à compléter]", "blank"))
    heads = [
        opened(write_word(draft, TITLE, "Val-d’Ombre", logos=logos)).sections[0].header.paragraphs[0].text
        for draft, logos in ((draft_of(done), ()), (draft_of(left, done), ()), (draft_of(left, done), (image(),)))
    ]
    assert heads == ["Val-d’Ombre", "Val-d’Ombre\tProjet", "Val-d’Ombre"]


def test_pages_are_numbered_by_word_itself(convention: Draft) -> None:
    foot = opened(write_word(convention, TITLE, "Val-d’Ombre")).sections[0].footer.paragraphs[0]
    assert texts(foot._p) == "Page 1 sur 1"
    assert [field.get(qn("w:instr")).strip() for field in foot._p.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_the_file_is_french_a4_and_says_what_it_is(convention: Draft) -> None:
    word = write_word(convention, TITLE, "Val-d’Ombre")
    document = opened(word)
    assert (document.core_properties.title, document.core_properties.language, document.core_properties.comments) == (
        TITLE,
        "fr-FR",
        "",
    )
    assert (
        document.core_properties.author
        == document.core_properties.last_modified_by
        == "Assistant «\u202fRuptures familiales\u202f»"
    )
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"fr-FR"}
    section = document.sections[0]
    assert [
        round(side.cm, 1) for side in (section.page_width, section.page_height, section.left_margin, section.top_margin)
    ] == [21, 29.7, 2.5, 2.5]
    modes = [
        s.get(qn("w:val"))
        for s in part(word, "word/settings.xml").iter(qn("w:compatSetting"))
        if s.get(qn("w:name")) == "compatibilityMode"
    ]
    assert modes == ["15"]


def test_what_is_left_to_fill_stands_on_a_last_page_with_who_knows_it() -> None:
    blanks = (
        Blank("Article 2", 1, "pilote de l’action", "CAF <du> Val-d’Ombre"),
        Blank("Article 2", "X", "intitulé", "signataires"),
        Blank("Signatures", None, "date"),
    )
    draft = draft_of(Paragraph("paragraph", awaiting(*blanks)))
    document = opened(write_word(draft, TITLE, "Val-d’Ombre", to_complete=True))
    title = document.paragraphs[1]
    assert (title.text, title.style.name, title.paragraph_format.page_break_before) == (TO_COMPLETE, "Heading 1", True)
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows == [
        ["Où", "Quoi", "À demander à"],
        ["Article 2, objectif 1", "Pilote de l’action", "CAF <du> Val-d’Ombre"],
        ["Article 2, objectif X", "Intitulé", "Signataires"],
        ["Signatures", "Date", ""],
    ]
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in document.tables[0].rows] == [
        True,
        False,
        False,
        False,
    ]


def test_nothing_left_to_fill_is_said() -> None:
    document = opened(
        write_word(draft_of(said("paragraph", ("Texte.", "trame"))), TITLE, "Val-d’Ombre", to_complete=True)
    )
    assert [paragraph.text for paragraph in document.paragraphs] == ["Texte.", TO_COMPLETE, NOTHING_LEFT]


def test_the_blocks_of_signature_go_two_by_two_and_the_last_alone() -> None:
    names = [f"Pour le signataire {number}" for number in range(1, 6)]
    table = opened(
        write_word(draft_of(*(said("signature", (name, "dossier")) for name in names)), TITLE, "Val-d’Ombre")
    ).tables[0]
    assert [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows] == [
        names[:2],
        names[2:4],
        names[4:],
    ]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_five_hundred_signatories_hold_in_a_file() -> None:
    parties = [said("party", (f"L’organisme {number}", "dossier")) for number in range(500)]
    signatures = [
        Paragraph("signature", (Span(f"Pour l’organisme {number} : ", "dossier", "dossier"), *awaiting(blank)))
        for number in range(500)
        for blank in [Blank("Signatures", None, f"signataire {number}", "chacun")]
    ]
    document = opened(write_word(draft_of(*parties, *signatures), TITLE, "Val-d’Ombre", to_complete=True))
    assert [len(table.rows) for table in document.tables] == [250, 501]
    assert len(list(document.comments)) == 1000


def test_a_table_of_actions_has_its_head_on_each_page_and_its_blanks_highlighted() -> None:
    told = make_dossier({**DOSSIER, "actions_table": True})
    draft = open_office(Settings(_env_file=None)).draft(told)
    first, last = opened(write_word(draft, TITLE, "Val-d’Ombre")).tables
    assert [cell.text for cell in first.rows[0].cells] == [
        "N°", "Action", "Pilote", "Partenaires", "Échéance", "Indicateur",
    ]  # fmt: skip
    assert first.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert first.rows[1].cells[1].text == "Ouvrir une permanence de médiation familiale à Pontelle."
    assert last.rows[1].cells[0].text == "5.1"
    awaited = last.rows[1].cells[2].paragraphs[0].runs[0]
    assert (awaited.text, awaited.font.highlight_color) == ("[à compléter]", WD_COLOR_INDEX.YELLOW)


def test_an_empty_draft_is_still_a_word_file() -> None:
    assert opened(write_word(draft_of(), "", "")).paragraphs == []


def test_a_note_that_nothing_precedes_is_a_paragraph() -> None:
    assert [
        p.text for p in opened(write_word(draft_of(said("note", ("1 Seule.", "trame"))), TITLE, "")).paragraphs
    ] == ["1 Seule."]


def test_logos_take_the_place_of_the_line_that_awaits_them(tmp_path: Path) -> None:
    file = tmp_path / "caf.jpg"
    file.write_bytes(image("JPEG", (4000, 100), "CMYK"))
    awaiting = draft_of(said("logos", ("[à compléter]", "blank")), said("title", ("Convention", "trame")))
    document = opened(
        write_word(
            awaiting, TITLE, "Val-d’Ombre", logos=[file, image("GIF", (100, 2000), "P"), image("WEBP", (10, 10))]
        )
    )
    assert "[à compléter]" not in document.paragraphs[0].text
    sizes = [(round(shape.width.cm, 2), round(shape.height.cm, 2)) for shape in document.inline_shapes]
    assert sizes == [(4.5, 0.11), (0.1, 2.0), (2.0, 2.0)]
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == [f"Logo d’un signataire ({number})" for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "content",
    [b"", b"pas une image", image()[:60], image("JPEG")[:200], b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"],
)
def test_a_logo_that_is_no_image_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "faux.png"
    file.write_bytes(content)
    with pytest.raises(RupfamError, match=re.escape(str(file))):
        write_word(draft_of(), TITLE, "Val-d’Ombre", logos=[file])
    with pytest.raises(RupfamError, match="n° 2"):
        write_word(draft_of(), TITLE, "Val-d’Ombre", logos=[image(), content])


def test_a_logo_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RupfamError, match=r"absent\.png"):
        write_word(draft_of(), TITLE, "Val-d’Ombre", logos=[tmp_path / "absent.png"])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_makes_the_pdf_of_the_strangest_convention(convention: Draft) -> None:
    from pypdf import PdfReader

    strange = [said(style, (f"<{text}>", "dossier")) for text in STRANGE for style in ("item", "heading", "signature")]  # type: ignore[arg-type]
    pdf = write_pdf(
        write_word(draft_of(*convention.paragraphs, *strange), TITLE, "Val-d’Ombre", to_complete=True, logos=[image()])
    )
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert f"Page 1 sur {len(pages)}" in pages[0]
    whole = "".join("".join(pages).split())
    assert all(
        "".join(paragraph.text.split()).lstrip("•-") in whole
        for paragraph in convention.paragraphs
        if paragraph.style == "heading"
    )
    assert "Cequiresteàcompléter" in whole


def test_without_libreoffice_the_pdf_is_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RupfamError, match="LibreOffice, absent de cette machine"):
        write_pdf(b"")


@pytest.mark.parametrize("does", ["exit 1", "exit 0", "sleep 60 & sleep 60"])
def test_a_libreoffice_that_fails_or_hangs_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("rupfam_assistant.export.pdf.LONGEST_CONVERSION", 1)
    with pytest.raises(RupfamError, match="n’a pas pu faire le PDF"):
        write_pdf(b"")
