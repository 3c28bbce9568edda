"""Who signs for a party, as a convention says it: the name, then the title, each once and in full."""

import re

from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.spelling import is_rare
from rupfam_assistant.french.typography import with_apostrophes
from rupfam_assistant.french.words import flatten, fold

CIVILITY = r"(?i:M\.|Mme|Mlle|Me|Monsieur|Madame|Maître) (?=[\w«])"
LABEL = r"(?:[\w.’ -]{1,40}? ?: ?|(?:l[ea] )?[\w.-]{2,20} (?=M))?"
AHEAD = rf"(?:(?:l[ea] )?(?:[a-zà-ÿ]+ ){{1,3}})?{CIVILITY}|l[ea] (?:[a-zà-ÿ]+ ){{1,3}}[A-ZÀ-Ý]"
NEXT = re.compile(rf"\s*;\s*|\s*/\s*(?={LABEL}{CIVILITY})|,?\s+(?i:et)\s+(?={AHEAD})|,\s+(?={CIVILITY})")
WOMAN = re.compile(r"(?i:Mme|Mlle|Madame|Maîtresse)\b")
TITLED_FIRST = re.compile(rf"(?P<title>(?!{CIVILITY})[^(]+?)(?P<name>(?<!\w){CIVILITY}[^,(]+),?(?P<rest>.*)")
LE = re.compile(r"\A(?:(?i:le|la) |l’)")
OF = re.compile(
    r"(?: (?:(?:du|de la|des|de|à la|au|aux|déléguée?) |(?:de l|d|à l)’|(?:chargée?|en charge) d[eu’])[^,;(]*)?"
)
GRADES = {"col": "colonel", "gal": "général", "cdt": "commandant", "cne": "capitaine", "lt": "lieutenant"}
GRADES |= {"dr": "docteur"}
GRADE = re.compile(
    rf"(?:(?P<le>[Ll]a |[Ll]e |[Ll]’))?(?P<second>(?:[Ll]ieutenant|[Ll]t)-)?"
    rf"(?i:(?P<short>{'|'.join(GRADES)})\.?|(?P<long>{'|'.join(GRADES.values())}))(?: (?=[A-ZÀ-Ý]))"
)
ACTING = re.compile(r",? ?\((?:par )?int[ée]rim\)")
NAMED = re.compile(r"(?P<name>[A-ZÀ-Ý][\w’-]*(?: [A-ZÀ-Ý][\w’-]*)*) (?:le|la) \Z")
COPULA = re.compile(r",? (?:c’est|qui est|(?:il|elle) est|[–—-]) (?:l[ea] |l’)?(?=\w)")
FORMER = re.compile(r"(?i) ?\((?:convention|ancien|avant|précéd|jusqu)[^()]*\b(?:M\.|Mme|Monsieur|Madame)[^()]*\)")
REPLACED = re.compile(
    r"(?i),? ?\(?\b(?:(?:sera|est|qui sera|bientôt) )?remplacée?s? (?!M|l)(?:[^();]{0,40} )?par "
    r"(?:(?! et (?:M\.|Mme)|, (?:M\.|Mme))[^();\n]){1,80}\)?"
)
DATE = r"(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?|(?:\d{1,2}(?:er)? )?[a-zéû]{3,9}\.? 20\d\d|\d{1,2}(?:er)? [a-zéû]{3,9}\b\.?)"
COMING = re.compile(
    rf",? \((?:AG|CA|[ée]lection|[ée]lue?|arriv[ée]e?|nomm[ée]e?) (?:le |du |en |au )*{DATE}\)"
    rf"|, (?:AG|CA|[ée]lection|[ée]lue?|arriv[ée]e?|nomm[ée]e?) (?:le |du |en |au )*{DATE}(?=\s*(?:\Z|[,;–-]))"
    rf"|(?<=[a-zé]) (?:au|à partir du|dès le) {DATE}(?=\s*(?:\Z|[,;–-]))"
)
EITHER = re.compile(r"(?i)\A(?:le ou la|la ou le|le/la) (?=.*\(e\))")
CONTACT = re.compile(r"(?i)[\s,;(–-]*(?:\S+@\S+\.\w+|(?:t[ée]l\w*\.? ?:? ?)?(?<!\d)0\d(?:[ .-]?\d{2}){4}(?!\d))\)?")
GLUED = re.compile(r"\b(?:le|la|du|de|ou|son|sa) \Z", re.IGNORECASE)
LONGEST_TITLE = 60
"""A person's civility; what tells whose title it is; how a person begins; what parts two people; a title told before a
name; what stands before a title, and after it; an officer's grade; "(intérim)"; a name before "la maire"; what joins a
title to a name; who came before, who comes next; a date, and who comes then; a man or a woman; how to reach one; what a
title leans on; its letters."""

SHORT = {flatten(short): long for long, shorts in read_list("titles").groups.items() for short in shorts}
LONGEST_FIRST = "|".join(sorted(map(re.escape, SHORT), key=len, reverse=True))
SHORT_IN = re.compile(rf"(?<![\w’-])(?P<article>l[ae] |sa |son )?(?P<short>{LONGEST_FIRST})(?![\w’-])\.?")
WRITTEN = {fold(word): word for cue in read_list("bodies").groups["titles"] for word in re.findall(r"[\w-]+", cue)}
"""What each short title stands for, a man's then a woman's; short titles in a longer one; titles with their accents."""


def signers(text: str) -> str:
    """Who signs, one person after another: "M. Vial, président, et Mme Roche, directrice générale" of "Président : M.
    Vial ; Mme Roche, DG"."""
    told = COMING.sub("", with_apostrophes(text))
    told = EITHER.sub("le ", told).replace("(e)", "") if EITHER.match(told) else told
    text = re.sub(r"(?<!\w)(?i:mr)\b\.?", "M.", without_successor(told))
    people = [_told(person) for person in people_in(text)]
    joint = ", et " if any("," in person for person in people[:-1]) else " et "
    return joint.join([", ".join(people[:-1]), people[-1]]) if len(people) > 1 else people[0]


def is_title(text: str) -> bool:
    """Whether who signs is told by a title alone, "le maire", "vice-président à la cohésion sociale"."""
    text = re.sub(r"(?i)\A(?:la |le |l’)", "", text)
    title = cues("bodies", "titles").match(flatten(text))
    rest = text[title.end() :] if title else text
    return title is not None and (not rest or (rest.islower() and OF.fullmatch(rest) is not None))


def without_successor(text: str) -> str:
    """Who signs, without who comes next nor how to reach one: "M. Vial, directeur" of "M. Vial, directeur,
    remplacé par Mme Roche"."""
    told = without_contact(with_apostrophes(text))
    return FORMER.sub("", REPLACED.sub("", told)).strip(" ,") or told


def without_contact(text: str) -> str:
    """Who signs, without a mail or a telephone."""
    return CONTACT.sub(lambda found: ")" if found[0].endswith(")") and "(" not in found[0] else "", text)


def is_woman(text: str) -> bool | None:
    """Whether the first person told is a woman; None when no civility tells."""
    first = re.search(rf"(?<!\w){CIVILITY}", text)
    return bool(WOMAN.match(first[0])) if first else None


def people_in(text: str) -> list[str]:
    """The people of a text, a title without a name kept with the one that follows."""
    found: list[str] = []
    start = 0
    for mark in (*NEXT.finditer(text), None):
        part = text[start : mark.start() if mark else len(text)].strip()
        if mark and part.count("(") > part.count(")"):
            continue
        if mark is None or ";" in mark[0] or re.search(rf"(?<!\w){CIVILITY}|[a-zà-ÿ] [A-ZÀ-Ý]", part):
            found += [part] if part else []
            start = mark.end() if mark else start
    return found or [text]


def _told(person: str) -> str:
    """A person by name, then title."""
    linked = COPULA.search(person)
    if linked and cues("bodies", "titles").match(flatten(person), linked.end()):
        person = f"{person[: linked.start()]}, {person[linked.end() :]}"
    if closing := re.search(r" \(([^()]+)\)\Z", person):
        before, said = person[: closing.start()], flatten(closing[1]).strip(" .")
        if said in SHORT or cues("bodies", "titles").fullmatch(said):
            person = f"{before}, {closing[1]}"
        elif LE.match(before.lower()) and re.match(CIVILITY, closing[1]):
            person = f"{closing[1]}, {LE.sub('', before[0].lower() + before[1:])}"
    acting = ACTING.search(person)
    if acting:
        joint = " par intérim" if "," in person[: acting.start()] else ", par intérim"
        person = f"{person[: acting.start()]}{joint}{person[acting.end() :]}"
    if grade := GRADE.match(person):
        said = (grade["long"] or GRADES[grade["short"].lower()]).lower()
        second = "lieutenant-" if grade["second"] else ""
        return f"{'la' if grade['le'] == 'La ' else 'le'} {second}{said} {person[grade.end() :]}"
    if (first := TITLED_FIRST.fullmatch(person)) and len(first["title"]) < LONGEST_TITLE:
        title = LE.sub("", first["title"].strip(" :,"))
        person = f"{first['name'].strip()}, {title} {first['rest'].strip()}".strip()
    civility = re.match(f"(?:{CIVILITY})?", person)[0]  # type: ignore[index]  # it matches any text
    woman = bool(WOMAN.match(civility)) if civility else None
    name, comma, titles = _name_first(person[len(civility) :]).partition(", ")
    if name.islower() and civility and not LE.match(name):
        name = re.sub(r"(?<![\w])(?!(?:de|du|des|la|le)\b)[^\W\d_]", lambda first: first[0].upper(), name)
    told = f"{civility[:1].upper()}{civility[1:]}{name}" if len(civility) < len("Madame") else f"{civility}{name}"
    titles, bracket, aside = titles.partition(" (")
    written = ", ".join(_title(title, woman) for title in titles.split(", "))
    aside = _title(aside, None) if aside.startswith("ou ") else aside
    return f"{told}{comma}{written.upper() if person.isupper() else written}{bracket}{aside}"


def _name_first(rest: str) -> str:
    """What follows a civility with the name before the title, a comma between them: "le préfet, Jean Vial", "Jean Vial
    préfet" or "le préfet Jean Vial" as "Jean Vial, préfet"; "le président du tribunal" as it is."""
    titles, le = cues("bodies", "titles"), LE.match(rest)
    if le:
        title = titles.match(flatten(rest), le.end())
        if title is None or (rest[0].isupper() and titles.match(flatten(rest), title.end() + len(", "))):
            return rest  # "Le Maire, présidente" is a name and a title
        end = OF.match(rest, title.end()).end()  # type: ignore[union-attr]  # it matches any text
        name = rest[end:].strip(" ,")
        said = rest[le.end() : end]
        return f"{name}, {said}" if name[:1].isupper() else f"{le[0].lower()}{_title(said, None)}{rest[end:]}"
    title = titles.search(flatten(rest), 1)
    lead = rest[: title.start()] if title else ""
    if title and (named := NAMED.fullmatch(lead)):
        return f"{named['name']}, {rest[title.start() :]}"
    if title and lead[-1:] == " " and lead.rstrip()[-1:] not in ",(" and not GLUED.search(lead):
        return f"{lead.rstrip()}, {rest[title.start() :]}"
    return rest


def _title(title: str, woman: bool | None) -> str:
    """A title in full, agreed with who bears it, with its accents and small but for its names."""

    def long(match: re.Match[str]) -> str:
        said = title[match.start("short") : match.end()]
        sure = said.isupper() or said.endswith(".") or " " in said or is_rare(match["short"]) or said == title
        article = match["article"] or ""
        hers = article in ("la ", "sa ") if article else woman and not re.search(r"\bdu \Z", title[: match.start()])
        return title[match.start() : match.start("short")] + (
            SHORT[match["short"]].split(" / ")[bool(hers)] if sure else said
        )

    known = (SHORT.get(" ".join(flatten(title).replace(".", joint).split())) for joint in ("", " "))
    if alone := next(filter(None, known), ""):
        return alone.split(" / ")[bool(woman)]
    flat = flatten(title)
    for match in reversed([*SHORT_IN.finditer(flat)]):
        title = f"{title[: match.start()]}{long(match)}{title[match.end() :]}"
    found = cues("bodies", "titles").match(flatten(title))
    end = found.end() if found else 0
    told = re.sub(r"[\w-]+", lambda word: WRITTEN.get(fold(word[0]), word[0].lower()), title[:end]) + title[end:]
    return re.sub(r"\bdu CD\b", "du conseil départemental", told)
