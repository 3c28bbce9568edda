"""What a draft adds that contradicts the trame, told by its meaning: the likest of clauses known as contrary or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from rupfam_assistant.errors import shipped
from rupfam_assistant.french.lists import read_table
from rupfam_assistant.places import corpus_folder
from rupfam_assistant.search.encoder import shipped_encoder
from rupfam_assistant.search.pairs import shipped_pairs

LIKE, MARGIN, MOST = 0.52, 0.04, 300
CLOSE, NEAREST = 0.65, 3
"""The likeness to a contrary clause, how much more than to any other; additions read of one draft; the likeness from
which a sentence as near to both is contrary, unless it proves one of the nearest others."""


@dataclass(frozen=True)
class Contrary:
    """What an added clause may not say: the article that it contradicts, what comes of it, what to do."""

    article: str
    consequence: str
    to_do: str
    contrary: tuple[str, ...]
    conforming: tuple[str, ...]
    first: bool = False


@cache
def read_contrary() -> tuple[Contrary, ...]:
    """The rules of corpus/contrary.toml; DamagedFile when it is missing or wrong."""
    path = corpus_folder() / "contrary.toml"
    rows = read_table(path)
    with shipped(path):
        return tuple(
            Contrary(**{**rule, **{k: tuple(rule[k]) for k in ("contrary", "conforming")}}) for rule in rows["rule"]
        )


@cache
def _known() -> tuple[np.ndarray, np.ndarray]:
    """The vectors of the contrary clauses, rule after rule, and those of the others."""
    encoder, rules = shipped_encoder(corpus_folder()), read_contrary()
    contrary = encoder.encode([clause for rule in rules for clause in rule.contrary], "passage")
    return contrary, encoder.encode([clause for rule in rules for clause in rule.conforming], "passage")


@lru_cache(maxsize=64)
def _meant(sentences: tuple[str, ...]) -> np.ndarray:
    """The vectors of the sentences that a draft adds: what is reviewed again has mostly the same."""
    return shipped_encoder(corpus_folder()).encode(sentences, "passage")


def contradicted(sentences: Sequence[str]) -> dict[str, Contrary | bool]:
    """For each added sentence, the rule that it contradicts, else whether it is surely nearer to what is allowed."""
    told = list(dict.fromkeys(sentences))[:MOST]
    if not told:
        return {}
    owners = [rule for rule in read_contrary() for _ in rule.contrary]
    contrary, conforming = _known()
    vectors = _meant(tuple(told))
    against, allowed = vectors @ contrary.T, vectors @ conforming.T
    found = dict[str, Contrary | bool]()
    for said, one, other in zip(told, against, allowed, strict=True):
        by = float(one.max() - other.max())
        is_close = one.max() >= CLOSE and abs(by) <= MARGIN
        is_contrary = (one.max() >= LIKE and by >= MARGIN) or (is_close and not _proves(said, other))
        found[said] = owners[int(one.argmax())] if is_contrary else by <= -MARGIN
    return found


def _proves(said: str, likeness: np.ndarray) -> bool:
    """Whether a sentence proves one of the allowed clauses that it is likest to, by the reader of pairs."""
    allowed, pairs = [clause for rule in read_contrary() for clause in rule.conforming], shipped_pairs(corpus_folder())
    return any(pairs.supports(allowed[rank], [said])[0] > 0 for rank in np.argsort(-likeness)[:NEAREST])
