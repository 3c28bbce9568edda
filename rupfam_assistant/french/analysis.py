"""A text understood once: letters, words, sentences, numbers and dates, each worked out when first asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rupfam_assistant.french.clauses import CLAUSE, PART, SENTENCE, Span, spans
from rupfam_assistant.french.dates import When, find_dates
from rupfam_assistant.french.quantities import Number, Quantity, find_numbers, find_quantities
from rupfam_assistant.french.words import Word, fold, offsets, read_words, stems


@dataclass(frozen=True)
class Analysis:
    """A text and what French makes of it; every span is (start, end), in characters of the text itself."""

    text: str

    @cached_property
    def folded(self) -> str:
        """The text in lower case without accents or typographic variants; `span` leads back from it to the text."""
        return fold(self.text)

    @cached_property
    def _offsets(self) -> Sequence[int]:
        return offsets(self.text)

    def span(self, start: int, end: int) -> Span:
        """The span that characters [start, end) of the folded text come from: whole letters, "œ" for half of "oe"."""
        first, last = self._offsets[start], self._offsets[end]
        return first, last if end <= start else max(last, self._offsets[end - 1] + 1)

    @cached_property
    def spaced(self) -> str:
        """Its folded words, a space between them and around them all: to look a phrase up."""
        return f" {' '.join(word.folded for word in self.words)} "

    words = cached_property[tuple[Word, ...]](lambda self: read_words(self.text))
    stems = cached_property[tuple[str, ...]](lambda self: tuple(stems(self.text)))
    sentences = cached_property[tuple[Span, ...]](lambda self: spans(self.text, SENTENCE))
    parts = cached_property[tuple[Span, ...]](lambda self: spans(self.text, PART))
    clauses = cached_property[tuple[Span, ...]](lambda self: spans(self.text, CLAUSE, ",;:–—-"))
    numbers = cached_property[tuple[Number, ...]](lambda self: find_numbers(self.text))
    quantities = cached_property[tuple[Quantity, ...]](lambda self: find_quantities(self.text))
    dates = cached_property[tuple[When, ...]](lambda self: find_dates(self.text))


@lru_cache(maxsize=4096)
def analyse(text: str) -> Analysis:
    """What French makes of a text; asked again of the same text, the same value comes back."""
    return Analysis(text)
