"""A large corpus without a meaning: invented documents as long as the founding texts, and vectors drawn by chance."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice

import numpy as np
from spellchecker import SpellChecker

from rupfam_assistant.search.encoder import RememberingEncoder, TextKind, text_key
from rupfam_assistant.search.thesaurus import Thesaurus
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import Passage, cut_passages

SEED, PASSAGES_A_DOCUMENT = 20260120, 400
WORDS_BETWEEN = (
    "de la, du, des, les, pour les, dans le, avec la, sur les, par le, entre les, sans, sous, ou, et, et la, au titre du, en lien avec, afin de"
).split(", ")
OPENINGS = (
    "Le, La, Les, Un, Une, Chaque, Pour le, Dans le cadre de la, Les partenaires et, Chaque année la, Le comité et, En cas de, Au titre de la"
).split(", ")


@dataclass(frozen=True)
class Drawn:
    """An encoder that knows the founding texts, and draws the vectors of the others: what is measured is the index, not the encoder."""

    encoder: RememberingEncoder

    @property
    def name(self) -> str:
        return "drawn"

    def encode(self, texts: Sequence[str], kind: TextKind) -> np.ndarray:
        size = len(next(iter(self.encoder.known.values())))
        rows = np.random.default_rng(SEED + len(texts)).normal(size=(len(texts), size)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        for row, text in zip(rows, texts, strict=True):
            row[:] = self.encoder.known.get(text_key(text, kind), row)
        return rows


def generate_passages(most: int, thesaurus: Thesaurus) -> tuple[Passage, ...]:
    """That many passages of invented documents, cut as any text is."""
    cut = (passage for document in generate_documents(thesaurus.forms) for passage in cut_passages(document))
    return tuple(islice(cut, max(0, most)))


def generate_documents(terms: Sequence[str]) -> Iterator[Document]:
    """Documents without end: French words in the shape of sentences and lists, as long as those of the founding texts."""
    counts = SpellChecker(language="fr").word_frequency.dictionary
    words = sorted(word for word in counts if len(word) > 3 and word.isalpha())
    weights = [counts[word] for word in words]
    draw = random.Random(SEED)
    for number in count(1):
        pool = draw.choices(words, weights, k=40 * PASSAGES_A_DOCUMENT)
        text = "\n\n".join(_paragraph(draw, pool, terms) for _ in range(PASSAGES_A_DOCUMENT)) + "\n"
        yield Document(f"document-{number}", f"Document {number}", f"le document {number}", text)


def _paragraph(draw: random.Random, pool: list[str], terms: Sequence[str]) -> str:
    """One sentence to three, or one in eight times a list with its introduction."""
    if draw.random() < 0.125:
        items = "\n".join(f"- {_sentence(draw, pool, terms)} ;" for _ in range(draw.randint(3, 6)))
        return f"{_sentence(draw, pool, terms)} :\n{items}"
    return " ".join(f"{_sentence(draw, pool, terms)}." for _ in range(draw.choice((1, 1, 1, 2, 2, 3))))


def _sentence(draw: random.Random, pool: list[str], terms: Sequence[str]) -> str:
    said = [draw.choice(OPENINGS), draw.choice(pool)]
    for _ in range(draw.randint(3, 12)):
        said += [draw.choice(WORDS_BETWEEN), draw.choice(terms) if draw.random() < 0.15 else draw.choice(pool)]
    return " ".join(said)
