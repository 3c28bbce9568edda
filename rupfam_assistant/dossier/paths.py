"""Places in a dossier as values: the texts that stand at them, and a dossier with some of them changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass, replace
from typing import Any, Self

from rupfam_assistant.dossier.schema import FIELDS, Dossier, Field
from rupfam_assistant.french.numbers import whole


@dataclass(frozen=True)
class FieldPath:
    """A place in a dossier, by names and ranks from 0: `at("figures", 0, "unit")`, in JSON "figures.0.unit"."""

    parts: tuple[str | int, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """The place that a text names; any text names one, in a dossier or not."""
        return cls(tuple(part if (rank := whole(part)) is None else rank for part in text.split(".")))

    def __str__(self) -> str:
        return ".".join(map(str, self.parts))

    def __truediv__(self, part: str | int) -> "FieldPath":
        """The place of a field or of an item within this one."""
        return FieldPath((*self.parts, part))

    @property
    def root(self) -> str:
        """The field of the dossier that it stands in: "planned_actions"."""
        return str(self.parts[0])

    @property
    def rank(self) -> int:
        """Which item of that field it stands in, from 0; -1 when it is not in one."""
        return self.parts[1] if len(self.parts) > 1 and isinstance(self.parts[1], int) else -1

    @property
    def name(self) -> str:
        """The innermost field of it: "partners" for planned_actions.0.partners.1."""
        return next(part for part in reversed(self.parts) if isinstance(part, str))

    @property
    def is_sentence(self) -> bool:
        """Whether it is that of a local sentence: a need, a priority, the text of an action."""
        return self.rank >= 0 and (self.root in ("territory_needs", "priorities") or self.parts[2:] == ("text",))

    @property
    def told(self) -> Field | None:
        """What is told of that field; None when a dossier has no such field."""
        return FIELDS.get(tuple(part for part in self.parts if isinstance(part, str)))

    @property
    def label(self) -> str:
        """It as the user reads it: "actions prévues, 1, pilote"."""
        fields = (FieldPath(self.parts[:last]).told for last in range(1, len(self.parts) + 1))
        told = zip(self.parts, fields, strict=True)
        return ", ".join(str(p + 1) if isinstance(p, int) else field.called if field else p for p, field in told)

    def text_in(self, dossier: Dossier) -> str:
        """The typed text that stands here in a dossier; "" when it is absent."""
        value: Any = dossier
        for part in self.parts:
            value = value[part] if isinstance(part, int) else getattr(value, part)
        return value or ""


def at(*parts: str | int) -> FieldPath:
    """The place of those names and ranks."""
    return FieldPath(parts)


WHOLE = FieldPath(())


def texts_of(value: object, path: FieldPath = WHOLE) -> Iterator[tuple[FieldPath, str]]:
    """Each typed text of a dossier, or of a part of one, with its place."""
    if isinstance(value, str):
        yield path, value
    for place, inner in _inside(value, path):
        yield from texts_of(inner, place)


def change_texts(dossier: Dossier, change: Callable[[FieldPath, str], str]) -> Dossier:
    """The dossier with each typed text changed by `change(place, text)`; each stays at its place, empty or not."""
    changed: Dossier = _changed(dossier, at(), change)
    return changed


def _changed(value: Any, path: FieldPath, change: Callable[[FieldPath, str], str]) -> Any:
    if isinstance(value, str):
        return change(path, value)
    inside = {str(place.parts[-1]): _changed(inner, place, change) for place, inner in _inside(value, path)}
    if isinstance(value, tuple):
        return tuple(inside.values())
    return replace(value, **inside) if inside else value


def _inside(value: object, path: FieldPath) -> Iterator[tuple[FieldPath, object]]:
    """The items of a list, the fields of a part, with their places; what is chosen in a list is not typed."""
    if isinstance(value, tuple):
        yield from ((path / rank, item) for rank, item in enumerate(value))
    elif is_dataclass(value):
        within = ((path / name, inner) for name, inner in vars(value).items())
        yield from ((place, inner) for place, inner in within if place.told and not place.told.choices)
