"""What a sentence gets wrong beside a passage: actor, name, contrary, negation, force, scope, condition."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.words import flatten, same_family
from rupfam_assistant.grounding.words import (
    Compared,
    PlacedWord,
    around,
    flat,
    held_phrases,
    held_stems,
    phrase_stems,
    read_words,
    root,
    root_of,
    segments,
)
from rupfam_assistant.texts.passages import collapse

DETERMINERS, TIES = (frozenset(read_list("determiners").groups[group]) for group in ("determiners", "ties"))
NOT, NOT_ALONE, REMOVING = (read_list("negations").groups[group] for group in ("after_ne", "alone", "removing"))
REMOVES = frozenset(map(root, REMOVING))
BETWEEN, AFTER_NE, AFTER_NOT = 3, 5, 3
GOVERNED, RIGHT_AFTER, CLAUSE = 0.5, 4, 8
OPENING, MOST_ACTORS = 5, 2
"""Words inside the name of an actor, words that a negation covers, the share of what a condition governs that makes a
sentence miss it, words governed, letters before a condition that opens, actors beyond which a sentence lists them."""


@dataclass(frozen=True)
class Discrepancy:
    """What is wrong with a sentence, how surely in 0..1, and the French sentence that says it."""

    kind: str
    weight: float
    reason: str


Contraries = Sequence[Sequence[str]]
Actor = tuple[tuple[str, ...], ...]
"""The names of one actor, each as named_words gives it."""


@lru_cache(maxsize=2_000)
def named_words(text: str) -> tuple[str, ...]:
    """The folded words of a name in the singular, its small words left out, a final é kept apart from e."""
    kept = [word for word in read_words(text) if len(word.folded) > 1 and word.folded not in TIES]
    singular = (w.folded[:-3] + "al" if w.folded.endswith("aux") else w.folded.rstrip("sx") for w in kept)
    ends = ("+" * word.spelt.lower().rstrip("s").endswith("é") for word in kept)
    return tuple(map(add, singular, ends))


def actor_fault(pair: Compared, actors: Sequence[Actor], vocabulary: frozenset[str]) -> Discrepancy | None:
    """An actor that the sentence names and the passage does not; surest where the texts, of those stems, never do."""
    whole = named_words(pair.whole)
    for said, actor in _actors(pair.told, actors):
        if not any(_named(name, whole) for name in actor):
            weight = 0.5 if vocabulary.issuperset(phrase_stems(said)) else 1.0
            return Discrepancy("actor", weight, f"Le passage ne nomme pas «\u202f{said}\u202f».")
    return None


def role_fault(pair: Compared, actors: Sequence[Actor]) -> Discrepancy | None:
    """An actor that the passage names elsewhere than where it says the rest; surest when it names another one there."""
    near = named_words(pair.near)
    told = _actors(pair.told, actors)
    others = [said for said, actor in _actors(pair.near, actors) if actor not in [one for _, one in told]]
    for said, actor in told:
        if len({one for _, one in told}) <= MOST_ACTORS and not any(_named(name, near) for name in actor):
            instead = f" parle ici de «\u202f{others[0]}\u202f», non" if others else " ne parle pas ici"
            return Discrepancy("role", 1.0 if others else 0.5, f"Le passage{instead} de «\u202f{said}\u202f».")
    return None


def opening_actor(text: str, actors: Sequence[Actor]) -> str:
    """The actor that a sentence opens with, as spelt; "" for none."""
    opening = re.match(r"\W*(?:l[ea]s? |l[’'])?", text, re.IGNORECASE)
    first = next((said for said, _ in _actors(text, actors)), "")
    return first if first and opening and text.startswith(first, opening.end()) else ""


def _actors(text: str, actors: Sequence[Actor]) -> list[tuple[str, Actor]]:
    """The actors that a text names, in order, as spelt; one word names one only after a determiner or an opening."""
    every = read_words(text)
    spelt = [i for i, word in enumerate(every) if len(word.folded) > 1 and word.folded not in TIES]
    told = named_words(text)
    spans = [
        (start, start + len(name), actor)
        for actor in actors
        for name in actor
        if name[0] in told
        for start in range(len(told) - len(name) + 1)
        if told[start : start + len(name)] == name and (len(name) > 1 or _determined(every, spelt[start]))
    ]
    return [
        (text[every[spelt[start]].start : every[spelt[end - 1]].end], actor)
        for start, end, actor in sorted(spans)
        if not any(s <= start and end <= e and e - s > end - start for s, e, _ in spans)
    ]


def _determined(found: Sequence[PlacedWord], i: int) -> bool:
    before, word = found[i - 1] if i else None, found[i]
    opens = before is None or before.clause != word.clause or word.spelt[0].isupper()
    return opens or (before is not None and before.folded in {*DETERMINERS, *TIES})


def _named(name: tuple[str, ...], found: tuple[str, ...]) -> bool:
    """Whether the words of a name stand in order, a few others between them."""
    ahead = (iter(found[i : i + len(name) + BETWEEN]) for i, word in enumerate(found) if word == name[0])
    return any(all(word in left for word in name) for left in ahead)


def name_fault(pair: Compared, vocabulary: frozenset[str]) -> Discrepancy | None:
    """A proper name or an acronym that the passage does not hold; surest where the texts, of those stems, do not."""
    opening = {match.end() for match in re.finditer(r"(?:^|[.!?:»(«-])\s*", pair.told)}
    for sense, places in zip(pair.sentence, pair.places, strict=True):
        spelt = sense.word.spelt
        proper = spelt[0].isupper() and len(spelt) > 2 and (spelt.isupper() or sense.word.start not in opening)
        if proper and not places and not sense.light:
            weight = 0.5 if sense.word.stem in vocabulary else 1.0
            return Discrepancy("name", weight, f"«\u202f{spelt}\u202f» n’est pas dans le passage.")
    return None


def antonym_fault(pair: Compared, antonyms: Sequence[Contraries]) -> Discrepancy | None:
    """A word of the sentence that the passage does not hold, and whose contrary it holds, neither under a negation."""
    for ours, theirs in (way for left, right in antonyms for way in ((left, right), (right, left))):
        said = [phrase for phrase in ours if _affirms(pair.told, phrase) and not _holds(pair.whole, phrase)]
        contrary = (phrase for phrase in theirs if _affirms(pair.near, phrase) and not _holds(pair.told, phrase))
        if said and (held := next(contrary, None)):
            return Discrepancy("antonym", 1.0, _instead(said[0], held))
    return None


def _instead(said: str, held: str) -> str:
    return f"La phrase dit «\u202f{said}\u202f» là où le passage dit «\u202f{held}\u202f»."


def _unsaid(said: str) -> str:
    return f"La phrase dit «\u202f{said}\u202f», ce que le passage ne dit pas."


@lru_cache(maxsize=100_000)
def _holds(text: str, phrase: str) -> bool:
    if " " in phrase:
        return bool(held_phrases(flat(text), (phrase,)))
    return root_of(phrase) in held_stems(text)


def _holds_cue(group: str, text: str) -> bool:
    """Whether a text holds a cue of corpus/french/negations.toml."""
    return cues("negations", group).search(flatten(collapse(text))) is not None


def _affirms(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase, and, when it is one word, once at least without a negation."""
    if " " in phrase or not _holds(text, phrase):
        return _holds(text, phrase)
    denied, searched = _negated(text), root_of(phrase)
    return any(word.stem == searched and i not in denied for i, word in enumerate(read_words(text)))


def negation_fault(pair: Compared, light: frozenset[str]) -> Discrepancy | None:
    """A word under a negation where the passage has none, or the reverse."""
    told, near = read_words(pair.told), read_words(pair.near)
    told_not, near_not = _negated(pair.told), _negated(pair.near)
    removed = not REMOVES.isdisjoint(word.stem for word in near)
    carrying = {sense.word for sense in pair.sentence}
    for i, word in enumerate(told):
        if word not in carrying or (word.stem in light and not word.folded.startswith(("tenu", "compte"))):
            continue
        there = [j for j, other in enumerate(near) if same_family(word.stem, other.stem)]
        if i in told_not and there and not near_not.intersection(there) and not removed:
            return Discrepancy("negation", 1.0, f"La phrase nie «\u202f{word.spelt}\u202f», que le passage affirme.")
        if not told_not and there and near_not.issuperset(there):
            return Discrepancy("negation", 1.0, f"La phrase affirme «\u202f{word.spelt}\u202f», que le passage nie.")
    return None


def _negated(text: str) -> frozenset[int]:
    """The places of the words of a text under a negation; two negations that undo each other make none."""
    if _holds_cue("double", text):
        return frozenset()
    found = read_words(text)
    places: set[int] = set()
    for i, word in enumerate(found):
        if word.folded in ("ne", "n"):
            ahead = [other.folded for other in found[i + 1 : i + 7]]
            if "que" not in ahead[:5] or set(NOT) & set(ahead[:4]):
                places |= _covered(found, i, AFTER_NE + bool(set(NOT) & set(ahead)))
        elif word.folded in NOT_ALONE:
            places |= _covered(found, i, AFTER_NOT)
    return frozenset(places)


def _covered(found: Sequence[PlacedWord], i: int, size: int) -> set[int]:
    """The places after i in its clause, until as many words of three letters or more."""
    covered: set[int] = set()
    for j in range(i + 1, len(found)):
        if size == 0 or (found[j].clause > found[i].clause and found[j].folded not in ("a", "elles", "eux")):
            break
        covered.add(j)
        size -= len(found[j].folded) > 2
    return covered


def modality_fault(pair: Compared, forces: Mapping[str, Sequence[str]]) -> Discrepancy | None:
    """What the sentence requires, allows or assures and the passage does not; surest when this says less."""
    near, cannot = flat(pair.near), cues("negations", "cannot").search(flat(pair.near))
    said = {force: held_phrases(flat(pair.told), forms) for force, forms in forces.items()}
    held = {force: held_phrases(near, forms) for force, forms in forces.items()}
    if cannot:
        held["permission"] = held_phrases(near.replace(cannot[0], ""), forces["permission"])
    denied = _holds_cue("negated", pair.told)
    if denied or _holds_cue("wished", pair.told):
        said["obligation"] = ()
    if _holds_cue("cannot", pair.told):
        said["permission"] = ()
    required = held["obligation"] or held["commitment"] or cannot or _holds_cue("double", pair.near)
    if said["obligation"] and not required:
        return _force_fault(said["obligation"][0], held["permission"] or held["invitation"], 0.5)
    if said["option"] and not held["option"] and not held["permission"] and required:
        return _force_fault(said["option"][0], held["obligation"] or held["commitment"], 0.5)
    if said["permission"] and cannot and not held["permission"] and not denied:
        return _force_fault(said["permission"][0], (cannot[0],), 1.0)
    if said["permission"] and not said["obligation"] and not held["permission"]:
        chosen = held_phrases(near, ("l’une des",))
        return _force_fault(said["permission"][0], () if chosen else held["commitment"] or held["obligation"], 0.3)
    if said["guarantee"] and not held["guarantee"]:
        weaker = held["effort"] or held["commitment"] or held["purpose"] or held["obligation"]
        return _force_fault(said["guarantee"][0], weaker, 0.5)
    return None


def _force_fault(said: str, held: Sequence[str], unsure: float) -> Discrepancy:
    return Discrepancy("modality", *((1.0, _instead(said, held[0])) if held else (unsure, _unsaid(said))))


def scope_fault(pair: Compared, scope: Mapping[str, Sequence[str]]) -> Discrepancy | None:
    """A word that widens or narrows what is said, without its like in the passage."""
    told, near = flat(pair.told), flat(pair.near)
    for meanwhile in ("tout en", "tout mettre"):
        near = near.replace(flat(meanwhile), " ")
    boundless = held_phrases(told, scope["boundless"])
    if boundless and not held_phrases(near, scope["boundless"]):
        return Discrepancy("scope", 1.0, _unsaid(boundless[0]))
    for added, like in (("wide", "universal"), ("narrow", "restricted")):
        said = [phrase for phrase in held_phrases(told, scope[added]) if not held_phrases(near, (phrase,))]
        if not said or (added == "narrow" and _holds_cue("double", pair.near)):
            continue
        alike = held_phrases(near, scope[like])
        if not any(_followed(near, phrase) & _followed(told, said[0]) for phrase in alike):
            return Discrepancy("scope", 0.4 if alike else 1.0, _unsaid(said[0].removesuffix(" de")))
    return None


def _followed(flat_text: str, phrase: str) -> frozenset[str]:
    """The stems that follow a phrase wherever a text holds it."""
    return frozenset(stem for _, after in around(flat_text, phrase) for stem in phrase_stems(after[:40])[:1])


@dataclass(frozen=True)
class Condition:
    """A mark of condition, what may render it, and what it governs: "next" to it, "after" or "beside" its clause."""

    mark: str
    renderings: Sequence[str]
    governs: str


def condition_fault(pair: Compared, conditions: Sequence[Condition]) -> Discrepancy | None:
    """A condition of the passage, on what the sentence says, that the sentence leaves out."""
    said = {sense.word.stem for sense in pair.sentence}
    left_out = [condition for condition in conditions if not held_phrases(flat(pair.told), condition.renderings)]
    for part in (part for part in segments(pair.whole) if part in pair.near):
        for condition in left_out:
            if (place := next(around(flat(part), condition.mark), None)) is None:
                continue
            governed = _governed(*place, condition.governs)
            share = sum(any(same_family(one, other) for other in said) for one in governed) / max(1, len(governed))
            if share >= GOVERNED:
                left = f"La phrase laisse de côté «\u202f{condition.mark}\u202f»"
                return Discrepancy("condition", share, f"{left}, qui restreint ce que dit le passage.")
    return None


def _governed(before: str, after: str, governs: str) -> tuple[str, ...]:
    if governs == "next":
        return phrase_stems(after)[:RIGHT_AFTER]
    rest = after.partition(" , ")[2]
    ahead = rest and (governs == "after" or len(before.strip()) < OPENING)
    return phrase_stems(rest)[:CLAUSE] if ahead else phrase_stems(before)[-CLAUSE:]
