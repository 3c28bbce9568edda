"""The draft as it was read, each deviation at its place: what departs is marked, what is absent has a sign where it
should stand."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby, pairwise

from rupfam_assistant.review.comparison import Review
from rupfam_assistant.review.findings import KINDS, Deviation
from rupfam_assistant.texts.structure import Block, parse_blocks

LONGEST_SHOWN = 400_000
"""Characters of a draft beyond which only its deviations are shown."""

LEAD = re.compile(r"(?:#+|[•▪◦●*–-])\s+")
TOO_LONG = (
    '<p class="aide">Ce document est trop long pour être montré ici en entier&nbsp;: téléchargez-le commenté.</p>'
)

Numbered = tuple[int, Deviation]


def text_html(review: Review) -> str:
    """The draft's text, its deviations marked and numbered from 1."""
    if len(review.text) > LONGEST_SHOWN:
        return TOO_LONG
    left = list(enumerate(review.deviations, 1))
    placed = []
    blocks = parse_blocks(review.text)
    for rank, block in enumerate(blocks):
        last = rank == len(blocks) - 1
        here = [numbered for numbered in left if numbered[1].start < block.end or last]
        left = [numbered for numbered in left if numbered not in here]
        placed.append((block, here))
    parts = []
    for is_list, group in groupby(placed, key=lambda pair: pair[0].kind == "item"):
        inner = "".join(_block_html(review, block, here) for block, here in group)
        parts.append(f"<ul>{inner}</ul>" if is_list else inner)
    return "".join(parts)


def _block_html(review: Review, block: Block, opening: Sequence[Numbered]) -> str:
    """A block; the signs of what is absent stand before it, those of what departs in it."""
    absent = [numbered for numbered in opening if numbered[1].start == numbered[1].end]
    signs = "".join(_sign_html(number, deviation) for number, deviation in absent)
    inner = "".join(_segments(review, block, [numbered for numbered in opening if numbered not in absent]))
    if block.kind == "item":
        return f"<li>{signs}{inner}</li>"
    tag = "h3" if block.kind == "heading" else "p"
    before = f'<p class="manques">{signs}</p>' if signs else ""
    return f"{before}<{tag}>{inner}</{tag}>"


def _segments(review: Review, block: Block, opening: Sequence[Numbered]) -> Iterator[str]:
    """The words of a block, cut where a deviation starts or ends."""
    lead = LEAD.match(review.text, block.start, block.end)
    start = lead.end() if lead else block.start
    spans = [deviation for deviation in review.deviations if deviation.start < block.end and deviation.end > start]
    edges = {edge for deviation in spans for edge in (deviation.start, deviation.end) if start < edge < block.end}
    cuts = [start, *sorted(edges), block.end]
    waiting = list(opening)
    for first, last in pairwise(cuts):
        due = [numbered for numbered in waiting if numbered[1].start <= first]
        waiting = [numbered for numbered in waiting if numbered not in due]
        yield from (_sign_html(number, deviation) for number, deviation in due)
        words = escape(re.sub(r"\s+", " ", review.text[first:last]))
        covering = [deviation for deviation in spans if deviation.start <= first and deviation.end >= last]
        yield f'<span class="touche {_gravest(covering)}">{words}</span>' if covering else words


def _gravest(deviations: Sequence[Deviation]) -> str:
    return "blocking" if any(deviation.severity == "blocking" for deviation in deviations) else "to_check"


def _sign_html(number: int, deviation: Deviation) -> str:
    """The number of a deviation, that leads to what is said of it."""
    absent = deviation.start == deviation.end
    shown = f"{number} {KINDS[deviation.kind].lower()}" if absent else str(number)
    label = f"Écart {number}, {deviation.article}, {KINDS[deviation.kind].lower()}"
    return (
        f'<button type="button" class="signe {deviation.severity}" id="signe-{number}" data-go="{number}" aria-label="{escape(label)}">'
        f"{'▸ ' if absent else ''}{shown}</button> "
    )
