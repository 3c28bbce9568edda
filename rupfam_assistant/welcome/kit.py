"""The welcome kit of a partner: what it is made of, as it is read, and as the command line gives it."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import reduce
from typing import Any

from rupfam_assistant.answers.reply import Citation
from rupfam_assistant.french.agreement import of_place
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.typography import enumerate_all, lower
from rupfam_assistant.french.words import flatten
from rupfam_assistant.welcome.actions import OwnAction
from rupfam_assistant.welcome.glossary import Entry
from rupfam_assistant.welcome.roles import Silence

PLACE, STEPS = "place", "steps"  # the keys of sections
LOCAL, ELSEWHERE, SILENT = "Dans votre département", "Dans le département {}", "Ce que les textes ne disent pas"
MOST_PLACES, MOST_FIRST = 3, 3  # places told whole, silences of any partner before its own
MOST_PLANNED, MOST_AT_DESKS, MOST_LEFT = 2, 4, 6  # silences that a paper shows: planned, in all, without whom to ask
FIRST = ("montants", "participation-communes", "deliberation", "depart", "voix")
NAMELESS, TO_WRITE = "CAF de [à compléter]", "[à compléter par la CAF : interlocuteur, service, courriel, téléphone]"
UNNAMED = "[à compléter par la CAF : son nom, interlocuteur, service, courriel, téléphone]"
UNPLANNED = "Aucun projet de département n’est joint : la CAF vous dira si quelque chose y est prévu avec vous."
UNSAID = "Vous ne trouverez pas dans les textes nationaux : {}."
SHORT = {
    "la trame": "trame", "la circulaire": "circ.", "article": "art.", "objectif": "obj.", "préambule": "préamb.",
    "introduction": "intro.", "section": "sect.",
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """What a kit says in one line, its sources, how a slide says it, the same where it is short, the id of the card
    that says it, if one does, and how its places are told where the local project says it too, "projet local ; {}"."""

    text: str
    citations: tuple[Citation, ...]
    short: str = ""
    card: str = ""
    local: str = ""

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("an item has a source")

    @property
    def places(self) -> str:
        """Where it is said: "la trame, article 8 ; la circulaire, section I"."""
        return self._told(" ; ".join(dict.fromkeys(citation.place for citation in self.citations)))

    @property
    def short_places(self) -> str:
        """The same as a margin holds it, each text named once, articles alone where places are many: "trame, art. 2,
        obj. 1 et art. 3"."""
        return self._told(" ; ".join(f"{text}, {enumerate_all(wheres)}" for text, wheres in self._places.items()))

    @property
    def margin(self) -> str:
        """Where it is said as the page holds it: the first article of the trame, all of many, the circular: "art. 2",
        "circ."."""
        trame = self._places.get("trame", [])
        told = {
            "trame": enumerate_all(trame) if len(trame) >= MOST_PLACES else "".join(trame[:1]).partition(", obj")[0]
        }
        firsts = (told.get(text, text) for text in self._places)
        return self._told(" ; ".join(firsts))

    @property
    def _places(self) -> dict[str, list[str]]:
        """Where each text says it, in short, articles alone where places are many."""
        told: dict[str, list[str]] = {}
        for citation in self.citations:
            place = reduce(lambda said, word: said.replace(word, SHORT[word]), SHORT, citation.place)
            text, _, where = place.partition(", ")
            told.setdefault(text, [])
            told[text] += [where] if where not in told[text] else []
        return {text: wheres if len(wheres) < MOST_PLACES else _articles(wheres) for text, wheres in told.items()}

    def _told(self, places: str) -> str:
        return self.local.format(places) or places


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
    `page` is what is read in two minutes, in plain French, `words` what it needs explained; `sections` are the quotes,
    `local` the lines of the dossier of a `department`, which the partner's words may tell without one, `actions`
    those among them that are actions, `contact` what it tells of the CAF, its name first, `alert` what the officer
    must know of it, `acronyms` those that the partner may not know, each with its words, `is_elsewhere` whether the
    partner is of another department, `sought` the keys of the silences that it looks for first; `meeting` is what the
    CAF asks of a partner, which `signs` or not; nothing in
    `page` or `sections` lacks a source."""

    partner: str
    roles: tuple[str, ...]
    message: str
    page: tuple[KitSection, ...]
    words: tuple[Entry, ...]
    sections: tuple[KitSection, ...]
    silences: tuple[Silence, ...]
    questions: tuple[ProposedQuestion, ...]
    glossary: tuple[Entry, ...]
    meeting: tuple[str, ...]
    signs: bool
    local: tuple[str, ...]
    actions: tuple[OwnAction, ...] = ()
    department: str = ""
    contact: tuple[str, ...] = ()
    alert: str = ""
    acronyms: tuple[tuple[str, str], ...] = ()
    is_elsewhere: bool = False
    sought: tuple[str, ...] = ()

    def on(self, day: date) -> "Kit":
        """The kit that day, on paper: the actions of which the term is past come last, and say so."""
        actions = tuple(sorted(self.actions, key=lambda action: action.is_late(day)))
        lines = {action.line for action in actions}
        told = iter([action.dated(day) for action in actions if action.line in self.local])
        return replace(self, actions=actions, local=tuple(next(told) if line in lines else line for line in self.local))

    @property
    def title(self) -> str:
        """What the kit is called."""
        return f"Livret d’accueil – {self.partner}"

    @property
    def stands_apart(self) -> bool:
        """Whether the partner neither signs nor is a party, and reads in one line what the others sign."""
        return not any(item.card for item in self.page[3].items)

    @property
    def local_title(self) -> str:
        """What announces the lines of the dossier, to a partner of its department or of another."""
        return ELSEWHERE.format(of_place(self.department)) if self.is_elsewhere else LOCAL

    @property
    def reached(self) -> str:
        """Whom the partner reaches: the CAF as the dossier tells it, and a blank for who answers there."""
        return f"{', '.join(self.contact)} – {TO_WRITE}" if self.contact else UNNAMED

    @property
    def looked_for(self) -> tuple[Silence, ...]:
        """The silences of a known kind that no action is near, what whoever may sign looks for first before its own."""
        asked = [silence for silence in self.silences if silence.key and not silence.near]
        firsts = [one for one in asked if one.key in FIRST and not self.stands_apart]
        first = sorted(firsts, key=lambda one: FIRST.index(one.key))
        return tuple(dict.fromkeys((*first[:MOST_FIRST], *(one for one in asked if one.key not in FIRST), *first)))

    @property
    def first_unsaid(self) -> str:
        """That the texts do not say what the partner looks for first; "" where nothing is known of it."""
        first = [one.short for one in self.looked_for if one.key in self.sought and not one.planned]
        return "".join(map(UNSAID.format, first[:1]))

    @property
    def at_desks(self) -> tuple[Silence, ...]:
        """The silences that a paper shows: those that the project, the CAF or who pays with it can fill."""
        desk = cues("welcome", "desk")
        by_plan = {one.planned: one for one in reversed(self.looked_for) if one.planned}
        planned = [one for one in self.looked_for if one in by_plan.values()][:MOST_PLANNED]
        asked = (one for one in self.looked_for if not one.planned and desk.search(flatten(one.who)))
        return (*planned, *asked)[:MOST_AT_DESKS]

    @property
    def left_unsaid(self) -> str:
        """The other silences that a paper tells, in one sentence that sends to nobody; "" for none."""
        aside = (*self.at_desks, *(one for one in self.looked_for if one.key in self.sought or one.planned))
        told = [one for one in self.looked_for if one not in aside]
        left = " ; ".join([one.short for one in told][:MOST_LEFT])
        return UNSAID.format(left) if left else ""

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
        for section in self.page:
            yield section.title, tuple(f"{item.text} ({item.short_places})" for item in section.items)
        if self.department:
            yield self.local_title, (*self.local, f"Contact : {self.reached}")
        for section in self.sections:
            yield f"Dans les textes : {lower(section.title)}", tuple(f"{i.text} ({i.places})" for i in section.items)
        yield SILENT, tuple(silence.told for silence in self.silences)
        yield "Cinq questions à poser", tuple(proposed.question for proposed in self.questions)
        yield "Les mots à connaître", tuple(entry.line for entry in self.glossary)


def _articles(places: Iterable[str]) -> list[str]:
    """The articles of some places, each once."""
    return list(dict.fromkeys(place.partition(", ")[0] for place in places))


def kit_record(kit: Kit) -> dict[str, Any]:
    """The kit as the command line gives it."""
    return {
        "partner": kit.partner,
        "roles": list(kit.roles),
        "message": kit.message,
        "page": _section_records(kit.page),
        "sections": _section_records(kit.sections),
        "not_said": [silence.what for silence in kit.silences],
        "whom_to_ask": [silence.who for silence in kit.silences],
        "questions": [asdict(proposed) for proposed in kit.questions],
        "glossary": [{**vars(entry), "citations": _records(entry.citations)} for entry in kit.glossary],
        "local": list(kit.local),
        "text": kit.text,
    }


def _section_records(sections: Iterable[KitSection]) -> list[dict[str, Any]]:
    told = ((s.title, [{"text": i.text, "citations": _records(i.citations)} for i in s.items]) for s in sections)
    return [{"title": title, "items": items} for title, items in told]


def _records(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    told = ((c.document.name, c.section, c.start, c.end, c.quote) for c in citations)
    return [dict(zip(("document", "section", "start", "end", "quote"), one, strict=True)) for one in told]
