"""A note of the officer is not written: she is told, and keeps it with a click."""

import pytest
from drafting import action, article, convention, dossier, under

from rupfam_assistant.convention.setting import notes, set_in_place
from rupfam_assistant.dossier.schema import Decision, is_empty
from rupfam_assistant.french.clauses import tidy, without
from rupfam_assistant.french.memos import find_memos

PROSE = (
    "Le département compte 42 000 habitants répartis sur 60 communes de montagne.",
    "Les déplacements y sont longs, surtout l’hiver.",
    "Le diagnostic partagé de 2024, mené par la CAF et le Département, montre que les parents connaissent mal l’offre.",
    "L’espace de rencontre le plus proche est à une heure et quart de route, et le délai d’attente y est de cinq mois.",
    "Les travailleurs sociaux ont peu de temps, peu d’outils, et changent souvent.",
    "La MSA note la même chose chez les familles agricoles, où la séparation touche aussi la ferme.",
    "Une navette avait été essayée en 2019, puis arrêtée faute de crédits.",
)
NOTED = "Bus des familles le samedi (je m’en occupe lundi)"
NOTE = "(je m’en occupe lundi)"


def test_a_note_is_not_written_and_one_alert_tells_it() -> None:
    draft = article(planned_actions=[action(NOTED)])
    assert "Bus des familles le samedi." in draft.text and "lundi" not in draft.text
    (told,) = (alert for alert in draft.alerts if NOTE in alert.values)
    assert (
        told.message == f"Le champ « actions prévues, 1, action » porte une note, « {NOTE} » : elle n’est pas écrite."
    )


def test_nothing_is_left_of_the_marks_around_what_is_cut() -> None:
    told = "présidence préfecture / CAF ; ordre du jour à revoir avec Nico ; secrétariat CAF"
    start, end = told.index("ordre"), told.index(" ; secrétariat")
    assert tidy(without(told, [(start, end)], " "), told) == "présidence préfecture / CAF ; secrétariat CAF"


def test_a_pilot_told_with_another_in_brackets_is_asked_and_a_blank_stands_for_it() -> None:
    pilot = "Hôpital des Saules (ou l’ARS, on ne sait pas encore)"
    draft = article(planned_actions=[action("Accueil adapté des parents suivis en psychiatrie", pilot=pilot)])
    assert "Pilote : [à compléter]" in draft.text.replace("\u00a0", " ") and "Saules" not in draft.text
    (asked,) = [alert for alert in draft.alerts if "Qui pilote" in alert.message]
    assert pilot in asked.message.replace("\u00a0", " ")
    assert [one.value for one in asked.remedies] == ["Hôpital des Saules", "ARS"]


def test_a_note_that_the_officer_keeps_is_written() -> None:
    (told,) = (alert for alert in article(planned_actions=[action(NOTED)]).alerts if NOTE in alert.values)
    (keep,) = told.remedies
    kept = {"about": keep.about, "field": keep.fields[0].name, "original": keep.judged, "value": keep.value}
    assert f"{NOTED}." in article(planned_actions=[action(NOTED)], decisions=[kept]).text
    assert Decision(**kept)


def test_an_action_that_is_but_a_note_is_not_written_and_the_others_are() -> None:
    alone = "Fiche à refaire, je n’ai pas retrouvé l’original"
    draft = article(planned_actions=[action(alone), action("Ouvrir un relais")])
    assert alone not in draft.text and "- Ouvrir un relais." in under(draft, 1)
    assert any(alone in alert.values for alert in draft.alerts)


def test_several_notes_make_one_alert_that_keeps_each_apart() -> None:
    told = set_in_place(dossier(planned_actions=[action(NOTED)], priorities=["Les îles (la directrice y tient)"]))[1]
    (alert,) = (alert for alert in told if len(alert.parts) == 2)
    assert [part.fields[0].root for part in alert.parts] == ["priorities", "planned_actions"]


@pytest.mark.parametrize(
    "source",
    ["SPIP, rapport 2025, page 4", "SPIP, rapport 2025 (page 4)", "SPIP, rapport 2025, pages 4 et 5", "CAF, tableau 3"],
)
def test_where_a_source_says_it_is_printed(source: str) -> None:
    figure = {"label": "Enfants de détenus suivis", "value": "61", "source": source}
    assert f"(source : {source})" in article(figures=[figure]).text


def test_what_is_noted_of_the_page_of_a_source_is_not_printed() -> None:
    figure = {"label": "Enfants de détenus suivis", "value": "61", "source": "SPIP, rapport 2025, page à retrouver"}
    assert "retrouver" not in article(figures=[figure]).text


def test_a_date_is_not_taken_for_a_note() -> None:
    printed = set_in_place(dossier(planned_actions=[action("Lieu", deadline="je propose mai 2027")]))[0]
    assert "mai 2027" in (printed.planned_actions[0].deadline or "")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("juin 2026 (je vérifie avec Paul le 3 mai 2026)", "juin 2026"),
        ("mars 2027 – je demande à Paul si juin 2027 va", "mars 2027"),
    ],
)
def test_the_date_of_a_note_is_not_the_deadline(typed: str, written: str) -> None:
    assert (
        set_in_place(dossier(planned_actions=[action("Lieu", deadline=typed)]))[0].planned_actions[0].deadline
        == written
    )


def test_a_note_that_says_nothing_offers_no_click_that_the_dossier_would_refuse() -> None:
    told = set_in_place(dossier(planned_actions=[action("Bus des familles (à compléter)")]))[1]
    judged = [remedy.judged for alert in told for remedy in alert.remedies if remedy.about == "note"]
    assert all(not is_empty(text) for text in judged)


def test_long_plain_prose_is_not_cut_through() -> None:
    assert find_memos(" ".join(PROSE), "territory_needs", notes) == ()


def test_a_note_in_capitals_is_found() -> None:
    text = "ATELIER DES PÈRES LE JEUDI ; JE RELANCE PAUL LUNDI"
    assert [text[start:end] for start, end in find_memos(text, "text", notes)] == ["JE RELANCE PAUL LUNDI"]


def test_a_note_kept_makes_no_family_name_public() -> None:
    planned = [
        action("Bus (je m’en occupe lundi avec le marchand)"),
        action("Prêter la salle à Marchand chaque mardi"),
        action("Ouvrir le dimanche pour M. Marchand et sa fille"),
    ]
    kept = {"about": "note", "field": "text", "original": "(je m’en occupe lundi avec le marchand)", "value": "garder"}
    assert "Marchand" not in article(planned_actions=planned, decisions=[kept]).text


@pytest.mark.parametrize("statement", ["Mieux informer", "Le comité se réunit à la CAF", "Compte rendu transmis"])
def test_a_short_statement_does_not_go_with_the_note_beside_it(statement: str) -> None:
    assert statement in article(territory_needs=[f"{statement} (je relance lundi)"]).text


def test_a_note_on_the_rhythm_or_on_an_annex_is_not_written() -> None:
    rhythm, annex = "deux fois par an (la DDETS en voudrait trois, ce n’est pas tranché)", "Bilan 2022-2025"
    printed = set_in_place(dossier(frequency=rhythm, annexes=[f"{annex} (on doit me l’envoyer)"]))[0]
    assert (printed.frequency, printed.annexes) == ("deux fois par an", (annex,))


def test_a_note_after_who_signs_is_not_written_and_a_title_is() -> None:
    who = "M. Aurélien Castagnède, préfet (part au mouvement de janvier, attendre le décret avant d’imprimer)"
    parties = [{"body": "Préfecture", "represented_by": who}, {"body": "UDAF", "represented_by": "M. Luc Vial (maire)"}]
    printed = [party.represented_by for party in set_in_place(dossier(signatories=parties))[0].signatories]
    assert printed == ["M. Aurélien Castagnède, préfet", "M. Luc Vial (maire)"]


@pytest.mark.parametrize(
    ("need", "written"),
    [
        (
            "Je ne sais pas s’il faut l’écrire, mais aux Tilleuls on attend plus de six mois",
            "Aux Tilleuls on attend plus de six mois",
        ),
        ("Saisonniers : aller vers eux, pas l’inverse", "Saisonniers : aller vers eux, pas l’inverse"),
        ("Médiation (tout le nord) sans remplaçant", "Médiation (tout le nord) sans remplaçant"),
    ],
)
def test_what_opens_a_need_goes_and_what_it_says_stays(need: str, written: str) -> None:
    (said,) = set_in_place(dossier(territory_needs=[need]))[0].territory_needs
    assert said == written


def test_a_memo_goes_with_the_words_that_lead_to_it_and_its_whole_bracket() -> None:
    text = "La liste d’attente dépasse 30 familles d’après L’Entre-Deux, les JAF le confirment"
    for noted in ("L’Entre-Deux, les JAF le confirment", "Entre-Deux, les JAF le confirment"):
        assert cut_at(text, noted) == "La liste d’attente dépasse 30 familles"
    assert cut_at("Consolider le lieu (+ de bénévoles, 2e site)", "de bénévoles, 2e site") == "Consolider le lieu"
    assert cut_at("CIDFF (à relancer)", "à relancer") == "CIDFF"


def cut_at(text: str, noted: str) -> str:
    """A text without the memo that a reader finds where some words stand."""
    at = text.index(noted)
    pieces = [((n, n + 1), 9.0 if at <= n < at + len(noted) else -9.0) for n in range(len(text))]
    (memo,) = find_memos(text, "text", lambda field, window: pieces)
    return without(text, [memo]).strip()


def test_a_small_word_before_what_stays_stays() -> None:
    text = "Financement du lieu par (à confirmer) la caisse"
    assert cut_at(text, "(à confirmer)") == "Financement du lieu par la caisse"


def test_a_bracket_beside_who_signs_that_is_no_title_is_a_note_and_how_a_body_sits_is_none() -> None:
    said = ("M. Rémi Escallier, directeur (arrive en janvier)", "M. Vial, président (ou sa vice-présidente)")
    parties = [{"body": body, "represented_by": who} for body, who in zip(("CIDFF", "UDAF"), said, strict=True)]
    sober = set_in_place(dossier(signatories=parties, members=["Chambre d’agriculture (invitée)"]))[0]
    assert [one.represented_by for one in sober.signatories] == ["M. Rémi Escallier, directeur", said[1]]
    assert sober.members == ("Chambre d’agriculture (invitée)",)


def test_what_an_indicator_counts_is_no_note_and_what_is_noted_beside_is_one() -> None:
    draft = article(planned_actions=[action("Bus du samedi", indicator="nb de rdv pris (à demander à Odile)")])
    assert "indicateur : nombre de rendez-vous pris." in draft.text.replace("\u00a0", " ")


def test_what_a_body_settles_in_the_organisation_is_no_doubt() -> None:
    said = "secrétariat CAF ; ordre du jour à valider par la DDETS"
    told = set_in_place(dossier(organisation=said))
    assert told[0].organisation == said and not told[1]


def test_an_address_that_is_but_doubtful_is_blank_without_its_aside() -> None:
    party = {
        "body": "UDAF de Sornac",
        "represented_by": "Mme Roy, présidente",
        "address": "rue des Lices ? (demander à Mme Roy)",
    }
    draft = convention(signatories=[party])
    assert "Lices" not in draft.text and "demander" not in draft.text
