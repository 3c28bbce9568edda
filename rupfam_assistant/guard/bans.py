"""Bans: one thing that must not be written, and which ones a phrase that names what to keep silent makes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rupfam_assistant.french.quantities import find_quantities
from rupfam_assistant.french.typography import uncapitalize
from rupfam_assistant.french.words import flatten, stem
from rupfam_assistant.guard.topics import CUES, NAME, Kind, content, is_event, kind_of, roots

TOLD: dict[Kind, str] = {
    "amount": "ne pas donner le montant",
    "figure": "ne pas donner le chiffre",
    "date": "ne pas donner la date",
    "number": "ne pas donner le numéro",
    "place": "ne pas dire le lieu",
    "name": "ne pas nommer",
    "party": "ne pas inscrire parmi les parties",
    "noun": "ne pas citer",
    "subject": "ne pas évoquer",
    "all": "ne rien écrire de ce que dit le dossier",
}
ROLE = re.compile(r"(?i)\bcomme (?P<role>[^,;:.()]+)")
WITHIN = re.compile(
    r"(?i)\bsur (?:la |le |les |l[’'])(?P<what>[\w-]+)[^:]*:.*\bparmi les \w+ d(?:e cette|e l[’'])"
    r"\s?(?:action|projet|fiche)"
)
TERM = re.compile(
    r"(?i)(?:\bjusqu[’'](?:\w+ )|\bavant (?:le |la |les |l[’'])|\btant qu[e’'])[^,;:.()]+?"
    r"(?= (?:sur|concernant|au sujet|à propos) |\s*(?:[,;:.()]|\Z))"
)
"""What a ban of each kind asks; as what; on what the action is where alone it holds; until when."""

NEUTRAL = re.compile(r"(?i:lieux? )(?:de |d[’'])[A-ZÀ-Ý]|(?i:lieux? (?:neutre|de rencontre))")
EMBARGO = re.compile(r"^(?:l['’])?(?:embargo|confidentiel)\s+(?:sur\s+)?(?:(?:la|le|les)\s+)?", re.I)
PERSON = re.compile(rf"(?:M|Mme|Mlle|Me|Dr)\.? {NAME.pattern}")
OPENING = ("projet", "par", "pour", "dans", "avec")
"""A place that is a service; the label of what is withheld; somebody named; small words that open what is about it."""


@dataclass(frozen=True)
class Ban:
    """One thing that must not be written: its kind, the words that tell of what ("" for all), the constraint itself.

    `amounts` (euros) and `quantities` (size, dimension) stand in the constraint, `years` are those it is limited to;
    `whole` says that what tells of it goes whole.
    """

    kind: Kind
    about: str
    said: str
    amounts: frozenset[float] = frozenset()
    quantities: frozenset[tuple[float, str]] = frozenset()
    years: frozenset[str] = frozenset()
    head: str = ""
    whole: bool = False

    @property
    def within(self) -> frozenset[str]:
        """The stems of what alone it is about: "lieu" of "comme gestionnaire du futur lieu"; none for anything."""
        if place := WITHIN.search(self.said):
            return content(place["what"])
        role = ROLE.search(self.said)
        _, *of = re.split(r" (?:de la|de l[’']|du|des|de|d[’'])", role["role"], maxsplit=1) if role else [""]
        return content(of[0]) if of else frozenset()

    @property
    def what(self) -> str:
        """The ban in few words, with its term: "ne pas citer : Port-Clos (jusqu’au 23 avril 2026)"."""
        if self.kind == "party":
            return f"{TOLD[self.kind]} : {self.said}"
        told = find_quantities(self.said) if self.amounts or self.quantities else ()
        words = ", ".join(self.said[one.start : one.end] for one in told) or self.about or self.head
        words = "" if TOLD[self.kind].endswith(f" {words}") else words
        term = TERM.search(self.said)
        until = f" ({uncapitalize(term[0].strip())})" if term and term[0].strip() not in words else ""
        words = " ".join(re.split(r" *(?:[=-]>|→)", words)[0].split())
        return f"{TOLD[self.kind]}{words and f' : {words}'}{until}"


def target_bans(target: str, antecedent: str, verbs: str, said: str) -> Iterator[Ban]:
    """The bans on what a phrase names; one that only points ("son nom", "la", "en") is completed by its antecedent."""
    pieces = [piece for piece in pieces_of(target) if says(piece)] or [target]
    *others, last = pieces
    for piece in others:
        yield from _piece_bans(piece, opening_kinds(last)[1], verbs, said)
    each = [piece for piece in pieces_of(antecedent) if len(content(piece)) > 1]  # no "départs" alone
    for one in each if each and not says(last) else [antecedent]:
        yield from _piece_bans(last, one, verbs, said)


def _piece_bans(target: str, antecedent: str, verbs: str, said: str) -> Iterator[Ban]:
    kinds, about, head = opening_kinds(target)
    years = frozenset(re.findall(r"\b20\d\d\b", target))
    if not about or (kinds and CUES("say").fullmatch(flatten(about))):  # "sa somme écrite"
        older, about, first = opening_kinds(antecedent)
        head = head or first
        kinds = [*kinds, *(kind for kind in older if not kinds or kind == "amount")]
    if re.search(r"\b(?:situer|localis\w+|ou se trouve|ou sont)\b", flatten(verbs)):
        kinds = [*kinds, "place"]
    if not kinds:
        clause = re.match(r"\s*(?:que\b|qu['’])", verbs) and not CUES("part_taking").search(flatten(about))
        kinds = ["subject"] if clause else _kinds_of_phrase(about)
    if "place" in kinds and (name := NAME.match(about)) and not kind_of(name[0].split()[0]):
        kinds = ["noun"]
    for kind in dict.fromkeys(kinds):
        free = {"amount": roots("free_sum"), "figure": roots("free_figure")}.get(kind)
        alone = free is not None and not about and not years and stem(head) not in free
        if kind in ("noun", "name", "subject") and not _bare(about):
            continue
        person = PERSON.match(about) if kind == "noun" and len(NAME.findall(about)) == 1 else None
        if person and f"que {person[0]}" not in said:
            about = person[0]  # "Mme Roy préfère qu’on ne la cite pas"
        limits = years if kind in ("amount", "figure") else frozenset()
        yield Ban(kind, head if alone else _bare(about), said, years=limits, head=head)


def pieces_of(phrase: str) -> list[str]:
    """What "ni" joins, or "et" before something else that happens: "la fermeture d’Albe et le transfert du lieu"."""
    pieces = re.split(r"(?i)\b(?:ni|et (?=(?:(?:de )?(?:la|le|les|l’|du|des) ?)?\w))", phrase)
    return pieces if all(map(happens, pieces[1:])) else re.split(r"(?i)\bni\b", phrase)


def happens(phrase: str) -> bool:
    """Whether the first noun of a phrase tells of something that happens."""
    noun = next((word for word in re.findall(r"\w+", phrase) if not CUES("filler").fullmatch(flatten(word))), "")
    return bool(noun) and is_event(noun)


def _bare(phrase: str) -> str:
    """A phrase without the small words that end it, nor the word that but says that it is withheld before it; "" for
    one that but says to write."""
    phrase = EMBARGO.sub("", phrase)
    flat = flatten(phrase).strip()
    if CUES("hidden").fullmatch(flat) or (flat.endswith(("er", "re")) and CUES("say").fullmatch(flat)):
        return ""
    while (last := re.search(r"\s+([\w'’-]+)\s*$", phrase)) and CUES("filler").fullmatch(flatten(last[1])):
        phrase = phrase[: last.start()]
    return phrase


def opening_kinds(phrase: str) -> tuple[list[Kind], str, str]:
    """The kinds that open a phrase, the words that follow, the first noun: "ni la commune ni l’adresse du gîte"."""
    kinds: list[Kind] = []
    head = ""
    left = trimmed(phrase)
    while left:
        if (word := re.match(r"[\w-]+", left)) is None:
            left = left[1:]
            continue
        flat = flatten(word[0])
        kind = kind_of(word[0])
        if kind is None and stem(flat) in roots("through") and set(kinds) <= {"noun"}:
            kind = "noun"
        if kind == "place" and (kinds[-1:] in (["amount"], ["figure"]) or NEUTRAL.match(left)):
            break  # "le budget du lieu", "le lieu d’Albe"
        if kind is not None:
            gift = stem(flat) in roots("gift") and "amount" not in kinds  # of "le montant de l’aide", the sum alone
            kinds += [kind, "noun"] if gift else [kind]
            head = head or flat
        elif where := re.match(r"o[uù] (?:se|sont)(?: trouve)?", left):
            kinds += ["place"] if not kinds else []
            left = left[where.end() :]
            continue
        elif flat in OPENING or not (CUES("filler").fullmatch(flat) or CUES("near_noun").fullmatch(flat)):
            break
        left = left[word.end() :].lstrip(" ’'")
    return kinds, left if content(left) else "", head


def _kinds_of_phrase(phrase: str) -> list[Kind]:
    """What a phrase that no noun of kind opens is: something that happens, a clause, or someone."""
    words = re.findall(r"[\w-]+", phrase)
    if not words:
        return []
    noun = next((word for word in words if not CUES("near_noun").fullmatch(flatten(word))), words[0])
    event = is_event(noun) and (phrase.isupper() or not re.match(r"[A-ZÀ-Ý]{2}", words[0]))
    if event or re.search(r"\b(?:se |s' ?)\w+e\b", flatten(phrase)):
        return ["subject"]
    if stem(flatten(words[0])) in roots("practice"):
        return ["subject"] if NAME.search(phrase) else []
    return ["noun"]


def trimmed(region: str) -> str:
    """A region without what says until when, and without the small words that open it."""
    until = CUES("until").search(flatten(region))
    return (region[: until.start()] if until else region).strip(" .;:,!«»")


def says(region: str) -> bool:
    """Whether a region names something, rather than points to it: "qu’elle", "qui", "je", "sur celles qui sont"."""
    pointing = r"qu(?:i\b|['’](?:elle|il|on)\b)|(?:je|[nv]ous)\b|(?:sur )?(?:celles?|celui|ceux) (?:qui|que|dont)\b"
    return bool(content(region)) and not re.match(pointing, region.strip())
