"""Bodies: which party of the trame a body is, what it is called in full and in short, its gender, who signs for it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from rupfam_assistant.errors import shipped
from rupfam_assistant.french.agreement import gender
from rupfam_assistant.french.capitals import name_in_small_letters
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list, read_table, words_of
from rupfam_assistant.french.typography import trim, with_apostrophes
from rupfam_assistant.french.words import flatten, fold
from rupfam_assistant.places import corpus_folder

KINDS = ("prefet", "cour", "caf", "cmsa", "departement", "communes")
"""The parties of the trame, in its order."""

SMALL = frozenset("de du des la le les et".split())
FEMININE, MASCULINE = (set(map(fold, read_list("bodies").groups[kind])) for kind in ("feminine", "masculine"))


@dataclass(frozen=True)
class Body:
    """A body known by its acronym: its name in full, its gender, who signs for it and where it stands most often, the
    party of the trame whose place it may take, other short names, a comma between them."""

    name: str
    gender: str
    signs: str = ""
    seat: str = ""
    stands: str = ""
    also: str = ""


@cache
def read_bodies() -> Mapping[str, Body]:
    """The table of corpus/french/bodies.toml, by acronym; DamagedFile names the line that is badly written."""
    path = corpus_folder() / "french" / "bodies.toml"
    rows = read_table(path)["bodies"]
    lines = [line.split("=")[0].strip(' "') for line in path.read_text(encoding="utf-8").splitlines()]
    return {acronym: _body(path, lines.index(acronym) + 1, acronym, row) for acronym, row in rows.items()}


def _body(path: Path, number: int, acronym: str, row: Any) -> Body:
    with shipped(path, f"est mal écrit à la ligne {number} ({acronym})"):
        body = Body(**row)
        if body.gender not in ("f", "m") or not all(isinstance(told, str) for told in row.values()):
            raise ValueError(acronym)
    return body


def plain_name(body: str) -> str:
    """The name of a body on one line, with its apostrophes, no longer in capitals, "M.S.A." without its stops."""
    bare = re.sub(r"(?<!\w)(?:[A-Z]\.){2,}", lambda found: found[0].replace(".", ""), trim(body))
    return with_apostrophes(name_in_small_letters(bare))


@cache
def _names() -> Mapping[str, tuple[str, Body]]:
    """The bodies of the table by each flattened name, the longest first, with their acronym."""
    names = {
        flatten(name.strip()): (acronym, body)
        for acronym, body in read_bodies().items()
        for name in (acronym, body.name, *body.also.split(","))
        if name.strip()
    }
    return dict(sorted(names.items(), key=lambda named: -len(named[0])))


@lru_cache(maxsize=1_000)
def known_body(body: str) -> tuple[str, Body, str] | None:
    """The known name that opens the name of a body, an acronym as the table has it, what is known of it, the words that
    follow; None when it is not known."""
    name = plain_name(body)
    flat = flatten(name)
    start = 0 if (article := re.match(r"(?:la|le|les) |l'", flat)) is None else article.end()
    for known, (acronym, told) in _names().items():
        end = start + len(known)
        if flat.startswith(known, start) and not re.match(r"[^\W\d]|-", flat[end:]):
            called = acronym if known == flatten(acronym) else name[start:end]
            return called, told, name[end:].removeprefix(".").strip()
    return None


def full_name(body: str) -> str:
    """A body with its name in full for its acronym: "caisse générale de sécurité sociale de l’Île-Ravine"."""
    known = known_body(body)
    if known is None:
        return plain_name(body) or body
    acronym, told, rest = known
    if re.match(r"[a-zà-ÿ]{4,}(?:ale?|aux|ales)\b", rest):
        return plain_name(body)  # "UDAF interdépartementale"
    if rest[:1].isdigit():
        return f"{told.name} ({acronym} {rest})"
    return f"{told.name}{'' if rest[:1] in ',;' else ' '}{rest}".strip()


def with_acronyms(text: str) -> str:
    """A text on bodies with the capitals of the acronyms that it names: "la MSA et l’UDAF" of "la msa et l’udaf"."""
    known = words_of("acronyms") | {acronym.lower() for acronym in read_bodies() if acronym.isupper() and acronym[2:]}
    return re.sub(r"(?<![\w-])[a-z]{3,}(?![\w-])", lambda word: word[0].upper() if word[0] in known else word[0], text)


def party_kind(body: str) -> str:
    """Which party of the trame a body is; "autres" when it is none of those that the trame names."""
    flat = flatten(plain_name(body))
    lead = cues("bodies", "lead").match(flat)
    named = flat[lead.end() :].lstrip() if lead else flat
    known = known_body(body)
    if known and not cues("bodies", "communes").match(named):
        return "autres"
    return next((kind for kind in KINDS if cues("bodies", kind).match(named)), "autres")


def own_name(body: str) -> str:
    """What follows the kind in the name of a body: "du Val-d’Ombre", "Montclair" for a court; "" for nothing."""
    name = plain_name(body)
    flat = flatten(name)
    within = next((kind for group in ("court", "prefect") if (kind := cues("bodies", group).search(flat))), None)
    kind = within or cues("bodies", "called").match(flat)
    return name[kind.end() :].strip() if kind else ""


def gender_of(body: str) -> str | None:
    """ "f" or "m" for the name of a body; None when nothing tells."""
    if known := known_body(body):
        return known[1].gender
    if article := re.match(r"(?i)l[ea] ", body):
        return "m" if article[0].lower() == "le " else "f"
    if meant := re.match(r"[A-ZÀ-Ý]{2,} \((?P<name>[^)]+)\)", body):
        return gender_of(meant["name"])
    first, second = (*(word.split("-")[0] for word in fold(body).split(" ")), "")[:2]
    if re.fullmatch("(?:grand|haut|petit|nouveau)e?", first) and second in FEMININE | MASCULINE:
        return "f" if second in FEMININE else "m"  # "Grand Conseil"
    name = re.match(r"[A-ZÀ-Ý][\w’'-]* [A-ZÀ-Ý0-9]", body) and not body.isupper()
    return "f" if first in FEMININE else "m" if first in MASCULINE else None if name else gender(first)


def bodies_in(text: str) -> list[str]:
    """The bodies that a text names: "CAF", "MSA" of "CAF + MSA"; the text itself for one."""
    if re.match(r"(?i)(?:les )?(?:communes|villes) ", text):
        return re.split(r",\s+|\s+et\s+", text)
    parts = [
        part.strip()
        for part in re.split(r"\s*[+/;]\s*|,\s+(?!\d)|\s+et\s+(?=[A-ZÀ-Ý])", re.sub(r"\([^()]*\)", "", text))
    ]
    return [part for part in parts if part] if all(map(_is_body, filter(None, parts))) else [text]


def _is_body(name: str) -> bool:
    return party_kind(name) != "autres" or known_body(name) is not None


def is_same_body(one: str, other: str) -> bool:
    """Whether two names may be those of one body: of one kind, or one of them of none, and of names of their own that
    agree; an acronym made of the other's initials; a service for its body ("PMI" of the conseil départemental)."""
    known = known_body(one)
    if (whose := known[1].signs.partition(" du ")[2] if known else "") and is_same_body(whose, other):
        return True
    if (kind := party_kind(other)) not in ("autres", "communes"):
        of = [words_of_name(name) for name in map(own_name, (one, other)) if re.match(r"(?i)d(?:e|u|es) |d[’']", name)]
        alike = any(party_kind(word) == kind for word in (one, *one.split()))
        alike = alike or words_of_name(one) <= words_of_name(other)
        return alike and (len(of) < 2 or of[0] <= of[1] or of[1] <= of[0])
    kinds, (mine, theirs) = (_kind(one), _kind(other)), (_own_words(one), _own_words(other))
    if len(set(filter(None, kinds))) == 1:
        alike = mine <= theirs or theirs <= mine
        return alike and (kinds[0] == kinds[1] or bool(mine and theirs))
    said, initials = words_of_name(one), "".join(word[0] for word in re.findall(r"\w{3,}", flatten(other)))
    known_words = words_of_name(full_name(other))
    return bool(said) and all(word in known_words or word in initials for word in said)


def words_of_name(body: str) -> frozenset[str]:
    """The flattened words of the name of a body that say something."""
    return frozenset(re.findall(r"\w{2,}", flatten(body))) - SMALL


def _kind(body: str) -> str:
    """What kind of body a name says: a party of the trame, a known body, or the noun that opens it; "" for none."""
    if cues("bodies", "communes").match(flat := re.sub("^(?:la|le|les) |^l'", "", flatten(body))):
        return "communes"
    if (kind := party_kind(body)) != "autres":
        return kind
    if known := known_body(body):
        return known[1].name
    first = flat.split(" ")[0]
    return first if first in FEMININE | MASCULINE else ""


def _own_words(body: str) -> frozenset[str]:
    """The words of a name that are its own: "gue" of "association Le Gué"."""
    return frozenset(word for word in words_of_name(full_name(body)) - _common_words() if not word.isdigit())


@cache
def _common_words() -> frozenset[str]:
    """The words that say what kind of body one is."""
    names = (body.name for body in read_bodies().values())
    cued = (cue for kind in (*KINDS, "called") for cue in read_list("bodies").groups[kind])
    return frozenset().union(*map(words_of_name, (*names, *cued)), FEMININE, MASCULINE)


def named_among(bodies: Sequence[str], text: str) -> list[int]:
    """Which bodies, by rank, a text names: by their own names; by what they are where one alone is of that kind, or
    where their own name is not that of another."""
    kinds = Counter(map(_kind, bodies))
    said, flat = words_of_name(text), flatten(plain_name(text))

    def named(body: str) -> bool:
        own, kind = _own_words(body), _kind(body)
        party = party_kind(body)
        cued = party in KINDS and party != "communes" and cues("bodies", party).search(flat) is not None
        known = known_body(body)
        called = [name for name, (_, told) in _names().items() if known and told == known[1]]
        acronym = any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", flat) for name in called)
        if cued or (acronym and party != "communes"):
            return kinds[kind] == 1 or bool(own and own <= said)
        return bool(own) and own <= said and (not kind or kind in said or party == "communes" or kinds[kind] == 1)

    return [rank for rank, body in enumerate(bodies) if body and named(body)]
