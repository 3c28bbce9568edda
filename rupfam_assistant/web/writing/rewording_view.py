"""A sentence in its own words and as a model proposes it, side by side, the differences marked."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from rupfam_assistant.french.typography import typeset
from rupfam_assistant.grounding.claims import Verdict
from rupfam_assistant.web.rendering import render

Run = tuple[str, bool]
"""Some words, and whether they differ."""


def proposal_html(path: str, words: str, wording: str, verdict: Verdict) -> str:
    """Own words and proposed ones, what differs marked, and the choice, or why there is none."""
    ours, theirs = _differences(typeset(words), typeset(wording))
    told = {"path": path, "words": words, "wording": wording, "verdict": verdict}
    return render("writing/rewording/proposal.html", ours=ours, theirs=theirs, **told)


def _differences(ours: str, theirs: str) -> tuple[list[Run], list[Run]]:
    """Both sentences in runs of words, spaces and signs."""
    mine, other = (re.findall(r"\s+|[\w’'-]+|.", text) for text in (ours, theirs))
    left, right = list[Run](), list[Run]()
    for kind, i, j, k, m in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
        left += _run("".join(mine[i:j]), kind != "equal")
        right += _run("".join(other[k:m]), kind != "equal")
    return left, right


def _run(words: str, differs: bool) -> Iterator[Run]:
    """Some words, the spaces around those that differ apart."""
    bare = words.strip()
    before, _, after = words.partition(bare) if bare else (words, "", "")
    yield from (run for run in ((before, False), (bare, differs), (after, False)) if run[0])
