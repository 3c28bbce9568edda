"""Roles: what kind of partner someone is, from a few free words; what is known of each, from corpus/roles.toml."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from rupfam_assistant.answers.question import LONGEST, clean
from rupfam_assistant.errors import RupfamError, shipped
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import words_of
from rupfam_assistant.french.spelling import Speller
from rupfam_assistant.french.words import content_words, flatten, fold, stems, words

MOST_ROLES, ITSELF = 3, "vos propres services"
"""Roles of one kit at the most; who knows what is of a partner's own trade."""

NO_SUCH_ROLE = "Ce rôle n’est pas dans la liste : rechargez la page, puis choisissez-en un autre."


@dataclass(frozen=True)
class Cited:
    """A card whose quotes a kit gives, by its id, and what announces them; one of `before` is told until a department
    writes its convention."""

    card: str
    lead: str = ""
    before: bool = False


@dataclass(frozen=True)
class Silence:
    """What a partner may look for and is not there, by a key: words that the texts lack, a question, who knows; those
    of an action of a dossier that tells of it (`local`), and what one then `planned`, or whether one is `near` it; what
    is `outside` is sought by one that neither signs nor is named by the texts."""

    key: str
    what: str
    words: tuple[str, ...]
    ask: str
    who: str
    local: tuple[str, ...] = ()
    planned: str = ""
    outside: bool = False
    near: bool = False

    @property
    def short(self) -> str:
        """What it is, without its detail: "un temps de travail", of "un temps de travail : poste, salaire"."""
        return self.what.partition(" : ")[0].partition(" (")[0]

    @property
    def answer(self) -> str:
        """What is planned, and whom one asks for the rest; else whom one asks."""
        return " ; pour le reste, ".join(filter(None, (self.planned, "" if self.who == ITSELF else self.who)))

    @property
    def told(self) -> str:
        """What it is, and what is planned, or whom one asks."""
        asked = self.planned or (f"à demander : {self.who}" if self.who != ITSELF else "")
        return f"{self.what} ({asked})" if asked else self.what


@dataclass(frozen=True)
class Role:
    """A kind of partner: how it and the texts name it, the words of its field, the ids of the cards that concern it,
    what it would not find; those of the cards that its page tells first, and of the one that tells its `place`, if any;
    a `trait` only adds to another role ("association"); `through` are the keys of the roles that act for it, `services`
    of its own services; the names of one of `several` bodies are each another's; `own` are the keys of the silences
    that are of its trade; one that is `under` another does not sign alone; `first` is the key of the silence that
    it looks for before all; `above` are those of its names that are of the body that it is under, `alone` those of one
    who works for oneself; others pay for what one that is `paid` does."""

    key: str
    label: str
    names: tuple[str, ...]
    called: tuple[str, ...]
    about: tuple[str, ...]
    cards: tuple[str, ...]
    silences: tuple[Silence, ...]
    trait: bool
    page: tuple[str, ...] = ()
    place: str = ""
    through: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    several: bool = False
    own: frozenset[str] = frozenset()
    under: bool = False
    first: str = ""
    above: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    paid: bool = False


@dataclass(frozen=True)
class Outline:
    """A section of a kit and what it cites for everyone, for the parties that the trame names, for the others, for one
    for whom another signs, for one that a department counts among those who sign, for one that it counts among the
    members of the instance alone, signing by another or not, and for one who works for oneself."""

    key: str
    title: str
    cards: tuple[Cited, ...]
    party: tuple[Cited, ...]
    other: tuple[Cited, ...]
    through: tuple[Cited, ...]
    signing: tuple[Cited, ...]
    sitting: tuple[Cited, ...]
    seated: tuple[Cited, ...]
    alone: tuple[Cited, ...]


@dataclass(frozen=True)
class PagePart:
    """A part of the page that a kit opens with, its title for who signs, for the other parties, and for the others, who
    read one line; the ids of the cards that it tells everyone, who signs alone, and that it leaves aside."""

    key: str
    title: str
    other: str
    apart: str
    cards: tuple[str, ...]
    signing: frozenset[str]
    aside: frozenset[str]


@dataclass(frozen=True)
class RoleBook:
    """What corpus/roles.toml holds; `common` is what every partner is told, `stranger` what one of no known role does,
    `devices` the (term, definition) to know, `meeting` what the CAF asks of a partner that it meets, `signing` what it
    asks of one that is expected to sign, `sitting` of a member of the instance, `alone` of one who works for oneself,
    `through` of one for whom another signs, `does` its first question to the
    roles `cofinanced`, of which it knows who pays."""

    page: tuple[PagePart, ...]
    outlines: tuple[Outline, ...]
    common: Role
    stranger: Role
    roles: tuple[Role, ...]
    devices: tuple[tuple[str, str], ...]
    meeting: tuple[str, ...]
    signing: tuple[str, ...]
    sitting: tuple[str, ...]
    alone: tuple[str, ...]
    through: tuple[str, ...]
    does: str
    cofinanced: frozenset[str]

    @cached_property
    def begun_by(self) -> Mapping[str, Sequence[tuple[Role, str, tuple[str, ...]]]]:
        """The names of the roles, each as (role, name, its stems), by the first of these stems."""
        found = defaultdict[str, list[tuple[Role, str, tuple[str, ...]]]](list)
        for role in self.roles:
            for name in role.names:
                run = run_of(name)
                found["".join(run[:1])].append((role, name, run))
        return found

    def asked(self, partner: str, roles: Sequence[Role], signs: bool, sits: bool) -> tuple[str, ...]:
        """What the CAF asks of a partner of some roles, which signs, or sits: not who pays for it, where it knows."""
        if not signs and is_alone(partner, roles):
            return self.alone
        if not signs and acts_through(partner, roles):
            return self.through
        first, *rest = self.signing if signs else self.sitting if sits else self.meeting
        return (self.does if self.cofinanced & {role.key for role in roles} else first, *rest)


def read_roles(path: Path) -> RoleBook:
    """The roles of corpus/roles.toml; DamagedFile when it is missing or altered."""
    with shipped(path):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        silences = {key: _silence(key, s) for key, s in told["silence"].items()}
        kinds = ("cards", "partie", "autre", "par", "signataire", "membre", "siege", "seul")
        outlines = tuple(
            Outline(s["key"], s["title"], *(tuple(map(_cited, s.get(kind, ()))) for kind in kinds))
            for s in told["section"]
        )
        page = tuple(
            PagePart(
                p["key"],
                p["title"],
                p.get("other", p["title"]),
                p.get("apart", ""),
                tuple(p["cards"]),
                *(frozenset(p.get(name, ())) for name in ("signing", "aside")),
            )
            for p in told["page"]
        )
        common, stranger = (
            _role(name, {"label": "", **told["group"][name]}, told, silences) for name in ("tous", "inconnu")
        )
        devices = tuple((str(term), str(definition)) for term, definition in told["glossary"].items())
        roles = tuple(_role(key, about, told, silences) for key, about in told["role"].items())
    return RoleBook(
        page,
        outlines,
        common,
        stranger,
        roles,
        devices,
        tuple(told["meeting"]["asks"]),
        tuple(told["meeting"]["signing"]),
        tuple(told["meeting"]["sitting"]),
        tuple(told["meeting"]["alone"]),
        tuple(told["meeting"]["through"]),
        told["meeting"]["does"],
        frozenset(told["meeting"]["cofinanced"]),
    )


def told_roles(partner: str, chosen: str, book: RoleBook, speller: Speller) -> tuple[Role, ...]:
    """The role of the key `chosen`, else those that a partner's words name; RupfamError when no role has that key."""
    if not chosen:
        return resolve_roles(clean(partner)[:LONGEST], book, speller)
    found = tuple(role for role in book.roles if role.key == chosen)
    if not found:
        raise RupfamError(NO_SUCH_ROLE)
    return found


def resolve_roles(partner: str, book: RoleBook, speller: Speller, most: int = MOST_ROLES) -> tuple[Role, ...]:
    """The roles that a partner's words name, so many at most, in order, the traits last; () when they name none."""
    partner = without_department(_without_place(partner), book)
    said = undotted(partner)
    found = named_roles(undotted(_without_neighbour(partner)), book) or named_roles(said, book)
    found = found or named_roles(speller.mend(said), book)
    main = [role for role in found if not role.trait]
    return (*main[:most], *(role for role in found if role.trait))


def without_department(partner: str, book: RoleBook) -> str:
    """A partner's words without the department that the body before it is of, "le SPIP du département"."""
    told = cues("welcome", "at_home").search(flatten(partner))
    head = partner[: told.start()].rpartition(" et ")[2].rpartition(",")[2].rpartition("(")[2] if told else ""
    is_of_body = told and not is_neighbour(partner) and main_roles(named_roles(head, book))
    return partner[: told.start()] + partner[told.end() :] if told and is_of_body else partner


def is_neighbour(partner: str) -> bool:
    """Whether a partner's words say that it is of another department: "la CAF du département voisin"."""
    return cues("welcome", "neighbour").search(flatten(partner)) is not None


def main_roles(roles: Sequence[Role]) -> tuple[Role, ...]:
    """The roles told: the traits only when there is nothing else."""
    return tuple(role for role in roles if not role.trait) or tuple(roles[:1])


def acts_through(partner: str, roles: Sequence[Role]) -> bool:
    """Whether another signs for a partner of some roles, as a court of appeal does for its judges, a service for those
    who work there, the State for its own."""
    main = main_roles(roles)
    acting = {key for role in main for key in role.through}
    employed = cues("welcome", "employee").search(flatten(partner)) is not None
    return bool(main) and (employed or all(role.through or role.under or role.key in acting for role in main))


def is_alone(partner: str, roles: Sequence[Role]) -> bool:
    """Whether a partner of some roles works for oneself, as a lawyer does, which its bar does not."""
    typed = [(role, typed_names(partner, [role])) for role in main_roles(roles)]
    return bool(typed) and all(names and {*names} <= {*role.alone} for role, names in typed)


def typed_names(partner: str, roles: Sequence[Role]) -> tuple[str, ...]:
    """The names by which a partner's words name these roles, but those that are part of another."""
    said = stems(undotted(partner))
    runs = {name: run_of(name) for role in roles for name in role.names}
    named = [name for name, run in runs.items() if next(places_of(run, said), None) is not None]
    return tuple(n for n in named if not any(len(runs[n]) < len(runs[o]) and {*runs[n]} <= {*runs[o]} for o in named))


def speaks_of_oneself(text: str) -> bool:
    """Whether a text is about who wrote it: "que nous demande-t-on ?"."""
    return not words_of("oneself").isdisjoint(words(text))


def places_of(run: Sequence[str], said: Sequence[str]) -> Iterator[int]:
    """The ranks where a run of stems stands among others."""
    first, *rest = run or ("",)
    return (at for at, stem in enumerate(said) if stem == first and list(said[at + 1 : at + len(run)]) == rest)


def named_roles(text: str, book: RoleBook) -> list[Role]:
    """The roles that the words of a text name as they are spelt, the longest name first where two overlap; an acronym
    is no other word of its stem, "CAF" in "café"."""
    said, spelt = stems(text), content_words(text)
    found = [
        (len(run), at, role)
        for at, first in enumerate(said)
        for role, name, run in book.begun_by.get(first, ())
        if tuple(said[at : at + len(run)]) == run
        if not name.isupper() or spelt[at] in (fold(name), f"{fold(name)}s") or len(run) > 1
    ]
    taken = dict[int, Role]()
    for size, at, role in sorted(found, key=lambda match: (-match[0], match[1])):
        if taken.keys().isdisjoint(range(at, at + size)):
            taken |= dict.fromkeys(range(at, at + size), role)
    return list({taken[at].key: taken[at] for at in sorted(taken)}.values())


@cache
def run_of(name: str) -> tuple[str, ...]:
    """The stems of a name of a role, of which there are few."""
    return tuple(stems(undotted(name)))


def undotted(partner: str) -> str:
    """A partner's words, folded, "m.s.a." written "msa"."""
    said = []
    for word in fold(partner).split():
        article, mark, name = word.rpartition("'")
        letters = name.strip(",;:!?()").split(".")
        said.append(f"{article}{mark}{''.join(letters)}" if len(letters) > 2 and max(map(len, letters)) == 1 else word)
    return " ".join(said)


def _without_neighbour(partner: str) -> str:
    """A partner's words without those that say of which department it is, which name no body."""
    told = cues("welcome", "neighbour").search(flatten(partner))
    is_place = told is not None and {"departement", "departements"} & {*told[0].split()}
    return partner[: told.start()] + partner[told.end() :] if told and is_place else partner


def _without_place(partner: str) -> str:
    """A partner's words without those that say where it is, "une crèche de village", which name no body unless it is
    one of its services, "un service de la ville"."""
    told = cues("welcome", "somewhere").search(flatten(partner))
    if told is None or cues("welcome", "service").search(flatten(partner[: told.start()])):
        return partner
    return partner[: told.start()] + partner[told.end() :]


def _silence(key: str, about: dict[str, Any]) -> Silence:
    words, local = tuple(about["words"]), tuple(about.get("local", ()))
    return Silence(key, about["what"], words, about["ask"], about["who"], local, outside=bool(about.get("outside")))


def _cited(told: str | dict[str, Any]) -> Cited:
    return Cited(told) if isinstance(told, str) else Cited(**told)


def _role(key: str, about: dict[str, Any], told: dict[str, Any], silences: dict[str, Silence]) -> Role:
    """A role with what the broader one that it is like seeks, then what its groups ask and seek, after its own."""
    groups = [told["group"][name] for name in about.get("groups", ())]
    names, called, field = (tuple(about.get(name, ())) for name in ("names", "called", "about"))
    cards = dict.fromkeys(card for part in (about, *groups) for card in part.get("cards", ()))
    broader = [told["role"][about["like"]]] if "like" in about else []
    seeking = about, *broader, *groups
    sought = dict.fromkeys(silences[name] for part in seeking for name in part.get("silences", ()))
    bound = (tuple(about.get(name, ())) for name in ("through", "services"))
    own = frozenset(name for part in (about, *groups) for name in part.get("own", ()))
    rest = (
        tuple(about.get("page", ())),
        about.get("place", ""),
        *bound,
        bool(about.get("several")),
        own,
        bool(about.get("under")),
        about.get("first", ""),
        tuple(about.get("above", ())),
        names if about.get("alone") is True else tuple(about.get("alone", ())),
        any(part.get("paid") for part in (about, *groups)),
    )
    return Role(key, about["label"], names, called, field, tuple(cards), tuple(sought), bool(about.get("trait")), *rest)
