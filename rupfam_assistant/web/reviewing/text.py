"""The draft as it was read: what departs is marked at its place, what is absent has a sign where it should stand."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from rupfam_assistant.review.comparison import Review
from rupfam_assistant.review.findings import KINDS, Deviation
from rupfam_assistant.texts.structure import Block, parse_blocks
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.texts import words_start

LONGEST_SHOWN = 400_000
"""Characters of a draft beyond which only its deviations are shown."""

Numbered = tuple[int, Deviation]


def text_html(review: Review) -> str:
    """The draft's text, its deviations marked and numbered from 1; only that it is too long when it is."""
    too_long = len(review.text) > LONGEST_SHOWN
    blocks = () if too_long else _blocks(review)
    lists = [(is_list, list(group)) for is_list, group in groupby(blocks, key=lambda block: block["kind"] == "item")]
    return render("reviewing/text.html", too_long=too_long, lists=lists, kinds=KINDS)


def _blocks(review: Review) -> Iterator[dict[str, Any]]:
    """Each block: what is absent before it, and its words."""
    left = list(enumerate(review.deviations, 1))
    blocks = parse_blocks(review.text)
    for block in blocks:
        here = [numbered for numbered in left if numbered[1].start < block.end or block is blocks[-1]]
        left = [numbered for numbered in left if numbered not in here]
        absent = [one for one in here if one[1].start == one[1].end or one[1].start >= block.end]
        departing = [one for one in here if one not in absent]
        yield {"kind": block.kind, "absent": absent, "runs": list(_runs(review, block, departing))}


def _runs(review: Review, block: Block, waiting: Sequence[Numbered]) -> Iterator[dict[str, Any]]:
    """Some words, the gravest severity of what covers them ("" for nothing), the deviations signed before them."""
    start = words_start(review.text, block)
    spans = [deviation for deviation in review.deviations if deviation.start < block.end and deviation.end > start]
    edges = {edge for deviation in spans for edge in (deviation.start, deviation.end) if start < edge < block.end}
    for first, last in pairwise([start, *sorted(edges), block.end]):
        due = [numbered for numbered in waiting if numbered[1].start <= first]
        waiting = [numbered for numbered in waiting if numbered not in due]
        covering = {deviation.severity for deviation in spans if deviation.start <= first and deviation.end >= last}
        gravest = "blocking" if "blocking" in covering else "to_check" if covering else ""
        yield {"words": re.sub(r"\s+", " ", review.text[first:last]), "severity": gravest, "signs": due}
