"""Who a partner is among the bodies of a dossier: the one of its kind and of its own name, or of its initials."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product, takewhile
from re import split

from rupfam_assistant.dossier.bodies import known_body, party_kind, read_bodies
from rupfam_assistant.french import analyse
from rupfam_assistant.french.agreement import singular
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import words_of
from rupfam_assistant.french.spelling import Speller
from rupfam_assistant.french.words import content_words, flatten, stem, stems
from rupfam_assistant.welcome.roles import (
    Role,
    RoleBook,
    is_neighbour,
    places_of,
    resolve_roles,
    run_of,
    typed_names,
    undotted,
)

SHORTEST_INITIALS, PLACING = 3, frozenset({"de", "du", "des", "d"})
DEFINITE = frozenset({"le", "la", "les", "l"})
"""Letters and figures below which the initials of two bodies do not make them one; what stands before a place; the
definite articles."""


@dataclass(frozen=True)
class OwnName:
    """A partner in free words, its roles, and the bodies and the department of the dossier that it reads."""

    partner: str
    roles: tuple[Role, ...]
    bodies: tuple[str, ...]
    department: str
    book: RoleBook
    speller: Speller
    _roles: dict[str, tuple[Role, ...]] = field(default_factory=dict)

    @cached_property
    def own(self) -> frozenset[str]:
        """The words of the partner's own name: capitals tell them, or a body of the dossier that has no other, or all,
        does."""
        told, bodies = self.own_words(self.partner), map(self.own_words, self.bodies)
        return told & capitals(self.partner).union(*(own for own in bodies if own <= told or told <= own))

    @cached_property
    def short(self) -> frozenset[str]:
        """Its initials, and the acronyms that a body of the dossier with its name is told by."""
        mine = short_names(self.partner)
        return mine.union(*(short for body in self.bodies if not mine.isdisjoint(short := short_names(body))))

    def is_partner(self, body: str | None) -> bool:
        """Whether a body is the partner: of its kind, none having a name of its own that the other has not; without a
        kind on one side, by the whole of its own name, or by its initials; one of many by its very name alone."""
        if not body:
            return False
        if _told(body) == _told(self.partner):
            return True
        mine, theirs, own = self._mine, _kinds(body, self.roles_of(body)), self.own_words(body)
        is_kin = self.is_kin(body)
        if is_neighbour(self.partner) and not (self.own and self.own <= own):
            return False
        if theirs and mine and not is_kin:
            return False
        same_initials, is_told = not self.short.isdisjoint(short_names(body)), len(_spelt(body)) > 1
        if same_initials and (not theirs or is_kin or (not mine and is_told)):
            return True
        if is_kin:
            ours, others = self._is_home(self.partner), self._is_home(body)
            away = (ours and self._is_away(body)) or (others and self._is_away(self.partner))
            return not away and (self.own <= own or own <= self.own) and self._may_be(body, own)
        if mine:
            return bool(own) and own <= self.own
        if not (self.roles or theirs or own):  # a name of small words: "Pas à Pas"
            return _told(self.partner) in _told(body)
        return (
            not self.own.isdisjoint(own)
            and self._is_called(f"– {body}")
            and not (theirs and _is_placed(self.partner, self.own))
        )

    def is_kin(self, body: str) -> bool:
        """Whether a body is of the partner's kind, a long name and a short one of it alike: "la gendarmerie" of
        "Groupement de gendarmerie", which no company is."""
        roles = self.roles_of(body)
        acting = {key for role in roles for key in role.through}
        wide = _within(body, (*roles, *(role for role in self.roles if role.key in acting)))
        ours, theirs = _within(self.partner, self.roles), _kinds(body, roles)
        return not (self._mine.isdisjoint(theirs | wide) and ours.isdisjoint(theirs))

    def is_called_alike(self, body: str) -> bool:
        """Whether a body, brackets aside, is told by a name of its kind that tells the partner too, or is the same
        party of the trame, of which there is one: "Commune de Vaux (crèche municipale)" is no nursery."""
        if party_kind(self.partner) == party_kind(body) not in ("communes", "autres"):
            return True
        told, mine = typed_names(body.partition("(")[0], self.roles), typed_names(self.partner, self.roles)
        return not {*told}.isdisjoint(mine)

    def _may_be(self, body: str, own: frozenset[str]) -> bool:
        """Whether a partner of which a department has several may be a body of its kind that has this name: none that
        is named where it is not, nor that of a longer or shorter place."""
        if not self.is_one_of_many or not own:
            return True
        both_placed = _is_placed(body, own) and _is_placed(self.partner, self.own)
        return bool(self.own) and not (both_placed and self._place(body) != self._place(self.partner))

    @cached_property
    def is_one_of_many(self) -> bool:
        """Whether a department has several such bodies: communes, schools."""
        return cues("welcome", "many").match(flatten(self.partner)) is not None

    def kind_in(self, text: str, is_body: bool = False) -> str:
        """The plural by which a text, or the name of a body, is for those of its kind, none of them by name, "pour les
        mairies de vallée"; "" for none."""
        roles = [role for role in self.roles if not role.trait]
        told = [n for role in roles for n in (typed_names(self.partner, [role]) if role.several else role.names)]
        plurals, words = {plural for name in told for plural in _plurals(name)}, analyse(text).words
        for at, size in product(range(len(words)), {len(plural) for plural in plurals}):
            run = words[at : at + size]
            if tuple(word.folded for word in run) in plurals:
                named = "".join(_spelt(text[run[-1].end :], of_meaning=True)[:1]).istitle()
                if not named and (is_body or _is_towards(text[: run[0].start])):
                    return text[run[0].start : run[-1].end].lower()
        return ""

    @cached_property
    def of_its_quality(self) -> tuple[str, ...]:
        """The bodies of the dossier of the partner's trade, each once, where the partner is told by a name of it alone,
        "l'espace de rencontre", and one bears such a name alone in brackets."""
        roles = [role for role in self.roles if not role.trait]
        names = {_defined(name) for role in roles for name in role.names}
        alike = {self.own_words(body): body for body in reversed(self.bodies) if typed_names(body, roles)}
        told = [body for own, body in alike.items() if own]
        bears = any(_defined(body.partition("(")[2]) in names for body in told)
        return tuple(told) if bears and _defined(self.partner) in names else ()

    def _place(self, body: str) -> frozenset[str]:
        """The words of the place that a body is named by: what it is, services and brackets aside."""
        head = split(r" ?[(,–] ?| - ", body)[0]
        return self.own_words(head) & self.own.union(capitals(head))

    @property
    def is_elsewhere(self) -> bool:
        """Whether the partner is told by another place than the department, which has a body of its kind."""
        return is_neighbour(self.partner) or (self._has_home and self._is_away(self.partner))

    def _is_away(self, body: str) -> bool:
        """Whether a body is told by a place that is not the department."""
        return _is_placed(body, self.own_words(body)) and not self._bears_home(body)

    def _is_home(self, body: str) -> bool:
        """Whether a body is the department's: it bears its name, or another of its kind does and it has no name."""
        return self._bears_home(body) or (self._has_home and not self.own_words(body))

    @cached_property
    def _has_home(self) -> bool:
        """Whether a body of the partner's kind bears the name of the department."""
        home = filter(self._bears_home, self.bodies)
        return any(map(self.is_kin, home))

    @cached_property
    def _home(self) -> frozenset[str]:
        """The words of the department."""
        return frozenset(_words(self.department))

    def _bears_home(self, body: str) -> bool:
        return {*stems(self.department)} <= {*stems(body)}

    @cached_property
    def _mine(self) -> frozenset[str]:
        """What it is, and what its services are."""
        return _kinds(self.partner, self.roles).union(*(role.services for role in self.roles))

    def is_named(self, text: str | None) -> bool:
        """Whether a text names the partner: by its initials; by its own name, beside its kind where that is a place; by
        a name of its kind that means nothing else where it has no name of its own."""
        said, spelt = stems(undotted(text or "")), _spelt(text or "")
        if not self.short.isdisjoint(spelt) or self._is_told_by_quality(text or ""):
            return True
        is_called, is_placed = self._is_called(text or ""), not self.own or _is_placed(self.partner, self.own)
        if not self._mine or self.is_elsewhere or (is_called and not is_placed):
            return is_called
        roles = [role for role in self.roles if not role.trait]
        names = [n for role in roles for n in (typed_names(self.partner, [role]) if role.several else role.names)]
        told = [n for n in (*names, *known_names(self.partner)) if next(places_of(run_of(n), said), None) is not None]
        has_own = bool(self.own) and self.own <= {*_words(text or "")}
        return any(has_own or (is_placed and (" " in name or name.isupper())) for name in told)

    @cached_property
    def _quality(self) -> tuple[tuple[str, ...], ...]:
        """The names of several words that the partner bears in brackets, where no other body of the dossier is of its
        kind: "l'espace de rencontre"."""
        names = typed_names(self.partner.partition("(")[2], [role for role in self.roles if not role.trait])
        kin = filter(self.is_kin, self.bodies)
        return tuple(run_of(name) for name in names if " " in name) if names and all(map(self.is_partner, kin)) else ()

    def _is_told_by_quality(self, text: str) -> bool:
        """Whether a text names the partner by its quality, which the name of no other body follows."""
        told = [word for word in analyse(text).words if content_words(word.folded)]
        said = [stem(word.folded) for word in told]
        ends = [told[at + len(run) - 1].end for run in self._quality for at in places_of(run, said)]
        return any(not self._is_of_another(text[end:]) for end in ends)

    def _is_of_another(self, after: str) -> bool:
        """Whether a name that is not the partner's follows what it is, "de la Colombe"."""
        leading = PLACING | DEFINITE
        told = [word for word in analyse(split(r"[.,;:()]", after)[0]).words if word.folded not in leading][:1]
        return any(after[w.start].isupper() and self.own.isdisjoint(_words(w.folded)) for w in told)

    def _is_called(self, text: str) -> bool:
        """Whether a text calls the partner by its own name: all its words, one with a capital that opens no sentence or
        several in a row, so that they are no common words."""
        said, own = _words(text), [word for word in _words(self.partner) if word in self.own]
        at_home = not self._home.isdisjoint(own) and self._home <= {*said}
        if not own or at_home or not self.own <= {*said}:
            return False
        in_a_row = any(said[at : at + len(own)] == own for at in range(len(said)))
        return not self.own.isdisjoint(capitals(text)) or (in_a_row and len(own) > 1) or said == own

    def roles_of(self, body: str) -> tuple[Role, ...]:
        """The roles that a body of the dossier names."""
        if body not in self._roles:
            self._roles[body] = resolve_roles(body, self.book, self.speller)
        return self._roles[body]

    def own_words(self, body: str) -> frozenset[str]:
        """The words that tell a body from those of its kind: none of a name of its roles, nor of its department: the
        whole of it alone where it is placed or of no kind."""
        names = (*(name for role in self.roles_of(body) for name in role.names), *known_names(body))
        named = {stem for called in names for stem in run_of(called)}
        told = frozenset(singular(word) for word in content_words(undotted(body)) if stem(word) not in named)
        is_kind = _kinds(body, self.roles_of(body)) and not _is_placed(body, told)
        return told - self._home if is_kind or self._home <= {*_words(body)} else told


def _plurals(name: str) -> set[tuple[str, ...]]:
    """A name in the plural, its first word alone or all: "espaces de rencontre", "bailleurs sociaux"."""
    words = [word.folded for word in analyse(name).words]
    many = [f"{word[:-2]}aux" if word.endswith("al") else f"{word}s" for word in words]
    return {(*many[:1], *words[1:]), tuple(many)}


def _is_towards(before: str) -> bool:
    """Whether what follows these words is whom an action is for: "pour les", or one of a list that it opens."""
    told, towards = flatten(before).rstrip(), cues("welcome", "towards")
    is_listed = told.removesuffix(" les").endswith((",", "("))
    opening = split(r" ?[,(]", told)[0].rpartition(" ")[0]
    return towards.search(told) is not None or (is_listed and towards.search(opening) is not None)


def _defined(name: str) -> tuple[str, ...]:
    """The words of a name but the definite article that opens it."""
    told = tuple(word.folded for word in analyse(name).words)
    return told[1:] if told and told[0] in DEFINITE else told


def _is_placed(body: str, own: frozenset[str]) -> bool:
    """Whether the own name of a body is a place, "Barreau de Thiérance", rather than its alone, "La Colombe"."""
    before = [word.folded for word in takewhile(lambda word: singular(word.folded) not in own, analyse(body).words)]
    return bool(own) and (before[-2:] in (["de", "la"], ["de", "l"]) or not PLACING.isdisjoint(before[-1:]))


def _words(text: str) -> list[str]:
    """The words of a text that carry meaning, in the singular: "groupement" is no "groupe"."""
    return [*map(singular, content_words(undotted(text)))]


def _told(body: str) -> str:
    """The words of a body without those that only lead to another, between blanks."""
    small = words_of("determiners")
    return f" {' '.join(w.folded for w in analyse(body).words if not w.elided and w.folded not in small)} "


def capitals(body: str) -> frozenset[str]:
    """The words of a body, but its first, that a capital opens."""
    later = split(r"[\s’'-]+", body)[1:]
    return frozenset(word for said in later if said[:1].isupper() for word in _words(said))


def short_names(body: str) -> frozenset[str]:
    """The initials of a body, a word in capitals or in figures whole: "CCHVB" of "CC Haute-Vallée du Bès", "BA7021"
    of "Base aérienne 7021" and of "BA 7021"; and what stands in brackets in capitals."""
    name, _, bracketed = body.partition("(")
    initials = "".join(word if word.isupper() or word.isdigit() else word[0] for word in _spelt(name, of_meaning=True))
    told = {initials.upper(), *(word for word in _spelt(bracketed) if word.isupper())}
    return frozenset(short for short in told if len(short) >= SHORTEST_INITIALS)


def _spelt(text: str, of_meaning: bool = False) -> list[str]:
    """The words of a text as they are spelt, those that carry meaning alone if asked."""
    return [text[w.start : w.end] for w in analyse(text).words if not of_meaning or content_words(w.folded)]


def _kinds(body: str, roles: Iterable[Role]) -> frozenset[str]:
    """What a body of some roles is: their keys, with the names that it is told by where the role is that of several
    bodies, what only adds to another left aside; and the name in full of what is known by an acronym."""
    told = {role: typed_names(body, [role]) if role.several else ("",) for role in roles if not role.trait}
    keys = (f"{role.key} {name}".strip() for role, names in told.items() for name in names)
    return frozenset((*keys, *known_names(body)))


def _within(body: str, roles: Iterable[Role]) -> frozenset[str]:
    """The kinds that a body's words tell, the short names within a long one with it."""
    said = stems(undotted(body))
    names = ((role, name) for role in roles if role.several and not role.trait for name in role.names)
    held = (pair for pair in names if next(places_of(run_of(pair[1]), said), None) is not None)
    return frozenset(f"{role.key} {name}" for role, name in held)


def known_names(body: str) -> tuple[str, ...]:
    """The acronym and the name in full of a body that is known by one; () for another."""
    known, bodies = known_body(body), read_bodies().items()
    return next(((name, one.name) for name, one in bodies if name.isupper() and known and one == known[1]), ())
