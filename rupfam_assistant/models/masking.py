"""Privacy: personal data replaced by markers before anything leaves for a model, and put back after."""

import re
from collections.abc import Collection, Iterable

from rupfam_assistant.guard.personal import detect_personal_data, known_names

MARKER = r"\[\[(\d+)\]\]"
"""What stands in the place of a personal datum: "[[1]]"."""


class Mask:
    """What was hidden in some texts, which tell what is named, with other `names`: the same words, the same marker."""

    def __init__(self, texts: Iterable[str], names: Collection[str] = ()) -> None:
        told = tuple(texts)
        self._given = sorted((name for name in names if name.strip()), key=len, reverse=True)
        self._known = known_names(told)
        self._hidden: dict[str, str] = {}
        self._first = 1 + max((int(number) for text in told for number in re.findall(MARKER, text)), default=0)

    def hide(self, text: str) -> str:
        """The text with a marker in the place of each personal datum."""
        hidden = text
        for name in self._given:
            hidden = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", lambda match: self._marker(match[0]), hidden)
        for finding in reversed(detect_personal_data(hidden, names=self._known)):
            words = hidden[finding.start : finding.end]
            if not re.fullmatch(MARKER, words):
                hidden = hidden[: finding.start] + self._marker(self.restore(words)) + hidden[finding.end :]
        return hidden

    def restore(self, text: str) -> str:
        """The text with what was hidden back in its place; a marker that we did not write stays as it is."""
        known = {marker: words for words, marker in self._hidden.items()}
        return re.sub(MARKER, lambda match: known.get(match[0], match[0]), text)

    @property
    def count(self) -> int:
        """How many different things were hidden."""
        return len(self._hidden)

    def _marker(self, words: str) -> str:
        return self._hidden.setdefault(words, f"[[{self._first + len(self._hidden)}]]")
