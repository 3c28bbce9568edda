"""A review as the page shows it: a verdict, the articles at a glance, a card for each deviation, what is permitted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from rupfam_assistant.review.findings import KINDS, SEVERITIES, Deviation, Kind
from rupfam_assistant.review.reading.lines import BLANK
from rupfam_assistant.review.reading.words import edits, read_tokens
from rupfam_assistant.review.verdict import ARTICLES, Reviewed, clause, split_reason
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.reviewing.text import text_html

FACED: tuple[Kind, ...] = ("altered_clause", "objective_weakened", "duration")
"""Kinds whose two wordings say the same thing otherwise."""

RANKS = {article: rank for rank, article in enumerate(ARTICLES)}
LONGEST_SHOWN, SHOWN_FIRST = 620, 460
"""Characters of an absent passage that are shown before it is unfolded, and of one that is longer."""

Stretch = tuple[int, int]
"""The [start, end) of some words in their text."""


def fragments(reviewed: Reviewed, day: date) -> dict[str, str]:
    """The HTML of each part of the result, by its id."""
    deviations = reviewed.review.deviations
    told = {"reviewed": reviewed, "kinds": KINDS, "severities": SEVERITIES}
    by_severity, by_kind = (Counter(getattr(found, name) for found in deviations) for name in ("severity", "kind"))
    cards = [_card(number, deviation, reviewed) for number, deviation in enumerate(deviations, 1)]
    told_of = (said for said in reviewed.review.permitted if said.article)
    permitted = sorted(told_of, key=lambda said: RANKS.get(said.article, len(RANKS)))
    groups = [(article, list(group)) for article, group in groupby(permitted, key=lambda said: said.article)]
    return {
        "bilan": render(
            "reviewing/summary.html", **told, plan=list(_plan(reviewed)), to_know=reviewed.review.to_know(day)
        ),
        "filtres": render("reviewing/filters.html", **told, by_severity=by_severity, by_kind=by_kind),
        "ecarts": render("reviewing/cards.html", **told, cards=cards),
        "permis": render("reviewing/permitted.html", **told, groups=groups, total=len(permitted)),
        "projet-lu": text_html(reviewed.review),
    }


def _plan(reviewed: Reviewed) -> Iterator[tuple[str, int, int]]:
    """Each part with its number of deviations, and the number of the first; nothing when two drafts are the same."""
    articles = [deviation.article for deviation in reviewed.review.deviations]
    if articles or not reviewed.is_comparison:
        for article in dict.fromkeys((*ARTICLES, *articles)):
            yield article, articles.count(article), articles.index(article) + 1 if article in articles else 0


def _card(number: int, deviation: Deviation, reviewed: Reviewed) -> dict[str, Any]:
    said, reason = split_reason(deviation.message)
    return {
        "number": number,
        "deviation": deviation,
        "said": said,
        "reason": "" if reviewed.is_comparison or deviation.to_fill else reason,
        "sides": _sides(deviation),
        "copies": list(_copies(deviation, reviewed)),
    }


def _sides(deviation: Deviation) -> Sequence[dict[str, Any]]:
    """Both wordings, that of the trame first."""
    expected, found = clause(deviation), deviation.found
    if deviation.kind == "blank_left":
        return [_side(text, "mark", [mark.span() for mark in BLANK.finditer(text)]) for text in (expected, found)]
    if deviation.kind in FACED and expected and found:
        taken, put = differing(expected, found)
        return _side(expected, "del", taken), _side(found, "ins", put)
    return _side(expected), _side(found)


def _side(text: str, tag: str = "", marked: Sequence[Stretch] = ()) -> dict[str, Any]:
    """A wording in runs of words, some to be marked by a tag, and what is folded of one that is long and unmarked."""
    is_whole = bool(tag) or len(text) <= LONGEST_SHOWN
    shown = text if is_whole else text[:SHOWN_FIRST].rsplit(" ", 1)[0]
    return {"text": text, "tag": tag, "runs": list(cut(shown, marked)), "folded": text[len(shown) :]}


def _copies(deviation: Deviation, reviewed: Reviewed) -> Iterator[tuple[str, str]]:
    """What may be copied to be put back in the draft, and how that is called."""
    if reviewed.is_comparison:
        if deviation.expected:
            yield "clause", "Copier le texte d’avant"
        return
    if deviation.expected and deviation.kind not in ("missing_article", "order", "signatory_missing"):
        yield "clause", "Copier le texte de la trame"
    if deviation.article == "Préambule":
        yield "article", "Copier le préambule entier"
    elif deviation.article.startswith("Article"):
        yield "article", f"Copier l’{deviation.article.lower()} entier"


def differing(one: str, other: str) -> tuple[list[Stretch], list[Stretch]]:
    """The words of each text that the other has not; typography, agreement and small words left aside."""
    changed = list(edits(read_tokens(one), read_tokens(other)))
    sides = [edit.removed for edit in changed], [edit.added for edit in changed]
    left, right = ([(words[0].start, words[-1].end) for words in side if words] for side in sides)
    return left, right


def cut(text: str, marked: Iterable[Stretch]) -> Iterator[tuple[str, bool]]:
    """A text in runs of words, each with whether it is marked."""
    done = 0
    for start, end in marked:
        yield text[done:start], False
        yield text[start:end], True
        done = end
    yield text[done:], False
