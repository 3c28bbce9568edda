"""A tiny BERT of random weights, as training makes the real one, small enough for a test."""

from pathlib import Path
from typing import Any

import numpy as np

from rupfam_assistant.training.base import SPECIAL, make_tokenizer
from rupfam_assistant.training.encoder import PROMPTS

LETTERS = "▁abcdefghijklmnopqrstuvwxyzéèêàçùîôœABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789?!.,:;’'-()«»"
PIECES = (*SPECIAL, *LETTERS, "▁la", "▁le", "▁de", "▁convention", "▁préavis", "▁query", "▁passage")
HIDDEN = 32


def make_tiny_model() -> Any:
    """A sentence-transformers model of two layers, mean of the last states, of length 1."""
    import tempfile

    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(0)
    scores = -np.arange(len(PIECES), 0, -1, dtype=np.float32) / 10
    tokenizer: Any = PreTrainedTokenizerFast(
        tokenizer_object=make_tokenizer(PIECES, scores),
        model_max_length=64,
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
    )
    config = BertConfig(
        vocab_size=len(PIECES),
        hidden_size=HIDDEN,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        pad_token_id=PIECES.index("<pad>"),
    )
    with tempfile.TemporaryDirectory() as folder:
        BertModel(config, add_pooling_layer=False).save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        words = Transformer(folder, max_seq_length=64)
    return SentenceTransformer(modules=[words, Pooling(HIDDEN, "mean"), Normalize()], device="cpu", prompts=PROMPTS)


def save_tiny_model(folder: Path) -> None:
    """Writes it to a folder."""
    make_tiny_model().save_pretrained(str(folder), create_model_card=False)
