"""Constraints: what the officer's sentences forbid to write, one by one; one on anything else forbids nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import blank
from rupfam_assistant.french.quantities import find_quantities
from rupfam_assistant.french.typography import capitalize, uncapitalize, with_apostrophes
from rupfam_assistant.french.words import flatten, stem
from rupfam_assistant.guard.topics import CUES, NAME, Kind, amounts, content, is_event, kind_of, roots

PART = re.compile(r"(?:(?!,\s(?!ni\b)|[:;→]|[=-]>).)+", re.IGNORECASE)
BUT = re.compile(r"(?i)\bmais\b")
SUMS = re.compile(r"(?i)(?<=\b(?:les|des) )sous\b|(?<=\bde )sous\b|\bchiffres? en euros\b")
NEUTRAL = re.compile(r"(?i:lieux? )(?:de |d[’'])[A-ZÀ-Ý]|(?i:lieux? (?:neutre|de rencontre))")
HOW_MUCH = re.compile(r"(?i)\bcombien\b(?! d(?:e |[’']))|\bce (?:que?|qu[’'](?:elles?|ils?))(?= )")
CLAUSE = re.compile(r"[,;:]|\b(?:et|mais) (?=ne |n[’']|pas )")
ADDRESSED = re.compile(
    r"^\s*(?:(?:consignes?|attention|important|note|nb|rappel)\b[^:.;,]{0,30}"
    r"|(?:mail|courriel|message|appel|demande) (?:de|du|des|d['’])[^:.;]{0,50}"
    r"|(?:vue?s?|dite?s?|cal[ée]e?s?|point|[ée]change|entretien|t[ée]l\w*) (?:avec|par|de|du)\b[^:.;]{0,50}"
    r"|(?:selon|d[’']apr[èe]s)\b[^:.;]{0,50}):\s*",
    re.I,
)
ITEM = re.compile(r"(?:\n|\A|(?<=\s))(?:[-–•*]|\d{1,2}\))\s+")
IDEM = re.compile(r"(?i)^(?:et |puis )?(?:idem|pareil\w*|de m[êe]me|m[êe]me chose|itou)\b,? *(?:pour |sur |avec )?")
ASIDE = re.compile(
    r"(?i),?\s*\b(?:sous aucun\w* [\w-]+|en aucun\w* [\w-]+|d[’']aucune [\w-]+|de quelque [\w-]+ que ce soit"
    r"|(?:ni )?directement,? ni (?:indirectement|par allusion))(?:,|(?=\W*\Z)|(?=\s))"
)
FIRST_UNTIL = re.compile(
    r"(?i)^(?:jusqu[’']|avant |d[’']ici |tant qu[e’'])[^,:]*(?:, (?:date|jour) d[^,:]*)?[,:]\s*(?=.*\w)"
)
"""Who told it, before a colon; an item; "idem" for what was said before; what insists; a term told first."""

EMBARGO = re.compile(r"^(?:l['’])?(?:embargo|confidentiel)\s+(?:sur\s+)?(?:(?:la|le|les)\s+)?", re.I)
BRACKETS = re.compile(r"\([^()]*\)")
PART_END = re.compile(r",\s|[:;]")
CLAUSE_END = re.compile(r"[,;:]|\Z")
NONE_OF = re.compile(r"^\s*(?:donc |et )?(?:(?:pas|plus) d(?:e |')|ni |aucune?s? )")
WAITING = re.compile(r"\battendre (?P<what>.*?) (?:avant|pour) (?:d[e'] ?)?(?:le |la |l'|les |en )?")
NOT_HIDDEN = re.compile(
    r"\b(?:rien(?: de| d'| n'est| a| qui)?|pas (?:d(?:e |'))?|n'est plus|ne sont plus|aucune?|non |sans "
    r"|(?:fin|levee?) de (?:l')?)\s*(?:\w+ ){0,2}$"
)
NOT_A_SECRET = re.compile(
    r"\s*(?:professionnel|medical|partage|leve|termine|des entretiens|de la mediation|du courrier|bancaire)|\w"
)
ALLOWED = re.compile(
    r"\b(?:peut|peuvent|pourra|pourront|doit|doivent|sera|seront)\s(?:\w+ )?(?:etre |rester )?(?:\w+ )?\Z"
    r"|\b(?:est|sont) (?:\w+ ){0,3}\Z"
)
TO_BE_SAID = re.compile(
    r"^\s*(?:bien |toujours |penser a |il faut )?"
    r"(?:preciser|rappeler|indiquer|mentionner|dire|ecrire|souligner|noter) (?:que |qu')"
)
LIFTED = re.compile(r"\b(?:levee?|termine|n'est|ne sont)\b")
SETTLED = re.compile(r"\b(?:fixee?|arretee?|connue?|prevue?|definie?|minimum|maximum|plafond)\b")
GIVING = re.compile(r"donne|fourni|precise|livre|engage|sortir|design|met")
WRITTEN = re.compile(r"\b(?:adresse|identite|detail|numero|sort\w+|devis)\w*\b")
"""Verbs that forbid to write only beside what one writes, a sum, a date, a name or one of these."""


OPENING = ("projet", "par", "pour", "dans", "avec")
NOT_UNITS = ("ans", "avant", "jusqu", "er", "re", "ère", "e", "ème", "nd", "nde")
DOCUMENT = re.compile(r"\s*(?:pas )?(?:le|la|les|ce|cette|ces|l'|du|de la)? ?")
AS_A_WHOLE = re.compile(r"s?\s*(?:avant|sans|tant|a l|aux?|hors|$)")


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
TERM = re.compile(
    r"(?i)\bjusqu[’'](?:\w+ )[^,;:.()]+|\bavant (?:le |la |les |l[’'])[^,;:.()]+|\btant qu[e’'][^,;:.()]+"
)
POINTS = re.compile(
    r"(?i)^(?:cett?e?|ce(?:ci|la)?|le tout|et ce|valable|vaut|jusqu|(?:l[’']|la |le )?(?:présente? )?"
    r"(?:embargo|réserve|consigne|restriction|interdiction|confidentialité))\b"
)
"""What a ban of each kind asks; as what; until when."""

Regions = tuple[str, ...]


@dataclass(frozen=True)
class Ban:
    """One thing that must not be written: its kind, the words that tell of what ("" for all), the constraint itself.

    `amounts` (euros) and `quantities` (size, dimension) stand in the constraint, `years` are those it is limited to.
    """

    kind: Kind
    about: str
    said: str
    amounts: frozenset[float] = frozenset()
    quantities: frozenset[tuple[float, str]] = frozenset()
    years: frozenset[str] = frozenset()
    head: str = ""

    @property
    def within(self) -> frozenset[str]:
        """The stems of what alone it is about: "lieu" of "comme gestionnaire du futur lieu"; none for anything."""
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


def parse_constraints(constraints: str) -> tuple[Ban, ...]:
    """What the constraints forbid to write; "idem" before something forbids it as the sentence before."""
    bans: list[Ban] = []
    before = ""
    lines = ITEM.sub("\n", with_apostrophes(constraints)).split("\n")
    for said in (line[start:end] for line in lines for start, end in analyse(line).parts):
        sentence = ADDRESSED.sub("", said).strip(" .;!")
        if not before and CUES("everything").fullmatch(flatten(_trim(sentence))):
            return (Ban("all", "", sentence),)
        idem = IDEM.match(sentence)
        if idem and bans and bans[-1].said == before:
            bans += _target_bans(_trim(_plain(sentence[idem.end() :])), "", "", sentence)
        elif (
            not (told := _on_topic([*_sentence_bans(sentence, before)], sentence))
            and POINTS.match(sentence)
            and TERM.search(sentence)
        ):
            whole = f"{before}. {capitalize(sentence)}"
            bans = [replace(ban, said=whole) if ban.said == before else ban for ban in bans]
        else:
            bans += told
        before = sentence or before
    return tuple(dict.fromkeys(bans))


def _on_topic(bans: list[Ban], sentence: str) -> list[Ban]:
    """Of the bans of a sentence whose label announces its subject, those on it, where some are."""
    label = CUES("label").match(flatten(sentence))
    if label is None:
        return bans
    topic = content(re.split("[,:;]", sentence[label.end() :].lstrip(" :,"))[0])
    return [ban for ban in bans if ban.about and content(ban.about) <= topic] or bans


def _sentence_bans(sentence: str, before: str) -> Iterator[Ban]:
    """The bans of a sentence; one that only points ("n’en rien dire") is about the sentence before it."""
    plain = _plain(sentence)
    flat = flatten(plain)
    if CUES("instead").search(flat):
        return
    on_parties = [clause for clause in CLAUSE.split(plain) if CUES("as_party").search(flatten(clause))]
    if on_parties and (CUES("negation").search(flat) or CUES("removed").search(flat)):
        yield Ban("party", " ; ".join(on_parties), sentence, head=before)
        others = (flatten(clause) for clause in CLAUSE.split(plain) if clause not in on_parties)
        if not (re.search(r"\bni\b|\bnulle part\b", flat) or amounts(plain) or any(map(_forbids, others))):
            return
    parts = [part for part in PART.finditer(plain) if part[0].strip()]
    sums = frozenset(round(amount.size, 2) for amount in amounts(sentence))
    undecided = CUES("undecided").search(flat) is not None
    forbidding = [(number, regions) for number, part in enumerate(parts) if (regions := _regions(part[0])) is not None]
    if sums and (forbidding or (undecided and not _allows(parts))):
        yield Ban("amount", "", sentence, amounts=sums)
    for number, regions in forbidding:
        if sums:
            named = (bare for region in regions[:1] if NAME.search(bare := _without_sums(region)))
            told = (*named, *filter(_happens, map(_subject_of, _pieces(plain))))
            regions = tuple(region for region in told if not amounts(region))[:1]
        if not regions:
            continue
        bans = list(_part_bans(sentence, before, parts, number, regions))
        if undecided or re.search(r"\bchiffrer\b", flat):
            bans = [ban for ban in bans if not (ban.kind == "noun" and ban.head in ("aide", "participation"))]
        if not sums and (measured := _measures(sentence)):
            bans = [ban for ban in bans if ban.kind not in ("name", "noun", "figure", "subject")]
            bans.append(Ban("figure", "", bans[0].said if bans else sentence, quantities=measured))
        yield from bans
        in_brackets = (match[0].strip("() ") for match in BRACKETS.finditer(sentence))
        yield from (Ban("name", name, sentence) for name in in_brackets if NAME.fullmatch(name))
    first = next(iter(re.findall(r"\w{3,}", flat)), "")
    if undecided and not sums and not forbidding and not _allows(parts) and kind_of(first) == "amount":
        yield from _target_bans(_trim(_subject_of(plain)), "", "", sentence)


def _without_sums(region: str) -> str:
    """What a region tells beside its sums: "le lieu ni M. Vial" of "le lieu, ni les 9 €, ni M. Vial"."""
    return " ni ".join(piece for piece in re.split(r",?\s*\bni\b\s*", region) if not amounts(piece))


def _forbids(flat: str) -> bool:
    """Whether a flattened clause forbids to write something."""
    return bool(_regions(flat) is not None or (CUES("negation").search(flat) and CUES("say").search(flat)))


def _plain(sentence: str) -> str:
    """A sentence without its brackets, what insists, the label of its subject ("Sujet sensible :"), a term told first;
    "mais" parts it, its "sous" are sums, "combien" one."""
    bare = FIRST_UNTIL.sub("", ASIDE.sub("", BRACKETS.sub(blank, sentence)))
    if (label := CUES("label").match(flatten(bare))) and bare[label.end() :].strip():
        bare = bare[label.end() :].lstrip(" :,–—-")
    much = HOW_MUCH.search(bare)
    pays = CUES("pays").search(flatten(bare), much.end()) if much else None
    if much and pays and not bare[pays.end() :].startswith(" en "):
        bare = f"{bare[: much.start()]}le montant de{bare[much.end() : pays.start()].rstrip()}{bare[pays.end() :]}"
    return BUT.sub(" ;", SUMS.sub("montants", bare))


def _part_bans(sentence: str, before: str, parts: list[re.Match[str]], number: int, regions: Regions) -> Iterator[Ban]:
    """The bans of a part of a sentence, by the regions that tell what."""
    target = next((region for region in map(_trim, regions) if _says(region)), "")
    heads = [_trim(_subject_of(part[0])) for part in parts[:number]]
    own = [region for region in map(_trim, regions[1:3]) if region != target and _says(region)]
    earlier = _trim(_subject_of(PART_END.split(_plain(before))[0]))
    following = [_trim(part[0]) for part in parts[number + 1 :] if not _kinds(target)[0]]
    antecedents = [*own, *filter(_says, heads)] or [*filter(_says, [earlier])] or following
    antecedent = antecedents[0] if antecedents else ""
    if not target:
        target = next((head for head in heads if _kinds(head)[0] and not _kinds(head)[1]), "")
    verbs = f"{' '.join(regions)} {parts[number][0]}"
    is_list = antecedent in following and parts[number].string.startswith(":", parts[number].end())
    listed = following if is_list else [antecedent]
    bans = [ban for one in listed for ban in _target_bans(target, one, verbs, sentence)]
    topic = _trim(parts[0][0]) if number and target and parts[0].string.startswith(":", parts[0].end()) else ""
    if (
        NAME.search(topic)
        and not CUES("hidden").match(flatten(topic))
        and not any(ban.kind in ("amount", "figure", "place") for ban in bans)
    ):
        bans += _target_bans(topic, "", "", sentence)
    points = antecedent and before and not _says(target) and not any(map(_says, heads))
    yield from (replace(ban, said=f"{before}. {sentence}" if points else sentence) for ban in bans)


def _allows(parts: list[re.Match[str]]) -> bool:
    flats = [flat for part in parts if not CUES("negation").search(flat := flatten(part[0]))]
    return any(ALLOWED.search(flat, 0, said.start()) for flat in flats for said in CUES("say").finditer(flat))


def _regions(part: str) -> Regions | None:
    """Where a part of a sentence tells what not to write: after the verb, between, before; None for no ban."""
    flat = flatten(part)
    waiting = WAITING.search(flat)
    if waiting and (said := CUES("say").match(flat, waiting.end())):
        after = part[said.end() :]
        return (after if _says(_trim(after)) else part[waiting.start("what") : waiting.end("what")],)
    if TO_BE_SAID.search(flat):
        return None
    if hidden := _hidden(flat):
        if NOT_HIDDEN.search(flat, 0, hidden.start()) or LIFTED.search(flat, hidden.end()):
            return None
        return part[hidden.end() :], _subject_of(part[: hidden.start()]), part[: hidden.start()]
    if nothing := CUES("nothing_on").search(flat):
        return part[nothing.end() :], part[: nothing.start()]
    none = NONE_OF.search(flat)
    if none and CUES("given").match(flat, none.end()) and not SETTLED.search(flat):
        return (part[none.end() :],)
    for no in CUES("negation").finditer(flat):
        if said := _said_after(flat, no.end()):
            return _forbidden(part, flat, no, said)
    return None


def _hidden(flat: str) -> re.Match[str] | None:
    """What says that something is to be kept secret, or taken out of what is written."""
    secrets = [match for match in CUES("hidden").finditer(flat) if not NOT_A_SECRET.match(flat, match.end())]
    taken = (match for match in CUES("removed").finditer(flat))
    removed = [one for one in taken if CUES("writing").search(flat, one.end()) or _kinds(flat[one.end() :])[0]]
    return min((*secrets[:1], *removed[:1]), key=re.Match.start, default=None)


def _said_after(flat: str, start: int) -> re.Match[str] | None:
    """The verb of saying that a negation bears on, in its clause; "accord écrit" and "avis connu" left aside."""
    end = CLAUSE_END.search(flat, start).start()  # type: ignore[union-attr]  # it matches at the end of any text
    said = CUES("say").finditer(flat, start, min(end, start + 120 + 20))
    return next((match for match in said if not flat.endswith(("accord ", "avis "), 0, match.start())), None)


def _forbidden(part: str, flat: str, no: re.Match[str], said: re.Match[str]) -> Regions | None:
    """The regions of a part that negates a verb of saying: after, between, before; None when not about writing."""
    gap = flat[no.end() : said.start()]
    document = DOCUMENT.match(flat, said.end())
    named = CUES("this_document").match(flat, document.end()) if document else None
    only = no[0] in ("ne", "n'") and not gap.strip() and re.match(r" que\b| qu'", flat[said.end() :])
    if CUES("not_about_writing").search(gap) or (named and AS_A_WHOLE.match(flat, named.end())) or only:
        return None
    engages = re.match(r"engager (?:par ecrit|dans la)", flat[said.start() :])
    what = WRITTEN.search(flat) or any(map(kind_of, re.findall(r"\w+", flat)))
    if GIVING.match(said[0]) and not engages and not what:
        return None
    between = part[no.end() : said.start()]
    that = re.search(r"\bqu(?:e |')", gap)
    inside = between[that.end() :] if that else between if no[0] not in ("ne", "n'", "pas") else ""
    return part[said.end() :], inside, part[: no.start()], between


def _subject_of(part: str) -> str:
    """A part of a sentence up to its verb."""
    lead = re.match(r"\s*(?:\W|l['’]|\w+\s?)?", part)
    verb = CUES("verb").search(flatten(part), lead.end() if lead else 0)
    return re.sub(r"(?i)\W+c[’']\s*\Z", "", part[: verb.start()]) if verb else part


def _trim(region: str) -> str:
    """A region without what says until when, and without the small words that open it."""
    until = CUES("until").search(flatten(region))
    return (region[: until.start()] if until else region).strip(" .;:,!«»")


def _says(region: str) -> bool:
    return bool(content(region)) and not re.match(r"qu(?:i\b|['’](?:elle|il|on)\b)", region)


def _measures(sentence: str) -> frozenset[tuple[float, str]]:
    given = (quantity for quantity in find_quantities(sentence) if not quantity.number.spoken)
    units = ((quantity, sentence[quantity.number.end : quantity.end].strip()) for quantity in given)
    counted = (quantity for quantity, unit in units if unit == "%" or (content(unit) and unit not in NOT_UNITS))
    return frozenset((quantity.size, quantity.dimension) for quantity in counted)


def _target_bans(target: str, antecedent: str, verbs: str, said: str) -> Iterator[Ban]:
    """The bans on what a phrase names; one that only points ("son nom", "la", "en") is completed by its antecedent."""
    pieces = [piece for piece in _pieces(target) if _says(piece)] or [target]
    last = _kinds(pieces[-1])[1]
    for piece in pieces:
        yield from _piece_bans(piece, last if piece is not pieces[-1] else antecedent, verbs, said)


def _pieces(phrase: str) -> list[str]:
    """What "ni" joins, or "et" before something else that happens: "la fermeture d’Albe et le transfert du lieu"."""
    pieces = re.split(r"(?i)\b(?:ni|et (?=(?:(?:de )?(?:la|le|les|l’|du|des) ?)?\w))", phrase)
    return pieces if all(map(_happens, pieces[1:])) else re.split(r"(?i)\bni\b", phrase)


def _happens(phrase: str) -> bool:
    """Whether the first noun of a phrase tells of something that happens."""
    noun = next((word for word in re.findall(r"\w+", phrase) if not CUES("filler").fullmatch(flatten(word))), "")
    return bool(noun) and is_event(noun)


def _piece_bans(target: str, antecedent: str, verbs: str, said: str) -> Iterator[Ban]:
    kinds, about, head = _kinds(target)
    years = frozenset(re.findall(r"\b20\d\d\b", target))
    if not about:
        older, about, first = _kinds(antecedent)
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
        limits = years if kind in ("amount", "figure") else frozenset()
        yield Ban(kind, head if alone else _bare(about), said, years=limits, head=head)


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


def _kinds(phrase: str) -> tuple[list[Kind], str, str]:
    """The kinds that open a phrase, the words that follow, the first noun: "ni la commune ni l’adresse du gîte"."""
    kinds: list[Kind] = []
    head = ""
    left = _trim(phrase)
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
            kinds.append(kind)
            head = head or flat
            if stem(flat) in roots("gift"):
                kinds.append("noun")
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
    happens = is_event(noun) and (phrase.isupper() or not re.match(r"[A-ZÀ-Ý]{2}", words[0]))
    if happens or re.search(r"\b(?:se|s') ?\w+e\b", flatten(phrase)):
        return ["subject"]
    if stem(flatten(words[0])) in roots("practice"):
        return ["subject"] if NAME.search(phrase) else []
    return ["noun"]
