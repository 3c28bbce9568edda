"""Markdown files: any paper, paragraph by paragraph; what somebody typed stays plain text."""

from collections.abc import Iterable
from html import unescape
from itertools import groupby

from rupfam_assistant.convention.draft import Paragraph, Span

FORMS = {
    "title": "# {}", "heading": "## {}", "page": "## {}", "objective": "### {}", "label": "**{}**", "item": "- {}",
    "party": "- {}", "detail": "  {}", "quote": "> {}",
}  # fmt: skip
SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_<>#|~"})
LINKS = ("](", "][", "]:")


def write_markdown(paragraphs: Iterable[Paragraph]) -> str:
    """Paragraphs in Markdown, the items of a list together."""
    blocks = []
    for style, group in groupby(paragraphs, key=lambda paragraph: paragraph.style):
        if style == "row":
            head, *rows = (f"| {' | '.join(map(_plain, paragraph.cells))} |" for paragraph in group)
            blocks.append("\n".join([head, "|---" * head.count(" | ") + "|---|", *rows]))
            continue
        lines = [FORMS.get(style, "{}").format(_plain(paragraph.spans)) for paragraph in group]
        blocks += ["\n".join(lines)] if style == "item" else lines
    return "".join(f"{block}\n\n" for block in blocks)


def _plain(spans: Iterable[Span]) -> str:
    """The words of spans, in which Markdown sees neither markup, nor HTML, nor a link."""
    text = " ".join("".join(span.text for span in spans).split("\n")).translate(SPECIAL)
    text = text.replace("&", "\\&") if unescape(text) != text else text
    for link in LINKS:
        text = text.replace(link, f"\\{link}")
    first = text.split(" ")[0]
    opens_list = first in ("-", "+", "=") or (first[:-1].isdigit() and first[-1] in ".)")
    return f"{first[:-1]}\\{text[len(first) - 1 :]}" if opens_list else text
