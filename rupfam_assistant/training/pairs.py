"""Trains the reader of pairs: the first layers of the encoder, taught on questions beside their cards."""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from rupfam_assistant.search.cards import Side
from rupfam_assistant.search.encoder import PAD
from rupfam_assistant.search.pairs import OUTPUTS, filled, joined
from rupfam_assistant.training.encoder import noise
from rupfam_assistant.training.shipping import export_network


@dataclass(frozen=True)
class PairRecipe:
    """How the reader is trained: layers kept of the encoder, steps, peak of the one-cycle rate, share of the questions
    that are noised, questions with a side and without one a step."""

    layers: int = 6
    steps: int = 3500
    learning_rate: float = 1.5e-4
    noised: float = 0.5
    sided: int = 64
    unsided: int = 32
    seed: int = 1


@dataclass(frozen=True)
class CardPair:
    """A question in its context, what is read of its card, and the side that it takes."""

    asked: str
    told: str
    side: Side


def train_pairs(model: Any, cards: Sequence[CardPair], path: Path, recipe: PairRecipe) -> None:
    """Teaches a copy of the first layers of an encoder of sentence-transformers, and writes it as ONNX; on a graphics
    card where there is one."""
    import torch

    torch.manual_seed(recipe.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = make_network(copy.deepcopy(model[0].auto_model), recipe.layers).to(device).train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=recipe.learning_rate, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, recipe.learning_rate, total_steps=recipe.steps + 1, pct_start=0.1
    )
    for batch in batches(cards, recipe):
        pieces = torch.from_numpy(filled([joined(*_pieces(model, pair)) for pair in batch])).to(device)
        with torch.autocast(device, torch.bfloat16):
            logits = network(pieces, (pieces != PAD).long()).float()
        sides = torch.tensor([OUTPUTS.index(pair.side) for pair in batch], device=device)
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(logits, sides).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        rate.step()
    export_network(network.cpu(), network.bert, path)


def batches(cards: Sequence[CardPair], recipe: PairRecipe) -> Iterator[list[CardPair]]:
    """The pairs of each step, some of their questions noised."""
    chance = Random(recipe.seed)
    sided, unsided = [pair for pair in cards if pair.side], [pair for pair in cards if not pair.side]
    for _ in range(recipe.steps):
        some = [
            pair
            for kind, count in ((sided, recipe.sided), (unsided, recipe.unsided))
            for pair in chance.sample(kind, min(count, len(kind)))
        ]
        yield [
            CardPair(noise(pair.asked, chance), pair.told, pair.side) if chance.random() < recipe.noised else pair
            for pair in some
        ]


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


def _pieces(model: Any, pair: CardPair) -> list[list[int]]:
    return [model[0].tokenizer(text, add_special_tokens=False)["input_ids"] for text in (pair.asked, pair.told)]
