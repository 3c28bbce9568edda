"""Added documents: only what the folder lists is removed."""

from pathlib import Path

import pytest

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.texts.added import add_file, remove_document

NOTE = "Convention locale de Valmont : les partenaires se réunissent deux fois par an.\n"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """The folder of the added documents, with one; a file that is none stands two folders above."""
    (tmp_path / "notes.txt").write_text("mes notes", encoding="utf-8")
    (tmp_path / "valmont.txt").write_text(NOTE, encoding="utf-8")
    folder = tmp_path / "data" / "documents"
    add_file(tmp_path / "valmont.txt", folder)
    return folder


@pytest.mark.parametrize(
    "kind", ["../../notes", "/notes", "./valmont", "x/../valmont", "valmont.txt", "", "v*", "\x00"]
)
def test_a_path_removes_nothing(kind: str, documents: Path) -> None:
    name = f"{documents.parents[1]}{kind}" if kind.startswith("/") else kind
    with pytest.raises(RupfamError, match=r"donnez l’un de ceux-ci \(valmont\)"):
        remove_document(name, documents)
    assert (documents.parents[1] / "notes.txt").exists()
    assert (documents / "valmont.txt").exists()


def test_a_listed_document_is_removed_even_one_that_cannot_be_read(documents: Path) -> None:
    (documents / "illisible.txt").write_bytes(b"\xff\xfe")
    remove_document("illisible", documents)
    remove_document("valmont", documents)
    assert list(documents.iterdir()) == []
