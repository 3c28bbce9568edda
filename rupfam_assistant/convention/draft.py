"""A draft: paragraphs of spans that say where each word comes from, what is blank, what the officer should know."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any, Literal

from rupfam_assistant.convention.trame import Kind
from rupfam_assistant.dossier.alert import Alert, Withheld
from rupfam_assistant.dossier.needs import Need
from rupfam_assistant.dossier.paths import FieldPath
from rupfam_assistant.dossier.schema import Numbered, Wording

Origin = Literal["trame", "dossier", "model", "blank"]
Style = Kind | Literal["label", "detail", "row", "signature", "page", "quote"]

BULLETED = {"party": "• ", "item": "- "}
"""The sign before a paragraph, by style: part of the plain text, a real list in Word."""


@dataclass(frozen=True)
class Blank:
    """A place left to fill: where it stands, what is awaited, who usually knows it, the field that fills it."""

    article: str
    objective: Numbered
    what: str
    owner: str = ""
    field: FieldPath | None = None


@dataclass(frozen=True)
class Span:
    """A run of words of one origin.

    `source` says in French where it comes from, `field` is the place of the dossier that gives or awaits it, `start`,
    `end` its characters in the trame, or -1; `blank` is what is left to fill: of signs of one blank, one carries it.
    """

    text: str
    origin: Origin
    source: str
    field: FieldPath | None = None
    start: int = -1
    end: int = -1
    blank: Blank | None = None


NEXT_CELL = Span(" | ", "dossier", "mots du programme")
"""What stands between two cells of a row."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and what it is; the first of several rows is the head of their table."""

    style: Style
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """Its words, after its bullet."""
        return BULLETED.get(self.style, "") + "".join(span.text for span in self.spans)

    @property
    def cells(self) -> list[list[Span]]:
        """The spans of each cell of a row."""
        cuts = [-1, *(rank for rank, span in enumerate(self.spans) if span == NEXT_CELL), len(self.spans)]
        return [[*self.spans[before + 1 : after]] for before, after in pairwise(cuts)]


@dataclass(frozen=True)
class Draft:
    """Article 2, or the whole convention. Paragraphs stand each on a line of `text`; `places` tells the number of the
    objective of each need, figure and priority."""

    paragraphs: tuple[Paragraph, ...]
    alerts: tuple[Alert, ...] = ()
    classification: tuple[Need, ...] = ()
    proposals: tuple[Wording, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    places: Mapping[FieldPath, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The draft as plain text."""
        return "".join(f"{paragraph.text}\n" for paragraph in self.paragraphs)

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """What is left to fill, in order."""
        return tuple(span.blank for paragraph in self.paragraphs for span in paragraph.spans if span.blank)


def provenance(paragraphs: Iterable[Paragraph]) -> list[tuple[int, int, Span]]:
    """The spans with their (start, end) in the plain text, which they cover, bullets and line ends included."""
    found: list[tuple[int, int, Span]] = []
    for paragraph in paragraphs:
        lead, last = len(BULLETED.get(paragraph.style, "")), len(paragraph.spans) - 1
        for number, span in enumerate(paragraph.spans):
            start = found[-1][1] if found else 0
            end = start + (0 if number else lead) + len(span.text) + (number == last)
            found.append((start, end, span))
    return found


def draft_record(draft: Draft) -> dict[str, Any]:
    """The draft as the command line gives it."""
    return {
        "text": draft.text,
        "blanks": [{"article": b.article, "objective": b.objective, "what": b.what} for b in draft.blanks],
        "alerts": [*map(_alert_record, draft.alerts)],
        "classification": [
            {"need": n.text, "themes": list(n.themes), "axis": n.axis, "reason": n.reason} for n in draft.classification
        ],
        "provenance": [
            {"start": start, "end": end, "origin": span.origin, "source": span.source}
            for start, end, span in provenance(draft.paragraphs)
        ],
        "proposals": [{"field": p.field, "original": p.original, "value": p.wording} for p in draft.proposals],
        "withheld": [{**asdict(one), "fields": [*map(str, one.fields)]} for one in draft.withheld],
        "places": [{"field": str(path), "objective": number} for path, number in draft.places.items()],
    }


def _alert_record(alert: Alert) -> dict[str, Any]:
    proposal = alert.proposal and {"field": str(alert.proposal[0]), "value": alert.proposal[1]}
    told = {"kind": alert.kind, "message": alert.message, "values": list(alert.values)}
    return {**told, "fields": [*map(str, alert.fields)], "proposal": proposal}
