"""Elements of XML by their own names, whatever their namespace: Word has two for each, strict and not."""

from collections.abc import Iterator
from typing import Any


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for a comment or none."""
    tag = getattr(element, "tag", None)
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """The attribute of that name; "" for none."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def children(element: Any, *kinds: str) -> Iterator[Any]:
    """The children of an element that have one of some names."""
    return (child for child in element if local(child) in kinds)


def within(element: Any, path: str) -> Iterator[Any]:
    """What stands at a path below an element, "pPr/framePr"."""
    return element.iterfind("/".join(f"{{*}}{step}" for step in path.split("/")))  # type: ignore[no-any-return]  # lxml


def value(element: Any, path: str) -> str:
    """What the first element at a path gives as its value; "" for none."""
    return next((attribute(found, "val") for found in within(element, path)), "")
