"""Arrangement: under which objective each need, figure, priority and action of a dossier stands, and what stays out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

import numpy as np

from rupfam_assistant.dossier.alert import Alert, Remedy
from rupfam_assistant.dossier.needs import Axis, Need
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.dossier.placing import MOST_ENCODED, Anchor, Array, Encode, Fact, likeness
from rupfam_assistant.dossier.schema import Action, Dossier
from rupfam_assistant.dossier.sides import GENERIC, is_part
from rupfam_assistant.french import analyse
from rupfam_assistant.french.acronyms import spelled_out
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.typography import short
from rupfam_assistant.french.words import flatten, nearest, stems, subject

Classify = Callable[[Sequence[str]], Sequence[Need]]
"""What tells the themes and the axis of texts."""

NUMBER_OF: dict[Axis, int] = {"A1": 1, "A2": 2, "A3": 3, "A4": 4}
NATIONAL = (1, 2, 3, 4)
SAME_SUBJECT, LIKE_SUBJECT, SAME_MEANING, AKIN, ANSWERED = 0.5, 0.3, 0.55, 0.58, 0.6
"""How near a need is to an action that answers it: by their words alone, or by their words and their meaning; how near
in meaning to another need."""

WHAT = {"territory_needs": "Le besoin", "figures": "Le chiffre", "priorities": "La priorité"}
WHAT |= {"planned_actions": "L’action"}
BY_NEED = 0.7
"""What it counts for a figure or a priority to be about a need, where being about an action counts for 1."""

VOTES, MOST_VOTES = 0.15, 3
"""How far below the best anchor of an objective another still speaks for it: several near ones outdo a nearer one; how
many of its anchors speak for an objective: a crowd that is far says nothing."""

DOUBLED = r"(\w)\1"
KEPT, LEFT_OUT = "garder", "écarter"
"""A letter doubled; what the officer may decide of what seems out of scope."""


@dataclass(frozen=True)
class Arrangement:
    """The objective of each need, figure and priority that is written, by its place, and of each action, by its rank;
    the titles of the local objectives, what they tell."""

    places: dict[FieldPath, int]
    actions: dict[int, int]
    titles: dict[int, str]
    local: dict[int, Need]
    classification: tuple[Need, ...]
    alerts: tuple[Alert, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The objectives in order: the four of the trame, then the local ones."""
        return (*NATIONAL, *sorted(self.titles))


def arrange(dossier: Dossier, classify: Classify, encode: Encode | None = None) -> Arrangement:
    """Where everything stands; what is out of scope is asked back, and waits for the answer. No action is left out."""
    classify = _spelled(classify)
    planned = [action.text or "" for action in dossier.planned_actions]
    about = dict(zip(planned, classify(planned), strict=True))
    facts = _facts(dossier, about, classify, encode)
    outside = [fact.text for fact in facts if fact.path.root == "territory_needs" and not _stays(dossier, fact)]
    inside = [text for text in dossier.territory_needs if text and text not in outside]
    staying = [fact for fact in facts if _stays(dossier, fact, outside, (*planned, *inside))]
    titles, actions = number_actions(dossier)
    places = _places(dossier, staying, actions, classify, encode)
    places |= {at("figures", i): 1 for i, figure in enumerate(dossier.figures) if not figure.label and figure.value}
    aside = [
        (fact.path if fact.path.root != "figures" else fact.path / "label", fact.text)
        for fact in facts
        if fact.path not in places and dossier.decided("scope", fact.path.root, fact.text) != LEFT_OUT
    ]
    told = [text for text in dossier.territory_needs if text]
    foreign = [text for text, need in zip(told, classify(told), strict=True) if need.foreign]
    others = [text for text in told if text not in foreign]
    aside += [
        (at("planned_actions", i, "text"), planned[i])
        for i in actions
        if about[planned[i]].foreign and nearest(planned[i], foreign)[1] > nearest(planned[i], others)[1]
    ]
    outer = [fact for fact in facts if fact.path.root == "territory_needs" and fact.about.is_told]
    outer += [fact for fact in facts if fact.path.root == "priorities" and fact.about.is_surely_out]
    outer = [fact for fact in outer if not _is_chosen(fact.text, titles.get(places.get(fact.path, 0), ""))]
    asked = [fact.text for fact in outer if not fact.about.is_surely_out]
    answering = [text for text in planned if text and about[text].in_scope]
    akin = _akin(asked, inside, AKIN, encode) | _akin(asked, answering, ANSWERED, encode)
    doubtful = [
        (fact.path, fact.text)
        for fact in outer
        if fact.path in places and fact.text not in akin
        if not dossier.decided("scope", fact.path.root, fact.text)
    ]
    reasons = {fact.text: fact.about.reason for fact in outer}
    alerts = [_alert(path, text, reasons.get(text, ""), path in places) for path, text in (*aside, *doubtful)]
    first = {number: planned[i] for i, number in reversed(actions.items())}
    first |= {number: planned[i] for i, number in reversed(actions.items()) if about[planned[i]].in_scope}
    local = {number: _meant(title, first.get(number, ""), classify) for number, title in titles.items()}
    classified = tuple(fact.about for fact in facts if fact.path.root == "territory_needs")
    return Arrangement(places, actions, titles, local, classified, tuple(alerts))


def _spelled(classify: Classify) -> Classify:
    """What tells the themes and the axis of texts once their acronyms are spelled out, of each text once."""
    known: dict[str, Need] = {}

    def classified(texts: Sequence[str]) -> list[Need]:
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        told = classify([*map(spelled_out, fresh)])
        known.update((text, replace(need, text=text)) for text, need in zip(fresh, told, strict=True))
        return [known[text] for text in texts]

    return classified


def _facts(dossier: Dossier, planned: Mapping[str, Need], classify: Classify, encode: Encode | None) -> list[Fact]:
    """The needs, figures and priorities that say something; a need that an action answers is what that action is."""
    told = [(at("territory_needs", i), text, "") for i, text in enumerate(dossier.territory_needs)]
    told += [(at("figures", i), figure.label or "", figure.source or "") for i, figure in enumerate(dossier.figures)]
    told += [(at("priorities", i), text, "") for i, text in enumerate(dossier.priorities)]
    kept = [one for one in told if one[1]]
    texts = [text for _, text, _ in kept]
    answering = [action for action in dossier.planned_actions if action.text]
    needs = dict(zip(texts, classify(texts), strict=True))
    spoken = [text for text, need in {**planned, **needs}.items() if need.in_scope]
    named = frozenset().union(*map(names_of, spoken)) - names_of(f"- {dossier.department}")
    for need in (needs[text] for path, text, _ in kept if path.root == "territory_needs"):
        if not need.in_scope and (action := _answer(need.text, answering, encode)):
            other, reason = planned[action.text or ""], f"« {short(action.text or '')} » y répond."
            known = other if other.in_scope else replace(other, axis=_axis_of(action), reason=reason, foreign=False)
            needs[need.text] = replace(known, text=need.text)
        elif not need.in_scope and (said := cues("dossier", "separating").search(flatten(need.text))):
            reason = f"« {need.text[slice(*said.span())]} » : une rupture familiale."
            needs[need.text] = replace(need, axis="A2", reason=reason, foreign=False)
        elif not need.in_scope and not need.is_surely_out and (same := names_of(need.text) & named):
            needs[need.text] = replace(need, axis="A1", reason=f"« {min(same)} » : il en est question ailleurs.")
    facts: list[Fact] = []
    for path, text, source in kept:
        of_total = path.root == "figures" and is_part(text) and facts and facts[-1].path.root == path.root
        facts.append(Fact(path, text, source, facts[-1].about if of_total else needs[text]))
    return facts


def _answer(need: str, actions: Sequence[Action], encode: Encode | None) -> Action | None:
    """The action that answers a need, by their words, or by their words and their meaning; None for none."""
    texts = [action.text or "" for action in actions]
    spelled = [*map(spelled_out, texts)]
    near, how_near = max(nearest(need, texts), nearest(spelled_out(need), spelled), key=itemgetter(1))
    if how_near < LIKE_SUBJECT:
        return None
    alike = encode is not None and float((encode([spelled_out(need)]) @ encode(spelled).T).max()) >= SAME_MEANING
    return actions[near] if how_near >= SAME_SUBJECT or alike else None


def _akin(needs: Sequence[str], others: Sequence[str], least: float, encode: Encode | None) -> frozenset[str]:
    """The needs that another one, or an action, is near to in meaning: what is in scope of a dossier tells what else
    is."""
    if encode is None or not (needs and others) or len(others) > MOST_ENCODED:
        return frozenset()
    meant, theirs = encode([*map(spelled_out, needs)]), encode([*map(spelled_out, others)])
    apart = np.array([[need != other for other in others] for need in needs])
    near = (meant @ theirs.T * apart).max(axis=1, initial=0.0)
    return frozenset(need for need, how_near in zip(needs, near, strict=True) if how_near >= least)


def _is_chosen(text: str, title: str) -> bool:
    """Whether a fact shares a word, typed with one letter doubled or not, with the local objective that it stands
    under: the officer chose what that is about."""
    told, wanted = (subject(re.sub(DOUBLED, r"\1", flatten(one))) for one in (text, title))
    return bool((told & wanted) - GENERIC)


def names_of(text: str) -> frozenset[str]:
    """The names within a text, of places, people, things: "Tilleuls" of "L’attente aux Tilleuls"."""
    return frozenset(re.findall(r"(?<=[\w,:;(«-][ ’\u00a0])[A-ZÀ-Ý][a-zà-ÿ][\w-]+", text))


def _axis_of(action: Action) -> Axis:
    """The axis that the objective of an action declines."""
    return next((axis for axis, number in NUMBER_OF.items() if number == action.objective), "A1")


def _places(
    dossier: Dossier, facts: Sequence[Fact], actions: dict[int, int], classify: Classify, encode: Encode | None
) -> dict[FieldPath, int]:
    """The objective of each fact: that which the officer chose, that of its total, that of the action that it is most
    about, or, but for a need, of the need; else that of its axis."""
    planned = [dossier.planned_actions[i] for i in actions]
    abouts = classify([action.text or "" for action in planned])
    acting = [" ".join((action.pilot or "", *action.partners)) for action in planned]
    anchors = [
        Anchor(f"{action.title or ''} {action.text or ''}".strip(), number, about, who, action.indicator or "")
        for action, number, about, who in zip(planned, actions.values(), abouts, acting, strict=True)
    ]
    scores = likeness(facts, anchors, encode)
    needs = {rank: fact for rank, fact in enumerate(facts) if fact.path.root == "territory_needs"}
    places = {fact.path: _place(dossier, fact, scores[rank], anchors) for rank, fact in needs.items()}
    anchors += [Anchor(fact.text, places[fact.path], fact.about) for fact in needs.values()]
    scores = np.hstack((scores, BY_NEED * likeness(facts, anchors[len(planned) :], encode)))
    for rank, fact in enumerate(facts):
        if fact.path not in places:
            part = fact.path.root == "figures" and is_part(fact.text)
            total = places.get(at("figures", fact.path.rank - 1)) if part else None
            places[fact.path] = total or _place(dossier, fact, scores[rank], anchors)
    return places


def _place(dossier: Dossier, fact: Fact, scores: Array, anchors: Sequence[Anchor]) -> int:
    """The objective of a fact, as the officer chose, else by how much it is about each anchor, else by its axis."""
    told = dossier.decided("place", fact.path.root, fact.text)
    numbers = np.array([anchor.objective for anchor in anchors])
    spoken = {number: np.sort(scores[numbers == number])[-MOST_VOTES:] for number in dict.fromkeys(numbers.tolist())}
    votes = {number: np.exp(near / VOTES).sum() for number, near in spoken.items()}
    best = max(votes, key=votes.__getitem__) if scores.max(initial=0) > 0 else 0
    there = {str(number): number for number in (*NATIONAL, *votes)}
    return there.get(told) or best or NUMBER_OF[fact.about.axis or "A1"]


def _stays(dossier: Dossier, fact: Fact, outside: Sequence[str] = (), inside: Sequence[str] = ()) -> bool:
    """Whether a fact is written: as the officer decided; else a need that is in scope, and any other fact that is, or
    that is no nearer to what is `outside` than to what is `inside`; of one of no foreign word, much nearer."""
    decided = dossier.decided("scope", fact.path.root, fact.text)
    out, least = nearest(fact.text, outside)[1], 0.0 if fact.about.foreign else SAME_SUBJECT
    alike = out > max(least, nearest(fact.text, inside)[1])
    goes = not fact.about.in_scope and (fact.about.foreign if fact.path.root == "territory_needs" else alike)
    return {KEPT: True, LEFT_OUT: False}.get(decided, not goes)


def _meant(title: str, action: str, classify: Classify) -> Need:
    """What a local objective is about: its title when that tells, else its first action that does."""
    by_title, by_action = classify([title, action])
    tells = title and (by_title.in_scope or not by_action.in_scope)
    return by_title if tells else replace(by_action, text=title or action)


def number_actions(dossier: Dossier) -> tuple[dict[int, str], dict[int, int]]:
    """The titles of the local objectives, and the objective of each action; an empty action has none."""
    planned = {i: action for i, action in enumerate(dossier.planned_actions) if action != Action(action.objective)}
    local: dict[tuple[str, ...], str] = {}  # its title by its words, the one with the most accents
    for title in (action.title or "" for action in planned.values() if action.objective == "X"):
        local[_worded(title)] = max(local.get(_worded(title), title), title, key=lambda one: len(one.encode()))
    number_of = {worded: number for number, worded in enumerate(local, len(NATIONAL) + 1)}
    numbers = {i: number_of[_worded(a.title or "")] if a.objective == "X" else a.objective for i, a in planned.items()}
    return {number: local[worded] for worded, number in number_of.items()}, numbers


def _worded(title: str) -> tuple[str, ...]:
    """The words of a title that say something, its numbers in figures: "les deux rives" is "2 rives"."""
    for number in reversed(analyse(title).numbers):
        title = f"{title[: number.start]}{number.value:g}{title[number.end :]}"
    return tuple(stems(title)) or (title,)


def _alert(path: FieldPath, text: str, reason: str, written: bool) -> Alert:
    what = WHAT[path.root]
    foreign = f"{what} « {short(text)} » ne relève d’aucun des cinq champs thématiques"
    stands = ("elle est écrite" if what.startswith("La") else "il est écrit") if written else "tenu hors de l’article 2"
    stands = "elle est écrite, puisque vous l’avez prévue" if path.root == "planned_actions" else stands
    message = f"{foreign} : {stands}. Faut-il garder ces mots, ou les écarter ? {reason}"
    judge = (KEPT, LEFT_OUT) if path.root != "planned_actions" else ()
    remedies = tuple(Remedy(value.capitalize(), value, (at(path.root),), "scope", text) for value in judge)
    return Alert("out_of_scope", message.strip(), (text,), (path,), remedies=remedies)
