"""Extracts: from the passages found, the sentences or the whole list that answer, in the texts' own words."""

from collections.abc import Mapping, Sequence

from rupfam_assistant.answers.question import Question
from rupfam_assistant.answers.reply import Citation, Excerpt
from rupfam_assistant.search.retrieval import Hit
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import Passage, collapse

CLOSE = 0.8
"""A second sentence is told as well when its score is at least this share of the first one's."""

MOST_SENTENCES = 2


def extract(question: Question, hits: Sequence[Hit], passages: tuple[Passage, ...], documents: Mapping[str, Document]) -> tuple[Excerpt, ...]:
    """What answers, best first; the hits are those of the question, best first and not empty."""
    if question.wants_contents and (whole := _whole_sections(question, passages, documents)):
        return whole
    if question.compares and len({hit.passage.document for hit in hits}) > 1:
        return _of_both(hits, documents)
    return _merge_twins([_from_hit(question, hits[0], documents), *_close_ones(question, hits, documents)])


def sentence_excerpt(passage: Passage, rank: int, documents: Mapping[str, Document]) -> Excerpt:
    """One sentence and its source."""
    sentence = passage.sentences[rank]
    return Excerpt((collapse(passage.slice(sentence)),), (Citation(documents[passage.document], passage.section, sentence.start, sentence.end),))


def passage_excerpt(passage: Passage, documents: Mapping[str, Document]) -> Excerpt:
    """A whole passage: a list with what introduces it, or a paragraph without its heading."""
    told = [s for s in passage.sentences if s.role != "heading"] or list(passage.sentences)
    items = [s for s in told if s.role == "item"]
    first = passage.sentences[0] if items else told[0]
    lines = tuple(collapse(passage.slice(s)) for s in (passage.sentences if items else told))
    return Excerpt(lines, (Citation(documents[passage.document], passage.section, first.start, passage.end),), listed=bool(items))


def _whole_sections(question: Question, passages: tuple[Passage, ...], documents: Mapping[str, Document]) -> tuple[Excerpt, ...]:
    """All the passages of the articles or objectives that the question names."""
    return tuple(passage_excerpt(p, documents) for p in passages if question.sections & set(p.headings))


def _of_both(hits: Sequence[Hit], documents: Mapping[str, Document]) -> tuple[Excerpt, ...]:
    """The best of each text, side by side."""
    best = {hit.passage.document: hit for hit in reversed(hits)}
    return tuple(_best_of(best[name], documents) for name in documents if name in best)


def _best_of(hit: Hit, documents: Mapping[str, Document]) -> Excerpt:
    rank = hit.sentences[0][0]
    if hit.passage.sentences[rank].role in ("heading", "introduction"):
        return passage_excerpt(hit.passage, documents)
    return sentence_excerpt(hit.passage, rank, documents)


def _from_hit(question: Question, hit: Hit, documents: Mapping[str, Document]) -> Excerpt:
    items = sum(sentence.role == "item" for sentence in hit.passage.sentences)
    if question.wants_list and items > 1:
        return passage_excerpt(hit.passage, documents)
    return _best_of(hit, documents)


def _close_ones(question: Question, hits: Sequence[Hit], documents: Mapping[str, Document]) -> list[Excerpt]:
    """The sentences that stand about as near as the best one, lists left aside."""
    floor = CLOSE * hits[0].score
    others = [
        (score, hit, rank)
        for hit in hits
        for rank, score in hit.sentences
        if score >= floor and hit.passage.sentences[rank].role not in ("heading", "introduction")
    ]
    others.sort(key=lambda found: -found[0])
    return [sentence_excerpt(hit.passage, rank, documents) for _, hit, rank in others[: MOST_SENTENCES + 1]]


def _merge_twins(excerpts: list[Excerpt]) -> tuple[Excerpt, ...]:
    """Each wording once, with every source that has it; at most as many as an answer tells."""
    merged: dict[str, Excerpt] = {}
    for excerpt in excerpts:
        if any(excerpt.citations[0] in kept.citations or _inside(excerpt, kept) for kept in merged.values()):
            continue
        key = _wording(excerpt)
        kept = merged.get(key)
        merged[key] = Excerpt(kept.lines, (*kept.citations, *excerpt.citations), kept.listed) if kept else excerpt
    return tuple(merged.values())[:MOST_SENTENCES]


def _inside(excerpt: Excerpt, kept: Excerpt) -> bool:
    one, other = excerpt.citations[0], kept.citations[0]
    return one.document == other.document and other.start <= one.start and one.end <= other.end


def _wording(excerpt: Excerpt) -> str:
    return " ".join(excerpt.lines).rstrip(" ;.").replace("- ", "-").lower()
