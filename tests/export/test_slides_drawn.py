"""The slides as LibreOffice Impress draws them: five lines at most, nothing leaves its frame, nothing is cut, all is large
enough to be read."""

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pptx import Presentation
from welcoming import DOSSIER

from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.export.look import Dress
from rupfam_assistant.export.pptx import MOST_ROWS, write_slides
from rupfam_assistant.office import Office

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")

POINT = 12_700
"""Units of a PowerPoint file in a point of a PDF."""

LIFE_SIZE = json.loads((Path(__file__).parents[1] / "data/convention/dossiers_a.json").read_text(encoding="utf-8"))
MANY = [
    {"objective": 1 + n % 4, "text": f"Action {n} pour les familles éloignées, {'longue à dire ' * (n % 9)}".strip(), "pilot": "MSA"}
    for n in range(40)
]  # fmt: skip
FULL = DOSSIER | {"planned_actions": MANY}
REAL = LIFE_SIZE["scenarios"][0]["input"]["fields"]
DECKS: tuple[tuple[str, dict[str, Any] | None], ...] = (
    ("la MSA", FULL),
    ("JAF", None),
    ("la MSA, le JAF et un espace de rencontre", FULL),
    ("club de rugby", None),
    ("UDAF", REAL),
    ("CMSA", REAL),
    ("Association Le Gué", REAL),
    ("le SPIP de Seine-et-Marne", REAL),
    ("une association de médiation familiale", None),
    ("la CAF", REAL),
)


@pytest.fixture(scope="module")
def decks(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each deck in PowerPoint, and in PDF as drawn."""
    folder = tmp_path_factory.mktemp("decks")
    for rank, (partner, told) in enumerate(DECKS):
        dossier = make_dossier(told) if told else None
        file = write_slides(office.welcome(partner, dossier), date(2026, 3, 2), Dress())
        (folder / f"{rank}.pptx").write_bytes(file)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder))
    subprocess.run([*convert, *map(str, folder.glob("*.pptx"))], check=True, capture_output=True)
    return folder


def drawn_in(body: Any, text: Any, height: float) -> list[float]:
    """Where the lines of a page that are in a frame stand, each once."""
    bottom, top = height - (body.top + body.height) / POINT, height - body.top / POINT
    middles = ((low + high) / 2 for _, low, _, high in map(text.get_rect, range(text.count_rects())))
    lines: list[float] = []
    for middle in sorted(filter(lambda middle: bottom < middle < top, middles)):
        lines += [] if lines and middle - lines[-1] < 10 else [middle]
    return lines


@pytest.mark.parametrize("deck", range(len(DECKS)))
def test_every_slide_is_whole_when_drawn_on_five_lines_at_most(deck: int, decks: Path) -> None:
    slides = Presentation(str(decks / f"{deck}.pptx")).slides
    drawn = pypdfium2.PdfDocument(decks / f"{deck}.pdf")
    assert len(drawn) == len(slides) == 7
    for slide, page in zip(slides, drawn, strict=True):
        text, (width, height) = page.get_textpage(), page.get_size()
        said = "".join(text.get_text_bounded().split())
        for shape in slide.placeholders:
            frame, lines = shape.text_frame, [line.text for line in shape.text_frame.paragraphs]
            assert all("".join(line.split()) in said for line in lines)
            assert all(run.font.size.pt >= 18 for line in frame.paragraphs for run in line.runs)
            assert not any(re.search("…$|\\[…\\]", line) for line in lines)
        body = slide.placeholders[1]
        assert 1 <= len(drawn_in(body, text, height)) <= MOST_ROWS, body.text_frame.text
        bottom = height - (body.top + body.height) / POINT
        for rank in range(text.count_rects()):
            left, low, right, high = text.get_rect(rank)
            assert 0 <= left < right <= width
            assert low >= bottom - 1 or high <= bottom, text.get_text_bounded(left, low, right, high)
