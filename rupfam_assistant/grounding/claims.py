"""The grounding check: whether a passage supports a sentence, and why, by rules, then by the weights of what words and
the reader of pairs tell."""

import math
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path

from rupfam_assistant.errors import shipped
from rupfam_assistant.french.numbers import number_of
from rupfam_assistant.french.typography import lower
from rupfam_assistant.french.words import flatten, same_family
from rupfam_assistant.grounding import faults as faulty
from rupfam_assistant.grounding.faults import Actor, Condition, Contraries, Discrepancy, named_words
from rupfam_assistant.grounding.quantities import unsupported_quantities
from rupfam_assistant.grounding.relations import Relations, relation_fault
from rupfam_assistant.grounding.words import (
    Compared,
    Lexicon,
    Sense,
    compare,
    phrase_stems,
    plain,
    read_lexicon,
    read_words,
    segments,
    senses,
)
from rupfam_assistant.search.logistic import Weights, read_weights
from rupfam_assistant.search.pairs import PairReader, shipped_pairs
from rupfam_assistant.search.thesaurus import read_thesaurus
from rupfam_assistant.texts.documents import read_corpus

REJECTING = dict.fromkeys(("antonym", "negation", "modality", "scope", "role"), 1.0)
REJECTING |= {"quantity": 0.5, "actor": 0.5, "name": 0.5, "condition": 0.66, "relation": 0.4}
"""The kinds of faults that speak against a sentence alone, each with the weight from which it does: it is then never
surely supported, whatever else is read."""

SURE = ("quantity", "actor", "name")
FACTS, COPIED = (*SURE, "role"), 0.6
"""Those that are sure of it when their weight is 1; those that reject it, the others being weighed with the rest unless
the sentence copies the passage: the share of its pairs of words from which it does."""

SURELY = 1.2
"""The log-odds of support from which a sentence that nothing speaks against is surely supported."""

WEIGHED = ("role", "antonym", "negation", "modality", "scope", "condition", "relation")
NEW = ("new share", "new words", "longest new run", "new words of the texts", "newest clause", "spread")
FEATURES = (*NEW, *WEIGHED, "read")
MOST_WORDS, LONGEST_RUN, MOST_OF_THE_TEXTS = 6, 4, 3
MOST_NAMED = 3
"""The counts beyond which a feature stays at 1, and the words that a reason names."""


Entails = Callable[[str, str], float]
"""The log-odds that a passage supports a sentence."""

WINDOW, STEP, MOST_ODDS = 900, 600, 6.0
"""Characters of a passage that are read at once, and from one reading to the next; log-odds beyond which nothing is
surer."""


@dataclass(frozen=True)
class Language:
    """What the check knows of words: by meaning, contrary, actor, force, scope, condition, direction; the texts'."""

    lexicon: Lexicon
    antonyms: Sequence[Contraries]
    actors: Sequence[Actor]
    forces: Mapping[str, Sequence[str]]
    scope: Mapping[str, Sequence[str]]
    conditions: Sequence[Condition]
    relations: Relations
    vocabulary: frozenset[str]


@dataclass(frozen=True)
class Grounding:
    """What the check reads once: the language, what reads a passage with a sentence, and the weights that tell an
    unsupported sentence where no rule does."""

    language: Language
    entails: Entails
    weights: Weights


@dataclass(frozen=True)
class Verdict:
    """Whether the passage supports the sentence, the French sentence that says why, whether no doubt is left, and the
    log-odds of support of what the weights alone support."""

    supported: bool
    reason: str
    sure: bool = True
    odds: float = math.inf


def read_language(corpus: Path) -> Language:
    """The language of corpus/grounding.toml, the thesaurus and the words of the texts; DamagedFile if it is wrong."""
    path = corpus / "grounding.toml"
    with shipped(path):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        causal, verbs = told["relations"].pop("causal"), told["relations"].pop("verbs")
        stems = tuple(tuple(stem for form in forms for stem in phrase_stems(form)) for forms in (*causal, *verbs))
        thesaurus = read_thesaurus(corpus / "thesaurus.jsonl")
        return Language(
            lexicon=read_lexicon(told["synonyms"], told["light"], told["forms"], thesaurus),
            actors=[tuple(map(named_words, names)) for names in told["actors"]],
            conditions=[Condition(mark, by, how) for how, said in told["conditions"].items() for mark, by in said],
            relations=Relations(stems, len(causal), **told["relations"]),
            vocabulary=frozenset(word.stem for document in read_corpus(corpus) for word in read_words(document.text)),
            **{name: told[name] for name in ("antonyms", "forces", "scope")},
        )


@lru_cache(maxsize=1)
def shipped_language(corpus: Path) -> Language:
    """The language that ships with a corpus, read once."""
    return read_language(corpus)


def read_grounding(corpus: Path, entails: Entails | None = None) -> Grounding:
    """The check of corpus/grounding.toml and corpus/grounding.json, with the reader that ships unless another is given;
    RupfamError when one is missing or out of date."""
    weights = read_weights(corpus / "grounding.json", "grounding", FEATURES)
    return Grounding(read_language(corpus), entails or entails_by(shipped_pairs(corpus)), weights)


def entails_by(pairs: PairReader) -> Entails:
    """A reader of pairs; a long passage is read by overlapping windows."""

    def entails(passage: str, sentence: str) -> float:
        windows = [passage[start : start + WINDOW] for start in range(0, max(1, len(passage) - WINDOW + STEP), STEP)]
        return float(pairs.supports(sentence, windows).max())

    return entails


def check_claim(passage: str, sentence: str, grounding: Grounding) -> Verdict:
    """Whether the passage supports the sentence, and why."""
    if _bare(plain(sentence)) in map(_bare, (passage, *segments(passage))):
        return Verdict(True, "Le passage le dit mot pour mot.", sure=True)
    pair = compare(sentence, passage, grounding.language.lexicon)
    faults = find_faults(pair, grounding.language)
    against = surest(faults)
    if against and rejects(against, pair):
        return Verdict(False, against.reason, is_sure(against))
    read = grounding.entails(passage, sentence)
    odds = -grounding.weights.log_odds(claim_features(pair, faults, grounding.language.vocabulary, read))
    if odds <= 0:
        new = [sense.word.spelt for sense, places in _telling(pair) if not places]
        doubt = f"Le passage ne dit rien de {_quoted(new)}." if new else "Le passage ne dit pas cela d’un seul tenant."
        return Verdict(False, max(faults, key=lambda f: f.weight).reason if faults else doubt, sure=False)
    shared = [pair.passage[places[0]].word.spelt for _, places in _telling(pair) if places]
    support = f"Le passage le dit : {_quoted(shared)}." if shared else "Rien dans la phrase ne sort du passage."
    if against:
        return Verdict(True, f"{support} À relire : {lower(against.reason)}", sure=False)
    return Verdict(True, support, odds >= SURELY, odds)


def _bare(text: str) -> str:
    """The words of a text, whatever its capitals and its marks."""
    return " ".join(re.findall(r"\w+", flatten(text)))


def find_faults(pair: Compared, language: Language) -> tuple[Discrepancy, ...]:
    """The faults of a sentence beside a passage, the surest kinds first."""
    return tuple(fault for fault in (*_fact_faults(pair, language), *_other_faults(pair, language)) if fault)


def check_facts(sources: str, text: str, language: Language) -> Verdict:
    """Whether the numbers, dates, names and references of a text, line by line, stand in what it is drawn from."""
    known = {word.stem for word in read_words(sources)}
    for line in map(plain, text.split("\n")):
        said = senses(line, language.lexicon)
        places = tuple((0,) if sense.word.stem in known else () for sense in said)
        faults = _fact_faults(Compared(line, sources, sources, said, (), places), language)
        if fault := next((fault for fault in faults if fault and fault.weight == 1.0), None):
            return Verdict(False, fault.reason)
    return Verdict(True, "Ses faits sont dans les textes ou dans la conversation.")


def _fact_faults(pair: Compared, language: Language) -> Iterator[Discrepancy | None]:
    for said, instead, countable in unsupported_quantities(pair.told, pair.whole):
        told = f"«\u202f{said}\u202f» n’est pas dans le passage"
        weight = 0.5 if countable and not instead else 1.0
        yield Discrepancy("quantity", weight, f"{told}, qui dit «\u202f{instead}\u202f»." if instead else f"{told}.")
    yield faulty.actor_fault(pair, language.actors, language.vocabulary)
    yield faulty.name_fault(pair, language.vocabulary)


def _other_faults(pair: Compared, language: Language) -> Iterator[Discrepancy | None]:
    yield faulty.role_fault(pair, language.actors)
    yield faulty.antonym_fault(pair, language.antonyms)
    yield faulty.negation_fault(pair, language.lexicon.light)
    yield faulty.modality_fault(pair, language.forces)
    yield faulty.scope_fault(pair, language.scope)
    yield faulty.condition_fault(pair, language.conditions)
    yield relation_fault(pair, language.relations)


def claim_features(
    pair: Compared, faults: Iterable[Discrepancy], vocabulary: frozenset[str], read: float
) -> tuple[float, ...]:
    """What tells that a sentence goes beyond the passage, as FEATURES, each in 0..1, but the last in -1..1, that tells
    the contrary; `vocabulary`: the texts' stems; `read`: the log-odds of the reader."""
    told = _telling(pair)
    size = max(1, len(told))
    new = [sense for sense, places in told if not places]
    near = {word.stem for word in read_words(pair.near)}
    said = [sense.word.stem for sense, places in told if places]
    elsewhere = sum(not any(same_family(one, stem) for stem in near) for one in said)
    weights = {fault.kind: fault.weight for fault in faults}
    runs = (list(run) for known, run in groupby(told, lambda one: bool(one[1])) if not known)
    return (
        len(new) / size,
        min(1.0, len(new) / MOST_WORDS),
        min(1.0, max(map(len, runs), default=0) / LONGEST_RUN),
        min(1.0, sum(sense.word.stem in vocabulary for sense in new) / MOST_OF_THE_TEXTS),
        _newest_clause(told),
        elsewhere / size,
        *(weights.get(kind, 0.0) for kind in WEIGHED),
        max(-1.0, min(1.0, read / MOST_ODDS)),
    )


Told = tuple[tuple[Sense, tuple[int, ...]], ...]


def _telling(pair: Compared) -> Told:
    """The words of the sentence that say something of the passage, numbers left aside, with their places there."""
    told = ((sense, places) for sense, places in zip(pair.sentence, pair.places, strict=True) if not sense.light)
    return tuple(one for one in told if not (f := one[0].word.folded)[0].isdigit() and number_of(f) is None)


def _newest_clause(told: Told) -> float:
    """The share of new words in the clause, of two words or more, that has the most."""
    clauses = ([not places for _, places in words] for _, words in groupby(told, lambda one: one[0].word.clause))
    return max((sum(new) / len(new) for new in map(list, clauses) if len(new) > 1), default=0.0)


def surest(faults: Iterable[Discrepancy]) -> Discrepancy | None:
    """The fault that speaks most surely against a sentence, if any."""
    against = [fault for fault in faults if fault.weight >= REJECTING[fault.kind]]
    return max(against, key=is_sure, default=None)


def rejects(against: Discrepancy, pair: Compared) -> bool:
    """Whether a fault that speaks against a sentence rejects it, whatever else is read."""
    said, held = (list(pairwise(word.stem for word in read_words(text))) for text in (pair.told, pair.whole))
    return against.kind in FACTS or sum(map(held.__contains__, said)) >= COPIED * len(said)


def is_sure(fault: Discrepancy) -> bool:
    """Whether a fault leaves no doubt."""
    return fault.kind in SURE and fault.weight == 1.0


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"«\u202f{word}\u202f»" for word in list(dict.fromkeys(words))[:MOST_NAMED])
