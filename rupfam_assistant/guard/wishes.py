"""Wishes: how constraints ask to write a thing, "écrire « temps d’échange » plutôt que « groupe de parole »"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rupfam_assistant.french.agreement import NOUNS, at_the, elides, gender, of, singular, the
from rupfam_assistant.french.clauses import Span
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.french.words import STOP_WORDS, flatten, fold
from rupfam_assistant.guard.naming import head
from rupfam_assistant.guard.topics import CUES, NAME, kind_of

QUOTED, QUOTES, TERM = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\""), '«»“”" \u00a0\u202f', "\x02"
CUT = re.compile(
    r"[,;:]\s+|\s(?=(?:et|ou) (?:non|pas|plus|jamais)\b|mais\b|plutot qu|au lieu d|a la place d|(?:par|a|que) \x02)"
)
AGAINST, FOR = re.compile(r"(?:a|que) \x02"), re.compile(r"par \x02|mais\b")
INSTEAD = re.compile(r"\bplutot\b|\bau lieu d|\ba la place d")
OPPOSED = re.compile(r"(?:plutot qu|au lieu d|a la place d)(?:e la |e l'|e |u |es |')")
CALLED = re.compile(
    r".*?\b(?:jamais|non|pas|plus|ecri\w+|dire|dites)\b (?:pas )?"
    r"(?:(?:d'|de |du |le |la |les |l')?(?:sigle|mot|terme) )?"
)
SPELLED = re.compile(r"(?:l[ea] |les |l')?(?P<term>.+?) (?:s'ecri\w+|(?:est|sont|sera) ecrite?s?|se di(?:t|sent))\b")
ACRONYM, LONGEST = re.compile(r"[A-Z]{2,}s?"), 7
DETERMINER = re.compile(r"(?:\b(?:l[ea]|une?|du|de(?: la)?|au|a la|ce|cette) |\b(?:(?:de |a )?l|d)'|\bcet )\Z")
INDEFINITE, BARE = re.compile(r"(?i)une? "), re.compile(r"[^\W\d_]{4,} \Z")
SAYS = re.compile(
    r"\bon (?:ne |n')?(?:dit|ecrit|met) (?:pas|plus|jamais) (?P<no>[^,;:]+?),? (?:mais )?"
    r"on (?:dit|ecrit|met) (?P<yes>[^,;:]+)"
)
ARTICLE = re.compile(r"(?i)\A(?:la |les? |l[’']|une? )")
BOTH = re.compile(r"(?i)(?P<one>(?P<root>\w{3})\w*s) et (?P=root)\w*s")
COUNTED = re.compile(r"(?:\b(?:[ldcsmtnv]es|aux|leurs|[nv]os|de|pour|entre|par|avec)|\d) \Z")
COMPLETED = re.compile(r" (?=(?:de|du|des|chez|en|à|au|aux|par|pour|sur|sans|avec|qui) )| (?=d[’'])")
"""Words between quotes, the signs of these, and what stands for both; where a sentence turns to other words; what opens
those that are not to be written, or are; what offers others; what opposes them without quotes; the words around such a
word; those said to be written, "Plan-Merlet s’écrit en entier"; an acronym, the most words of a term; a determiner that
agrees; words that bring their own; a word of some length just before others; what one
does not say and what one says; the article that opens it; men and women, told both; what stands before a noun in the
plural; where what completes a noun begins."""


@dataclass(frozen=True)
class Wish:
    """How a sentence of the constraints asks to write: the words to write instead of others; "" when none is sure.
    `named` says that the others are what it names itself, as the body of "la fondation Arc, ce sera « un mécène »";
    `more` are those that the same sentence asks as well."""

    said: str
    words: str = ""
    instead: tuple[str, ...] = ()
    named: bool = False
    more: tuple["Wish", ...] = ()


def read_wish(sentence: str) -> Wish | None:
    """What a sentence asks to write, instead of what; None for one that asks for no words."""
    if says := SAYS.search(flatten(sentence)):
        yes, no = (ARTICLE.sub("", sentence[slice(*says.span(one))].strip(f"{QUOTES}.")) for one in ("yes", "no"))
        return Wish(sentence, yes, (no,))
    quoted = iter([quote.strip(QUOTES) for quote in QUOTED.findall(sentence)])
    wanted, rejected, bare = list[str](), list[str](), QUOTED.sub(TERM, sentence)
    asks, against, other = False, False, Wish(sentence) if INSTEAD.search(flatten(bare)) else None
    for clause in _clauses(bare):
        flat = flatten(clause)
        turned = (wanted and AGAINST.match(flat)) or CUES("rejected").search(flat)
        asked = FOR.match(flat) or SPELLED.match(flat) or CUES("worded").search(flat)
        against = bool(turned) or (against and not asked)
        terms = [next(quoted) for _ in range(flat.count(TERM))] or _bare_terms(clause, flat, against, bare)
        if against and not terms and CUES("say").search(flat):
            return other
        (rejected if against else wanted).extend(terms)
        asks = asks or (bool(asked) and not against)
    if len(wanted) == 1 and not rejected and (named := _stood_for(bare, wanted[0])):
        return Wish(sentence, wanted[0], named, named=True)
    if len(wanted) == 1 and not rejected and (both := BOTH.fullmatch(wanted[0])):
        return Wish(sentence, wanted[0], (both["one"],))
    if not wanted and rejected and all(map(ACRONYM.fullmatch, rejected)):
        return Wish(sentence, "", tuple(rejected))  # "jamais CTGM"
    if len(wanted) == len(rejected) > 1:
        first, *more = (Wish(sentence, yes, (no,)) for yes, no in zip(wanted, rejected, strict=True))
        return replace(first, more=tuple(more))
    if not wanted or not (asks or (rejected and bare.count(TERM) > 1)):
        return other
    return Wish(sentence, wanted[0], tuple(rejected)) if len(wanted) == 1 and rejected else Wish(sentence)


def _stood_for(sentence: str, words: str) -> tuple[str, ...]:
    """What a sentence names that some words are said to stand for: "fondation Arc", "Arc" of « un mécène »; the name of
    the thing that they rename, "mallette Roy" of « mallette bleue »."""
    if not CUES("stands_for").search(flatten(sentence)):
        return ()
    thing = INDEFINITE.sub("", words).split()[0]
    renamed = re.search(rf"(?i)\b(?:la|le|une?|cette|ce|l[’'])\s?{re.escape(thing)}\b", sentence)
    if INDEFINITE.match(words) and not renamed:
        leads = [*head().finditer(flatten(sentence))]
        bodies = [(lead, name) for lead in leads if (name := NAME.match(sentence, lead.end()))]
        whole = (sentence[lead.start() : name.end()] for lead, name in bodies)
        alone = (name[0] for lead, name in bodies if lead[0].count(" ") == 1)  # "mairie de Luzy" is no Luzy
        return tuple(dict.fromkeys((*whole, *alone)))
    if renamed is None or INDEFINITE.match(words):
        return ()
    told = [name[0] for name in NAME.finditer(sentence) if name.start() or " " in name[0]]
    return tuple(f"{thing} {name}" for full in told for name in dict.fromkeys((full, full.split()[-1])))


def _clauses(sentence: str) -> Iterator[str]:
    """The clauses of a sentence, each for or against some words."""
    start = 0
    for cut in CUT.finditer(flatten(sentence)):
        yield sentence[start : cut.start()]
        start = cut.end()
    yield sentence[start:].strip(" .!")


def _bare_terms(clause: str, flat: str, against: bool, sentence: str) -> list[str]:
    """The words that a clause opposes to others without quotes: what « plutôt que » opens, an acronym, "le mot X";
    those that it asks to write instead."""
    if (spelled := SPELLED.match(flat)) and not against:
        return [clause[slice(*spelled.span("term"))]]
    opposed = OPPOSED.match(flat)
    asked = CUES("worded").search(flat) if not against and OPPOSED.search(flatten(sentence)) else None
    opened = opposed or asked or (CALLED.match(flat) if against else None)
    term = clause[opened.end() :].strip() if opened else ""
    sure = opposed or asked or ACRONYM.fullmatch(term) or (opened and re.search(r"(?:sigle|mot|terme) \Z", opened[0]))
    said = term and len(term.split()) <= LONGEST and not any(map(kind_of, re.findall(r"\w+", term)))
    return [term] if sure and said else []


def reworded(text: str, wish: Wish) -> str:
    """A text with the words that a wish asks for, wherever the others stand as they are; "" where its French would not
    be sure: what agrees with these would not with those of another gender."""
    if not holds(text, wish):
        return text
    opposed = (
        term for term in wish.instead if not _forms(term).search(_plain(wish.words))
    )  # "détenu", "parent détenu"
    if len({_gender(term) for term in (wish.words, *opposed) if term.islower() and not term[0].isdigit()}) > 1:
        return ""
    left = text
    for term in wish.instead:
        for start, end in reversed(_standing(left, term, wish.words)):
            several = _plain(left[start:end]) != _plain(term)
            words = _plural(wish.words) if several else wish.words
            again = re.search(rf"(?<!\w){re.escape(flatten(words.split()[0]))} \Z", flatten(left[:start]))
            before = left[: again.start() if again else start]  # "parents frontaliers" for "parents d’ailleurs"
            sure = again or _stands_alike(term, wish.words)
            told = before + words if sure else _introduced(before, words)
            if told is None:
                return ""
            left = f"{told}{_after(words, left[end:])}"
    twice = rf"{re.escape(wish.words)}(?!\w)"
    left = re.sub(rf"({twice})(?:(?:,? (?:ou|et) |, | ?/ ?){twice})+", r"\1", left)
    return capitalize(left) if text[:1].isupper() else left


def holds(text: str, wish: Wish) -> bool:
    """Whether a text has words that a wish asks not to write, in the plural or not."""
    return any(_standing(text, term, wish.words) for term in wish.instead)


def _standing(text: str, term: str, words: str) -> list[Span]:
    """Where a term stands in a text, in the plural or not, but within the words wanted: "médiation" of "médiation
    familiale"."""
    wanted = [found.span() for found in _forms(words).finditer(flatten(text))]
    spans = [found.span() for found in _forms(term).finditer(flatten(text))]
    if BOTH.fullmatch(words):  # "emplois saisonniers" are no "saisonniers et saisonnières"
        spans = [(start, end) for start, end in spans if COUNTED.search(flatten(text[:start]))]
    return [(start, end) for start, end in spans if not any(first <= start and end <= last for first, last in wanted)]


def _forms(term: str) -> re.Pattern[str]:
    words = (re.escape(word) + ("" if word.endswith(("s", "x")) else "[sx]?") for word in _plain(term).split(" "))
    return re.compile(rf"(?<!\w){'[ -]'.join(words)}(?!\w)")


def _plain(words: str) -> str:
    return flatten(words).replace("-", " ")


def _after(words: str, rest: str) -> str:
    """What follows some words, without what completes them when it says it again: "île de Batz", "de Batz"."""
    noun = COMPLETED.split(words, maxsplit=1)[0]
    return rest.removeprefix(words[len(noun) :])


def _stands_alike(term: str, words: str) -> bool:
    """Whether what stands before a term stands before some words as well: "parent éloigné" for "parent absent"."""
    known = all(any(_first(one) in group for group in NOUNS.values()) for one in (term, words))
    alike = known and _gender(term) == _gender(words) and elides(term) == elides(words)
    return alike or _plain(term).split()[0] == _plain(words).split()[0]


def _plural(words: str) -> str:
    """Some words in the plural: "espaces de rencontre"; what completes their noun stays as it is."""
    noun, *rest = COMPLETED.split(words, maxsplit=1)
    several = (
        word if word[-1] in "sxz" else f"{word[:-2]}aux" if word.endswith("al") else word + "sx"[word.endswith("eau")]
        for word in noun.split(" ")
    )
    return " ".join((*several, *rest))


def _introduced(before: str, words: str) -> str | None:
    """What stands before some words, and these, the determiner between them agreed; None when it cannot be."""
    found = DETERMINER.search(flatten(before))
    if words[0].isupper() and elides(words) and flatten(before).endswith(" en "):
        return f"{before[:-3]}dans l’{words}"
    if found is None:
        beside = BARE.search(before) if words[0].islower() else None  # "foyer" or "nouveau", which would agree
        return None if beside and beside[0].strip() not in STOP_WORDS else f"{before}{words}"
    lead, said = before[: found.start()], found[0].strip()
    if INDEFINITE.match(words):
        small = "d’" if said.startswith("d") else "à " if said.startswith("a") else ""
        return f"{lead}{small}{words}"
    if said in ("de", "d'"):
        return f"{lead}{of(words)}{words}"
    kind = _gender(words) or ("m" if elides(words) and said[0] in "lda" else None)
    if kind is None:
        return None
    feminine, article = kind == "f", the(words, kind)
    told = {
        "ce": "cette " if feminine else "cet " if article == "l’" else "ce ",
        "un": "une " if feminine else "un ",
        "d": "du " if article == "le " else f"de {article}",
        "a": at_the(words, kind),
        "l": article,
    }
    agreed = next(agreed for opening, agreed in told.items() if said.startswith(opening))
    return f"{lead}{capitalize(agreed) if before[found.start()].isupper() else agreed}{words}"


def _gender(words: str) -> str | None:
    return gender(_first(words))


def _first(words: str) -> str:
    return singular(fold(re.split(r"[\s'’-]", words)[0]))
