"""Arrangement: under which objective each need, figure, priority and action of a dossier stands, and what stays out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rupfam_assistant.dossier.alert import Alert
from rupfam_assistant.dossier.needs import Need
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.dossier.schema import Action, Dossier
from rupfam_assistant.french.typography import short
from rupfam_assistant.french.words import nearest, nearness, subject

Classify = Callable[[Sequence[str]], Sequence[Need]]
"""What tells the themes and the axis of texts."""

NUMBER_OF = {"A1": 1, "A2": 2, "A3": 3, "A4": 4}
NATIONAL = (1, 2, 3, 4)
SAME_SUBJECT, LEAST = 0.5, 0.4
"""How near a need is to an action that tells what it is, and an action to a need with which it goes out."""


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
    """Where everything stands; an alert tells each thing that is out of scope."""
    told = [text for text in dossier.territory_needs if text]
    planned = [action.text or "" for action in dossier.planned_actions]
    seen = classify(planned)
    wanted = [text for text, about in zip(planned, seen, strict=True) if text and about.in_scope]
    known = {need.text: _in_the_light_of(need, wanted, classify) for need in classify(told)}
    outside = [text for text in told if not known[text].in_scope]
    kept = [(i, text) for i, text in enumerate(dossier.territory_needs) if text and text not in outside]
    needs = {i: NUMBER_OF[known[text].axis or "A1"] for i, text in kept}
    titles, numbered = _number_actions(dossier)
    inside = [text for _, text in kept]
    leaving = {i for i in numbered if not seen[i].in_scope and _goes_out(seen[i], outside, inside)}
    actions = {i: number for i, number in numbered.items() if i not in leaving}
    outside += [planned[i] for i in numbered if i in leaving]
    anchors = [(text, needs[i]) for i, text in kept] + [(planned[i], number) for i, number in actions.items()]
    labels = [figure.label or "" for figure in dossier.figures]
    unlabelled = {i: 1 for i, figure in enumerate(dossier.figures) if not figure.label and figure.value}
    figures = _place(labels, anchors, outside, classify) | unlabelled
    priorities = _place(dossier.priorities, anchors, outside, classify)
    alerts = []
    for i in _left(dossier.territory_needs, needs):
        need = known[dossier.territory_needs[i]]
        foreign = f"Le besoin « {short(need.text)} » ne relève d’aucun des cinq champs thématiques"
        message = f"{foreign} : il n’entre pas dans l’article 2. {need.reason}".strip()
        alerts.append(Alert("out_of_scope", message, (need.text,), (at("territory_needs", i),)))
    alerts += [_alert("Le chiffre", at("figures", i, "label"), dossier) for i in _left(labels, figures)]
    alerts += [_alert("La priorité", at("priorities", i), dossier) for i in _left(dossier.priorities, priorities)]
    alerts += [_alert("L’action", at("planned_actions", i, "text"), dossier) for i in numbered if i in leaving]
    first = {number: planned[i] for i, number in reversed(actions.items())}
    local = {number: _meant(title, first.get(number, ""), classify) for number, title in titles.items()}
    classified = tuple(known[text] for text in told)
    return Arrangement(needs, figures, priorities, actions, titles, local, classified, tuple(alerts))


def _left(texts: Sequence[str], placed: Mapping[int, int]) -> list[int]:
    return [i for i, text in enumerate(texts) if text and i not in placed]


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


def _place(
    texts: Sequence[str], anchors: Sequence[tuple[str, int]], outside: Sequence[str], classify: Classify
) -> dict[int, int]:
    """The objective of each text: that of the nearest need or action, else that of its own axis."""
    placed, alone = dict[int, int](), dict[int, int]()
    for i, text in enumerate(texts):
        near, how_near = nearest(text, [anchor for anchor, _ in anchors])
        if text and not _goes_with(text, outside, 1, how_near, 0.0):
            if near >= 0:
                placed[i] = anchors[near][1]
            else:
                alone[i] = NUMBER_OF[classify([text])[0].axis or "A1"]
    return placed | alone


def _goes_out(about: Need, outside: Sequence[str], inside: Sequence[str]) -> bool:
    """Whether an action goes out: with a nearer need, or when its own words, quoted, put it out and none ties it in."""
    how_near, put_out = nearest(about.text, inside)[1], "«" in about.reason
    return bool(outside) and (_goes_with(about.text, outside, 2, how_near, LEAST) or (put_out and how_near == 0))


def _goes_with(text: str, outside: Sequence[str], shared: int, than: float, least: float) -> bool:
    """Whether a text shares that many stems with a need out of scope, nearer to it than `than` and `least`."""
    mine = subject(text)
    near = (nearness(mine, subject(need)) for need in outside if len(mine & subject(need)) >= shared)
    return any(score > than and score >= least for score in near)


def _alert(what: str, path: FieldPath, dossier: Dossier) -> Alert:
    text = path.text_in(dossier)
    foreign = f"{what} « {short(text)} » se rattache à un besoin hors du périmètre de la convention"
    message = f"{foreign} : laissé hors de l’article 2."
    return Alert("out_of_scope", message, (text,), (path,))
