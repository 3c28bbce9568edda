"""What the reader of pairs is taught: questions beside cards and passages, sentences beside what proves them,
statements beside constraints, fields and what is noted in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.errors import UnreadableFile
from rupfam_assistant.french import analyse
from rupfam_assistant.french.clauses import Span
from rupfam_assistant.french.lists import read_json_lines, read_list
from rupfam_assistant.french.words import subject
from rupfam_assistant.search.cards import AttachedQuestion
from rupfam_assistant.search.encoder import Encoder
from rupfam_assistant.search.index import sentence_text
from rupfam_assistant.search.matching import Matcher
from rupfam_assistant.search.pairs import OUTPUTS
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import cut_passages
from rupfam_assistant.texts.quotes import find_quote
from rupfam_assistant.training.needs import EXAMPLES as NEEDS
from rupfam_assistant.training.pairs import TaughtField, TaughtPair

NEAREST, WRONG_CARDS, WRONG_SENTENCES, COVERED, LEAST_STEMS = 400, 6, 10, 0.5, 3
"""Questions near to one, whose cards are looked at; cards, and sentences of a document, that do not answer; the share
of the shorter of a sentence and a quote that both hold, for one to stand for the other; the stems that a short
sentence counts for."""

JOINED, SEVERAL, AGAIN, JOINTS = 800, (2, 7), 0.2, (". ", ". ", " ; ", "\n", ", ")
"""Long fields made of others; how many these are; the share of those that say one again and again; what joins them."""


def side_pairs(questions: Iterable[AttachedQuestion], knowledge: Knowledge) -> Iterator[TaughtPair]:
    """Questions, their card, and the side that it takes."""
    for question in questions:
        yield TaughtPair("side", question.asked, knowledge.told[question.cards[0]], OUTPUTS.index(question.side))


def card_pairs(questions: Sequence[AttachedQuestion], matcher: Matcher, knowledge: Knowledge) -> Iterator[TaughtPair]:
    """Questions beside their cards, which answer, and beside those of the nearest questions of other families."""
    acts = {number for number, card in enumerate(matcher.cards) if card.kind == "act"}
    vectors = matcher.encoder.encode([question.asked for question in questions], "query")
    for question, vector in zip(questions, vectors, strict=True):
        right = [matcher.numbers[card] for card in question.cards]
        if acts.intersection(right):
            continue
        yield from (TaughtPair("answers", question.asked, knowledge.told[matcher.cards[n].id], 1) for n in right)
        near = np.argsort(-(matcher.asked @ vector))[:NEAREST]
        others = (matcher.questions[n] for n in near if matcher.questions[n].family != question.family)
        cards = dict.fromkeys(matcher.numbers[other.cards[0]] for other in others)
        wrong = [n for n in cards if n not in acts and not matcher.alike[n, right].any()][:WRONG_CARDS]
        yield from (TaughtPair("answers", question.asked, knowledge.told[matcher.cards[n].id], 0) for n in wrong)


def local_pairs(
    documents: Iterable[Document], rows: Sequence[dict[str, Any]], encoder: Encoder
) -> Iterator[TaughtPair]:
    """The questions put to documents (corpus/local/) beside the sentences that answer, and the nearest that do not."""
    for document in documents:
        sentences = [(passage, n) for passage in cut_passages(document) for n in range(len(passage.sentences))]
        texts = [sentence_text(passage, n) for passage, n in sentences]
        vectors = encoder.encode(texts, "passage")
        for row in (row for row in rows if row["document"] == document.name):
            golds = [span for quote in row["evidence"] for span in find_quote(document.text, quote["quote"])]
            spans = [(passage.sentences[n].start, passage.sentences[n].end) for passage, n in sentences]
            right = {n for n, span in enumerate(spans) if any(covers(*span, *gold) for gold in golds)}
            near = np.argsort(-(vectors @ encoder.encode([row["question"]], "query")[0]))
            wrong = [int(n) for n in near if n not in right][:WRONG_SENTENCES]
            yield from (TaughtPair("answers", row["question"], texts[n], int(n in right)) for n in (*right, *wrong))


def article_pairs(path: Path) -> Iterator[TaughtPair]:
    """Questions put to paragraphs of an encyclopaedia (PIAF, Keraron et al., 2020) beside the sentence that answers,
    and those of the same article that share most stems with them and do not."""
    for _, rows in groupby(read_json_lines(path), key=itemgetter("article")):
        paragraphs = [
            (row, [row["context"][start:end] for start, end in analyse(row["context"]).parts]) for row in rows
        ]
        every = [(sentence, subject(sentence)) for _, sentences in paragraphs for sentence in sentences]
        for row, sentences in paragraphs:
            for asked in row["questions"]:
                end = next((n for n, (_, last) in enumerate(analyse(row["context"]).parts) if asked["start"] < last), 0)
                yield TaughtPair("answers", asked["question"], sentences[end], 1)
                wanted = subject(asked["question"])
                others = [one for one in every if asked["answer"].lower() not in one[0].lower()]
                others.sort(key=lambda one: len(wanted & one[1]) / (LEAST_STEMS + len(one[1])) ** 0.5, reverse=True)
                yield from (TaughtPair("answers", asked["question"], one, 0) for one, _ in others[:WRONG_CARDS])


def claim_pairs(path: Path, knowledge: Knowledge, chance: Random) -> Iterator[TaughtPair]:
    """Sentences beside passages: written by hand, altered, of cards beside their quotes or others', the texts' own."""
    written = [(row["sentence"], row["passage"], int(row["supported"])) for row in read_json_lines(path)]
    cards = [(card.plain, " ".join(knowledge.quotes_of(card)), 1) for card in knowledge.cards if card.places]
    passages = knowledge.contents.passages
    own = [(passage.slice(sentence), passage.text, 1) for passage in passages for sentence in passage.sentences]
    true = {row for row in (*written, *cards, *own) if row[2]}
    some = [*cards, *own, *(row for row in written if row[2])][::2]
    altered = [(alter(sentence, chance), passage, 0) for sentence, passage, _ in some]
    astray = [(sentence, chance.choice(some)[1], 0) for sentence, _, _ in some[::2]]
    for sentence, passage, label in (*written, *cards, *own, *altered, *astray):
        if label or (sentence not in passage and (sentence, passage, 1) not in true):
            yield TaughtPair("supports", sentence, passage, label)


def forbidden_pairs(path: Path, chance: Random) -> Iterator[TaughtPair]:
    """Statements beside constraints that forbid them, wholly or in part, and beside some that do not."""
    cases = [*read_json_lines(path)]
    for case in cases:
        told = case["constraints"]
        for field in case["fields"]:
            yield TaughtPair("forbids", field["text"], told, int(field["want"] != "none"))
            if field["left"]:
                yield TaughtPair("forbids", field["left"], told, 0)
        for field in (chance.choice(chance.choice(cases)["fields"]) for _ in range(2)):
            if field not in case["fields"]:
                yield TaughtPair("forbids", field["text"], told, 0)


def taught_fields(corpus: Path) -> list[TaughtField]:
    """The fields that hands marked, then the needs, which hold no note; RupfamError names the file at fault."""
    path = corpus / "memos.jsonl"
    rows = read_json_lines(path)
    try:
        marked = [TaughtField(row["field"], row["text"], _places(row["text"], row["out"])) for row in rows]
    except (KeyError, ValueError) as error:
        why = "a une ligne sans « field », « text » et « out », ou dont un mémo n’est pas dans le texte : corrigez-la"
        raise UnreadableFile(path, why) from error
    return [*marked, *(TaughtField("territory_needs", row["need"], ()) for row in read_json_lines(corpus / NEEDS))]


def joined_fields(fields: Sequence[TaughtField], chance: Random) -> Iterator[TaughtField]:
    """Long fields, of the size of what is read at once: some of the fields that follow one another, or one told again
    and again."""
    for _ in range(JOINED):
        some = chance.sample(fields, chance.randint(*SEVERAL))
        told = [chance.choice(some)] * len(some) if chance.random() < AGAIN else some
        text, notes = "", list[Span]()
        for field in told:
            notes += [(len(text) + start, len(text) + end) for start, end in field.notes]
            text += f"{field.text.rstrip()}{chance.choice(JOINTS)}"
        yield TaughtField(told[0].field, text.rstrip(), tuple(notes))


def _places(text: str, memos: Sequence[str]) -> tuple[Span, ...]:
    found: list[Span] = []
    for memo in memos:
        start = text.index(memo, found[-1][1] if found else 0)
        found.append((start, start + len(memo)))
    return tuple(found)


def alter(sentence: str, chance: Random) -> str:
    """A sentence with one expression in the place of another of its kind (corpus/french/swaps.toml), if it has one."""
    found = [
        (place.start(), place.end(), other)
        for group in read_list("swaps").groups.values()
        for word in group
        for place in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", sentence, re.IGNORECASE)
        for other in group
        if other != word
    ]
    if not found:
        return sentence
    start, end, other = chance.choice(found)
    return sentence[:start] + (other[0].upper() + other[1:] if sentence[start].isupper() else other) + sentence[end:]


def covers(start: int, end: int, first: int, last: int) -> bool:
    """Whether a sentence and a quote share COVERED of the shorter."""
    return min(end, last) - max(start, first) >= COVERED * min(end - start, last - first)
