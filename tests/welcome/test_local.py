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
    assert "Objectif 3 : Café des parents (vous\u00a0pilotez ; indicateur : 60 parents reçus)" in local
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
    priorities = [line for line in kit.local if "riorité" in line]
    assert priorities == ["Parmi les priorités du département : Les vallées d’abord"]
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
    assert "Ouvrir le soir pour les familles en travail posté (vous\u00a0pilotez)" in said
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
    assert answers["annuaire"] == "le projet prévoit : annuaire en ligne (pilote : CAF ; échéance : mai 2027)"
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


def test_a_priority_left_out_is_one_of_those_that_the_department_has(office: Office) -> None:
    told = TOWN | {"priorities": ["Aller chercher les pères", "Doubler les visites (à vérifier)"]}
    local = office.welcome("UDAF", make_dossier(told)).local
    assert "Parmi les priorités du département : Aller chercher les pères" in local
    whole = office.welcome("UDAF", make_dossier(TOWN | {"priorities": ["Aller chercher les pères"]})).local
    assert "Priorité du département : Aller chercher les pères" in whole


def test_two_towns_are_told_apart_each_of_what_it_leads_first(office: Office) -> None:
    towns = ("Ville de Garsonville", "Ville de Bréau")
    actions = [
        {"objective": 2, "text": "Carte des lieux du week-end", "pilot": "CAF", "partners": [*towns]},
        {"objective": 1, "text": "Visites en soirée", "pilot": "CAF", "partners": [towns[1]], "deadline": "mars 2027"},
        {"objective": 3, "text": "Vidéos avec des pères", "pilot": towns[1], "deadline": "juin 2028"},
        {"objective": 4, "text": "Balados", "pilot": towns[0], "partners": ["CAF"], "deadline": "fin 2028"},
    ]
    told = {"signatories": [{"body": "CAF"}, *({"body": town} for town in towns)], "planned_actions": actions}
    kit = office.welcome("une commune", make_dossier(TOWN | told))
    both = " et ".join(towns)
    assert [action.line.partition(" : ")[2] for action in kit.actions] == [
        "Balados (pilote ; avec CAF ; échéance : fin 2028)",
        "Carte des lieux du week-end (partenaire ; pilote : CAF)",
        "Vidéos avec des pères (pilote ; échéance : juin 2028)",
        "Visites en soirée (partenaire ; pilote : CAF ; échéance : mars 2027)",
    ]
    assert kit.actions[1].line.startswith(f"{both}, objectif 2")
    steps = next(part for part in kit.sections if part.key == "steps")
    said = " ".join((*kit.meeting, *(item.text for item in steps.items)))
    assert "Dire à la CAF si vous signez" in said
    assert not any(words in said for words in ("Confirmer", "À quelle date pourrez-vous signer"))


def test_a_lawyer_reads_what_its_bar_takes_part_in(office: Office) -> None:
    action = {"objective": 3, "text": "Point information « homologuer son accord sans avocat »", "pilot": "CIDFF"}
    told = BRUME | {
        "members": ["Barreau de Montbrisan"],
        "planned_actions": [action | {"partners": ["CDAD", "Barreau de Montbrisan"]}],
    }
    local = office.welcome("avocat", make_dossier(told)).local
    assert "Membre de l’instance : Barreau de Montbrisan." in local
    assert any("(partenaire : Barreau de Montbrisan ; pilote : CIDFF)" in line for line in local)
    assert not any("vous n’en êtes pas" in line or "ne vous nomment pas" in line for line in local)


def test_an_action_about_a_trade_tells_who_takes_part(office: Office) -> None:
    action = {"objective": 1, "text": "Permanence de médiation", "pilot": "UDAF", "partners": ["CAF", "CIDFF ?"]}
    local = office.welcome("un médiateur familial", make_dossier(TOWN | {"planned_actions": [action]})).local
    assert "Objectif 1 : Permanence de médiation (pilote : UDAF ; avec CAF)" in local


def test_an_action_of_which_a_constraint_withholds_a_partner_stays_with_the_others(office: Office) -> None:
    told = TOWN | {
        "constraints": "Ne cite pas Radio Garson, ils sont en procès avec la ville.",
        "planned_actions": [
            {
                "objective": 4,
                "text": "Podcast « Chez papa chez maman » avec Radio Garson, 8 épisodes",
                "pilot": "Ville de Brumeval",
                "partners": ["Radio Garson", "CAF de la Haute-Brume"],
            }
        ],
    }
    local = "\n".join(office.welcome("Ville de Brumeval", make_dossier(told)).local)
    assert "Podcast « Chez papa chez maman »" in local and "avec CAF de la Haute-Brume" in local
    assert "Garson" not in local


def test_the_instance_is_what_is_led_and_a_part_of_a_year_has_its_article(office: Office) -> None:
    told = TOWN | {
        "organisation": "animé par la CAF et la DDETSPP ; secrétariat CAF",
        "planned_actions": [{"objective": 2, "text": "Café des anciens", "pilot": "UDAF", "deadline": "dès T4 2027"}],
    }
    kit = office.welcome("UDAF", make_dossier(told))
    assert "Organisation : Instance animée par la CAF et la DDETSPP ; secrétariat CAF" in kit.local
    assert [action.term for action in kit.actions] == ["dès le 4e trimestre 2027"]


def test_a_membership_to_ask_for_is_no_matter_of_one_that_signs_or_that_the_texts_name(office: Office) -> None:
    keys = {
        partner: {silence.key for silence in office.welcome(partner).silences}
        for partner in ("le préfet", "un avocat", "un marchand de vélos")
    }
    assert [partner for partner, told in keys.items() if "adhesion" in told] == ["un marchand de vélos"]


def test_a_party_told_by_its_office_has_the_name_of_the_body_that_signs(office: Office) -> None:
    told = TOWN | {"signatories": [{"body": "Préfecture de la Haute-Brume"}, {"body": "DDETSPP de la Haute-Brume"}]}
    assert office.welcome("Préfet", make_dossier(told)).partner == "Préfecture de la Haute-Brume"


def test_what_the_dossier_plans_is_not_told_missing_and_a_town_that_only_takes_part_finds_its_action(
    office: Office,
) -> None:
    actions = [
        {"objective": 3, "text": "Présenter l’ASF aux parents", "pilot": "CAF", "partners": ["Ville de Garsonville"]},
        {"objective": 1, "text": "Permanence de médiation", "pilot": "UDAF", "partners": ["Commune de Bréau"]},
    ]
    told = {"signatories": [{"body": "CAF"}, {"body": "Ville de Garsonville"}], "planned_actions": actions}
    dossier = make_dossier(TOWN | told)
    asf = next(one for one in office.welcome("CIDFF", dossier).silences if one.key == "asf")
    assert asf.planned.startswith("le projet prévoit : présenter l’ASF aux parents")
    heads = [line.partition(" : ")[0] for line in office.welcome("une commune", dossier).local if ", objectif" in line]
    assert heads == ["Ville de Garsonville, objectif 3", "Commune de Bréau, objectif 1"]
