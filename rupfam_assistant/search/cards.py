"""Cards: the things that people ask about, each said in plain French and proved by exact quotes; and the questions
attached to them."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import collapse
from rupfam_assistant.texts.quotes import find_quote

Kind = Literal["answer", "absent", "act"]
Side = Literal["", "oui", "non"]

CONTEXT = " | "
"""What stands between a question and the one before it, for the encoder."""

EARLIER = 2
"""Earlier questions that the encoder reads before a question."""


@dataclass(frozen=True, order=True)
class Place:
    """A slice of a document: its name, and character offsets `start`..`end` (exclusive)."""

    document: str
    start: int
    end: int

    def holds(self, other: "Place") -> bool:
        """Whether all of another slice stands in it."""
        return self.document == other.document and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Card:
    """One thing people ask about. `plain` says it in at most 220 characters, `short` in one line of a slide,
    `places` are its quotes, `note` a remark on the texts, `where` is where to look for what is absent, `section` the
    heading of its file; all the quotes of a list or of a comparison are told (`whole`)."""

    id: str
    kind: Kind
    title: str
    question: str
    plain: str
    places: tuple[Place, ...]
    section: str
    note: str = ""
    where: str = ""
    short: str = ""
    terms: tuple[str, ...] = ()
    whole: bool = False

    @property
    def words(self) -> str:
        """What it says, and where to look for what is absent."""
        return f"{self.plain} {self.where}".strip()


KEYS = {field.name for field in fields(Card)} - {"places", "section"} | {"quotes"}
"""What a card of a TOML file may hold."""


@dataclass(frozen=True)
class AttachedQuestion:
    """A question as people ask it, after the earlier ones of its conversation, and the cards that answer it, the main
    one first.

    `side` is the way the main card answers a question that expects yes or no; `family` is shared by the rephrasings of
    one need by one author, so that they can be set aside together.
    """

    text: str
    cards: tuple[str, ...]
    side: Side = ""
    history: tuple[str, ...] = ()
    family: str = ""

    @property
    def asked(self) -> str:
        """What the encoder reads."""
        return in_context(self.text, self.history)


def in_context(question: str, history: Iterable[str]) -> str:
    """A question, then the last ones before it (given oldest first), nearest first, as the encoder reads it."""
    return CONTEXT.join((question, *tuple(history)[-EARLIER:][::-1]))


def read_cards(folder: Path, documents: Iterable[Document]) -> tuple[Card, ...]:
    """The cards of a folder of TOML files, in the order of the files; RupfamError names the file and the card at
    fault."""
    texts = {document.name: document.text for document in documents}
    cards = tuple(card for path in sorted(folder.glob("*.toml")) for card in _cards_of(path, texts))
    ids = [card.id for card in cards]
    if twice := next((name for name in ids if ids.count(name) > 1), ""):
        raise RupfamError(f"Deux fiches du dossier {folder} s’appellent « {twice} » : renommez-en une.")
    if not cards:
        raise RupfamError(f"Le dossier {folder} ne contient aucune fiche : réinstallez le programme.")
    return cards


def _cards_of(path: Path, texts: Mapping[str, str]) -> Iterable[Card]:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RupfamError(f"Le fichier {path} n’est pas du TOML lisible : corrigez-le ({error}).") from error
    rows = told.get("card", ())
    if not all(isinstance(row, dict) for row in rows):
        raise RupfamError(f"Dans le fichier {path}, une fiche s’ouvre par « [[card]] » : corrigez-le.")
    for number, row in enumerate(rows, 1):
        try:
            yield _card(row, str(told.get("section", "")), texts)
        except (KeyError, TypeError, ValueError) as error:
            told_of = f"La fiche « {row.get('id', number)} » du fichier {path}"
            raise RupfamError(f"{told_of} est incomplète ou fausse ({error}) : corrigez-la.") from error


def _card(row: Mapping[str, Any], section: str, texts: Mapping[str, str]) -> Card:
    if strange := sorted(row.keys() - KEYS):
        raise ValueError(f"clé inconnue : {strange[0]}")
    if row["kind"] not in get_args(Kind) or (row["kind"] == "answer" and not row.get("quotes")):
        raise ValueError("« kind » est answer, avec des citations, absent ou act")
    places = tuple(_place(quote["document"], quote["quote"], texts) for quote in row.get("quotes", ()))
    words = {key: str(row[key]) for key in ("id", "title", "question", "plain")}
    if empty := next((key for key, said in words.items() if not said.strip()), ""):
        raise ValueError(f"« {empty} » est vide")
    more = {key: str(row.get(key, "")) for key in ("note", "where", "short")}
    terms, whole = tuple(row.get("terms", ())), bool(row.get("whole"))
    return Card(**words, kind=row["kind"], places=places, section=section, **more, terms=terms, whole=whole)


def _place(document: str, quote: str, texts: Mapping[str, str]) -> Place:
    spans = find_quote(texts[document], quote)
    if len(spans) != 1:
        raise ValueError(f"« {collapse(quote)[:60]} » : {len(spans)} fois dans {document}")
    return Place(document, *spans[0])


def read_questions(paths: Iterable[Path], cards: Iterable[Card]) -> tuple[AttachedQuestion, ...]:
    """The attached questions of JSON Lines files; RupfamError names the line at fault."""
    known = {card.id for card in cards}
    return tuple(
        _question(row, known, f"La ligne {number} du fichier {path}")
        for path in paths
        for number, row in enumerate(read_json_lines(path), 1)
    )


def _question(row: Mapping[str, Any], known: set[str], called: str) -> AttachedQuestion:
    cards = (row.get("card"), *row.get("also", ()))
    strange = [card for card in cards if card not in known]
    if not isinstance(row.get("query"), str) or row.get("side", "") not in get_args(Side) or strange:
        needed = "« query », « card » (une fiche connue) et « side » (oui, non ou rien)"
        raise RupfamError(f"{called} doit avoir {needed} : corrigez-la.")
    family = f"{row.get('author', '')}:{row.get('family', row['query'])}"
    return AttachedQuestion(row["query"], cards, row.get("side", ""), tuple(row.get("history", ())), family)
