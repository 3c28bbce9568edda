"""Described: who is not to be named and is told by what they do alone, "celui qui prête les chambres ne veut pas de
pub": the names that the dossier has for them."""

import re
from collections.abc import Iterable, Iterator

from rupfam_assistant.dossier.bodies import known_body
from rupfam_assistant.dossier.paths import texts_of
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.french.words import flatten, same_family
from rupfam_assistant.guard.bans import Ban
from rupfam_assistant.guard.topics import CUES, NAME, content

WHO = re.compile(r"(?i)\A(?:(?:la|les?) |l[’'])?(?P<who>[\w-]+(?: [\w’'-]+){0,3}?) qui (?!est\b|sont\b)")
POINTING = ("celui", "celle", "ceux", "celles", "personne", "gens")
NAMING, RARE, SHARED, ROOT = ("pilot", "partners"), 3, 2, 4
"""Who opens a sentence; words that only point; the fields that name who acts; the rows that have a rare word; the rare
words that tell what someone does; the letters that a verb and its participle share."""


def described_bans(dossier: Dossier, sentences: Iterable[str]) -> Iterator[Ban]:
    """The bans on the names of who is described: of the kind that is said, "l’office notarial qui…", else of those who
    help in what the description is about; of who signs, and of the public services, none."""
    for sentence in sentences:
        who = WHO.match(sentence)
        if who and CUES("negation").search(flatten(sentence)):
            yield from (Ban("name", name, sentence) for name in dict.fromkeys(_named(who["who"], sentence, dossier)))


def _named(who: str, sentence: str, dossier: Dossier) -> Iterator[str]:
    signing = [content(one.body) for one in dossier.signatories if one.body]
    named = ((path, name) for path, name in texts_of(dossier) if path.name in NAMING and NAME.search(name))
    acting = [(path, name) for path, name in named if not any(content(name) <= body for body in signing)]
    kind = content(who)
    if who.lower() not in POINTING:
        yield from (name for _, name in acting if kind < content(name))
        return
    rows = {row: content(one.text or "") for row, one in enumerate(dossier.planned_actions)}
    told = content(sentence)
    rare = {word for word in told if sum(_has(words, word) for words in rows.values()) <= RARE}
    meant = [row for row, words in rows.items() if sum(_has(words, word) for word in rare) >= SHARED]
    beside = [name for path, name in acting if path.name == "partners" and path.rank in meant]
    yield from (name for name in beside if not known_body(name))


def _has(words: frozenset[str], word: str) -> bool:
    return any(
        same_family(word, one) or (min(map(len, (word, one))) >= ROOT and word[:ROOT] == one[:ROOT]) for one in words
    )
