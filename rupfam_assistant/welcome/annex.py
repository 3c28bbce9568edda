"""The annex of a kit on paper: the quotes that its page invokes, each sentence once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rupfam_assistant.answers.reply import Citation
from rupfam_assistant.welcome.evidence import covers
from rupfam_assistant.welcome.kit import PLACE, STEPS, Item, Kit, KitSection


def annex_of(kit: Kit) -> tuple[KitSection, ...]:
    """The sections of the annex, what the page invokes alone; the quotes of the first steps stand with the place."""
    steps = [item for section in kit.sections if section.key == STEPS for item in section.items]
    invoked = _sources([*steps, *(item for section in kit.page for item in section.items)])
    parts = [section for section in kit.sections if section.key != STEPS]
    parts = [replace(one, items=(*one.items, *steps)) if one.key == PLACE else one for one in parts]
    proofs = [item for one in parts for item in one.items if _meets(item, invoked)]
    kept = _each_once(proofs)
    told = (replace(one, items=tuple(item for item in one.items if item in kept)) for one in parts)
    return tuple(one for one in told if one.items)


def is_told(item: Item, told: Sequence[Citation]) -> bool:
    """Whether what was told holds all that an item quotes from one text: the other says it in the same words."""
    names = {citation.document.name for citation in item.citations}
    return any(all(covers(told, one) for one in item.citations if one.document.name == name) for name in names)


def _each_once(proofs: Iterable[Item]) -> list[Item]:
    """The proofs that no longer one holds."""
    kept = list[Item]()
    for item in sorted(proofs, key=lambda one: -sum(citation.end - citation.start for citation in one.citations)):
        kept += [] if is_told(item, _sources(kept)) else [item]
    return kept


def _meets(item: Item, invoked: Iterable[Citation]) -> bool:
    """Whether an item quotes some of the words that a page invokes."""
    return any(one.meets(other) for other in invoked for one in item.citations)


def _sources(items: Iterable[Item]) -> list[Citation]:
    return [citation for item in items for citation in item.citations]
