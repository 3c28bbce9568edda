"""The dossier: what a department says of itself. Each field is told once, here; the form, the messages, the guard and
the docs read it."""

import re
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator

from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.typography import lower
from rupfam_assistant.french.words import flatten

LONGEST_FIELD = 20_000
MOST_ITEMS = 1_000
LONGEST_EMPTY = 100
"""Characters of a field, items of a list beyond which nothing is read; characters of a text that says that a field is
empty."""

UNREADABLE = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
)
"""For a pattern: control characters, halves of characters, marks that reverse the reading; nobody reads them."""

Objective = Literal[1, 2, 3, 4, "X"]
Instance = Literal["CDSF", "comités locaux des financeurs"]
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)
Kind = Literal["line", "text", "lines", "choice", "check", "logo", "rows"]


@dataclass(frozen=True)
class Field:
    """What is told of a field: its key in JSON, how it is called and explained, the trame's words that it answers.

    `kind` is how the form asks for it (None: it does not), `choices` the values of a choice; a list with a row for each
    item has
    what an item is called, with its article (`one`), and the fields of an item that is an object (`fields`). `names`
    says whether
    the names that it holds are those of officials or of bodies, nobody's secret; `printed` whether it enters the
    convention,
    `optional` whether a dossier is complete without it, `required` whether it is one without it.
    """

    key: str
    label: str
    help: str = ""
    quote: str = ""
    kind: Kind | None = "line"
    choices: tuple[Any, ...] = ()
    one: str = ""
    fields: tuple["Field", ...] = ()
    names: Literal["officials", "bodies", ""] = ""
    printed: bool = True
    optional: bool = False
    required: bool = False

    @property
    def called(self) -> str:
        """Its label within a sentence."""
        return lower(self.label)


def told(label: str, help: str = "", quote: str = "", default: object = None, **more: Any) -> Any:
    """A field of the dossier, absent by default, with what is told of it."""
    return field(default=default, metadata={"told": Field("", label, help, quote, required=default is MISSING, **more)})


def told_of(part: type) -> tuple[Field, ...]:
    """What is told of the fields of the dossier or of one of its parts, in order."""
    return tuple(replace(one.metadata["told"], key=one.name) for one in fields(part))


def _readable(value: object) -> object:
    """A text without what cannot be read; None for one that says nothing; too long a text is refused."""
    if not isinstance(value, str):
        return value
    if len(value) > LONGEST_FIELD:
        raise ValueError(f"contient {len(value)} signes, pour {LONGEST_FIELD} au plus : raccourcissez-le")
    lines = re.sub(UNREADABLE, "", value.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub(r"[^\S\n]+", " ", lines).strip()
    said = text.strip(" \n?.…_–-")
    empty = not said or (len(said) <= LONGEST_EMPTY and cues("dossier", "empty").fullmatch(flatten(said)))
    return None if empty else text


def _number(value: object) -> object:
    """A number as one writes it in French; a text as it is."""
    return str(value).replace(".", ",") if isinstance(value, int | float) and not isinstance(value, bool) else value


def _said(value: object) -> object:
    """A list without the items that say nothing; an absent one is empty."""
    if value is None:
        return []
    if isinstance(value, list) and len(value) > MOST_ITEMS:
        raise ValueError(f"compte {len(value)} éléments, pour {MOST_ITEMS} au plus : gardez les principaux")
    if not isinstance(value, list):
        return value
    return [
        item for item in value if item is not None and (len(str(item)) > LONGEST_FIELD or _readable(item) is not None)
    ]


def _objective(value: object) -> object:
    """An objective as the contract has it, "2" and "x" understood."""
    known = {str(objective): objective for objective in OBJECTIVES}
    return None if isinstance(value, bool) else known.get(str(value).strip().upper(), value)


Said = Annotated[str, BeforeValidator(_readable)]
Maybe = Annotated[str | None, BeforeValidator(_readable)]
Texts = Annotated[tuple[Said, ...], BeforeValidator(_said)]


@dataclass(frozen=True)
class Signatory:
    """A party: what it is called, who signs for it, where it is."""

    body: Maybe = told("Organisme", "Le nom de la partie, tel qu’il doit se lire.", "ci-après dénommée « la CAF »")
    represented_by: Maybe = told(
        "Représenté par", "Nom, prénom et titre de qui signe.", "représentée par (nom, prénom, titre)"
    )
    address: Maybe = told("Adresse", "L’adresse exacte.", "situé (adresse exacte)")
    logo: Maybe = told(
        "Logo",
        "Une image PNG, JPEG ou GIF de 2 Mo au plus.",
        "INSERER LES LOGOS DES SIGNATAIRES",
        kind="logo",
        optional=True,
    )


@dataclass(frozen=True)
class Figure:
    """A number of the diagnosis, with its unit and where it comes from."""

    label: Maybe = told(
        "Ce qui est compté",
        "Par exemple : délai pour une première visite.",
        "les délais d’attente pour la mise en œuvre",
    )
    value: Annotated[str | None, BeforeValidator(_number), BeforeValidator(_readable)] = told(
        "Valeur", "Le nombre, tel que vous l’écrivez.", "données de suivi"
    )
    unit: Maybe = told("Unité", "Mois, %, mesures…", "indicateurs")
    source: Maybe = told(
        "Source", "Qui l’a compté, et quand.", "partage de résultats sur des expérimentations conduites"
    )


@dataclass(frozen=True)
class Action:
    """A planned action, under an objective; `title` names the local objective of an action under X."""

    objective: Annotated[Objective, BeforeValidator(_objective)] = told(
        "Objectif",
        "L’objectif de la trame ; X pour un objectif du département, numéroté après les quatre.",
        "[Objectif X : à compléter]",
        MISSING,
        kind=None,
        choices=OBJECTIVES,
    )
    title: Maybe = told(
        "Intitulé de l’objectif local",
        "À l’infinitif ; les actions qui ont le même intitulé vont ensemble.",
        "[Objectif X : à compléter]",
    )
    text: Maybe = told(
        "Action",
        "Ce qui sera fait, où, pour qui.",
        "les objectifs de coopération sont définis par les signataires",
        kind="text",
    )
    pilot: Maybe = told(
        "Pilote", "Qui conduit l’action.", "dans la limite de leurs champs d’interventions respectifs", names="bodies"
    )
    partners: Texts = told(
        "Partenaires",
        "Un par ligne.",
        "dans une logique de complémentarité de leurs actions",
        (),
        kind="lines",
        names="bodies",
    )
    deadline: Maybe = told(
        "Échéance", "Une date ou une période.", "L’instance établit une feuille de route opérationnelle pour 2 années"
    )
    indicator: Maybe = told(
        "Indicateur", "Ce qui dira que c’est fait.", "mesurer leur impact sur les parcours de vie des familles"
    )


@dataclass(frozen=True)
class Wording:
    """A sentence of the dossier as a model proposed it and the officer accepted it, as long as the field keeps its
    original text."""

    field: Said = told("Champ", "Le champ d’une phrase reformulée par un modèle.", "", MISSING, kind=None)
    original: Said = told(
        "Texte d’origine", "Ce que le champ disait alors ; s’il change, la reformulation tombe.", "", MISSING, kind=None
    )
    wording: Said = told("Reformulation", "La phrase que vous avez acceptée.", "", MISSING, kind=None)


@dataclass(frozen=True)
class Dossier:
    """One department's file. Every list may be empty, every text but the department absent."""

    department: Said = told(
        "Département",
        "Son nom seul, sans « département de ».",
        "déclinées dans le département objet de la présente convention",
        MISSING,
        names="officials",
    )
    caf_name: Maybe = told(
        "Nom de la CAF",
        "Comme il doit se lire dans la convention, par exemple « CAF du Val-d’Ombre ».",
        "La caisse d’Allocations familiales, située (adresse) représentée par (nom, prénom, titre)",
        names="officials",
    )
    signatories: Annotated[tuple[Signatory, ...], BeforeValidator(_said)] = told(
        "Signataires", default=(), kind="rows", one="une partie", fields=told_of(Signatory), names="officials"
    )
    territory_needs: Texts = told(
        "Besoins du territoire",
        "Ne nommez aucune famille.",
        "Renforcer la connaissance mutuelle des besoins et attentes des parents",
        (),
        kind="rows",
        one="un besoin",
    )
    figures: Annotated[tuple[Figure, ...], BeforeValidator(_said)] = told(
        "Chiffres", default=(), kind="rows", one="un chiffre", fields=told_of(Figure)
    )
    priorities: Texts = told(
        "Priorités",
        "Une phrase courte.",
        "afin de consolider les dynamiques engagées",
        (),
        kind="rows",
        one="une priorité",
    )
    planned_actions: Annotated[tuple[Action, ...], BeforeValidator(_said)] = told(
        "Actions prévues", default=(), kind="rows", one="une action", fields=told_of(Action)
    )
    constraints: Maybe = told(
        "Contraintes",
        "Ce qu’il ne faut pas annoncer, un vote attendu, une délibération à venir.",
        "dans la limite du champ de compétences de chaque institution signataire de la convention",
        kind="text",
        printed=False,
        optional=True,
    )
    opening: Maybe = told(
        "Ouverture de l’article 2",
        "Le début de la phrase qui introduit les objectifs, par exemple"
        " « Au vu du diagnostic partagé en comité des financeurs, ».",
        "[à compléter] les objectifs de coopération sont définis par les signataires de la présente convention",
    )
    instance: Instance | None = told(
        "Instance",
        "L’une ou l’autre : le même choix vaut pour les articles 1 et 3.",
        "Ce partenariat doit s’incarner dans le cadre de l’une des instances suivantes",
        kind="choice",
        choices=get_args(Instance),
    )
    frequency: Maybe = told(
        "Rythme des réunions",
        "Au moins une fois par an, par exemple « deux fois par an, en mars et en octobre ».",
        "L’instance se réunit au moins une fois par an [à compléter]",
    )
    organisation: Maybe = told(
        "Organisation et animation",
        "Présidence, secrétariat, ordre du jour, par exemple"
        " « présidence de la CAF, secrétariat tournant chaque année ».",
        "L’organisation et l’animation de l’instance de pilotage sont réalisées par les signataires de la convention"
        " selon les modalités suivantes : [à compléter]",
        kind="text",
    )
    members: Texts = told(
        "Membres",
        "Un par ligne ; la liste est annexée.",
        "La liste des membres constituant cette instance est annexée à la présente convention à titre indicatif"
        " et peut être amendée.",
        (),
        kind="lines",
        names="officials",
    )
    annexes: Texts = told(
        "Annexes",
        "Une par ligne ; la trame en appelle au moins une, la convention-cadre nationale.",
        "la convention-cadre nationale 2026-2029 (jointe en annexe)",
        (),
        kind="lines",
        names="officials",
    )
    mend_slips: bool | None = told(
        "Corriger les coquilles connues de la trame",
        "Sans cette case, le texte de la trame est repris à la lettre, fautes comprises ;"
        " elles vous sont signalées dans les deux cas.",
        "s’inscrit et dans les orientations",
        kind="check",
        optional=True,
    )
    note: Maybe = told(
        "Note",
        "Un pense-bête pour qui reprendra le dossier.",
        "dans une logique d’informations et d’initiatives partagées",
        kind="text",
        printed=False,
        optional=True,
    )
    wordings: Annotated[tuple[Wording, ...], BeforeValidator(_said)] = told(
        "Reformulations acceptées", default=(), kind=None, fields=told_of(Wording)
    )


def _by_place(told_fields: tuple[Field, ...], place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Field]]:
    for one in told_fields:
        yield (*place, one.key), one
        yield from _by_place(one.fields, (*place, one.key))


FIELDS: dict[tuple[str, ...], Field] = dict(_by_place(told_of(Dossier)))
"""Every field by its names: ("planned_actions", "pilot")."""
