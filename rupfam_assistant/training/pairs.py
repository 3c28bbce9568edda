"""Trains the reader of pairs: the first layers of the encoder, taught on pairs of texts and what is to be read of
them; the last layers are of two kinds, those that read sides and those that read the rest."""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from rupfam_assistant.search.encoder import PAD
from rupfam_assistant.search.pairs import HEADS, Task, filled, joined
from rupfam_assistant.training.encoder import noise
from rupfam_assistant.training.shipping import export_network


@dataclass(frozen=True)
class PairRecipe:
    """How the reader is trained: layers kept of the encoder, how many of the last are of two kinds, steps, peak of the
    one-cycle rate, share of the questions that are noised."""

    layers: int = 8
    own: int = 2
    steps: int = 5500
    learning_rate: float = 1.5e-4
    noised: float = 0.5
    seed: int = 1


@dataclass(frozen=True)
class TaughtPair:
    """Two texts, and which of the outputs of a task is right."""

    task: Task
    first: str
    second: str
    label: int


SHARES: dict[tuple[Task, int], int] = {
    ("side", 0): 24,
    ("side", 1): 28,
    ("side", 2): 28,
    ("answers", 0): 72,
    ("answers", 1): 40,
    ("supports", 0): 48,
    ("supports", 1): 40,
    ("forbids", 0): 28,
    ("forbids", 1): 20,
}
"""The pairs of each task and label that a step shows, or as many as there are."""


def train_pairs(model: Any, pairs: Sequence[TaughtPair], path: Path, recipe: PairRecipe) -> None:
    """Teaches a copy of the first layers of an encoder of sentence-transformers, and writes it as ONNX; on a graphics
    card where there is one."""
    import torch

    torch.manual_seed(recipe.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = make_network(copy.deepcopy(model[0].auto_model), recipe.layers, recipe.own).to(device).train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=recipe.learning_rate, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, recipe.learning_rate, total_steps=recipe.steps + 1, pct_start=0.1
    )
    tokenizer = copy.deepcopy(model[0].tokenizer.backend_tokenizer)
    tokenizer.no_truncation()
    for batch in batches(pairs, recipe):
        read = [tokenizer.encode_batch([one.first, one.second], add_special_tokens=False) for one in batch]
        rows = [joined(one.task, *(text.ids for text in texts)) for one, texts in zip(batch, read, strict=True)]
        pieces = torch.from_numpy(filled(rows)).to(device)
        with torch.autocast(device, torch.bfloat16):
            logits = network(pieces, (pieces != PAD).long()).float()
        optimizer.zero_grad()
        loss(logits, batch).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        rate.step()
    export_network(network.cpu(), network.bert, path)


def loss(logits: Any, batch: Sequence[TaughtPair]) -> Any:
    """The sum over tasks of the cross-entropy of their pairs."""
    import torch

    parts = []
    for task, outputs in HEADS.items():
        rows = [number for number, pair in enumerate(batch) if pair.task == task]
        labels = torch.tensor([batch[number].label for number in rows], device=logits.device)
        if rows:
            parts.append(torch.nn.functional.cross_entropy(logits[rows, outputs], labels))
    return sum(parts)


def batches(pairs: Sequence[TaughtPair], recipe: PairRecipe) -> Iterator[list[TaughtPair]]:
    """The pairs of each step by SHARES, some of the questions noised."""
    chance = Random(recipe.seed)
    kinds = {key: [pair for pair in pairs if (pair.task, pair.label) == key] for key in SHARES}
    for _ in range(recipe.steps):
        some = [pair for key, kind in kinds.items() for pair in chance.sample(kind, min(SHARES[key], len(kind)))]
        yield [
            replace(pair, first=noise(pair.first, chance))
            if pair.task not in ("supports", "forbids") and chance.random() < recipe.noised
            else pair
            for pair in some
        ]


def make_network(bert: Any, layers: int, own: int) -> Any:
    """The first layers of a BERT, the last ones of those twice, for sides and for the rest; the mean of their states,
    and what reads HEADS from it."""
    import torch

    class PairNetwork(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            last = bert.encoder.layer[layers - own : layers]
            self.bert = bert
            self.bert.encoder.layer = bert.encoder.layer[: layers - own]
            self.bert.config.num_hidden_layers = layers - own
            self.tops: Any = torch.nn.ModuleList([last, copy.deepcopy(last)])
            sizes = (HEADS["side"].stop, max(outputs.stop for outputs in HEADS.values()) - HEADS["side"].stop)
            self.heads = torch.nn.ModuleList(torch.nn.Linear(bert.config.hidden_size, size) for size in sizes)

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            states = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            shown = attention_mask.unsqueeze(-1).to(states.dtype)
            hidden = (1 - attention_mask[:, None, None, :].to(states.dtype)) * torch.finfo(states.dtype).min
            read = []
            for top, head in zip(self.tops, self.heads, strict=True):
                last = states
                for layer in top:
                    last = layer(last, attention_mask=hidden)
                read.append(head((last * shown).sum(1) / shown.sum(1)))
            return torch.cat(read, 1)

    return PairNetwork()
