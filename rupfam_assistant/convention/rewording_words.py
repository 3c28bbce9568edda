"""Words that carry a fact in a sentence of a convention: a rewording keeps each of them, and adds none."""

import re

from rupfam_assistant.french.agreement import NOUNS
from rupfam_assistant.french.dates import MONTHS
from rupfam_assistant.french.wording import INFINITIVE, VERBS
from rupfam_assistant.french.words import STOP_WORDS, fold, stem


def _any_of(words: str) -> re.Pattern[str]:
    """A pattern of whole folded words; "*" stands for any ending."""
    alternatives = "|".join(word.replace("*", "[a-z]*").replace("_", "[ -]") for word in words.split())
    return re.compile(rf"(?<![a-z])(?:{alternatives})(?![a-z])")


FACTS = {
    "négation": _any_of("pas plus_de jamais aucune? sans ni non nul nulle rien personne"),
    "réserve": _any_of(
        "peut peuvent pourr* doit doivent devr* obligatoire* facultati* possible* eventuel* au_moins au_plus jusqu* seul* uniquement exclusive*"
        " sauf hors except* si s'il* lorsqu* quand des_qu* tant_qu* sous_reserve a_condition en_cas selon dans_la_limite a_defaut experimental*"
        " provisoire* definiti* environ pres_de moins_de plus_de chaque tou[st] toutes? certaine?s? plusieurs quelques notamment souhait* envisag*"
        " prevoi* prevu* necessaire* prioritaire* gratuit* payant* avant apres depuis pendant durant"
    ),
    "durée ou rythme": _any_of(
        "jours? semaines? mois trimestr* semestr* ans? annees? annuel* heures? minutes? mensuel* hebdomadaire* quotidien* bimensuel* bimestriel*"
        f" {fold(' '.join(MONTHS))} lundis? mardis? mercredis? jeudis? vendredis? samedis?"
        " dimanches? printemps ete automne hiver rentree matins? apres-midi soirs? debut fin mi"
    ),
    "quantité": _any_of(
        "premier* second* deuxieme* troisieme* quatrieme* dernier* demi* tiers quart moitie double* triple* dizaine* centaine*"
    ),
    "lieu": _any_of(
        "nord sud centre rural* urbain* littoral* montagne* ville* commune* canton* quartier* domicile ligne distance"
    ),
    "acteur": _any_of(
        "avocat* notaire* mediat(?:eur|rice)s? juges? procureur* prefet* prefecture parents? grands-parents peres? meres? enfants? bebes? adolescent*"
        " jeunes? familles? couples? conjoint* detenu* victime* auteurs? associations? caisses? conseils? departement etat tribuna* cour"
        " barreau* police* gendarm* ecoles? colleges? lycees? creches? hopita* medecin* psychologue* benevoles? salarie* agents? travailleur*"
        " assistante?s? directeur* directrice* president* referent* intervenant* professionnel* huissier* elus? maires? mairies? fondation*"
        " caf c?msa udaf cidff spip pmi aripa jaf rpe ccas adil"
    ),
}
"""For each kind of fact, the folded words that tell it."""

OPPOSITES = tuple(
    (stem(left), stem(right))
    for line in """ouvrir fermer;ouverture fermeture;augmenter reduire;augmenter diminuer;accroitre reduire;hausse baisse;creer supprimer
maintenir supprimer;renforcer reduire;renforcer affaiblir;elargir restreindre;ajouter retirer;poursuivre arreter;poursuivre cesser;demarrer arreter
commencer finir;commencer terminer;lancer arreter;autoriser interdire;accepter refuser;avec sans;public prive;collectif individuel
interne externe;urbain rural;ancien nouveau;court long;faible fort;bon mauvais;suffisant insuffisant;rapide lent;haut bas;grand petit
facile difficile;present absent;presence absence;proche eloigne;homme femme;pere mere;garcon fille;jeune age;avant apres;plus moins
developper reduire;favoriser eviter;faciliter compliquer;permettre empecher;inclure exclure;entree sortie;arrivee depart;debut fin
prevenir provoquer;reunir separer;conforme contraire;payer recevoir;verser percevoir;obtenir perdre;gagner perdre;accelerer ralentir""".replace(
        "\n", ";"
    ).split(";")
    for left, right in (line.split(),)
)
"""Words and their contraries, as stems."""

PLAIN_OPENERS = frozenset(
    "manque absence besoin besoins delai delais difficulte difficultes mauvaise mauvais faible faibles forte fort insuffisance insuffisant"
    " insuffisante rarete hausse baisse nombreux nombreuses trop tres familles parents enfants grands-parents peres meres jeunes couples"
    " accueil acces ecoute soutien aide appui couverture isolement eloignement distance transport transports mobilite pensions pension"
    " impayes conflits separations separation visites visite liste listes attente demande demandes situation situations territoire zone zones"
    " offre offres service services lieux lieu espace espaces dispositif dispositifs partenaires acteurs professionnels reseau liens lien"
    " meconnaissance connaissance information informations communication formation formations coordination evaluation suivi prevention"
    " mediation accompagnement developpement amelioration creation ouverture renforcement maintien mise ainsi afin dans pour avec face cette"
    " chaque toute tous toutes certaines certains plusieurs".split()
)
"""Plain words that open sentences of the dossiers, with the capital of any opening word."""


def opens_plainly(word: str) -> bool:
    """Whether a folded word that opens a sentence is a plain word rather than a name."""
    known = STOP_WORDS | PLAIN_OPENERS | NOUNS["actions"] | NOUNS["feminine"] | NOUNS["masculine"]
    verbs = {opening.split()[0] for opening in map(str.lower, VERBS)}
    return (
        len(word) < 3
        or word in known
        or word.rstrip("s") in known
        or word in verbs
        or INFINITIVE.fullmatch(word) is not None
    )
