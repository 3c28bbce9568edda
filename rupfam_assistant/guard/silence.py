"""Silence: what the constraints of a dossier forbid to write, read sentence by sentence; a constraint on anything else forbids nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from rupfam_assistant.french import analyse
from rupfam_assistant.french.words import flatten, fold, stem

Kind = Literal["amount", "figure", "date", "number", "place", "name", "noun", "subject"]

SPACE = "[ \u00a0\u202f]"
DIGITS = rf"\d{{1,3}}(?:{SPACE}?\d{{3}})+(?:,\d+)?|\d+(?:[.,]\d+)?"
AMOUNT = re.compile(
    rf"(?P<number>{DIGITS}){SPACE}?(?P<scale>k|m|mille|millions?(?: d['’])?)?{SPACE}?(?P<euro>€|euros?\b|eur\b)",
    re.IGNORECASE,
)
QUANTITY = re.compile(rf"(?P<number>{DIGITS}){SPACE}?(?P<unit>%|pour cent\b|[^\W\d_]{{2,}})")
MONTH = re.compile(r"(?:janv|fev|mars\b|avr|mai\b|juin\b|juil|aout|sept|oct|nov|dec|er\b|eme\b)")

SAY = (
    r"(?:annonc\w*|cit(?:er?|ee?s?|ons|ez|ent)\b|ecri(?:re|te?s?|ve|vez|vons)\b|mention\w*|nomm(?:er?|ee?s?|ez|ons)\b|publi(?:er?|ee?s?|ez|ent)\b"
    r"|publi(?:c|que)s?\b|officiel\w*|indiqu\w*|communiqu\w*|divulg\w*|revel\w*|devoil\w*|ebruit\w*|affich(?:er?|ee?s?|ez)\b|figur(?:er?|ent)\b"
    r"|apparai\w*|transparai\w*|parai(?:t|tre|sse)\b|parl(?:er?|ez|ons|ent)\b|evoqu\w*|repren\w*|repri(?:s|se|ses)\b|inscri\w*"
    r"|diffus(?:er?|ee?s?|ez)\b|chiffrer\b|faire etat\b|etat\b|identifi\w+|design(?:er?|ee?s?)\b|situer\b|localis\w*|allusion\w*|connu(?:e|s|es)?\b"
    r"|connaitre\b|sache\w*|savoir\b|dire\b|dites?\b|sortir\b|avancer\b|un mot\b|souffler\b|engager\b|donner\b|donne[zr]?\b|fournir\b|preciser\b"
    r"|livrer\b"
    r"|laisser (?:entendre|deviner|penser|croire|supposer|filtrer)\b)"
)
NEGATION = (
    r"\b(?:ne\b|n'|pas\b|rien\b|jamais\b|aucune?s?\b|ni\b|sans\b|non\b|refus\w+|evite[rz]?\b|interdi\w+|s'oppos\w+)"
)
FORBIDDEN = re.compile(rf"(?P<no>{NEGATION})(?P<gap>[^,;:]{{0,120}}?)(?<!accord )(?<!avis )\b(?P<say>{SAY})")
NOTHING_ON = re.compile(
    r"\brien (?:mettre |ecrire |dire )?(?:la-dessus|au sujet d(?:e |u |es )|a ce (?:sujet|propos)|(?:dans|sur|de|du"
    r"|des) )(?:(?:dans )?(?:la convention|le (?:texte|projet"
    r"|document)))?(?: (?:a ce sujet|sur))?"
)
NONE_OF = re.compile(
    r"^\s*(?:donc |et )?(?:pas d(?:e |')|ni |aucune?s? )(?=(?:\w+ )?(?:montant|chiffre|nombre|euro|nom|adresse|somme|budget|date|taux|pourcentage"
    r"|prix|statistique)s?\b)"
)
WAITING = re.compile(rf"\battendre (?P<what>.*?) (?:avant|pour) (?:d[e'] ?)?(?:le |la |l'|les |en )?{SAY}")
HIDDEN = re.compile(
    r"(?:sous |l')?\bembargo\b|\bconfidentiel(?:le)?s?\b|\btenue?s? secrete?s?|(?:couverte?s? par )?(?:le |un )?\bsecrete?s?\b(?: des affaires)?"
    r"|\banonym(?:e|es|at)\b|\btaire\b"
    r"|\btai[ts]\b|\bmuets? sur|\bmuets?\b|\btaisons\b|\btaisez\b|\ba cacher\b|\bcache[rz]?\b|\bdissimul\w+|\bmasquer?\b|\boccult\w+|\bdiscrete?s?\b"
    r"|\bdiscretion\b|\bsilence\b"
    r"|\busage interne"
    r"|(?:^|\brest\w+|\bgarder?|\best|\bsont|\bstrictement)\s*(?:en )?interne\b|\b(?:garder pour|entre) (?:nous|soi)\b"
    r"|\b(?:hors|exclue?s?|absente?s?) d(?:e la convention|u texte|u projet)|\blaisser (?:de cote|en blanc|hors)|\bmettre de cote"
    r"|\b(?:retirer|enlever|oter|supprimer|exclure|effacer)(?=.*\b(?:mention|reference|allusion|trace|convention|texte|projet|partenaires?|liste"
    r"|document)\b)|\btenir a l'ecart"
)
NOT_HIDDEN = re.compile(
    r"(?:\brien(?: de| d'| n'est| a| qui)?|\bpas d(?:e |')|\bpas |\bn'est plus|\bne sont plus|\baucune?|\bnon |\bsans |\bfin de l'"
    r"|\blevee? de l')\s*(?:\w+ ){0,2}$"
)
NOT_A_SECRET = re.compile(
    r"\s*(?:professionnel|medical|partage|leve|termine|des entretiens|de la mediation|du courrier|bancaire)|\w"
)
ALLOWED = re.compile(
    rf"\b(?:peut|peuvent|pourra|pourront|doit|doivent|sera|seront)\s(?:\w+ )?(?:etre |rester )?(?:\w+ )?{SAY}|\b(?:est"
    rf"|sont) (?:\w+ ){{0,3}}publi(?:c|que)s?\b"
)
NOT_ABOUT_WRITING = re.compile(
    r"\b(?:oubli|omett|hesit|manqu|seulement|uniquement|de rendez-vous|\bque les?\b(?! nom))"
)
TO_BE_SAID = re.compile(
    r"^\s*(?:bien |toujours |penser a |il faut )?(?:preciser|rappeler|indiquer|mentionner|dire|ecrire|souligner|noter) (?:que |qu')"
)
TAKES_PART = re.compile(
    r"\b(?:particip|financ|soutien|accueill|heberg|log|pret|parrain|offr|s'engag|anim|pilot)(?:e|ent|t|nent)\b"
)
PUT_INSTEAD = re.compile(
    r"\b(?:plutot|au lieu|a la place|toujours (?:ecrire|dire)|remplacer|preferer? (?:«|le (?:mot|terme)|l'expression))"
)
THIS_DOCUMENT = re.compile(
    r"\s*(?:pas )?(?:le|la|les|ce|cette|ces|l'|du|de la)? ?(?:projet(?: de convention)?|document|convention|texte|version|livret|flyer|affiche"
    r"|plaquette"
    r"|questionnaire|compte[ -]rendu|brouillon|dossier)s?\s*(?:avant|sans|tant|a l|aux?|hors|$)"
)
NOT_VOTED = re.compile(
    r"\b(?:non|pas|jamais|ni)\b[^,;:]{0,30}\b(?:vot|valid|arbitr|confirm|notifi|acqui|deliber|accord|attribu|garanti)\w*"
    r"|\ba (?:arbitrer|voter|valider)\b|\ben (?:attente|cours) de (?:vote|validation)"
)
UNTIL = re.compile(
    r"\b(?:avant|apres|qu'(?:apres|a partir|en|au|a)|que (?:le \d|debut|fin)|jusqu|tant qu|sans (?:l|son|leur|accord)|sauf|car|puisqu|parce"
    r"|pour l'instant|pour le moment|a"
    " ce stade|aussi longtemps"
    r"|dans (?:la convention|le texte"
    r"|le projet|le document|ce document)|nulle part|comme|par ecrit|sous aucun|pour la premiere|d'ici|desormais|ailleurs|en attendant"
    r"|aux? (?:personnel|salarie|equipe|famille|partenaire|public|presse|elu|habitant|parent)\w*)\b"
    r"|\b(?:jusqu|tant qu)"
)
VERB = re.compile(
    r"\b(?:n'|ne\b|non\b|pas\b|(?:est|sont|sera|seront|reste|restent|veut|veulent|souhaite|prefere|demande|refuse|hesite|boude|negocie|doit|doivent"
    r"|peut|encore"
    r"|tient|exige|sollicite|attend|n'a|se|s|qui|que|dont|ou|l'ignore|en (?:discussion|attente|negociation|cours)|figure)\b(?! (?:se trouve|sont)))"
)
KINDS: tuple[tuple[Kind, frozenset[str]], ...] = tuple(
    (kind, frozenset(map(stem, words.split())))  # type: ignore[misc]  # the kinds below are those of Kind
    for kind, words in (
        ("name", "nom identite anonymat patronyme"),
        ("place", "commune ville village adresse lieu localisation emplacement localite bourg endroit"),
        (
            "amount",
            "montage montant somme budget enveloppe subvention cout tarif prix loyer devis financement dotation euro salaire credit depense"
            " financier don"
            " aide"
            " participation cofinancement remuneration",
        ),
        ("figure", "chiffre nombre taux pourcentage effectif resultat statistique part proportion donnee"),
        ("date", "date echeance jour"),
        ("number", "numero telephone"),
    )
)
FREE_SUMS = frozenset(
    map(
        stem,
        "montage montant somme budget enveloppe subvention financement dotation euro credit financier arbitrage".split(),
    )
)
"""Sums that may be written without a word of what they are for."""

FREE_FIGURES = frozenset(map(stem, "chiffre donnee statistique resultat montant".split()))
"""Figures that may be forbidden without a word of what they count."""

GIFTS = frozenset(map(stem, "don aide participation mecenat".split()))
THROUGH = frozenset(
    map(
        stem,
        "partenariat parrainage lettre accord soutien appui engagement don mecenat promesse adhesion presence identite marque".split(),
    )
)
"""Nouns through which one reads: who is behind them is what must not be named."""

EVENTS = frozenset(
    map(
        stem,
        "projet depart arrivee retrait arret rachat vente achat mutation greve reprise abandon report lancement plainte rapport audit conflit litige"
        " proces plan label"
        " liquidation deces audience".split(),
    )
)
EVENT_ENDS = ("ment", "tion", "sion", "ture", "age", "tions", "ments", "tures", "fert")
BODIES = frozenset(
    "mission missions commission section session convention population profession batiment monument document stage menage page image association"
    " associations fondation fondations institution federation etablissement departement logement hebergement appartement village delegation"
    " direction"
    " station gouvernement administration mediation parlement garage prefecture structure organisation antenne corporation congregation"
    " detention".split()
)
PRACTICE = frozenset(
    map(
        stem,
        "entretien mediation seance echange propos parole groupe permanence visite famille parent enfant sigle photo image commentaire"
        " ecoute".split(),
    )
)
"""What takes place in confidence: no constraint on what is written."""

FILLER = frozenset(
    "a y en on il elle ils elles le la les l de du des d un une ce cet cette ces cela ca celui celle son sa ses leur leurs lui eux se s que qu qui"
    " et ou ni ne n pas rien"
    " jamais aucun aucune etre est sont soit sera seront ete avoir ait doit doivent peut veut veulent souhaite souhaitent demande demandent prefere"
    " merci priere"
    " convention texte projet document partenaire partenaires liste sujet propos instant moment passer faire fait faut vaut mieux rester reste"
    " restent garder tenir laisser mettre donc deja pour sous"
    " sur dans par strictement absolument totalement surtout mot mots termes encore tout toute reserve usage interne seulement uniquement bien aux"
    " au cote blanc hors ici"
    " dessus va vont qu'on permette permettre puisse puissent voulu plus point cote desormais".split()
)
LINKS = frozenset("par pour dans sur avec".split())
"""What follows one of these is no longer what a noun announces."""

NEAR_NOUN = re.compile(
    r"\b(?:nouvel|nouveau|nouvelle|nouveaux|nouvelles|futur|future|moindre|seul|seule|vrai|vraie|actuel|actuelle|prochain|prochaine|ancien"
    r"|ancienne)\b"
)
NAME = re.compile(
    r"(?<![\w-])(?:(?:M|Mme|Mlle|Me|Dr)\.? )?(?:[LD]['’])?[A-ZÀ-ÝŒ][\w-]*(?:['’][A-ZÀ-Ý]\w*)?"
    r"(?: (?:(?:de la|de l['’]|du|des|de|d['’]|sur|sous|en|les?|la|l['’]|&) ?)?[A-ZÀ-ÝŒ][\w-]*(?:['’][A-ZÀ-Ý]\w*)?){0,6}(?: \d{1,3}(?=\s*(?:$"
    r"|[,.;:)])))?"
)
"""A proper name, with the title and the small words inside it."""

DETERMINER = re.compile(
    r"^(?:l['’]|(?:le|la|les|un|une|des|du|de|d['’]|ce|cette|ces|son|sa|ses|leurs?|aucune?s?|ni|et|sur|que|qu['’]|à|au|aux) ?\b)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ban:
    """One thing that must not be written: a kind, the words that tell of what (none: all of that kind), the constraint that says it.

    `amounts` (in euros) and `quantities` (number, folded unit) are those that the constraint itself gives, `years` those it is limited to.
    """

    kind: Kind
    about: str
    said: str
    amounts: frozenset[float] = frozenset()
    quantities: frozenset[tuple[str, str]] = frozenset()
    years: frozenset[str] = frozenset()
    head: str = ""


def read_bans(constraints: str) -> tuple[Ban, ...]:
    """What the constraints forbid to write."""
    bans: list[Ban] = []
    before = ""
    for start, end in analyse(constraints).parts:
        sentence = constraints[start:end].strip(" .;")
        bans += _sentence_bans(sentence, before)
        before = sentence or before
    return tuple(dict.fromkeys(bans))


def euros(match: re.Match[str]) -> float:
    """The euros of a match of AMOUNT."""
    number = float(re.sub(r"\s", "", match["number"]).replace(",", "."))
    scale = fold(match["scale"] or "")
    return round(number * (1e6 if scale in ("m",) or scale.startswith("million") else 1e3 if scale else 1), 2)


def measure(match: re.Match[str]) -> tuple[str, str]:
    """The number and the stem of the unit of a match of QUANTITY."""
    unit = fold(match["unit"])
    return re.sub(r"\s", "", match["number"]), "%" if unit in ("%", "pour cent") else stem(unit)


def content(text: str) -> frozenset[str]:
    """The stems of the words of a text that say something, numbers left aside."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"\b(?:[cdjlmnst]|qu)'", " ", flatten(text)))
    return frozenset(stem(word) for word in words if word not in FILLER and not word.isdigit())


def kind_of(word: str) -> Kind | None:
    """The kind of thing that a noun announces: "adresse" a place, "loyer" an amount."""
    root = stem(flatten(word))
    return next((kind for kind, roots in KINDS if root in roots), None)


def is_event(word: str) -> bool:
    """Whether a noun tells of something that happens, as "fermeture" or "départ"."""
    bare = flatten(word)
    return stem(bare) in EVENTS or (bare.endswith(EVENT_ENDS) and bare not in BODIES and len(bare) > 5)


def _sentence_bans(sentence: str, before: str) -> Iterator[Ban]:
    plain = re.sub(r"\([^()]*\)", lambda match: " " * len(match[0]), sentence)
    parts = [match.span() for match in re.finditer(r"(?:(?!,\s|[:;]|\bmais\b).)+", plain, re.IGNORECASE)]
    parts = [(start, end) for start, end in parts if plain[start:end].strip()]
    amounts = frozenset(euros(match) for match in AMOUNT.finditer(sentence))
    said = sentence
    if PUT_INSTEAD.search(flatten(plain)):
        return
    forbids = False
    for number, (start, end) in enumerate(parts):
        regions = _regions(plain[start:end])
        if regions is None:
            continue
        forbids = True
        if amounts:
            yield Ban("amount", "", said, amounts=amounts)
            regions = tuple(region for region in regions[:1] if not AMOUNT.search(region) and NAME.search(region))
            if not regions:
                continue
        measured = _measures(sentence)
        target = next((region for region in map(_trim, regions) if _says(region)), "")
        named = _paren_names(sentence, plain, start, end)
        heads = [_trim(_subject_of(plain[s:e])) for s, e in parts[:number]]
        following = [_trim(plain[s:e]) for s, e in parts[number + 1 : number + 2] if not _kinds(target)[0]]
        own = [_trim(region) for region in regions[1:3] if _trim(region) != target and _says(_trim(region))]
        antecedents = (
            own + [head for head in heads if _says(head)]
            or [head for head in [_trim(_first_subject(before))] if _says(head)]
            or following
        )
        antecedent = antecedents[0] if antecedents else ""
        if not target:
            target = next((head for head in heads if _kinds(head)[0] and not _kinds(head)[1]), "")
        bans = list(_target_bans(target, antecedent, f"{' '.join(regions)} {plain[start:end]}", said))
        topic = plain[slice(*parts[0])] if number and plain[parts[0][1] : parts[0][1] + 1] == ":" else ""
        if (
            topic
            and target
            and NAME.search(DETERMINER.sub("", _trim(topic)))
            and not any(ban.kind in ("amount", "figure", "place") for ban in bans)
        ):
            bans += _target_bans(_trim(topic), "", "", said)
        if re.search(r"\bchiffrer\b", flatten(plain)) or NOT_VOTED.search(flatten(plain)):
            bans = [ban for ban in bans if not (ban.kind == "noun" and ban.head in ("aide", "participation"))]
        if measured and not amounts:
            bans = [
                *(ban for ban in bans if ban.kind not in ("name", "noun", "figure", "subject")),
                Ban("figure", "", said, quantities=measured),
            ]
        whole = (
            f"{before}. {sentence}"
            if antecedent and not _says(target) and not any(map(_says, heads)) and before
            else sentence
        )
        yield from (replace(ban, said=whole) for ban in bans)
        yield from (Ban("name", name, said) for name in named)
    allowed = any(
        ALLOWED.search(flatten(plain[start:end])) and not re.search(NEGATION, flatten(plain[start:end]))
        for start, end in parts
    )
    if not forbids and not allowed and NOT_VOTED.search(flatten(plain)):
        if amounts:
            yield Ban("amount", "", said, amounts=amounts)
        elif kind_of(next(iter(re.findall(r"\w{3,}", flatten(plain))), "")) == "amount":
            yield from _target_bans(_trim(_subject_of(plain)), "", "", said)


def _regions(part: str) -> tuple[str, ...] | None:
    """Where a part of a sentence that forbids to write tells what: after the verb, between, before; None when it forbids nothing."""
    flat = flatten(part)
    waiting = WAITING.search(flat)
    if waiting:
        return (part[waiting.start("what") : waiting.end("what")],)
    if TO_BE_SAID.search(flat):
        return None
    hidden = next((match for match in HIDDEN.finditer(flat) if not NOT_A_SECRET.match(flat, match.end())), None)
    if hidden and (
        NOT_HIDDEN.search(flat[: hidden.start()])
        or re.search(r"\b(?:levee?|termine|n'est|ne sont)\b", flat[hidden.end() :])
    ):
        return None
    if hidden:
        return part[hidden.end() :], _subject_of(part[: hidden.start()]), part[: hidden.start()]
    nothing = NOTHING_ON.search(flat)
    if nothing:
        return part[nothing.end() :], part[: nothing.start()]
    none = NONE_OF.search(flat)
    if none and not re.search(r"\b(?:fixee?|arretee?|connue?|prevue?|definie?|minimum|maximum|plafond)\b", flat):
        return (part[none.end() :],)
    match = FORBIDDEN.search(flat)
    if (
        match
        and not NOT_ABOUT_WRITING.search(match["gap"])
        and not THIS_DOCUMENT.match(flat, match.end())
        and not _harmless(flat, match)
    ):
        if match["no"] in ("ne", "n'") and re.match(r" que\b| qu'", flat[match.end() :]) and not match["gap"].strip():
            return None
        said = re.search(r"\bqu(?:e |')", match["gap"])
        gap = part[match.start("gap") : match.end("gap")]
        inside = gap[said.end() :] if said else gap if match["no"] not in ("ne", "n'", "pas") else ""
        return part[match.end() :], inside, part[: match.start()], gap
    return None


def _harmless(flat: str, match: re.Match[str]) -> bool:
    """ "Donner", "préciser", "engager" or "dire" forbid to write only with what one writes; "sans citer" in passing forbids as well."""
    if re.match(r"(?:donne|fourni|precise|livre|engage|sortir|design)", match["say"]) and not re.match(
        r"engager par ecrit|engager dans la", flat[match.start("say") :]
    ):
        return not re.search(
            r"\b(?:nom|adresse|chiffre|montant|date|nombre|identite|detail|lieu|numero|taux|sort\w+)\w*\b", flat
        )
    return False


def _subject_of(part: str) -> str:
    """A part of a sentence up to its verb."""
    lead = re.match(r"\s*(?:\W|l['’]|\w+\s?)?", part)
    at = VERB.search(flatten(part), lead.end() if lead else 0)
    return part[: at.start()] if at else part


def _first_subject(sentence: str) -> str:
    plain = re.sub(r"\([^()]*\)", " ", sentence)
    return _subject_of(re.split(r",\s|[:;]", plain)[0])


def _trim(region: str) -> str:
    """A region without what says until when, and without the small words that open it."""
    until = UNTIL.search(flatten(region))
    text = (region[: until.start()] if until else region).strip(" .;:,!«»")
    while (lead := DETERMINER.match(text)) and lead.end() and not re.match(r"L[ae] [A-Z]", text):
        text = text[lead.end() :].lstrip()
    return text


def _says(region: str) -> bool:
    return bool(content(region)) and not re.match(r"qu(?:i\b|['’](?:elle|il|on)\b)", region)


def _measures(sentence: str) -> frozenset[tuple[str, str]]:
    """The quantities that a sentence gives, dates and years left aside."""
    found = [
        match
        for match in QUANTITY.finditer(sentence)
        if not MONTH.match(fold(match["unit"])) and not re.fullmatch(r"20\d\d", match["number"])
    ]
    return frozenset(measure(match) for match in found if fold(match["unit"]) not in FILLER | {"jusqu", "avant", "ans"})


def _paren_names(sentence: str, plain: str, start: int, end: int) -> list[str]:
    """The names in brackets beside what a part forbids to name: "la commune (Trévigan)"."""
    found = re.finditer(r"\(([^()]*)\)", sentence[start:end])
    return [match[1].strip() for match in found if NAME.fullmatch(match[1].strip()) and plain[start:end].strip()]


def _target_bans(target: str, antecedent: str, verbs: str, said: str) -> Iterator[Ban]:
    """The bans on what a phrase names; one that only points ("son nom", "la", "en") is completed by its antecedent."""
    pieces = [piece for piece in re.split(r"\bni\b", target) if _says(piece)] or [target]
    last = _kinds(pieces[-1])[1]
    for piece in pieces:
        yield from _piece_bans(piece, last if piece is not pieces[-1] else antecedent, verbs, said)


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
        clause = re.match(r"\s*(?:que\b|qu['’])", verbs) and not TAKES_PART.search(flatten(about))
        kinds = ["subject"] if clause else _kinds_of_phrase(about)
    if "place" in kinds and _opens_with_name(about):
        kinds = ["noun"]
    for kind in dict.fromkeys(kinds):
        free = {"amount": FREE_SUMS, "figure": FREE_FIGURES}.get(kind)
        alone = free is not None and not about and not years and stem(head) not in free
        yield Ban(
            kind,
            head if alone else _bare(about),
            said,
            years=years if kind in ("amount", "figure") else frozenset(),
            head=head,
        )


def _bare(phrase: str) -> str:
    """A phrase without the small words that end it."""
    while (last := re.search(r"\s+([\w'’-]+)\s*$", phrase)) and flatten(last[1]) in FILLER:
        phrase = phrase[: last.start()]
    return phrase


def _kinds(phrase: str) -> tuple[list[Kind], str, str]:
    """The kinds of thing that open a phrase, the words that follow, and the first noun: ("ni la commune ni l’adresse du gîte") is places of"
    " "gîte"."""
    kinds: list[Kind] = []
    head = ""
    left = _trim(phrase)
    while left:
        word = re.match(r"[\w-]+", left)
        if word is None:
            left = left[1:]
            continue
        bare = word[0]
        flat = flatten(bare)
        kind = kind_of(bare)
        if kind is None and stem(flat) in THROUGH and set(kinds) <= {"noun"}:
            kind = "noun"
        if (
            kind is None
            and (flat not in FILLER or flat in LINKS or flat == "projet")
            and not NEAR_NOUN.fullmatch(flat)
            and not re.match(r"o[uù] se|o[uù] sont", left)
        ):
            break
        if kind is not None:
            kinds.append(kind)
            head = head or flat
            if stem(flat) in GIFTS:
                kinds.append("noun")
        elif flat in ("ou", "où") and not kinds:
            kinds.append("place")
            left = re.sub(r"^\w+ \w+(?: trouve)?", "", left)
            continue
        left = left[word.end() :].lstrip(" ’'")
        while (lead := DETERMINER.match(left)) and lead.end() and not re.match(r"L[ae] [A-Z]", left):
            left = left[lead.end() :].lstrip()
    return kinds, left if content(left) else "", head


def _kinds_of_phrase(phrase: str) -> list[Kind]:
    """What a phrase that no noun of kind opens is: something that happens, a clause, or someone."""
    first = re.match(r"[\w-]+", phrase)
    if first is None:
        return []
    words = [word for word in re.findall(r"[\w-]+", phrase) if not NEAR_NOUN.fullmatch(flatten(word))]
    if is_event(words[0] if words else first[0]) and not re.match(r"[A-ZÀ-Ý]{2}", first[0]):
        return ["subject"]
    if re.search(r"\b(?:se|s') ?\w+e\b", flatten(phrase)):
        return ["subject"]
    return [] if stem(flatten(first[0])) in PRACTICE else ["noun"]


def _opens_with_name(phrase: str) -> bool:
    found = NAME.match(phrase)
    return found is not None and not kind_of(found[0].split()[0])
