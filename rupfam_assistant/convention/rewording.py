"""Rewording: a sentence of the dossier said better by a language model, kept only when it says the same facts."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.dossier.bodies import with_acronyms
from rupfam_assistant.french import analyse
from rupfam_assistant.french.acronyms import spelled_out
from rupfam_assistant.french.agreement import NOUNS
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.dates import When
from rupfam_assistant.french.lists import read_list, words_of
from rupfam_assistant.french.quantities import UNIT, Number, find_quantities
from rupfam_assistant.french.spelling import is_rare
from rupfam_assistant.french.wording import DEVERBALS, INFINITIVE, VERBS
from rupfam_assistant.french.words import STOP_WORDS, flatten, fold, stem, subject
from rupfam_assistant.grounding.checking import Checker, Doubted
from rupfam_assistant.grounding.claims import Entails, Verdict
from rupfam_assistant.guard.injections import redact_injections
from rupfam_assistant.models.connection import LanguageModel
from rupfam_assistant.models.masking import Request, make_request, send
from rupfam_assistant.models.prompts import read_prompt

RULES = read_prompt("rewording")

NAME = r"(?<![\w-])(?:[A-ZÀ-Ý][\w-]*|[\w-]*[a-zà-ÿ][A-ZÀ-Ý][\w-]*)"
OPENING = r"(?:^|[.!?:]\s+|[«\"(]\s*)(?:[A-ZÀ-Ý]['’])?$"
NOT = frozenset("pas jamais rien aucun aucune sans ni".split())
ONLY = r"(?<![a-z])(?:ne |n')(?![^.;,]*\b(?:pas|jamais|rien|aucune?|plus|ni|personne)\b)"
CLAUSE_END = r"[,;:.()]|\b(?:et|mais|ou)\b"
"""Negations, and "ne" without one: "ne … que"; what ends a clause."""

FORCES = ("négation", "réserve", "intention", "refus", "degré")
"""The groups of corpus/french/facts.toml that tell with what force something is said."""

SIGNS = r"[*#<>{}\[\]|`~\\_@:]|https?|www"
OPPOSITES = tuple(tuple(map(stem, pair.split())) for pair in read_list("opposites").entries)
PLAIN = STOP_WORDS | words_of("openers") | NOUNS["feminine"] | NOUNS["masculine"] | DEVERBALS.keys() | VERBS.keys()
PLAIN |= {fold(verb).split()[0] for verb in (*DEVERBALS.values(), *VERBS.values())}
"""Words that open sentences of the dossiers, with a capital, and are no names."""

MEASURES = ("days", "minutes", "€", "%")
"""The dimensions whose unit is as sure as the number: another noun may be said for what is counted."""

NEW, LOST, LENGTH, ALIKE = 0.4, 0.4, 80, 0.5
"""The shares of words, new or lost, that make another sentence; the signs that it may have beyond twice as many; the
log-odds from which each of two sentences supports the other."""


def rewording_request(text: str, model: LanguageModel, names: Iterable[str] = ()) -> Request:
    """What would be sent to a model to reword a sentence; `names` are people of the dossier."""
    return make_request(RULES, text, model, tuple(names))


def reword(request: Request, model: LanguageModel) -> str:
    """The sentence as the model proposes it, on one line; ModelError when the model fails. It is not checked here."""
    told = request.mask.restore(send(request, model))
    return " ".join(told.strip().strip('«»"“” \u00a0\u202f').split())


def rewording_faults(original: str, wording: str) -> tuple[str, ...]:
    """What a wording surely changes of the facts of a sentence, in French, in a few words; nothing when it may be
    kept."""
    return tuple(_faults(_in_full(original), _in_full(wording))) if wording.strip() else ("la proposition est vide",)


def rewording_doubts(original: str, wording: str) -> tuple[str, ...]:
    """What a wording may change of what a sentence says, and the same words said otherwise may not."""
    return tuple(_doubts(_in_full(original), _in_full(wording)))


def check_wording(original: str, wording: str, checker: Checker) -> Verdict:
    """Whether a wording says the same: surely not by its faults, else by the judge, asked both ways; where it cannot be
    heard, its doubts leave it unsure."""
    if faults := rewording_faults(original, wording):
        return Verdict(False, " ; ".join(faults))
    doubts = rewording_doubts(original, wording) or _unlike(original, wording, checker.grounding.entails)
    told = Verdict(not doubts, " ; ".join(doubts), sure=not doubts)
    one, other = checker.settle([Doubted(original, wording, told), Doubted(wording, original, told)])
    return one if one.sure and not one.supported else other


def fact_faults(words: str, value: str) -> tuple[str, ...]:
    """The numbers, dates and names that a value has and the words that it comes from have not."""
    new = [*(_numbers(value) - _numbers(words)), *(_dates(value) - _dates(words))]
    known = set(re.findall(r"\w+", fold(words)))
    return (*new, *(name for name in _names(value, words) if not set(re.findall(r"\w+", name)) <= known))


def force_doubts(words: str, value: str) -> tuple[str, ...]:
    """The negations, conditions, wishes and refusals that words have and a value has not, or the reverse."""
    return tuple(told for kind in FORCES for told in _changed(kind, _facts(kind, words), _facts(kind, value)))


def _unlike(original: str, wording: str, entails: Entails) -> tuple[str, ...]:
    """What is told of two sentences of which the reader of pairs is not sure that each supports the other."""
    least = min(entails(original, wording), entails(wording, original))
    return () if original == wording or least >= ALIKE else ("rien n’assure qu’elle dise la même chose",)


def _in_full(text: str) -> str:
    """A sentence with its acronyms spelled out, whatever their capitals."""
    lowered = re.sub(r"\b[A-Z][a-z]{2,4}\b", lambda word: _capitals(word[0]), text)
    return spelled_out(with_acronyms(lowered))


def _capitals(word: str) -> str:
    """A word in capitals when it is an acronym, "CAF" of "Caf"."""
    told = with_acronyms(word.lower())
    return told if told.isupper() else word


def _faults(original: str, wording: str) -> Iterator[str]:
    yield from _changed("nombre", _numbers(original), _numbers(wording))
    yield from _changed("date", _dates(original), _dates(wording))
    yield from _exchanged("mesure", _measured(original), _measured(wording))
    yield from _exchanged("lieu", _facts("lieu", original), _facts("lieu", wording))
    yield from _changed("nom", *_other_names(original, wording))
    yield from _changed("blanc", Counter({MARKER: original.count(MARKER)}), Counter({MARKER: wording.count(MARKER)}))
    before, after = (Counter(re.findall(SIGNS, text.replace(MARKER, ""))) for text in (original, wording))
    if signs := after - before:
        yield f"signes étrangers à la phrase : {' '.join(sorted(signs))}"
    if redact_injections(wording)[1] and not redact_injections(original)[1]:
        yield "la proposition ressemble à une consigne, pas à une phrase de convention"
    if len(wording) > 2 * len(original) + LENGTH:
        yield "la proposition est bien plus longue"


def _doubts(original: str, wording: str) -> Iterator[str]:
    yield from _changed("ce qui est compté", _counted(original), _counted(wording))
    for kind in read_list("facts").groups:
        yield from _changed(kind, _facts(kind, original), _facts(kind, wording))
    before, after = (
        [fact[0] for fact in cues("facts", "acteur").finditer(flatten(text))] for text in (original, wording)
    )
    if before != after and Counter(before) == Counter(after):
        yield "les acteurs changent de place"
    yield from _tied(original, wording)
    yield from (f"« {ours} » devient « {theirs} »" for ours, theirs in _turned(original, wording))
    mine, theirs = subject(original), subject(wording)
    if theirs and len(theirs - mine) > NEW * len(theirs):
        yield "la proposition dit autre chose"
    if mine and len(mine - theirs) > LOST * len(mine):
        yield "la proposition laisse de côté une partie de la phrase"


def _other_names(original: str, wording: str) -> tuple[Counter[str], Counter[str]]:
    """The names of both, an acronym that the wording may write out left aside."""
    ours, theirs = _names(original, wording), _names(wording, original)
    written = {name for name in ours - theirs if re.search(rf"(?<!\w){name.upper()}(?!\w)", original)}
    return Counter(
        {name: 1 for name in ours if name not in written or not subject(wording) - subject(original)}
    ), theirs


def _changed(kind: str, before: Counter[str], after: Counter[str]) -> Iterator[str]:
    if lost := before - after:
        yield f"{kind}, perdu : {', '.join(sorted(lost))}"
    if new := after - before:
        yield f"{kind}, ajouté : {', '.join(sorted(new))}"


def _exchanged(kind: str, before: Counter[str], after: Counter[str]) -> Iterator[str]:
    """What changed where one stands for another, as "sud" for "nord"; "de 71 à 76 %" may be told "de 71 % à 76 %"."""
    if before - after and after - before:
        yield from _changed(kind, before, after)


def _numbers(text: str) -> Counter[str]:
    """The numbers of a text, in digits or in words, dates and one, "1" or "un", left aside: it may go unsaid."""
    return Counter(f"{number.value:.12g}" for number in _counts(_without_dates(text)))


def _measured(text: str) -> Counter[str]:
    """The lengths of time, sums and shares of a text, in the base unit of what they measure."""
    told = find_quantities(_without_dates(text))
    return Counter(f"{one.size:.12g} {one.dimension}" for one in told if one.dimension in MEASURES and one.size)


def _counted(text: str) -> Counter[str]:
    """Each number with the word that follows it: "7 mois"."""
    undated = _without_dates(text)
    units = ((number, UNIT.match(undated, number.end)) for number in _counts(undated))
    return Counter(f"{number.value:.12g} {stem(fold(unit['unit']))}" for number, unit in units if unit)


def _counts(text: str) -> Iterator[Number]:
    said = analyse(text).numbers
    return (number for number in said if number.value != 1 and (number.value >= 2 or not number.spoken))


def _without_dates(text: str) -> str:
    for when in reversed(analyse(text).dates):
        text = f"{text[: when.start]},{text[when.end :]}"
    return text


def _dates(text: str) -> Counter[str]:
    return Counter(map(_span, analyse(text).dates))


def _span(when: When) -> str:
    return f"{when.first:%d/%m/%Y}–{when.last:%d/%m/%Y}"


def _names(text: str, other: str) -> Counter[str]:
    """The words with a capital; one that opens a sentence only when it is no plain word, nor one of the other text."""
    found: Counter[str] = Counter()
    plain = set(map(stem, _letters(" ".join(re.findall(r"(?<![\w’'-])[a-zà-ÿ][\w-]*", other)))))
    openers = {stem(fold(match[0])) for match in re.finditer(NAME, other) if _opens(other, match)}
    for match in re.finditer(NAME, text):
        name = fold(match[0])
        opening = _opens(text, match) and not match[0][1:2].isupper()
        if not (opening and (_is_plain(name) or stem(name) in plain | openers)):
            found |= dict.fromkeys(name.split("-"), 1)
    return found


def _opens(text: str, word: re.Match[str]) -> bool:
    return re.search(OPENING, text[: word.start()]) is not None


def _is_plain(word: str) -> bool:
    """Whether a folded word that opens a sentence is a plain word rather than a name."""
    known = word in PLAIN or word.rstrip("s") in PLAIN
    return len(word) < 3 or known or INFINITIVE.fullmatch(word) is not None or not is_rare(word)


def _letters(text: str) -> list[str]:
    return re.findall(r"[a-z]+", fold(text))


def _facts(kind: str, text: str) -> Counter[str]:
    said = cues("facts", kind).finditer(flatten(_without_dates(text)))
    return Counter({" ".join(map(stem, _letters(match[0]))) for match in said})


def _tied(original: str, wording: str) -> Iterator[str]:
    """The quantities that go with another name than before, and the negations that bear on other words."""
    theirs = _neighbours(wording)
    for quantity, names in _neighbours(original).items():
        if names and quantity in theirs and not names & theirs[quantity]:
            yield f"« {quantity} » va avec un autre nom"
    there = _negated(wording)
    for word, near in _negated(original):
        if not any(word == other and near & around for other, around in there):
            yield f"« {word} » porte sur autre chose"
    if bool(re.search(ONLY, fold(original))) != bool(re.search(ONLY, fold(wording))):
        yield "négation ou restriction changée"


def _neighbours(text: str) -> dict[str, frozenset[str]]:
    """For a text of several quantities and several names: the names just before and just after each number or date."""
    dates = analyse(text).dates
    numbers = (match for match in re.finditer(r"\d+(?:[.,]\d+)?", text))
    quantities = {when.start: _span(when) for when in dates}
    quantities |= {n.start(): n[0] for n in numbers if not any(d.start <= n.start() < d.end for d in dates)}
    names = [(match.start(), fold(match[0])) for match in re.finditer(NAME, text) if not _is_plain(fold(match[0]))]
    if len(quantities) < 2 or len({name for _, name in names}) < 2:
        return {}
    found: dict[str, frozenset[str]] = {}
    for at, quantity in quantities.items():
        before = [name for place, name in names if place < at][-1:]
        after = [name for place, name in names if place > at][:1]
        found[quantity] = found.get(quantity, frozenset()) | {*before, *after}
    return found


def _negated(text: str) -> list[tuple[str, frozenset[str]]]:
    """Each negation with the stems of the words that carry meaning around it, in its own clause."""
    clauses = [_letters(clause) for clause in re.split(CLAUSE_END, fold(text))]
    told = ((c[at], c[:at], c[at + 1 :]) for c in clauses for at, word in enumerate(c) if word in NOT)
    kept = ((word, [[w for w in side if w not in STOP_WORDS] for side in sides]) for word, *sides in told)
    return [(word, frozenset(map(stem, (*before[-1:], *after[:2])))) for word, (before, after) in kept]


def _turned(original: str, wording: str) -> Iterator[tuple[str, str]]:
    """The words of the original whose contrary stands in the wording instead."""
    mine, theirs = ({stem(word): word for word in _letters(text)} for text in (original, wording))
    for ours, contrary in (*OPPOSITES, *((right, left) for left, right in OPPOSITES)):
        if ours in mine and ours not in theirs and contrary in theirs and contrary not in mine:
            yield mine[ours], theirs[contrary]
