"""The users' guide as a page of the program: docs/guide.md, each heading with the anchor by which a tab leads to it."""

import re
from functools import cache
from itertools import pairwise

from markupsafe import Markup
from starlette.responses import HTMLResponse

from rupfam_assistant.errors import shipped
from rupfam_assistant.places import guide_file
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.shell import VERSION

ELSEWHERE = r"!?\[([^\]]*)\]\((?!#)[^)]*\)"
"""A link to another file, or an image, which the page does not serve: its words alone are kept."""


@cache
def guide_page() -> HTMLResponse:
    """The guide; DamagedFile when it is not there."""
    from markdown_it import MarkdownIt

    with shipped(guide_file()):
        text = re.sub(ELSEWHERE, r"\1", guide_file().read_text(encoding="utf-8"))
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    for opening, heading in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", anchor(heading.content))
    body = Markup(reader.renderer.render(tokens, reader.options, {}))
    return HTMLResponse(render("alone.html", title="Guide", version=VERSION, body=body))


def anchor(heading: str) -> str:
    """The anchor of a heading, as links within a Markdown file write it."""
    return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")
