"""What a department's dossier says to a partner: its own part, cleaned as a draft is, and nothing of its neighbours'."""

import pytest
from welcoming import BRUME, TOWN

from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.office import Office
from rupfam_assistant.welcome.kit import TO_WRITE, UNNAMED, Kit
from rupfam_assistant.welcome.roles import ITSELF


@pytest.fixture(scope="module")
def colombe(office: Office) -> Kit:
    return welcome(office, "espace de rencontre La Colombe")


def welcome(office: Office, partner: str) -> Kit:
    return office.welcome(partner, make_dossier(BRUME))


def test_orders_and_families_are_withheld_the_action_stays_and_the_officer_is_told(colombe: Kit) -> None:
    told = "\n".join(colombe.local)
    assert "Objectif 1 : Créer dix places à La Colombe (pilote : DDETS)" in told
    assert not any(word in told for word in ("Assistant", "90 000", "Marchal", "06 22"))
    assert "Tenus hors de ce livret" in colombe.alert
    assert colombe.alert not in colombe.text


def test_a_partner_is_known_by_its_own_name_wherever_it_stands(colombe: Kit) -> None:
    told = "\n".join(colombe.local)
    assert "Signataire : Fondation Sainte-Luce (espace de rencontre La Colombe), M. Jean Ormes, directeur" in told
    assert "Chiffre relevé : Visites : 41 (source : La Colombe, 2025)" in told


def test_what_is_a_neighbour_s_is_not_told(office: Office) -> None:
    told = "\n".join(welcome(office, "commune de Vaux-sur-Brume").local)
    assert "partenaire : CCAS de Vaux-sur-Brume ; pilote : CAF" in told
    assert "Saint-Orens" not in told
    assert "Saint-Orens" in "\n".join(welcome(office, "la mairie de Saint-Orens").local)


def test_a_judge_is_told_what_its_court_of_appeal_does(office: Office) -> None:
    told = welcome(office, "JAF").local
    assert "Objectif 3 : Journée des professionnels (pilote : Cour d’appel de Brumeval)" in told


def test_what_the_dossier_decides_is_no_longer_told_as_open(colombe: Kit, office: Office) -> None:
    assert "Le projet de convention vous compte parmi les signataires" in colombe.page[1].items[0].text
    assert {"presidence", "dates", "contacts"}.isdisjoint(silence.key for silence in colombe.silences)
    assert "au moins une fois par an" not in "\n".join(item.text for part in colombe.page for item in part.items)
    assert "T3 2027" not in "\n".join(welcome(office, "commune de Saint-Orens").local)


def test_a_maternity_is_told_first_of_prevention_and_violence(office: Office) -> None:
    kit = office.welcome("la maternité de Brumeval, sage-femme cadre")
    first, second, *_ = (item.text for item in kit.page[2].items)
    assert kit.roles == ("un service de périnatalité",)
    assert "prévention primaire" in first and "détention" not in first and "violences" in second


def test_the_directorate_is_called_as_the_dossier_calls_it(office: Office) -> None:
    dossier = make_dossier({**BRUME, "members": ["DEETS de Brumeval"], "planned_actions": []})
    kit = office.welcome("une association de logement", dossier)
    whom = " ".join(silence.who for silence in kit.silences)
    assert "DDETS" in " ".join(silence.who for silence in office.welcome("une association de logement").silences)
    assert "DEETS" in whom and "DDETS" not in whom


def test_nobody_is_sent_to_ask_itself(office: Office) -> None:
    asked = [silence.who for silence in office.welcome("une commune").looked_for]
    assert "la CAF" in asked
    assert not any("commune" in who for who in asked)


@pytest.mark.parametrize(
    ("partner", "its", "others"),
    [
        ("Barreau de Brumeval", ("Mme la bâtonnière", "Permanence gratuite"), ("Ode Vial", "Navette", "membre")),
        ("barreau", ("Mme la bâtonnière", "Permanence gratuite"), ("Ode Vial", "Navette")),
        ("Ville de Brumeval", ("Ode Vial", "Conférence"), ("bâtonnière", "Permanence")),
        ("CC Vallée du Puits", ("Luc Ormes", "Navette", "Conférence"), ("Ode Vial", "Permanence")),
        ("CCVP", ("Luc Ormes", "Navette", "Conférence"), ("Ode Vial", "Permanence")),
        ("Communauté de communes de la Vallée du Puits", ("Luc Ormes", "Navette", "Conférence"), ("Ode Vial",)),
        ("Régiment d’infanterie 92", ("Livret des familles",), ("Navette", "Conférence", "Permanence")),
        ("Maison des adolescents", ("sa directrice", "Semaine de la coparentalité"), ("Navette", "consultation")),
        ("Chambre des notaires", ("Les actions prévues ne vous nomment pas",), ("bâtonnière", "Permanence", "Semaine")),
        ("Le Gué", ("SCIC Le Gué", "Semaine"), ("Navette",)),
    ],
)
def test_who_a_partner_is_is_told_by_its_kind_and_its_name_never_by_its_town(
    office: Office, partner: str, its: tuple[str, ...], others: tuple[str, ...]
) -> None:
    told = "\n".join(office.welcome(partner, make_dossier(TOWN)).local)
    assert [word for word in its if word not in told] == []
    assert [word for word in others if word in told] == []


@pytest.mark.parametrize(
    "partner",
    [
        "la commune de Vaux", "la commune de Brumeval-le-Haut", "CC du Haut-Pré", "un lycée", "le collège de Brumeval",
        "lycée Jean-Moulin", "une association", "l’association Les Tilleuls", "une fondation",
    ],
)  # fmt: skip
def test_one_of_many_under_another_name_is_none_of_the_dossier_s(office: Office, partner: str) -> None:
    bodies = ["DSDEN de Brumeval", "École Jean-Moulin", "Association Le Pont", "Fondation Sainte-Luce"]
    told = TOWN | {"signatories": [*TOWN["signatories"], *({"body": body} for body in bodies)]}  # type: ignore[misc]
    kit = office.welcome(partner, make_dossier(told))
    assert kit.local[0] == "Les actions prévues ne vous nomment pas."
    assert not kit.signs and "vous compte parmi les signataires" not in kit.page[1].items[0].text


@pytest.mark.parametrize(
    "partner",
    [
        "Groupement hospitalier", "Groupe hospitalier Sud", "GIP Groupement d’employeurs", "Association Parole d’Enfants",
        "Association Parole", "Association Accueil Parents", "Association Le Lien", "Les Solidaires", "La Mission",
        "Compagnie des Formateurs", "Relais Parental", "Association Rencontres et Débats",
    ],
)  # fmt: skip
def test_no_action_is_a_partner_s_for_a_word_that_only_looks_like_its_name(office: Office, partner: str) -> None:
    said = [
        "Ouvrir un groupe de parole", "Accueil des pères le samedi", "Renforcer le lien familial", "Mission d’écoute",
        "Semaine des parents solidaires", "Former les médiateurs", "Relais entre parents", "Débattre des rencontres",
    ]  # fmt: skip
    actions = [{"objective": 1, "text": text, "pilot": "CAF"} for text in said]
    actions += [{"objective": 1, "text": "Se réunir", "pilot": "groupe de parole des parents"}]
    told = office.welcome(partner, make_dossier(TOWN | {"planned_actions": actions}))
    assert told.local[0].startswith("Les actions prévues ne vous nomment pas")


@pytest.mark.parametrize(
    ("body", "partners"),
    [
        ("SPIP", ("service pénitentiaire d’insertion et de probation", "le SPIP de la Haute-Brume")),
        ("Agence régionale de santé", ("ARS", "l’ARS", "ARS de la Haute-Brume")),
        ("DEETS", ("direction de l’économie, de l’emploi, du travail et des solidarités",)),
        ("CA Armelin", ("communauté d’agglomération Armelin", "la communauté d’agglomération d’Armelin")),
        ("MJD du Cap", ("maison de justice et du droit du Cap",)),
        ("Association Pas à Pas", ("Pas à Pas", "asso Pas à Pas", "l’association Pas à Pas")),
        ("Association Fil d’Ariane", ("Fil d’Ariane", "assoc. Fil d’Ariane")),
        ("Association Brumes et Vallées", ("Brumes et Vallées", "Asso Brumes et Vallées")),
        ("Halte-Familles", ("Association Halte-Familles", "asso halte-familles")),
    ],
)
def test_a_body_is_itself_by_its_acronym_its_full_name_or_its_short_one(
    office: Office, body: str, partners: tuple[str, ...]
) -> None:
    places: list[dict[str, object]] = [{"pilot": body}, {"pilot": "CAF", "partners": ["UDAF", body]}]
    for where in places:
        told = TOWN | {"planned_actions": [{"objective": 1, "text": "Ouvrir le samedi", **where}]}
        for partner in (body, *partners):
            kit = office.welcome(partner, make_dossier(told))
            assert [action.said for action in kit.actions] == ["Ouvrir le samedi"], partner
            assert not any("ne vous nomment pas" in line for line in kit.local)


def test_one_whose_name_holds_a_word_of_the_department_is_not_its_prefect(office: Office) -> None:
    bodies = [{"body": "Préfet de la Haute-Brume"}, {"body": "CAF de la Haute-Brume"}]
    actions = [{"objective": 1, "text": "Ouvrir le samedi", "pilot": "Association Brumes"}]
    told = make_dossier(TOWN | {"signatories": bodies, "planned_actions": actions})
    kit = office.welcome("Brumes", told)
    assert kit.local[0] == "Objectif 1 : Ouvrir le samedi (vous\u00a0pilotez)" and not kit.signs


def test_a_school_is_told_what_the_texts_do_not_say_of_it_and_the_actions_of_its_kind_alone(office: Office) -> None:
    actions = [
        {"objective": 3, "text": "Parler aux collégiens", "pilot": "DSDEN", "partners": ["collèges du département"]},
        {"objective": 3, "text": "Former les inspecteurs", "pilot": "DSDEN"},
    ]
    told = make_dossier(TOWN | {"signatories": [{"body": "DSDEN de Brumeval"}], "planned_actions": actions})
    college, directorate = office.welcome("le collège Paul-Bert", told), office.welcome("la direction académique", told)
    assert college.page[1].items[0].text.startswith("Les textes ne vous nomment pas")
    assert [action.said for action in college.actions] == ["Parler aux collégiens"]
    assert [action.leads for action in directorate.actions] == [True, True] and directorate.signs
    assert not office.welcome("un lycée", told).actions


def test_the_contact_is_the_caf_of_the_dossier_and_a_blank_for_who_answers_there(office: Office) -> None:
    told = office.welcome("CCVP", make_dossier(TOWN))
    assert told.reached == f"CAF de la Haute-Brume, 1 rue du Puits, Brumeval – {TO_WRITE}"
    assert office.welcome("CCVP").reached == UNNAMED


def test_who_represents_the_caf_follows_its_name_as_it_is_typed(office: Office) -> None:
    caf = {"body": "CAF de la Haute-Brume", "represented_by": "la directrice"}
    contact = office.welcome("UDAF", make_dossier(TOWN | {"signatories": [caf]})).contact
    assert ", ".join(contact) == "CAF de la Haute-Brume, la directrice"


def test_the_annex_says_of_one_that_signs_nothing_against_its_page(office: Office) -> None:
    kit = office.welcome("CCVP", make_dossier(TOWN))
    assert kit.page[1].items[0].text.startswith("Le projet de convention vous compte parmi les signataires")
    assert kit.sections[0].items[0].text.startswith("Le projet de convention vous compte parmi les signataires")
    assert not any("ne vous nomme" in item.text for section in kit.sections for item in section.items)


def test_nobody_is_sent_to_another_about_its_own_trade(office: Office) -> None:
    sent = {
        partner: {silence.key for silence in office.welcome(partner).silences if silence.who != ITSELF}
        for partner in ("une agglomération", "le rectorat", "CCAS", "un office HLM", "une MECS", "un service de PMI")
    }
    assert "transports" not in sent["une agglomération"]
    assert {"autorite-parentale", "benevoles"}.isdisjoint(sent["le rectorat"])
    assert "aides-urgence" not in sent["CCAS"]
    assert {"logement", "priorite-logement", "expulsion"}.isdisjoint(sent["un office HLM"])
    assert {"enfants-confies", "protection-enfance"}.isdisjoint(sent["une MECS"])
    assert {"pmi", "signalements"}.isdisjoint(sent["un service de PMI"])
    assert "hebergement" in sent["un office HLM"] and "pmi" in sent["une MECS"]


def test_what_is_of_the_trade_of_a_role_is_something_that_a_role_looks_for(office: Office) -> None:
    sought = {silence.key for role in office.roles.roles for silence in role.silences}
    assert [(role.key, role.own - sought) for role in office.roles.roles if not role.own <= sought] == []


def test_one_expected_to_sign_is_not_asked_who_decides_nor_sent_to_the_committee(office: Office) -> None:
    expected, other = office.welcome("CCVP", make_dossier(TOWN)), office.welcome("CCVP")
    assert "Souhaitez-vous être associé" not in " ".join(expected.meeting)
    assert "Souhaitez-vous être associé" in " ".join(other.meeting)
    steps = [next(part for part in kit.sections if part.key == "steps") for kit in (expected, other)]
    assert ["souhaitez signer" in " ".join(item.text for item in part.items) for part in steps] == [False, True]


def test_the_dossier_tells_the_kind_of_a_partner_that_its_name_alone_does_not_tell(office: Office) -> None:
    assert office.welcome("Le Gué", make_dossier(TOWN)).roles == office.welcome("un espace de rencontre").roles
    metropolis = office.welcome("Métropole de Brumeval", make_dossier(TOWN)).page[1].items[0].text
    assert metropolis.endswith("parmi les signataires, comme la trame le prévoit.")


def test_a_body_of_another_department_is_not_the_one_of_the_dossier_s(office: Office) -> None:
    bodies = ["CAF du Cantal", "CAF de la Lozère", "Conseil départemental du Cantal"]
    actions = [
        {"objective": 1, "text": "Ouvrir le samedi, avec la CAF", "pilot": "CAF"},
        {"objective": 1, "text": "Compter ensemble", "pilot": "UDAF", "partners": ["CAF de la Lozère"]},
    ]
    dossier = {"department": "Cantal", "signatories": [{"body": body} for body in bodies], "planned_actions": actions}
    told = {partner: "\n".join(office.welcome(partner, make_dossier(dossier)).local) for partner in bodies[:2]}
    assert "Ouvrir le samedi" in told["CAF du Cantal"] and "Compter ensemble" not in told["CAF du Cantal"]
    assert "Compter ensemble" in told["CAF de la Lozère"] and "Ouvrir le samedi" not in told["CAF de la Lozère"]
    assert "Signataire : CAF de la Lozère" in told["CAF de la Lozère"]
    assert "ne vous nomment pas" in office.welcome("CD de la Lozère", make_dossier(dossier)).local[0]


def test_an_action_typed_as_a_question_is_told_to_be_confirmed(office: Office) -> None:
    actions = [{"objective": 1, "text": "Ouvrir le samedi ?", "pilot": "SPIP"}]
    local = office.welcome("SPIP", make_dossier(TOWN | {"planned_actions": actions})).local
    assert "Objectif 1 : Ouvrir le samedi, à confirmer (vous\u00a0pilotez)" in local


def test_the_officer_s_ranks_do_not_leave_the_dossier_and_those_who_take_part_are_told(office: Office) -> None:
    actions = [{"objective": 1, "text": "L1.7 – navette du dimanche", "pilot": "SPIP", "partners": ["CAF", "UDAF"]}]
    told = TOWN | {"planned_actions": actions, "priorities": ["P0 — Les vallées d’abord"]}
    local = office.welcome("SPIP", make_dossier(told)).local
    assert "Objectif 1 : Navette du dimanche (vous\u00a0pilotez ; avec CAF et UDAF)" in local
    assert "Priorité du département : Les vallées d’abord" in local


def test_no_blank_of_the_trame_is_sewn_in_a_quote_of_the_annex(office: Office) -> None:
    kit = office.welcome("un espace de rencontre")
    told = [item for section in kit.sections for item in section.items]
    assert not any("[Objectif X" in item.text for item in told)
    assert not any("[Objectif X" in citation.quote for item in told for citation in item.citations)


def test_an_association_that_leads_a_mediation_is_told_what_concerns_a_mediation(office: Office) -> None:
    action = {"objective": 1, "text": "Tenir une permanence de médiation au lycée", "pilot": "Le Pont"}
    told = TOWN | {"signatories": [{"body": "Association Le Pont"}], "planned_actions": [action]}
    assert office.welcome("association Le Pont", make_dossier(told)).roles == ("un service de médiation familiale",)
    other = told | {"planned_actions": [action | {"pilot": "CAF", "partners": ["Association Le Pont"]}]}
    assert office.welcome("association Le Pont", make_dossier(other)).roles == office.welcome("une association").roles


@pytest.mark.parametrize(
    ("partner", "roles"),
    [
        ("Une micro-crèche de village", ("un service de la petite enfance",)),
        ("le centre social de la ville", ("un centre social ou un lieu d’accueil des parents",)),
        ("le café du village", ()),
        ("les services de la ville", ("la commune",)),
        ("le maire du village", ("la commune",)),
        ("les avocats de la région", ("les avocats et autres professionnels du droit",)),
    ],
)
def test_where_a_partner_is_is_not_what_it_is(office: Office, partner: str, roles: tuple[str, ...]) -> None:
    assert welcome(office, partner).roles == roles
    if not roles or "commune" not in roles[0]:
        assert "Saint-Orens" not in "\n".join(welcome(office, partner).local)


def test_a_party_is_told_as_signing_whatever_the_initials_of_who_represents_it(office: Office) -> None:
    parties = {"signatories": [{"body": "MSA Vallée Grise", "represented_by": "M. J.-Ph. Roumégas, DG"}]}
    told = office.welcome("MSA Vallée Grise", make_dossier({**BRUME, **parties})).local
    assert told[0].startswith("Signataire : MSA Vallée Grise, M. J.-Ph. Roumégas")


def test_one_whom_the_caf_pays_or_a_judge_is_not_asked_who_pays(office: Office) -> None:
    for partner in ("JAF", "espace de rencontre La Colombe", "service de médiation familiale"):
        assert not any("finance" in asked for asked in welcome(office, partner).meeting), partner
    assert any("finance" in asked for asked in welcome(office, "centre social").meeting)


@pytest.mark.parametrize(
    ("partner", "said", "unsaid"),
    [
        ("JAF", ("médiation ordonnée", "audition de l’enfant"), ("bulletin",)),
        ("Chambre des notaires", ("consentement mutuel",), ("pénal", "bracelet", "aide juridictionnelle")),
        ("crèche associative", ("à qui remettre l’enfant", "PMI"), ("bulletin", "DDETS", "diplôme")),
        ("CIDFF", ("mesures de protection",), ("consultation juridique", "numéro d’écoute", "aide aux victimes")),
        ("l’ARIPA", ("titre exécutoire", "débiteur"), ("fédérations",)),
        ("le SPIP", ("permission de sortir", "interdiction de contact"), ("aide juridictionnelle",)),
        ("la préfecture", ("programme 304", "politique de la ville"), ("audition",)),
        ("un espace de rencontre", ("attestation", "refus de l’enfant"), ("divorce",)),
        ("UDAF", ("curatelle", "gestion du budget familial"), ("ordonnance de protection",)),
        ("CCAS", ("surendettement", "aide alimentaire"), ("audition",)),
        ("un bailleur social", ("dépôt de garantie", "Dalo"), ("bulletin",)),
        ("maison des adolescents", ("consentement aux soins", "anonyme"), ("bail",)),
    ],
)
def test_what_the_texts_do_not_say_is_of_the_partner_s_own_trade(
    office: Office, partner: str, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    told = "\n".join(f"{one.what} ({one.who})" for one in office.welcome(partner).looked_for)
    assert all(word in told for word in said) and not any(word in told for word in unsaid), told


@pytest.mark.parametrize(
    "away", ["(en congé jusqu’au 12 mars)", ", en congé maternité", ", absente, de retour en juin"]
)
def test_one_who_is_on_leave_is_no_contact(office: Office, away: str) -> None:
    caf = {"body": "CAF de la Haute-Brume", "represented_by": f"Mme Ode Vial, directrice{away}"}
    assert office.welcome("UDAF", make_dossier(TOWN | {"signatories": [caf]})).contact == ("CAF de la Haute-Brume",)


@pytest.mark.parametrize(
    ("partner", "role"),
    [
        ("le SPIP du département", "l’administration pénitentiaire et le SPIP"),
        ("le service pénitentiaire d’insertion et de probation (SPIP) de votre département", "l’administration pénitentiaire et le SPIP"),
        ("la CAF du département de la Haute-Brume", "la CAF"),
        ("un agent du département", "le conseil départemental"),
        ("la CAF et le département", "la CAF"),
    ],
)  # fmt: skip
def test_the_department_where_a_body_is_is_not_its_council(office: Office, partner: str, role: str) -> None:
    bodies = {"signatories": [{"body": "Département de la Haute-Brume"}, {"body": "SPIP de la Haute-Brume"}]}
    told = office.welcome(partner, make_dossier(BRUME | bodies))
    assert told.roles == ((role, "le conseil départemental") if " et le département" in partner else (role,))
    if "SPIP" in partner:
        assert told.local[0] == "Signataire : SPIP de la Haute-Brume, représentant à nous indiquer"


def test_a_commune_without_a_name_reads_which_one_signs_and_what_is_for_the_communes_in_general(office: Office) -> None:
    more = [
        {"objective": 2, "text": "Fiche réflexe pour les mairies de vallée", "pilot": "DDETS", "deadline": "mai 2027"},
        {"objective": 2, "text": "Réunir les communes de Vaux et d’Orens", "pilot": "DDETS"},
    ]
    told = make_dossier(BRUME | {"planned_actions": [*BRUME["planned_actions"], *more]})  # type: ignore[misc]
    local = office.welcome("une petite commune rurale", told).local
    place = office.welcome("une petite commune rurale", told).page[1].items[0].text
    assert place.startswith("Si vous êtes la commune de Saint-Orens, le projet de convention vous compte parmi les")
    assert place.endswith("signataires ; sinon, le comité des financeurs décide qui signe.")
    assert local[1].endswith("Fiche réflexe pour les mairies de vallée (vise les mairies en général ; pilote : DDETS ; échéance : mai 2027)")  # fmt: skip
    assert not any(name in "\n".join(local) for name in ("Vaux et d’Orens", "ne vous nomment pas"))


def test_a_judge_for_whom_another_signs_is_not_asked_to_sign(office: Office) -> None:
    kit = office.welcome("le juge aux affaires familiales")
    said = " ".join((*kit.meeting, *(item.text for part in kit.sections if part.key == "steps" for item in part.items)))
    assert not any(word in said for word in ("signer", "Que faites-vous déjà"))
    concerns = next(part for part in kit.sections if part.key == "concerns")
    assert not any("juridiction compétente" in item.text for item in concerns.items)


def test_what_the_texts_say_in_part_is_told_with_what_they_say(office: Office) -> None:
    town, elders = office.welcome("une petite commune avec une France services"), office.welcome("grands-parents")
    said = "\n".join(silence.what for silence in town.silences)
    assert "France services" in said and "temps de trajet" in said and "procédure pénale" not in said
    said = "\n".join(silence.what for silence in elders.silences)
    assert "parents vieillissants" in said and "le droit de visite des grands-parents" in said


def test_a_judge_reads_that_the_court_of_appeal_signs_and_of_which_roadmap_the_two_years_are(office: Office) -> None:
    court = {"signatories": [{"body": "Cour d’appel de Brumeval"}, {"body": "CAF de la Haute-Brume"}]}
    kit = office.welcome("JAF", make_dossier(BRUME | court))
    assert "Parmi les signataires : Cour d’appel de Brumeval" in kit.local
    assert "sa feuille de route de 2 années" in kit.text


def test_an_action_is_recognised_by_any_name_of_a_trade_in_the_plural(office: Office) -> None:
    actions = [
        {"objective": 1, "text": "Logements passerelles", "pilot": "DDETS", "partners": ["Bailleurs sociaux"]},
        {"objective": 3, "text": "Plaquette commune : 4 000 exemplaires aux relais, mairies, écoles", "pilot": "CAF"},
    ]
    told = make_dossier(TOWN | {"planned_actions": actions})
    for partner, said in (("l’office HLM", "Logements passerelles"), ("une petite commune", "Plaquette commune")):
        assert [action.said.partition(" :")[0] for action in office.welcome(partner, told).actions] == [said]


def test_a_partner_told_by_its_quality_is_the_only_body_that_has_it(office: Office) -> None:
    actions = [
        {"objective": 1, "text": "Ouvrir le dimanche", "pilot": "Le Gué"},
        {"objective": 1, "text": "Enquête à la sortie de l’espace de rencontre", "pilot": "CAF"},
    ]
    told = make_dossier(TOWN | {"planned_actions": actions})
    for partner in ("l’espace de rencontre", "Le Gué (espace de rencontre)"):
        kit = office.welcome(partner, told)
        assert kit.signs and kit.local[0].startswith("Signataire : SCIC Le Gué")
        assert [action.leads for action in kit.actions] == [True, False]
        assert kit.page[1].items[0].text.startswith("Le projet de convention vous compte parmi les signataires")


@pytest.mark.parametrize(
    "partner",
    ["la brigade de gendarmerie de Brumeval", "l’assistante sociale du collège", "une accueillante de l’espace de rencontre", "une conseillère conjugale"],
)  # fmt: skip
def test_one_who_does_not_sign_is_asked_neither_to_sign_nor_who_pays(office: Office, partner: str) -> None:
    kit = office.welcome(partner)
    steps = next(part for part in kit.sections if part.key == "steps")
    said = " ".join((*kit.meeting, *(item.text for item in steps.items)))
    assert not any(word in said for word in ("signer", "finance ?", "siégera pour vous"))


@pytest.mark.parametrize(
    ("partner", "bodies"),
    [
        ("l’espace de rencontre", ("Espace de rencontre La Colombe", "Le Gué (espace de rencontre)")),
        ("l’espace de rencontre", ("Conseil départemental (hors espace de rencontre)",)),
        ("l’espace de rencontre", ("UDAF (gère un espace de rencontre)",)),
        ("un espace de rencontre", ("Le Gué (espace de rencontre)",)),
        ("l’école", ("Maison des familles (ancienne école)",)),
        ("la crèche", ("Commune de Vaux (crèche municipale)",)),
    ],
)
def test_no_partner_is_another_that_only_tells_of_its_trade(
    office: Office, partner: str, bodies: tuple[str, ...]
) -> None:
    kit = office.welcome(partner, make_dossier(TOWN | {"signatories": [{"body": body} for body in bodies]}))
    assert not kit.signs and not any(line.startswith("Signataire") for line in kit.local)


@pytest.mark.parametrize(
    ("partner", "body"),
    [
        ("la gendarmerie", "Groupement de gendarmerie"),
        ("la gendarmerie", "Compagnie de gendarmerie de Vaux"),
        ("la gendarmerie", "Brigade de gendarmerie de Vaux"),
        ("la police", "Commissariat de police"),
        ("le commissariat", "Commissariat de police"),
        ("le commissariat de police", "Commissariat"),
    ],
)
def test_a_long_name_and_a_short_one_are_of_one_kind(office: Office, partner: str, body: str) -> None:
    kit = office.welcome(partner, make_dossier(TOWN | {"signatories": [{"body": body}]}))
    assert kit.signs and kit.local[0].startswith(f"Signataire : {body}")


@pytest.mark.parametrize(
    ("partner", "body"),
    [
        ("la police", "Groupement de gendarmerie"),
        ("la compagnie de gendarmerie", "Groupement de gendarmerie"),
        ("le groupement de gendarmerie", "Brigade de gendarmerie"),
        ("une brigade de gendarmerie", "Groupement de gendarmerie"),
    ],
)
def test_a_short_name_that_two_bodies_share_does_not_make_them_one(office: Office, partner: str, body: str) -> None:
    kit = office.welcome(partner, make_dossier(TOWN | {"signatories": [{"body": body}]}))
    assert not kit.signs and not any(line.startswith("Signataire") for line in kit.local)


def test_a_quality_that_another_s_name_follows_is_not_the_partner_s(office: Office) -> None:
    texts = ("Sortie de l’espace de rencontre de la Colombe", "Ouvrir l’espace de rencontre le dimanche")
    told = TOWN | {
        "signatories": [{"body": "Le Gué (espace de rencontre)"}, {"body": "La Colombe"}],
        "planned_actions": [{"objective": 1, "text": text, "pilot": "CAF"} for text in texts],
    }
    kit = office.welcome("Le Gué (espace de rencontre)", make_dossier(told))
    assert [action.said for action in kit.actions] == ["Ouvrir l’espace de rencontre le dimanche"]


@pytest.mark.parametrize(
    ("partner", "bodies", "action", "name"),
    [
        ("UDAF", ["UDAF de la Haute-Brume", "UDAF"], "Ouvrir le samedi", "UDAF de la Haute-Brume"),
        ("MSA", ["MSA Vallée Grise", "MSA"], "Ouvrir le samedi", "MSA Vallée Grise"),
        (
            "espace de rencontre",
            ["Association Le Pont"],
            "Étendre l’espace de rencontre du Pont",
            "Association Le Pont",
        ),
        ("commune", ["Commune de Vaux", "Commune d’Orens"], "Ouvrir le samedi", "commune"),
    ],
)
def test_a_partner_told_by_its_kind_has_the_name_of_the_one_body_of_it(
    office: Office, partner: str, bodies: list[str], action: str, name: str
) -> None:
    actions = [{"objective": 1, "text": action, "pilot": bodies[-1]}]
    told = TOWN | {"signatories": [{"body": bodies[0]}, {"body": "CAF"}], "planned_actions": actions}
    kit = office.welcome(partner, make_dossier(told))
    assert kit.partner == name and kit.signs == (name != partner)


@pytest.mark.parametrize("partner", ["avocat médiateur", "un médecin généraliste", "un psychologue libéral", "notaire"])
def test_one_who_works_for_oneself_is_asked_what_a_person_can_answer(office: Office, partner: str) -> None:
    kit = office.welcome(partner)
    steps = next(part for part in kit.sections if part.key == "steps")
    said = " ".join((*kit.meeting, *(item.text for item in steps.items)))
    assert "dans votre métier" in said
    assert [word for word in ("signer", "finance ?", "qui vous dirige", "chez vous") if word in said] == []


def test_signatories_of_one_convention_are_told_the_same_commitments(office: Office) -> None:
    for partner in ("la cour d’appel", "la MSA", "le préfet", "une commune"):
        page = {part.key: [item.card for item in part.items] for part in office.welcome(partner).page}
        assert "objectif-1-suivi-annuel" in page["commitments"]
        assert "objectif-1-cofinancement" not in page["commitments"]


def test_an_action_is_not_for_those_that_it_only_tells_of(office: Office) -> None:
    told = TOWN | {"planned_actions": [{"objective": 1, "text": "Salles vides, juges absents", "pilot": "CAF"}]}
    assert not office.welcome("un juge aux affaires familiales", make_dossier(told)).actions
    assert not office.welcome("un juge", make_dossier(told)).actions


def test_a_judge_is_told_which_body_takes_part_and_a_partner_that_it_does_itself(office: Office) -> None:
    actions = [
        {"objective": 1, "text": "Ouvrir un lieu", "pilot": "CAF", "partners": ["Cour d’appel de Brumeval"]},
        {
            "objective": 1,
            "text": "Former dix médiateurs",
            "pilot": "UDAF ou CIDFF ??",
            "partners": ["MSA Vallée Grise"],
        },
    ]
    parties = [{"body": "MSA Vallée Grise"}, {"body": "Cour d’appel de Brumeval"}]
    told = TOWN | {"signatories": parties, "planned_actions": actions}
    judge = office.welcome("le juge aux affaires familiales", make_dossier(told)).local
    assert "Membre de l’instance : Tribunal judiciaire de Brumeval." in judge
    assert "Objectif 1 : Ouvrir un lieu (partenaire : Cour d’appel de Brumeval ; pilote : CAF)" in judge
    farmers = office.welcome("la MSA", make_dossier(told))
    assert "Objectif 1 : Former dix médiateurs (vous\u00a0êtes\u00a0partenaire ; pilote à préciser)" in farmers.local


@pytest.mark.parametrize(
    ("partner", "said"),
    [
        ("une commune", ("Si vous êtes la ville de Brumeval", "Ville de Brumeval, objectif")),
        (
            "une communauté de communes",
            ("Si vous êtes", "CC Vallée du Puits (CCVP), objectif", "Navette", "(partenaire"),
        ),
        ("une école", ("l’école Jean-Moulin, le projet de convention vous compte parmi les signataires",)),
        (
            "un espace de rencontre",
            ("Si vous êtes l’association Le Pont", "Association Le Pont, objectif 1", "(pilote"),
        ),
    ],
)
def test_one_told_by_its_kind_alone_reads_which_body_of_it_signs_and_what_that_one_does(
    office: Office, partner: str, said: tuple[str, ...]
) -> None:
    action = {"objective": 1, "text": "Ouvrir l’espace de rencontre le soir", "pilot": "Association Le Pont"}
    bodies = [one for one in TOWN["signatories"] if "Gué" not in one["body"]]  # type: ignore[index]
    bodies += [{"body": "École Jean-Moulin"}, {"body": "Association Le Pont"}]
    told = TOWN | {"signatories": bodies, "planned_actions": [*TOWN["planned_actions"], action]}  # type: ignore[misc]
    kit = office.welcome(partner, make_dossier(told))
    local = "\n".join((kit.page[1].items[0].text, *kit.local))
    assert [words for words in said if words not in local] == []
    assert not kit.signs and "ne vous nomment pas" not in local and "vous\u00a0pilotez" not in local


def test_one_whom_no_action_names_reads_those_about_its_trade(office: Office) -> None:
    texts = ("Tenir une permanence de médiation en soirée", "Navette vers la gare", "Tenir une page d’information")
    told = TOWN | {"planned_actions": [{"objective": 1, "text": text, "pilot": "UDAF"} for text in texts]}
    local = office.welcome("Association Le Fil, médiation familiale", make_dossier(told)).local
    assert local[0].startswith("Les actions prévues ne vous nomment pas") and "à votre métier" in local[0]
    assert local[1] == "Objectif 1 : Tenir une permanence de médiation en soirée (pilote : UDAF)"
    assert not any("Navette" in line for line in local)


@pytest.mark.parametrize("partner", ["avocat en droit de la famille", "directrice d’école primaire", "maison d’arrêt", "club de retraités", "gendarmerie", "le greffe"])  # fmt: skip
def test_one_who_does_not_sign_alone_is_not_asked_to(office: Office, partner: str) -> None:
    kit = office.welcome(partner)
    steps = next(part for part in kit.sections if part.key == "steps")
    assert not any("signer" in said for said in (*kit.meeting, *(item.text for item in steps.items)))


@pytest.mark.parametrize(
    ("partner", "said"),
    [
        ("une école primaire", "situations de violences intrafamiliales"),
        ("un avocat", "L’intermédiation financière des pensions alimentaires est à promouvoir"),
        ("un club de retraités", "ou avec un tiers"),
        ("le greffe", "délais d’attente"),
    ],
)
def test_the_theme_of_each_trade_is_among_its_first_lines(office: Office, partner: str, said: str) -> None:
    concerns = next(part for part in office.welcome(partner).page if part.key == "concerns")
    assert any(said in item.text for item in concerns.items[:3])
