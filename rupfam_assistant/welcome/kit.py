"""The welcome kit of a partner: what it is made of, as it is read, and as the command line gives it."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from rupfam_assistant.answers.reply import Citation
from rupfam_assistant.welcome.glossary import Entry
from rupfam_assistant.welcome.roles import Silence


@dataclass(frozen=True)
class Item:
    """What a kit says in one line, and its sources."""

    text: str
    citations: tuple[Citation, ...]

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("an item has a source")

    @property
    def places(self) -> str:
        """Where it is said: "la trame, article 8 ; la circulaire, section I"."""
        return " ; ".join(dict.fromkeys(citation.place for citation in self.citations))


@dataclass(frozen=True)
class KitSection:
    """A part of a kit; `key` is "place", "concerns", "commitments", "instances", "duration", "data" or "steps"."""

    key: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class ProposedQuestion:
    """A question proposed to the partner, and whether the texts answer it."""

    question: str
    answered: bool


@dataclass(frozen=True)
class Kit:
    """A welcome kit. `roles` are the labels resolved, none when the partner is unknown; `message` tells the resolution;
    `local` are the lines of the department's dossier; nothing in `sections` lacks a source."""

    partner: str
    roles: tuple[str, ...]
    message: str
    sections: tuple[KitSection, ...]
    silences: tuple[Silence, ...]
    questions: tuple[ProposedQuestion, ...]
    glossary: tuple[Entry, ...]
    local: tuple[str, ...]

    @property
    def title(self) -> str:
        """What the kit is called."""
        return f"Livret d’accueil – {self.partner}"

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every source once, in order."""
        items = (item for section in self.sections for item in section.items)
        return tuple(dict.fromkeys(citation for item in items for citation in item.citations))

    @property
    def text(self) -> str:
        """The kit as plain text."""
        parts = ("\n".join([title, *(f"– {line}" for line in lines)]) for title, lines in self.parts())
        return "\n\n".join([f"{self.title}\n{self.message}", *parts])

    def parts(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(title, lines) of each part after the title, as it is read, sources at the end of the lines."""
        for section in self.sections:
            yield section.title, tuple(f"{item.text} ({item.places})" for item in section.items)
        if self.local:
            yield "Dans votre département", self.local
        silences = tuple(f"{silence.what} (à demander : {silence.who})" for silence in self.silences)
        yield "Ce que les textes ne disent pas", silences
        yield "Cinq questions à poser", tuple(proposed.question for proposed in self.questions)
        yield "Les mots à connaître", tuple(entry.line for entry in self.glossary)


def kit_record(kit: Kit) -> dict[str, Any]:
    """The kit as the command line gives it."""
    items = ([{"text": i.text, "citations": _records(i.citations)} for i in section.items] for section in kit.sections)
    return {
        "partner": kit.partner,
        "roles": list(kit.roles),
        "message": kit.message,
        "sections": [{"title": s.title, "items": told} for s, told in zip(kit.sections, items, strict=True)],
        "not_said": [silence.what for silence in kit.silences],
        "whom_to_ask": [silence.who for silence in kit.silences],
        "questions": [asdict(proposed) for proposed in kit.questions],
        "glossary": [{**vars(entry), "citations": _records(entry.citations)} for entry in kit.glossary],
        "local": list(kit.local),
        "text": kit.text,
    }


def _records(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    told = ((c.document.name, c.section, c.start, c.end, c.quote) for c in citations)
    return [dict(zip(("document", "section", "start", "end", "quote"), one, strict=True)) for one in told]
