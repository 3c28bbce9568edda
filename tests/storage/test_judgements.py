"""What readers say of answers is kept, changed and read again."""

from pathlib import Path

import pytest

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.storage.judgements import Judgement, keep_judgement, read_judgements

USEFUL = Judgement("Quel est le préavis ?", "preavis", True)
USELESS = Judgement("Qui signe ?", "", False, "Il manque la MSA.")


def test_a_judgement_is_kept_once_an_answer_and_can_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "data" / "judgements.jsonl"
    assert read_judgements(path) == ()
    keep_judgement(path, "1", USEFUL)
    keep_judgement(path, "2", USELESS)
    changed = Judgement(USEFUL.query, USEFUL.card, False, "Trop long.")
    keep_judgement(path, "1", changed)
    assert read_judgements(path) == (changed, USELESS)
    assert [file.name for file in path.parent.iterdir()] == ["judgements.jsonl"]


def test_a_file_that_is_damaged_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    path.write_text('{"query": "Qui signe ?"}\n', encoding="utf-8")
    with pytest.raises(RupfamError, match="abîmé"):
        keep_judgement(path, "1", USEFUL)
    assert path.read_text(encoding="utf-8") == '{"query": "Qui signe ?"}\n'


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("un fichier", encoding="utf-8")
    with pytest.raises(RupfamError, match="avis"):
        keep_judgement(tmp_path / "data" / "judgements.jsonl", "1", USEFUL)
