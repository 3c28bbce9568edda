"""Trains the embedding model that ships: a static French one, from nothing but the data of corpus/."""

import random
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from rupfam_assistant.search.questions import AttachedQuestion, find_twins, twin_key
from rupfam_assistant.search.thesaurus import Thesaurus
from rupfam_assistant.texts.passages import Passage

UNKNOWN = "[UNK]"
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Recipe:
    """How the model is trained; `dimensions` are those of a vector, `vocabulary` the number of word pieces."""

    vocabulary: int = 6000
    dimensions: int = 256
    epochs: int = 12
    batch_size: int = 256
    learning_rate: float = 0.02
    scale: float = 20.0
    seed: int = 20260120


def training_pairs(
    passages: tuple[Passage, ...], questions: Iterable[AttachedQuestion], thesaurus: Thesaurus, seed: int
) -> list[tuple[str, str]]:
    """(text, text that means the same): question and answer, two questions of one answer, two words of one group.

    Twin sentences of the two texts share one wording, so that a batch without duplicates never sets them against each other.
    """
    shuffle = random.Random(seed)
    twins = find_twins(list(enumerate(passages)))
    families: dict[str, list[str]] = {}
    for question in questions:
        told = sorted({min((key, *twins[key])) for key in question.targets})
        families.setdefault(" ".join(twin_key(passages[key.passage], key.sentence) for key in told), []).append(
            question.text
        )
    pairs = []
    for answer, asked in families.items():
        pairs += [(question, answer) for question in asked]
        for _ in range(2):
            shuffle.shuffle(asked)
            pairs += list(pairwise(asked))
    pairs += [(form, term.term) for term in thesaurus.terms for form in (*term.same, term.definition or "") if form]
    shuffle.shuffle(pairs)
    return pairs


def train_tokenizer(texts: Iterable[str], vocabulary: int):  # type: ignore[no-untyped-def]  # tokenizers ships no types
    """A WordPiece tokenizer of folded French, elisions cut off."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace("’", "'"),
            normalizers.Replace("œ", "oe"),
            normalizers.Replace("Œ", "oe"),
            normalizers.NFD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("[a-z0-9]+"), "removed", invert=True)
    fixed = [
        UNKNOWN,
        *LETTERS,
        *(f"##{letter}" for letter in LETTERS),
    ]  # the trainer would number them in the order of a hash
    tokenizer.train_from_iterator(
        texts, trainers.WordPieceTrainer(vocab_size=vocabulary, special_tokens=fixed, show_progress=False)
    )
    tokenizer.model = models.WordPiece(vocab=tokenizer.get_vocab(), unk_token=UNKNOWN)
    plain = Tokenizer(tokenizer.model)
    plain.normalizer, plain.pre_tokenizer = tokenizer.normalizer, tokenizer.pre_tokenizer
    return plain


def train_model(pairs: list[tuple[str, str]], recipe: Recipe, show_progress: bool = False):  # type: ignore[no-untyped-def]
    """A sentence-transformers StaticEmbedding trained on pairs by ranking each among the others of its batch."""
    import torch
    from datasets import Dataset
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from sentence_transformers.sentence_transformer.training_args import BatchSamplers
    from transformers import set_seed

    torch.set_num_threads(1)  # so that sums come in one order: the same data give the same model
    set_seed(recipe.seed)
    tokenizer = train_tokenizer(_texts(pairs), recipe.vocabulary)
    torch.manual_seed(recipe.seed)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=recipe.dimensions)], device="cpu")
    with tempfile.TemporaryDirectory() as folder:
        SentenceTransformerTrainer(
            model=model,
            args=SentenceTransformerTrainingArguments(
                output_dir=folder,
                num_train_epochs=recipe.epochs,
                per_device_train_batch_size=recipe.batch_size,
                learning_rate=recipe.learning_rate,
                warmup_steps=0.1,
                batch_sampler=BatchSamplers.NO_DUPLICATES,
                seed=recipe.seed,
                report_to=[],
                save_strategy="no",
                logging_strategy="no",
                disable_tqdm=not show_progress,
                use_cpu=True,
            ),
            train_dataset=Dataset.from_dict({"anchor": [a for a, _ in pairs], "positive": [b for _, b in pairs]}),
            loss=MultipleNegativesRankingLoss(model, scale=recipe.scale),
        ).train()
    return model


def save_model(model, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """Writes the model to a folder that is not there yet."""
    model.save_pretrained(str(folder), create_model_card=False)


def put_model(fresh: Path, folder: Path, card: str) -> None:
    """Copies a saved model with its card beside, then puts it in place of the former one."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        copy = Path(shutil.copytree(fresh, Path(beside) / folder.name))
        (copy / "README.md").write_text(card, encoding="utf-8")
        if folder.exists():
            folder.rename(Path(beside) / "former")
        copy.rename(folder)


def _texts(pairs: list[tuple[str, str]]) -> Iterator[str]:
    for one, other in pairs:
        yield one
        yield other
