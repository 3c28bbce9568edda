"""A note of the officer is not written: she is told, and keeps it with a click."""

from drafting import action, article, dossier, under

from rupfam_assistant.convention.setting import set_in_place
from rupfam_assistant.dossier.schema import Decision

NOTED = "Bus des familles le samedi (je m’en occupe lundi)"
NOTE = "(je m’en occupe lundi)"


def test_a_note_is_not_written_and_one_alert_tells_it() -> None:
    draft = article(planned_actions=[action(NOTED)])
    assert "Bus des familles le samedi." in draft.text and "Odile" not in draft.text
    (told,) = (alert for alert in draft.alerts if NOTE in alert.values)
    assert (
        told.message == f"Le champ « actions prévues, 1, action » porte une note, « {NOTE} » : elle n’est pas écrite."
    )


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


def test_a_date_is_not_taken_for_a_note() -> None:
    printed = set_in_place(dossier(planned_actions=[action("Lieu", deadline="je propose mai 2027")]))[0]
    assert "mai 2027" in (printed.planned_actions[0].deadline or "")
