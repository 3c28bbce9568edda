"""What the constraints forbid to write is withheld wherever it is written, and told."""

import json
from dataclasses import replace
from itertools import count

import pytest
from drafting import DATA, DOSSIERS, TEXT, action, article, convention, dossier, messages, under
from hypothesis import given

from rupfam_assistant.convention.setting import set_in_place
from rupfam_assistant.dossier.paths import at, texts_of
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.french.words import fold
from rupfam_assistant.guard.constraints import bans_nothing, parse_constraints
from rupfam_assistant.guard.withholding import withhold

EMBARGO = "Ne pas annoncer les 64 000 € du conseil départemental, non votés."
TURNS = [json.loads(line) for line in (DATA / "guard" / "turns.jsonl").read_text(encoding="utf-8").splitlines()]
EMPTY = "[à compléter]"
CASES = [json.loads(line) for line in (DATA / "guard" / "constraints.jsonl").read_text(encoding="utf-8").splitlines()]
LEAST_RIGHT = 0.9
"""Share of the cases held out that must be right; each of the others is."""


def left(case: dict) -> str:  # type: ignore[type-arg]  # a line of a file
    """What may be written of the dossier of a case, folded, the value of a figure beside its unit."""
    sober, _ = withhold(dossier(constraints=case["constraints"], **case["fields"]))
    lines = [text for path, text in texts_of(sober) if path.root not in ("constraints", "department", "figures")]
    lines += [
        " ".join(filter(None, (figure.label, figure.value, figure.unit, figure.source))) for figure in sober.figures
    ]
    return plain("\n".join(lines))


def plain(text: str) -> str:
    return " ".join(fold(text).split())


def right(case: dict) -> bool:  # type: ignore[type-arg]  # a line of a file
    """Whether nothing forbidden is left, nothing else lost, and an alert raised just where something is withheld."""
    text = left(case)
    told = withhold(dossier(constraints=case["constraints"], **case["fields"]))[1]
    kept = all(plain(words) in text for words in case["stays"])
    return (
        kept and not any(plain(words) in text for words in case["gone"]) and bool(told) == (case["kind"] == "forbids")
    )


@pytest.mark.parametrize("case", [case for case in CASES if not case["sealed"]], ids=count(1))
def test_what_a_constraint_forbids_goes_and_the_rest_stays(case: dict) -> None:  # type: ignore[type-arg]
    assert right(case), (case["constraints"], left(case))


@pytest.mark.parametrize("kind", ["forbids", "nothing"])
def test_constraints_that_were_not_looked_at_are_read_as_well(kind: str) -> None:
    sealed = [case for case in CASES if case["sealed"] and case["kind"] == kind]
    assert sum(map(right, sealed)) >= LEAST_RIGHT * len(sealed)


TOLD = dossier(
    territory_needs=["Le lieu d’Albe n’a plus de gestionnaire depuis mars", "Aucune permanence au nord"],
    figures=[
        {"label": "Part du Département dans le budget du lieu", "value": "38 500", "unit": "€", "source": "CD"},
        {"label": "Médiations terminées", "value": "132", "unit": "mesures", "source": "CAF"},
    ],
    signatories=[{"body": "CIDFF", "represented_by": "M. Paul Rey, directeur (remplace Mme Laborde depuis septembre)"}],
    planned_actions=[
        action("Fermer la permanence du jeudi à Sornac, faute de monde", pilot="UDAF", indicator="permanence fermée"),
        action("Installer un visiophone au parloir, devis 14 500 €", pilot="SPIP"),
        action("Transférer le lieu de rencontre rue des Tilleuls", pilot="Le Gué", indicator="bail signé"),
        action("Groupe de parole à Sornac", partners=["Fondation Aubrac", "UDAF"]),
        action("Campagne d’affichage dans les gares", partners=["SNCF"]),
    ],
)
"""A dossier that says seven things of which a constraint may keep one quiet."""

QUIET = ("Fermer la permanence", "14 500", "Tilleuls", "Aubrac", "Laborde", "38 500", "gestionnaire")
OTHERS_TOLD = ("Aucune permanence", "132", "Groupe de parole", "Campagne", "SNCF", "M. Paul Rey")
"""These things, each by a few of its words, and what no constraint is on."""


@pytest.mark.parametrize("turn", TURNS, ids=count(1))
def test_a_constraint_is_read_however_it_is_turned(turn: dict) -> None:  # type: ignore[type-arg]
    sober, alerts = withhold(replace(TOLD, constraints=turn["constraints"]))
    text = "\n".join(text for path, text in texts_of(sober) if path.root != "constraints")
    assert [words for words in (*QUIET, *OTHERS_TOLD) if words not in text] == turn["gone"], turn["constraints"]
    assert len(alerts) >= len(turn["gone"])


@pytest.mark.parametrize(
    "said",
    [
        "La convention avec l’ARIPA était à taire jusqu’au 20 novembre, on peut maintenant l’écrire",
        "L’audience de Lisseray était sous embargo, on peut en parler",
    ],
)
def test_what_was_to_be_kept_quiet_and_may_be_told_now_is_no_ban(said: str) -> None:
    assert parse_constraints(said) == ()
    assert parse_constraints(f"{said} mais pas du montant") != ()


def test_an_embargo_that_is_said_to_be_lifted_holds_nothing() -> None:
    said = "L’atelier du lundi à Sornac était sous embargo jusqu’au 3 novembre 2026"
    assert parse_constraints(f"{said}, c’est levé.") == ()
    assert parse_constraints(f"{said}, ce n’est pas levé.") != ()


@pytest.mark.parametrize(
    "said",
    [
        "Était sous embargo jusqu’au 3 octobre : l’arrivée de la nouvelle médiatrice",
        "L’embargo sur la maison des familles de Vierzon courait jusqu’au conseil du 3",
        "L’ancienne consigne de taire le partenariat avec la gendarmerie ne vaut plus",
        "L’embargo sur l’enquête auprès des enfants est tombé hier",
        "Jadis on m’interdisait de citer la Croix-Rouge",
    ],
)
def test_a_ban_told_as_what_was_one_holds_nothing(said: str) -> None:
    assert parse_constraints(said) == () and bans_nothing(said)
    assert not bans_nothing(f"{said}, mais pas un mot du bail de Luzy")


def test_an_embargo_that_falls_on_a_day_to_come_holds() -> None:
    assert not bans_nothing("L’embargo sur le bail de Luzy tombe le 3 mars")


def test_a_person_who_renders_a_service_is_who_is_not_to_be_told() -> None:
    assert [ban.kind for ban in parse_constraints("M. Stoeckel rend service sans vouloir qu’on le sache")] == ["noun"]


def test_a_body_of_a_place_is_not_the_thing_of_that_place_that_a_ban_is_on() -> None:
    told = dossier(
        constraints="Ne rien dire de la maison de la parentalité de Luzy avant le vote.",
        planned_actions=[
            action("Ouvrir la maison de la parentalité de Luzy"),
            action("Former les agents", pilot="Commune de Luzy"),
        ],
    )
    sober, _, _ = set_in_place(told)
    assert [one.text for one in sober.planned_actions] == [None, "Former les agents"]
    assert sober.planned_actions[1].pilot == "Commune de Luzy"


def test_what_the_bans_of_a_constraint_find_nowhere_is_told_ban_by_ban() -> None:
    _, alerts = withhold(replace(TOLD, constraints="Chut sur le départ de l’agente. Ne pas citer Mme Laborde."))
    assert [alert.message.partition(" (")[0] for alert in alerts if not alert.ban] == [
        "Rien trouvé à retenir pour « ne pas évoquer : départ de l’agente »"
    ]


@pytest.mark.parametrize(
    "mention",
    [
        "(pas encore public, on attend le vote)",
        "(confidentiel pour l’instant)",
        "– à ne pas ébruiter",
        "(chut)",
        "(entre nous)",
    ],
)
def test_a_need_that_says_of_itself_not_to_be_told_goes_with_what_tells_the_same(mention: str) -> None:
    needs = [
        "Peu de bus. Le lieu de Luzy ferme fin 2027 " + mention + " : 40 familles",
        "La permanence de Luzy est pleine",
    ]
    planned = [action("Préparer la fermeture du lieu de Luzy : 40 familles"), action("Renforcer la permanence de Luzy")]
    sober, alerts = withhold(dossier(territory_needs=needs, planned_actions=planned))
    assert sober.territory_needs == ("Peu de bus.", needs[1])
    assert [one.text for one in sober.planned_actions] == [None, "Renforcer la permanence de Luzy"]
    assert sum("porte la mention" in alert.message for alert in alerts) == 1


@pytest.mark.parametrize(
    "ban",
    [
        "La CC du Val hésite : ne pas l’inscrire parmi les parties avant mai, elle peut rester pilote",
        "Ne pas faire figurer la CC du Val comme signataire",
        "La CC du Val ne signe pas encore",
        "CC du Val : à ôter des signataires",
        "La CC du Val hésite. Ne pas la mettre dans les parties.",
    ],
)
def test_a_body_kept_out_of_the_parties_stays_a_pilot(ban: str) -> None:
    parties = [{"body": "Communauté de communes du Val"}, {"body": "CC des Monts"}, {"body": "CAF"}]
    planned = [action("Ouvrir un lieu", pilot="CC du Val")]
    sober, alerts = withhold(dossier(signatories=parties, planned_actions=planned, constraints=ban))
    assert [one.body for one in sober.signatories] == [None, "CC des Monts", "CAF"]
    assert sober.planned_actions[0].pilot == "CC du Val" and [alert.fields for alert in alerts] == [
        (at("signatories", 0, "body"),)
    ]


def test_what_is_withheld_for_its_own_mention_is_found_by_the_ban_too() -> None:
    planned = [action("Ouvrir une antenne à Luzy NE PAS DIFFUSER")]
    _, alerts = withhold(dossier(planned_actions=planned, constraints="Luzy : pas un mot."))
    assert not [alert for alert in alerts if alert.message.startswith("Rien trouvé")]


PARTIES = ("CAF", "Conseil départemental", "CIDFF", "Préfet du Val", "association Le Pont", "cour d’appel de Riom")


@pytest.mark.parametrize(
    ("ban", "out"),
    [
        ("NE PAS INSCRIRE LE CIDFF PARMI LES PARTIES", ["CIDFF"]),
        ("La CAF signe, le CIDFF ne signe pas.", ["CIDFF"]),
        ("Ne pas inscrire Le Pont et le CIDFF parmi les parties.", ["CIDFF", "association Le Pont"]),
        ("ne pas mettre le cidff parmi les parties", ["CIDFF"]),
        ("Ne pas inscrire la cour d’appel parmi les parties", ["cour d’appel de Riom"]),
        ("Ne pas faire figurer le Département dans les signataires", ["Conseil départemental"]),
        ("Ne pas inscrire l’ADIL parmi les parties", []),
    ],
)
def test_each_body_that_a_ban_names_and_no_other_is_kept_out_of_the_parties(ban: str, out: list[str]) -> None:
    sober, alerts = withhold(dossier(signatories=[{"body": body} for body in PARTIES], constraints=ban))
    left = [one.body for one in sober.signatories]
    assert [body for body in PARTIES if body not in left] == out
    assert bool(out) or [alert.message.startswith("Rien trouvé") for alert in alerts] == [True]


@pytest.mark.parametrize(
    ("ban", "text", "gone"),
    [
        (
            "Le CIDFF ne signe pas encore : ne pas citer la subvention de 12 000 €.",
            "Ouvrir, subvention de 12 000 €",
            "12",
        ),
        ("Retirer le CIDFF des parties et ne pas parler de la fermeture de Luzy.", "Fermer le lieu de Luzy", "Luzy"),
        ("Ne citer le CIDFF nulle part : il ne signe pas.", "Ouvrir une permanence avec le CIDFF", "CIDFF"),
        ("Ne pas citer le CIDFF, ni parmi les parties ni dans les actions.", "Ouvrir avec le CIDFF", "CIDFF"),
        ("La mairie de Luzy ne signe pas, ne pas la citer.", "Ouvrir un lieu avec la mairie de Luzy", "Luzy"),
        ("Ne pas dire combien d’enfants reçoit le lieu", "Le lieu reçoit 14 enfants par mois", "14"),
        ("Ne pas dire ce que le CIDFF met en place à Luzy", "Le CIDFF met en place un accueil à Luzy", "Luzy"),
        ("Ne pas parler de la fermeture du centre social de Luzy", "Annoncer la fermeture à Luzy", "Luzy"),
        ("NE PAS CITER LE DONATEUR", "Remercier le donateur Sol Industries", "Sol"),
        (
            "Ne rien écrire sur le site de Luzy, ni sur les 9 000 €, ni sur M. Jean Vial",
            "Ouvrir au site de Luzy",
            "Luzy",
        ),
        ("Pas un mot sur la clinique Sainte-Ode ni sur 9 000 €", "Ouvrir à la clinique Sainte-Ode", "Ode"),
        ("", "Site de Luzy fermé en 2027, pas encore public, subvention de 8 000 €", "Luzy"),
        ("", "Payer le bus, 8 000 € (non voté)", "8"),
        ("", "Fermer le lieu de Luzy (pas encore public) et ouvrir un relais", "Luzy"),
        ("", "Fermer le lieu de Luzy (confidentiel). Étudier un relais", "Luzy"),
        ("", "Fermer le lieu de Luzy, pas encore public. Ouvrir un relais", "Luzy"),
    ],
)
def test_what_a_ban_says_beside_the_parties_or_of_another_thing_than_a_sum_is_kept_quiet(
    ban: str, text: str, gone: str
) -> None:
    sober, alerts = withhold(dossier(signatories=[{"body": "CIDFF"}], planned_actions=[action(text)], constraints=ban))
    assert gone not in (sober.planned_actions[0].text or "") and alerts


@pytest.mark.parametrize(
    "text",
    [
        "Accueil des parents (confidentiel et gratuit)",
        "Écoute (confidentielle) des enfants",
        "Entretien (secret professionnel)",
    ],
)
def test_what_is_offered_in_confidence_is_written(text: str) -> None:
    assert withhold(dossier(planned_actions=[action(text)]))[0].planned_actions[0].text == text


def test_of_a_sum_kept_quiet_the_action_stays() -> None:
    planned = [
        action("Payer le taxi, la ville de Luzy met 18 000 € par an"),
        action("Ouvrir un lieu, sous réserve du vote par la ville de Luzy d’une subvention de 45 000 €"),
    ]
    sober, _ = withhold(dossier(planned_actions=planned, constraints="Ne pas dire combien la ville de Luzy met"))
    told = [one.text for one in sober.planned_actions]
    assert told == ["Payer le taxi", "Ouvrir un lieu, sous réserve du vote par la ville de Luzy d’une subvention"]


def test_a_common_word_of_what_leaves_withholds_nothing_else() -> None:
    planned = [action("Une navette au départ du bourg vers le centre pénitentiaire"), action("Saluer son départ")]
    needs = ["La directrice du centre hospitalier annonce son départ"]
    ban = "Le départ de la directrice du centre hospitalier n’est pas officiel"
    sober, _ = withhold(dossier(territory_needs=needs, planned_actions=planned, constraints=ban))
    assert sober.territory_needs == ("",) and sober.planned_actions[0].text == planned[0]["text"]


def test_the_town_of_what_is_kept_quiet_is_told_elsewhere() -> None:
    needs = ["Le médiateur de Luzy part en juin", "Les délais atteignent 9 mois à Luzy"]
    ban = "Le médiateur de Luzy part en retraite : pas officiel."
    sober, _ = withhold(dossier(territory_needs=needs, constraints=ban))
    assert sober.territory_needs == ("", needs[1])


@pytest.mark.parametrize("ban", ["le déficit du CCAS : interne", "le nom du futur gérant ne doit pas filtrer"])
def test_a_detail_that_no_field_gives_is_told(ban: str) -> None:
    _, alerts = withhold(replace(TOLD, constraints=ban))
    assert [alert.message.startswith("Rien trouvé à retenir pour") for alert in alerts] == [True]


def test_a_term_told_after_a_constraint_is_its_own() -> None:
    (ban,) = parse_constraints("Ne rien dire du gestionnaire d’Albe. Cette réserve vaut jusqu’au 1er mars 2027.")
    assert ban.what == "ne pas citer : gestionnaire d’Albe (jusqu’au 1er mars 2027)"


def test_an_action_that_must_not_be_spoken_of_goes_with_its_date_and_its_pilot() -> None:
    draft = article(
        constraints="Fermeture de Courcelin : les salariées ne sont pas prévenues, rien ne doit en paraître.",
        planned_actions=[
            action("Fermeture de l’antenne de Courcelin", 3, pilot="Le Pont", deadline="juillet 2027"),
            action("Former les bénévoles"),
        ],
    )
    assert all(word not in draft.text for word in ("Courcelin", "ermeture", "juillet", "Le Pont"))
    assert any(
        "Fermeture de Courcelin" in message and "actions prévues, 1" in message for message in messages(draft, "other")
    )


def test_what_a_field_itself_says_not_to_publish_is_withheld() -> None:
    draft = article(
        figures=[
            {
                "label": "Signalements",
                "value": "217",
                "unit": "informations",
                "source": "CRIP, provisoire, ne pas publier",
            }
        ]
    )
    assert "217" not in draft.text and "ne pas publier" not in draft.text
    assert "ne pas publier" in messages(draft, "other")[0]


def test_who_signs_is_told_without_the_bracket_that_names_whom_a_constraint_keeps_quiet() -> None:
    signs = "M. Paul Rey, directeur (remplace Mme Vidal depuis mars)"
    told = dossier(
        constraints="On ne dit rien de l’ancienne directrice, Mme Vidal.",
        signatories=[{"body": "CIDFF", "represented_by": signs}],
    )
    sober, alerts = withhold(told)
    assert sober.signatories[0].represented_by == "M. Paul Rey, directeur"
    assert [[str(field) for field in alert.fields] for alert in alerts] == [["signatories.0.represented_by"]]


def test_a_constraint_of_which_nothing_is_found_is_told() -> None:
    draft = article(constraints="Ne pas nommer l’interprète.", planned_actions=[action("Former un interprète")])
    assert "un interprète" in draft.text
    assert any("Ne pas nommer l’interprète" in message for message in messages(draft, "other"))


@pytest.mark.parametrize("said", ["Ne rien citer.", "NE RIEN ÉCRIRE avant le vote", "Embargo total."])
def test_a_ban_on_everything_leaves_blanks_and_says_why(said: str) -> None:
    draft = article(constraints=said, territory_needs=["Aucune médiation"], planned_actions=[action("Ouvrir un lieu")])
    assert all(word not in draft.text for word in ("Aucune médiation", "Ouvrir un lieu", "UDAF"))
    assert "tient hors du projet tout ce que dit le dossier" in messages(draft, "other")[0]


def test_nothing_to_say_of_what_was_told_before_forbids_that_alone() -> None:
    draft = article(constraints="Le legs Duval est secret. Ne rien dire.", planned_actions=[action("Ouvrir un lieu")])
    assert "Ouvrir un lieu" in draft.text


def test_a_ban_holds_only_where_it_says() -> None:
    draft = article(
        constraints="Ne pas citer la Ligue des familles comme gestionnaire du futur lieu.",
        planned_actions=[
            action("Ouvrir le lieu de rencontre, tenu par la Ligue des familles"),
            action("Former les bénévoles de la Ligue des familles"),
        ],
    )
    assert "Former les bénévoles de la Ligue des familles" in draft.text and "tenu par" not in draft.text


def test_a_statement_goes_whole_and_leaves_no_debris() -> None:
    needs = [
        "Ouverture 2eme antenne à Port-Clos",
        "Port-Clos : nommer un gestionnaire",
        "Aide de 20 000 € de la Région",
    ]
    draft = article(constraints="Ne pas citer Port-Clos, ni la subvention de la Région.", territory_needs=needs)
    assert all(word not in draft.text for word in ("2e", "gestionnaire", "Aide de", "Port-Clos", "20 000"))


def test_two_bans_that_contradict_each_other_withhold_and_one_is_lifted_by_hand() -> None:
    said = {
        "constraints": "Ne pas citer Port-Clos. Citer Port-Clos partout.",
        "territory_needs": ["Aucune médiation à Port-Clos"],
    }
    draft = article(**said)
    (held,) = draft.withheld
    assert "Port-Clos" not in draft.text
    lifted = {"about": "ban", "field": "constraints", "original": held.what, "value": "écrire"}
    assert "Port-Clos" in article(**said, decisions=[lifted]).text


SHUT = action("Fermeture de l’antenne de Morvins, reprise par le CIDFF", 1, pilot="CCAS", deadline="juin 2028")
TOWN = action("Visite du sous-préfet à la ludothèque", 1, pilot="CCAS", deadline="mai 2028")
OTHERS = [action(f"Ouvrir un lieu d’écoute n° {rank}", 1, pilot="CIDFF") for rank in range(4)]


@pytest.mark.parametrize(
    ("constraints", "planned"),
    [
        ("NE PAS PARLER DU PROCES AVEC LE CCAS NI DE LA FERMETURE DE MORVINS", SHUT),
        ("La fermeture de l’antenne de Morvins ne saurait être évoquée, ni directement ni par allusion.", SHUT),
        ("Alors ça on n’en parle pas, l’antenne de Morvins, tant que c’est pas signé", SHUT),
        ("La venue du sous-préfet est sous embargo jusqu’au 3 mai.", TOWN),
    ],
)
def test_a_constraint_in_capitals_in_legal_words_or_as_spoken_withholds_the_statement(
    constraints: str, planned: dict[str, object]
) -> None:
    draft = article(constraints=constraints, planned_actions=[planned, *OTHERS])
    assert not {"Morvins", "sous-préfet", "2028", "CCAS"} & set(draft.text.replace(",", " ").split())
    assert "Ouvrir un lieu d’écoute n° 3" in draft.text
    assert not [message for message in messages(draft, "other") if "rien de tel" in message]


def test_the_two_ends_of_an_embargoed_sum_go_with_their_action() -> None:
    planned = action("Porter l’aide de la ville de 31 000 à 45 000 euros", 1, pilot="CCAS", indicator="aide versée")
    draft = article(constraints="Aucun montant ne doit figurer dans la convention.", planned_actions=[planned])
    assert not any(word in draft.text for word in ("31", "45", "CCAS", "versée"))


@given(record=DOSSIERS, constraints=TEXT)
def test_any_dossier_keeps_its_shape(record: dict, constraints: str) -> None:  # type: ignore[type-arg]
    given_one = make_dossier(
        {**record, "constraints": f"Ne pas citer {constraints}, ni son montant, ni la commune, ni en parler."}
    )
    sober, _ = withhold(given_one)
    assert len(sober.planned_actions) == len(given_one.planned_actions) and len(sober.figures) == len(given_one.figures)
    assert sober.signatories == given_one.signatories


@pytest.mark.parametrize(
    "written",
    [
        "64 000 €",
        "64 000 €",
        "64\u202f000\u00a0€",
        "64000 €",
        "64000€",
        "64 k€",
        "64k€",
        "64 000 euros",
        "64 K€",
        "0,064 M€",
    ],
)
def test_an_embargoed_amount_is_withheld_however_it_is_written(written: str) -> None:
    draft = article(
        constraints=EMBARGO,
        territory_needs=[f"Il manque {written} à l’espace de rencontre"],
        priorities=[f"Obtenir {written}"],
        figures=[
            {"label": f"Aide demandée ({written})", "value": "12", "unit": "mois", "source": f"délibération, {written}"}
        ],
        planned_actions=[
            action(
                f"Ouvrir le dimanche grâce à {written}", indicator=f"{written} versés", partners=[f"Mécène ({written})"]
            )
        ],
    )
    assert "64" not in draft.text


def test_a_figure_that_is_a_withheld_sum_goes_whole_and_is_told() -> None:
    draft = article(constraints=EMBARGO, figures=[{"label": "Aide", "value": "64", "unit": "k€", "source": "CD"}])
    assert "Aide" not in draft.text
    assert any("chiffres" in alert.fields[0].label and alert.constraint for alert in draft.alerts)


@pytest.mark.parametrize("written", ["64 mois", "64 %", "164 000 €", "64 001 €", "64 €", "6 400 €"])
def test_another_quantity_is_left(written: str) -> None:
    assert written in article(constraints=EMBARGO, planned_actions=[action(f"Atteindre {written}")]).text.replace(
        "\u00a0", " "
    ).replace("\u202f", " ")


def test_each_withheld_field_is_told_with_what_it_gave() -> None:
    draft = article(constraints=EMBARGO, priorities=["Obtenir 64 k€"])
    (told,) = [alert for alert in draft.alerts if alert.kind == "other"]
    assert told.values == ("64 k€",)
    assert "« priorités, 1 »" in told.message and "sous embargo ou non voté" in told.message


@pytest.mark.parametrize(
    "constraints",
    [
        "Aucun montant ne doit être annoncé.",
        "Les financements sont confidentiels.",
        "Ne pas chiffrer les subventions tant que le budget n’est pas voté.",
        "Budget sous embargo",
    ],
)
def test_a_constraint_on_all_amounts_withholds_each(constraints: str) -> None:
    draft = article(
        constraints=constraints,
        planned_actions=[action("Recruter un médiateur (35 000 €)"), action("Louer une salle pour 1 200 € par an")],
    )
    assert "35" not in draft.text
    assert "200" not in draft.text


@pytest.mark.parametrize(
    "constraints",
    [
        "Pas plus de 12 familles à la fois.",
        "Le groupe n’ouvre qu’avec l’accord des deux parents.",
        "Budget de 64 000 € voté en mars.",
        "",
    ],
)
def test_a_constraint_on_anything_else_withholds_nothing(constraints: str) -> None:
    draft = article(constraints=constraints, planned_actions=[action("Recevoir 12 familles pour 64 000 € par an")])
    assert "64 000 € par an" in draft.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "12 familles" in draft.text.replace("\u00a0", " ")


def test_a_name_that_must_not_be_cited_is_withheld() -> None:
    draft = article(
        constraints="Ne pas citer l’association Trait d’Union.",
        planned_actions=[action("Ouvrir un lieu", partners=["Trait d’Union", "CAF"])],
    )
    assert "Union" not in draft.text


def test_the_constraints_themselves_are_never_written() -> None:
    draft = article(
        constraints="Le bail de la maison des familles finit en mars 2028.", planned_actions=[action("Ouvrir un lieu")]
    )
    assert "bail" not in draft.text


def test_a_dossier_without_constraint_is_not_restrained() -> None:
    assert parse_constraints("") == ()
    assert messages(article(planned_actions=[action("Verser 64 000 €")]), "other") == []


@pytest.mark.parametrize(
    "ban",
    [
        "l’action bus est sous embargo jusqu’au vote",
        "mesure bus = confidentiel",
        "Le bus est sous embargo.",
        "Action sur le bus sous embargo",
    ],
)
def test_an_action_named_by_one_word_is_withheld_however_it_is_called(ban: str) -> None:
    planned = [action("Bus des familles le samedi, gratuit"), action("Ouvrir un relais à Dole")]
    text = article(constraints=ban, planned_actions=planned).text
    assert "Bus des familles" not in text and "Ouvrir un relais à Dole" in text


@pytest.mark.parametrize(
    "ban",
    [
        "EMBARGO jusqu’au 15 janvier sur l’antenne de Bessac (conférence de presse du CD), rien dessus.",
        "Silence jusqu’au 3 mai sur l’antenne de Bessac",
        "Rien avant le 15 janvier sur l’antenne de Bessac.",
    ],
)
def test_an_embargo_whose_term_comes_first_keeps_quiet_the_thing_and_not_its_town(ban: str) -> None:
    planned = [
        action("Antenne de l’espace de rencontre à Bessac dans l’ancienne gendarmerie"),
        action("Former les accueils de France Services de Bessac"),
    ]
    text = article(constraints=ban, planned_actions=planned).text
    assert "gendarmerie" not in text and "Former les accueils de France Services de Bessac" in text


def test_a_figure_not_to_be_let_out_before_a_date_is_not_written() -> None:
    source = "CAF, 2025. NE PAS SORTIR avant validation"
    figures = [{"label": "Taux de recouvrement", "value": "71,2", "unit": "%", "source": source}]
    assert "71,2" not in article(figures=figures).text


def test_an_action_under_embargo_by_its_one_word_is_withheld() -> None:
    ban = "Action sur le bus : sous embargo jusqu’à la délibération du conseil départemental, ne pas l’annoncer."
    planned = [action("Bus des familles le samedi, gratuit"), action("Ouvrir un relais à Dole")]
    text = article(constraints=ban, planned_actions=planned).text
    assert "Bus des familles" not in text and "Ouvrir un relais à Dole" in text


def test_a_body_kept_out_of_the_partners_of_one_action_stays_in_the_others() -> None:
    ban = "Le conseil départemental ne s’est pas prononcé sur le transport à la demande : "
    ban += "ne pas le citer parmi les partenaires de cette action."
    planned = [
        action("Transport à la demande le samedi", partners=["CAF", "Conseil départemental"]),
        action("Former les accueils", partners=["MSA", "Conseil départemental"]),
    ]
    lines = [line for line in under(article(constraints=ban, planned_actions=planned), 1) if "partenaire" in line]
    assert "Conseil départemental" not in lines[0] and "MSA et Conseil départemental" in lines[1]


def test_what_must_not_be_told_of_a_place_does_not_keep_quiet_its_like_elsewhere() -> None:
    mobile = "Antenne mobile d’espace de rencontre dans la vallée"
    ban = "Ne pas évoquer la fermeture de l’antenne du Mézel (négociation en cours)."
    assert mobile in article(constraints=ban, planned_actions=[action(mobile)]).text
    closed = "Relogement de l’équipe après la fermeture de l’antenne"
    assert closed not in article(constraints=ban, planned_actions=[action(closed)]).text


def test_a_town_that_acts_elsewhere_is_no_part_of_a_ban_on_something_there() -> None:
    draft = article(
        planned_actions=[
            {**action("Louer le local de Sornac", 1), "pilot": "ville de Sornac"},
            {**action("Groupe de parole des pères", 2), "pilot": "ville de Sornac"},
        ],
        constraints="Ne pas citer le local de Sornac.",
    )
    assert "local" not in draft.text
    assert draft.text.count("ville de Sornac") == 1


@pytest.mark.parametrize(
    ("constraint", "what"),
    [
        ("Aucun montant ne doit figurer dans la convention", "ne pas donner le montant"),
        (
            "Embargo second lieu de Sornac : ne pas citer avant le vote",
            "ne pas citer : second lieu de Sornac (avant le vote)",
        ),
        ("Mail du cabinet, 20/11 : la venue du ministre est sous embargo", "ne pas citer : venue du ministre"),
    ],
)
def test_a_ban_is_told_by_what_it_is_on(constraint: str, what: str) -> None:
    assert [ban.what for ban in parse_constraints(constraint)] == [what]


def written(text: str, constraints: str, **fields: object) -> str:
    """What is left of the text of an action, under constraints."""
    sober, _ = withhold(dossier(planned_actions=[{"objective": 1, "text": text, **fields}], constraints=constraints))
    return sober.planned_actions[0].text or ""


def test_the_condition_of_a_ban_is_not_what_it_is_on() -> None:
    assert written("Quatre ateliers, accord de la MDA", "Ne pas citer Lornal tant que la DRH n’a pas donné son accord")
    assert "Lornal" not in written("Atelier chez Lornal", "Ne pas citer Lornal tant que la DRH n’a pas dit son accord")


@pytest.mark.parametrize("rank", ["L1.3 – ", "Décision n° 4 : ", "Fiche 2.1 | "])
def test_the_rank_of_an_action_does_not_stand_for_it_once_it_is_withheld(rank: str) -> None:
    ban = "La fermeture du site de Sornac-Gare : huis clos, à ne pas reproduire."
    assert not written(f"{rank}fermeture du site de Sornac-Gare", ban, pilot="CAF")


def test_a_neighbour_that_is_closed_on_sundays_is_not_the_closing_that_is_not_told() -> None:
    need = "L’espace de rencontre de Sornac est fermé le dimanche."
    closing, ban = {"objective": 1, "text": "Fermeture de Sornac-Gare"}, "Ne pas évoquer la fermeture de Sornac-Gare."
    sober, _ = withhold(dossier(territory_needs=[need], planned_actions=[closing], constraints=ban))
    assert sober.territory_needs == (need,)
    assert not sober.planned_actions[0].text


def test_a_sum_goes_with_the_words_that_are_its_own_and_the_action_stays() -> None:
    ban = "Le budget de la campagne n’est pas arrêté, pas de montant."
    assert written("Campagne dans les gares – budget 8 000 € à répartir", ban) == "Campagne dans les gares"
    assert written("Campagne dans les gares (8 000 €), en mars", ban) == "Campagne dans les gares, en mars"
    assert not written("Le budget de la campagne sera porté à 8 000 €", ban)


def test_the_first_of_a_list_goes_without_its_colon() -> None:
    assert (
        written("Séances en entreprise : Lornal, Bel-Air", "Ne pas citer Lornal") == "Séances en entreprise : Bel-Air"
    )


@pytest.mark.parametrize(
    "constraint",
    [
        "Sujet sensible : les suicides, le parquet ne veut ni chiffre ni mention, on laisse ça de côté.",
        "Point délicat, les suicides : pas un mot.",
        "Les suicides sont un sujet tabou. Sujet tabou : les suicides, ne rien en dire.",
    ],
)
def test_a_subject_said_to_be_sensitive_goes_with_its_figure_and_its_action_and_nothing_else(constraint: str) -> None:
    told = dossier(
        constraints=constraint,
        figures=[{"label": "Suicides en 2025", "value": "3", "source": "Parquet"}],
        planned_actions=[
            {"objective": 2, "text": "Former les surveillants après un suicide"},
            {"objective": 4, "text": "Travailler avec les mêmes chiffres"},
        ],
    )
    sober, alerts = withhold(told)
    assert [action.text for action in sober.planned_actions] == [None, "Travailler avec les mêmes chiffres"]
    assert (sober.figures[0].label, sober.figures[0].value) == (None, None)
    assert alerts


def test_who_must_not_be_cited_is_no_member_of_the_instance() -> None:
    draft = convention(
        members=["UDAF", "Dr Hamelin-Sorel, pédopsychiatre", "Mme Roy (CAF)"],
        constraints="Ne pas citer le Dr Hamelin-Sorel (a quitté le groupe fâché).",
    )
    assert "Hamelin" not in draft.text and "Mme Roy (CAF)" in draft.text


def test_a_matter_between_two_bodies_leaves_them_to_pilot_and_to_sign() -> None:
    planned = [action("Ouvrir une antenne à Corbas", pilot="Le Pas de Côté", partners=["Commune de Corbas"])]
    ban = "Ne pas évoquer le désaccord entre la commune de Corbas et Le Pas de Côté sur le loyer du local."
    text = article(constraints=ban, planned_actions=planned).text
    assert "antenne à Corbas" in text and "Le Pas de Côté" in text and "Commune de Corbas" in text


def test_a_person_not_to_be_named_is_not_by_an_initial_either() -> None:
    planned = [action("Ouvrir une antenne à Corbas", pilot="Le Pas de Côté (F. Cottave)")]
    text = article(constraints="Le nom de Fabienne Cottave ne doit paraître nulle part.", planned_actions=planned).text
    assert "Cottave" not in text and "Le Pas de Côté" in text


def test_a_person_who_is_named_nowhere_is_no_ban_to_look_for() -> None:
    told = article(constraints="Ne pas citer Mme Rascalou.", territory_needs=["Délais trop longs"])
    assert not [alert for alert in told.alerts if "Rien trouvé" in alert.message]


def test_a_month_or_a_town_beside_the_thing_to_keep_quiet_is_not_its_name() -> None:
    draft = article(
        planned_actions=[
            action("Ouvrir un lieu à Garsonville, vigile les samedis", 1),
            action("Tenir une permanence de médiation", 1, partners=["Ville de Garsonville"]),
        ],
        figures=[{"label": "Visites médiatisées", "value": "12", "source": "Caf, juin 2026"}],
        constraints="On ne parle pas du vigile agressé en juin.",
    )
    assert "Ville de Garsonville" in draft.text and "Caf, juin 2026" in draft.text


def test_after_but_what_is_to_be_kept_quiet_is_who_that_clause_names() -> None:
    said = "Mme Hocquart signe pour l’association mais M. Delmas, le trésorier, n’a pas à apparaître."
    assert [ban.about for ban in parse_constraints(said)] == ["M. Delmas"]


def test_a_body_that_asks_before_a_colon_stays_whatever_it_asks() -> None:
    asked = [
        "Commune de Luzy : l’installation dans l’ancienne halle reste confidentielle jusqu’au 18 février 2027.",
        "UDAF : le médiateur du samedi ne veut pas que son nom figure.",
        "CATV : ne pas évoquer le contrôle de la chambre régionale des comptes.",
    ]
    told = dossier(
        constraints=" ".join(asked),
        signatories=[
            {"body": "Commune de Luzy"},
            {"body": "UDAF du Val"},
            {"body": "Communauté d’agglomération du Val (CATV)"},
        ],
        priorities=["Ouvrir au sud ce qui n’existe qu’à Luzy"],
        planned_actions=[
            action("Aménager le lieu de rencontre dans l’ancienne halle de Luzy", pilot="Commune de Luzy"),
            action("Former deux agents au métier de médiateur familial", pilot="UDAF", partners=["CATV"]),
            action(
                "Billet réduit", pilot="CATV", deadline="2028, après le contrôle de la chambre régionale des comptes"
            ),
        ],
    )
    sober, _, _ = set_in_place(told)
    assert sober.planned_actions[0].text is None
    assert (sober.planned_actions[1].pilot, sober.planned_actions[1].partners) == ("UDAF", ("CATV",))
    assert sober.planned_actions[2].deadline == "2028" and sober.priorities[0].endswith("à Luzy")


def test_the_sum_of_an_aid_that_is_to_be_kept_quiet_leaves_the_aid_and_who_gives_it() -> None:
    told = dossier(
        constraints="Le montant de la participation de la MSA au véhicule n’est pas arrêté : prière de le taire.",
        planned_actions=[
            action("Acheter un véhicule ; participation de la MSA de 46 500 €, le solde par la CAF", partners=["MSA"]),
            action("Arrêter une définition commune du délai", partners=["MSA"]),
        ],
    )
    sober, _, _ = set_in_place(told)
    assert [one.text for one in sober.planned_actions] == [
        "Acheter un véhicule ; participation de la MSA, le solde par la CAF",
        "Arrêter une définition commune du délai",
    ]
    assert [one.partners for one in sober.planned_actions] == [("MSA",), ("MSA",)]


@pytest.mark.parametrize(
    ("constraint", "said", "kept"),
    [
        (
            "Les 215 000 euros restent entre nous, on peut écrire que la CAF cofinance.",
            "Financer à hauteur de 215 000 € deux postes",
            "Financer deux postes",
        ),
        (
            "Le montant de l’aide exceptionnelle au lieu n’est pas public.",
            "Verser au lieu une aide exceptionnelle de 92 000 € pour réduire l’attente",
            "Verser au lieu une aide exceptionnelle pour réduire l’attente",
        ),
    ],
)
def test_a_sum_goes_with_what_brings_it_in_alone(constraint: str, said: str, kept: str) -> None:
    sober, _ = withhold(dossier(constraints=constraint, planned_actions=[action(said)]))
    assert sober.planned_actions[0].text == kept


def test_of_two_events_of_which_nothing_is_to_be_told_each_is_looked_for() -> None:
    told = dossier(
        constraints="Le rapprochement des deux EPT et les départs que cela fera, on n’en parle pas.",
        planned_actions=[
            action(
                "Prêter une salle", pilot="Département", deadline="2028, si les deux EPT ne se rapprochent pas d’ici là"
            )
        ],
        annexes=["Liste des communes et des deux EPT"],
    )
    sober, _ = withhold(told)
    assert (sober.planned_actions[0].deadline, sober.planned_actions[0].pilot) == ("2028", "Département")
    assert sober.annexes == told.annexes


def test_an_action_of_which_nothing_is_left_is_said_to_be_withheld_whole() -> None:
    ban = "Ne rien dire de la maison des parents de Luzy avant le vote."
    lone = article(constraints=ban, planned_actions=[action("Ouvrir la maison des parents de Luzy")])
    assert any("Rien de cette action n’est écrit." in alert.message for alert in lone.alerts)
    both = [
        action("Ouvrir la maison des parents de Luzy"),
        action("Chercher le local de la maison des parents de Luzy"),
    ]
    several = article(constraints=ban, planned_actions=both)
    assert any(alert.message.count("(l’action entière)") == 2 for alert in several.alerts)


def test_who_is_not_to_be_named_either_is_found() -> None:
    constraints = "Mme Orval ne veut pas être citée ; la fondation Brignac non plus."
    assert [ban.about for ban in parse_constraints(constraints)] == ["Mme Orval", "fondation Brignac"]
    partners = ["Fondation Brignac", "CAF des Coteaux"]
    draft = article(planned_actions=[action("Bus du samedi", partners=partners)], constraints=constraints)
    assert "Brignac" not in draft.text and "partenaire : CAF des Coteaux" in draft.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "constraints",
    [
        "Lieu de Luzy : rien avant le conseil du 18 janvier 2027, rien n’est voté.",
        "Le site de Luzy ne doit pas être annoncé avant le 12 mars 2027.",
    ],
)
def test_of_what_opens_where_it_is_kept_quiet_for_a_while_nothing_is_left(constraints: str) -> None:
    opening = action("Ouvrir un espace de rencontre à Luzy, ancienne halle", indicator="visites à Luzy")
    draft = article(
        planned_actions=[opening, action("Séances pour les parents, dont 3 à Luzy")], constraints=constraints
    )
    assert "Ouvrir un espace" not in draft.text and "halle" not in draft.text and "visites à" not in draft.text
    assert not any("Il en reste" in alert.message for alert in draft.alerts)


def test_of_a_sum_that_must_stay_untold_the_action_keeps_its_clauses() -> None:
    text = "Payer les trajets, par bons remis à l’avance (48 000 € sur trois ans)"
    draft = article(
        planned_actions=[action(text)], constraints="Le montant des bons n’est pas arrêté et doit rester tu."
    )
    assert "- Payer les trajets, par bons remis à l’avance." in draft.text
