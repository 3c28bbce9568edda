"""The HTML of the page: the templates of templates/, escaped by default.

In a template, a line break beside a tag is nothing, elsewhere a space; what stands in {{ }} or {% %} holds on a line.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rupfam_assistant.french.dates import written
from rupfam_assistant.french.typography import capitalize, typeset

FOLDER = Path(__file__).parent / "templates"


class Templates(FileSystemLoader):
    """The templates of a folder, their line breaks beside tags taken out."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, its path, and whether it is still the same on disk."""
        source, path, is_fresh = super().get_source(environment, template)
        return joined(source), path, is_fresh


def render(name: str, **data: object) -> Markup:
    """The HTML that a template makes of some data; only what this function gives is taken for HTML."""
    return Markup(_environment().get_template(name).render(data))


def slug(text: str) -> str:
    """A text as part of an id or of a file name: small letters and digits without accents, hyphens between them."""
    bare = unicodedata.normalize("NFD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def moment(at: datetime) -> str:
    """A moment as one says it: "3 mars 2026 à 14 h 05", in the time of this machine."""
    here = at.astimezone()
    return f"{written(here)} à {here.hour}\u00a0h\u00a0{here.minute:02d}"


def joined(source: str) -> str:
    """A template on one line; comments hold its line breaks, so that an error still names the line that it is on."""
    told, before = "", ">"
    for line in source.splitlines():
        words = line.strip()
        beside = not words or before.endswith((">", "%}", "#}")) or words.startswith(("<", "{%", "{#"))
        told += f"{'' if beside else ' '}{words}{{#\n#}}"
        before = words or before
    return told


@cache
def _environment() -> Environment:
    environment = Environment(loader=Templates(FOLDER), autoescape=True, undefined=StrictUndefined)
    environment.filters.update(typeset=typeset, capitalized=capitalize, moment=moment)
    return environment
