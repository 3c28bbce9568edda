"""The founding texts, to the byte."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.texts.documents import Document, read_corpus

CORPUS = Path(__file__).parents[2] / "corpus"
DIGESTS = {
    "circulaire": "68b699452a900992f64bcf421885e768c728f163e1aa3684f57e2b3db2f51fd4",
    "trame": "bf0e94ef3301737510e29275e64ab4734ed3d35f70624a168cfd1ab5f8ab3b72",
}


def test_both_texts_are_kept_byte_for_byte(documents: tuple[Document, ...]) -> None:
    declared = tomllib.loads((CORPUS / "corpus.toml").read_text(encoding="utf-8"))
    assert {name: about["sha256"] for name, about in declared.items()} == DIGESTS
    assert {document.name: hashlib.sha256(document.text.encode()).hexdigest() for document in documents} == DIGESTS


def test_the_texts_have_their_titles(circulaire: Document, trame: Document) -> None:
    assert (circulaire.short, trame.short) == ("la circulaire", "la trame")
    assert circulaire.title.startswith("Circulaire de la Cnaf") and trame.title.startswith(
        "Trame de convention départementale"
    )


@pytest.mark.parametrize("name", ["circulaire.txt", "trame.txt"])
def test_a_text_altered_by_one_letter_is_refused_by_name(name: str, copied_corpus: Path) -> None:
    path = copied_corpus / name
    path.write_bytes(path.read_bytes().replace(b"familles", b"famille.", 1))
    with pytest.raises(RupfamError) as told:
        read_corpus(copied_corpus)
    assert str(path) in str(told.value) and "original" in str(told.value)


@pytest.mark.parametrize("name", ["circulaire.txt", "trame.txt", "corpus.toml"])
def test_a_missing_file_is_told_by_name(name: str, copied_corpus: Path) -> None:
    (copied_corpus / name).unlink()
    with pytest.raises(RupfamError) as told:
        read_corpus(copied_corpus)
    assert str(copied_corpus / name) in str(told.value)


@pytest.mark.parametrize(
    "content", [b"[circulaire", b"\xff\xfe", b"", b"circulaire = 1\n", b'[circulaire]\ntitle = "sans empreinte"\n']
)
def test_a_damaged_declaration_is_told_by_name(content: bytes, copied_corpus: Path) -> None:
    (copied_corpus / "corpus.toml").write_bytes(content)
    with pytest.raises(RupfamError) as told:
        read_corpus(copied_corpus)
    assert str(copied_corpus / "corpus.toml") in str(told.value)
