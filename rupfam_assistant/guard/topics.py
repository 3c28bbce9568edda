"""Topics: what kind of thing a word or a phrase of a constraint is about, and the words of it that say something."""

import re
from functools import cache, lru_cache, partial
from typing import Literal

from rupfam_assistant.french.acronyms import spelled_out
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.quantities import Quantity, find_quantities
from rupfam_assistant.french.words import flatten, in_digits, stem

Kind = Literal["amount", "figure", "date", "number", "place", "name", "noun", "subject", "party", "all"]
KINDS: tuple[Kind, ...] = ("name", "place", "amount", "figure", "date", "number")
CUES = partial(cues, "constraints")
EVENT_ENDS = ("ment", "tion", "sion", "ture", "age", "tions", "ments", "tures", "fert")
NAME = re.compile(
    r"(?<![\w-])(?:(?:M|Mme|Mlle|Me|Dr)\.? )?(?:[LD]['’])?[A-ZÀ-ÝŒ][\w-]*(?:['’][A-ZÀ-Ý]\w*)?"
    r"(?: (?:(?:de la|de l['’]|du|des|de|d['’]|sur|sous|en|les?|la|l['’]) ?)?[A-ZÀ-ÝŒ][\w-]*(?:['’][A-ZÀ-Ý]\w*)?){0,6}"
    r"(?: \d{1,3}(?=\s*(?:$|[,.;:)])))?"
)
"""A proper name, with the title and the small words inside it."""


@cache
def roots(group: str) -> frozenset[str]:
    """The stems of the words of a group of corpus/french/constraints.toml."""
    return frozenset(stem(flatten(word)) for word in read_list("constraints").groups[group])


@lru_cache(maxsize=16_384)
def content(text: str) -> frozenset[str]:
    """The stems of the words of a text that say something, numbers left aside; a "département" is no "départ"."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"\b(?:[cdjlmnst]|qu)'", " ", flatten(spelled_out(text))))
    said = (word for word in words if not CUES("filler").fullmatch(word) and not in_digits(word).isdigit())
    return frozenset(word if word.startswith("departement") else stem(word) for word in said)


def kind_of(word: str) -> Kind | None:
    """The kind of thing that a noun announces: "adresse" a place, "loyer" an amount."""
    root = stem(flatten(word))
    return next((kind for kind in KINDS if root in roots(kind)), None)


def is_event(word: str) -> bool:
    """Whether a noun tells of something that happens, as "fermeture" or "départ"."""
    bare = flatten(word)
    ends = bare.endswith(EVENT_ENDS) and len(bare) > 5 and not CUES("no_event").fullmatch(bare)
    return ends or stem(bare) in roots("event")


def amounts(text: str) -> list[Quantity]:
    """The sums of money that a text gives, in euros."""
    return [quantity for quantity in find_quantities(text) if quantity.dimension == "€"]
