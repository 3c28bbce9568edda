"""The table of docs/ablation.md: its rows are measured as told, and the page shows them all."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from rupfam_assistant.answers.answering import Answering

ROOT = Path(__file__).parents[1]
FEW = 8


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
def few(public_questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Questions of several kinds, one without an answer."""
    return public_questions[: FEW - 1] + [row for row in public_questions if not row["answerable"]][:1]


def test_a_row_tells_its_title_then_its_figures(
    ablation: ModuleType, answering: Answering, few: list[dict[str, Any]]
) -> None:
    cells = ablation.row(ablation.PARTS[0], answering, few).strip("| ").split(" | ")
    assert cells[0] == "Tout (le programme)"
    assert len(cells) == 1 + len(ablation.FIGURES)
    assert all(float(cell.replace(",", ".")) >= 0 for cell in cells[1:])


def test_each_part_changes_what_is_measured_and_is_put_back(
    ablation: ModuleType, answering: Answering, public_questions: list[dict[str, Any]]
) -> None:
    whole, *parts = ablation.PARTS
    some = [row for row in public_questions if row.get("history")][:6] + public_questions[17::-1]
    before = [ablation.measure(whole, answering, [row]) for row in some]

    def changes(part: Any) -> bool:
        return any(ablation.measure(part, answering, [row]) != told for row, told in zip(some, before, strict=True))

    assert [part.title for part in parts if not changes(part)] == []
    assert [ablation.measure(whole, answering, [row]) for row in some[:FEW]] == before[:FEW]


def test_the_page_shows_every_row(ablation: ModuleType) -> None:
    page = (ROOT / "docs" / "ablation.md").read_text(encoding="utf-8")
    shown = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if line.startswith("| ")]
    assert [part.title for part in ablation.PARTS] == [
        title for title in shown if title in {part.title for part in ablation.PARTS}
    ]
