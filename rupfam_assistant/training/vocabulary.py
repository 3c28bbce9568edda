"""The French that the encoder's vocabulary is cut for: the data of corpus/, and the most frequent words of a general
list."""

from collections.abc import Iterable, Iterator

MOST_FREQUENT, ELIDED = 120_000, 40_000
ELISIONS = ("l'", "d'", "l’", "d’", "qu'", "s'")
VOWELS = tuple("aeiouhyàâéèêîôœ")


def french_texts(texts: Iterable[str]) -> Iterator[str]:
    """The texts, then the words of pyspellchecker's French list, with a capital and after an elision."""
    from spellchecker import SpellChecker

    yield from texts
    counts = SpellChecker(language="fr").word_frequency.dictionary
    words = sorted(counts, key=lambda word: -counts[word])[:MOST_FREQUENT]
    yield from words
    yield from (word.capitalize() for word in words)
    yield from (elided + word for word in words[:ELIDED] if word.startswith(VOWELS) for elided in ELISIONS)
