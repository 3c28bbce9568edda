"""The question as it is understood: cleaned, completed by the ones before it, and what it asks for."""

import re
import unicodedata
from dataclasses import dataclass, replace

from rupfam_assistant.french.spelling import Mended, Speller
from rupfam_assistant.french.words import content_words, fold, words
from rupfam_assistant.search.questions import named_documents
from rupfam_assistant.search.retrieval import named_sections

ENGLISH_WORDS = 2
TOLD = 4
"""Letters of a mended word from which the reader is told."""

SHORT = 4
"""Words that carry meaning at or below which a question of a conversation may lean on the one before it."""

LONGEST = 2_000
"""Characters of a question beyond which it is not one."""

LEANING = re.compile(
    r"^(?:ok|d'accord|oui|non|mais|bon|merci)?[ ,]*"
    r"(?:et|ou|mais|alors|donc|sinon|pour l[ea]s?|lequel|laquelle|lesquel|c'est|ca|cela|elle|elles|il|ils|dans ce cas)\b"
    r"|\b(?:celui|celle|ceux|celles|la-dessus|la dedans|idem|le meme|la meme|ce delai|cette liste|ce texte)\b"
)
LIST = re.compile(
    r"\b(?:quels|quelles|lesquels|liste|lister|enumer\w*|les \d+|tous|toutes|detail\w*|sous[- ]points?|actions|contenu|qui sont|quels? sont)\b"
)
CONTENTS = re.compile(
    r"\b(?:que dit|que disent|que prevoit|resume\w*|contenu|detail\w*|de quoi parle|parle de quoi|dit quoi|c'est quoi|concretement)\b"
)
BLANKS = re.compile(
    r"\b(?:que|quoi|qu'est[- ]ce|quels?|quelles?|liste|qu)\b.{0,30}\b(?:a completer|faut[- ]il completer|a remplir|reste[- ]t[- ]il|en blanc)"
    r"|\b(?:blancs|trous|champs)\b.{0,20}\b(?:completer|remplir)"
)
COMPARISON = re.compile(
    r"\bcompar\w+|\bdifferen\w+|\bmeme(?:s)?\b|\bpareil(?:le)?s?\b|\bidentiques?\b|\bversus\b|\bvs\b|\bmot pour mot\b|\bcontredi\w+"
    r"|\bdistinguent?\b|\bou bien\b|\bautant\b|\baussi\b"
)
NOT_OF_SIDE = {
    "circulaire": re.compile(r"\b(?:trame|mod[eè]le|d[ée]partementa(?:l|le|les|ux)|locale?s?)\b", re.IGNORECASE),
    "trame": re.compile(r"\b(?:circulaire|national(?:e|es)?|nationaux)\b", re.IGNORECASE),
}
"""The words of a comparison that speak of the other text than the one searched."""

CLAUSE = re.compile(r"\bet\b|[,;:?]")
ASIDE = re.compile(
    r"\b(?:c'est|ce sont|sont[- ]ils|sont[- ]elles|est[- ]ce)? *(?:les? m[eê]mes?(?: choses?)?|pareil(?:le)?s?|identiques?|mot pour mot)\b"
    r"|\b(?:quelle |une )?diff[ée]rences?(?: entre)?\b|\bcompare[rz]?\b",
    re.IGNORECASE,
)
SIDES = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        (r"\bcirculaire\b", r"\btrame\b|\bmodele\b|\bdepartementale?\b|\blocale?\b|\barticle\b|\bobjectif"),
        (r"\bnational(?:e|es)?\b|\bnationaux\b", r"\bdepartementa(?:l|le|les|ux)\b|\blocale?s?\b|\bdepartement\b"),
        (r"\baxes?\b", r"\bobjectifs?\b"),
        (r"\bdeux textes\b", r"\bdeux textes\b"),
    )
)
"""Two sides that a question sets against each other."""

TITLES = {"objectifs": "Objectif", "articles": "Article"}
AROUND_TITLES = frozenset(
    "quels quelles sont liste lister titre titres intitule intitules juste seulement convention departementale locale trame modele texte donne moi"
    " donner svp cite citer enumere combien compte comporte contient nombre quatre huit 4 8 bonjour rappelle principaux grands fixes prevus"
    " article 2".split()
)
"""What may stand around the plural of a heading in a question that asks for its list."""

COURTESY = re.compile(
    r"\b(?:bonjour|bonsoir|salut|coucou|hello|merci(?: beaucoup| bien)?|au revoir|bonne journee|d'accord|ok|super|parfait|aide|a l'aide"
    r"|qui (?:etes[- ]vous|es[- ]tu)|(?:que|qu'est[- ]ce que) (?:savez[- ]vous|sais[- ]tu|tu sais|vous savez|peux[- ]tu|pouvez[- ]vous) faire"
    r"|a quoi (?:tu sers|sers[- ]tu|servez[- ]vous)|madame|monsieur|a tous)\b"
)
ENGLISH = re.compile(r"\b(?:the|what|is|are|how|who|when|where|which|does|do|of|and|with|our|can|need|must|should)\b")
ONESELF = frozenset("je j me m moi mon ma mes nous notre nos".split())
BARE_NUMBER = re.compile(r"\b(?:le|la|l'|les?) ?(\d|premier|premiere|deuxieme|troisieme|quatrieme|dernier)\b")
ORDINALS = {"premier": "1", "premiere": "1", "deuxieme": "2", "troisieme": "3", "quatrieme": "4", "dernier": "4"}


@dataclass(frozen=True)
class Question:
    """A question ready to be searched.

    `text` is what the user typed, cleaned; `search` what is searched: mended, and completed by the conversation where the question
    leans on it; `alone` the same without the conversation, `before` the question that it leans on, or "" when it leans on none,
    `surely` whether its own words say that it does;
    `wants_titles` is the kind of heading whose list is asked for ("Objectif"), or "";
    `changes` are the words mended: (typed, meant).
    """

    text: str
    search: str
    alone: str
    before: str
    surely: bool
    changes: tuple[tuple[str, str], ...]
    sections: frozenset[str]
    documents: frozenset[str]
    wants_list: bool
    wants_contents: bool
    wants_blanks: bool
    wants_titles: str
    compares: bool


def clean(text: str) -> str:
    """A typed text without control or direction characters, white space as single spaces."""
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(kept.split())


def understand(text: str, history: tuple[str, ...], speller: Speller) -> Question:
    """The question of a turn; `history` holds the earlier questions, oldest first."""
    asked = clean(text)
    mended = Mended(asked, ()) if is_foreign(asked) or "<" in asked else speller.mend(asked)
    search, before = _complete(mended.text, [speller.mend(clean(earlier)[:LONGEST]).text for earlier in history])
    folded = fold(search)
    sections = frozenset(named_sections(search))
    return Question(
        text=asked,
        search=search,
        alone=mended.text,
        before=before,
        surely=bool(LEANING.search(fold(mended.text))),
        changes=mended.changes,
        sections=sections,
        documents=frozenset(named_documents(search)),
        wants_list=bool(LIST.search(folded)),
        wants_contents=bool(sections)
        and (bool(CONTENTS.search(folded)) or len(content_words(search)) <= 3 * len(sections)),
        wants_blanks=bool(BLANKS.search(folded)),
        wants_titles=_titles_wanted(asked),
        compares=_compares(folded),
    )


def standing_alone(question: Question) -> Question:
    """The same question without the conversation."""
    return replace(question, search=question.alone, before="")


def side_of(question: Question, document: str) -> str:
    """What a comparison asks of one of the two texts: without the clauses about the other, its name, and the words of comparing."""
    other = NOT_OF_SIDE[document]
    own = next(pattern for name, pattern in NOT_OF_SIDE.items() if name != document)
    clauses = CLAUSE.split(ASIDE.sub(" ", question.search))
    kept = [clause for clause in clauses if own.search(clause) or not other.search(clause)]
    return " ".join(other.sub(" ", " ".join(kept)).split())


def _titles_wanted(text: str) -> str:
    """The kind of heading that a question asks the list of, and nothing more: "les objectifs de la trame, juste les titres"."""
    asked = set(content_words(text))
    for plural, kind in TITLES.items():
        if plural in asked and asked - {plural} <= AROUND_TITLES:
            return kind
    return ""


def _compares(folded: str) -> bool:
    """Whether a question sets the two texts side by side: it names both, or sets two sides against each other."""
    if len(named_documents(folded)) > 1 and "circulaire" in folded and re.search(r"\b(?:trame|modele)\b", folded):
        return True
    against = bool(COMPARISON.search(folded))
    return any(
        one.search(folded) and other.search(folded) and (against or _apart(folded, one, other)) for one, other in SIDES
    )


def _apart(folded: str, one: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether two sides stand in two clauses: "pour l'instance nationale et pour celle du département"."""
    clauses = [clause for clause in CLAUSE.split(folded) if one.search(clause) or other.search(clause)]
    return len(clauses) > 1 and not any(one.search(clause) and other.search(clause) for clause in clauses)


def speaks_of_oneself(text: str) -> bool:
    """Whether a question is about who asks it: "que nous demande-t-on ?"."""
    return bool(ONESELF.intersection(words(text)))


def is_foreign(text: str) -> bool:
    """Whether a text seems to be in English."""
    return len(ENGLISH.findall(text.lower())) >= ENGLISH_WORDS


def is_courtesy(text: str) -> bool:
    """Whether a text only greets, thanks, or asks what the program is for."""
    said = fold(text).strip(" .!?,")
    return bool(said) and not COURTESY.sub("", said).strip(" .!?,")


def understood(question: Question) -> tuple[str, ...]:
    """ "J’ai compris : …" when words that carry meaning were mended, else nothing."""
    told = any(len(typed) >= TOLD and letters(typed) != letters(meant) for typed, meant in question.changes)
    return (f"J’ai compris : « {question.alone} ».",) if told else ()


def letters(word: str) -> str:
    """The folded letters of a word or a few, apostrophes and spaces aside."""
    return "".join(words(word))


def leans(text: str) -> bool:
    """Whether a question may not be understood without the one before it."""
    return bool(LEANING.search(fold(text))) or len(content_words(text)) <= SHORT


def _complete(asked: str, history: list[str]) -> tuple[str, str]:
    """(the question joined to the one that it leans on, that one or ""); "et le 2 ?" after "l'objectif 3" is "objectif 2"."""
    if not history or not asked or not leans(asked):
        return asked, ""
    before, _ = _complete(history[-1], history[:-1])
    number, earlier = BARE_NUMBER.search(fold(asked)), sorted(named_sections(before))
    if number and earlier and not named_sections(asked):
        return f"{earlier[0].split()[0].lower()} {ORDINALS.get(number[1], number[1])}", ""
    return f"{before} {asked}", before
