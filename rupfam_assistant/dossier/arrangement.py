"""Arrangement: under which objective each need, figure, priority and action of a dossier stands, and what stays out."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import log, sqrt

from rupfam_assistant.dossier.alert import Alert, Remedy
from rupfam_assistant.dossier.needs import Need
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.dossier.schema import Action, Dossier
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.typography import short
from rupfam_assistant.french.words import flatten, nearest, subject

Classify = Callable[[Sequence[str]], Sequence[Need]]
"""What tells the themes and the axis of texts."""

NUMBER_OF = {"A1": 1, "A2": 2, "A3": 3, "A4": 4}
NATIONAL = (1, 2, 3, 4)
SAME_SUBJECT = 0.5
"""How near a need is to an action that tells what it is."""

WHAT = {"territory_needs": "Le besoin", "figures": "Le chiffre", "priorities": "La priorité"}
WHAT |= {"planned_actions": "L’action"}
LEAST, SAME_THEME = 0.12, 0.2
"""How near a need is to the action beside which it stands, at least, else it goes where its axis tells; what a theme
that a need and an action share adds to their nearness."""

KEPT, LEFT_OUT = "garder", "écarter"
"""What the officer may decide of what seems out of scope."""


@dataclass(frozen=True)
class Arrangement:
    """The objective of what is in scope, by rank in the dossier; the titles of the local ones, what they tell."""

    needs: dict[int, int]
    figures: dict[int, int]
    priorities: dict[int, int]
    actions: dict[int, int]
    titles: dict[int, str]
    local: dict[int, Need]
    classification: tuple[Need, ...]
    alerts: tuple[Alert, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The objectives in order: the four of the trame, then the local ones."""
        return (*NATIONAL, *sorted(self.titles))


def arrange(dossier: Dossier, classify: Classify) -> Arrangement:
    """Where everything stands; what is out of scope is asked back, and waits for the answer. No action is left out."""
    told = [text for text in dossier.territory_needs if text]
    planned = [action.text or "" for action in dossier.planned_actions]
    wanted = [text for text, about in zip(planned, classify(planned), strict=True) if text and about.in_scope]
    known = {need.text: _in_the_light_of(need, wanted, classify) for need in classify(told)}
    outside = [text for text in told if not _stays(dossier, "territory_needs", text, known[text].in_scope)]
    titles, actions = _number_actions(dossier)
    labels = [figure.label or "" for figure in dossier.figures]
    near = _Nearness((*told, *labels, *dossier.priorities, *planned), classify)
    anchors = [(planned[i], number) for i, number in actions.items()]
    axes = {text: NUMBER_OF[known[text].axis or "A1"] for text in told}
    needs = {
        i: _decided(dossier, "territory_needs", text) or near.place(text, anchors, LEAST) or axes[text]
        for i, text in enumerate(dossier.territory_needs)
        if text and text not in outside
    }
    anchors += [(dossier.territory_needs[i], number) for i, number in needs.items()]
    unlabelled = {i: 1 for i, figure in enumerate(dossier.figures) if not figure.label and figure.value}
    place = partial(_place, dossier=dossier, anchors=anchors, outside=outside, classify=classify, near=near)
    figures, priorities = place("figures", labels) | unlabelled, place("priorities", dossier.priorities)
    for i, label in enumerate(labels):
        if i in figures and i - 1 in figures and cues("dossier", "of_total").search(flatten(label)):
            figures[i] = figures[i - 1]
    fields = (("territory_needs", dossier.territory_needs, needs), ("priorities", dossier.priorities, priorities))
    aside = [
        (at(root, i, *(("label",) if root == "figures" else ())), text)
        for root, texts, placed in (fields[0], ("figures", labels, figures), fields[1])
        for i, text in enumerate(texts)
        if text and i not in placed and dossier.decided("scope", root, text) != LEFT_OUT
    ]
    inside = [text for text in told if text not in outside]
    aside += [
        (at("planned_actions", i, "text"), planned[i])
        for i in actions
        if nearest(planned[i], outside)[1] > nearest(planned[i], inside)[1] and planned[i] not in wanted
    ]
    alerts = [_alert(path, text, known[text].reason if path.root == "territory_needs" else "") for path, text in aside]
    first = {number: planned[i] for i, number in reversed(actions.items())}
    local = {number: _meant(title, first.get(number, ""), classify) for number, title in titles.items()}
    classified = tuple(known[text] for text in told)
    return Arrangement(needs, figures, priorities, actions, titles, local, classified, tuple(alerts))


def _stays(dossier: Dossier, field: str, text: str, in_scope: bool) -> bool:
    """Whether a text is written: as the officer decided, else when it is in scope."""
    return {KEPT: True, LEFT_OUT: False}.get(dossier.decided("scope", field, text), in_scope)


def _in_the_light_of(need: Need, wanted: Sequence[str], classify: Classify) -> Need:
    """A need; one that seems out of scope while an action in scope answers it is what that action is."""
    if need.in_scope:
        return need
    near, how_near = nearest(need.text, wanted)
    return replace(classify([wanted[near]])[0], text=need.text) if how_near >= SAME_SUBJECT else need


def _meant(title: str, action: str, classify: Classify) -> Need:
    """What a local objective is about: its title when that tells, else its first action."""
    by_title, by_action = classify([title, action])
    tells = title and (by_title.in_scope or not by_action.in_scope)
    return by_title if tells else replace(by_action, text=title or action)


def _number_actions(dossier: Dossier) -> tuple[dict[int, str], dict[int, int]]:
    """The titles of the local objectives, and the objective of each action; an empty action has none."""
    planned = {i: action for i, action in enumerate(dossier.planned_actions) if action != Action(action.objective)}
    local = list(dict.fromkeys(action.title or "" for action in planned.values() if action.objective == "X"))
    number_of = {title: number for number, title in enumerate(local, len(NATIONAL) + 1)}
    numbers = {i: number_of[a.title or ""] if a.objective == "X" else a.objective for i, a in planned.items()}
    return {number: title for title, number in number_of.items()}, numbers


class _Nearness:
    """How near texts of one dossier are: by the stems that they share, those that few of its texts have the most, and
    by their themes, when these tell."""

    def __init__(self, texts: Sequence[str], classify: Classify) -> None:
        frequency = Counter(stem for text in texts for stem in subject(text))
        self.weights = {stem: log(1 + len(texts) / count) ** 2 for stem, count in frequency.items()}
        self.themes = {about.text: {*about.themes} - {"T1"} for about in classify(texts)}

    def place(self, text: str, anchors: Sequence[tuple[str, int]], least: float) -> int:
        """The number of the anchor (text, number) that is nearest to a text; 0 when none is as near as `least`."""
        near = ((self._score(text, anchor), -rank) for rank, (anchor, _) in enumerate(anchors))
        score, rank = max(near, default=(0.0, 0))
        return anchors[-rank][1] if score > 0 and score >= least else 0

    def _score(self, text: str, anchor: str) -> float:
        one, other = subject(text), subject(anchor)
        ours, theirs = self.themes.get(text, set()), self.themes.get(anchor, set())
        told = SAME_THEME if ours & theirs else -SAME_THEME / 2 if ours and theirs else 0.0
        shared = self._size(one & other)
        return told + (shared / sqrt(self._size(one) * self._size(other)) if shared else 0.0)

    def _size(self, stems: frozenset[str]) -> float:
        return sum(self.weights.get(stem, 1.0) for stem in stems)


def _decided(dossier: Dossier, field: str, text: str) -> int:
    """The objective under which the officer put a text, 0 when she did not."""
    told = dossier.decided("place", field, text)
    return int(told) if told.isdecimal() else 0


def _place(
    field: str,
    texts: Sequence[str],
    dossier: Dossier,
    anchors: Sequence[tuple[str, int]],
    outside: Sequence[str],
    classify: Classify,
    near: _Nearness,
) -> dict[int, int]:
    """The objective of each text that stays: that of the nearest action or need, else that of its own axis."""
    placed: dict[int, int] = {}
    for i, (text, own) in enumerate(zip(texts, classify(texts), strict=True)):
        how_near = nearest(text, [anchor for anchor, _ in anchors])[1]
        goes = not own.in_scope and nearest(text, outside)[1] > how_near
        if text and _stays(dossier, field, text, not goes):
            found = _decided(dossier, field, text) or near.place(text, anchors, 0.0)
            placed[i] = found or NUMBER_OF[own.axis or "A1"]
    return placed


def _alert(path: FieldPath, text: str, reason: str) -> Alert:
    what = WHAT[path.root]
    foreign = f"{what} « {short(text)} » ne relève d’aucun des cinq champs thématiques"
    stands = (
        "elle est écrite, puisque vous l’avez prévue" if path.root == "planned_actions" else "tenu hors de l’article 2"
    )
    message = f"{foreign} : {stands}. Faut-il garder ces mots, ou les écarter ? {reason}"
    judge = (KEPT, LEFT_OUT) if path.root != "planned_actions" else ()
    remedies = tuple(Remedy(value.capitalize(), value, (at(path.root),), "scope", text) for value in judge)
    return Alert("out_of_scope", message.strip(), (text,), (path,), remedies=remedies)
