"""Extracts: from the passages found, the sentences or the whole list that answer, in the texts' own words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rapidfuzz import fuzz

from rupfam_assistant.answers.question import Question
from rupfam_assistant.answers.reply import Citation, Excerpt
from rupfam_assistant.search.questions import twin_key
from rupfam_assistant.search.retrieval import Hit
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import Passage, collapse

RECALL = 0.75
"""How many times more a sentence left out costs than one too many, in the F-measure."""

RESEMBLING = 55.0
"""How alike, in 0..100, two sentences of two texts must be to be likely about the same thing."""

LONG = 1_500
"""Characters beyond which a section is told by how each of its passages begins."""

PRONOUN = re.compile(r"(?:Il|Elle|Ils|Elles|Celui-ci|Celle-ci)\b")
FAILING = re.compile(r"[AÀ] défaut\b")
BLANK = re.compile(r"\bà compléter\b|\((?:nom|adresse)\b|\bINSERER\b|^\+ Ajouter")

LEAST = 0.45
LEAST_AFTER = 0.6
"""The share of the best one's probability below which a sentence is not told beside it; in a follow-up."""

MOST = 6
"""Sentences of an answer at the most, whole lists aside."""

MOST_OF_LIST = 0.5
"""A list is told whole when this share of its items answers."""

LIKELY = 0.05
"""The probability below which a sentence is not considered at all."""


@dataclass(frozen=True)
class Candidate:
    """A sentence that may answer: its passage, its rank there, and the probability, in 0..1, that it does."""

    passage: Passage
    rank: int
    probability: float

    @property
    def role(self) -> str:
        """Its role in its passage."""
        return self.passage.sentences[self.rank].role


def extract(
    question: Question, hits: Sequence[Hit], passages: tuple[Passage, ...], documents: Mapping[str, Document]
) -> tuple[Excerpt, ...]:
    """What answers, best first; the hits are those of the question, best first and not empty."""
    if question.wants_titles and (titles := _titles(question.wants_titles, passages, documents)):
        return titles
    if question.wants_blanks and (blanks := _blanks(question, passages, documents)):
        return blanks
    if question.wants_contents and (sections := _named_sections(question, passages)):
        return _whole(sections, documents)
    candidates = [Candidate(hit.passage, rank, p) for hit in hits for rank, p in hit.sentences]
    candidates.sort(key=lambda candidate: -candidate.probability)
    if question.compares:
        return _tell(_side_by_side(candidates, documents), question, documents)
    if len(question.documents) == 1:  # a text that the question does not name is left out
        candidates = [c for c in candidates if c.passage.document in question.documents] or candidates
    chosen = choose(candidates, LEAST_AFTER if question.before else LEAST)
    return _tell([*chosen, *_leaning(chosen, passages)], question, documents)


def _leaning(chosen: Sequence[Candidate], passages: tuple[Passage, ...]) -> list[Candidate]:
    """What the chosen sentences cannot be read without: the one that a pronoun stands for, the one that says what follows failing that."""
    added = []
    for candidate in chosen:
        passage, rank = candidate.passage, candidate.rank
        if rank and PRONOUN.match(passage.slice(passage.sentences[rank])):
            added.append(replace(candidate, rank=rank - 1))
        follower = _following(candidate, passages)
        if follower is not None and FAILING.match(follower.passage.slice(follower.passage.sentences[follower.rank])):
            added.append(follower)
    told = {(c.passage.document, c.passage.start, c.rank) for c in chosen}
    return [c for c in added if (c.passage.document, c.passage.start, c.rank) not in told]


def _following(candidate: Candidate, passages: tuple[Passage, ...]) -> Candidate | None:
    """The sentence that comes next under the same heading."""
    if candidate.rank + 1 < len(candidate.passage.sentences):
        return replace(candidate, rank=candidate.rank + 1)
    after = passages.index(candidate.passage) + 1
    if after < len(passages) and passages[after].headings == candidate.passage.headings:
        return replace(candidate, passage=passages[after], rank=0)
    return None


def _side_by_side(candidates: Sequence[Candidate], documents: Iterable[str]) -> list[Candidate]:
    """The best of each text; in the other text than the best one's, what resembles it is the likelier."""
    best = candidates[0]
    wording = twin_key(best.passage, best.rank)

    def likened(candidate: Candidate) -> Candidate:
        alike = fuzz.ratio(wording, twin_key(candidate.passage, candidate.rank), score_cutoff=RESEMBLING) / 100
        return replace(candidate, probability=1 - (1 - candidate.probability) * (1 - alike))

    chosen = choose([c for c in candidates if c.passage.document == best.passage.document], LEAST)
    for name in documents:
        if name != best.passage.document:
            others = sorted(
                (likened(c) for c in candidates if c.passage.document == name), key=lambda c: -c.probability
            )
            chosen += choose(others, LEAST)
    return chosen


def choose(candidates: Sequence[Candidate], least: float) -> list[Candidate]:
    """The candidates, best first, that make the best answer one can expect: what is told against what is left out.

    `least` is the share of the best one's probability below which none is told beside it.
    """
    families = _families(candidates)
    expected = sum(family[0].probability for family in families)
    kept, told, best = 0, 0.0, -1.0
    for number, family in enumerate(families[:MOST], 1):
        if family[0].probability < least * families[0][0].probability:
            break
        told += family[0].probability
        worth = (1 + RECALL**2) * told / (number + RECALL**2 * expected)
        if worth > best:
            kept, best = number, worth
    return [candidate for family in families[:kept] for candidate in family]


def passage_excerpt(passage: Passage, documents: Mapping[str, Document]) -> Excerpt:
    """A whole passage: a list with what introduces it, or a paragraph without its heading."""
    items = [s for s in passage.sentences if s.role == "item"]
    told = (
        list(passage.sentences)
        if items
        else [s for s in passage.sentences if s.role != "heading"] or list(passage.sentences)
    )
    source = Citation(documents[passage.document], passage.section, told[0].start, passage.end)
    lines = tuple(collapse(passage.slice(s)) for s in told)
    return Excerpt((passage.introduction, *lines) if passage.introduction else lines, (source,), listed=bool(items))


def _titles(kind: str, passages: tuple[Passage, ...], documents: Mapping[str, Document]) -> tuple[Excerpt, ...]:
    """The numbered headings of a kind, in order."""
    numbered = re.compile(rf"{kind} \d+")
    return tuple(
        sentence_excerpt(passage, 0, documents)
        for passage in passages
        if passage.sentences[0].role == "heading" and numbered.fullmatch(passage.headings[-1])
    )


def _whole(sections: Sequence[Passage], documents: Mapping[str, Document]) -> tuple[Excerpt, ...]:
    """The passages of a section; of a long one, only how each begins: its heading, or its first sentence."""
    excerpts = tuple(passage_excerpt(passage, documents) for passage in sections)
    if sum(len(line) for excerpt in excerpts for line in excerpt.lines) <= LONG:
        return excerpts
    return tuple(sentence_excerpt(passage, 0, documents) for passage in sections)


def sentence_excerpt(passage: Passage, rank: int, documents: Mapping[str, Document]) -> Excerpt:
    """One sentence and its source."""
    sentence = passage.sentences[rank]
    source = Citation(documents[passage.document], passage.section, sentence.start, sentence.end)
    return Excerpt((collapse(passage.slice(sentence)),), (source,))


def _blanks(
    question: Question, passages: tuple[Passage, ...], documents: Mapping[str, Document]
) -> tuple[Excerpt, ...]:
    """The sentences that have a blank to fill, in the sections that the question names, else everywhere."""
    concerned = _named_sections(question, passages) or passages
    return tuple(
        sentence_excerpt(passage, rank, documents)
        for passage in concerned
        for rank, sentence in enumerate(passage.sentences)
        if BLANK.search(passage.slice(sentence))
    )


def _named_sections(question: Question, passages: tuple[Passage, ...]) -> list[Passage]:
    """The passages of the articles or objectives that the question names."""
    return [passage for passage in passages if question.sections & set(passage.headings)]


def _families(candidates: Iterable[Candidate]) -> list[list[Candidate]]:
    """The likely candidates, twins together, best first."""
    families: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.probability >= LIKELY or not families:
            families.setdefault(twin_key(candidate.passage, candidate.rank), []).append(candidate)
    return list(families.values())


def _tell(chosen: Sequence[Candidate], question: Question, documents: Mapping[str, Document]) -> tuple[Excerpt, ...]:
    """The sentences chosen, gathered by passage in the order of their best one; each wording once, with its sources."""
    by_passage: dict[tuple[str, int], list[Candidate]] = {}
    for candidate in chosen:
        by_passage.setdefault((candidate.passage.document, candidate.passage.start), []).append(candidate)
    told: dict[tuple[str, ...], Excerpt] = {}
    for found in by_passage.values():
        for excerpt in _of_passage(sorted(found, key=lambda c: c.rank), question, documents):
            key = tuple(line.rstrip(" ;.").replace("- ", "-").lower() for line in excerpt.lines)
            former = told.get(key)
            told[key] = (
                Excerpt(former.lines, (*former.citations, *excerpt.citations), former.listed) if former else excerpt
            )
    return tuple(told.values())


def _of_passage(found: Sequence[Candidate], question: Question, documents: Mapping[str, Document]) -> Iterable[Excerpt]:
    """A passage's chosen sentences: the whole list when most of it was chosen, else runs of neighbouring sentences."""
    passage = found[0].passage
    items = [rank for rank, sentence in enumerate(passage.sentences) if sentence.role == "item"]
    chosen_items = [c for c in found if c.role == "item"]
    introduced = any(c.role == "introduction" for c in found)
    titled = any(c.role == "heading" for c in found) and (question.wants_list or bool(chosen_items))
    if len(items) > 1 and (len(chosen_items) > MOST_OF_LIST * len(items) or introduced or titled):
        yield passage_excerpt(passage, documents)
        return
    for _, run in groupby(enumerate(found), key=lambda pair: pair[1].rank - pair[0]):
        sentences = [passage.sentences[candidate.rank] for _, candidate in run]
        source = Citation(documents[passage.document], passage.section, sentences[0].start, sentences[-1].end)
        yield Excerpt(
            tuple(collapse(passage.slice(s)) for s in sentences),
            (source,),
            listed=len(sentences) > 1 and sentences[0].role == "item",
        )
