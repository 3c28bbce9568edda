"""Evaluation: answers scored against questions with gold evidence, in the terms of the project's scorer: shares in
0..1, lengths in characters, times in milliseconds."""

import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rupfam_assistant.french.words import fold
from rupfam_assistant.texts.quotes import find_quote

FOUND, BACKED, TOUCHED = 0.9, 0.5, 30
"""Share of a quote that retrieval must hold, share that citations must cover, characters that a citation must share."""

Texts = Mapping[str, str]
Signs = set[tuple[str, int]]
"""What stands at places, white space aside: each character by its document and its offset."""


@dataclass(frozen=True)
class Scored:
    """The score of one answer."""

    answerable: bool
    answered: bool
    correct: bool
    found: tuple[bool, ...]
    backed: tuple[bool, ...]
    valid: tuple[bool, ...]
    touching: tuple[bool, ...]
    length: int
    milliseconds: float


def score_answers(
    questions: Iterable[Mapping[str, Any]], records: Mapping[str, Mapping[str, Any]], texts: Texts, budget: int
) -> list[Scored]:
    """Scores the record of each question; `budget` is the number of retrieved characters that count."""
    return [_score(question, records[question["id"]], texts, budget) for question in questions]


def figures(scored: Sequence[Scored]) -> dict[str, float | int | None]:
    """The overall figures; None where nothing counts."""
    answerable = [s for s in scored if s.answerable]
    lengths = sorted(s.length for s in answerable if s.answered)
    times = sorted(s.milliseconds for s in scored)
    return {
        "questions": len(scored),
        "evidence_recall": _mean([sum(s.found) / len(s.found) for s in answerable]),
        "evidence_complete": _mean([float(all(s.found)) for s in answerable]),
        "correct": _mean([float(s.correct) for s in answerable]),
        "citation_valid": _mean([float(v) for s in scored for v in s.valid]),
        "citation_precision": _mean([float(t) for s in answerable for t in s.touching]),
        "citation_recall": _mean([sum(s.backed) / len(s.backed) for s in answerable]),
        "refused": _mean([float(not s.answered) for s in scored if not s.answerable]),
        "wrongly_refused": _mean([float(not s.answered) for s in answerable]),
        "length_median": statistics.median(lengths) if lengths else None,
        "length_p95": _percentile(lengths, 0.95),
        "milliseconds_p50": _percentile(times, 0.5),
        "milliseconds_p95": _percentile(times, 0.95),
    }


def _score(question: Mapping[str, Any], record: Mapping[str, Any], texts: Texts, budget: int) -> Scored:
    kept = set().union(*_first_passages(record["passages"], texts, budget))
    cited = [_signs(one, texts) for one in record["citations"]]
    groups = _evidence_groups(question, texts)
    golds = [gold for group in groups for gold in group]
    shown = _plain(record["answer"])
    lacking = any(not any(_plain(form) in shown for form in forms) for forms in question.get("must_include", []))
    wrong = any(_plain(form) in shown for form in question.get("must_not_include", []))
    return Scored(
        answerable=question["answerable"],
        answered=record["answered"],
        correct=record["answered"] and not lacking and not wrong,
        found=tuple(_best_share(group, kept) >= FOUND for group in groups),
        backed=tuple(_best_share(group, set().union(*cited)) >= BACKED for group in groups),
        valid=tuple(_is_exact(citation, texts) for citation in record["citations"]),
        touching=tuple(_touches(one, golds) for one in cited) if question["answerable"] else (),
        length=len(record["answer"]),
        milliseconds=record["milliseconds"],
    )


def _signs(place: Mapping[str, Any], texts: Texts) -> Signs:
    name, start = place["document"], place["start"]
    return {(name, at) for at, sign in enumerate(texts[name][start : place["end"]], start) if not sign.isspace()}


def _first_passages(passages: Iterable[Mapping[str, Any]], texts: Texts, budget: int) -> Iterator[Signs]:
    used = 0
    for one in passages:
        size = len(re.sub(r"\s+", " ", texts[one["document"]][one["start"] : one["end"]]))
        if used and used + size > budget:
            return
        used += size
        yield _signs(one, texts)


def _evidence_groups(question: Mapping[str, Any], texts: Texts) -> list[list[Signs]]:
    """What each piece of evidence is, wherever it stands; alternatives are one."""
    groups: dict[tuple[str, int], list[Signs]] = defaultdict(list)
    for number, evidence in enumerate(question["evidence"]):
        key = ("one", number) if evidence.get("alt") is None else ("alt", evidence["alt"])
        spans = find_quote(texts[evidence["doc"]], evidence["quote"])
        groups[key] += [_signs({"document": evidence["doc"], "start": a, "end": b}, texts) for a, b in spans]
    return list(groups.values())


def _best_share(golds: Iterable[Signs], covering: Signs) -> float:
    return max((len(gold & covering) / len(gold) for gold in golds), default=0.0)


def _touches(cited: Signs, golds: Iterable[Signs]) -> bool:
    return any(len(cited & gold) >= min(TOUCHED, len(cited) / 2, len(gold) / 2) for gold in golds if cited & gold)


def _is_exact(citation: Mapping[str, Any], texts: Texts) -> bool:
    there = "".join(texts[citation["document"]][citation["start"] : citation["end"]].split())
    return bool(there) and there == "".join(citation["quote"].split())


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _percentile(values: Sequence[float], share: float) -> float | None:
    return values[min(len(values) - 1, int(share * len(values)))] if values else None
