"""The parties, as the trame presents each, agreed with who represents it."""

from pathlib import Path
from typing import Any

import pytest
from drafting import CORPUS, MARKER, convention

from rupfam_assistant.convention.parties import parties_of
from rupfam_assistant.dossier import bodies
from rupfam_assistant.dossier.bodies import party_kind, read_bodies
from rupfam_assistant.dossier.paths import at
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.errors import DamagedFile

PREFETE = {"body": "Préfète des Coteaux-de-Sève", "represented_by": "Mme Anne Roche"}
PREFET = {"body": "Préfet des Coteaux-de-Sève", "represented_by": "M. Jean Vial"}
COURT = {"body": "Cour d’appel d’Angluze", "address": "4 quai du Palais, Angluze"}
WOMEN = "Mme Perrine Walter, première présidente, et Mme Sophie Cadiou, procureure générale"
MEN = "M. Paul Walter, premier président, et M. Simon Cadiou, procureur général"
MIXED = "M. Paul Walter, premier président, et Mme Sophie Cadiou, procureure générale"


def lines(*signatories: dict[str, Any]) -> list[str]:
    """The lines of the parties, without their bullets."""
    return [line[2:] for line in convention(signatories=list(signatories)).text.splitlines() if line.startswith("• ")]


def line(signatory: dict[str, Any], begins: str) -> str:
    (found,) = [line for line in lines(signatory) if line.startswith(begins)]
    return found


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        *(
            (body, "prefet")
            for body in (
                "Préfet de la Creuse",
                "Préfète de la Creuse",
                "La préfète",
                "Préfecture de la Creuse",
                "Monsieur le préfet",
                "L’État",
            )
        ),
        *(
            (body, "cour")
            for body in ("Cour d’appel de Riom", "Cour d'appel de Riom", "La cour d’appel d’Agen", "Chefs de cour")
        ),
        *(
            (body, "caf")
            for body in ("CAF de la Creuse", "La Caf", "Caisse d’Allocations familiales de la Creuse", "CAF 23")
        ),
        *(
            (body, "cmsa")
            for body in (
                "CMSA Sève-Plaines",
                "MSA du Limousin",
                "La MSA",
                "Caisse de mutualité sociale agricole",
                "Mutualité sociale agricole",
            )
        ),
        *(
            (body, "departement")
            for body in ("Conseil départemental de la Creuse", "Département de la Creuse", "CD 23", "CD23")
        ),
        *(
            (body, "communes")
            for body in ("Commune de Sornac", "Ville de Sornac", "Mairie de Sornac", "La commune de Sornac")
        ),
        *(
            (body, "autres")
            for body in (
                "UDAF 23",
                "Tribunal judiciaire de Riom",
                "Le Planning familial",
                "CCAS de Sornac",
                "Communauté de communes",
                "Conseil régional",
            )
        ),
        *((body, "autres") for body in ("Maison des parents", "Mission locale", "Lebreton", "Métropole de Lys")),
    ],
)
def test_a_body_is_the_party_that_its_name_tells(body: str, kind: str) -> None:
    assert party_kind(body) == kind


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("Maison de la vallée, 96240 Saint-Maurin", "située à la Maison de la vallée, 96240 Saint-Maurin"),
        ("Le Vieux Presbytère, 96240 Saint-Maurin", "située au Vieux Presbytère, 96240 Saint-Maurin"),
        ("Bourg de Grand-Saut, 97970 Grand-Saut", "située au bourg de Grand-Saut, 97970 Grand-Saut"),
        ("97970 Grand-Saut", "située à 97970 Grand-Saut"),
        ("ancienne école des Cités, 11 rue du Puits-4", "située à l’ancienne école des Cités, 11 rue du Puits-4"),
        ("Maison d’arrêt, route de Fontfrège, Brézanc", "située à la maison d’arrêt, route de Fontfrège, Brézanc"),
    ],
)
def test_a_place_keeps_the_capital_of_its_name_and_a_former_one_has_its_article(address: str, said: str) -> None:
    assert said in line({"body": "Association Le Gué", "address": address}, "L’association")


def test_a_prefete_is_presented_as_one() -> None:
    assert (
        line(PREFETE, "La préfète")
        == "La préfète des Coteaux-de-Sève, Mme Anne Roche, ci-après dénommée « la préfète » ;"
    )


def test_a_prefet_is_presented_as_one() -> None:
    assert line(PREFET, "Le préfet") == "Le préfet des Coteaux-de-Sève, M. Jean Vial, ci-après dénommé « le préfet » ;"


def test_a_prefecture_has_the_gender_of_who_represents_it() -> None:
    assert line(
        {**PREFETE, "body": "Préfecture des Coteaux-de-Sève"},
        "La préfète des Coteaux-de-Sève, Mme Anne Roche, ci-après dénommée",
    )
    assert line(
        {**PREFET, "body": "Préfecture des Coteaux-de-Sève"},
        "Le préfet des Coteaux-de-Sève, M. Jean Vial, ci-après dénommé «",
    )


@pytest.mark.parametrize(
    ("heads", "begins", "ends"),
    [
        (MEN, "Le premier président et le procureur général près", "ci-après dénommés « les chefs de cour » ;"),
        (MIXED, "Le premier président et la procureure générale près", "ci-après dénommés « les chefs de cour » ;"),
        (WOMEN, "La première présidente et la procureure générale près", "ci-après dénommées « les chefs de cour » ;"),
    ],
)
def test_the_heads_of_the_court_agree_with_who_they_are(heads: str, begins: str, ends: str) -> None:
    told = line({**COURT, "represented_by": heads}, begins)
    assert told == f"{begins} la cour d’appel d’Angluze, située 4 quai du Palais, Angluze, {heads}, {ends}"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Cour d’appel d’Angluze", "cour d’appel d’Angluze,"),
        ("Cour d'appel d'Agen", "cour d’appel d’Agen,"),
        ("Cour d’appel de Riom", "cour d’appel de Riom,"),
        ("Cour d’appel", f"cour d’appel de {MARKER},"),
    ],
)
def test_the_court_has_its_town_with_the_elision_that_it_takes(body: str, told: str) -> None:
    assert told in line({"body": body, "represented_by": MEN}, "Le premier président")


@pytest.mark.parametrize(
    ("signatory", "presented"),
    [
        (
            {"body": "CAF des Coteaux", "address": "1 rue A", "represented_by": "M. Vial, directeur"},
            "La caisse d’Allocations familiales des Coteaux, située 1 rue A, représentée par M. Vial, directeur, ci-après dénommée « la CAF » ;",
        ),
        (
            {"body": "MSA Sève-Plaines", "address": "2 rue B", "represented_by": "Mme Roche"},
            "La caisse de la mutualité sociale agricole Sève-Plaines, située 2 rue B, représentée par Mme Roche, ci-après dénommée « la CMSA » ;",
        ),
        (
            {"body": "Conseil départemental des Coteaux", "represented_by": "Mme Roche"},
            f"Le conseil départemental des Coteaux, situé {MARKER}, représenté par Mme Roche, ci-après dénommé « le conseil départemental » ;",
        ),
        (
            {"body": "Commune de Sornac", "address": "3 rue C", "represented_by": "Mme Roche"},
            "La commune de Sornac, située 3 rue C, représentée par Mme Roche, ci-après dénommée « la commune de Sornac » ;",
        ),
        (
            {"body": "Tribunal judiciaire de Riom", "represented_by": "M. Vial"},
            f"Le tribunal judiciaire de Riom, situé {MARKER}, représenté par M. Vial, ci-après dénommé « le tribunal judiciaire de Riom » ;",
        ),
        (
            {"body": "Association Les Deux Toits", "address": "4 rue D"},
            f"L’association Les Deux Toits, située 4 rue D, représentée par {MARKER}, ci-après dénommée « l’association Les Deux Toits » ;",
        ),
        (
            {"body": "UDAF 23"},
            f"L’union départementale des associations familiales (UDAF 23), située {MARKER}, représentée par {MARKER}, ci-après dénommée « l’UDAF 23 » ;",
        ),
        (
            {"body": "DDETS"},
            f"La direction départementale de l’emploi, du travail et des solidarités, située {MARKER}, représentée par {MARKER}, ci-après dénommée « la DDETS » ;",
        ),
        (
            {"body": "Le Planning familial"},
            f"Le Planning familial, situé {MARKER}, représenté par {MARKER}, ci-après dénommé « le Planning familial » ;",
        ),
    ],
)
def test_a_party_is_presented_in_the_words_of_the_trame_and_agreed(signatory: dict[str, Any], presented: str) -> None:
    assert presented in lines(signatory)


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("M. Vial, président ; Mme Roche, directrice", "M. Vial, président, et Mme Roche, directrice"),
        ("Président : M. Vial", "M. Vial, président"),
        ("Présidente, Mme Roche", "Mme Roche, présidente"),
        ("M. Vial, président", "M. Vial, président"),
        ("Mme Roche, DG, M. Vial, pdt", "Mme Roche, directrice générale, et M. Vial, président"),
        ("madame la Directrice Anne Roche", "madame Anne Roche, directrice"),
        ("monsieur Jean Vial directeur de l’agence", "monsieur Jean Vial, directeur de l’agence"),
        ("MME ANNE ROCHE, DIR.", "MME ANNE ROCHE, DIRECTRICE"),
        (
            "Mme Anne Roche, P.G., M. Jean Vial, p.p.",
            "Mme Anne Roche, procureure générale, et M. Jean Vial, premier président",
        ),
        (
            "M. Jean Vial, président (ou sa suppléante, Mme Roche)",
            "M. Jean Vial, président (ou sa suppléante, Mme Roche)",
        ),
        ("Colonel Jean Vial", "le colonel Jean Vial"),
        ("Col. Jean Vial, chef de groupement", "le colonel Jean Vial, chef de groupement"),
        ("Lt-col. Jean Vial", "le lieutenant-colonel Jean Vial"),
        ("Mme Ode Roux, présidente du CD", "Mme Ode Roux, présidente du conseil départemental"),
        ("M. le préfet, Jean Vial", "M. Jean Vial, préfet"),
        ("Mr le maire, J-P Vial", "M. J-P Vial, maire"),
        ("le pdt Mr Jean Vial (ou son VP)", "M. Jean Vial, président (ou son vice-président)"),
        ("PP : Mme Anne Roche / PG : M. Vial", "Mme Anne Roche, première présidente, et M. Vial, procureur général"),
        ("Mme Anne Roche, directrice (interim)", "Mme Anne Roche, directrice par intérim"),
        ("Mme Anne Roche, directrice adj,", "Mme Anne Roche, directrice adjointe"),
        ("M. Jean Vial president", "M. Jean Vial, président"),
        ("Le president du tribunal judiciaire", "[à compléter], président du tribunal judiciaire"),
        ("le vice-président à la cohésion sociale", "[à compléter], vice-président à la cohésion sociale"),
        ("le vice-président délégué à l’action sociale, M. Vial", "M. Vial, vice-président délégué à l’action sociale"),
        ("le président du tribunal judiciaire, M. Vial", "M. Vial, président du tribunal judiciaire"),
        ("M. Vial, DGA par délégation du DG", "M. Vial, directeur général adjoint par délégation du directeur général"),
        ("M. Vial, sous-préfet de Sornac", "M. Vial, sous-préfet de Sornac"),
        ("Dr Jean Vial, administrateur", "le docteur Jean Vial, administrateur"),
        ("mme anne roche, dir.", "Mme Anne Roche, directrice"),
        ("Anne Roche, Directrice", "Anne Roche, directrice"),
    ],
)
def test_representatives_are_told_by_name_then_title_two_of_them_joined(told: str, written: str) -> None:
    assert f"représentée par {written}, ci-après" in line({"body": "UDAF", "represented_by": told}, "L’union")


def test_the_title_of_a_prefet_is_said_once() -> None:
    told = line({**PREFET, "represented_by": "M. Jean Vial, préfet des Coteaux-de-Sève"}, "Le préfet")
    assert told == "Le préfet des Coteaux-de-Sève, M. Jean Vial, ci-après dénommé « le préfet » ;"


def test_who_signs_for_a_prefet_keeps_a_title_of_his_own() -> None:
    told = line({**PREFET, "represented_by": "M. Jean Vial, préfet délégué pour l’égalité des chances"}, "Le préfet")
    assert "M. Jean Vial, préfet délégué pour l’égalité des chances, ci-après" in told


def test_a_prefet_keeps_his_department_and_gender_whatever_is_said_around() -> None:
    state = {"body": "L’État, pris en la personne du préfet des Coteaux-de-Sève"}
    who = "Monsieur Jean Vial, préfet des Coteaux-de-Sève, ou par délégation Madame la sous-préfète de Sornac"
    assert line({**state, "represented_by": who}, "Le préfet") == (
        "Le préfet des Coteaux-de-Sève, Monsieur Jean Vial, ou par délégation Madame la sous-préfète de Sornac, "
        "ci-après dénommé « le préfet » ;"
    )


@pytest.mark.parametrize(
    ("signatory", "told"),
    [
        (
            {"body": "CA de Riom", "represented_by": MIXED},
            "Le premier président et la procureure générale près la cour",
        ),
        ({"body": "CD 23bis - conseil départemental de Sève"}, "Le conseil départemental de Sève,"),
        ({"body": "COLLECTIVITE DE SEVE (CONSEIL DPTAL)"}, "Le conseil départemental DE SEVE,"),
        ({"body": "Mutualité sociale agricole Val-Plaine"}, "La caisse de la mutualité sociale agricole Val-Plaine,"),
        ({"body": "Département de Sève"}, "Le conseil départemental de Sève,"),
        (
            {"body": "ATSF (Association de soutien aux familles)"},
            "L’ATSF (Association de soutien aux familles), située",
        ),
        (
            {"body": "UDAF", "address": "23000 Sornac"},
            "L’union départementale des associations familiales, située à 23000",
        ),
        ({"body": "Cne de Sornac"}, "La commune de Sornac,"),
        ({"body": "OPH Rieu Habitat"}, "L’office public de l’habitat Rieu Habitat, situé"),
        ({"body": "PETR du Haut-Rieu"}, "Le pôle d’équilibre territorial et rural du Haut-Rieu, situé"),
        ({"body": "L’Ancre (asso de médiation, gère le lieu)"}, "L’association L’Ancre, située"),
        ({"body": "La mairie de Sornac"}, "La commune de Sornac,"),
        (
            {"body": "cour d appel d Agen", "represented_by": MEN},
            "Le premier président et le procureur général près la cour d’appel d’Agen,",
        ),
        ({"body": "com com des Deux Rives"}, "La communauté de communes des Deux Rives,"),
        ({"body": "agglo de Sornac"}, "La communauté d’agglomération de Sornac,"),
        ({"body": "asso Trait d Union"}, "L’association Trait d’Union,"),
        ({"body": "centre communal d action sociale d Albe"}, "Le centre communal d’action sociale d’Albe,"),
        ({"body": "Société coopérative « Le Pont »"}, "La société coopérative « Le Pont »,"),
        ({"body": "M.S.A. du Sud", "represented_by": "M. Vial"}, "La caisse de la mutualité sociale agricole du Sud,"),
        ({"body": "CH de Sornac"}, "Le centre hospitalier de Sornac,"),
        ({"body": "udaf23"}, "L’union départementale des associations familiales (UDAF 23),"),
        ({"body": "CD"}, "Le conseil départemental des Coteaux-de-Sève,"),
        (
            {"body": "UDAF", "address": "13 rue du Dr Roux"},
            "L’union départementale des associations familiales, située 13 rue du Docteur Roux",
        ),
        ({"body": "Asso. L’Ancre"}, "L’association L’Ancre, située"),
        ({"body": "DRIEETS, unité de Sève"}, "La direction régionale et interdépartementale"),
        ({"body": "Toit Solidaire", "address": "2 r. Verte"}, "Toit Solidaire, dont le siège est 2 rue Verte, que"),
        ({"body": "UDAF", "address": "2 bd Hugo - tél. 04 70 00 11 22"}, "L’union départementale"),
        ({"body": "Conseil départemental de l’accès au droit"}, "Le conseil départemental de l’accès au droit,"),
    ],
)
def test_a_body_told_in_an_unusual_way_is_presented_all_the_same(signatory: dict[str, str], told: str) -> None:
    (presented,) = [said for said in lines(signatory) if said.startswith(told) and "[à compléter], [à" not in said]
    assert " , " not in presented and "04 70" not in presented


def test_a_body_in_capitals_has_the_department_as_it_is_written() -> None:
    draft = convention(department="Côte-Bleue", signatories=[{"body": "CONSEIL DEPARTEMENTAL DE LA COTE-BLEUE"}])
    assert "• Le conseil départemental de la Côte-Bleue, " in draft.text
    assert "Département de la Côte-Bleue\n" in draft.text
    short = convention(department="Côte-Bleue", signatories=[{"body": "CD de la Côte-Bleue"}])
    assert "• Le conseil départemental de la Côte-Bleue, " in short.text


def test_a_body_of_the_department_is_called_by_it() -> None:
    bodies = ["caf", "Préfecture", "CD"]
    told = {
        "department": "Trois Monts",
        "caf_name": "caf trois monts",
        "signatories": [{"body": body} for body in bodies],
    }
    text = convention(**told).text
    assert "• Le préfet des Trois Monts, " in text and "• Le conseil départemental des Trois Monts, " in text
    assert "• La caisse d’Allocations familiales des Trois Monts, " in text


def test_a_metropolis_that_has_the_powers_of_the_department_stands_for_it() -> None:
    metropolis = {"body": "Métropole de Sève (exerçant les compétences du département)"}
    text = convention(signatories=[metropolis]).text
    assert "Le conseil départemental" not in text.partition("Préambule")[0]
    assert "ci-après dénommée « la métropole de Sève »" in text


def test_a_territorial_collectivity_stands_for_the_department() -> None:
    text = convention(signatories=[{"body": "Collectivité territoriale de Grande-Mare"}]).text
    assert "conseil départemental" not in text.partition("Préambule")[0].lower()


def test_an_address_said_to_be_another_s_is_that_one() -> None:
    told = lines(
        {"body": "Préfecture", "address": "3 place A, 12000 B"}, {"body": "DDETS", "address": "idem préfecture"}
    )
    assert any("solidarités, située 3 place A, 12000 B" in line for line in told)
    assert any(
        f"située {MARKER}" in line for line in lines({"body": "DDETS", "address": "idem"}) if "solidarités" in line
    )


def test_a_body_that_is_not_sure_keeps_its_name() -> None:
    assert any(line.startswith("Le barreau, ") for line in lines({"body": "barreau (pas sur, à voir avec leur CA)"}))


def told_of(body: str) -> list[str]:
    """What the alerts say of a convention that one body signs."""
    return [alert.message for alert in convention(signatories=[{"body": body}]).alerts]


def test_what_the_parties_lack_is_told_at_once_and_so_are_the_pilots_who_do_not_sign() -> None:
    draft = convention(
        signatories=[
            {"body": "UDAF", "represented_by": "M. Vial", "address": "12 rue du Mail"},
            {"body": "SPIP / PJJ", "represented_by": "M. Roche", "address": "1 rue A, 12000 Sornac"},
        ],
        planned_actions=[
            {"objective": 1, "text": text, "pilot": pilot}
            for text, pilot in (("Ouvrir", "Mission locale"), ("Former", "tous"), ("Louer", "l’UDAF et le SPIP"))
        ],
    )
    messages = [alert.message for alert in draft.alerts]
    lacking = "Parties à compléter : adresse sans ville (UDAF) ; deux organismes en un, à séparer (SPIP / PJJ)."
    assert any("à séparer (Communes de Sornac et d’Albe)" in said for said in told_of("Communes de Sornac et d’Albe"))
    assert lacking in messages
    assert "Ces pilotes ne sont pas parmi les signataires : « Mission locale ». Faut-il les y ajouter ?" in messages
    assert "« Tous » ne pilotent pas une action : qui la pilote ?" in messages


def test_who_signs_is_a_blank_and_a_question_when_it_is_still_to_be_named() -> None:
    draft = convention(signatories=[{"body": "UDAF 23", "represented_by": "à désigner"}])
    assert "représentée par [à compléter], ci-après dénommée « l’UDAF 23 »" in draft.text
    assert [alert.values for alert in draft.alerts if "porte un doute" in alert.message] == [("à désigner",)]


def test_a_cgss_is_proposed_in_the_place_of_the_cmsa_and_takes_it_by_a_click() -> None:
    cgss = {"body": "CGSS de l’Île-Ravine"}
    (asked,) = [alert for alert in convention(signatories=[cgss]).alerts if "tient-elle" in alert.message]
    (remedy,) = asked.remedies
    assert remedy.label == "La CGSS de l’Île-Ravine en tient la place"
    decision = {"about": remedy.about, "field": "signatories", "original": remedy.judged, "value": remedy.value}
    text = convention(signatories=[cgss], decisions=[decision]).text
    assert "mutualité" not in text.partition("Préambule")[0]
    assert text.index("La caisse générale de sécurité sociale") < text.index("Le conseil départemental, situé")


@pytest.mark.parametrize("row", ['ADMR = { name = "x", gender = "n" }', 'ADMR = { nom = "x" }', 'ADMR = { name = "x'])
def test_a_table_of_bodies_badly_written_is_told_by_its_line(
    row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "french").mkdir()
    told = (CORPUS / "french" / "bodies.toml").read_text(encoding="utf-8").splitlines()
    number = next(rank for rank, words in enumerate(told) if words.startswith("ADMR"))
    told[number] = row
    (tmp_path / "french" / "bodies.toml").write_text("\n".join(told), encoding="utf-8")
    monkeypatch.setattr(bodies, "corpus_folder", lambda: tmp_path)
    read_bodies.cache_clear()
    with pytest.raises(DamagedFile, match=rf"bodies\.toml est mal écrit à la ligne {number + 1}\b"):
        read_bodies()


def test_the_communes_are_presented_one_by_one_before_the_others() -> None:
    told = lines({"body": "UDAF 23"}, {"body": "Commune de Sornac"}, {"body": "Ville d’Albe"}, PREFETE)
    assert [party.split(",")[0] for party in told] == [
        "La préfète des Coteaux-de-Sève",
        "Le premier président et le procureur général près la cour d’appel de [à compléter]",
        "La caisse d’Allocations familiales",
        "La caisse de la mutualité sociale agricole",
        "Le conseil départemental",
        "La commune de Sornac",
        "La ville d’Albe",
        "L’union départementale des associations familiales (UDAF 23)",
    ]


def test_a_party_that_the_dossier_lacks_keeps_its_place_with_blanks_and_an_alert() -> None:
    draft = convention(signatories=[PREFETE])
    assert [party.kind for party in parties_of(Dossier("X")) if party.rank < 0] == [
        "prefet",
        "cour",
        "caf",
        "cmsa",
        "departement",
    ]
    assert [alert.values for alert in draft.alerts if "La trame nomme " in alert.message] == [
        ("la cour d’appel", "la CAF", "la CMSA", "le conseil départemental")
    ]
    assert f"Pour la CMSA : {MARKER}\n" in draft.text


def test_the_blanks_of_the_parties_tell_what_is_awaited_and_who_knows_it() -> None:
    blanks = [
        blank for blank in convention(signatories=[{"body": "Commune de Sornac"}]).blanks if blank.article == "Parties"
    ]
    assert ("adresse exacte de « Commune de Sornac »", "Commune de Sornac", at("signatories", 0, "address")) in [
        (b.what, b.owner, b.field) for b in blanks
    ]
    assert ("adresse de la CAF", "CAF") in [(b.what, b.owner) for b in blanks]
    assert all(blank.what and blank.owner for blank in blanks)


@pytest.mark.parametrize(
    ("signatory", "told"),
    [
        (
            {"body": "Commune de Sornac", "address": "Hôtel de ville, Sornac"},
            "La commune de Sornac, située à l’hôtel de ville, Sornac,",
        ),
        (
            {"body": "Commune de Le Palaisec", "address": "Place de la Mairie"},
            "La commune du Palaisec, située place de la Mairie,",
        ),
        (
            {"body": "CGSS de l’Île-Ravine", "address": "sise 4 rue Verte"},
            "La caisse générale de sécurité sociale de l’Île-Ravine, située 4 rue Verte,",
        ),
        (
            {"body": "CA de Caumont", "address": "Palais des congrès"},
            "La communauté d’agglomération de Caumont, située au palais des congrès,",
        ),
        ({"body": "Association L’Ancre", "address": "Mairie"}, "L’association L’Ancre, située à la mairie,"),
    ],
)
def test_a_party_is_situated_in_good_french(signatory: dict[str, str], told: str) -> None:
    assert any(said.startswith(told) for said in lines(signatory))


def test_a_proper_name_takes_no_article() -> None:
    (told,) = [line for line in lines({"body": "Tercy Métropole"}) if "Tercy" in line]
    assert told.startswith("Tercy Métropole, dont le siège est") and "« Tercy Métropole »" in told


def test_two_bodies_of_one_kind_are_each_called_by_their_name() -> None:
    told = lines({"body": "CD de l’Aulne"}, {"body": "Conseil général des Landes"})
    called = [line.rpartition("« ")[2].partition(" »")[0] for line in told if line.startswith("Le conseil")]
    assert called == ["le conseil départemental de l’Aulne", "le conseil départemental des Landes"]


def test_a_department_typed_without_its_hyphen_is_written_as_the_dossier_writes_it() -> None:
    written = convention(department="Haute-Sorne", signatories=[{"body": "CAF de la haute sorne"}]).text
    assert "La caisse d’Allocations familiales de la Haute-Sorne," in written


def test_who_is_replaced_soon_is_asked_about() -> None:
    caf = {"body": "CAF", "address": "Sornac", "represented_by": "M. Vial, directeur, remplacé en mars par Mme Roux"}
    draft = convention(signatories=[caf])
    assert "représentée par M. Vial, directeur, ci-après" in draft.text
    assert any("qui signera, l’un remplaçant l’autre (CAF" in alert.message for alert in draft.alerts)


@pytest.mark.parametrize(
    ("signatory", "told"),
    [
        ({"body": "CA Morvanges", "represented_by": MEN}, "Le premier président et le procureur général près la cour"),
        ({"body": "Tresnay", "represented_by": "Mme Ode Roux, maire"}, "La commune de Tresnay, située"),
        (
            {"body": "Corvol", "represented_by": "le maire"},
            f"La commune de Corvol, située {MARKER}, représentée par {MARKER}, maire,",
        ),
        ({"body": "Grand Conseil des Îles", "represented_by": "Mme Ode Roux"}, "Le Grand Conseil des Îles, situé"),
        (
            {"body": "UDAF", "address": "cf. mail du 12"},
            f"L’union départementale des associations familiales, située {MARKER}",
        ),
    ],
)
def test_what_a_hurried_hand_types_of_a_party_is_read(signatory: dict[str, str], told: str) -> None:
    assert any(said.startswith(told) for said in lines(signatory))


def test_an_address_said_the_same_is_that_of_the_party_before() -> None:
    told = lines({"body": "UDAF", "address": "27 rue Haute, Sornac"}, {"body": "CIDFF", "address": "idem"})
    assert sum("27 rue Haute, Sornac" in line for line in told) == 2


def test_a_pilot_that_joins_two_parties_is_among_them_and_an_apposition_is_no_second_body() -> None:
    parties = [
        {"body": "Conseil coutumier du Val"},
        {"body": "Rectorat"},
        {"body": "Centre hospitalier, hôpital du Val"},
    ]
    action = {"objective": 1, "text": "Ouvrir un lieu", "pilot": "Conseil coutumier et Rectorat"}
    draft = convention(signatories=parties, planned_actions=[action])
    assert not [
        a.message for a in draft.alerts if "pas parmi les signataires" in a.message or "deux organismes" in a.message
    ]


@pytest.mark.parametrize("title", ["le maire", "M. le maire", "Madame la maire"])
def test_a_title_alone_stays_and_its_name_is_asked(title: str) -> None:
    draft = convention(signatories=[{"body": "Corvol", "address": "Sornac", "represented_by": title}])
    assert "Pour la commune de Corvol : [à compléter], " in draft.text.replace("\u00a0", " ")
    assert any("nom de qui signe (commune de Corvol)" in alert.message for alert in draft.alerts)


@pytest.mark.parametrize(
    ("body", "called"),
    [
        ("Caisse générale de sécurité sociale du Val, exerçant les missions de la MSA", "du Val"),
        ("Direction de l’économie, de l’emploi, du travail et des solidarités", "solidarités"),
    ],
)
def test_a_short_name_goes_without_what_is_apposed(body: str, called: str) -> None:
    (signed,) = [
        line
        for line in convention(signatories=[{"body": body}]).text.splitlines()
        if "Pour la caisse g" in line or "Pour la direction" in line
    ]
    assert signed.partition(" : ")[0].endswith(called)


@pytest.mark.parametrize("department", ["Oise (60", "Val[", "Nord*"])
def test_a_department_typed_with_a_sign_is_written_as_it_is(department: str) -> None:
    (caf,) = [
        line
        for line in convention(department=department, signatories=[{"body": f"CAF {department}"}])
        .text.replace("• ", "")
        .splitlines()
        if line.startswith("La caisse d’Allocations familiales")
    ]
    assert f"{department}," in caf


def test_a_town_in_capitals_is_named_as_french_does_and_who_is_not_known_yet_is_a_blank() -> None:
    town = line({"body": "COMMUNE D’ANSE-BÉLIZAIRE", "represented_by": "Mme Roy, MAIRE"}, "La commune")
    assert "La commune d’Anse-Bélizaire" in town and "« la commune d’Anse-Bélizaire »" in town
    body = {"body": "CIDFF de l’Île", "represented_by": "(AG le 12 décembre, nom de la présidente à venir)"}
    assert f"représenté par {MARKER}" in line(body, "Le centre")
