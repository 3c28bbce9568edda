"""French out of fragments: what officers note becomes lines in the register of the trame."""

import re
from collections.abc import Iterable, Sequence

from rupfam_assistant.french.words import fold

NARROW = "\u202f"
HARD = "\u00a0"
VOWEL = re.compile(r"[aeiouyhàâéèêëîïôöûœ]", re.IGNORECASE)
BULLET = re.compile(r"^(?:[-–—•▪◦](?!\d)\s*|\*\s+)+")
END = " \u00a0\u202f.;,:"

INFINITIVE = re.compile(r"[a-z]*(?:er|ir|[^ao]ire|(?:f|tr|pl)aire|(?:b|cr)oire|[cdptv]re|clure)")
BEFORE_INFINITIVE = re.compile(r"(?:ne (?:pas|plus|jamais)|mieux|bien|se|y|en) |s['’]", re.IGNORECASE)
ADJECTIVES = frozenset(
    "premier premiere deuxieme second seconde troisieme quatrieme nouveau nouvel nouvelle nouveaux nouvelles petit petite petits petites grand grande"
    " double meme autre autres meilleur meilleure".split()
)
"""Adjectives that stand before their noun."""

NOT_INFINITIVE = frozenset(
    "atelier cahier calendrier chantier dossier fichier fevrier janvier premier dernier quartier particulier metier courrier papier plaquettier"
    " partenaire hiver ouvrier foyer infirmier hier entier conseiller loisir avenir souvenir desir annuaire questionnaire stagiaire"
    " livre registre lettre rencontre cadre centre titre ministre theatre offre chambre nombre mesure procedure fermeture ouverture"
    " couverture brochure structure lecture voiture commissaire formulaire itineraire sommaire glossaire inventaire seminaire horaire"
    " maire notaire repertoire observatoire laboratoire territoire memoire histoire pouvoir soir espoir comptoir couloir trottoir"
    " parloir miroir tiroir savoir devoir affaire salaire dictionnaire documentaire commentaire planning sur leur par pour".split()
)
ACTION_NOUNS = frozenset(
    "accompagnement acquisition actualisation adaptation amelioration amenagement analyse cartographie collecte"
    " communication conception consolidation constitution construction consultation coordination creation croisement definition deploiement"
    " developpement diagnostic diffusion distribution diversification edition elaboration elargissement etablissement evaluation"
    " examen experimentation extension formalisation formation generalisation harmonisation identification implantation information"
    " installation instauration integration intensification lancement maintien mise mobilisation modernisation mutualisation orientation"
    " ouverture participation perennisation poursuite preparation presentation prise production promotion publication realisation recensement"
    " recherche recrutement redaction relance renforcement renouvellement reouverture repartition reprise revision sensibilisation"
    " signature simplification structuration suivi traduction transmission valorisation verification".split()
)
"""Nouns that say an action: one "proceeds to" them."""

FEMININE = frozenset(
    "antenne affiche brochure permanence ligne navette visite soiree reunion rencontre enquete plaquette fiche charte grille page journee semaine"
    " demi-journee matinee campagne convention plateforme mediation ecoute garde aide bourse video affichette lettre carte cartographie formation"
    " instance cellule equipe maison salle borne application boite conference exposition table etude base liste procedure passerelle trame"
    " halte activite session seance offre collecte caravane foire feuille gazette minute capsule newsletter note chaine commission coordination"
    " unite mission referente action ressource valise mallette malle tournee messagerie vacation intervention remontee adresse alerte"
    " demarche enveloppe participation reprise consultation lecture heure".split()
)
MASCULINE = frozenset(
    "atelier groupe guide depliant stand annuaire questionnaire compte releve tableau forum cafe cahier calendrier guichet point poste lieu espace"
    " service parcours protocole referentiel kit flyer site livret comite partenariat reseau lien outil dispositif bus camion van minibus"
    " numero temps jour week-end cycle colloque seminaire module programme poster document formulaire registre observatoire bilan suivi barometre"
    " indicateur fichier accueil accompagnement soutien appui entretien rendez-vous transport vehicule mediateur referent pole relais film jeu"
    " journal bulletin message courrier courriel rapport diagnostic schema plan repertoire annuel theatre spectacle debat dejeuner petit-dejeuner"
    " contact numerique tutoriel podcast tchat chat quiz memento vademecum lexique glossaire sondage panel echange cadre circuit creneau"
    " fonds parrainage binome pot repas sejour goûter gouter encart interprete coin mercredi samedi dimanche".split()
)
FEMININE_ENDINGS = (
    "tion",
    "sion",
    "ite",
    "ence",
    "ance",
    "ette",
    "ure",
    "ise",
    "ade",
    "tie",
    "ee",
    "ie",
    "elle",
    "esse",
)
MASCULINE_ENDINGS = (
    "ment",
    "age",
    "isme",
    "eau",
    "oir",
    "ier",
    "al",
    "et",
    "on",
    "eur",
    "is",
    "us",
    "at",
    "il",
    "in",
    "ail",
    "el",
)
VERBS = {
    "Organiser": "soiree reunion rencontre journee matinee demi-journee semaine forum cafe colloque seminaire debat conference seance session visite"
    " atelier tournee exposition formation sejour echange dejeuner petit-dejeuner spectacle theatre table cycle temps week-end caravane entretien"
    " sortie gouter",
    "Diffuser": "depliant affiche affichette brochure plaquette flyer video film fiche guide livret lettre newsletter message questionnaire enquete"
    " bulletin podcast capsule tutoriel memento gazette affichage carte courrier courriel sondage sms",
    "Tenir": "permanence compte releve tableau registre stand calendrier fichier liste base observatoire journal barometre",
    "Établir": "charte protocole convention referentiel rapport schema plan bilan indicateur grille procedure lexique glossaire vademecum trame cadre"
    " circuit diagnostic etude annuaire repertoire cartographie",
}
ALREADY = re.compile(r"\b(?:envoye|diffuse|remis|distribue|adresse|tenu|organise)e?s?\b")
"""Participles that already say what one does."""

NUMBER_WORDS = frozenset(
    "deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quelques plusieurs".split()
)
INVARIABLE = frozenset(
    "rdv rendez-vous parcours temps bus minibus week-end relais cours suivi fonds acces repas colis".split()
)
NAMED = re.compile(r"\b[A-ZÀ-Ý]{2,}|^[A-ZÀ-Ý]\d*$")


def action_line(text: str) -> str:
    """A planned action as one line that opens with an infinitive; every word of the fragment stays."""
    kept = trim(text)
    if kept.endswith("?"):
        return f"Mettre en œuvre l’action suivante : {lower(kept)}"
    if (heading := re.match(r"[^:.]{2,40}[ \u00a0\u202f]:[ \u00a0\u202f](?=\w)", kept)) and not _is_infinitive(kept):
        return f"{capital(heading.group())}{lower(action_line(kept[heading.end() :]))}"
    first = re.match(r"[\w-]+(?:['’](?=\w))?", kept)
    if first is None:
        return f"Mettre en œuvre l’action suivante : {kept}"
    word = fold(first.group()).rstrip("'")
    if opening := BEFORE_INFINITIVE.match(kept):
        after = re.match(r"\w+", kept[opening.end() :])
        return (
            capital(kept)
            if after and INFINITIVE.fullmatch(fold(after.group()))
            else f"Mettre en œuvre l’action suivante : {lower(kept)}"
        )
    if _is_infinitive(kept):
        return capital(kept)
    if word in ACTION_NOUNS:
        return _after_proceed(word, lower(kept))
    if word in NUMBER_WORDS or (word.isdigit() and len(word) < 4):
        head = fold(next(iter(re.findall(r"[^\W\d_][\w-]*", kept[first.end() :])), ""))
        return f"{_verb(_singular(head))} {lower(kept)}"
    if word in ADJECTIVES:
        word = fold(next(iter(re.findall(r"[^\W\d_][\w-]*", kept[first.end() :])), ""))
    return _with_article(kept, word)


def is_action(text: str) -> bool:
    """Whether a fragment reads as an action: an infinitive, or a noun that says one."""
    word = fold(re.match(r"[\w-]*", trim(text))[0])  # type: ignore[index]  # matches at least nothing
    return _is_infinitive(trim(text)) or word in ACTION_NOUNS


def _is_infinitive(text: str) -> bool:
    """Whether a fragment opens with a verb in the infinitive."""
    word = fold(re.match(r"[\w-]*", text)[0])  # type: ignore[index]  # matches at least nothing
    return (
        INFINITIVE.fullmatch(word) is not None
        and word not in NOT_INFINITIVE | MASCULINE | FEMININE | ACTION_NOUNS | ADJECTIVES | NUMBER_WORDS
    )


def _after_proceed(word: str, text: str) -> str:
    if word.endswith("s") and word not in INVARIABLE and word != "prises":
        return f"Mettre en œuvre l’action suivante : {text}"
    if VOWEL.match(text):
        return f"Procéder à l’{text}"
    return f"Procéder {'à la' if gender(word) == 'f' else 'au'} {text}"


def _with_article(text: str, word: str) -> str:
    single = _singular(word)
    plural = single != word or word in ("rendez-vous", "rdv")
    kind = gender(single)
    if (
        (NAMED.match(text) and word != "rdv")
        or kind is None
        or (word in {"le", "la", "les", "un", "une", "des", "l", "ces", "nous", "on", "il", "faire"})
    ):
        return _after_determiner(text, word)
    article = ("de" if fold(text.split()[0]) in ADJECTIVES else "des") if plural else "une" if kind == "f" else "un"
    return f"{_verb(single)} {article} {lower(text)}"


def _after_determiner(text: str, word: str) -> str:
    if word in {"un", "une", "des", "le", "la", "les"}:
        head = fold(next(iter(re.findall(r"[^\W\d_][\w-]*", text)[1:2]), ""))
        if gender(_singular(head)) is not None:
            return f"{_verb(_singular(head))} {lower(text)}"
    return f"Mettre en œuvre l’action suivante : {text if NAMED.match(text) else lower(text)}"


def _verb(noun: str) -> str:
    return next((verb for verb, nouns in VERBS.items() if noun in nouns.split()), "Mettre en place")


def _singular(word: str) -> str:
    if word in INVARIABLE or word in MASCULINE or word in FEMININE:
        return word
    if word.endswith("eaux"):
        return word[:-1]
    return word[:-1] if word.endswith(("s", "x")) and len(word) > 3 else word


def gender(noun: str) -> str | None:
    """ "f" or "m" for a folded singular noun; None when nothing tells."""
    if noun in FEMININE:
        return "f"
    if noun in MASCULINE or noun in INVARIABLE:
        return "m"
    if noun in ACTION_NOUNS:
        return (
            "f"
            if noun.endswith(
                ("ion", "ure", "ise", "ite", "ee", "ie", "aide", "etude", "analyse", "enquete", "recherche", "relance")
            )
            else "m"
        )
    if noun.endswith(FEMININE_ENDINGS):
        return "f"
    return "m" if noun.endswith(MASCULINE_ENDINGS) else None


def trim(text: str) -> str:
    """A fragment on one line, without the bullet before each of its lines and the punctuation after it."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    bare = [BULLET.sub("", line).rstrip(END) for line in lines]
    joined = "".join(
        f"{' ;' if BULLET.match(line) else ''} {words}" for line, words in zip(lines[1:], bare[1:], strict=True)
    )
    return " ".join(f"{bare[0] if bare else ''}{joined}".split(" ")).strip()


def capital(text: str) -> str:
    """A text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """A text to go on a sentence: its first letter small, unless its first word is a name or an acronym."""
    first = re.match(r"[\w’'-]+", text)
    if first is None or NAMED.match(first.group()) or re.search(r"[a-zà-ÿ][A-ZÀ-Ý]", first.group()):
        return text
    return text[:1].lower() + text[1:]


def enumerate_all(parts: Sequence[str]) -> str:
    """ "a", "a et b", "a, b et c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} et {parts[-1]}"


def quantity(value: str, unit: str | None) -> str:
    """A number and its unit, never cut at the end of a line: "19 %", "1 h 25", "2 415 dossiers"."""
    number = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))", NARROW, value)
    number = re.sub(
        r"(?<=\d)[ \u00a0](?=[%€])", NARROW, re.sub(r"(?<=\d)[ \u00a0]?h[ \u00a0]?(?=\d\d\b)", f"{HARD}h{HARD}", number)
    )
    if not unit or re.search(rf"(?<![^\W\d_]){re.escape(fold(unit))}(?!\w)", fold(value)):
        return number
    return f"{number}{NARROW if unit in ('%', '€', '‰', 'k€', 'M€') else HARD}{unit}"


def department_of(department: str, bodies: Iterable[str]) -> str | None:
    """The department with the preposition that the name of a body gives it ("du Val-d’Ombre"); None when no body tells."""
    pattern = re.compile(rf"\b(de la |de l’|de l'|des |du |de |d’|d')({re.escape(department)})(?![\w-])", re.IGNORECASE)
    found = next((match for body in bodies if (match := pattern.search(body))), None)
    return f"{found[1]}{department}" if found else None
