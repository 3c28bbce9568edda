"""Trains the reader of pairs: the first layers of the encoder, taught on pairs of texts and what is to be read of
them, and on fields and what is noted in them; the last layers are of two kinds, those that read sides and those that
read the rest."""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from rupfam_assistant.french.clauses import Span
from rupfam_assistant.search.encoder import PAD
from rupfam_assistant.search.pairs import END, HEADS, NOTES, READ, START, WINDOW, Task, filled, joined
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


@dataclass(frozen=True)
class TaughtField:
    """The text of a field, by its name in the schema, and the (start, end) of what is noted in it for oneself."""

    field: str
    text: str
    notes: tuple[Span, ...]


SHOWN: dict[Task, tuple[int, ...]] = {"side": (24, 28, 28), "answers": (72, 40), "supports": (48, 40)}
SHOWN["forbids"] = (28, 20)
SHARES = {(task, label): share for task, told in SHOWN.items() for label, share in enumerate(told)}
NOTED, CLEAN, SOFT = 38, 28, 0.02
"""The pairs of each task and label that a step shows, or as many as there are; the fields with notes and without; how
much of what is right of a piece is left to the other."""

AROUND = 64
"""The size of what is held, on each side, of the pieces around one, when it is read whether it is noted."""

Piece = tuple[int, int]
"""A piece of a field, and whether it is noted (1), signed (0), or neither (-1)."""


def train_pairs(
    model: Any, pairs: Sequence[TaughtPair], fields: Sequence[TaughtField], path: Path, recipe: PairRecipe
) -> None:
    """Teaches a copy of the first layers of an encoder, on a graphics card if there is one, and writes it as ONNX."""
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
    for batch, noted in zip(batches(pairs, recipe), batches_of_fields(fields, recipe), strict=True):
        read = [tokenizer.encode_batch([one.first, one.second], add_special_tokens=False) for one in batch]
        rows = [joined(one.task, *(text.ids for text in texts)) for one, texts in zip(batch, read, strict=True)]
        pieces = torch.from_numpy(filled(rows)).to(device)
        told = [marked(tokenizer, one) for one in noted]
        words = torch.from_numpy(filled([[piece for piece, _ in row] for row in told])).to(device)
        with torch.autocast(device, torch.bfloat16):
            logits = network(pieces, (pieces != PAD).long())[0].float()
            spoken = network(words, (words != PAD).long())[1].float()
        optimizer.zero_grad()
        (loss(logits, batch) + loss_of_fields(spoken, told)).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        rate.step()
    export_network(network.cpu(), network.bert, path, {READ: ("texts",), NOTES: ("texts", "pieces")})


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


def loss_of_fields(logits: Any, told: Sequence[Sequence[Piece]]) -> Any:
    """The mean over fields of the cross-entropy of their pieces, by the logits of each (fields × pieces × 2)."""
    import torch

    parts = []
    for row, pieces in zip(logits, told, strict=True):
        places = [place for place, (_, label) in enumerate(pieces) if label >= 0]
        labels = torch.tensor([pieces[place][1] for place in places], device=logits.device)
        parts.append(torch.nn.functional.cross_entropy(row[places], labels, label_smoothing=SOFT))
    return sum(parts) / len(parts)


def marked(tokenizer: Any, field: TaughtField) -> list[Piece]:
    """The pieces of a field, as the network reads them."""
    named, told = tokenizer.encode_batch([field.field, field.text], add_special_tokens=False)
    pieces = [*zip(told.ids, (int(_noted(span, field.notes)) for span in told.offsets), strict=True)]
    around = [(piece, -1) for piece in (START, *named.ids, END, END)]
    return [*around, *pieces[:WINDOW], (END, -1)]


def _noted(piece: Span, notes: Sequence[Span]) -> bool:
    """Whether half of a piece at least is in a note."""
    start, end = piece
    return 2 * sum(max(0, min(end, last) - max(start, first)) for first, last in notes) >= max(1, end - start)


def batches_of_fields(fields: Sequence[TaughtField], recipe: PairRecipe) -> Iterator[list[TaughtField]]:
    """The fields of each step, with notes and without."""
    chance = Random(recipe.seed)
    noted, clean = [one for one in fields if one.notes], [one for one in fields if not one.notes]
    for _ in range(recipe.steps):
        yield [*chance.sample(noted, min(NOTED, len(noted))), *chance.sample(clean, min(CLEAN, len(clean)))]


def make_network(bert: Any, layers: int, own: int) -> Any:
    """The first layers of a BERT, the last ones of those twice, for sides and for the rest; the mean of their states,
    and what reads HEADS from it; what reads of each state of the rest, with those around it, whether it is noted."""
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
            self.around = torch.nn.LSTM(bert.config.hidden_size, AROUND, batch_first=True, bidirectional=True)
            self.notes = torch.nn.Linear(2 * AROUND, 2)

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
            return torch.cat(read, 1), self.notes(self.around(last)[0])

    return PairNetwork()
