"""The files of a welcome kit: two pages of Word, six slides, the same words as the kit."""

import io
import shutil

import pytest
from docx import Document
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader
from welcoming import DOSSIER

from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.export.kit import write_kit
from rupfam_assistant.export.look import read_colour
from rupfam_assistant.export.pdf import write_pdf
from rupfam_assistant.export.pptx import write_slides
from rupfam_assistant.office import Office

PARTNERS = ("la MSA", "un espace de rencontre", "CIDFF", "JAF", "la CAF", "un marchand de vélos")
SEVERAL = "la MSA, le JAF et un espace de rencontre"


def logo() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 120), "teal").save(drawn, "PNG")
    return drawn.getvalue()


@pytest.mark.parametrize("partner", (*PARTNERS, SEVERAL))
def test_the_word_kit_says_every_item(partner: str, office: Office) -> None:
    kit = office.welcome(partner)
    told = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(write_kit(kit))).paragraphs)
    assert all(item.text in told for section in kit.sections for item in section.items)
    assert all(silence.what in told for silence in kit.silences)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")
@pytest.mark.parametrize("partner", ("la MSA", "JAF", SEVERAL))
def test_the_word_kit_holds_on_two_pages(partner: str, office: Office) -> None:
    kit = office.welcome(partner, make_dossier(DOSSIER))
    assert len(PdfReader(io.BytesIO(write_pdf(write_kit(kit, logo())))).pages) <= 2


@pytest.mark.parametrize("partner", (*PARTNERS, SEVERAL))
def test_the_deck_has_six_titled_slides_with_their_sources(partner: str, office: Office) -> None:
    slides = list(Presentation(io.BytesIO(write_slides(office.welcome(partner)))).slides)
    assert len(slides) == 6
    for slide in slides:
        assert slide.shapes.title is not None
        told = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert told.count("«") == told.count("»")
        assert len(told) < 1_700


def test_a_colour_that_is_none_and_a_logo_that_is_no_image_are_refused(office: Office) -> None:
    assert read_colour("#17555c") == "17555C"
    with pytest.raises(RupfamError, match="couleur"):
        read_colour("bleu")
    with pytest.raises(RupfamError, match="logo"):
        write_kit(office.welcome("JAF"), b"not an image")
