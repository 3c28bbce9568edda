"""Evaluation: answers scored against questions with gold evidence, in the terms of the project's scorer.

The figures (shares in 0..1, lengths in characters, times in milliseconds): evidence_recall, evidence_complete, correct,
citation_valid,
citation_precision, citation_recall, refused, wrongly_refused, length_median, length_p95, milliseconds_p50,
milliseconds_p95.
"""

import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rupfam_assistant.french.words import fold
from rupfam_assistant.texts.quotes import find_quote

Span = tuple[int, int]
FOUND, BACKED, TOUCHED = 0.9, 0.5, 30
"""Share of a quote that retrieval must hold, share that citations must cover, characters that a citation must share."""


@dataclass(frozen=True)
class Scored:
    """The score of one answer."""

    identity: str
    kind: str
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
    questions: Iterable[Mapping[str, Any]],
    records: Mapping[str, Mapping[str, Any]],
    texts: Mapping[str, str],
    budget: int,
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


def _score(question: Mapping[str, Any], record: Mapping[str, Any], texts: Mapping[str, str], budget: int) -> Scored:
    kept = _first_passages(record["passages"], texts, budget)
    cited: dict[str, list[Span]] = defaultdict(list)
    for citation in record["citations"]:
        cited[citation["document"]].append((citation["start"], citation["end"]))
    groups = _evidence_groups(question, texts)
    golds = [(name, span) for spans in groups for name, span in spans]
    shown = _plain(record["answer"])
    lacking = any(not any(_plain(form) in shown for form in forms) for forms in question.get("must_include", []))
    wrong = any(_plain(form) in shown for form in question.get("must_not_include", []))
    return Scored(
        identity=question["id"],
        kind=question.get("kind", ""),
        answerable=question["answerable"],
        answered=record["answered"],
        correct=record["answered"] and not lacking and not wrong,
        found=tuple(_best_cover(spans, kept, texts) >= FOUND for spans in groups),
        backed=tuple(_best_cover(spans, cited, texts) >= BACKED for spans in groups),
        valid=tuple(_is_exact(citation, texts) for citation in record["citations"]),
        touching=tuple(_touches(citation, golds, texts) for citation in record["citations"])
        if question["answerable"]
        else (),
        length=len(record["answer"]),
        milliseconds=record["milliseconds"],
    )


def _first_passages(
    passages: Iterable[Mapping[str, Any]], texts: Mapping[str, str], budget: int
) -> dict[str, list[Span]]:
    kept: dict[str, list[Span]] = defaultdict(list)
    used = 0
    for passage in passages:
        size = len(re.sub(r"\s+", " ", texts[passage["document"]][passage["start"] : passage["end"]]))
        if used and used + size > budget:
            break
        used += size
        kept[passage["document"]].append((passage["start"], passage["end"]))
    return kept


def _evidence_groups(question: Mapping[str, Any], texts: Mapping[str, str]) -> list[list[tuple[str, Span]]]:
    """One list of places for each piece of evidence; alternatives share one."""
    groups: dict[tuple[str, int], list[tuple[str, Span]]] = defaultdict(list)
    for number, evidence in enumerate(question["evidence"]):
        key = ("one", number) if evidence.get("alt") is None else ("alt", evidence["alt"])
        groups[key] += [(evidence["doc"], span) for span in find_quote(texts[evidence["doc"]], evidence["quote"])]
    return list(groups.values())


def _best_cover(spans: list[tuple[str, Span]], covering: Mapping[str, list[Span]], texts: Mapping[str, str]) -> float:
    return max((_cover(texts[name], span, covering.get(name, [])) for name, span in spans), default=0.0)


def _cover(text: str, gold: Span, spans: list[Span]) -> float:
    covered = {
        i for start, end in spans for i in range(max(start, gold[0]), min(end, gold[1])) if not text[i].isspace()
    }
    return len(covered) / _solid(text, *gold)


def _solid(text: str, start: int, end: int) -> int:
    return sum(not c.isspace() for c in text[start:end])


def _is_exact(citation: Mapping[str, Any], texts: Mapping[str, str]) -> bool:
    there = "".join(texts[citation["document"]][citation["start"] : citation["end"]].split())
    return bool(there) and there == "".join(citation["quote"].split())


def _touches(citation: Mapping[str, Any], golds: list[tuple[str, Span]], texts: Mapping[str, str]) -> bool:
    text, start, end = texts[citation["document"]], citation["start"], citation["end"]
    return any(
        max(start, gold[0]) < min(end, gold[1])
        and _solid(text, max(start, gold[0]), min(end, gold[1]))
        >= min(TOUCHED, 0.5 * min(_solid(text, *gold), _solid(text, start, end)))
        for name, gold in golds
        if name == citation["document"]
    )


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _percentile(values: Sequence[float], share: float) -> float | None:
    return values[min(len(values) - 1, int(share * len(values)))] if values else None
