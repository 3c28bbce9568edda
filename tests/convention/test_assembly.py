"""The whole convention: the trame's own words, with the department's parties, choices, article 2, signatures and annexes."""

from typing import Any

import pytest
from drafting import DOSSIERS, MARKER, TRAME, action, article, convention, messages
from hypothesis import given, settings

from rupfam_assistant.dossier.paths import at

CDSF, LOCAL = "CDSF", "comités locaux des financeurs"
CHANGING = ("Parties", "Signatures", "Article 2")
KEPT = [
    part.text
    for part in TRAME.parts
    if part.article not in CHANGING
    and part.kind in ("heading", "paragraph", "item")
    and all(piece.slot is None for piece in part.pieces)
]
FIRST_CHOICE = "Comités départementaux des services aux familles (CDSF) prévus par l’ordonnance"
FOLLOWED = {
    CDSF: "dans le cadre des comités départementaux des services aux familles auxquels",
    LOCAL: "dans le cadre des comités locaux des financeurs auxquels",
}


def lines(**fields: Any) -> list[str]:
    return convention(**fields).text.splitlines()


def starting(start: str, **fields: Any) -> str:
    (found,) = [line for line in lines(**fields) if line.startswith(start)]
    return found


@settings(deadline=None)
@given(DOSSIERS)
def test_the_words_of_the_trame_stand_whatever_the_dossier(record: dict[str, Any]) -> None:
    written = {line.removeprefix("- ") for line in lines(**{**record, "mend_slips": None, "instance": None})}
    assert set(KEPT) <= written


def test_the_articles_stand_once_and_in_order() -> None:
    headings = [
        line.split(" ")[1] for line in lines(planned_actions=[action("Ouvrir un lieu")]) if line.startswith("Article ")
    ]
    assert headings == list("12345678")


def test_article_2_is_the_one_that_is_drafted_alone() -> None:
    fields: dict[str, Any] = {
        "planned_actions": [action("Ouvrir un lieu"), action("Guide", "X", title="Frontière")],
        "territory_needs": ["Pensions impayées"],
    }
    alone = article(**fields)
    assert alone.text in convention(**fields).text
    assert set(alone.blanks) <= set(convention(**fields).blanks)
    assert alone.classification == convention(**fields).classification


def test_the_title_is_no_longer_that_of_a_trame() -> None:
    text = convention().text
    assert "Trame de convention" not in text
    assert (
        "Convention départementale relative à la prévention et à l’accompagnement des ruptures familiales 2026-2029\n"
        in text
    )
    assert "INSERER" not in text and "+ Ajouter" not in text


@pytest.mark.parametrize("instance", [CDSF, LOCAL])
def test_the_instance_is_chosen_once_for_articles_1_and_3(instance: str) -> None:
    text = convention(instance=instance).text
    assert "Ce partenariat doit s’incarner dans le cadre de ces instances :" in text
    assert (FIRST_CHOICE in text) is (instance == CDSF)
    assert ("- Comités locaux des financeurs." in text) is (instance == LOCAL)
    assert FOLLOWED[instance] in text
    assert all(words not in text for other, words in FOLLOWED.items() if other != instance)
    assert at("instance") not in [blank.field for blank in convention(instance=instance).blanks]


def test_an_instance_that_is_not_chosen_is_a_blank_and_both_stand() -> None:
    draft = convention()
    assert f"l’une des instances suivantes {MARKER} :" in draft.text
    assert FIRST_CHOICE in draft.text
    assert (
        "des comités locaux des financeurs ou des comités départementaux des services aux familles auxquels"
        in draft.text
    )
    assert [blank.article for blank in draft.blanks if blank.field == at("instance")] == ["Article 1"]
    assert any(told.startswith("Choisissez l’instance") for told in messages(draft, "missing"))


@pytest.mark.parametrize(
    ("frequency", "told"),
    [
        ("Deux fois par an", "au moins deux fois par an ;"),
        ("2x/an (juin, novembre)", "au moins deux fois par an, en juin et en novembre ;"),
        ("deux fois l’an, en mars et en octobre", "au moins deux fois par an, en mars et en octobre ;"),
        ("tous les trois mois", "au moins tous les trois mois ;"),
        ("semestrielle : avril / octobre", "au moins deux fois par an, en avril et en octobre ;"),
        ("l’instance se réunira trois fois par an, en juin", "au moins trois fois par an, en juin ;"),
        ("le comité se réunira deux fois par an, au printemps", "au moins deux fois par an, au printemps ;"),
        ("2x/an (mars + nov.)", "au moins deux fois par an, en mars et en novembre ;"),
        ("au moins une fois par semestre, bilan à l’automne", "au moins une fois par semestre, bilan à l’automne ;"),
        ("en mars et en octobre", "au moins deux fois par an, en mars et en octobre ;"),
        ("au printemps", "au moins une fois par an (au printemps) ;"),
    ],
)
def test_a_rhythm_of_once_a_year_or_more_is_taken(frequency: str, told: str) -> None:
    assert starting("- L’instance se réunit", frequency=frequency) == f"- L’instance se réunit {told}"


def test_a_rhythm_below_once_a_year_is_refused_and_told() -> None:
    draft = convention(frequency="tous les 2 ans")
    assert "tous les 2 ans" not in draft.text
    assert f"- L’instance se réunit au moins une fois par an {MARKER} ;\n" in draft.text
    assert at("frequency") in [blank.field for blank in draft.blanks]
    assert any("« tous les 2 ans » ne le dit pas" in told for told in messages(draft, "other"))


def test_the_organisation_goes_on_the_sentence_of_the_trame() -> None:
    told = starting("- L’organisation et l’animation", organisation="Présidence de la CAF, secrétariat tournant.")
    assert told.endswith("selon les modalités suivantes : présidence de la CAF, secrétariat tournant ;")


def test_a_doubt_of_the_organisation_leaves_its_blank_where_it_stood() -> None:
    told = starting(
        "- L’organisation et l’animation", organisation="Secrétariat CAF (ou la MSA ?). Présidence du préfet."
    )
    assert told.endswith("secrétariat CAF [à compléter]. Présidence du préfet ;")


@pytest.mark.parametrize("slip", TRAME.slips, ids=lambda slip: slip.quote)
def test_a_slip_is_kept_by_default_and_mended_on_demand(slip: Any) -> None:
    assert slip.quote in convention().text.replace("\n", " ")
    mended = convention(mend_slips=True).text.replace("\n", " ")
    assert (slip.mended or slip.quote) in mended
    if slip.mended:
        assert slip.quote.strip() not in mended.replace(slip.mended, "")


def test_the_slips_are_told_whether_they_are_mended_or_not() -> None:
    kept, mended = convention(), convention(mend_slips=True)
    assert any("Elles sont gardées telles quelles" in told for told in messages(kept, "other"))
    assert any(
        "Les autres ont été corrigées à votre demande." in told and "Partie concédante" in told
        for told in messages(mended, "other")
    )


def test_mending_leaves_the_words_of_the_dossier() -> None:
    assert (
        "A ce titre, ouvrir"
        in convention(mend_slips=True, territory_needs=["Pensions impayées : A ce titre, ouvrir"]).text
    )


def test_there_is_a_signature_for_each_party_and_no_other() -> None:
    parties = [
        {"body": "Préfète des Coteaux", "represented_by": "Mme Anne Roche"},
        {"body": "Commune de Sornac"},
        {"body": "UDAF 23"},
    ]
    draft = convention(signatories=parties)
    presented = [line for line in draft.text.splitlines() if line.startswith("• ")]
    signed = [line for line in draft.text.splitlines() if line.startswith("Pour l")]
    assert len(presented) == len(signed) == 7
    assert signed[0] == "Pour la préfète des Coteaux : Mme Anne Roche"
    assert signed[-2:] == [f"Pour la commune de Sornac : {MARKER}", f"Pour l’UDAF 23 : {MARKER}"]
    assert sum(blank.article == "Signatures" and blank.what.startswith("signataire : ") for blank in draft.blanks) == 6


def test_the_place_and_the_day_are_left_to_the_signature() -> None:
    draft = convention()
    assert f"Fait à {MARKER}, le {MARKER}.\n" in draft.text
    assert "lieu et date de signature" in [blank.what for blank in draft.blanks]


def test_the_annexes_are_listed_after_the_two_of_the_trame() -> None:
    told = lines(annexes=["Charte d’orientation", "Carte des lieux"], members=["Mme Anne Roche, CAF", "UDAF 23"])
    assert told[told.index("Annexes") :] == [
        "Annexes",
        "Annexe 1 : convention-cadre nationale 2026-2029",
        "Annexe 2 : liste des membres de l’instance, à titre indicatif",
        "- Mme Anne Roche, CAF",
        "- UDAF 23",
        "Annexe 3 : Charte d’orientation",
        "Annexe 4 : Carte des lieux",
    ]


def test_an_instance_without_members_has_a_blank_in_its_annex() -> None:
    draft = convention()
    assert draft.text.endswith(f"Annexe 2 : liste des membres de l’instance, à titre indicatif\n- {MARKER}\n")
    assert "liste des membres de l’instance (annexe 2)" in [blank.what for blank in draft.blanks]


def test_the_logos_are_named_or_awaited() -> None:
    assert f"Logos des signataires : {MARKER}\n" in convention().text
    assert convention(signatories=[{"body": "CAF des Coteaux", "logo": "caf.png"}]).text.startswith(
        "Logos : CAF des Coteaux\n"
    )


def test_the_department_is_named_as_its_bodies_name_it() -> None:
    assert "\nDépartement : Coteaux-de-Sève\n" in convention().text
    assert "\nDépartement des Coteaux-de-Sève\n" in convention(caf_name="CAF des Coteaux-de-Sève").text


@pytest.mark.parametrize(
    ("annex", "told"),
    [
        ("Membres de l’instance", False),
        ("Liste des membres du comité", False),
        ("Convention-cadre nationale", False),
        ("Liste des membres du comité local des financeurs", True),
        ("Bilan de la convention-cadre nationale 2022-2025", True),
        ("Convention de financement", True),
    ],
)
def test_an_annex_that_the_trame_joins_already_is_told_once_and_no_other_is_lost(annex: str, told: bool) -> None:
    assert (f"Annexe 3 : {annex}" in lines(annexes=[annex], members=["UDAF 23"])) is told
