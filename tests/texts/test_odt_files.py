"""An OpenDocument text as LibreOffice writes it: the numbers that it makes."""

import zipfile
from pathlib import Path

import pytest

from rupfam_assistant.texts.reading import read_whole

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "text", "style"))
SENTENCE = "Le comité départemental des services aux familles se réunit deux fois par an."


def odt(folder: Path, body: str, styles: str) -> Path:
    with zipfile.ZipFile(folder / "texte.odt", "w") as package:
        told = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}"
        content = f"<office:document-content {NAMES}>{told}</office:text></office:body></office:document-content>"
        package.writestr("content.xml", content)
    return folder / "texte.odt"


@pytest.mark.parametrize(
    ("styles", "title"),
    [
        (
            '<text:outline-style><text:outline-level-style text:level="1" style:num-prefix="Article " '
            'style:num-suffix=" –" style:num-format="I"/></text:outline-style>',
            '<text:h text:outline-level="1">{}</text:h>',
        ),
        (
            '<text:list-style style:name="A"><text:list-level-style-number text:level="1" style:num-prefix="Article " '
            'style:num-suffix=" –" style:num-format="I"/></text:list-style>',
            '<text:list text:style-name="A" text:continue-numbering="true"><text:list-item><text:p>{}</text:p>'
            "<text:p>Suite.</text:p></text:list-item></text:list>",
        ),
    ],
)
def test_numbers_of_titles_and_lists_are_told(styles: str, title: str, tmp_path: Path) -> None:
    body = f"{title.format('Objet')}<text:p>{SENTENCE}</text:p>{title.format('Durée')}"
    text = read_whole(odt(tmp_path, body, styles)).text
    assert "Article I – Objet" in text and "Article II – Durée" in text and "Article III" not in text


def test_items_without_a_number_open_with_a_dash_and_a_list_begins_anew(tmp_path: Path) -> None:
    styles = (
        '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-suffix="." '
        'style:num-format="1"/><text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>'
    )
    item = (
        '<text:list text:style-name="N"><text:list-item><text:p>Premier</text:p><text:list><text:list-item>'
        "<text:p>Détail</text:p></text:list-item></text:list></text:list-item></text:list>"
    )
    text = read_whole(odt(tmp_path, f"{item}<text:p>{SENTENCE}</text:p>{item}", styles)).text
    assert text.split("\n\n") == ["1. Premier", "- Détail", SENTENCE, "1. Premier", "- Détail"]
