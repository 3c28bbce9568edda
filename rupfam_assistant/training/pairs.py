"""Trains the reader of pairs: the first layers of the encoder, taught on questions beside their cards (neither, oui or
non), and beside sentences of texts (whether they answer)."""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import numpy as np

from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.search.cards import AttachedQuestion
from rupfam_assistant.search.encoder import PAD, Encoder
from rupfam_assistant.search.index import sentence_text
from rupfam_assistant.search.pairs import OUTPUTS, filled, joined
from rupfam_assistant.texts.added import read_added
from rupfam_assistant.texts.passages import Passage, cut_passages
from rupfam_assistant.texts.quotes import find_quote
from rupfam_assistant.training.encoder import noise
from rupfam_assistant.training.shipping import export_network

NEAREST = 20
"""Sentences near to a question that it is read beside."""

Drawn = TypeVar("Drawn")

Span = tuple[str, int, int]
"""A document's name, and the offsets of a slice of it."""

SIDES = ("", "oui", "non")
"""The sides of a card, in the order of the last OUTPUTS."""


@dataclass(frozen=True)
class PairRecipe:
    """How the reader is trained: layers kept of the encoder, steps, peak of the one-cycle rate, share of the questions
    that are noised; a step sees so many questions with a side, without one, put to added documents, to the founding
    texts, and without an answer there, the last three beside so many sentences near to them and one further."""

    layers: int = 6
    steps: int = 3500
    learning_rate: float = 1.5e-4
    noised: float = 0.5
    sided: int = 64
    unsided: int = 32
    local: int = 24
    founding: int = 12
    absent: int = 6
    near: int = 3
    seed: int = 1


@dataclass(frozen=True)
class CardPair:
    """A question in its context, what is read of its card, and the side that it takes."""

    asked: str
    told: str
    side: str


@dataclass(frozen=True)
class SentencePairs:
    """A question, the sentences that answer it, and others near to it, nearest first."""

    asked: str
    answers: tuple[str, ...]
    others: tuple[str, ...]


def train_pairs(
    model: Any,
    cards: Sequence[CardPair],
    local: Sequence[SentencePairs],
    founding: Sequence[SentencePairs],
    path: Path,
    recipe: PairRecipe,
) -> None:
    """Teaches a copy of the first layers of an encoder of sentence-transformers, and writes it as ONNX; on a graphics
    card where there is one."""
    import torch
    from torch.nn import functional

    torch.manual_seed(recipe.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = make_network(copy.deepcopy(model[0].auto_model), recipe.layers).to(device).train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=recipe.learning_rate, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, recipe.learning_rate, total_steps=recipe.steps + 1, pct_start=0.1
    )
    for pairs, sides, answers in batches(cards, local, founding, recipe):
        rows = [joined(*(_pieces(model, text) for text in pair)) for pair in pairs]
        pieces = torch.from_numpy(filled(rows)).to(device)
        with torch.autocast(device, torch.bfloat16):
            logits = network(pieces, (pieces != PAD).long()).float()
        loss = functional.cross_entropy(logits[: len(sides), 1:], torch.tensor(sides, device=device))
        loss = loss + functional.binary_cross_entropy_with_logits(
            logits[len(sides) :, 0], torch.tensor(answers, device=device), pos_weight=torch.tensor(2.0, device=device)
        )
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        rate.step()
    export_network(network.cpu(), network.bert, path)


def batches(
    cards: Sequence[CardPair], local: Sequence[SentencePairs], founding: Sequence[SentencePairs], recipe: PairRecipe
) -> Iterator[tuple[list[tuple[str, str]], list[int], list[float]]]:
    """The pairs of each step, those of cards first; the numbers of their sides, and whether the sentences answer."""
    chance = Random(recipe.seed)
    sided, unsided = [pair for pair in cards if pair.side], [pair for pair in cards if not pair.side]
    told, untold = [one for one in founding if one.answers], [one for one in founding if not one.answers]
    drawn = ((local, recipe.local), (told, recipe.founding), (untold, recipe.absent))
    for _ in range(recipe.steps):
        some = [*_draw(sided, recipe.sided, chance), *_draw(unsided, recipe.unsided, chance)]
        pairs, answers = [(_typed(one.asked, recipe, chance), one.told) for one in some], []
        for one in (one for kind, count in drawn for one in _draw(kind, count, chance)):
            asked, first, last = _typed(one.asked, recipe, chance), one.others[:6], one.others[6:]
            right = _draw(one.answers, 1, chance)
            texts = [*right, *_draw(first, recipe.near, chance), *_draw(last, 1, chance)]
            pairs += [(asked, text) for text in texts]
            answers += [float(number < len(right)) for number in range(len(texts))]
        yield pairs, [SIDES.index(one.side) for one in some], answers


def local_pairs(folder: Path, encoder: Encoder) -> Iterator[SentencePairs]:
    """The questions of a folder put to its documents, beside their sentences."""
    questions = list(read_json_lines(folder / "questions.jsonl"))
    for document in read_added(folder):
        spans = _sentences(cut_passages(document))
        mine = [row for row in questions if row["document"] == document.name]
        golds = [
            [(document.name, *span) for quote in row["evidence"] for span in find_quote(document.text, quote["quote"])]
            for row in mine
        ]
        yield from _beside([row["question"] for row in mine], golds, spans, encoder)


def founding_pairs(
    questions: Sequence[AttachedQuestion], encoder: Encoder, knowledge: Knowledge
) -> Iterator[SentencePairs]:
    """Attached questions beside the sentences of the founding texts; those that an absence answers have no answer."""
    founding = knowledge.contents.founding
    spans = _sentences([passage for passage in knowledge.contents.passages if passage.document in founding])
    places = {card.id: [(p.document, p.start, p.end) for p in card.places] for card in knowledge.cards}
    kinds = {card.id: card.kind for card in knowledge.cards}
    some = [question for question in questions if kinds[question.cards[0]] != "act"]
    golds = [
        [place for card in question.cards if kinds[card] == "answer" for place in places[card]] for question in some
    ]
    yield from _beside([question.text for question in some], golds, spans, encoder)


def _beside(
    asked: Sequence[str], golds: Sequence[Sequence[Span]], spans: Sequence[tuple[Span, str]], encoder: Encoder
) -> Iterator[SentencePairs]:
    """Each question with the sentences that cover a gold span by half, and the nearest of the others."""
    texts = [text for _, text in spans]
    near = encoder.encode(asked, "query") @ encoder.encode(texts, "passage").T
    for question, gold, cosines in zip(asked, golds, near, strict=True):
        right = {number for number, (span, _) in enumerate(spans) if any(_covers(span, one) for one in gold)}
        others = [int(number) for number in np.argsort(-cosines) if number not in right]
        yield SentencePairs(question, tuple(texts[n] for n in right), tuple(texts[n] for n in others[:NEAREST]))


def _sentences(passages: Sequence[Passage]) -> list[tuple[Span, str]]:
    """Where each sentence stands, and what is read of it."""
    return [
        ((passage.document, sentence.start, sentence.end), sentence_text(passage, number))
        for passage in passages
        for number, sentence in enumerate(passage.sentences)
    ]


def _covers(one: Span, other: Span) -> bool:
    """Whether two spans share half of the shorter."""
    shared = min(one[2], other[2]) - max(one[1], other[1])
    return one[0] == other[0] and shared >= min(one[2] - one[1], other[2] - other[1]) / 2


def make_network(bert: Any, layers: int) -> Any:
    """The first layers of a BERT, the mean of their states, and what reads OUTPUTS from it."""
    import torch

    class PairNetwork(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = bert
            self.bert.encoder.layer = self.bert.encoder.layer[:layers]
            self.bert.config.num_hidden_layers = layers
            self.head = torch.nn.Linear(bert.config.hidden_size, len(OUTPUTS))

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            states = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            shown = attention_mask.unsqueeze(-1).to(states.dtype)
            return self.head((states * shown).sum(1) / shown.sum(1))

    return PairNetwork()


def _draw(some: Sequence[Drawn], count: int, chance: Random) -> list[Drawn]:
    return chance.sample(some, min(count, len(some)))


def _typed(text: str, recipe: PairRecipe, chance: Random) -> str:
    return noise(text, chance) if chance.random() < recipe.noised else text


def _pieces(model: Any, text: str) -> list[int]:
    return list(model[0].tokenizer(text, add_special_tokens=False)["input_ids"])
