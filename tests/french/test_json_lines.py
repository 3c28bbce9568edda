"""JSON Lines, as corpus and users write them."""

from pathlib import Path

import pytest

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.lists import read_json_lines


def test_a_file_of_json_lines_is_read_with_its_blank_lines_and_line_separators(tmp_path: Path) -> None:
    path = tmp_path / "lignes.jsonl"
    path.write_bytes('\ufeff{"a": "un\u2028deux\u0085trois"}\r\n\n{"a": 2}\n'.encode())
    assert read_json_lines(path) == [{"a": "un\u2028deux\u0085trois"}, {"a": 2}]


@pytest.mark.parametrize(("content", "line"), [('{"a": 1}\n{"a":\n', 2), ("[1]\n", 1), ('\n\n"texte"\n', 3)])
def test_a_faulty_line_is_told_with_its_number_and_its_file(content: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "lignes.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RupfamError, match=rf"^La ligne {line} du fichier .*lignes\.jsonl n’est pas .*JSON"):
        read_json_lines(path)
