"""Trains the encoder that ships: the base, trimmed to French, taught the attached questions."""

import random
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rupfam_assistant.search.cards import AttachedQuestion, Card, in_context
from rupfam_assistant.training.base import Base, make_bert, make_tokenizer

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PROMPTS = {"query": "query: ", "document": "passage: "}
SENTINEL = -1e4
PLAN: dict[str, Any] = {
    "num_train_epochs": 1, "lr_scheduler_type": "linear", "warmup_steps": 0.1, "bf16": True, "report_to": [],
    "save_strategy": "no", "logging_steps": 10, "use_cpu": True, "dataloader_drop_last": True,
}  # fmt: skip
"""What trains whatever the recipe: one pass over the examples, as they are ordered."""


@dataclass(frozen=True)
class Recipe:
    """How the encoder is trained: passes over the questions, questions a batch, peak of the one-cycle rate, scale of
    the cosines, shares of the questions that are noised and that follow one on another subject."""

    epochs: int = 8
    batch_size: int = 128
    learning_rate: float = 8e-5
    scale: float = 20.0
    noised: float = 0.5
    elsewhere: float = 0.12
    seed: int = 20260120


Example = dict[str, Any]
"""What the model is shown: a question ("anchor"), a wording of its card ("positive"), its number ("label")."""


def assemble_encoder(base: Base, kept: tuple[int, ...]) -> "SentenceTransformer":
    """The base with the pieces of these numbers, in sentence-transformers: mean of the last states, of length 1."""
    import tempfile

    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import PreTrainedTokenizerFast

    pieces = tuple(base.pieces[number] for number in kept)
    names = {"bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>"}
    names |= {"pad_token": "<pad>", "unk_token": "<unk>"}
    about = {"tokenizer_object": make_tokenizer(pieces, base.scores[list(kept)]), "model_max_length": base.positions}
    tokenizer: Any = PreTrainedTokenizerFast(**about, **names)  # type: ignore[no-untyped-call]
    with tempfile.TemporaryDirectory() as folder:
        make_bert(base, kept).save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        words = Transformer(folder, max_seq_length=base.positions)
    modules = [words, Pooling(base.hidden, "mean"), Normalize()]
    return SentenceTransformer(modules=modules, device="cpu", prompts=PROMPTS)


def training_wordings(card: Card, quotes: Sequence[str]) -> tuple[str, ...]:
    """The texts that stand for a card, prompts included: what it says, what it is called, the quotes."""
    called = f"{card.section} : {card.title}. {', '.join(card.terms)}"
    return tuple(PROMPTS["document"] + passage for passage in (card.plain, called, *quotes) if passage)


def make_examples(
    questions: Sequence[AttachedQuestion], cards: Sequence[Card], wordings: Sequence[Sequence[str]], recipe: Recipe
) -> Iterator[Example]:
    """The examples in order: each question once a pass beside a wording of its card, or another question, by batch."""
    chance, by_question = random.Random(recipe.seed), False
    numbers = {card.id: number for number, card in enumerate(cards)}
    asked_of = {card.id: [PROMPTS["query"] + card.question] for card in cards}
    for question in questions:
        asked_of[question.cards[0]].append(PROMPTS["query"] + question.asked)
    passes = (question for _ in range(recipe.epochs) for question in chance.sample(questions, len(questions)))
    for number, question in enumerate(passes):
        if number % recipe.batch_size == 0:
            by_question = chance.random() < 0.5
        history = question.history
        if not history and chance.random() < recipe.elsewhere:
            history = (chance.choice(questions).text,)
        asked = noise(question.text, chance) if chance.random() < recipe.noised else question.text
        name = chance.choice(question.cards)
        told = chance.choice(asked_of[name]) if by_question else chance.choice(wordings[numbers[name]])
        anchor = PROMPTS["query"] + in_context(asked, history)
        yield {"anchor": anchor, "positive": told, "label": numbers[name]}


def noise(text: str, chance: random.Random) -> str:
    """The text with one or two of: no accents, no capitals or only these, no marks, letters dropped or doubled."""
    for change in chance.sample(CHANGES, chance.choice((1, 1, 2))):
        text = change(text, chance)
    return text


def _slips(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(max(1, len(letters) // 25)):
        at = chance.randrange(len(letters)) if letters else 0
        if not letters or not letters[at].isalpha():
            continue
        slip = chance.randrange(3)
        if slip == 0:
            del letters[at]
        elif slip == 1:
            letters.insert(at, letters[at])
        elif at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    lambda text, _: "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)),
    lambda text, _: text.lower(),
    lambda text, chance: text.upper() if chance.random() < 0.3 else text,
    lambda text, _: " ".join(text.translate(dict.fromkeys(map(ord, "?,’'"), " ")).split()),
    _slips,
)


def card_loss(model: "SentenceTransformer", same: np.ndarray, scale: float) -> Any:
    """The loss module: each question among the wordings and the other questions of its batch; those of its card share
    the mass, those of a card alike count for nothing."""
    import torch

    table = torch.from_numpy(same)

    class CardLoss(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, sentence_features: Iterable[dict[str, Any]], labels: Any) -> Any:
            asked, told = (self.model(features)["sentence_embedding"].float() for features in sentence_features)
            mine = labels[:, None] == labels[None, :]
            ignored = table[labels][:, labels] & ~mine
            against = asked @ told.T * scale
            among = asked @ asked.T * scale + torch.eye(len(asked)) * SENTINEL
            weighed = ((against, 1.0), (against.T, 0.5), (among, 0.5))
            return sum(_mass(scores.masked_fill(ignored, SENTINEL), mine, weight) for scores, weight in weighed)

        def get_config_dict(self) -> dict[str, Any]:
            return {"scale": scale}

    def _mass(scores: Any, mine: Any, weight: float) -> Any:
        right = scores.masked_fill(~mine, SENTINEL).logsumexp(1)
        shown = right > SENTINEL / 2
        return weight * (scores.logsumexp(1) - right)[shown].mean() if shown.any() else scores.sum() * 0

    return CardLoss()


def train_encoder(
    model: "SentenceTransformer",
    examples: list[Example],
    same: np.ndarray,
    recipe: Recipe,
    folder: Path,
    show_progress: bool = False,
) -> None:
    """Teaches the model the examples in their order, in bfloat16 where the processor has it."""
    from datasets import Dataset
    from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.base.sampler import DefaultBatchSampler
    from torch.utils.data import SequentialSampler

    arguments = SentenceTransformerTrainingArguments(
        **PLAN,
        output_dir=str(folder),
        per_device_train_batch_size=recipe.batch_size,
        learning_rate=recipe.learning_rate,
        seed=recipe.seed,
        logging_strategy="steps" if show_progress else "no",
        disable_tqdm=not show_progress,
        batch_sampler=lambda dataset, **told: DefaultBatchSampler(SequentialSampler(dataset), **told),
    )
    shown, loss = Dataset.from_list(examples), card_loss(model, same, recipe.scale)
    SentenceTransformerTrainer(model=model, args=arguments, train_dataset=shown, loss=loss).train()
