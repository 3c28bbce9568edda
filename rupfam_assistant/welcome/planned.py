"""The actions of a dossier that concern a partner: its own first, the nearest term before, else those of its trade."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.dossier.schema import Action
from rupfam_assistant.french import analyse
from rupfam_assistant.french.typography import enumerate_all, lower, trim
from rupfam_assistant.french.words import flatten
from rupfam_assistant.welcome.actions import ABOUT, NAMED, PARTNER, PILOT, UNLED, OwnAction
from rupfam_assistant.welcome.department import DEVICES, Department, bodies_of
from rupfam_assistant.welcome.nearness import LEAST
from rupfam_assistant.welcome.roles import Role, RoleBook, main_roles, named_roles

MOST_ABOUT, MOST_BESIDE = 8, 3
"""Actions about a partner's trade, alone and after its own."""


def actions_of(told: Department) -> tuple[OwnAction, ...]:
    """The actions that concern a partner; none that tells of a person, nor one that says again what another does."""
    own = [*_of_kin(told), *sorted(_own_actions(told), key=_order)]
    own = [one for one in own if not told.is_personal(one.line)]
    of_trade = (one for one in _of_trade(told) if not told.is_personal(one.line))
    if not own:
        own += islice(of_trade, MOST_ABOUT)
    elif not {*DEVICES}.isdisjoint(role.key for role in told.roles):
        own += islice((one for one in of_trade if not any(one.said == other.said for other in own)), MOST_BESIDE)
    twins, kept = told.twins, list[OwnAction]()
    for one in own:
        again = any(one.said == other.said or {one.said, other.said} in twins for other in kept)
        kept += [] if again else [one]
    return tuple(kept)


def devices_in(actions: Iterable[OwnAction], book: RoleBook) -> Iterator[Role]:
    """The services named by the trame that a partner runs, as the actions that it leads tell."""
    led = (role for own in actions if own.leads for role in named_roles(f"{own.title} {own.said}", book))
    return (role for role in led if role.key in DEVICES)


def _order(own: OwnAction) -> tuple[int, date]:
    """What the partner leads comes first, then what it does, then what names it, each by its term."""
    return own.share, min((when.last for when in analyse(own.term).dates), default=date.max)


def _own_actions(told: Department) -> list[OwnAction]:
    """The actions that the partner leads, takes part in or is named by."""
    return [own for planned in told.planned if (own := _own(told, *planned))]


def _of_kin(told: Department) -> Iterable[OwnAction]:
    """The actions that the bodies which the partner may be lead or take part in, those of each together, under its
    name, or those of all where they take part together."""
    found = dict[str, OwnAction]()
    for body in told.kin:
        other = replace(told, partner=body, roles=main_roles(told.identity.roles_of(body)))
        for own in (own for own in sorted(_own_actions(other), key=_order) if own.share < NAMED):
            names = [own.partner or (body if own.share == PARTNER and not own.everyone else "")]
            if (first := found.get(own.said)) and first.share == own.share == PARTNER:
                names = list(dict.fromkeys((first.partner, *names)))
            if first is None or len(names) > 1:
                whose = enumerate_all(list(dict.fromkeys((first.whose, body)))) if first else body
                found[own.said] = replace(first or own, leads=False, partner=enumerate_all(names), whose=whose)
    return found.values()


def _of_trade(told: Department) -> Iterator[OwnAction]:
    """The actions that are about the partner's trade, the nearest first: they name the service that it is, or are near
    it; none that names another body, "sortie de l’espace de rencontre de la Colombe"."""
    trades = [role for role in told.roles if not role.trait]
    texts = [said for *_, said in told.planned]
    beyond = told.nearness.beyond(texts, trades) if told.nearness and not told.is_elsewhere else {}
    others = [flatten(body) for body in bodies_of(told.dossier) if not told.is_itself(body)]
    for action, objective, title, said in sorted(told.planned, key=lambda planned: -beyond.get(planned[3], 0)):
        named = any(role in trades and role.key in DEVICES for role in named_roles(said, told.book))
        if (named or beyond.get(said, 0) >= LEAST) and not any(body in flatten(said) for body in others):
            pilot, term, _ = sure_parts(action)
            yield OwnAction(ABOUT, objective, title, said, pilot, _beside(told, action), term, "", False)


def _own(told: Department, action: Action, objective: str, title: str, said: str) -> OwnAction | None:
    """An action as the partner reads it; None for one that is not its own."""
    if (share := _share(told, action)) is None:
        return None
    pilot, term, indicator = sure_parts(action)
    parts = list(filter(told.takes_part, action.partners))
    is_itself = any(map(told.is_itself, parts))
    everyone = "" if is_itself else next((lower(body) for body in parts if told.is_everyone(body)), "")
    shown = enumerate_all(parts) if parts and not (is_itself or everyone) else ""
    kind = "" if share < NAMED or told.identity.is_named(action.text) else _kind_in(told, action)
    partner, leads = _beside(told, action) if share == PILOT else shown, bool(pilot) and told.is_itself(pilot)
    return OwnAction(share, objective, title, said, pilot, partner, term, indicator, leads, kind, everyone)


def _beside(told: Department, action: Action) -> str:
    """Those who take part in an action, where they may be printed; "" for none."""
    bodies = [body for body in action.partners if MARKER not in body and not told.is_personal(body)]
    return enumerate_all(bodies) if bodies else ""


def _share(told: Department, action: Action) -> int | None:
    """How near an action is to the partner: it leads it, takes part, or its body does; its words name it; None."""
    if told.identity.is_partner(action.pilot):
        return PILOT
    if any(told.identity.is_partner(body) or told.is_everyone(body) for body in action.partners):
        return PARTNER
    if told.through(action.pilot):
        return PILOT
    if any(map(told.through, action.partners)):
        return PARTNER
    return NAMED if told.identity.is_named(action.text) or _kind_in(told, action) else None


def _kind_in(told: Department, action: Action) -> str:
    """The bodies of the partner's kind that an action names in general."""
    bodies = filter(None, (action.pilot, *action.partners))
    named = (told.identity.kind_in(body, is_body=True) for body in bodies)
    return told.identity.kind_in(action.text or "") or next(filter(None, named), "")


def sure_parts(action: Action) -> tuple[str, str, str]:
    """Who leads an action, or that this is to be told; its term and its indicator, where they are sure."""
    fields = (action.pilot, action.deadline, action.indicator)
    pilot, term, indicator = ("" if MARKER in (told or MARKER) else trim(str(told)) for told in fields)
    return UNLED if MARKER in (action.pilot or "") else pilot, term, indicator
