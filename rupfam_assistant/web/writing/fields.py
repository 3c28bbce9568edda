"""The form of a dossier as data: its sections in order, their fields, and the words of the trame that explain each."""

from dataclasses import dataclass
from typing import Literal

from rupfam_assistant.dossier.paths import FieldPath

Kind = Literal["line", "text", "lines", "choice", "check", "logo"]


@dataclass(frozen=True)
class Field:
    """A field: its key in the record, how it is called and explained, and the trame's own words about it."""

    key: str
    label: str
    help: str = ""
    quote: str = ""
    kind: Kind = "line"
    choices: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Rows:
    """A list of the record: of objects when it has fields, else of texts; `one` names a row, `add` its button."""

    key: str
    one: str
    add: str
    none: str
    fields: tuple[Field, ...]
    texts: bool = False


@dataclass(frozen=True)
class Section:
    """A step of the form."""

    key: str
    title: str
    intro: str
    quote: str = ""
    fields: tuple[Field, ...] = ()
    rows: Rows | None = None


OBJECTIVES = {
    "1": "Soutenir le développement et la couverture territoriale de l’offre et renforcer son accessibilité pour les familles",
    "2": "Mieux identifier les besoins et attentes des parents concernés par une situation de rupture familiale, pour adapter les offres existantes"
    " et envisager le développement de nouvelles offres",
    "3": "Promouvoir et valoriser les différents dispositifs de prévention et d’accompagnement des ruptures familiales et d’exercice de la"
    " coparentalité, même en cas de séparation",
    "4": "Procéder à l’évaluation des dispositifs locaux et mesurer leur impact sur les parcours de vie des familles, notamment par le croisement"
    " de données de suivi et d’indicateurs entre les signataires de la présente convention",
    "X": "[Objectif X : à compléter]",
}
"""The objectives in the trame's own words; X stands for those of the department."""

SUGGESTED = (
    ("Préfet", "Préfet", "Le préfet, (nom, prénom)"),
    (
        "Chefs de cour",
        "Cour d’appel",
        "Le premier président et le procureur général près la cour d’appel de X, située (adresse exacte)",
    ),
    (
        "CAF",
        "Caisse d’allocations familiales",
        "La caisse d’Allocations familiales, située (adresse) représentée par (nom, prénom, titre)",
    ),
    (
        "CMSA",
        "Caisse de la mutualité sociale agricole",
        "La caisse de la mutualité sociale agricole, située (adresse exacte)",
    ),
    (
        "Conseil départemental",
        "Conseil départemental",
        "Le conseil départemental, situé (adresse exacte) représenté par (nom, prénom, titre)",
    ),
    ("Commune", "Commune", "Les communes signataires, situées (adresse exacte) représentées par (nom, prénom, titre)"),
    ("Autre partie", "", "Autres"),
)
"""The parties that the trame lists: the word of the button, the body that it fills in, the trame's own words."""

THEMES = {
    "T1": "Séparation et liens parents-enfants",
    "T2": "Pensions alimentaires",
    "T3": "Détention",
    "T4": "Violences intrafamiliales",
    "T5": "Conflits entre générations ou dans la famille",
}
AXES = {
    "A1": "Développer l’offre, couvrir le territoire",
    "A2": "Connaître les besoins, adapter l’offre",
    "A3": "Faire connaître les dispositifs",
    "A4": "Évaluer, croiser les données",
}

_DEPARTMENT = Section(
    "departement",
    "Département et CAF",
    "De qui parle-t-on ? Ces deux noms figurent en tête du document.",
    fields=(
        Field(
            "department",
            "Département",
            "Son nom seul, sans « département de ».",
            "déclinées dans le département objet de la présente convention",
        ),
        Field(
            "caf_name",
            "Nom de la CAF",
            "Comme il doit se lire dans la convention, par exemple « CAF du Val-d’Ombre ».",
            "La caisse d’Allocations familiales, située (adresse) représentée par (nom, prénom, titre)",
        ),
    ),
)
_PARTIES = Section(
    "signataires",
    "Parties signataires",
    "Qui signe ? Ajoutez d’un clic les parties que la trame prévoit, et répétez « Commune » ou « Autre partie » autant de fois qu’il le faut.",
    "Le nombre et la qualité des partenaires signataires dépendent du contexte local. Il est déterminé par le Comité des financeurs compétent"
    " sur le territoire.",
    rows=Rows(
        "signatories",
        "Partie",
        "",
        "Aucune partie pour l’instant.",
        (
            Field("body", "Organisme", "Le nom de la partie, tel qu’il doit se lire.", "ci-après dénommée « la CAF »"),
            Field(
                "represented_by",
                "Représenté par",
                "Nom, prénom et titre de qui signe.",
                "représentée par (nom, prénom, titre)",
            ),
            Field("address", "Adresse", "L’adresse exacte.", "situé (adresse exacte)"),
            Field(
                "logo",
                "Logo",
                "Une image PNG, JPEG ou GIF de 2 Mo au plus.",
                "INSERER LES LOGOS DES SIGNATAIRES",
                "logo",
                optional=True,
            ),
        ),
    ),
)
_NEEDS = Section(
    "besoins",
    "Besoins du territoire",
    "Un besoin par ligne, dans vos mots. Chacun est rangé dans un thème et un axe, avec la raison ; un besoin hors périmètre n’entre pas dans"
    " la convention.",
    "Les champs thématiques suivants définissent le périmètre d’actions couvert par cette convention",
    rows=Rows(
        "territory_needs",
        "Besoin",
        "Ajouter un besoin",
        "Aucun besoin pour l’instant.",
        (
            Field(
                "",
                "Besoin",
                "Ne nommez aucune famille.",
                "Renforcer la connaissance mutuelle des besoins et attentes des parents",
                "text",
            ),
        ),
        texts=True,
    ),
)
_FIGURES = Section(
    "chiffres",
    "Chiffres",
    "Les chiffres qui fondent vos objectifs. Celui qui n’a pas de source est signalé.",
    "le croisement de données de suivi et d’indicateurs entre les signataires",
    rows=Rows(
        "figures",
        "Chiffre",
        "Ajouter un chiffre",
        "Aucun chiffre pour l’instant.",
        (
            Field(
                "label",
                "Ce qui est compté",
                "Par exemple : délai pour une première visite.",
                "les délais d’attente pour la mise en œuvre",
            ),
            Field("value", "Valeur", "Le nombre, tel que vous l’écrivez.", "données de suivi"),
            Field("unit", "Unité", "Mois, %, mesures…", "indicateurs"),
            Field(
                "source",
                "Source",
                "Qui l’a compté, et quand.",
                "partage de résultats sur des expérimentations conduites",
            ),
        ),
    ),
)
_PRIORITIES = Section(
    "priorites",
    "Priorités",
    "Ce qui compte le plus, du plus important au moins important.",
    "une réponse coordonnée aux situations de ruptures familiales",
    rows=Rows(
        "priorities",
        "Priorité",
        "Ajouter une priorité",
        "Aucune priorité pour l’instant.",
        (Field("", "Priorité", "Une phrase courte.", "afin de consolider les dynamiques engagées", "text"),),
        texts=True,
    ),
)
_ACTIONS = Section(
    "actions",
    "Actions par objectif",
    "Ce que vous prévoyez, sous chacun des objectifs de l’article 2. Un objectif sans action laisse un blanc.",
    "Cette convention constitue le socle des actions à conduire sur le champ de la prévention et de l’accompagnement des ruptures familiales",
    fields=(
        Field(
            "opening",
            "Ouverture de l’article 2",
            "Le début de la phrase qui introduit les objectifs, par exemple « Au vu du diagnostic partagé en comité des financeurs, ».",
            "[à compléter] les objectifs de coopération sont définis par les signataires de la présente convention",
        ),
    ),
    rows=Rows(
        "planned_actions",
        "Action",
        "Ajouter une action",
        "Aucune action pour l’instant.",
        (
            Field(
                "title",
                "Intitulé de l’objectif local",
                "À l’infinitif ; les actions qui ont le même intitulé vont ensemble.",
                "[Objectif X : à compléter]",
            ),
            Field(
                "text",
                "Action",
                "Ce qui sera fait, où, pour qui.",
                "les objectifs de coopération sont définis par les signataires",
                "text",
            ),
            Field(
                "pilot", "Pilote", "Qui conduit l’action.", "dans la limite de leurs champs d’interventions respectifs"
            ),
            Field(
                "partners",
                "Partenaires",
                "Un par ligne.",
                "dans une logique de complémentarité de leurs actions",
                "lines",
            ),
            Field(
                "deadline",
                "Échéance",
                "Une date ou une période.",
                "L’instance établit une feuille de route opérationnelle pour 2 années",
            ),
            Field(
                "indicator",
                "Indicateur",
                "Ce qui dira que c’est fait.",
                "mesurer leur impact sur les parcours de vie des familles",
            ),
        ),
    ),
)
_INSTANCE = Section(
    "instance",
    "Instance",
    "Où et comment les signataires se retrouvent : articles 1 et 3.",
    "auxquels chacun des signataires s’engagent à participer",
    fields=(
        Field(
            "instance",
            "Instance",
            "L’une ou l’autre : le même choix vaut pour les articles 1 et 3.",
            "Ce partenariat doit s’incarner dans le cadre de l’une des instances suivantes",
            "choice",
            ("CDSF", "comités locaux des financeurs"),
        ),
        Field(
            "frequency",
            "Rythme des réunions",
            "Au moins une fois par an, par exemple « deux fois par an, en mars et en octobre ».",
            "L’instance se réunit au moins une fois par an [à compléter]",
        ),
        Field(
            "organisation",
            "Organisation et animation",
            "Présidence, secrétariat, ordre du jour, par exemple « présidence de la CAF, secrétariat tournant chaque année ».",
            "L’organisation et l’animation de l’instance de pilotage sont réalisées par les signataires de la convention selon les modalités"
            " suivantes : [à compléter]",
            "text",
        ),
        Field(
            "members",
            "Membres",
            "Un par ligne ; la liste est annexée.",
            "La liste des membres constituant cette instance est annexée à la présente convention à titre indicatif et peut être amendée.",
            "lines",
        ),
    ),
)
_CONSTRAINTS = Section(
    "contraintes",
    "Contraintes",
    "Pour vous et pour le programme : rien de ce que vous écrivez ici n’est imprimé.",
    "sans préjudice des arbitrages politiques et de la disponibilité des financements",
    fields=(
        Field(
            "constraints",
            "Contraintes",
            "Ce qu’il ne faut pas annoncer, un vote attendu, une délibération à venir.",
            "dans la limite du champ de compétences de chaque institution signataire de la convention",
            "text",
            optional=True,
        ),
        Field(
            "note",
            "Note",
            "Un pense-bête pour qui reprendra le dossier.",
            "dans une logique d’informations et d’initiatives partagées",
            "text",
            optional=True,
        ),
    ),
)
_ANNEXES = Section(
    "annexes",
    "Annexes et coquilles de la trame",
    "Ce qui accompagne la convention, et les fautes de la trame.",
    "+ Ajouter les signataires et les annexes",
    fields=(
        Field(
            "annexes",
            "Annexes",
            "Une par ligne ; la trame en appelle au moins une, la convention-cadre nationale.",
            "la convention-cadre nationale 2026-2029 (jointe en annexe)",
            "lines",
        ),
        Field(
            "mend_slips",
            "Corriger les coquilles connues de la trame",
            "Sans cette case, le texte de la trame est repris à la lettre, fautes comprises ; elles vous sont signalées dans les deux cas.",
            "s’inscrit et dans les orientations",
            "check",
            optional=True,
        ),
    ),
)

SECTIONS = (_DEPARTMENT, _PARTIES, _NEEDS, _FIGURES, _PRIORITIES, _ACTIONS, _INSTANCE, _CONSTRAINTS, _ANNEXES)
FREE = {field.key: field for section in SECTIONS for field in section.fields}
"""The fields that stand by themselves, by key."""
ROWS = {section.rows.key: section.rows for section in SECTIONS if section.rows is not None}
"""The lists, by key."""


def field_at(path: FieldPath) -> Field | None:
    """The field of a place; None when the form has no such field."""
    match path.parts:
        case [str(key)]:
            return FREE.get(key)
        case [str(key), int()] if key in ROWS and ROWS[key].texts:
            return ROWS[key].fields[0]
        case [str(key), int(), str(inner)] if key in ROWS and not ROWS[key].texts:
            return next((field for field in ROWS[key].fields if field.key == inner), None)
    return None
