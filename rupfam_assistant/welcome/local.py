"""The lines of a dossier that concern a partner: its part, its actions, the figures, the priorities, the instance."""

from collections.abc import Iterator, Sequence
from itertools import islice

from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.french.clauses import bracket_spans
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.typography import trim
from rupfam_assistant.french.wording import is_bare, unranked
from rupfam_assistant.french.words import flatten
from rupfam_assistant.guard.personal import detect_personal_data
from rupfam_assistant.welcome.actions import ABOUT, OwnAction
from rupfam_assistant.welcome.department import SIGNATORY, Department, in_a_sentence
from rupfam_assistant.welcome.roles import named_roles

MOST_FIGURES, MOST_FIRST, PART_OF = 2, 3, "dont "
INSTANCE, ORGANISATION = "Instance : ", "Organisation : "
PRIORITY, SOME = "Priorité du département : ", "Parmi les priorités du département : "
MEMBERS = ("Vous êtes membre de l’instance.", "Membre de l’instance : ")
"""Figures told of a partner at most, actions told before them; what opens the label of a part of the figure before,
the lines of the instance, of a priority where all are told and where some are not; what a member of the instance is
told, and what opens who is for it."""

NONE_OF, NOT_YOURS = "Les actions prévues ne vous nomment pas", "La seule action prévue ne vous nomme pas"
OF_TRADE, IF_YOU = f"{NONE_OF}\u202f; {{}} à votre métier.", "Si vous êtes "
ONE_OF, SOME_OF, ACTING = "celle-ci touche", "celles-ci touchent", "les actions où vous figurez sont dites ici"
UNTOLD_WHO, NO_MEMBER = "représentant à nous indiquer", "vous n’en êtes pas membre à ce jour"


def lines_of(told: Department, actions: Sequence[OwnAction]) -> Iterator[str]:
    """The lines of the dossier that concern the partner, its actions first."""
    yield from dict.fromkeys(line for line in _lines(told, actions) if not told.is_personal(line))


def _lines(told: Department, actions: Sequence[OwnAction]) -> Iterator[str]:
    dossier, near = told.dossier, _near(told)
    if one := told.signatory:
        who = UNTOLD_WHO if MARKER in (one.represented_by or MARKER) else trim(one.represented_by or "")
        yield f"{SIGNATORY}{', '.join(filter(None, (one.body, who)))}"
    acting = (one.body for one in dossier.signatories if told.through(one.body) and not told.signatory)
    yield from (f"Parmi les signataires : {body}" for body in acting)
    members = told.seats or tuple(filter(told.through, dossier.members))
    if not (told.sits and told.absent):
        yield from (MEMBERS[0] if told.sits else f"{MEMBERS[1]}{body}." for body in members[:1])
    if told.kin and not told.signing_kin:
        yield f"{IF_YOU}{' ou '.join(map(in_a_sentence, told.kin))}\u00a0: {ACTING}."
    if actions and actions[0].share == ABOUT:
        yield OF_TRADE.format(SOME_OF if len(actions) > 1 else ONE_OF)
    yield from (action.line for action in actions[:MOST_FIRST])
    yield from islice(_figures(told, near), MOST_FIGURES)
    yield from (action.line for action in actions[MOST_FIRST:])
    if dossier.planned_actions and not actions:
        yield f"{NONE_OF if len(dossier.planned_actions) > 1 else NOT_YOURS}."
    priorities = list(_priorities(told))
    own = [said for said in priorities if _is_its_own(told, said, near)]
    head = PRIORITY if len(priorities) == len(told.whole.priorities) else SOME
    yield from (f"{head}{said}" for said in own)
    if dossier.instance:
        frequency = dossier.frequency if told.is_sure("frequency") else ""
        absent = NO_MEMBER if dossier.members and told.absent and not members else ""
        yield f"{INSTANCE}{', '.join(filter(None, (dossier.instance, frequency)))}{absent and f' ; {absent}'}"
    acts = any(action.share < ABOUT for action in actions)
    is_within, organisation = members or acts or not told.absent, without_asides(dossier.organisation or MARKER)
    if is_within and MARKER not in organisation and told.is_sure("organisation"):
        parts = [part for part in map(str.strip, _of_instance(organisation).split(";")) if part]
        yield f"{ORGANISATION}{unranked(' ; '.join(parts))}"
    yield from (f"{head}{said}" for said in priorities if said not in own)


def without_asides(text: str) -> str:
    """A text without the brackets that name a person: "(prévenir Mme Roy)"."""
    named = [text[start:end] for start, end in bracket_spans(text) if detect_personal_data(text[start:end])]
    for aside in named:
        text = text.replace(f" {aside}", "")
    return text


def _of_instance(organisation: str) -> str:
    """Who leads the instance, which a participle that opens the organisation is of: "instance animée par la CAF"."""
    led = cues("welcome", "led").match(flatten(organisation))
    if led is None:
        return organisation
    participle = organisation[: led.end()].split()[0].rstrip("es").lower()
    return f"instance {participle}e{organisation[len(organisation.split()[0]) :]}"


def _is_its_own(told: Department, priority: str, near: frozenset[str]) -> bool:
    """Whether a priority is the partner's: it names it, or its trade, or is near it."""
    trades = {role.key for role in told.roles if not role.trait}
    named = any(role.key in trades for role in named_roles(priority, told.book))
    return named or told.identity.is_named(priority) or priority in near


def _priorities(told: Department) -> Iterator[str]:
    """The priorities as they are told: neither a rank alone, nor what was a person's own case."""
    typed, settled = told.whole.priorities, told.dossier.priorities
    for rank, one in enumerate(settled):
        is_case = len(typed) == len(settled) and detect_personal_data(typed[rank])
        is_told = told.is_sure("priorities", rank) and one != MARKER and not is_case
        if is_told and (said := unranked(one)) and not is_bare(said):
            yield said


def _near(told: Department) -> frozenset[str]:
    """The priorities and the labels of figures near the partner's trade, among all that the dossier tells."""
    dossier, trades = told.dossier, [role for role in told.roles if not role.trait]
    figures = (figure.label or MARKER for figure in dossier.figures)
    lines = [*map(unranked, dossier.territory_needs), *_priorities(told), *figures]
    sure = [line for line in dict.fromkeys(lines) if MARKER not in line]
    return told.nearness.near(sure, trades) if told.nearness and not told.is_elsewhere else frozenset()


def _figures(told: Department, near: frozenset[str]) -> Iterator[str]:
    """The figures that concern the partner, those that name it first."""
    named, alike, whole = list[str](), list[str](), ""
    for rank, figure in enumerate(told.dossier.figures):
        label = figure.label or MARKER
        said = f"{label} : {' '.join(filter(None, (figure.value, figure.unit)))}"
        whole, said = (whole, f"{whole}, {said}") if label.startswith(PART_OF) else (said, said)
        line = f"Chiffre relevé : {said}{f' (source : {figure.source})' if figure.source else ''}"
        if MARKER in said or not told.is_sure("figures", rank):
            continue
        if any(map(told.identity.is_named, (figure.label, figure.source))):
            named.append(line)
        elif label in near:
            alike.append(line)
    yield from (*named, *alike)
