"""What constraints forbid to print, as a reader of pairs learned it on constraints of several hands: which texts of a
dossier tell of it, and what one may still say without the words that do."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

import numpy as np
import numpy.typing as npt

from rupfam_assistant.dossier.paths import FieldPath, at, texts_of
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.french import analyse
from rupfam_assistant.french.clauses import Span, bracket_spans, tidy, without
from rupfam_assistant.french.memos import segments
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.french.words import flatten
from rupfam_assistant.guard.bans import Ban
from rupfam_assistant.guard.constraints import bans_nothing
from rupfam_assistant.guard.names import TITLED
from rupfam_assistant.guard.naming import head
from rupfam_assistant.guard.targets import ITEMS, MONTH_STEMS, RARE, YEAR, place_of, told_in
from rupfam_assistant.guard.topics import CUES, NAME, amounts, content, roots
from rupfam_assistant.guard.wishes import QUOTED, QUOTES

Forbids = Callable[[str, Sequence[str]], npt.NDArray[np.float32]]
"""The log-odds that constraints forbid each of some statements."""

FORBIDDEN, ALONE, SURE, FAR, LEFT, FREE, FREE_NAMED = 0.5, 1.3, 2.2, 3.0, -0.5, 0.0, -4.6
BODIES, THINGS, EVENTS = ("pilot", "partners"), ("noun", "subject", "figure"), ("subject", "amount", "figure", "date")
FREED = ("place", *THINGS)
CLAUSE = re.compile(r"(?:[dl]es|la|le|une?|[cs]es|leurs?|il|elle|on) |l[’']")
NAMING = re.compile(r"\bnommer|\bnommee?s?\b")
LEAST_LEFT, LONGEST_CUT, LONGEST, FEW, HARDLY_ANY, SEVERAL = 2, 0.7, 500, 30, 2, 3
PLACED = frozenset("a au aux dans sur vers pour et".split())
"""The log-odds, by the constraints and by their sentence alone, from which a text is forbidden by one where the rules
read a ban on such a thing, from which it is by any, as the name of a body is, of the nearest text, or without the
words that it is most about; under which what is left of a text may be printed, what the rules hold is, and what they
hold that has all the words of the ban; the fields that name bodies; the kinds of bans on things, on what happens or is
counted, of those that the reader lifts; the stems of what is left of a text, the share of it that goes at the most,
the signs of constraints that are read at once; the texts of a dossier beyond which a text must share a rare word with
them, how many texts are hardly any, how many words several; what opens a clause; what asks to name no one; the small
words before what an action is, rather than before who helps it."""

READ, UNREAD = ("territory_needs", "priorities", "planned_actions", "figures", "annexes"), ("objective", "title")
"""The parts of a dossier whose texts are read, and the fields of these that are not; nor is a deadline that is but a
date."""


@dataclass(frozen=True)
class Found:
    """Of a dossier, the stems of its rows, then of its texts, a figure as one; the log-odds that some sentences of its
    constraints, read at once, forbid a text that shares a word with them, by these and its place; of the texts that
    they forbid, the sentence that does, and what may be printed, "" for nothing."""

    rows: Mapping[FieldPath, frozenset[str]]
    texts: Mapping[FieldPath, frozenset[str]]
    odds: Mapping[tuple[str, FieldPath], float]
    said: Mapping[FieldPath, str]
    left: Mapping[FieldPath, str]

    def frees(self, path: FieldPath, ban: Ban) -> bool:
        """Whether the reader lifts from a text a ban on a thing that the rules read: it must be the surer, the more of
        its words the row of the text has; what happens to a body leaves its name alone unless it is sure of the
        contrary, a ban on the body does not."""
        row = at(path.root, path.rank) if path.root == "figures" else path
        odds = next((one for (read, place), one in self.odds.items() if place == row and is_of(read, ban)), None)
        if ban.kind not in FREED or odds is None:
            return False
        wanted = content(ban.about) - ITEMS
        if path.name in BODIES and self.texts[row] <= wanted:
            return odds < ALONE and (ban.kind in EVENTS or _is_on_something_at(self.texts[row], ban.about))
        if path.name in BODIES and not wanted <= self.texts[row]:
            return odds < ALONE  # "Commune de Luzy", where a ban is on the "maison des parents de Luzy"
        named = ban.kind != "place" and is_named(ban, self.rows[at(path.root, path.rank)])
        return odds < (FREE_NAMED if named else FREE)


NOTHING = Found({}, {}, {}, {}, {})


def read_forbidden(dossier: Dossier, forbids: Forbids, bans: Sequence[Ban]) -> Found:
    """Reads the texts that are printed of what a dossier tells beside its constraints, of a long one those that share a
    word with them; `bans` are those that the rules read in these."""
    texts, odds = dict(_statements(dossier)), dict[tuple[str, FieldPath], float]()
    said, left = dict[FieldPath, str](), dict[FieldPath, str]()
    mine, rows = {path: _told(text) for path, text in texts.items()}, dict[FieldPath, frozenset[str]]()
    count = Counter(word for stems in mine.values() for word in stems)
    is_long = len(texts) > FEW
    for window in _windows(dossier.constraints or ""):
        told, years = _told(window) - MONTH_STEMS, set(re.findall(YEAR, window))
        near = {path: text for path, text in texts.items() if path not in said and (mine[path] & told or not is_long)}
        for path, one in zip(near, forbids(window, [*near.values()]).tolist(), strict=True):
            shared = mine[path] & told
            odds |= {(window, path): one} if shared else {}
            rare = not is_long or min(count[word] for word in shared) <= RARE
            if not rare and not years & set(re.findall(YEAR, near[path])):
                continue  # "maison" or the town of a long dossier, which tell of nothing
            sentence, alone = _sentence(window, near[path], forbids) if one >= FORBIDDEN else ("", one)
            both = (one + alone) / 2
            nearest = both >= SURE and _is_nearest(mine[path], _told(sentence), mine.values())
            if is_long and both < FAR and not (rare and (nearest or mine[path] & _rarest(sentence, bans, count))):
                continue  # "chambre d’agriculture", where one is on the "chambre des notaires"
            if not shared and both < SURE:
                continue
            if sentence and not bans_nothing(sentence) and _is_held(sentence, bans, path, near[path], both):
                shown = _unbracketed if path.name in BODIES else printable
                kept = "" if path.root == "figures" else shown(near[path], window, _by_both(sentence, forbids))
                kept = "" if _still_tells(kept, sentence, bans) else kept
                said[path], left[path] = sentence, kept or _renamed(path, near[path], sentence, forbids)
    for path, sentence in _likewise(mine, said, left):
        said[path], left[path] = sentence, ""
    for path, words in mine.items():
        row = at(path.root, path.rank)
        rows[row] = rows.get(row, frozenset()) | (content(_label(texts[path])) if path.root == "figures" else words)
    return Found(rows, mine, odds, said, left)


def _likewise(
    mine: Mapping[FieldPath, frozenset[str]], said: Mapping[FieldPath, str], left: Mapping[FieldPath, str]
) -> Iterator[tuple[FieldPath, str]]:
    """The texts that have all the words, several and together rare, by which one that is withheld whole tells of what a
    sentence of the constraints forbids: the plan of the "maison des parents de Luzy", when its opening is."""
    shared = {sentence: mine[path] & _told(sentence) - MONTH_STEMS for path, sentence in said.items() if not left[path]}
    for path in mine.keys() - said.keys():
        if sentence := next(
            (one for one, words in shared.items() if len(words) >= SEVERAL and words <= mine[path]), ""
        ):
            yield path, sentence


def _told(text: str) -> frozenset[str]:
    """The stems of a text, and its sums."""
    return content(text) | {f"{amount.size:g} €" for amount in amounts(text)}


def _is_nearest(words: frozenset[str], told: frozenset[str], texts: Iterable[frozenset[str]]) -> bool:
    """Whether hardly any text has as many of some words as this one, which has several: "maison", "parents", "Luzy"."""
    shared = len(words & told)
    return shared >= SEVERAL and sum(len(one & told) >= shared for one in texts) <= HARDLY_ANY


def _rarest(sentence: str, bans: Sequence[Ban], count: Counter[str]) -> frozenset[str]:
    """Of the stems of each thing that a sentence of the constraints bans, as rules read it, those that the fewest texts
    of a dossier have; of the sentence, those that hardly any has."""
    told = [content(ban.about) - ITEMS for ban in bans if sentence and is_of(sentence, ban)]
    found = [known for about in told if (known := [word for word in about if count[word]])]
    fewest = {word for known in found for word in known if count[word] == min(map(count.__getitem__, known))}
    return frozenset(fewest | {word for word in _told(sentence) if 0 < count[word] <= HARDLY_ANY})


def _is_held(sentence: str, bans: Sequence[Ban], path: FieldPath, text: str, odds: float) -> bool:
    """Whether a text that a sentence of the constraints may forbid is held: the name of a body where the reader is sure
    and what is forbidden is not but something that happens to it; another where it is, or a rule reads a ban on it."""
    read = [ban for ban in bans if is_of(sentence, ban)]
    summed = amounts(text) or (path.root == "figures" and content(_label(text)) & roots("amount"))
    if read and all(ban.kind == "amount" for ban in read) and not (summed and path.root == "figures"):
        return False  # of a text, the sum alone goes
    if any(ban.kind == "name" and NAME.search(ban.about) for ban in read):
        return False  # of who is not to be named, the name alone goes
    if read and all(NAMING.search(flatten(ban.said)) and not NAME.search(ban.about) for ban in read):
        return False  # of a text on who is not to be named, the name alone goes
    if not _may_tell(sentence, read, _label(text) if path.root == "figures" else text, odds):
        return False
    if path.name in BODIES:
        return odds >= ALONE and (not read or any(ban.kind not in EVENTS for ban in read))
    return odds >= ALONE or (odds >= FORBIDDEN and any(_holds(ban, path, text) for ban in read))


def _may_tell(sentence: str, read: Sequence[Ban], text: str, odds: float) -> bool:
    """Whether a text may tell of what a sentence of the constraints forbids: the name of someone or of a body, when
    that is all; of what happens to what has a name, this or that, unless it is sure; of what is to come somewhere,
    where that is all it shares, something that comes."""
    mine = content(text)
    if read and all(ban.kind in ("noun", "name", "subject") and NAME.search(ban.about) for ban in read):
        named = frozenset().union(*(content(name[0]) for ban in read for name in NAME.finditer(ban.about)))
        someone = all(TITLED.search(ban.about) or _is_body(ban.about) for ban in read)
        events = frozenset(min(content(ban.about.split()[0]), default="") for ban in read if ban.kind == "subject")
        if not mine & named and (someone or (odds < SURE and not mine & events)):
            return False
    place = place_of(sentence)
    elsewhere = place and not mine & told_in(sentence) - place
    return not elsewhere or CUES("coming").search(flatten(text)) is not None


def _is_body(about: str) -> bool:
    """Whether words but name a body, "fondation Arc", rather than something in a place."""
    kind = head().match(flatten(about))
    return kind is not None and kind[0].count(" ") == 1 and NAME.match(about, kind.end()) is not None


def _still_tells(text: str, sentence: str, bans: Sequence[Ban]) -> bool:
    """Whether a text still has all the words of a ban on a thing that a rule reads in a sentence, or opens something
    where one does that says until when it holds."""
    read = (content(ban.about) - ITEMS for ban in bans if ban.kind in THINGS and is_of(sentence, ban))
    return any(wanted and wanted <= content(text) for wanted in read) or _opens(text, sentence)


def _opens(text: str, sentence: str) -> bool:
    """Whether a text says that something is to come where a sentence of the constraints keeps it quiet for a while."""
    place = place_of(sentence)
    return bool(place) and place <= content(text) and CUES("coming").search(flatten(text)) is not None


def _windows(constraints: str) -> Iterator[str]:
    """The sentences of constraints, as many at once as are read whole."""
    spans = analyse(constraints).parts
    start = 0
    for (_, end), (_, after) in pairwise((*spans, (0, len(constraints) + LONGEST))):
        if after - start > LONGEST:
            yield constraints[start:end].strip()
            start = end


def _holds(ban: Ban, path: FieldPath, text: str) -> bool:
    """Whether a ban of its kind is on a field as a whole, of which it has half of the words or more; on a thing that a
    figure is of, not only its source."""
    if path.root == "figures" and ban.kind == "amount":
        return True
    return ban.kind in THINGS and is_named(ban, content(_label(text) if path.root == "figures" else text))


def _label(figure: str) -> str:
    return figure.partition(" : ")[0]


def _is_on_something_at(body: frozenset[str], about: str) -> bool:
    """Whether a ban is not on a body, of some stems, but on something there: "postes supprimés au CIDFF"."""
    flat = flatten(about)
    named = next((word.start() for word in re.finditer(r"[\w-]+", flat) if content(word[0]) & body), 0)
    return re.search(r"\w\W+(?:aux?|chez|a la|a l')\W*\Z", flat[:named]) is not None


def is_named(ban: Ban, words: frozenset[str]) -> bool:
    """Whether some stems have half of the words of a ban, or more of one that has a name, "antenne de Cap"; or the two
    that it opens with, "procédure de conciliation"."""
    wanted = content(ban.about) - ITEMS
    opening = [word for said in ban.about.split() for word in content(said) - ITEMS][:2]
    opens = len(opening) == 2 and words.issuperset(opening)
    return opens or 2 * len(wanted & words) >= len(wanted) + bool(NAME.search(ban.about))


def is_of(sentence: str, ban: Ban) -> bool:
    """Whether a ban was read in a sentence of the constraints, whatever its apostrophes are."""
    one, other = flatten(sentence), flatten(ban.said)
    return one in other or other in one


def _statements(dossier: Dossier) -> Iterator[tuple[FieldPath, str]]:
    for rank, figure in enumerate(dossier.figures):
        given = " ".join(filter(None, (figure.value, figure.unit)))
        source = f" ({figure.source})" if figure.source else ""
        yield at("figures", rank), f"{figure.label or ''} : {given}{source}"
    for path, text in texts_of(dossier):
        dated = path.name == "deadline" and analyse(text).dates
        if path.root in READ and path.root != "figures" and path.name not in UNREAD and text.strip() and not dated:
            yield path, text


def _sentence(constraints: str, text: str, forbids: Forbids) -> tuple[str, float]:
    """The sentence of the constraints that forbids a text most, as they have it, and its log-odds alone."""
    parts = [constraints[start:end].strip(" .;!") for start, end in analyse(constraints).parts] or [constraints]
    odds = [float(forbids(part, [text])[0]) for part in parts]
    best = int(np.argmax(odds))
    return parts[best], odds[best]


def _by_both(sentence: str, forbids: Forbids) -> Forbids:
    """What reads statements by constraints and by their sentence alone, as those that are held are read."""
    return lambda constraints, texts: np.float32(0.5) * (forbids(constraints, texts) + forbids(sentence, texts))


def _unbracketed(text: str, constraints: str, forbids: Forbids) -> str:
    """The name of a body without its brackets, "" when there are none or it is forbidden as well."""
    bare = tidy(without(text, [*bracket_spans(text)], " "), text)
    return bare if bare and bare != text and forbids(constraints, [bare])[0] < LEFT else ""


def printable(text: str, constraints: str, forbids: Forbids) -> str:
    """What may be printed of a forbidden text: it without the fewest words that leave it allowed; "" when none do."""
    placed = CUES("place").search(flatten(constraints)) or re.search(r"\boù\b", constraints)
    cuts = sorted(set(_cuts(text, bool(placed))), key=lambda cut: cut[1] - cut[0])
    left = [tidy(without(text, [cut], " "), text) for cut in cuts]
    kept = [one for one in left if len(content(one)) >= LEAST_LEFT and len(one) >= (1 - LONGEST_CUT) * len(text)]
    if not kept:
        return ""
    odds = forbids(constraints, kept)
    return next((one for one, how in zip(kept, odds, strict=True) if how < LEFT), "")


def _renamed(path: FieldPath, text: str, sentence: str, forbids: Forbids) -> str:
    """A text of which the first clauses, that are forbidden, give way to the words that a sentence of the constraints
    allows in their place, "« mutations industrielles » suffit"; "" when it allows none, or no clause is left."""
    allowed = QUOTED.findall(sentence) if path.is_sentence and CUES("stands_for").search(flatten(sentence)) else []
    clauses = (text[start:] for start, _ in segments(text)[1:] if CLAUSE.match(text, start))
    rest = next((one for one in clauses if forbids(sentence, [one])[0] < LEFT), "") if len(allowed) == 1 else ""
    return f"{capitalize(allowed[0].strip(QUOTES))} : {rest}" if rest else ""


def _cuts(text: str, placed: bool) -> Iterator[Span]:
    """Where words of a text may go and leave French: brackets, what its marks part, what a small word brings in up to
    the next one, or to the end of its part; where things are when it is `placed` that they must not be."""
    yield from bracket_spans(text)
    flat = flatten(text)
    parts = segments(text)
    for (start, end), (after, last) in zip_longest(parts, parts[1:], fillvalue=(len(text), len(text))):
        if start > 0:
            beside = len(text[after:last].split()) <= LEAST_LEFT  # "animé par Mme Roy, psychologue"
            first = len(text[:start].rstrip(" \u00a0,;:–—-"))
            yield first, last if beside else end
            yield from ((first, stop) for at, stop in bracket_spans(text) if not text[end:at].strip())
        opening = CUES("introduction").match(flat) if start == 0 else None
        if opening and after < last:
            yield 0, after  # "suite au rachat, pic de séparations"
            continue
        least = start + 1 if start == 0 else start + len(text[start:end].split(" ")[0]) + 2
        brought = (lead for group in ("lead", "introduction") for lead in CUES(group).finditer(flat, start, end))
        leads = sorted({lead.start(): lead for lead in brought if lead.start() >= least}.items())
        for rank, (first, lead) in enumerate(leads):
            if placed or lead[0] not in PLACED:
                yield from ((first, stop) for stop in (*(one for one, _ in leads[rank + 1 :][:2]), end))
