"""The lines of a dossier that a partner reads: figures, priorities, the instance, and nothing internal."""

from datetime import date

from welcoming import BRUME, TOWN

from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.export.kit import kit_markdown
from rupfam_assistant.office import Office


def test_the_indicator_of_its_own_actions_is_told_before_the_priorities(office: Office) -> None:
    actions = [{"objective": 3, "text": "Café des parents", "pilot": "UDAF", "indicator": "60 parents reçus"}]
    told = {"planned_actions": actions, "priorities": ["Aller vers"]}
    local = office.welcome("UDAF", make_dossier({**BRUME, **told})).local
    assert "Objectif 3 : Café des parents (pilote : UDAF ; indicateur : 60 parents reçus)" in local
    ranks = [
        next(n for n, line in enumerate(local) if line.startswith(head)) for head in ("Objectif", "Instance", "Prio")
    ]
    assert ranks == sorted(ranks)


def test_no_need_is_told_nor_what_the_draft_questions(office: Office) -> None:
    told = {
        "territory_needs": ["L’UDAF reçoit trop tard", "JAF qui hésitent à ordonner une médiation"],
        "figures": [
            {"label": "Familles reçues par l’UDAF", "value": "80"},
            {"label": "Visites à l’UDAF", "value": "41 ?", "source": "UDAF, 2025"},
            {"label": "Affiches posées par l’UDAF", "value": "12", "unit": "affiches", "source": "UDAF, 2025"},
        ],
        "priorities": ["Les vallées d’abord", "Doubler les visites (à vérifier)"],
        "organisation": "présidence : préfet ?",
        "planned_actions": [{"objective": 1, "text": "Tenir un stand", "pilot": "UDAF"}],
    }
    kit = office.welcome("UDAF", make_dossier({**TOWN, **told}))
    local = "\n".join(kit.local)
    assert "Affiches posées par l’UDAF : 12" in local and "Les vallées d’abord" in local
    unsaid = ("trop tard", "hésitent", "Familles reçues", "Visites", "Doubler", "Organisation")
    assert [word for word in unsaid if word in local] == []
    assert "presidence" in {silence.key for silence in kit.silences}


def test_the_priorities_of_the_department_are_told_to_who_signs(office: Office) -> None:
    told = office.welcome("CCVP", make_dossier(TOWN | {"priorities": ["Le nord du département", "Les adolescents"]}))
    assert "Priorité du département : Le nord du département" in told.local


def test_a_figure_of_which_the_subject_is_not_told_is_left_out(office: Office) -> None:
    figures = [{"label": None, "value": "37", "unit": "personnes", "source": "SPIP"}]
    assert not any("37" in line for line in office.welcome("SPIP", make_dossier(TOWN | {"figures": figures})).local)


def test_its_figures_and_its_own_priority_stand_among_the_first_lines(office: Office) -> None:
    more = [{"objective": 1, "text": f"Ouvrir le site {n} de La Colombe", "pilot": "La Colombe"} for n in "ABCDE"]
    own = {"planned_actions": more, "priorities": ["Aller vers les pères", "Des visites protégées pour tous"]}
    lines = office.welcome("espace de rencontre La Colombe", make_dossier({**BRUME, **own})).local
    ranks = [next(n for n, line in enumerate(lines) if said in line) for said in ("41", "Des visites", "CDSF")]
    assert ranks[0] <= 5 and ranks == sorted(ranks)


def test_a_rank_alone_or_a_person_s_case_is_no_priority_and_a_past_term_is_said_so(office: Office) -> None:
    action = {"objective": 2, "text": "Soirée des familles", "pilot": "UDAF", "deadline": "printemps 2026"}
    more = ["5e priorité : voir avec la préf.", "Obtenir un droit de visite pour M. Ferrandon avant Noël", "Les vallées d’abord"]  # fmt: skip
    told = make_dossier(TOWN | {"priorities": more, "planned_actions": [action]})
    kit = office.welcome("UDAF", told)
    priorities = [line for line in kit.local if line.startswith("Priorité")]
    assert priorities == ["Priorité du département : Les vallées d’abord"]
    assert "échéance : à confirmer)" in kit_markdown(kit, date(2026, 11, 28))
    assert "échéance : printemps 2026)" in kit_markdown(kit, date(2026, 1, 28))


def test_the_figure_nearest_to_a_trade_is_told_with_what_it_is_a_part_of(office: Office) -> None:
    figures = [
        {"label": "Médiations familiales en 2025", "value": "312"},
        {"label": "dont ordonnées par le juge", "value": "96"},
        {"label": "Emplois saisonniers l’hiver", "value": "18 500"},
        {"label": "Détenus sans aucun parloir avec leur enfant", "value": "1 sur 3"},
        {"label": "Proches aidants de plus de 60 ans", "value": "6 200"},
    ]
    told = make_dossier(TOWN | {"figures": [figure | {"source": "Insee, 2025"} for figure in figures]})
    lines = [
        "\n".join(office.welcome(partner, told).local) for partner in ("SPIP", "JAF", "un médiateur familial", "UDAF")
    ]
    assert "Détenus sans aucun parloir avec leur enfant : 1 sur 3" in lines[0] and "saisonniers" not in lines[0]
    assert all(
        "dont" not in line or "familiales en 2025 : 312, dont ordonnées par le juge : 96" in line for line in lines
    )


def test_the_committee_that_the_dossier_chose_and_who_presides_are_told(office: Office) -> None:
    chosen = "présidence : préfecture et CAF ; secrétariat CAF (Thibault jusqu’en juin)"
    kit = office.welcome("Ville de Brumeval", make_dossier(TOWN | {"instance": "CDSF", "organisation": chosen}))
    said = "\n".join(item.text for part in kit.page for item in part.items)
    assert "Participer au comité départemental des services aux familles" in said and "financeurs ou" not in said
    assert any(line.startswith("Organisation : Présidence : préfecture et CAF") for line in kit.local)
    assert "Thibault" not in kit.text and "presidence" not in {silence.key for silence in kit.silences}


def test_a_kit_has_the_words_that_the_dossier_asks_for_and_no_aside(office: Office) -> None:
    told = {
        "constraints": "Écrire « travail posté » et non « 3x8 ». Écrire « espace de rencontre », jamais « lieu neutre ».",
        "priorities": ["Rapprocher les lieux de visite (LA priorité)", "Ouvrir un lieu neutre le soir", "Aller vers"],
        "organisation": "réunions tour à tour à Brumeval et à Vaux (prévoir les chaînes !)",
        "planned_actions": [{"objective": 1, "text": "Ouvrir le soir pour les familles en 3x8", "pilot": "UDAF"}],
    }
    kit = office.welcome("UDAF", make_dossier(TOWN | told))
    said = "\n".join((*kit.local, *(entry.told for entry in kit.words)))
    assert "Ouvrir le soir pour les familles en travail posté (pilote : UDAF)" in said
    assert [word for word in ("3x8", "neutre", "LA priorité", "chaînes") if word in said] == []


def test_what_is_noted_for_a_colleague_and_the_reading_of_the_caf_stay_out_of_the_lines(office: Office) -> None:
    told = TOWN | {
        "instance": "CDSF",
        "organisation": "présidence : préfet ; une réunion sur deux à Vaux (prévenir Mme Vial, la salle ferme à 15h)",
        "planned_actions": [{"objective": rank, "text": "Ouvrir à Vaux", "pilot": "CAF"} for rank in (1, 2)],
    }
    signing = "\n".join(office.welcome("Ville de Brumeval", make_dossier(told)).local)
    assert "Organisation : Présidence : préfet ; une réunion sur deux à Vaux" in signing and "salle" not in signing
    absent = office.welcome("un foyer de jeunes travailleurs", make_dossier(told)).local
    assert "Les actions prévues ne vous nomment pas." in absent
    assert not any("relire" in line or line.startswith("Organisation") for line in absent)


def test_an_action_of_which_a_constraint_withholds_the_place_is_not_told_in_part(office: Office) -> None:
    told = TOWN | {
        "constraints": "Le site de Cinq-Mares ne doit pas être annoncé avant le 12 mars 2027.",
        "planned_actions": [
            {"objective": 1, "text": "Ouvrir un site à Cinq-Mares, rez-de-chaussée de la tour", "pilot": "UDAF"},
            {"objective": 1, "text": "Tenir une permanence le soir", "pilot": "UDAF"},
        ],
    }
    assert [action.said for action in office.welcome("UDAF", make_dossier(told)).actions] == [
        "Tenir une permanence le soir"
    ]


def test_what_one_would_look_for_and_the_dossier_plans_is_told_with_who_leads_it(office: Office) -> None:
    told = TOWN | {
        "organisation": "secrétariat : CAF ; ordre du jour envoyé 15 j avant",
        "planned_actions": [{"objective": 3, "text": "Annuaire en ligne", "pilot": "CAF", "deadline": "mai 2027"}],
    }
    kit, other = office.welcome("un centre social", make_dossier(told)), office.welcome("un centre social")
    answers = {silence.key: silence.planned or silence.who for silence in kit.at_desks}
    assert answers["annuaire"] == "prévu au projet (pilote : CAF ; échéance : mai 2027)"
    assert {silence.key: silence.who for silence in other.silences}["annuaire"] == "la CAF"
    assert "presidence" not in {silence.key for silence in kit.silences}


def test_its_own_actions_come_first_by_their_terms_before_those_that_only_name_it(office: Office) -> None:
    actions = [
        {"objective": 1, "text": "Présenter l’UDAF aux mairies", "pilot": "CAF", "deadline": "janvier 2027"},
        {"objective": 1, "text": "Tenir un stand", "pilot": "CAF", "partners": ["UDAF"], "deadline": "mars 2027"},
        {"objective": 1, "text": "Ouvrir le soir", "pilot": "UDAF", "deadline": "fin 2028"},
        {"objective": 1, "text": "Ouvrir le samedi", "pilot": "UDAF", "deadline": "mai 2027"},
    ]
    told = office.welcome("UDAF", make_dossier(TOWN | {"planned_actions": actions})).actions
    assert [one.said for one in told] == [actions[rank]["text"] for rank in (3, 2, 1, 0)]


def test_one_that_signs_without_a_name_is_asked_who_represents_it(office: Office) -> None:
    told = TOWN | {"signatories": [{"body": "SPIP de la Haute-Brume"}, {"body": "CAF de la Haute-Brume"}]}
    local = office.welcome("SPIP", make_dossier(told)).local
    assert "Signataire : SPIP de la Haute-Brume, représentant à nous indiquer" in local
