"""How near a line of a dossier is to the trade of a partner, by the encoder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rupfam_assistant.search.cards import Card
from rupfam_assistant.search.encoder import Encoder
from rupfam_assistant.welcome.roles import Role

LEAST, CLOSE, MOST_NAMES, FEWEST = 0.18, 0.1, 8, 4
"""How much nearer than the others of the dossier, in cosine, a line must be, and one that has a word of what is said;
the names of a role that are read; the lines that can be told from each other."""


@dataclass(frozen=True)
class Nearness:
    """What encodes lines, and the cards that tell what each role is concerned with."""

    encoder: Encoder
    cards: Mapping[str, Card]

    def near(self, lines: Sequence[str], roles: Sequence[Role]) -> frozenset[str]:
        """The lines that are about the trade of one of these roles."""
        return frozenset(line for line, beyond in self.beyond(lines, roles).items() if beyond >= LEAST)

    def is_close(self, line: str, lines: Sequence[str], said: str) -> bool:
        """Whether a line that has a word of what is said tells of it, rather than the other lines do."""
        if len(lines) < FEWEST:
            return True
        cosines = self.encoder.encode(lines, "query") @ self.encoder.encode([said], "query")[0]
        return float(cosines[lines.index(line)] - cosines.mean()) >= CLOSE

    def beyond(self, lines: Sequence[str], roles: Sequence[Role]) -> dict[str, float]:
        """How much nearer each line is than the others to what one of these roles is called, and to what it is told."""
        if len(lines) < FEWEST:
            return {}
        vectors = self.encoder.encode(lines, "query")
        found = dict[str, float]()
        for role in roles:
            told = [self.cards[card].plain for card in role.page]
            theirs = self.encoder.encode([role.label, ", ".join(role.names[:MOST_NAMES]), *told], "query")
            cosines = vectors @ theirs.T
            beyond = (cosines - cosines.mean(axis=0)) * len(lines) / (len(lines) - 1)
            parts = [beyond[:, 0], beyond[:, 1], *([beyond[:, 2:].mean(axis=1)] if told else [])]
            likely = sum(parts) / len(parts)
            found |= {line: max(float(one), found.get(line, -1.0)) for line, one in zip(lines, likely, strict=True)}
        return found
