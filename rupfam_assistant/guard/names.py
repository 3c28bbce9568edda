"""Names of persons in officers' free text: by a civility, a first name, initials, or what a case is called by."""

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import dropwhile, takewhile

from rupfam_assistant.french import analyse
from rupfam_assistant.french.clauses import OPENERS, Span
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.first_names import AMBIGUOUS, FIRST_NAMES, is_first_name
from rupfam_assistant.french.spelling import is_rare
from rupfam_assistant.french.typography import in_capitals
from rupfam_assistant.french.words import flatten, fold
from rupfam_assistant.guard.identifiers import Entity, recognize_identifiers

NAME = "nom"
CUES = partial(cues, "personal")
BESIDE = 60
LINE = 200
"""Characters before and after a name that tell whose it is; those of its sentence that tell of somebody."""

CAPITAL = f"[{''.join(letter for letter in map(chr, range(0x41, 0x180)) if letter.isupper())}]"
PARTICLE = r"(?:[dD](?:e|u|a|i|el|os|es)|[lL][ea]|[eE]l|[aA]l|[bB]en|[vV]an|[vV]on|[dD]e [lL]a)\s"
ONE_WORD = rf"(?:[dDlL]['’])?(?!{CAPITAL}['’][a-zà-ÿ]){CAPITAL}[\w’'-]*"
FULL = rf"(?:{PARTICLE})?{ONE_WORD}(?:\s(?:{PARTICLE})?{ONE_WORD}){{0,3}}\.?"
CIVILITY = (
    r"(?:M\.?/Mme\s+|Mme/M\.?r?\s+|MM?\.\s*"
    r"|(?:M|Mr|Mrs|[Mm]mes?|[Mm]lles?|[Mm]onsieur|Messieurs|[Mm]adame|Mesdames|[Mm]ademoiselle"
    r"|Me|Maître|Dr|Docteur)\.?\s+)"
)
TITLED = re.compile(rf"(?<![\w’'-]){CIVILITY}(?:(?:et|ou)\s+{CIVILITY})?(?P<name>{FULL}(?:\s(?:et|ou)\s{ONE_WORD})?)")
TITLED_LOW = re.compile(
    r"(?<![\w'-])(?:mr|mme|mlle|madame|monsieur|mademoiselle|m\.)\.? +"
    r"(?:et +(?:mr|mme|madame)\.? +)?(?P<name>[a-z][\w'-]+)"
)
TITLE = re.compile(r"(?:M\.|MM\.|Mr|Mme|Mlle|Monsieur|Madame)(?:\s|\Z)")
FULL_NAME, WORD = re.compile(FULL), re.compile(ONE_WORD)
CAPITALISED = re.compile(rf"(?<![\w’'-])(?:[dDlLJj]['’])?(?P<name>{FULL})")
ACRONYM = re.compile(r"(?:[A-Z]{2,3}|[B-DF-HJ-NP-TV-Z]{4,})s?\Z")
CALLED = re.compile(
    r"\b(?:famille|couple|epoux|consorts|mme|mlle|monsieur|madame|mr|m\.) "
    r"(?!\w+(?:ales?|aux|ees?|ies?|els?|elles?|aires?|iques?|antes?|ents?|euses?|ives?|isses?)\b)(?P<name>[a-z]{4,})"
)
"""A person or a family by a surname, in a flattened text: "famille durand", no "famille monoparentale"."""
INITIAL = re.compile(rf"{CAPITAL}\.?(?![\w’'-])")
INITIALS = re.compile(
    rf"(?<![\w.’'/-])(?!M\.)(?:{CAPITAL}\.(?:[ -]?{CAPITAL}\.)? ?et (?:de )?{CAPITAL}\.(?![\w’'])"
    rf"|{CAPITAL}[a-zà-ÿ][\w’'-]+ {CAPITAL}\.(?![\w’'-])"
    rf"|{CAPITAL}\.(?:[ -]?{CAPITAL}\.)?[ -]?\s(?:{PARTICLE})?{CAPITAL}[\w’'-]{{2,}})"
)
HOUSE = re.compile(rf"(?:\(|\b(?:[Cc]hez|avec|pour|par) )les {CAPITAL}(?=[a-zà-ÿ])[\w’-]+[^\Wsxz](?![\w’'-])")
ONE_FAMILY = re.compile(rf"{CAPITAL}[\w’]+[^\Wsxz]")
"""Initials of persons, "K. et S.", "A.-M. Duhamel"; a family by its surname in the plural, "chez les Vandamme"."""

OF_CASE = re.compile(r"(?: (?:aine|cadet|ainee|cadette|mineure?))?,? (?P<of>de |d'|des )?(?=[a-z])")
LOW_WORD = re.compile(r" (?P<name>[a-z][\w-]+)")
LOW_NAME = re.compile(r"(?<![\w'.@-])[a-z]{4,}(?![\w@-])")
LOW_LAST = re.compile(r"(?: (?:el|al|ben|de|le|la|da|van))? (?P<last>[a-z-]{3,})(?![\w@-])")
LONG_WORD = re.compile(r"(?<![\w-])[a-z]{6,}(?![\w-])")
AGED = re.compile(r"(?:,| \() ?(?:agee?s? de )?(?:\d{1,2}|[a-z]{2,8}) (?:ans|mois)(?=[),;.]| et|\Z)")
SCHOOLED = re.compile(r"(?:,| \() ?(?:eleve |scolarisee? )?(?:en |de )?(?:classe de )?")
JOINED = re.compile(rf"(?:{CAPITAL}[\w’'-]+(?:, | et ))+\Z")
TO_PERSON = re.compile(r"(?: de| d')?[ ,:(]{0,3}(?:[\w'-]+ et )?")
IN_PLACE = re.compile(r"\b(?:a|au|aux|du|des|entre|vers|sur|la|les?|en) \Z|\bl'\Z")
AT_PLACE = re.compile(r"\b(?:a|au|aux|de|du|des|d'|entre|vers|le|la|les|en) ?\Z")
NAMED = re.compile(r"(?:\bm\.|\bmm\.|\b(?:mr|mme|mlle|monsieur|madame)\b) ?(?:et mme )?[\w'-]+(?: [\w'-]+)?,? \Z")
HOUSEHOLD = re.compile(r"(?:la |une? )?(?:famille|couple|fratrie) (?!rura|de |des |d')[a-z]")
KIN_OF = re.compile(r" (?:de |d'|des petits? )(?P<name>[\w'-]+)")
OF_BODY = re.compile(
    r"(?: (?!(?:et|ou|a|que|qui|dont|par|pour|avec)\b|demande)[a-z'-]+){0,3} ?«? ?(?:d'|de |des |du |la |le |les |l')?"
)
BESIDE_ROLE = re.compile(r"\s?[,(]? ?(?:la |le |l')?")
OF_ROLE = re.compile(r"(?: (?!pour\b|avec\b|et\b|par\b|sur\b|au sujet)[^ .;:,()]{1,20}){0,6}\s?[:,(]?\s?")
ARTICLE = re.compile(r"(?:l[ea] |l')?")
SAME_CLAUSE = re.compile(r"[^.;:]{0,30}")
HELD_BY = re.compile(r"\b(?:represent\w+|preside\w? par|pilote\w? par)\s?[:,(]?\s?\Z")
"""What may stand between the name and the body, the place or the office that it goes with."""

Bodies = tuple[frozenset[str], ...]
"""The folded words of each name that is no family's."""


def in_small_letters(text: str) -> str:
    """A text as long as the one given, which is read as it would be in small letters when it is in capitals: the first
    names, the words of no French list and the one that a person is called by keep one."""
    if not in_capitals(text):
        return text
    flat = flatten(text)
    called = {match.start("name") for match in CALLED.finditer(flat)}

    def small(match: re.Match[str]) -> str:
        word, folded = match[0], fold(match[0])
        given = folded in FIRST_NAMES - AMBIGUOUS and (len(word) > 5 or AGED.match(flat, match.end()))
        unknown = is_rare(folded) and not CUES("not_names").fullmatch(folded)
        if match.start() in called or given or (len(word) > 5 and unknown):
            return word.capitalize()
        return word if unknown else word.lower()

    return re.sub(r"[^\W\d_]+", small, text)


def recognize_names(text: str, flat: str, bodies: Bodies, known: frozenset[str]) -> Iterator[Entity]:
    """Each name of a person in a text and its flattened letters, in no order; `known` ones are found bare."""
    for start, end in _names(text, flat, known):
        named = {word for word in name_words(text[start:end]) if not CUES("case").fullmatch(word)}
        if not (named and any(named <= body for body in bodies)) and not _in_office(flat, start, end):
            yield Entity(start, end, NAME)


def name_words(name: str) -> set[str]:
    """The folded words of a name, civilities and particles left aside."""
    return {word for word in re.findall(r"[^\W\d_]{2,}", fold(name)) if not CUES("not_names").fullmatch(word)}


@lru_cache(maxsize=8)
def bodies_of(allowed: tuple[str, ...]) -> Bodies:
    """The words of each allowed name, but those that hold an identifier, or tell a kin: these are a family's."""
    public = (name for name in allowed if not any(recognize_identifiers(flatten(name))) and not _tells_kin(name))
    return tuple(frozenset(name_words(name)) for name in public)


def _tells_kin(name: str) -> bool:
    """Whether a name among bodies tells of a family: "M. Bastaire père", "la tante de Lilou", "Jordan, 22 ans"."""
    flat = flatten(name)
    close = (KIN_OF.match(flat, kin.end()) for kin in CUES("close").finditer(flat))
    kin = any(NAMED.search(flat, 0, kin.start()) for kin in CUES("kin_told").finditer(flat))
    aged = _is_first_name(name.split(" ")[0].rstrip(",")) and AGED.search(flat)
    return bool(HOUSEHOLD.match(flat) or kin or aged) or any(_is_first_name(of["name"]) for of in close if of)


def _follows(group: str, gap: re.Pattern[str], before: str) -> bool:
    return any(gap.fullmatch(before, cue.end()) for cue in CUES(group).finditer(before))


def _before(flat: str, start: int) -> str:
    return flat[max(0, start - BESIDE) : start]


def _names_a_body(flat: str, start: int) -> bool:
    return _follows("body", OF_BODY, _before(flat, start))


def _opens_with_role(flat: str, start: int) -> bool:
    article = ARTICLE.match(flat, start)
    return CUES("role").match(flat, article.end() if article else start) is not None


def _in_office(flat: str, start: int, end: int) -> bool:
    """Whether a name stands beside a public office, without anything that tells a family's case."""
    before, after = _before(flat, start), flat[end : end + BESIDE]
    opens = BESIDE_ROLE.match(after)
    told = CUES("role").match(after, opens.end() if opens else 0)
    beside = told or HELD_BY.search(before) or _follows("role", OF_ROLE, before)
    tells = CUES("case").match(flat, start) or _follows("case_told", SAME_CLAUSE, before) or CUES("story").search(after)
    return bool(beside) and not tells


def _names(text: str, flat: str, known: frozenset[str]) -> Iterator[Span]:
    for match in TITLED.finditer(text):
        if not _opens_with_role(flat, match.start("name")):
            yield match.span()
    for match in TITLED_LOW.finditer(flat):
        word = match["name"]
        if text[match.start("name")].islower() and not (CUES("not_names").fullmatch(word) or _opens_with_role(word, 0)):
            yield match.span()
    yield from _names_of_cases(text, flat, known)
    yield from (match.span() for match in HOUSE.finditer(text))
    yield from _initials(text, flat)
    opening = {start for start, _ in analyse(text).parts}
    for match in CAPITALISED.finditer(text):
        yield from _bare_names(text, flat, match, match.start() in opening, known)
    yield from _low_names(text, flat)
    rare = known - AMBIGUOUS
    yield from (match.span() for match in LONG_WORD.finditer(flat) if match[0] in rare)


def _low_names(text: str, flat: str) -> Iterator[Span]:
    """A first name in small letters, which is no other word, with the words after it that are no French ones."""
    for match in LOW_NAME.finditer(flat):
        start, end = match.span()
        first = match[0] not in AMBIGUOUS and is_first_name(match[0]) and (match[0] in FIRST_NAMES or is_rare(match[0]))
        if not (first and text[start:end].islower()):
            continue
        while (
            (last := LOW_LAST.match(flat, end)) and text[slice(*last.span("last"))].islower() and is_rare(last["last"])
        ):
            end = last.end()
        yield start, end


def recognize_strangers(text: str, flat: str) -> Iterator[Entity]:
    """Names of any origin, made of no French word, that what is told of a person beside them gives away."""
    for match in CAPITALISED.finditer(text):
        words = [*re.finditer(r"\S+", text[slice(*match.span("name"))].rstrip("."))]
        rare = [*takewhile(lambda word: word[0].islower() or _is_strange(word[0]), reversed(words))][::-1]
        name = [*dropwhile(lambda word: word[0].islower(), rare)]
        if not name or (name[0] is rare[0] and len(rare) < len(words)) or (len(name) == 1 and name[0][0].isupper()):
            continue
        start, end = (match.start("name") + at for at in (name[0].start(), name[-1].end()))
        start = _with_others(text, flat, start)
        before = _before(flat, start)
        if _names_a_body(flat, start) or IN_PLACE.search(before):
            continue
        rest = re.split(r"[.!?\n]", flat[end : end + LINE], maxsplit=1)[0]
        told = CUES("person_after").search(rest)
        beside = told and not rest[: told.start()].strip(" ,:(")
        led = _follows("person_before", TO_PERSON, before)
        if beside or led or (len(name) > 1 and (told or _follows("case", TO_PERSON, before))):
            yield Entity(start, end, NAME)


def _is_strange(word: str) -> bool:
    """Whether no part of a word is a French one, nor an acronym."""
    return not _is_acronym(word) and all(len(part) > 2 and is_rare(part) for part in re.findall(r"\w+", fold(word)))


def _initials(text: str, flat: str) -> Iterator[Span]:
    """Initials that stand for persons, those of an annex, a group or a body left aside."""
    for match in INITIALS.finditer(text):
        start = match.start()
        last = _before(flat, start).split()[-1:]
        numbered = CUES("not_initials").match(flat, start) or any(map(CUES("not_initials").match, last))
        if not numbered and not _names_a_body(flat, start) and not OPENERS.match(match[0].split(". ")[-1]):
            yield match.span()


def _names_of_cases(text: str, flat: str, known: frozenset[str]) -> Iterator[Span]:
    """Names after what a case is called by: "famille L.", "dossier Lestrade", "fils timéo"."""
    for noun in CUES("case").finditer(flat):
        if any(
            one.end() == noun.end() for one in CUES("jointly").finditer(flat, max(0, noun.start() - BESIDE), noun.end())
        ):
            continue
        low = LOW_WORD.match(flat, noun.end())
        if low and text[low.start("name")].islower():
            word = low["name"]
            told = len(word) > 3 and is_first_name(word) and (word in FIRST_NAMES or is_rare(word))
            if word in known or (told and word not in AMBIGUOUS):
                yield noun.start(), low.end()
        joint = OF_CASE.match(flat, noun.end())
        start = joint.end() if joint else len(text)
        name = INITIAL.match(text, start) or FULL_NAME.match(text, start)
        public = CUES("not_a_case").match(flat, noun.start()) or _names_a_body(flat, noun.start())
        if joint is None or name is None or public:
            continue
        first, of = name[0].split()[0], joint["of"]
        if not CUES("home").match(noun[0]) and _is_acronym(first) and not (" " in name[0] and not name_words(first)):
            continue
        plural = of == "des " and ONE_FAMILY.fullmatch(name[0])
        alone = not of and "," not in joint[0] and not name[0].startswith("du ")
        person = TITLE.match(name[0]) or INITIAL.fullmatch(name[0]) or _is_first_name(first)
        if plural or alone or (of != "des " and person):
            yield noun.start(), name.end()


def _bare_names(text: str, flat: str, match: re.Match[str], opens: bool, known: frozenset[str]) -> Iterator[Span]:
    """A name within a run of capitalised words: by a first name, an age, or because it is known from elsewhere."""
    words = [(word.start() + match.start("name"), word[0].rstrip(".")) for word in WORD.finditer(match["name"])]
    school = SCHOOLED.match(flat, match.end())
    level = school and CUES("level").match(flat, school.end())
    aged = AGED.match(flat, match.end()) or (level and not flat.startswith(" etage", level.end()))
    for index, (start, word) in enumerate(words):
        before, last = words[index - 1][1] if index else "", index == len(words) - 1
        if _is_acronym(word) or _names_a_body(flat, start):
            return
        elsewhere = bool(name_words(word)) and name_words(word) <= known
        ambiguous = fold(word) in AMBIGUOUS
        first = _is_first_name(word) and not (last and ambiguous)
        placed = elsewhere or not index or (index == 1 and (opens or before.isupper()))
        place = not elsewhere and _is_place_name(text, flat, start, word, len(words))
        if place or not placed or not (first or elsewhere or aged):
            continue
        if elsewhere and opens and not index and not first and ambiguous:
            continue
        follows = before.isupper() and len(before) > 1
        yield words[index - 1][0] if follows else _with_others(text, flat, start), match.end()
        return


def _with_others(text: str, flat: str, start: int) -> int:
    """Where the names that an "et" joins to the one at `start` begin."""
    near = max(0, start - BESIDE)
    others = JOINED.search(text, near, start)
    joined = others and not _names_a_body(flat, others.start()) and not AT_PLACE.search(flat, near, others.start())
    return others.start() if others and joined else start


def _is_place_name(text: str, flat: str, start: int, word: str, count: int) -> bool:
    """Whether a name is written as that of a place is, "Julien-Gracq", alone with its hyphens, and no first name; or
    goes on a list of them, "les médiathèques Julien-Gracq et Max-Jacob"."""
    parts = word.split("-")
    others = JOINED.search(text, max(0, start - BESIDE), start)
    listed = others is not None and _names_a_body(flat, others.start())
    return count == 1 and len(parts) > 1 and (listed or not all(map(is_first_name, parts)))


def _is_acronym(word: str) -> bool:
    return ACRONYM.match(word) is not None or (word.isupper() and CUES("acronym").fullmatch(word.lower()) is not None)


def _is_first_name(word: str) -> bool:
    bare = re.sub(r"^[a-zA-Z]['’]", "", word).rstrip(".")
    parts = bare.split("-")
    doubled = CUES("doubled").fullmatch(fold(parts[0])) is not None or all(map(is_first_name, parts))
    return is_first_name(bare) or (is_first_name(parts[0]) and doubled)
