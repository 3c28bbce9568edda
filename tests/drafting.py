"""What the tests of writing share: the real trame and need model, dossiers made in a line, drafts of a given day, the scorer of drafts."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import strategies as st

from rupfam_assistant.convention.article2 import draft_article
from rupfam_assistant.convention.assembly import draft_convention
from rupfam_assistant.convention.draft import Draft
from rupfam_assistant.convention.trame import read_trame
from rupfam_assistant.dossier.needs import Need, classify_needs, read_need_model
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.dossier.schema import Dossier

CORPUS = Path(__file__).parents[1] / "corpus"
DATA = Path(__file__).parent / "data"
TRAME_TEXT = (CORPUS / "trame.txt").read_text(encoding="utf-8")
TRAME = read_trame(TRAME_TEXT, CORPUS / "trame.toml")
NEEDS = read_need_model(CORPUS)
TODAY = date(2026, 3, 1)
MARKER = "[à compléter]"
FULL = {
    "pilot": "UDAF de Sornac",
    "partners": ["CAF des Coteaux"],
    "deadline": "mars 2027",
    "indicator": "nombre de parents",
}

STRANGE = (
    "👩‍👧 médiation 🙂",
    "שלום médiation",
    "\u202eegassem\u202c à l’envers",
    "<b>Permanence</b> & \"café\" 'des' ]]> parents",
    "**gras** _italique_ # titre | `code`",
    "null\x00 sonnerie\x07 espace\u200b nul",
    "sauts\r\nde\nligne\ttabulations",
    "{{ gabarit }} %s \\n ${x}",
    "[à compléter] au milieu [à compléter]",
    "31/02/2027",
    "0",
    "-5 %",
    "1/2 ETP",
    "N°",
    "« guillemets » “anglais”",
    "64 k€ et 12 h/sem",
    "…",
    "- ",
    ".",
    " ",
    "",
)
TEXT = st.sampled_from(STRANGE) | st.text(max_size=40)
MAYBE = st.none() | TEXT
LIST = st.none() | st.lists(MAYBE, max_size=3)
DOSSIERS = st.fixed_dictionaries(
    {"department": st.just("Coteaux-de-Sève")},
    optional={
        "caf_name": MAYBE,
        "signatories": st.none()
        | st.lists(
            st.none() | st.fixed_dictionaries({}, optional={"body": MAYBE, "represented_by": MAYBE, "address": MAYBE}),
            max_size=3,
        ),
        "territory_needs": LIST,
        "figures": st.none()
        | st.lists(
            st.fixed_dictionaries({}, optional={"label": MAYBE, "value": MAYBE, "unit": MAYBE, "source": MAYBE}),
            max_size=3,
        ),
        "priorities": LIST,
        "planned_actions": st.none()
        | st.lists(
            st.fixed_dictionaries(
                {"objective": st.sampled_from([1, 2, 3, 4, "X"])},
                optional={
                    "text": MAYBE,
                    "pilot": MAYBE,
                    "partners": LIST,
                    "deadline": MAYBE,
                    "indicator": MAYBE,
                    "title": MAYBE,
                },
            ),
            max_size=4,
        ),
        "constraints": MAYBE,
        "opening": MAYBE,
        "instance": st.sampled_from([None, "CDSF", "comités locaux des financeurs"]),
        "frequency": MAYBE,
        "organisation": MAYBE,
        "members": LIST,
        "annexes": LIST,
        "mend_slips": st.sampled_from([None, True, False]),
    },
)
"""Dossiers of every shape, in JSON values."""


def classify(texts: Sequence[str]) -> Sequence[Need]:
    return classify_needs(texts, NEEDS)


def dossier(**fields: Any) -> Dossier:
    return make_dossier({"department": "Coteaux-de-Sève", **fields})


def action(text: str | None, objective: int | str = 1, **fields: Any) -> dict[str, Any]:
    """An action of which only what is told is missing."""
    return {"objective": objective, "text": text, **FULL, **fields}


def article(**fields: Any) -> Draft:
    return draft_article(dossier(**fields), TRAME, classify, TODAY)


def convention(**fields: Any) -> Draft:
    return draft_convention(dossier(**fields), TRAME, classify, TODAY)


def under(draft: Draft, objective: int) -> list[str]:
    """The lines under an objective, its heading first."""
    lines = draft.text.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith(f"Objectif {objective} :"))
    after = (i for i, line in enumerate(lines) if i > first and line.startswith(("Objectif ", "Article ")))
    return lines[first : next(after, len(lines))]


def messages(draft: Draft, kind: str) -> list[str]:
    return [alert.message for alert in draft.alerts if alert.kind == kind]


def scenarios(name: str) -> dict[str, Any]:
    """A file of drafting situations with what is expected of each."""
    found: dict[str, Any] = json.loads((DATA / "convention" / name).read_text(encoding="utf-8"))
    return found


def draft_scorer() -> ModuleType:
    """The scorer of drafts, which imports its neighbours by their bare names."""
    sys.path.append(str(DATA / "scorers"))
    import score_drafts  # type: ignore[import-not-found]

    return score_drafts  # type: ignore[no-any-return]
