"""The texts of a dossier, each at its place, and a dossier with some of them changed."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from rupfam_assistant.dossier.schema import Dossier

CHOSEN = ("instance", "objective")
"""Fields whose words are chosen in a list, not typed."""


def texts_of(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Each typed text of a dossier or of a part of it, with its place: ("planned_actions.0.pilot", "UDAF")."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from texts_of(item, f"{path}.{number}")
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in CHOSEN:
                yield from texts_of(getattr(value, field.name), f"{path}.{field.name}".lstrip("."))


def text_at(dossier: Dossier, path: str) -> str:
    """The typed text at a place of the dossier ("planned_actions.0.text"); "" when it is absent."""
    value: Any = dossier
    for part in path.split("."):
        value = value[int(part)] if part.isdigit() else getattr(value, part)
    return value or ""


def change_texts(dossier: Dossier, change: Callable[[str, str], str]) -> Dossier:
    """The dossier with each typed text changed by `change(place, text)`; each stays at its place, empty or not."""
    return cast(Dossier, _changed(dossier, "", change))


def _changed(value: Any, path: str, change: Callable[[str, str], str]) -> Any:
    if isinstance(value, str):
        return change(path, value)
    if isinstance(value, tuple):
        return tuple(_changed(item, f"{path}.{number}", change) for number, item in enumerate(value))
    if is_dataclass(value) and not isinstance(value, type):
        kept = [field.name for field in fields(value) if field.name not in CHOSEN]
        return replace(
            value, **{name: _changed(getattr(value, name), f"{path}.{name}".lstrip("."), change) for name in kept}
        )
    return value
