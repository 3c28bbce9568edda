"""French out of fragments: an action as the officer wrote it, and the infinitive that it might rather open with."""

import re

from rupfam_assistant.french.agreement import NOUNS, gender, singular
from rupfam_assistant.french.capitals import in_small_letters
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.numbers import whole
from rupfam_assistant.french.shorthand import write_out
from rupfam_assistant.french.typography import NAMED, capitalize, in_capitals, lower, trim
from rupfam_assistant.french.words import flatten, fold, in_digits

INFINITIVE = re.compile(r"[a-z]*(?:er|ir|[^ao]ire|(?:f|tr|pl)aire|(?:b|cr)oire|[cdptv]re|clure)")
BEFORE_INFINITIVE = re.compile(r"(?:ne (?:pas|plus|jamais)|mieux|bien|se|y|en|s') ?")
DEVERBALS = {noun: verb for verb, nouns in read_list("deverbals").groups.items() for noun in nouns}
VERBS = {noun: verb for verb, nouns in read_list("noun_verbs").groups.items() for noun in nouns}
ACTION_NOUNS = frozenset(noun.split()[0] for noun in DEVERBALS) | {"formation"}
DEVERBAL = re.compile(
    rf"(?P<noun>{'|'.join(sorted(DEVERBALS, key=len, reverse=True))}) "
    r"(?P<of>d'une? |de l'|de la |du |des |de (?=(?P<number>[\w-]+)(?: |\Z))|d'(?=\w+s\b))"
)
RANKED = (
    r"(?:[a-z]{1,2}[ .]?\d+(?:\.\d+)*|\d+(?:\.\d+)+|n ?[°o] ?\d+|"
    r"(?:fiche(?:[ -]action)?|action|décision|livrable|mesure|axe|priorité) (?:n ?[°o] ?)?\d+(?:\.\d+)*)"
)
RANK = re.compile(rf"(?i)^(?:\(?{RANKED}\)?\s*[|:/–—-]\s*(?!\d)|\({RANKED}\)\s+|[a-z]{{1,2}}\d+(?:\.\d+)+\s+)+")
UNSURE = re.compile(
    r" [;:] |[.!?…] \w|\b(?:jamais|pas|plus d'actualite|a (?:re)?prendre|revoir|refaire|relancer|voir avec|deja)\b"
)
BARE = re.compile(
    r"(?i)\W*(?:\d+\w{0,3}|\w+i[eè]me|premi[eè]re?|seconde?|derni[eè]re?)?\W*"
    r"(?:priorité|besoin|axe|objectif|action|fiche)s?\W*(?:n\W*)?\d*\W*"
)
MEMO = re.compile(r"\s*\[(?!à compléter\])[^\[\]]*\]\s*\Z")
ASIDE = re.compile(r"(?i)\s*\((?:[^()]*!|(?:(?:la|notre|grande|première) )?priorité(?: absolue| n ?° ?1)?)\s*\)")
CONJUGATED = re.compile(
    r"\b(?:est|sont|a ete|ont|\w{2,}(?:era|eront|ira|iront|dra|dront))\b|\b(?:remis|joint|adresse)e?s?\b"
)
"""The rank of an action before its words; several things said, or the state of one; a rank without words; a note after
them; an aside that cries out or ranks, "(LA priorité)"; a verb, or a participle that goes on the first noun."""

ARTICLES = {
    "d'un ": "un ",
    "d'une ": "une ",
    "de l'": "l’",
    "de la ": "la ",
    "du ": "le ",
    "des ": "les ",
    "d'": "des ",
}
"""What stands before the object of a verb, by what stands before the complement of its noun."""


def own_words(text: str) -> str:
    """A need, a priority or an action in the officer's own words, set as a line: its capital, no stop, nothing cut."""
    return capitalize(trim(write_out(in_small_letters(text))))


def unranked(text: str) -> str:
    """The same, without the officer's own rank before it, note after it and asides: "L1.2 – antenne [validé COPIL]" is
    "Antenne"."""
    return own_words(ASIDE.sub("", MEMO.sub("", RANK.sub("", text))))


def is_bare(said: str) -> bool:
    """Whether a need or a priority is but its rank: "5e priorité"."""
    return BARE.fullmatch(said) is not None


def without_bars(line: str) -> str:
    """A line without the bars of a table: "Fiche 1.1 | Antenne | 2 jours" is "Fiche 1.1 : Antenne, 2 jours"."""
    head, *cells = re.split(r"\s*\|\s*", line)
    ranked = not RANK.sub("", f"{head} : ")
    told = [f"{' ' if cell[0] in '([' else ', '}{cell}" for cell in filter(None, cells)]
    return f"{head} : {''.join(told).strip(' ,')}" if ranked and told else f"{head}{''.join(told)}"


def proposed_line(line: str) -> str:
    """An action that opens with an infinitive, when its first noun gives one for sure: "Réduction des délais" is
    "Réduire les délais", "Trois soirées" "Organiser trois soirées"; without the rank before it, the bars between its
    cells and what its notes say of it: "Fiche 1.1 | Antenne | 2 jours" is "Antenne, 2 jours". "" when nothing is sure,
    when the line has a verb or is in capitals."""
    bare = MEMO.sub("", re.sub(r"\s*\|\s*", ", ", RANK.sub("", line))).strip(" ,")
    if in_capitals(bare) or UNSURE.search(flatten(bare)):
        return ""
    ranked = bare != line and re.search(r"\w{3}", bare)
    return _with_verb(bare) or (capitalize(bare) if ranked else "")


def _with_verb(line: str) -> str:
    """A line that opens with the infinitive of its first noun; "" when none is sure."""
    found = DEVERBAL.match(flatten(line))
    if found:
        number = found["number"]
        plural = number and not _is_number(number)
        article = "des " if plural else ARTICLES.get(found["of"], "")
        unsure = plural and not number.endswith(("s", "x"))
        return "" if unsure else f"{DEVERBALS[found['noun']]} {article}{line[found.end() :]}"
    word = _opening(line)
    rest = line[len(word) :]
    if _is_number(word) and not CONJUGATED.search(flatten(line)):
        verb = VERBS.get(singular(_opening(rest.strip())))
        return f"{verb} {lower(line)}" if verb else ""
    if CONJUGATED.search(flatten(line)):
        return ""
    single = singular(word)
    kind, verb = gender(single), VERBS.get(single)
    if verb is None or kind is None or NAMED.match(line):
        return ""
    return f"{verb} {'des' if single != word else 'une' if kind == 'f' else 'un'} {lower(line)}"


def is_action(text: str) -> bool:
    """Whether a fragment reads as an action: an infinitive, or a noun that says one."""
    return is_infinitive(trim(text)) or _opening(trim(text)) in ACTION_NOUNS


def is_infinitive(line: str) -> bool:
    """Whether a line opens with a verb in the infinitive."""
    before = BEFORE_INFINITIVE.match(flatten(line))
    word = _opening(line[before.end() :] if before else line)
    noun = any(word in nouns for nouns in NOUNS.values()) or _is_number(word)
    return INFINITIVE.fullmatch(word) is not None and not noun


def _opening(text: str) -> str:
    return fold(re.sub(r"(?s)[^\w-].*", "", text))


def _is_number(word: str) -> bool:
    number = whole(in_digits(word))
    return word in ("quelques", "plusieurs") or (number is not None and number < 1000)
