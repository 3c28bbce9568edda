"""French out of fragments: what officers note of an action becomes a line in the register of the trame."""

import re

from rupfam_assistant.french.agreement import NOUNS, gender, singular, to_the
from rupfam_assistant.french.lists import read_list, words_of
from rupfam_assistant.french.typography import NAMED, capitalize, lower, trim
from rupfam_assistant.french.words import fold, in_digits

INFINITIVE = re.compile(r"[a-z]*(?:er|ir|[^ao]ire|(?:f|tr|pl)aire|(?:b|cr)oire|[cdptv]re|clure)")
BEFORE_INFINITIVE = re.compile(r"(?:ne (?:pas|plus|jamais)|mieux|bien|se|y|en) |s['’]", re.IGNORECASE)
HEADING = re.compile(r"[^:.]{2,40}[ \u00a0\u202f]:[ \u00a0\u202f](?=\w)")
ADJECTIVES = words_of("adjectives")
VERBS = read_list("noun_verbs").groups
FRAME = "Mettre en œuvre l’action suivante : "
"""What goes before an action that no verb opens."""

DETERMINERS = frozenset("le la les un une des".split())
NO_NOUN = DETERMINERS | frozenset("l ces nous on il faire".split())


def action_line(text: str) -> str:
    """A planned action as one line that opens with an infinitive; every word of the fragment stays."""
    kept = trim(text)
    if (heading := HEADING.match(kept)) and not kept.endswith("?") and not _is_infinitive(kept):
        return f"{capitalize(heading[0])}{lower(action_line(kept[heading.end() :]))}"
    first = re.match(r"[\w-]+(?:['’](?=\w))?", kept)
    if first is None or kept.endswith("?"):
        return f"{FRAME}{lower(kept)}"
    word, rest = fold(first[0]).rstrip("'"), kept[first.end() :]
    if opening := BEFORE_INFINITIVE.match(kept):
        return capitalize(kept) if INFINITIVE.fullmatch(_noun(kept[opening.end() :])) else f"{FRAME}{lower(kept)}"
    if _is_infinitive(kept):
        return capitalize(kept)
    if word in NOUNS["actions"]:
        several = word.endswith("s") and word not in NOUNS["invariable"] and word != "prises"
        return FRAME + lower(kept) if several else f"Procéder {to_the(lower(kept), gender(word) or 'm')}{lower(kept)}"
    if _is_number(word):
        return f"{_verb(singular(_noun(rest)))} {lower(kept)}"
    return _with_article(kept, _noun(rest) if word in ADJECTIVES else word)


def is_action(text: str) -> bool:
    """Whether a fragment reads as an action: an infinitive, or a noun that says one."""
    return _is_infinitive(trim(text)) or _opening(trim(text)) in NOUNS["actions"]


def _opening(text: str) -> str:
    return fold(re.sub(r"(?s)[^\w-].*", "", text))


def _noun(text: str) -> str:
    """The first word of a text, folded; "" when there is none."""
    found = re.search(r"[^\W\d_][\w-]*", text)
    return fold(found[0]) if found else ""


def _is_number(word: str) -> bool:
    return word in ("quelques", "plusieurs") or (in_digits(word).isdigit() and int(in_digits(word)) < 1000)


def _is_infinitive(text: str) -> bool:
    """Whether a fragment opens with a verb in the infinitive."""
    word = _opening(text)
    noun = any(word in nouns for nouns in NOUNS.values()) or word in ADJECTIVES or _is_number(word)
    return INFINITIVE.fullmatch(word) is not None and not noun


def _with_article(text: str, word: str) -> str:
    single = singular(word)
    kind = gender(single)
    if (NAMED.match(text) and word != "rdv") or kind is None or word in NO_NOUN:
        head = singular(_noun(text[len(word) :])) if word in DETERMINERS else ""
        opening = FRAME if gender(head) is None else f"{_verb(head)} "
        return f"{opening}{text if NAMED.match(text) and opening is FRAME else lower(text)}"
    plural = single != word or word in ("rendez-vous", "rdv")
    article = ("de" if _opening(text) in ADJECTIVES else "des") if plural else "une" if kind == "f" else "un"
    return f"{_verb(single)} {article} {lower(text)}"


def _verb(noun: str) -> str:
    return next((verb for verb, nouns in VERBS.items() if noun in nouns), "Mettre en place")
