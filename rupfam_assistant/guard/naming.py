"""Names: those that a phrase of a constraint gives, and those that stand in a dossier beside what it says."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.dates import MONTH
from rupfam_assistant.french.first_names import is_first_name
from rupfam_assistant.french.spelling import is_rare
from rupfam_assistant.french.words import flatten, fold, unaccented
from rupfam_assistant.guard.bans import Ban
from rupfam_assistant.guard.topics import CUES, NAME, content, is_event, roots

OF = r"(?:(?:de la|de l'|des|du|de|d')(?: |(?<=')))?"
LINK = (
    r"(?: (?!(?:de|du|des|a|au|aux|en|par|pour|avec|chez|et|ou|est|dans|sur|le|la|les)\b)[a-z]+){0,2}"
    r"(?:\s*[:,(«-]\s*|\s+)(?:(?:l'|le |la |les )\s*)?"
)

PLACE = re.compile(
    r"(?i:\b(?:a|au|aux|sur|vers|(?:commune|ville|village|bourg|hameau) d[e']s?"
    r"|(?:dans|pres d[e']) (?:(?:la|le) )?(?:commune|ville|village)? ?(?:d[e'])?)|,)\s*"
    rf"(?P<name>{NAME.pattern})"
)
PLACING = re.compile(r"(?<!\w)(?:de |d['’]|[àa] (?:la |l['’])?|aux? |chez |en |vers |sur |entre |avec )\Z")
ALSO = re.compile(rf"{PLACING.pattern}|(?<!\w)(?:et|ou|,) (?:(?:la |le |les )|l['’])?\Z")
OF_PLACE = re.compile(r" (?:de |du |des |d['’]|à )[A-ZÀ-Ý][\w-]+")
COMPLEMENT = re.compile(r"(?: (?:de la|de l['’]|des|du|de|d['’]) ?[a-z][\w-]*)+")
"""What may stand between a noun and its name; the place that a small word brings in; what says before a name that it
but tells where, or with whom; before another after it; the place after a name; what
completes a common noun."""


@cache
def head() -> re.Pattern[str]:
    """What kind of thing a name is, said before it in a flattened text: "association ", "maison de la "."""
    return re.compile(rf"(?:{CUES('generic').pattern}(?: (?!(?:de|du|des)\b)[a-z]+){{0,2}} {OF}(?:la |le |l')?)+")


@cache
def _street() -> re.Pattern[str]:
    """An address in a text without accents: a number in a street, or a street by its name."""
    way = cues("personal", "way").pattern
    return re.compile(
        r"(?i:(?:\d+e? ?(?:er|eme|e)? etage|rez-de-chaussee|rdc),? ?(?:du |de la |de l'|au )?)?"
        rf"(?:(?i:\d{{1,4}}(?: ?(?:bis|ter))?,? {way})|(?i:{way})(?= (?:(?:de la|de l'|des|du|de|d') ?)?[A-Z]))"
        rf"(?i: (?:de la|de l'|des|du|de|d'|la|le|les)(?: |(?<=')))? ?(?:{NAME.pattern}|[a-z]+)"
    )


def names_of(ban: Ban, texts: Sequence[str]) -> Iterator[str]:
    """The names that a phrase gives, else those beside its nouns in the dossier, else the phrase where it stands."""
    given = [*filter(None, _named(unaccented(_target(ban.about))))]
    flat = "\n".join(map(flatten, texts))
    if given := [name for name in dict.fromkeys(given) if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", flat)]:
        yield from given
        return
    target = _target(ban.about)
    said = re.findall(r"(?<![\w-])[^\W\d_A-ZÀ-Ý][\w-]{3,}", target.lower() if target.isupper() else target)
    nouns = [noun for word in said if not is_event(word) and (noun := flatten(word)) not in MONTH]
    if NAME.search(target) and not target.isupper():  # "litige avec l’association Roc" is not on every association
        nouns = [noun for noun in nouns if not CUES("generic").fullmatch(noun)]
    beside = [name for noun in nouns for text in texts for name in _beside(noun, unaccented(text))]
    yield from beside
    phrase = _grounded(_target(ban.about), texts)
    if ban.kind == "noun" and phrase and (" " in phrase or not beside):
        yield phrase


def _named(target: str) -> Iterator[str]:
    """The names of a phrase that tell what it is on, flattened, with what completes a common noun, "chambre des
    notaires", and a surname alone; no "Lamothe" of "maire de Lamothe", which is where that is, nor "Relais" of "litige
    entre Lamothe et Relais"."""
    placed = False
    for name in NAME.finditer(target):
        before = re.sub(rf"\b{CUES('generic').pattern}\b", " ", flatten(target[: name.start()]))
        on = content(CUES("say").sub(" ", before)) - roots("through")
        lead = re.sub(rf"(?i)(?:\bl[ae]s? |\bl['’])?\b{CUES('generic').pattern} \Z", "", target[: name.start()])
        placed = bool(on and (PLACING if not placed else ALSO).search(lead))
        if placed:
            continue
        if (person := re.fullmatch(r"(?:(?:M|Mme|Mlle|Me|Dr)\.? )?([\w-]+) ([\w'’-]+)", name[0])) and (
            is_first_name(person[1])
        ):
            yield flatten(person[2])
        noun = COMPLEMENT.match(target, name.end()) if not is_rare(fold(name[0])) else None
        yield flatten(name[0] + noun[0]) if noun else _core(name[0])


def _target(about: str) -> str:
    """A phrase up to what only places it: "architecte" of "architecte retenu pour Virelles"."""
    bare = re.sub(r"^(?:avec|par|pour|dans|sur)\s+(?:(?:les?|la)\s|l['’])?", "", about)
    return re.split(r"\b(?:par|pour|dans|sur|chez|retenue?s?|charge[es]*|qui|que)\b", bare)[0]


def _core(name: str) -> str:
    """A name flattened, without what kind of thing it is."""
    flat = flatten(name).strip(" ,.'")
    generic = CUES("generic").pattern
    bare = re.sub(rf"^(?:{generic}(?: (?:de la|de l'|des|du|de|d'))?(?: |(?<=')))+(?:la |le |les |l')?", "", flat)
    return "" if CUES("generic").fullmatch(bare) or (len(bare) < 3 and not name.isupper()) else bare


def _beside(noun: str, plain: str) -> Iterator[str]:
    """The names that stand beside a noun: "usine Valmétal", "le médiateur, M. Tardieu", "M. Lacaze, donateur"."""
    root = re.escape(noun[:-1] if noun.endswith("s") and len(noun) > 4 else noun)
    of = CUES("holder").fullmatch(noun) is not None
    link = rf"(?: (?:de la |de l'|des |du |de |d')|{LINK})" if of else LINK
    after = re.compile(rf"(?<!\w)(?i:{root})s?{link}(?P<name>{NAME.pattern})")
    before = re.compile(rf"(?P<name>{NAME.pattern})\s*[,(]\s*(?:la |le |l'|une? )?(?i:{root})s?\b")
    for pattern in (after, before):
        for match in pattern.finditer(plain):
            core = _core(match["name"])
            person = re.match(r"(?:M|Mme|Mlle|Me|Dr)\.? ", match["name"])
            if pattern is before and not person and PLACING.search(plain, 0, match.start()):
                continue  # "à Luzy, vigile le samedi"
            if core and core != flatten(noun) and (of or not match["name"].isupper()):
                yield core
                if person:
                    yield core.split()[-1]


def _grounded(phrase: str, texts: Sequence[str]) -> str:
    """The longest beginning of a phrase, of two words that say something, or one that is a whole text."""
    words = flatten(phrase).split()
    flat = [" ".join(flatten(text).split()) for text in texts]
    for length in range(len(words), 0, -1):
        beginning = " ".join(words[:length])
        if not content(words[length - 1]):
            continue
        pattern = re.compile(rf"(?<!\w){re.escape(beginning)}s?(?!\w)")
        within = len(content(beginning)) > 1 and any(pattern.search(text) for text in flat)
        if within or any(re.fullmatch(rf"(?:l'|la |le |les )?{re.escape(beginning)}s?", text) for text in flat):
            return beginning
    return ""


def places_in(text: str, about: str) -> Iterator[str]:
    """The streets and the places that a text names, flattened, but what is said to be there."""
    plain = unaccented(text)
    streets = [match.span() for match in _street().finditer(plain)]
    yield from (flatten(plain[start:end]).strip(" ,") for start, end in streets)
    for match in PLACE.finditer(plain):
        apart = (match.end("name") <= start or end <= match.start("name") for start, end in streets)
        if flatten(match["name"]) not in flatten(about) and all(apart):
            yield _core(match["name"])
