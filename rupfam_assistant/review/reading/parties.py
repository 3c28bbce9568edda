"""Who the parties of a draft are: the paragraphs that present them, the bodies, who represents them, where they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rupfam_assistant.dossier.bodies import full_name, party_kind
from rupfam_assistant.french import analyse
from rupfam_assistant.french.agreement import of
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.reading.lines import one_line

BODIES = frozenset(fold(word) for word in read_list("review").groups["bodies"])
BEFORE = frozenset("le la les l monsieur madame m mme".split())
BETWEEN = re.compile(
    r"\n\s*(?:ET|Et|et)\s*,?\s*(?=\n)|(?:^|\n)\s*(?:[•▪◦●*|]|[-–—])\s+|\n[ \t]*\n"
    r"|\n(?=[ \t]*(?:L[ea]s? |L[’']|\d{1,2} [A-ZÀ-Ý]))"
)
CIVILITY = r"(?:MM?\.|(?:M(?:me|lle)|MME|MLLE)s?|[Mm]onsieur|[Mm]adame|M(?:ONSIEUR|ADAME)|Me|Maître|Dr)"
PERSON = re.compile(
    rf"\b{CIVILITY}\s+"
    r"((?:[A-ZÀ-Ý][\w’'-]*|d[eu]|des|la|le|d’|d')(?:[ \u00a0](?:[A-ZÀ-Ý][\w’'-]*\.?|de|du|des|la|le))*)"
)
SEAT, REPRESENTS = (
    r"(?:situées?|situés?|sise?s?|domiciliée?s?|dont le siège|ayant son siège)",
    r"(?:représentée?s? par|que représente)",
)
TOLD = re.compile(
    rf",?\s*(?:\b{SEAT}\b|\b(?:(?:que )?représentée?s?|ci-après|régie?s?|déclarée?s?|immatriculée?s?)\b"
    r"|[\[…_<{]|\.{4}|\((?:nom|pr[ée]nom|adresse|titre|à)\b)"
    rf"|,\s*(?={CIVILITY}[ \u00a0]|\d)"
)
"""What comes after the name of a body."""

AND = re.compile(r"(?:^|\s+)(?:ET|Et|et)\s*(?:(?<=\s)[•▪◦●*|–—-]+.*)?$")
COMMUNES = re.compile(r"^(?:La |Les )?(?:communes?|villes?)(?: signataires?)?\s*(?:de |d’|d'|du |des )?")
COMMUNE = re.compile(
    r"(?:^|[:;,]|\bet\b)\s*(?:la (?:commune|ville) (?:d[’']|(?:de|du|des) )?)?"
    r"([A-ZÀ-Ý][\w’'-]*(?:[ -](?:[A-ZÀ-Ý][\w’'-]*|sur|sous|en|de|du|des|la|le|les|l’))*),? situ"
)
AGREED = re.compile(
    r"Les partenaires de la présente convention|\bconvenons\b|Il (?:est|a été) convenu|Préambule", re.IGNORECASE
)
"""What comes after the list of the parties."""

TOWNS = ("les communes", "les villes")
UNSIGNED = re.compile(r"(?m)^.*\+ ?Ajouter les signataires.*$|^\W*(?:Signatures?|Fait à[^\n]*)\W*$")
NAME = re.compile(r"[A-ZÀ-Ý]\w+")
OFFICES = {"le premier président": "president", "le procureur général": "prosecutor"}
"""The two heads of a court, and the group of their cues in corpus/french/signatures.toml."""

COURT = tuple("le premier president,la premiere presidente,les chefs de cour,le procureur,la procureure".split(","))
OF_THE = r"(?: de la | de l[’']| du | des | de | d[’'])"
TITLE = re.compile(rf"[Cc]onvention départementale{OF_THE}(.+?) relative")
DEPARTMENT = re.compile(rf"Département(?:[ \u00a0\u202f]?:|{OF_THE})[ \u00a0\u202f]*([A-ZÀ-Ý][^\n,;.]*)")
OF_DEPARTMENT = re.compile(rf"(?:[Pp]réf(?:et|ète)|[Cc]onseil départemental){OF_THE}([A-ZÀ-Ý][^,;\n]*)")
LONGEST_OPENING = 6_000
"""Characters of a draft that hold its title and its parties."""

CALLED = re.compile(r",?\s*ci-après\b.*$|\s*[;.]\s*$")
ADDRESS = re.compile(
    rf"(?:\b{SEAT}(?: social)?(?: (?:est|se))?(?: (?:sis|situe|situé|trouve|fixé|établi)\b)?\s+|,\s*(?=\d))(.+?)"
    rf"(?=,?\s+(?:représentée?s?|que représente)\b|,\s*{CIVILITY}\s|$)"
)
AT = re.compile(r"^(?:à l[’']|à la |au |aux |à )")
REPRESENTED = re.compile(rf"\b{REPRESENTS}\s+(.+)$")
PEOPLE = re.compile(rf"\b({CIVILITY}\s.+)$")
PREFECT = re.compile(r"(L[ea] préf(?:et|ète)\b[^,]*), ([A-ZÀ-Ý][\w’'-]+(?:[ \u00a0][\w’'-]+)+)")
SHORT_NAME = re.compile(r"ci-apr[eè]s d[ée]nomm[ée]+e?s? «\W*(?:la |le |l[’'])?([^»]+?)\W*»")
PRESENTED = re.compile(
    rf"\W*(?:L(?:[ea]s? |[’'])|(?!Repr|Si[st]|Dont\b|Ayant|Domic|Ci-|D[’']|{CIVILITY}\s)[A-ZÀ-Ý])"
    r"[^;\n]{3,120}(?:\bsitué|représent|ci-après|dont le siège)",
    re.DOTALL,
)
STREET = re.compile(r"\d{5} |^\d+\b")
COURT_OF_APPEAL = re.compile(r"cour d[’']appel .+")
ARTICLE = re.compile(r"^(?:Le |La |L[’'])(?=\w)")
OF = re.compile(r"\s+d(?:e|[’'])$")


@dataclass(frozen=True)
class Signer:
    """One who should sign: the trame's name for the party, how the draft calls and presents it, who represents it."""

    kind: str
    called: str
    told: str
    person: str | None


def party_paragraphs(text: str) -> Iterator[str]:
    """The paragraph that presents each party, on one line; one that opens with no body goes on with the one before."""
    opened = None
    for start, end in pairwise([0, *(match.end() for match in BETWEEN.finditer(text)), len(text)]):
        opens = opens_party(text[start:end])
        if opens or text[start:end].lstrip()[:1].isdigit():
            if opened is not None:
                yield _presented(text[opened:start])
            opened = start if opens else None
    if opened is not None:
        yield _presented(text[opened:])


def read_signers(text: str) -> Iterator[Signer]:
    """Each one who should sign, from the text that presents the parties: both heads of a court, each commune."""
    for told in party_paragraphs(text):
        body, kind = body_of(told), kind_of(told)
        people = [match[1] for match in PERSON.finditer(told)]
        if kind == "cour":
            yield from _heads(told, people)
        elif kind == "communes":
            yield from _communes(told)
        else:
            ends = [match.start() for match in PERSON.finditer(told)]
            together = [name for name, at in zip(people, ends, strict=True) if told[:at].endswith(" et ")]
            yield from (Signer(kind, body, told, name) for name in ([*people[:1], *together] or [None]))


def body_of(told: str) -> str:
    """The body that a paragraph presents."""
    body = TOLD.split(told)[0].strip()
    bare = body.rstrip("0123456789")
    return bare if bare[-1:].isalpha() else body  # a note is called there


def kind_of(told: str) -> str:
    """Which party of the trame a paragraph presents; "autres" when it is none of those that the trame names."""
    body = body_of(told)
    if fold(body).startswith(COURT):
        return "cour"
    return "communes" if fold(body).startswith(TOWNS) else party_kind(body)


def short_name(told: str, before: str = "") -> str:
    """What a party is called once presented; of communes presented together, the one last named before some place, ""
    when they are not named."""
    if fold(body_of(told)).startswith(TOWNS):
        named = [place[1] for place in COMMUNE.finditer(before)]
        return f"commune {of(named[-1])}{named[-1]}" if named else ""
    short = SHORT_NAME.search(one_line(told))
    return short[1] if short else ARTICLE.sub("", body_of(told))


def read_party(told: str) -> tuple[str, str, str]:
    """The body that a paragraph presents, without its article, who represents it and its address, "" when not said."""
    said = CALLED.sub("", one_line(told))
    body, prefect = body_of(said).strip(" :"), PREFECT.match(said)
    court = COURT_OF_APPEAL.search(body)
    address, person = ADDRESS.search(said), REPRESENTED.search(said) or PEOPLE.search(said)
    if prefect and not person:
        return capitalize(ARTICLE.sub("", prefect[1])), prefect[2], ""
    short = SHORT_NAME.search(one_line(told))
    if short and fold(full_name(short[1])) == fold(ARTICLE.sub("", body)):
        body = short[1]
    bare = capitalize(OF.sub("", court[0]) if court else ARTICLE.sub("", body))
    return bare, person[1] if person else "", capitalize(AT.sub("", address[1])) if address else ""


def read_department(text: str) -> str:
    """The name of the department, from the title, else from what the parties are called; "" when nothing tells."""
    opening = text[:LONGEST_OPENING]
    found = TITLE.search(" ".join(opening.split())) or DEPARTMENT.search(opening) or OF_DEPARTMENT.search(opening)
    return found[1] if found else ""


def holds(group: str, text: str) -> bool:
    """Whether a text holds a cue of a group of corpus/french/signatures.toml."""
    return cues("signatures", group).search(analyse(text).spaced) is not None


def is_signed(block: str) -> bool:
    """Whether a block of signatures names anybody."""
    return NAME.search(UNSIGNED.sub("", block)) is not None


def opens_party(text: str) -> bool:
    """Whether a paragraph opens with the name of a body, behind its article."""
    if PRESENTED.match(text):
        return True
    words = [word.folded for word in analyse(text.strip()[:80]).words]
    rank = next((rank for rank, word in enumerate(words) if word not in BEFORE), 0)
    return rank > 0 and words[rank] in BODIES


def _presented(told: str) -> str:
    """The paragraph of a party on one line, without the "Et" before the next; a row of a table as a sentence."""
    body, *cells = [cell.strip() for cell in AND.sub("", one_line(told)).strip("| ").split("|")]
    person, place = (next(filter(form.search, cells), "") for form in (PERSON, STREET))
    return f"{body}{f', situé {place}' if place else ''}{f', représenté par {person}' if person else ''}"


def _heads(told: str, people: Sequence[str]) -> Iterator[Signer]:
    said = analyse(told).spaced
    for called, office in OFFICES.items():
        if holds(office, told):
            after = {name: " ".join(said.partition(analyse(name).spaced)[2].split()[:3]) for name in people}
            yield Signer("cour", called, told, next((name for name in people if holds(office, after[name])), None))


def _communes(told: str) -> Iterator[Signer]:
    listed = told.split(":", 1)[1] if ":" in told else COMMUNES.sub("", told)
    places = list(COMMUNE.finditer(listed))
    ends = [*(place.start() for place in places[1:]), len(listed)]
    named = [(place[1], listed[place.start() : end].strip(" ;,")) for place, end in zip(places, ends, strict=False)]
    for called, own in named or ([(body_of(listed), told)] if "(" not in listed else []):
        person = PERSON.search(own)
        yield Signer("communes", called, own, person[1] if person else None)
