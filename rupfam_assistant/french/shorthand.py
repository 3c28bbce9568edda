"""Officers' shorthand written out, where it can mean one thing only: "nb", "/an", "2x", "sept. 27", "286 k€"."""

import re
from functools import lru_cache, partial

from rupfam_assistant.french.agreement import elides, gender, of, singular
from rupfam_assistant.french.clauses import OPENERS
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.dates import MONTH, MONTH_NAME, MONTHS, SEASONS, SHORT_MONTHS, find_dates
from rupfam_assistant.french.dictation import as_meant
from rupfam_assistant.french.lists import read_list, words_of
from rupfam_assistant.french.typography import NARROW
from rupfam_assistant.french.words import flatten, fold, unaccented

LONG = {flatten(short): long for long, shorts in read_list("shorthand").groups.items() for short in shorts}
"""What each abbreviation stands for, by its letters without accents."""

SHORT = re.compile(rf"(?<![\w.-])(?:{'|'.join(sorted(LONG, key=len, reverse=True))})(?:\b\.(?!\s*\Z)|(?![\w'’-]))")
COUNT = re.compile(r"(?<![\w.-])nb(?:re|r)?\.? (?!de |des |du |d'|total|moyen|\d+ ?x)(?=\w)")
CALLS = "rappels?|relances?|permanences?|entretiens?|contacts?|accueil|rdv|rendez-vous|ecoute|suivi"
SURE_BESIDE = {
    "pdt": re.compile(r"(?:\A|[,(:] ?|\b(?:le|du|au|vice-))\n|\n(?: du| de la| de l'|[ .,;)]*\Z)"),
    "med": re.compile(r"\n\.? ?(?:fam|a |en |par |pour |au |avec |[,;)+/]|\Z)"),
    "tel": re.compile(
        rf"tél|\b(?:par|au|du)\n(?!.*\n\W*qu|.*\n ou )"
        rf"|\b(?:{CALLS})\n(?=.*\n\W*(?:[\d,;.:()/+]|\Z))|\n ?:? ?0\d"
    ),
    "mm": re.compile(r"\b(?:les?|la|au|aux|du|de|des|cet?|cette|une?|en)\n"),
    "maj": re.compile(r"[jJ]\.?\n(?! ?[A-Z][a-z])"),
    "av": re.compile(
        r"(?<!\d)\nav\.\n(?: (?:les?|la|une?|des|son|sa|ses|leurs?|ce|cette) | l['’])"
        rf"(?!\d|{'|'.join(SEASONS)}|{MONTH_NAME}|vacances|noel)"
    ),
}
CALLING = re.compile(rf"\b(?:{CALLS})\Z")
DAY = re.compile(r"\.\n|(?:\A|[\d/,(-]|\b(?:les?|des?|du|au|un|et|ou|chaque|ces))\n")
SURE_BESIDE |= dict.fromkeys("lun merc ven sam dim".split(), DAY)
LEAST = re.compile(
    r"(?:\d|\bfois\b)[^,;.:()]*\nmini\n(?: (?:par|chaque|et|a|pour|en|avec)\b|\W*(?:[,;.:()]|\Z))"
    r"|(?:\A|[,;:(]|\b(?:avec|soit|pour|par an|par mois|par semaine)|\w[ei]r)\nmini\n \d",
    re.IGNORECASE,
)
SURE_BESIDE |= {
    "mini": LEAST,
    "a/c": re.compile(r"\n(?: d(?:e|u|es) | d['’])"),
    "tech": re.compile(
        r"\b(?:comite|groupe|reunion|commission|equipe|instance|conseill(?:er|ere)|referente?|appui)s?\n"
    ),
}
SURE_BESIDE |= {
    "rs": re.compile(r"\b(?:video|publi|post|annonce|diffus|campagne|communi|message)[^\n]*\bles\n"),
    "cr": re.compile(
        r"\n (?:sous \d|diffus|envoy|transmis|adress|des? (?:la |chaque )?(?:reunion|comite|seance)|du comite)"
    ),
    "ra": re.compile(r"\n (?:20\d\d|annuel)\b"),
    "dispo": re.compile(r"\b(?:places?|creneaux?|salles?|lits?|locaux|heures?)\n"),
    "ss": re.compile(r"\n (?!conditions|formes|reserves)[a-z]{3,}[sx]\b"),
}
SEVERAL = re.compile(r"(?:\b(?:les|des|ces)|(?<![\d/,])(?:[2-9]|\d{2,}))\Z")
DURING = re.compile(r" (?:le|la|les|l'|un|une|ce|cette|ces|son|sa|ses|toute?|\d)\b")
"""What stands before, the abbreviation and what stands after, each on its line, where it is sure; what takes a plural,
after what; what lasts."""

SEMESTERS, NEAR = 2, 120
"""How many of them a year has: "9 sem." are weeks, "2 sem." either; the signs around an abbreviation that are read."""

AMBIGUOUS = words_of("counted")
ACRONYMS = words_of("acronyms")
"""Abbreviations that are sure after a number or a length of time only; what is in capitals anyway."""

PARTICIPLE = re.compile(r"(?:ée?|(?:pré)?vue?|tenue?|reçue?|suivie?|faite?)s\Z")
CONTRACTED = {("de", "Le"): "du ", ("de", "Les"): "des ", ("à", "Le"): "au ", ("à", "Les"): "aux "}
CONTRACTED_LE = {"de": "du", "à": "au"}
OF_THE = re.compile(r"\b(?P<of>[dD]e|à) (?P<the>Les?) (?=[A-ZÀ-Ý])")
"""A participle that tells which are counted; what joins a name that opens by its article."""

TWO_DIGITS = r"(?P<year>(?:20)?(?:2[4-9]|3[0-5]))"
"""A year of the conventions, or near, with its century or not."""

OWN_DATES = (
    (
        re.compile(rf"(?<![\w/.,-])(?P<day>\d{{1,2}})/(?P<month>0?[1-9]|1[0-2])/{TWO_DIGITS}(?![\w/€%])"),
        "{day} {month} {year}",
    ),
    (
        re.compile(r"(?:(?<=\bdu )|(?<=\bau )|(?<=\ble ))(?P<day>\d{1,2})/(?P<month>0[1-9]|1[0-2])(?![\w/€%]| d[eu])"),
        "{day} {month}",
    ),
    (re.compile(rf"(?<!\d )(?<!\der )\b(?P<month>{MONTH_NAME})\.?[ /-]{TWO_DIGITS}(?![\w€%])"), "{month} {year}"),
    (re.compile(rf"(?<![\w/.,-])(?P<month>0\d|1[0-2])/{TWO_DIGITS}(?![\w/€%])"), "{month} {year}"),
    (re.compile(rf"\b[tq] ?(?P<rank>[1-4])[ /-]?{TWO_DIGITS}(?![\w€%])"), "{rank} trimestre {year}"),
    (
        re.compile(
            rf"(?<![\w/.,-])(?P<rank>[1-4]) ?(?:er|e|eme|nd)? ?trim(?:estre|\.)? (?:de )?{TWO_DIGITS}(?![\w€%])"
        ),
        "{rank} trimestre {year}",
    ),
    (re.compile(rf"\bs ?(?P<rank>[12])[ /-]?{TWO_DIGITS}(?![\w€%])"), "{rank} semestre {year}"),
)
SPOKEN = {f"vingt {unit}": year for year, unit in enumerate("quatre cinq six sept huit neuf".split(), 2024)}
SPOKEN |= {"trente": 2030}
SPOKEN_YEAR = re.compile(
    rf"\b(?:(?P<when>{MONTH_NAME}|{'|'.join(SEASONS)}) (?P<whole>deux mille )?|deux mille )"
    rf"(?P<year>{'|'.join(SPOKEN).replace(' ', '[ -]')})\b(?!-)"
    rf"(?(whole)|(?= (?:a|au|et|ou|puis) (?:{MONTH_NAME}|{'|'.join(SEASONS)})\b|\W*(?:[,;.:()]|\Z)))"
)
SHORT_MONTH = re.compile(rf"(?:(?<=\d )|(?<=\der ))(?P<month>{MONTH_NAME})\.? ?(?=20\d\d)")
SEASON = re.compile(
    r"\b(?:trimestre|semestre|saison|fin|debut|mi|rentree|ete|automne|hiver|printemps) "
    rf"{TWO_DIGITS}(?![\w€%/]|-\d| [^\W\d_])"
)
DOTTED_MONTH = re.compile(rf"\b(?P<month>{'|'.join(sorted(SHORT_MONTHS, key=len, reverse=True))})\.(?!\w)")
RATE = re.compile(
    r"(?<=[\w)])[ \u00a0]?/[ \u00a0]?"
    r"(?P<unit>an|mois|semaine|(?<!1x/)sem\b\.?|jour|trimestre|trim\b\.?|semestre)(?![\w/])"
)
UNITS = {"sem": "semaine", "trim": "trimestre"}
TIMES = re.compile(r"(?<![\w,.])(?P<count>\d{1,3})[ \u00a0]?x(?=\s|/(?!sem\b)|\Z)")
ADDED = re.compile(r"(?:(?<=[:,;(] )|\A)\+ ?(?P<count>\d+(?:,\d+)? [^\W\d_]+)(?=\s*(?:[.,;)]|\Z))")
MINUTES = re.compile(r"(?<![\w.-])cr (?=comite|conseil|groupe|bureau)")
MORE = re.compile(r"(?<!\w)(?P<sign>[+-])(?= (?:de (?:la moitié|\d)|d['’]\d))")
THOUSANDS = re.compile(r"(?P<whole>\d{1,3}(?:[ \u00a0\u202f]\d{3})*|\d+)(?:,(?P<rest>\d{1,3}))?[ \u00a0\u202f]?k ?€")
EVERY_OTHER = re.compile(
    r"\b1 (\w{3,6}di|dimanche|week-end|jour|mois) ?/ ?2\b"
    r"(?!\w|[,.]\d|[- ](?!(?:à|aux?|en|dans|de|le|pour|sur|et|ou|matin)\b)\w)"
)
ARROW = r" *(?:[-=]+>|→) *"
TO_CLAUSE = re.compile(rf"(?<=[\w)»]){ARROW}(?=[^\W\d]\S*(?: \w\S*){{2}})")
CHAIN = re.compile(rf"(?:(?<=\s)|\A)\w[\w’'-]*(?: [\w’'-]+){{0,3}}(?:{ARROW}\w[\w’'-]*(?: [\w’'-]+){{0,3}}){{2,}}")
ARROWS = (
    (
        re.compile(
            rf"(?<![\w,./’'-])(?<!\d[ \u00a0\u202f])(?<!\b(?:de|en) )(?<!\bà )(?<!\b(?:sur|par|des) )"
            rf"(\d+(?:,\d+)?(?: ?%)?){ARROW}(?=\d+(?:,\d+)?(?: ?%)?(?![\w/-]))"
        ),
        r"de \1 à ",
    ),
    (re.compile(rf"(?i)(?<=20\d\d){ARROW}(?=\w+ 20\d\d|20\d\d)"), " à "),
    (re.compile(r"(?<=\w) ?(?:<[-=]+>|↔) ?(?=\w)"), " – "),
    (TO_CLAUSE, " ; "),
    (re.compile(rf"(?<=[\w)»]){ARROW}(?=\w)"), " → "),
)
"""More of something; minutes before whose they are; one in two; what arrows say from one to the next in a chain;
between two numbers, dates, places, clauses, words."""

SHOUTED = re.compile(r"(?<![\w’'.«-])(?!(?:LES?|LA|L[’'])\b)[A-ZÀ-Ý]{2,}(?:,?[ ’'][A-ZÀ-Ý]{1,})*(?![\w’'/»-])")
BODY = cues("constraints", "generic")
EMPHASISED = frozenset(map(fold, words_of("emphasised")))
EMPHASIS = re.compile(r"\s*(?:!{1,}|\?{2,}|\+{2,})(?=\s|\Z)")
APART = re.compile(r"(?<![\w’'.-])(?<!\d )(?P<elided>[dlnsjm]|qu|jusqu|lorsqu|puisqu) (?=(?P<word>[^\W\d_]+))")
YEARS = re.compile(r"(?<![\w/.,-])(?P<first>20[2-3]\d)[-/](?P<last>[2-3]\d)(?![\w/.,-])")
SHORT_YEARS = re.compile(
    rf"(?i)\b(?P<when>scolaires?|saisons?|{'|'.join(SEASONS)}|été) (?P<first>2\d)[-/](?P<last>[23]\d)\b(?![/%€])"
)
TO_PARTS = re.compile(r"\b(?P<to>de|à|dès|avant|après|depuis|pour) (?=\d(?:er|e) (?:trimestre|semestre)\b)")
ACCENTED = {fold(word): word for word in words_of("accents")}
BARE = re.compile(r"(?<![\w’'@.-])[A-Za-z]?[a-z]{3,}(?![\w@’'-]|\.\w)|(?<=[dlns]['’])[a-z]{4,}\b")
"""A word elided without its apostrophe before another; two years, of a school; a word typed without
accents, by the word; what stands before a part of a year, "du" and "au", "dès le"."""

SAINT = re.compile(r"\bSt(?P<end>e?)[- ](?=[A-ZÀ-Ý])")


@lru_cache(maxsize=4096)
def write_out(text: str) -> str:
    """A text with its sure abbreviations written out, as a convention prints it: "nb" is "nombre", "T3 27" "3e
    trimestre 2027", "286 k€" "286 000 €", "l'été" "l’été"; a text written out stays as it is."""
    long = re.findall(r"[^\W\d_]{3,}", text.lower())
    if text.isupper() and len(long) > 1 and any(word not in ACRONYMS for word in long):
        return write_out(text.lower()).upper()
    text = SHOUTED.sub(_said_plainly, text)
    text = as_meant(text)
    text = APART.sub(lambda match: match["elided"] + (" ", "’")[elides(match["word"])], text)
    text = BARE.sub(lambda match: _accented(match, text), text)
    text = SHORT_YEARS.sub(r"\g<when> 20\g<first>-20\g<last>", YEARS.sub(_two_years, text))
    text = re.sub(r"(?<=\w)'(?=\w)", "’", SAINT.sub(r"Saint\g<end>-", text))
    text = OF_THE.sub(lambda match: CONTRACTED[match["of"].lower(), match["the"]].replace("d", match["of"][0], 1), text)
    for pattern, form in OWN_DATES:
        text = _replaced(pattern, text, partial(_dated, form, text))
    text = TO_PARTS.sub(lambda match: f"{CONTRACTED_LE.get(match['to'], match['to'] + ' le')} ", text)
    text = _replaced(SPOKEN_YEAR, text, lambda match: _spoken_year(match, text))
    text = _replaced(SHORT_MONTH, text, lambda match: f"{MONTHS[MONTH[match['month']] - 1]} ")
    text = _replaced(SEASON, text, lambda match: f"{text[match.start() : match.start('year')]}20{match['year'][-2:]}")
    text = _replaced(DOTTED_MONTH, text, lambda match: f"{MONTHS[MONTH[match['month']] - 1]}{_stop(text, match)}")
    text = _replaced(RATE, text, lambda match: f" par {UNITS.get(match['unit'][:4].rstrip('.'), match['unit'])}")
    text = re.sub(r"\b(\d) ?x ?/ ?([2-9]) (mois|ans)\b", r"\1x tous les \2 \3", text)
    text = TIMES.sub(lambda match: "une fois" if match["count"] == "1" else f"{match['count']} fois", text)
    text = MORE.sub(lambda match: "plus" if match["sign"] == "+" else "moins", text)
    text = ADDED.sub(r"\g<count> de plus", text)
    text = _replaced(MINUTES, text, lambda _: "compte rendu du ")
    text = _replaced(COUNT, text, lambda match: f"{text[slice(*match.span())]}{_counted(text[match.end() :])}")
    text = _replaced(SHORT, text, lambda match: _long(match, text))
    text = EVERY_OTHER.sub(r"un \1 sur deux", text)
    text = with_steps(text)
    for arrow, sign in ARROWS:
        text = arrow.sub(sign, text)
    text = re.sub(r"\b([Jj]usqu’)a ", r"\1à ", re.sub(r"(?<=\d)(\s?k?m)2\b", r"\1²", text))
    text = re.sub(r"(?i)(\bnombre (?:\w+é|prévu|tenu|reçu|fait))e?s\b", r"\1", text)
    text = THOUSANDS.sub(_thousands, EMPHASIS.sub(_calm, text))
    return re.sub(r"(?<=\d) ?(?=[%€])", NARROW, text)


def with_steps(text: str) -> str:
    """A text whose arrows from step to step are words: "école, puis CMP, puis PMI"."""
    return CHAIN.sub(lambda match: re.sub(ARROW, ", puis ", match[0]), text)


def _calm(emphasis: "re.Match[str]") -> str:
    """What stands for a mark that insists: that of a question, of a sentence where another follows, or nothing."""
    if "?" in emphasis[0]:
        return " ?"
    ends = "!" in emphasis[0] and emphasis.string[: emphasis.start()][-1:].isalnum()
    return "." if ends and re.match(r"\s+[A-ZÀ-Ý][a-zà-ÿ]", emphasis.string[emphasis.end() :]) else ""


def _replaced(pattern: "re.Pattern[str]", text: str, write) -> str:  # type: ignore[no-untyped-def]
    """A text with what a pattern finds in it flattened written otherwise."""
    for match in reversed([*pattern.finditer(flatten(text))]):
        text = f"{text[: match.start()]}{write(match)}{text[match.end() :]}"
    return text


def _accented(match: re.Match[str], text: str) -> str:
    """A word with the accents that it was typed without, its plural too; a name as it is."""
    word = match[0]
    meant = ACCENTED.get(word.lower()) or (word[-1] == "s" and ACCENTED.get(word[:-1].lower(), "") + "s") or word
    named = word[0].isupper() and text[: match.start()].strip(' «"(')
    if named or len(meant) < len(word):
        return word
    return meant.capitalize() if word[0].isupper() else meant


def _said_plainly(match: re.Match[str]) -> str:
    """Words in capitals to insist, small but for the letter that opens a text: "été comme hiver"."""
    words = re.findall(r"[^\W\d_]+", match[0])
    before = match.string[: match.start()]
    beside = re.search(r"(?:\b[A-ZÀ-Ý][\w’'-]*|«)[ \u00a0]?\Z", before)
    first = beside[0].strip() if beside and not before[: beside.start()].strip() else ""
    opens = OPENERS.fullmatch(first) or (first and len(words) == 1 and not BODY.fullmatch(flatten(first)))
    named = (beside and not opens) or any(fold(word) in ACRONYMS for word in words)
    if named or not any(fold(word) in EMPHASISED for word in words):
        return match[0]
    return match[0].lower() if before.strip() else match[0].capitalize()


def _spoken_year(match: re.Match[str], text: str) -> str:
    """ "mars deux mille vingt sept", "rentrée vingt-sept" or "deux mille vingt sept" in digits, its month in full."""
    when, year = match["when"], SPOKEN[match["year"].replace("-", " ")]
    month = MONTHS[MONTH[when] - 1] if when in MONTH else when and text[slice(*match.span("when"))]
    return f"{month} {year}" if month else str(year)


def _two_years(match: re.Match[str]) -> str:
    return f"{match['first']}-20{match['last']}" if match["last"] > match["first"][2:] else match[0]


def _counted(rest: str) -> str:
    """What joins "nombre" to what is counted: nothing before a participle, "nombre distribué"."""
    first = re.split(r"[^\w]", rest)[0]
    participle = PARTICIPLE.search(first) and gender(singular(fold(first))) is None
    return "" if participle else of(rest)


def _stop(text: str, match: "re.Match[str]") -> str:
    """The stop after an abbreviation, when it ends a sentence as well."""
    return "." if re.match(r" [A-ZÀ-Ý]", text[match.end() :]) else ""


def _dated(form: str, text: str, match: re.Match[str]) -> str:
    """A date in full; one that no calendar has as it is."""
    given = {"day": "", "month": "", "rank": "", "year": "", **match.groupdict()}
    month, day, rank = given["month"], given["day"].lstrip("0"), given["rank"]
    told = form.format(
        day="1er" if day == "1" else day,
        month=MONTHS[(MONTH.get(month) or int(month)) - 1] if month else "",
        rank=f"{rank}{'er' if rank == '1' else 'e'}",
        year=f"20{given['year'][-2:]}",
    )
    return (
        told
        if not given["day"] or find_dates(told if given["year"] else f"{told} 2028")
        else text[slice(*match.span())]
    )


def _long(match: re.Match[str], text: str) -> str:
    """What an abbreviation stands for, with its capital; itself when it may mean something else."""
    short, said = match[0].rstrip("."), text[match.start() : match.end()]
    near, after = text[max(0, match.start() - NEAR) : match.start()], text[match.end() : match.end() + NEAR]
    before = near.rstrip()
    counted = re.search(
        r"\d(?:er|e|ère|ème|eme|nde?)?\Z|\b(?:nb\w*\.?|nombre)(?: d[e’])?\Z|\bmois\Z|\bans?\Z|\bséances?\Z|\bchaque\Z",
        before,
    )
    glued = before[-1:].isdigit() and before == near
    if short == "pdt" and DURING.match(flatten(after)):
        return "pendant" if before else "Pendant"
    around = SURE_BESIDE.get(short)
    unsure = around and not around.search(f"{flatten(before)[-40:]}\n{said}\n{unaccented(after)}")
    unsure = unsure or (around is DAY and said[0].isupper() and said[-1] != ".")
    capitals = said.rstrip(".").isupper() and short not in ("maj", "odj", "rdv", "rs", "cr", "ra")
    if capitals or glued or (short in AMBIGUOUS and not counted) or unsure:
        return said
    if short == "sem" and before[-1:].isdigit() and not re.match(r"\.? (?:de )?20\d\d", text[match.end() - 1 :]):
        number = int(re.findall(r"\d+", before)[-1])
        return "semaines" if number > SEMESTERS else said
    noun, *rest = LONG[short].split(" ")
    plural = short in ("trim", "enft") or around is DAY or gender(fold(noun))
    several = SEVERAL.search(before) and plural and not noun.endswith("s")
    several = several or (short in ("tech", "dispo") and before.endswith(("s", "x")))
    if short == "tel" and SEVERAL.search(before):
        return said
    long = " ".join((f"{noun}s" if several else noun, *rest))
    if short == "tel" and CALLING.search(flatten(before)):
        long = f"par {long}"
    opens = not before or before[-1] in ".:|–—"
    return long.capitalize() if said[0].isupper() and opens else long


def _thousands(match: re.Match[str]) -> str:
    """ "286 k€" in euros."""
    number = int(re.sub(r"\D", "", match["whole"])) * 1000 + int((match["rest"] or "0").ljust(3, "0"))
    return f"{number:,}".replace(",", NARROW) + f"{NARROW}€"
