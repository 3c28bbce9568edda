"""What a draft adds that contradicts the trame, told by its meaning: the likest of clauses known as contrary or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from rupfam_assistant.errors import shipped
from rupfam_assistant.french.lists import read_table
from rupfam_assistant.places import corpus_folder
from rupfam_assistant.search.encoder import shipped_encoder

LIKE, MARGIN, MOST = 0.52, 0.04, 300
"""The likeness to a contrary clause, and how much less that to any other may be; additions read of one draft."""


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
    """The rules of corpus/french/contrary.toml; DamagedFile when it is missing or wrong."""
    path = corpus_folder() / "french" / "contrary.toml"
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


def contradicted(sentences: Sequence[str]) -> dict[str, Contrary | bool]:
    """For each added sentence, the rule that it contradicts, else whether it is surely nearer to what is allowed."""
    told = list(dict.fromkeys(sentences))[:MOST]
    if not told:
        return {}
    owners = [rule for rule in read_contrary() for _ in rule.contrary]
    contrary, conforming = _known()
    vectors = shipped_encoder(corpus_folder()).encode(told, "passage")
    against, allowed = vectors @ contrary.T, vectors @ conforming.T
    found = dict[str, Contrary | bool]()
    for said, one, other in zip(told, against, allowed, strict=True):
        by = float(one.max() - other.max())
        is_contrary = one.max() >= LIKE and by >= MARGIN
        found[said] = owners[int(one.argmax())] if is_contrary else by <= -MARGIN
    return found
