"""What a review says, as the page shows it: a verdict, the articles at a glance, a card for each deviation, what is
permitted."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from rupfam_assistant.french.typography import typeset
from rupfam_assistant.review.comparison import Review
from rupfam_assistant.review.findings import BY_ARTICLE, KINDS, SEVERITIES, Deviation, Kind, Severity
from rupfam_assistant.web.reviewing.words import blanks, differing, marked_html

ARTICLES = ("Parties", "Préambule", *(f"Article {number}" for number in range(1, 9)), "Signatures")
"""The parts of the trame, in their order."""

SIGNS: dict[Severity, str] = {"blocking": "✕", "to_check": "?"}
SEVERAL: dict[Severity, tuple[str, str]] = {
    "blocking": ("écart bloquant", "écarts bloquants"),
    "to_check": ("écart à vérifier", "écarts à vérifier"),
}
FACED: tuple[Kind, ...] = ("altered_clause", "objective_weakened", "duration")
"""Kinds whose two wordings say the same thing otherwise."""

LONGEST_SHOWN = 620
"""Characters of an absent passage that are shown before it is unfolded."""


@dataclass(frozen=True)
class Reviewed:
    """A review, the name of the draft's file, and that of the one it was compared with ("" for the trame)."""

    review: Review
    name: str
    former: str = ""

    @property
    def is_comparison(self) -> bool:
        """Whether two drafts were compared."""
        return bool(self.former)


def verdict(reviewed: Reviewed) -> str:
    """What was found, in a sentence."""
    deviations = reviewed.review.deviations
    if not deviations:
        return (
            "Rien ne change d’un projet à l’autre."
            if reviewed.is_comparison
            else "Ce projet suit la trame : rien ne s’en écarte."
        )
    counts = Counter(deviation.severity for deviation in deviations)
    said = [count(counts[severity], *SEVERAL[severity]) for severity in SEVERITIES if counts[severity]]
    left = sum(deviation.kind == "blank_left" for deviation in deviations)
    if left == counts["blocking"] > 0:
        said[0] = count(left, "blanc à remplir", "blancs à remplir")
    elif left:
        said[0] += f" (dont {count(left, 'blanc à remplir', 'blancs à remplir')})"
    return f"{' et '.join(said)}."


def summary_html(reviewed: Reviewed) -> str:
    """The head of the result: the file, the verdict, the articles at a glance, what the officer must know of the
    file."""
    subject = f"«&nbsp;{escape(reviewed.name)}&nbsp;»"
    against = (
        f"comparé à «&nbsp;{escape(reviewed.former)}&nbsp;»"
        if reviewed.is_comparison
        else "comparé à la trame nationale"
    )
    clean = "" if reviewed.review.deviations else " conforme"
    notices = "".join(
        f'<p class="avis-fichier">{escape(said.message)}</p>' for said in reviewed.review.permitted if not said.article
    )
    return (
        f'<p class="sujet">{subject}, {against}</p>'
        f'<h2 id="titre-bilan" class="verdict{clean}" tabindex="-1">{escape(typeset(verdict(reviewed)))}</h2>{notices}{plan_html(reviewed)}'
    )


def plan_html(reviewed: Reviewed) -> str:
    """Each part of the convention: in order, or with its number of deviations and the way to the first."""
    if reviewed.is_comparison and not reviewed.review.deviations:
        return ""
    counts = Counter(deviation.article for deviation in reviewed.review.deviations)
    first = {deviation.article: number for number, deviation in reversed([*enumerate(reviewed.review.deviations, 1)])}
    others = [article for article in counts if article not in ARTICLES]
    entries = "".join(_plan_entry(article, counts[article], first.get(article, 0)) for article in (*ARTICLES, *others))
    return f'<ul class="plan" aria-label="Les parties de la convention">{entries}</ul>'


def _plan_entry(article: str, number: int, first: int) -> str:
    if not number:
        return f'<li class="conforme"><span aria-hidden="true">✓</span> {escape(article)}<span class="lu"> : rien à signaler</span></li>'
    told = f"{escape(article)}<span class='lu'>&nbsp;:</span> <b>{number}</b><span class='lu'> {'écarts' if number > 1 else 'écart'}</span>"
    return f'<li><button type="button" data-go="{first}">{told}</button></li>'


def filters_html(deviations: Sequence[Deviation]) -> str:
    """What chooses the deviations shown: by severity, by kind."""
    if not deviations:
        return ""
    severities = Counter(deviation.severity for deviation in deviations)
    kinds = Counter(deviation.kind for deviation in deviations)
    buttons = f'<button type="button" data-severity="" aria-pressed="true">Tous ({len(deviations)})</button>' + "".join(
        f'<button type="button" data-severity="{severity}" aria-pressed="false"><span class="gravite {severity}" aria-hidden="true">'
        f"{SIGNS[severity]}</span> {'Bloquants' if severity == 'blocking' else 'À vérifier'} ({severities[severity]})</button>"
        for severity in SEVERITIES
        if severities[severity]
    )
    options = f'<option value="">Tous les types ({len(deviations)})</option>' + "".join(
        f'<option value="{kind}">{label} ({kinds[kind]})</option>' for kind, label in KINDS.items() if kinds[kind]
    )
    return (
        f'<div role="group" aria-label="Gravité" class="gravites">{buttons}</div>'
        f'<label class="types"><span class="lu">Type d’écart</span><select id="type-ecart">{options}</select></label>'
        '<div class="pas"><button type="button" data-step="-1">↑ Précédent</button><button type="button" data-step="1">Suivant ↓</button></div>'
    )


def cards_html(reviewed: Reviewed) -> str:
    """A card for each deviation, in the order of the draft."""
    return "".join(
        _card_html(number, deviation, reviewed) for number, deviation in enumerate(reviewed.review.deviations, 1)
    )


def _card_html(number: int, deviation: Deviation, reviewed: Reviewed) -> str:
    said, reason = split_reason(deviation.message)
    if reviewed.is_comparison and (
        reason.rstrip(".") in BY_ARTICLE.values() or reason.startswith("la trame nationale")
    ):
        reason = ""
    why = f'<p class="pourquoi"><b>Pourquoi c’est important&nbsp;:</b> {escape(typeset(reason))}</p>' if reason else ""
    return (
        f'<article class="ecart {deviation.severity}" id="ecart-{number}" data-severity="{deviation.severity}" data-kind="{deviation.kind}"'
        f' aria-labelledby="titre-ecart-{number}" tabindex="{0 if number == 1 else -1}">'
        f'<h3 id="titre-ecart-{number}"><span class="rang-ecart"><span class="lu">Écart </span>{number}</span> {escape(deviation.article)}'
        f' <span class="type">{KINDS[deviation.kind]}</span> <span class="gravite {deviation.severity}"><span aria-hidden="true">'
        f"{SIGNS[deviation.severity]}</span> {SEVERITIES[deviation.severity]}</span></h3>"
        f'<p class="dit">{escape(typeset(said))}</p>{_faces_html(deviation, reviewed)}{why}{_gestures_html(number, deviation, reviewed)}</article>'
    )


def split_reason(message: str) -> tuple[str, str]:
    """What a message says, and why that matters, "" when it does not say."""
    said, _, reason = message.rpartition(" : ")
    if not said or "»" in reason:
        return message, ""
    return f"{said}.", f"{reason[:1].lower()}{reason[1:]}"


def _faces_html(deviation: Deviation, reviewed: Reviewed) -> str:
    """The wording of the trame and the draft's, side by side."""
    left, right = _wordings(deviation)
    one, other = ("Avant", "Après") if reviewed.is_comparison else ("La trame", "Le projet")
    return (
        f'<div class="face"><section class="attendu"><h4>{one}</h4>{left or _nothing("Rien de tel.")}</section>'
        f'<section class="trouve"><h4>{other}</h4>{right or _nothing("Absent.")}</section></div>'
    )


def _wordings(deviation: Deviation) -> tuple[str, str]:
    """Both wordings in HTML, "" for the one that there is not."""
    expected, found = clause(deviation), deviation.found
    if deviation.kind == "blank_left":
        return tuple(
            f"<p>{marked_html(text, blanks(text), 'mark', 'blanc')}</p>" if text else "" for text in (expected, found)
        )  # type: ignore[return-value]
    if deviation.kind in FACED and expected and found:
        taken, put = differing(expected, found)
        return (
            f"<p>{marked_html(expected, taken, 'del', 'pas dans le projet')}</p>",
            f"<p>{marked_html(found, put, 'ins', 'propre au projet')}</p>",
        )
    return _plain(expected), _plain(found)


def clause(deviation: Deviation) -> str:
    """The trame's wording of a deviation, to be read or put back: an objective has a line for each of its items."""
    return deviation.expected.replace(" - ", "\n- ") if deviation.kind == "objective_missing" else deviation.expected


def _plain(text: str) -> str:
    if len(text) <= LONGEST_SHOWN:
        return f"<p>{escape(text)}</p>" if text else ""
    start = text[: LONGEST_SHOWN - 160].rsplit(" ", 1)[0]
    return f"<p>{escape(start)}…</p><details><summary>Lire la suite</summary><p>…{escape(text[len(start) :])}</p></details>"


def _nothing(words: str) -> str:
    return f'<p class="rien">{words}</p>'


def _gestures_html(number: int, deviation: Deviation, reviewed: Reviewed) -> str:
    copies = "".join(
        f'<button type="button"{" class=principal" if rank == 0 else ""} data-copy="{what}">{label}</button>'
        for rank, (what, label) in enumerate(_copies(deviation, reviewed))
    )
    return f'<div class="gestes">{copies}<button type="button" data-see="{number}">Voir dans le projet</button></div>'


def _copies(deviation: Deviation, reviewed: Reviewed) -> Iterator[tuple[str, str]]:
    """What may be copied to be put back in the draft, and how that is called."""
    if reviewed.is_comparison:
        if deviation.expected:
            yield "clause", "Copier le texte d’avant"
        return
    if deviation.expected and deviation.kind not in ("missing_article", "order", "signatory_missing"):
        yield "clause", "Copier le texte de la trame"
    if re.match(r"Article \d|Préambule", deviation.article):
        yield (
            "article",
            "Copier le préambule entier"
            if deviation.article == "Préambule"
            else f"Copier l’{deviation.article.lower()} entier",
        )


def permitted_html(reviewed: Reviewed) -> str:
    """What differs and is allowed, by article; "" when nothing does."""
    told = [permitted for permitted in reviewed.review.permitted if permitted.article]
    if not told:
        return ""
    ranked = sorted(told, key=lambda permitted: _rank(permitted.article))
    groups = "".join(
        _group_html(article, [said.message for said in group])
        for article, group in groupby(ranked, key=lambda said: said.article)
    )
    title = count(len(told), "différence permise", "différences permises")
    unfolded = "" if reviewed.review.deviations else " open"
    return (
        f'<details class="permis"{unfolded}><summary><h3><span aria-hidden="true">✓</span> {title}</h3></summary>'
        '<p class="aide">La trame les permet&nbsp;: elles ont été vues, et ne sont pas des écarts.</p>'
        f"<dl>{groups}</dl></details>"
    )


def _rank(article: str) -> int:
    return ARTICLES.index(article) if article in ARTICLES else len(ARTICLES)


def _group_html(article: str, messages: Sequence[str]) -> str:
    return f"<dt>{escape(article)}</dt>" + "".join(f"<dd>{escape(typeset(message))}</dd>" for message in messages)


def conforming(review: Review) -> Iterator[str]:
    """The parts of the trame from which a draft does not depart."""
    touched = {deviation.article for deviation in review.deviations}
    yield from (article for article in ARTICLES if article not in touched)


def count(number: int, one: str, several: str) -> str:
    """A number and what is counted."""
    return f"{number} {several if number > 1 else one}"
