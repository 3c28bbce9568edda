"""The welcome kit of a partner: its place, what concerns it, what it commits to, all in the texts' own words, and what
they do not say."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from rupfam_assistant.answers.question import LONGEST, clean
from rupfam_assistant.answers.reply import Citation, Excerpt
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.spelling import Speller
from rupfam_assistant.guard.personal import detect_personal_data
from rupfam_assistant.welcome.dossier import local_lines
from rupfam_assistant.welcome.evidence import Evidence, covers
from rupfam_assistant.welcome.glossary import Entry, glossary_of
from rupfam_assistant.welcome.roles import Ask, Role, RoleBook, Silence, resolve_roles, speaks_of_oneself

WHO_DECIDES = Ask("Qui détermine le nombre et la qualité des signataires ?")
PARTIES, OTHERS = "Parties", "Autres"
"""The trame's list of the parties, and how it ends."""

MOST_CONCERNS = 14
MOST_PLACES = 5
"""Sentences told of what concerns a partner, and of where the texts name it, at the most."""

ANSWERED, REFUSED = 3, 2
"""Questions proposed that the texts answer, and that they do not."""

RESEMBLING = 70.0
"""How alike, in 0..100, two wordings of the two texts must be to say the same: the trame's is kept."""

CIVILITY = re.compile(r"\b(?:M|MM|Mme|Mlle|Me|Dr|Pr|[Mm]onsieur|[Mm]adame|[Mm]aître|[Dd]octeur)\b\.?\s+[A-ZÀ-Ý]")
"""How a person's name is announced, that of someone in office too."""

SAY_WHO = "Dites qui est le partenaire en quelques mots, par exemple « MSA », « espace de rencontre » ou « juge aux affaires familiales »."
NOT_A_PERSON = "Un livret s’adresse à un organisme, jamais à une personne ni à son dossier. " + SAY_WHO
UNKNOWN = (
    "Ces mots ne désignent aucun partenaire que nous connaissions : voici ce qui vaut pour tout partenaire, sans rôle supposé. "
    + SAY_WHO
)
UNDERSTOOD = "Compris comme : {}. Si ce n’est pas vous, dites-le autrement."
CHOSEN = "Rôle choisi dans la liste : {}."
NO_SUCH_ROLE = "Ce rôle n’est pas dans la liste : rechargez la page, puis choisissez-en un autre."
ANYONE = "Partenaire non reconnu"
LONGEST_NAME = 60
"""Characters of the partner's own words beyond which they are no name, as when it says "je": the kit bears that of its
role."""


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
    """A titled part of a kit; `key` is one of "place", "concerns", "commitments", "instances", "duration", "data",
    "steps"."""

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
    def not_said(self) -> tuple[str, ...]:
        """What such a partner would look for and the texts do not give."""
        return tuple(silence.what for silence in self.silences)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every source once, in order."""
        return tuple(
            dict.fromkeys(
                citation for section in self.sections for item in section.items for citation in item.citations
            )
        )

    @property
    def text(self) -> str:
        """The kit as plain text."""
        return "\n\n".join("\n".join([title, *lines]) for title, lines in self.parts())

    def parts(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(title, lines) of each part as it is read, sources at the end of the lines."""
        yield f"Livret d’accueil – {self.partner}", (self.message,)
        for section in self.sections:
            yield section.title, tuple(f"– {item.text} ({item.places})" for item in section.items)
        if self.local:
            yield "Dans votre département", tuple(f"– {line}" for line in self.local)
        yield (
            "Ce que les textes ne disent pas",
            tuple(f"– {silence.what} (à demander : {silence.who})" for silence in self.silences),
        )
        yield "Cinq questions à poser", tuple(f"– {proposal.question}" for proposal in self.questions)
        yield "Les mots à connaître", tuple(f"– {entry.line}" for entry in self.glossary)


def make_kit(partner: str, evidence: Evidence, book: RoleBook, dossier: Dossier | None = None, chosen: str = "") -> Kit:
    """The kit of a partner told in free words, or of the role of the key `chosen`; RupfamError when they say nothing,
    or a person."""
    said = clean(partner)
    if not chosen and (not any(c.isalnum() for c in said) or len(said) > LONGEST):
        raise RupfamError(SAY_WHO)
    speller = evidence.knowledge.speller
    roles = told_roles(said, chosen, book, speller)
    told = roles[0].label if chosen else _shown(said, roles)
    main = _main(roles)
    sought = dict.fromkeys(silence for role in (*roles, book.common) for silence in role.silences)
    silences = tuple(silence for silence in sought if evidence.is_silent(silence))
    return Kit(
        partner=told,
        roles=tuple(role.label for role in main),
        message=CHOSEN.format(told)
        if chosen
        else UNDERSTOOD.format(_listed([role.label for role in main]))
        if main
        else UNKNOWN,
        sections=tuple(_sections(roles, main, book, evidence)),
        silences=silences,
        questions=_proposals(roles, book, silences, evidence),
        glossary=glossary_of(evidence.knowledge, book.devices),
        local=local_lines(dossier, main, book, speller) if dossier else (),
    )


def told_roles(partner: str, chosen: str, book: RoleBook, speller: Speller) -> tuple[Role, ...]:
    """The role of the key `chosen`, else those that a partner's words name; RupfamError when no role has that key."""
    if not chosen:
        return resolve_roles(clean(partner)[:LONGEST], book, speller)
    found = tuple(role for role in book.roles if role.key == chosen)
    if not found:
        raise RupfamError(NO_SUCH_ROLE)
    return found


def place_item(roles: Sequence[Role], evidence: Evidence) -> Item:
    """Whether a partner is named among the parties, in one sentence with its sources."""
    return _statements(_main(roles), evidence)[0]


def kit_record(kit: Kit) -> dict[str, Any]:
    """The kit as the command line gives it."""
    return {
        "partner": kit.partner,
        "roles": list(kit.roles),
        "message": kit.message,
        "sections": [
            {
                "title": section.title,
                "items": [{"text": item.text, "citations": _records(item.citations)} for item in section.items],
            }
            for section in kit.sections
        ],
        "not_said": list(kit.not_said),
        "whom_to_ask": [silence.who for silence in kit.silences],
        "questions": [{"question": proposal.question, "answered": proposal.answered} for proposal in kit.questions],
        "glossary": [
            {
                "term": entry.term,
                "acronym": entry.acronym,
                "definition": entry.definition,
                "citations": _records(entry.citations),
            }
            for entry in kit.glossary
        ],
        "local": list(kit.local),
        "text": kit.text,
    }


def to_markdown(kit: Kit) -> str:
    """The kit in Markdown."""
    (title, opening), *parts = kit.parts()
    written = [f"# {title}", *opening]
    for heading, lines in parts:
        written += [f"## {heading}", "\n".join(f"- {line.removeprefix('– ')}" for line in lines)]
    return "\n\n".join(written) + "\n"


def _sections(roles: Sequence[Role], main: Sequence[Role], book: RoleBook, evidence: Evidence) -> Iterator[KitSection]:
    """The sections in order; what one tells, the following do not repeat, first steps aside."""
    named = [
        _item(excerpt)
        for excerpt in evidence.naming(wording for role in roles for wording in (*role.called, *role.about))
    ]
    wanted = [item for role in roles for ask in role.asks for item in _answers(ask, evidence)]
    subjects = [item for item in (*named, *wanted) if _is_subject(item)]
    belonging = [item for item in (*wanted, *named) if not _is_subject(item)]
    party = any(_as_party(role, evidence) for role in main)
    told: list[Citation] = []
    for outline in book.outlines:
        asks = (*outline.asks, *(outline.party if party else outline.other))
        answers = [item for ask in asks for item in _answers(ask, evidence)]
        items = answers if outline.key == "steps" else _untold(answers, told)
        if outline.key == "place":
            items = _untold([*_statements(main, evidence), *answers], told)
            items += _untold(belonging, [citation for item in items for citation in item.citations])[:MOST_PLACES]
        elif outline.key == "concerns":
            goals = [item for ask in book.common.asks for item in _answers(ask, evidence)]
            items = _untold([*_untold(subjects, told)[:MOST_CONCERNS], *goals], told)
        told += [citation for item in items for citation in item.citations]
        if items:
            yield KitSection(outline.key, outline.title, tuple(items))


def _answers(ask: Ask, evidence: Evidence) -> list[Item]:
    return [_item(excerpt, ask.lead) for excerpt in _once(evidence.answers(ask))]


def _as_party(role: Role, evidence: Evidence) -> list[Excerpt]:
    """Where the trame's list of the parties names a role."""
    return [excerpt for excerpt in evidence.naming(role.called) if excerpt.citations[0].section == PARTIES]


def _statements(main: Sequence[Role], evidence: Evidence) -> list[Item]:
    """Whether each role is named among the parties, said with its sources."""
    others = [excerpt for excerpt in evidence.naming([OTHERS]) if excerpt.citations[0].section == PARTIES]
    deciding = [*others, *evidence.answers(WHO_DECIDES)]
    items = []
    for role in main:
        object_, who = ("vous ", "") if len(main) == 1 else ("", f" {role.label}")
        if of_parties := _as_party(role, evidence):
            items.append(_item(of_parties[0], f"La trame {object_}nomme{who} parmi les parties"))
        else:
            named = bool(evidence.naming(role.called))
            texts = f"La trame ne {object_}nomme pas{who}" if named else f"Les textes ne {object_}nomment pas{who}"
            items.append(_open_list(texts, deciding))
    return items or [_open_list("Les textes ne nomment pas un tel partenaire", deciding)]


def _open_list(lead: str, sources: Sequence[Excerpt]) -> Item:
    """That a role is not listed as a party, that the list is open, and who decides."""
    deciding = sources[-1]
    text = f"{lead} parmi les parties, mais leur liste reste ouverte (« {OTHERS} ») : « {' '.join(deciding.lines)} »"
    return Item(text, tuple(citation for excerpt in sources for citation in excerpt.citations))


def _item(excerpt: Excerpt, lead: str = "") -> Item:
    quoted = f"« {' '.join(excerpt.lines).rstrip(' ;')} »"
    return Item(f"{lead} : {quoted}" if lead else quoted, excerpt.citations)


def _untold(items: Iterable[Item], told: Sequence[Citation]) -> list[Item]:
    """The items that say something which neither `told` nor another one says."""
    kept: list[Item] = []
    for item in items:
        known = [*told, *(citation for other in kept for citation in other.citations)]
        if not all(covers(known, citation) for citation in item.citations):
            kept = [
                other for other in kept if not all(covers(item.citations, citation) for citation in other.citations)
            ] + [item]
    return kept


def _once(excerpts: Sequence[Excerpt]) -> list[Excerpt]:
    """The excerpts without those of the circular that the trame says in about the same words."""
    of_trame = [excerpt for excerpt in excerpts if excerpt.citations[0].document.name == "trame"]
    return [
        excerpt
        for excerpt in excerpts
        if excerpt in of_trame
        or not any(fuzz.ratio(" ".join(excerpt.lines), " ".join(other.lines)) > RESEMBLING for other in of_trame)
    ]


def _is_subject(item: Item) -> bool:
    """Whether a sentence tells themes and objectives, rather than who takes part: the trame's preamble and articles."""
    return item.citations[0].section == "Préambule" or item.citations[0].section.startswith("Article")


def _proposals(
    roles: Sequence[Role], book: RoleBook, silences: Sequence[Silence], evidence: Evidence
) -> tuple[ProposedQuestion, ...]:
    """Five questions of a role, its own first: three that the texts answer, two that they do not."""
    asks = [ask.question for role in (*roles, book.common) for ask in role.asks]
    asks += [WHO_DECIDES.question, *(ask.question for outline in book.outlines for ask in outline.asks)]
    answered = [question for question in dict.fromkeys(asks) if evidence.answers(Ask(question))]
    return (
        *(ProposedQuestion(question, True) for question in answered[:ANSWERED]),
        *(ProposedQuestion(silence.ask, False) for silence in silences[:REFUSED]),
    )


def _main(roles: Sequence[Role]) -> tuple[Role, ...]:
    """The roles told: the traits only when there is nothing else."""
    return tuple(role for role in roles if not role.trait) or tuple(roles[:1])


def _shown(said: str, roles: Sequence[Role]) -> str:
    """How the kit calls the partner: its own words, its role alone when they designate a person; RupfamError for a
    person without a role."""
    if detect_personal_data(said) or CIVILITY.search(said):
        if not roles:
            raise RupfamError(NOT_A_PERSON)
        return _listed([role.label for role in _main(roles)])
    if not roles:
        return ANYONE
    return (
        said
        if len(said) <= LONGEST_NAME and not speaks_of_oneself(said)
        else _listed([role.label for role in _main(roles)])
    )


def _listed(labels: Sequence[str]) -> str:
    return " et ".join([", ".join(labels[:-1]), labels[-1]]) if len(labels) > 1 else labels[0]


def _records(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    return [
        {"document": c.document.name, "section": c.section, "start": c.start, "end": c.end, "quote": c.quote}
        for c in citations
    ]
