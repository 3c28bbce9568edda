"""The table of docs/ablation.md: its rows are measured as told, and the page shows them all."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.office import Office

ROOT = Path(__file__).parents[1]
FIVE = 5


@pytest.fixture(scope="module")
def ablation() -> Iterator[ModuleType]:
    """The script benchmarks/ablation.py."""
    spec = importlib.util.spec_from_file_location("ablation", ROOT / "benchmarks" / "ablation.py")
    assert spec is not None and spec.loader is not None
    module = sys.modules["ablation"] = importlib.util.module_from_spec(spec)  # dataclasses look their module up there
    spec.loader.exec_module(module)
    yield module
    del sys.modules["ablation"]


@pytest.fixture(scope="module")
def program(office: Office) -> Answering:
    return office.answering


@pytest.fixture(scope="module")
def five(public_questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Questions of several kinds, one without an answer."""
    return public_questions[: FIVE - 1] + [row for row in public_questions if not row["answerable"]][:1]


def row(
    title: str, ablation: ModuleType, program: Answering, questions: list[dict[str, Any]], folder: Path
) -> list[str]:
    part = next(part for part in ablation.PARTS if part.title == title)
    cells: list[str] = ablation.row(part, program, questions, folder)
    return cells


def test_a_row_tells_its_title_then_its_figures(
    ablation: ModuleType, program: Answering, five: list[dict[str, Any]], tmp_path: Path
) -> None:
    title, *cells = row("Vecteurs seuls", ablation, program, five, tmp_path)
    assert title == "Vecteurs seuls"
    assert len(cells) == len(ablation.measure(program, five))
    assert all(cell == "–" or 0 <= float(cell.replace(",", ".")) <= 1 for cell in cells)
    assert "–" not in (cells[0], cells[4], cells[6])


def test_taking_nothing_away_changes_nothing(
    ablation: ModuleType, program: Answering, five: list[dict[str, Any]], tmp_path: Path
) -> None:
    unchanged = ablation.by_weights(())(program, tmp_path)
    assert ablation.measure(unchanged, five) == ablation.measure(program, five)


@pytest.mark.parametrize("title", ["Mots seuls", "Vecteurs seuls", "Toutes les recherches, rangs réciproques"])
def test_a_part_alone_finds_otherwise(
    title: str, ablation: ModuleType, program: Answering, five: list[dict[str, Any]], tmp_path: Path
) -> None:
    part = next(part for part in ablation.PARTS if part.title == title)
    changed = part.changed(program, tmp_path)
    assert any(changed.ask(row["question"]).hits != program.ask(row["question"]).hits for row in five)


def test_without_refusal_everything_is_answered(
    ablation: ModuleType, program: Answering, five: list[dict[str, Any]], tmp_path: Path
) -> None:
    assert row("Sans refus", ablation, program, five, tmp_path)[-2:] == ["0,00", "0,00"]


def test_the_page_shows_every_row(ablation: ModuleType) -> None:
    page = (ROOT / "docs" / "ablation.md").read_text(encoding="utf-8")
    shown = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if line.startswith("| ")]
    assert [part.title for part in ablation.PARTS] == [
        title for title in shown if title in {part.title for part in ablation.PARTS}
    ]
