"""What the constraints forbid to write is withheld wherever it is written, and told."""

import pytest
from writing import action, article, messages

from rupfam_assistant.convention.restraint import read_restraint

EMBARGO = "Ne pas annoncer les 64 000 € du conseil départemental, non votés."
EMPTY = "[à compléter]"


@pytest.mark.parametrize(
    "written", ["64 000 €", "64 000 €", "64\u202f000\u00a0€", "64000 €", "64000€", "64 k€", "64k€", "64 000 euros", "64 K€", "0,064 M€"]
)
def test_an_embargoed_amount_is_withheld_however_it_is_written(written: str) -> None:
    draft = article(
        constraints=EMBARGO,
        territory_needs=[f"Il manque {written} à l’espace de rencontre"],
        priorities=[f"Obtenir {written}"],
        figures=[{"label": f"Aide demandée ({written})", "value": "12", "unit": "mois", "source": f"délibération, {written}"}],
        planned_actions=[action(f"Ouvrir le dimanche grâce à {written}", indicator=f"{written} versés", partners=[f"Mécène ({written})"])],
    )
    assert "64" not in draft.text


def test_the_value_and_the_unit_of_a_figure_are_withheld_together() -> None:
    draft = article(constraints=EMBARGO, figures=[{"label": "Aide", "value": "64", "unit": "k€", "source": "CD"}])
    assert f"Aide : {EMPTY} (source : CD)." in draft.text
    assert "valeur du chiffre « Aide »" in [blank.what for blank in draft.blanks]


@pytest.mark.parametrize("written", ["64 mois", "64 %", "164 000 €", "64 001 €", "64 €", "6 400 €"])
def test_another_quantity_is_left(written: str) -> None:
    assert written in article(constraints=EMBARGO, planned_actions=[action(f"Atteindre {written}")]).text.replace("\u00a0", " ").replace(
        "\u202f", " "
    )


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
        constraints=constraints, planned_actions=[action("Recruter un médiateur (35 000 €)"), action("Louer une salle pour 1 200 € par an")]
    )
    assert "35" not in draft.text
    assert "200" not in draft.text


@pytest.mark.parametrize(
    "constraints",
    ["Pas plus de 12 familles à la fois.", "Le groupe n’ouvre qu’avec l’accord des deux parents.", "Budget de 64 000 € voté en mars.", ""],
)
def test_a_constraint_on_anything_else_withholds_nothing(constraints: str) -> None:
    draft = article(constraints=constraints, planned_actions=[action("Recevoir 12 familles pour 64 000 € par an")])
    assert "64 000 € par an" in draft.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "12 familles" in draft.text.replace("\u00a0", " ")


def test_a_name_that_must_not_be_cited_is_withheld() -> None:
    draft = article(
        constraints="Ne pas citer l’association Trait d’Union.", planned_actions=[action("Ouvrir un lieu", partners=["Trait d’Union", "CAF"])]
    )
    assert "Union" not in draft.text


def test_the_constraints_themselves_are_never_written() -> None:
    draft = article(constraints="Le bail de la maison des familles finit en mars 2028.", planned_actions=[action("Ouvrir un lieu")])
    assert "bail" not in draft.text


def test_a_dossier_without_constraint_is_not_restrained() -> None:
    restraint = read_restraint("")
    assert not restraint.every_amount and not restraint.amounts and not restraint.names
    assert messages(article(planned_actions=[action("Verser 64 000 €")]), "other") == []
