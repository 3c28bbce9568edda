"""What an officer is not sure of, in her own dossier: it is asked back, and a blank stands for it in the draft."""

import re
from dataclasses import replace

from rupfam_assistant.dossier.alert import MARKER, Alert, Remedy, as_one
from rupfam_assistant.dossier.bodies import bodies_in, known_body
from rupfam_assistant.dossier.paths import FieldPath, at, change_texts
from rupfam_assistant.dossier.schema import Action, Dossier
from rupfam_assistant.french.clauses import Span, tidy, without
from rupfam_assistant.french.doubts import CUES, find_doubts, is_reminder, without_asking
from rupfam_assistant.french.signers import is_title
from rupfam_assistant.french.typography import short
from rupfam_assistant.french.wording import is_infinitive
from rupfam_assistant.french.words import flatten, subject

ASKED = ("territory_needs", "figures", "priorities", "planned_actions", "signatories", "organisation", "annexes")
LEAST_SAID, KEPT, BRACKETED = 2, "garder", ("source", "partners", "deadline", "indicator")
ALL = "Ces mots en doute sont à confirmer ou à préciser : {}."
OR_ELSE = r"\s*\(ou (?:bien |plutôt )?(?:l[ea] |l[’'])?(?P<other>[^(),;]*[A-ZÀ-Ý][^(),;]*)[^()]*\)"
TITLE = r"(?i)\b(?:M|Mme|Me|monsieur|madame)\b"
BY_A_BODY = r"\A\W*à \w+er par (?:l[ea] |l[’']).*"
OPEN_QUESTION = r"(?:qui|que|quoi|quel\w*|quand|combien|comment|pourquoi|ou)\b"
"""The fields whose words the convention prints; the stems of an action that says something, what the officer decides of
one that she dropped, the fields that a doubt in brackets leaves as they are; what is said of several doubts; what gives
another body for one, in brackets; how who signs is called; who is to settle something; what opens a
question that nothing but an answer tells."""


def settle_doubts(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier without what is doubtful: a blank stands for a field that is but a doubt, nothing for such a need, a
    priority, an annex or who signs, nor for a bracket of a source, a partner, a deadline, an indicator or a pilot; an
    action that is but a question keeps its words; one that the officer dropped goes whole. An alert asks each back, and
    proposes the words that would answer it."""
    alerts: list[Alert] = []

    def settle(path: FieldPath, text: str) -> str:
        if path.root not in ASKED or MARKER in text:
            return text
        spans = doubts_in(path, text)
        if path.name == "pilot" and (either := _either(text)):
            message = f"Le champ « {path.label} » hésite : « {text} ». Qui pilote ?"
            remedies = tuple(Remedy(f"Retenir « {one} »", one, (path,)) for one in either)
            alerts.append(Alert("missing", message, either, (path,), remedies=remedies))
            return MARKER
        if not spans:
            return text or (MARKER if path.name == "text" else "")
        said = tidy(without(text, spans, " "), text).rstrip(" .,;")
        if is_reminder(text[slice(*spans[0])]):
            return said
        marked = all("?" in text[start:end] and end - start < 3 for start, end in spans)
        doubt = text if marked or not said else text[slice(*spans[0])].strip("() ")
        message = f"Le champ « {path.label} » porte un doute, « {doubt} » : confirmez-le ou précisez-le."
        meant = without_asking(text) if path.name == "text" and not said else ""
        kept = said if marked else meant
        remedy = (Remedy(f"Retenir « {kept} »", kept, (path,)),) if kept else ()
        alerts.append(Alert("missing", message, (doubt,), (path,), remedies=remedy))
        if path.name == "text":
            return said or meant or _sayable(text)
        bracketed = path.name in BRACKETED and all(text[start] == "(" for start, _ in spans)
        bracketed = bracketed or (path.name == "pilot" and all(_is_of_another(text[a:b]) for a, b in spans))
        if path.name in ("territory_needs", "priorities", "annexes") or (bracketed and said):
            return said
        if path.root == "signatories":
            return said if path.name == "body" or re.search(TITLE, said) or is_title(said) else ""
        blanks = tidy(without(text, spans, f" {MARKER} "), text).rstrip(" .,;")
        return (
            MARKER if marked or not said else re.sub(rf"{re.escape(MARKER)}(?:\W*{re.escape(MARKER)})+", MARKER, blanks)
        )

    planned = tuple(_unless_dropped(dossier, rank, alerts) for rank in range(len(dossier.planned_actions)))
    settled = change_texts(replace(dossier, planned_actions=planned), settle)
    said = tuple(
        Action(after.objective) if before.text is not None and _says_nothing(after) else after
        for before, after in zip(planned, settled.planned_actions, strict=True)
    )
    asides = [alert for alert in alerts if alert.kind == "missing" and not alert.remedies]
    return replace(settled, planned_actions=said), (*(one for one in alerts if one not in asides), *as_one(asides, ALL))


def doubts_in(path: FieldPath, text: str) -> tuple[Span, ...]:
    """The doubts in a field; how an instance is run may be for a body to settle, "à valider par la DDETS"."""
    doubts = find_doubts(text)
    if path.root != "organisation":
        return doubts
    return tuple(
        span for span in doubts if not (by := re.search(BY_A_BODY, text[slice(*span)])) or not bodies_in(by[0])
    )


def _either(pilot: str) -> tuple[str, ...]:
    """The bodies between which a pilot hesitates, "ARS ou CTG", "ARS/CD", "ARS (ou la CTG, on ne sait pas)", what else
    is said of them in brackets aside."""
    if other := re.search(OR_ELSE, pilot):
        return pilot[: other.start()].strip(), other["other"].strip(" ?")
    bare = re.sub(r"\s*\([^()]*\)", "", pilot)
    if (asked := find_doubts(bare)) and asked[-1][1] == len(bare) and asked[-1][0] > bare.rfind(" ou ") + 3:
        bare = bare[: asked[-1][0]].rstrip(" ,")  # "UDAF ou Le Gué, à trancher"
    bare = bare.rstrip(" \u00a0\u202f?!")
    told = tuple(part.strip(" ,?") for part in re.split(r",? ou (?:bien )?|(?<=\w)[ \u00a0\u202f]?\? (?=\w)", bare))
    slashed = tuple(bodies_in(bare)) if re.search(r"\w ?/ ?\w", bare) and not re.search(r" et |[+,;]", bare) else ()
    return next((parts for parts in (told, slashed) if len(parts) > 1 and all(parts)), ())


def _is_of_another(doubt: str) -> bool:
    """Whether a doubt is a bracket that names another body, rather than what is doubted of who stands before it."""
    return doubt.startswith("(") and known_body(doubt.strip("( ?)")) is not None


def _says_nothing(action: Action) -> bool:
    """Whether nothing is left of an action, or a blank for its words and nothing beside."""
    beside = action.pilot or action.partners or action.deadline or action.indicator
    return not action.text or (action.text == MARKER and not beside)


def _sayable(text: str) -> str:
    """The words of an action that is but a question, without its marks and its brackets of doubt: "" when what is left
    says nothing."""
    bare = tidy(re.sub(r"\s*\([^()]*\?[^()]*\)|\s*\?+", "", text), text)
    return bare if len(subject(bare)) >= LEAST_SAID and not re.match(OPEN_QUESTION, flatten(bare)) else ""


def is_dropped(action: Action) -> bool:
    """Whether the words of an action, or of its date, its pilot or its indicator, say that it is dropped."""
    said = flatten(action.text or "")
    told = [flatten(text) for text in (action.deadline, action.pilot, action.indicator) if text]
    gone = CUES("dropped").search(said) or (CUES("closed").search(said) and not is_infinitive(said))
    alone = any(CUES("dropped_alone").search(text) for text in told)
    return bool(gone or alone) and CUES("resumed").match(said) is None


def _unless_dropped(dossier: Dossier, rank: int, alerts: list[Alert]) -> Action:
    """An action; nothing of one that its words say is dropped, unless the officer keeps it: an alert asks her."""
    action = dossier.planned_actions[rank]
    said = action.text or ""
    if not is_dropped(action) or dossier.decided("scope", "planned_actions", said) == KEPT:
        return action
    path = at("planned_actions", rank, "text")
    message = f"L’action « {short(said)} » est dite abandonnée : elle n’est pas écrite. Faut-il la garder ?"
    keep = Remedy("Garder", KEPT, (at("planned_actions"),), "scope", said)
    alerts.append(Alert("other", message, (said,), (path,), remedies=(keep,)))
    return Action(action.objective)
