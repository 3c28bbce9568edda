"""The figures of the measures: each beside its target, in a table in French."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A measured value beside its target: the least it must be (`at_least`) or the most."""

    measure: str
    value: float | None
    target: float | None = None
    at_least: bool = False
    unit: str = ""
    decimals: int = 3

    @property
    def ratio(self) -> float | None:
        """The value over its target."""
        return self.value / self.target if self.value is not None and self.target else None

    @property
    def kept(self) -> bool | None:
        """Whether the target is reached; None without one."""
        if self.value is None or self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target


def table(figures: list[Figure]) -> str:
    """The figures in columns."""
    rows = [("Mesure", "Valeur", "Cible", "Rapport", "Tenue"), ("",) * 5]
    for figure in figures:
        sign = "≥" if figure.at_least else "≤"
        target = "" if figure.target is None else f"{sign} {shown(figure.target, 0 if figure.target >= 10 else 2)}"
        ratio = "" if figure.ratio is None else shown(figure.ratio, 2)
        kept = {None: "", True: "oui", False: "NON"}[figure.kept]
        value = f"{shown(figure.value, figure.decimals)} {figure.unit}".strip()
        rows.append((figure.measure, value, target, ratio, kept))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows[1] = tuple("-" * width for width in widths)
    lines = ([f"{row[0]:{widths[0]}}", *map(str.rjust, row[1:], widths[1:])] for row in rows)
    return "".join(f"{'  '.join(line).rstrip()}\n" for line in lines)


def shown(value: float | None, decimals: int) -> str:
    return "–" if value is None else f"{value:,.{decimals}f}".replace(",", "\u202f").replace(".", ",")


def spaced(number: int) -> str:
    return shown(number, 0)


def seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def say(message: str) -> None:
    sys.stderr.write(f"… {message}\n")
