"""Constraints: what the officer's sentences forbid to write, one by one; one on anything else forbids nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import blank
from rupfam_assistant.french.quantities import find_quantities
from rupfam_assistant.french.typography import capitalize, with_apostrophes
from rupfam_assistant.french.words import flatten, stem
from rupfam_assistant.guard.bans import TERM, Ban, happens, opening_kinds, pieces_of, says, target_bans, trimmed
from rupfam_assistant.guard.topics import CUES, NAME, amounts, content, kind_of, roots
from rupfam_assistant.guard.wishes import Wish, read_wish

PART = re.compile(r"(?:(?!,\s(?!ni\b)|[:;→]|[=-]>).)+", re.IGNORECASE)
BUT, EITHER = re.compile(r"(?i)\bmais\b"), re.compile(r"(?i) non plus\b(?! que\b)")
SUMS = re.compile(r"(?i)(?<=\b(?:les|des) )sous\b|(?<=\bde )sous\b|\bchiffres? en euros\b")
HOW_MUCH = re.compile(r"(?i)\bcombien\b(?! d(?:e |[’']))|\bce (?:que?|qu[’'](?:elles?|ils?))(?= )")
CLAUSE = re.compile(r"[,;:]|\b(?:et|mais) (?=ne |n[’']|pas )")
ADDRESSED = re.compile(
    r"^\s*(?:(?:consignes?|attention|important|note|nb|rappel)\b[^:.;,]{0,30}"
    r"|(?:mail|courriel|message|appel|demande) (?:de|du|des|d['’])[^:.;]{0,50}"
    r"|(?:vue?s?|dite?s?|cal[ée]e?s?|point|[ée]change|entretien|t[ée]l\w*) (?:avec|par|de|du)\b[^:.;]{0,50}"
    r"|(?:selon|d[’']apr[èe]s)\b[^:.;]{0,50}):\s*",
    re.I,
)
POINTED = re.compile(r"(?i)\s(?:la|le|les) concernant\b")
ITEM = re.compile(r"(?:(?:\n|\A|(?<=[.;:]\s))[-–]|(?:\n|\A|(?<=\s))(?:[•*]|\d{1,2}\)))\s+")
IDEM = re.compile(
    r"(?i)^(?:et |puis )?(?:idem|pareil\w*|de m[êe]me|m[êe]me chose|itou)\b,? *(?:pour |sur |avec )?(?P<after>.*)"
    r"|^(?:et |ni )?(?P<before>[^,:]+?),? (?:non plus|idem|itou|pareil(?:lement)?|aussi)$"
)
ASIDE = re.compile(
    r"(?i),?\s*\b(?:sous aucun\w* [\w-]+|en aucun\w* [\w-]+|d[’']aucune [\w-]+|(?:de|en|à) quelque [\w-]+ que ce soit"
    r"|(?:ni )?directement,? ni (?:indirectement|par allusion)|jusque[- ]là"
    r"|(?:avant|jusqu[’']à) cette date|d[’']ici là)(?:,|(?=\W*\Z)|(?=\s))"
)
FIRST_UNTIL = re.compile(
    r"(?i)^(?:jusqu[’']|avant |d[’']ici |tant qu[e’'])[^,:]*(?:, (?:date|jour) d[^,:]*)?[,:]\s*(?=.*\w)"
)
TERM_FIRST = re.compile(r"(?i)^(?:jusqu[’']|avant |d[’']ici |tant qu[e’'])(?P<term>[^,:]*?\w)\s(?=(?:je|on|nous) )")
OH = re.compile(r"(?i)\A(?:(?:ah|oh|bon|bref|ben|voilà|et|puis)\b,? )+")
SO = re.compile(r"(?i)\bdonc (?=(?:jusque|on|rien|pas|il faut|ne|n[’'])\b)")
MIDWAY = re.compile(
    r"(?i)\s(?:jusqu[’'](?:\w+ )|avant (?:le |la |les |l[’']|\d)|tant qu[e’'])[^,;:.()]+?"
    r"(?= (?:sur|concernant|au sujet|à propos) (?!(?:place|rendez-vous)\b))"
)
KNOWN_TO = re.compile(r"(?:connue?s?|sue?s?) que (?:de|du|des|d'|par)\b")
BOUND = re.compile(r"\W*pas (?:plus|moins) d[e'] ?\d+ (?!mots?\b|lignes?\b|phrases?\b)")
"""Who told it, before a colon; what only points to what was said, "aucun montant la concernant"; an item; "idem" for
what was said before; what insists; a term told first, without a comma too; what one says first; what follows; a term
before what it is on; who alone knows a
thing; what bounds one."""

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
RELEASED = (
    r"\b(?:on peut|vous pouvez) (?:\w+ ){0,2}(?P<back>l'|le |la |les |en |y )?"
    r"(?:ecrire|dire|citer|parler|annoncer|mentionner)\b(?!.*\b(?:mais|sauf|sans(?! (?:crainte|risque))|pas|ni)\b)"
    r"|\brien (?:ne |n')(?:fait obstacle|s'oppose|empeche|interdit)\b"
)
OVER = re.compile(
    r"\b(?:embargos?|consignes?|interdits?|interdictions?|reserves?)\b[^.;:]*\b(?:courai(?:t|ent)|valai(?:t|ent)"
    r"|(?:est|sont) (?:tombee?s?|eteinte?s?)|ne (?:vaut|tient) plus|n'a plus cours)\b"
    r"|\betai(?:t|ent) (?:\w+ )?(?:sous embargo|confidenti\w+)|\binterdisai(?:t|ent)\b"
)
STILL = re.compile(r"\b(?:pas (?:encore )?levee?s?|toujours|mais|sauf)\b")
LIFTED = re.compile(rf"\b(?:levee?|termine|n'est|ne sont)\b|{RELEASED}")
NO_MORE = re.compile(
    r"[,;:–—-] *(?:mais |et )?(?:c'est|cela est|ce n'est plus|elle est|il est) (?:\w+ ){0,2}(?:levee?|leve)\b"
)
SETTLED = re.compile(r"\b(?:fixee?|arretee?|connue?|prevue?|definie?|minimum|maximum|plafond)\b")
GIVING = re.compile(r"donne|fourni|precise|livre|engage|sortir|design|met")
WRITTEN = re.compile(r"\b(?:adresse|identite|detail|numero|sort\w+|devis)\w*\b")
"""Verbs that forbid to write only beside what one writes, a sum, a date, a name or one of these."""

NOT_UNITS = ("ans", "avant", "jusqu", "er", "re", "ère", "e", "ème", "nd", "nde")
DOCUMENT = re.compile(r"\s*(?:pas )?(?:le|la|les|ce|cette|ces|l'|du|de la)? ?")
AS_A_WHOLE = re.compile(r"s?\s*(?:avant|sans|tant|a l|aux?|hors|$)")
POINTS = re.compile(
    r"(?i)^(?:cett?e?|ce(?:ci|la)?|le tout|et ce|valable|vaut|jusqu|(?:l[’']|la |le )?(?:présente? )?"
    r"(?:embargo|réserve|consigne|restriction|interdiction|confidentialité))\b"
)
"""Words that are no unit; a document, and all of it; a sentence that but tells more of the one before."""

Regions = tuple[str, ...]


def parse_constraints(constraints: str) -> tuple[Ban, ...]:
    """What the constraints forbid to write; "idem" before something forbids it as the sentence before."""
    bans: list[Ban] = []
    before = ""
    for sentence in sentences_of(constraints):
        if not before and CUES("everything").fullmatch(flatten(trimmed(MIDWAY.sub("", sentence)))):
            return (Ban("all", "", sentence),)
        idem = IDEM.match(sentence)
        if idem and bans and bans[-1].said == before and not _forbids(flatten(_plain(sentence))):
            bans += target_bans(trimmed(_plain(idem["after"] or idem["before"] or "")), "", "", sentence)
        elif (
            not (told := _on_topic([*_sentence_bans(sentence, before)], sentence))
            and POINTS.match(sentence)
            and TERM.search(sentence)
        ):
            whole = f"{before}. {capitalize(sentence)}"
            bans = [replace(ban, said=whole) if ban.said == before else ban for ban in bans]
        else:
            silence = CUES("silence").search(flatten(sentence)) is not None
            bans += (replace(ban, whole=silence) for ban in told)
        before = sentence or before
    return tuple(dict.fromkeys(bans))


def sentences_of(constraints: str) -> Iterator[str]:
    """The sentences of the constraints, item by item, without who told them."""
    lines = ITEM.sub("\n", with_apostrophes(constraints)).split("\n")
    for said in (line[start:end] for line in lines for start, end in analyse(line).parts):
        yield ADDRESSED.sub("", said).strip(" .;!")


def unaddressed(constraints: str, bodies: Sequence[str]) -> str:
    """Constraints without the body of a dossier that asks each, before a colon, where what follows says what is not to
    be told: "CASC : ne pas évoquer le contrôle des comptes"."""
    left = constraints
    for start, end in reversed(analyse(constraints).parts):
        who, colon, rest = constraints[start:end].partition(":")
        asks = colon and content(who) and any(content(who) <= content(one) for one in bodies)
        if asks and any(content(ban.about) for ban in parse_constraints(rest)):
            left = f"{left[:start]}{capitalize(rest.strip())}{left[end:]}"
    return left


def _on_topic(bans: list[Ban], sentence: str) -> list[Ban]:
    """Of the bans of a sentence whose label announces its subject, those on it, where some are; of one on a sum, "the
    figure" is that sum."""
    if any(ban.kind == "amount" for ban in bans):
        bans = [ban for ban in bans if ban.kind != "figure" or stem(ban.head) not in roots("free_figure")]
    label = CUES("label").match(flatten(sentence))
    if label is None:
        return bans
    topic = content(re.split("[,:;]", sentence[label.end() :].lstrip(" :,"))[0])
    return [ban for ban in bans if ban.about and content(ban.about) <= topic] or bans


def _sentence_bans(sentence: str, before: str) -> Iterator[Ban]:
    """The bans of a sentence; one that only points ("n’en rien dire") is about the sentence before it."""
    plain = _plain(sentence)
    flat = flatten(plain)
    if term := TERM_FIRST.match(sentence):
        before = _subject_of(term["term"])  # "tant que la CGSS n’a pas voté je ne veux pas voir sa somme"
    released = re.search(RELEASED, flat)
    if released and not released["back"] and _forbids(flat[: released.start()]):
        plain = plain[: released.start()]  # "cela reste entre nous, on peut dire que la CAF cofinance"
        released, flat = None, flatten(plain)
    if read_wish(sentence) or released or NO_MORE.search(flat) or _is_over(sentence):
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
        part = parts[number][0]
        of_another = any(amounts(one[0]) for one in parts) and not amounts(part) and NAME.search(_subject_of(part))
        if sums and not of_another:
            named = (bare for region in regions[:1] if NAME.search(bare := _without_sums(region)))
            told = (*named, *filter(happens, map(_subject_of, pieces_of(plain))))
            regions = tuple(region for region in told if not amounts(region))[:1]
        if not regions:
            continue
        bans = list(_part_bans(sentence, "" if sums else before, parts, number, regions))
        if undecided or re.search(r"\bchiffr(?:er|ees?)\b|\betre chiffre", flat):
            bans = [ban for ban in bans if not (ban.kind == "noun" and ban.head in ("aide", "participation"))]
        if not sums and (measured := _measures(sentence)):
            bans = [ban for ban in bans if ban.kind not in ("name", "noun", "figure", "subject")]
            bans.append(Ban("figure", "", bans[0].said if bans else sentence, quantities=measured))
        yield from bans
        if any(NAME.search(ban.about) for ban in bans):
            continue  # "Sabine (Deux Versants)": the bracket says whose she is
        in_brackets = (match[0].strip("() ") for match in BRACKETS.finditer(sentence))
        yield from (Ban("name", name, sentence) for name in in_brackets if NAME.fullmatch(name))
    first = next(iter(re.findall(r"\w{3,}", flat)), "")
    if undecided and not sums and not forbidding and not _allows(parts) and kind_of(first) == "amount":
        yield from target_bans(trimmed(_subject_of(plain)), "", "", sentence)


@lru_cache(maxsize=64)
def wishes_of(constraints: str) -> tuple[Wish, ...]:
    """How the constraints ask to write, sentence by sentence."""
    read = ((said, read_wish(said)) for said in sentences_of(constraints))
    told = (wish or (Wish(said) if _tells_how(said) and not parse_constraints(said) else None) for said, wish in read)
    return tuple(one for wish in told if wish for one in (wish, *wish.more))


def bans_nothing(sentence: str) -> bool:
    """Whether a sentence of which no ban is read lets write, bounds a thing, or tells how to write it: "Citer Aubrac en
    premier", "L’embargo est levé", "Pas plus de 12 familles à la fois"."""
    flat = flatten(sentence)
    lets = _is_over(sentence) or bool(re.search(RELEASED, flat) or BOUND.match(flat)) or _lets(flat)
    return (lets or bool(read_wish(sentence)) or _tells_how(sentence)) and not parse_constraints(sentence)


def _is_over(sentence: str) -> bool:
    """Whether a sentence tells a ban as what was one: "l’embargo courait jusqu’au vote"."""
    flat = flatten(sentence)
    return OVER.search(flat) is not None and not STILL.search(flat)


def _tells_how(sentence: str) -> bool:
    return CUES("manner").search(flatten(sentence)) is not None


def _lets(flat: str) -> bool:
    """Whether a flattened sentence says that something may be written, or is to be."""
    if hidden := _hidden(flat):
        return bool(NOT_HIDDEN.search(flat, 0, hidden.start()) or LIFTED.search(flat, hidden.end()))
    if negations := [*CUES("negation").finditer(flat)]:
        return any(CUES("not_about_writing").match(flat, no.end() + 1) for no in negations)
    said = CUES("say").finditer(flat)
    return any(not flat[: one.start()].strip() or ALLOWED.search(flat, 0, one.start()) for one in said)


def _without_sums(region: str) -> str:
    """What a region tells beside its sums: "le lieu ni M. Vial" of "le lieu, ni les 9 €, ni M. Vial"."""
    return " ni ".join(piece for piece in re.split(r",?\s*\bni\b\s*", region) if not amounts(piece))


def _forbids(flat: str) -> bool:
    """Whether a flattened clause forbids to write something."""
    return bool(_regions(flat) is not None or (CUES("negation").search(flat) and CUES("say").search(flat)))


def _plain(sentence: str) -> str:
    """A sentence without its brackets, what insists, the label of its subject ("Sujet sensible :"), a term told first;
    "mais" parts it, its "sous" are sums, "combien" one."""
    said = EITHER.sub("", POINTED.sub("", BRACKETS.sub(blank, sentence)))
    bare = MIDWAY.sub("", ASIDE.sub("", SO.sub("; ", OH.sub("", said))))
    bare = TERM_FIRST.sub("", bare) if TERM_FIRST.match(bare) else FIRST_UNTIL.sub("", bare)
    if (label := CUES("label").match(flatten(bare))) and bare[label.end() :].strip():
        bare = bare[label.end() :].lstrip(" :,–—-")
    much = HOW_MUCH.search(bare)
    pays = CUES("pays").search(flatten(bare), much.end()) if much else None
    if much and pays and not bare[pays.end() :].startswith(" en "):
        bare = f"{bare[: much.start()]}le montant de{bare[much.end() : pays.start()].rstrip()}{bare[pays.end() :]}"
    return BUT.sub(" ;", SUMS.sub("montants", bare))


def _part_bans(sentence: str, before: str, parts: list[re.Match[str]], number: int, regions: Regions) -> Iterator[Ban]:
    """The bans of a part of a sentence, by the regions that tell what."""
    target = next((region for region in map(trimmed, regions) if says(region)), "")
    whole = parts[number].string
    near = [part for part in parts[:number] if ";" not in whole[part.end() : parts[number].start()]]
    heads = [trimmed(_subject_of(part[0])) for part in near] or [trimmed(_subject_of(p[0])) for p in parts[:number]]
    own = [region for region in map(trimmed, regions[1:3]) if region != target and says(region)]
    earlier = trimmed(_subject_of(PART_END.split(_plain(before))[0]))
    following = [trimmed(part[0]) for part in parts[number + 1 :] if not opening_kinds(target)[0]]
    heads = heads[::-1] if number and whole[: parts[number].start()].rstrip().endswith(":") else heads
    antecedents = [*own, *filter(says, heads)] or [*filter(says, [earlier])] or following
    antecedent = antecedents[0] if antecedents else ""
    if not target:
        target = next((head for head in heads if opening_kinds(head)[0] and not opening_kinds(head)[1]), "")
    verbs = f"{' '.join(regions)} {parts[number][0]}"
    is_list = antecedent in following and whole.startswith(":", parts[number].end())
    listed = following if is_list else [antecedent]
    bans = [ban for one in listed for ban in target_bans(target, one, verbs, sentence)]
    topic = trimmed(parts[0][0]) if number and target and whole.startswith(":", parts[0].end()) else ""
    if (
        NAME.search(topic)
        and not CUES("hidden").match(flatten(topic))
        and not any(ban.kind in ("amount", "figure", "place") for ban in bans)
    ):
        bans += target_bans(topic, "", "", sentence)
    points = antecedent and before and not says(target) and not any(map(says, heads))
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
        return (after if says(trimmed(after)) else part[waiting.start("what") : waiting.end("what")],)
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
    removed = [one for one in taken if CUES("writing").search(flat, one.end()) or opening_kinds(flat[one.end() :])[0]]
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
    if KNOWN_TO.match(flat, said.start()):
        return (part[: no.start()],)  # "ce montant n’est connu que de la CAF"
    between = part[no.end() : said.start()]
    that = re.search(r"\bqu(?:e |')", gap)
    inside = between[that.end() :] if that else between if no[0] not in ("ne", "n'", "pas") else ""
    return part[said.end() :], inside, part[: no.start()], between


def _subject_of(part: str) -> str:
    """A part of a sentence up to its verb."""
    lead = re.match(r"\s*(?:\W|l['’]|\w+\s?)?", part)
    verb = CUES("verb").search(flatten(part), lead.end() if lead else 0)
    return re.sub(r"(?i)\W+c[’']\s*\Z", "", part[: verb.start()]) if verb else part


def _measures(sentence: str) -> frozenset[tuple[float, str]]:
    given = (quantity for quantity in find_quantities(sentence) if not quantity.number.spoken)
    units = ((quantity, sentence[quantity.number.end : quantity.end].strip()) for quantity in given)
    counted = (quantity for quantity, unit in units if unit == "%" or (content(unit) and unit not in NOT_UNITS))
    return frozenset((quantity.size, quantity.dimension) for quantity in counted)
