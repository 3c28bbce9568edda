"""Learns corpus/memos.npz: which segments of a field are memos, by logistic regression on what their words are and
mean, from the lines of corpus/memos.jsonl and the needs of corpus/needs.jsonl, which hold no memo."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from rupfam_assistant.errors import UnreadableFile
from rupfam_assistant.french.clauses import Span
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.french.memos import BUCKETS, MEANING, MODEL, TOKEN, Array, MemoModel, features, segments
from rupfam_assistant.search.encoder import Encoder
from rupfam_assistant.training.needs import EXAMPLES as NEEDS

EXAMPLES = "memos.jsonl"
FREE, SPREAD, STEPS, NEED = 2.0, 0.6, 127, 0.25
WORD_START, LEAST = "▁", 2
"""How free the weights are; how far meanings spread beside the words; the steps that a number is kept on; the weight of
a need, which was not marked, beside a line that was; what opens a word of the encoder, the letters of one that counts,
its opening among them."""

Line = tuple[str, str, tuple[Span, ...], float]
"""A line: its field, its text, the (start, end) of its memos, how much it weighs."""


def train_memos(corpus: Path, encoder: Encoder) -> None:
    """Learns from the corpus, in a minute, and stores what was learned there; RupfamError names the file at fault."""
    lines = read_examples(corpus)
    pieces = json.loads((corpus / "model" / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    known = (piece[1:] for piece, _ in pieces if piece[:1] == WORD_START and len(piece) > LEAST)
    said = (word for _, text, *_ in lines for word in TOKEN.findall(text) if word[0].isalpha())
    model = learn_memos(lines, meanings({*filter(str.isalpha, known), *said}, encoder))
    spread = np.stack([*model.meanings.values()])
    scale = STEPS / float(np.abs(spread).max())
    fresh = (corpus / MODEL).with_suffix(".new.npz")
    np.savez_compressed(
        fresh,
        words="\n".join(model.meanings),
        meanings=np.round(spread * scale).astype(np.int8),
        scale=np.float32(scale),
        weights=model.weights.astype(np.float16),
    )
    fresh.replace(corpus / MODEL)


def meanings(words: Iterable[str], encoder: Encoder) -> dict[str, Array]:
    """What words mean: the MEANING directions in which their vectors differ most."""
    known = sorted(words)
    vectors = encoder.encode(known, "passage")
    centred = vectors - vectors.mean(0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    kept = centred @ directions[:MEANING].T
    return dict(zip(known, (kept * (SPREAD / kept.std())).astype(np.float32), strict=True))


def read_examples(corpus: Path) -> list[Line]:
    """The lines that were marked, then the needs; RupfamError names the file at fault."""
    path = corpus / EXAMPLES
    try:
        marked = [
            (row["field"], row["text"], tuple(_spans(row["text"], row["out"])), 1.0) for row in read_json_lines(path)
        ]
    except (KeyError, ValueError) as error:
        why = "a une ligne sans « field », « text » et « out », ou dont un mémo n’est pas dans le texte : corrigez-la"
        raise UnreadableFile(path, why) from error
    return [*marked, *(("territory_needs", row["need"], (), NEED) for row in read_json_lines(corpus / NEEDS))]


def _spans(text: str, memos: Sequence[str]) -> Iterable[Span]:
    end = 0
    for memo in memos:
        start = text.index(memo, end)
        end = start + len(memo)
        yield start, end


def learn_memos(lines: Sequence[Line], known: Mapping[str, Array]) -> MemoModel:
    """The model that tells which segments lie for more than half in a memo."""
    from scipy.sparse import csr_array, hstack
    from sklearn.linear_model import LogisticRegression

    blank = MemoModel(known, np.zeros(0, np.float32))
    rows: list[dict[int, float]] = []
    meant: list[Array] = []
    right: list[bool] = []
    shares: list[float] = []
    for field, text, memos, share in lines:
        cut = segments(text)
        rows += features(text, cut, field)
        meant += (blank.meaning(text[slice(*span)]) for span in cut)
        right += (_covered(span, memos) for span in cut)
        shares += [share] * len(cut)
    starts = np.cumsum([0, *map(len, rows)])
    values, buckets = ([*chain.from_iterable(told)] for told in (map(dict.values, rows), rows))
    said = csr_array((values, buckets, starts), shape=(len(rows), BUCKETS))
    table = hstack([said, csr_array(np.stack(meant))], format="csr")
    model = LogisticRegression(C=FREE, max_iter=5000).fit(table, right, shares)
    return MemoModel(known, np.append(model.coef_[0], model.intercept_[0]).astype(np.float32))


def _covered(span: Span, memos: Iterable[Span]) -> bool:
    shared = sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in memos)
    return 2 * shared > span[1] - span[0]
