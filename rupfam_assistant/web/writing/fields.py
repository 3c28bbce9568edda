"""The form of a dossier as data: its sections in order, each with the fields of the schema that it asks for."""

from dataclasses import dataclass, replace

from rupfam_assistant.dossier.paths import FieldPath
from rupfam_assistant.dossier.schema import FIELDS, Field


@dataclass(frozen=True)
class Rows:
    """A list of the record, a row for each item: `one` names a row, `add` its button, `none` says that there is
    none."""

    key: str
    one: str
    add: str
    none: str
    fields: tuple[Field, ...]
    texts: bool


@dataclass(frozen=True)
class Section:
    """A step of the form: how it is called and explained, the trame's words about it, the names of its fields, that of
    its list."""

    key: str
    title: str
    intro: str
    quote: str = ""
    names: tuple[str, ...] = ()
    row_list: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that stand by themselves."""
        return tuple(FREE[name] for name in self.names)

    @property
    def rows(self) -> Rows | None:
        """The list, if it has one."""
        return ROWS.get(self.row_list)


def _rows(told: Field) -> Rows:
    one = told.one.partition(" ")[2].capitalize()
    inner = tuple(field for field in told.fields if field.kind) or (replace(told, key="", label=one, kind="text"),)
    return Rows(told.key, one, f"Ajouter {told.one}", f"Auc{told.one} pour l’instant.", inner, not told.fields)


_TOP = [told for names, told in FIELDS.items() if len(names) == 1 and told.kind]
FREE = {told.key: told for told in _TOP if told.kind != "rows"}
"""The fields that stand by themselves, by key."""
ROWS = {told.key: _rows(told) for told in _TOP if told.kind == "rows"}
"""The lists, by key."""

OBJECTIVES = {
    "1": "Soutenir le développement et la couverture territoriale de l’offre et renforcer son accessibilité pour les"
    " familles",
    "2": "Mieux identifier les besoins et attentes des parents concernés par une situation de rupture familiale, pour"
    " adapter les offres existantes et envisager le développement de nouvelles offres",
    "3": "Promouvoir et valoriser les différents dispositifs de prévention et d’accompagnement des ruptures familiales"
    " et d’exercice de la coparentalité, même en cas de séparation",
    "4": "Procéder à l’évaluation des dispositifs locaux et mesurer leur impact sur les parcours de vie des familles,"
    " notamment par le croisement de données de suivi et d’indicateurs entre les signataires de la présente convention",
    "X": "[Objectif X : à compléter]",
}
"""The objectives in the trame's own words; X stands for those of the department."""

SUGGESTED = (
    ("Préfet", "Préfet"),
    ("Chefs de cour", "Cour d’appel"),
    ("CAF", "Caisse d’allocations familiales"),
    ("CMSA", "Caisse de la mutualité sociale agricole"),
    ("Conseil départemental", "Conseil départemental"),
    ("Commune", "Commune"),
    ("Autre partie", ""),
)
"""The parties that the trame lists: the word of the button, and the body that it fills in."""

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

SECTIONS = (
    Section(
        "departement",
        "Département et CAF",
        "De qui parle-t-on ? Ces deux noms figurent en tête du document.",
        names=("department", "caf_name"),
    ),
    Section(
        "signataires",
        "Parties signataires",
        "Qui signe ? Ajoutez d’un clic les parties que la trame prévoit, et répétez « Commune » ou « Autre partie »"
        " autant de fois qu’il le faut.",
        "Le nombre et la qualité des partenaires signataires dépendent du contexte local. Il est déterminé par le"
        " Comité des financeurs compétent sur le territoire.",
        row_list="signatories",
    ),
    Section(
        "besoins",
        "Besoins du territoire",
        "Un besoin par ligne, dans vos mots. Chacun est rangé dans un thème et un axe, avec la raison ; un besoin hors"
        " périmètre n’entre pas dans la convention.",
        "Les champs thématiques suivants définissent le périmètre d’actions couvert par cette convention",
        row_list="territory_needs",
    ),
    Section(
        "chiffres",
        "Chiffres",
        "Les chiffres qui fondent vos objectifs. Celui qui n’a pas de source est signalé.",
        "le croisement de données de suivi et d’indicateurs entre les signataires",
        row_list="figures",
    ),
    Section(
        "priorites",
        "Priorités",
        "Ce qui compte le plus, du plus important au moins important.",
        "une réponse coordonnée aux situations de ruptures familiales",
        row_list="priorities",
    ),
    Section(
        "actions",
        "Actions par objectif",
        "Ce que vous prévoyez, sous chacun des objectifs de l’article 2. Un objectif sans action laisse un blanc.",
        "Cette convention constitue le socle des actions à conduire sur le champ de la prévention et de"
        " l’accompagnement des ruptures familiales",
        ("opening",),
        "planned_actions",
    ),
    Section(
        "instance",
        "Instance",
        "Où et comment les signataires se retrouvent : articles 1 et 3.",
        "auxquels chacun des signataires s’engagent à participer",
        ("instance", "frequency", "organisation", "members"),
    ),
    Section(
        "contraintes",
        "Contraintes",
        "Pour vous et pour le programme : rien de ce que vous écrivez ici n’est imprimé.",
        "sans préjudice des arbitrages politiques et de la disponibilité des financements",
        ("constraints", "note"),
    ),
    Section(
        "annexes",
        "Annexes et coquilles de la trame",
        "Ce qui accompagne la convention, et les fautes de la trame.",
        "+ Ajouter les signataires et les annexes",
        ("annexes", "mend_slips"),
    ),
)


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
