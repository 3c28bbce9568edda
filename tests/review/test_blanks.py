"""The blanks that a draft leaves: each counted and named, with who fills it."""

import re

import pytest
from drafting import convention
from reviewing import draft, flowing, review

from rupfam_assistant.review.verdict import Reviewed

LOCAL = "Dans la Presqu’île-de-Gaud :"


def rows(text: str) -> list[tuple[str, str, str]]:
    """The lines of blanks of a draft's review, its spaces plain."""
    told = Reviewed(review(text), "projet.txt").blanks
    return [(where.replace("\u00a0", " "), what, owner) for where, what, owner in told]


def with_local(lines: str) -> str:
    """A draft that follows the trame, with some more lines under its first objective."""
    text = flowing()
    at = text.index("\n", text.index(LOCAL))
    return f"{text[:at]}\n{lines}{text[at:]}"


def test_a_draft_of_ours_has_each_of_its_blanks_counted_and_named() -> None:
    action = {"objective": 3, "text": "Diffuser une plaquette"}
    written = convention(department="Combe-Noire", planned_actions=[action])
    found = review(written.text)
    listed = rows(written.text)
    the_day_of_the_signature = 1
    assert len(found.deviations) == len(written.blanks) - the_day_of_the_signature
    details = "« Diffuser une plaquette » : pilote, partenaires, échéance et indicateur (4 blancs)"
    parties = "noms, prénoms et titres : préfecture, cour d’appel, CAF, CMSA et conseil départemental (5 blancs)"
    assert ("Article 2, objectif 3", details, "signataires") in listed
    assert ("Parties", parties, "chacun d’eux") in listed
    assert len(listed) < 20 <= len(written.blanks)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            "Une permanence à la mairie.\nPilote : CAF de Gaud ; partenaires : [à compléter] ; échéance : ………… .",
            [("« Une permanence à la mairie » : partenaires et échéance (2 blancs)", "CAF de Gaud")],
        ),
        ("Un forum des familles, [dates et lieux à confirmer].", [("dates et lieux à confirmer", "signataires")]),
        ("Ménages : 4 120 (source : à préciser).", [("source, « Ménages : 4 120 »", "signataires")]),
        (
            "Ouvrir un lieu dans la commune de ………………",
            [("suite de « Ouvrir un lieu dans la commune de »", "signataires")],
        ),
        (
            "Un livret.\nPilote : MSA ; partenaires : [à compléter], [à compléter] et CIDFF ; échéance : octobre 2027.",
            [("partenaires, « Un livret » (2 blancs)", "MSA")],
        ),
        (
            "Des entretiens.\nPilote : CAF (une note) ou Udaf (une autre), à trancher : [à compléter] ; échéance : 2028.",
            [("pilote : CAF ou Udaf, à trancher, « Des entretiens »", "signataires")],
        ),
        (
            "- Enfants reçus : 612 enfants.\n- Délai d’attente : 4 mois (source : Udaf) ou 7 mois (source : CAF) ;"
            " valeur à retenir : [à compléter].",
            [("valeur à retenir, « Délai d’attente : 4 mois ou 7 mois »", "signataires")],
        ),
        (
            "- Un relevé.\n- Évaluation de l’audience.\nPilote : Cour d’appel ; indicateur : [à compléter].",
            [("indicateur, « Évaluation de l’audience »", "Cour d’appel")],
        ),
        ("Une réunion, présidence CAF /, en mars.", [("suite de « Une réunion, présidence CAF »", "signataires")]),
        ("Modalités : …………………\n…………………………\n…………………………", [("modalités", "signataires")]),
        (
            "| Action | Pilote | Échéance |\n| Un forum des familles | Udaf | [à compléter] |",
            [("échéance, « Un forum des familles »", "signataires")],
        ),
    ],
)
def test_a_blank_is_named_by_what_is_before_it(lines: str, told: list[tuple[str, str]]) -> None:
    assert rows(with_local(lines)) == [("Article 2, objectif 1", *one) for one in told]


def test_a_blank_of_a_party_that_the_trame_has_not_is_named_after_it() -> None:
    presented = r"(La fédération des centres sociaux[^,;]*), [^;]*? président\w*"
    text, times = re.subn(presented, r"\1, située [à compléter], représentée par [à compléter]", flowing(), count=1)
    told = rows(text)
    assert times == 1 and [where for where, *_ in told] == ["Parties", "Parties"]
    assert all("fédération" in what and "fédération" in owner for _, what, owner in told)


def test_a_blank_of_a_party_beside_its_representative_asks_for_no_name_that_is_there() -> None:
    act = "M. Erwan Talec, président, habilité par délibération de la commission permanente n° [à compléter] du ……"
    (told,) = rows(flowing().replace("M. Erwan Talec, président", act, 1))
    about = "« habilité par délibération de la commission permanente »"
    assert told == ("Parties", f"{about} : numéro et date (2 blancs)", "conseil départemental")


def test_a_blank_that_only_its_title_announces_is_called_by_it() -> None:
    found = review(f"{draft()}\n\nAnnexe 4 : calendrier des permanences\n\n- [à compléter]\n")
    (told,) = found.deviations
    assert (told.article, Reviewed(found, "a.txt").blanks[0][0]) == ("Signatures", "Signatures, annexes")
    assert told.message.startswith("Annexe 4 : calendrier des permanences :")


def test_the_line_of_the_day_of_signature_is_to_be_known_and_is_no_blank_to_lift() -> None:
    found = review(flowing().replace("Fait à Port-Gaud, le 12 novembre 2026", "Fait à ………, le ………"))
    assert not found.deviations
    assert [said.message for said in found.noted][-1:] == [
        "La ligne « Fait à … » garde un blanc : il se remplit le jour de la signature."
    ]


def test_the_columns_of_a_table_name_its_blanks_whatever_it_is_about() -> None:
    opening, _, block = draft().rpartition("Fait à")
    signed = "| Le préfet | La CAF |\n| Mme Yolande Perrot | [à compléter] |\n"
    assert [what for _, what, _ in rows(f"{opening}Fait à Gaud\n{signed}")] == [
        "nom à reporter : Sylvain Kerjean, pour la CAF"
    ] and block
    listed = "\n| Partie | Adresse | Représentant |\n| La Caf | [à compléter] | M. Sylvain Kerjean, directeur |\n"
    presented = re.sub(r"(?s)(Entre\s*:).*?(?=\n\s*Et\s*\n)", rf"\1\n{listed}", draft(), count=1)
    assert [what for _, what, _ in rows(presented)] == ["adresse de la CAF"]


def test_a_signature_left_blank_hides_no_other_that_is_absent() -> None:
    opening, _, block = draft().rpartition("Fait à")
    signed = re.sub("(?m)^.*Erwan Talec.*$", "", block).replace("Mme Claire Jégou", "[à compléter]")
    found = review(f"{opening}Fait à{signed}")
    assert {deviation.kind for deviation in found.deviations} == {"blank_left", "signatory_missing"}
    (blank,) = Reviewed(found, "a.txt").blanks
    assert blank[1].startswith("nom à reporter : Claire Jégou, pour la présidente de la fédération")
    assert blank[2] == "personne, il est déjà parmi les parties"


def test_a_line_of_signature_that_names_nobody_among_others_that_do_is_a_blank_and_an_empty_day_is_told() -> None:
    opening, _, block = draft().rpartition("Fait à")
    names = re.findall(r"(?m)^(.+?) — (Mme .+?|M\. .+?) — Signature", " ".join(block.split()).replace(" : ", "\n"))
    lines = [f"Pour {who[0].lower()}{who[1:]}, {name}" for who, name in names]
    bare = "Pour la directrice générale de la CMSA Gaud-Bruyères,"
    lines = [bare if "CMSA" in line else line for line in lines]
    signed = "\n".join(lines)
    found = review(f"{opening}Fait à Port-Gaud, le\n\n{signed}\n")
    assert bare in lines and [told.kind for told in found.deviations] == ["blank_left"]
    (blank,) = Reviewed(found, "a.txt").blanks
    assert blank[1] == "nom de qui signe : la directrice générale de la CMSA Gaud-Bruyères"
    assert found.noted[-1].message.startswith("La ligne « Fait à … » garde un blanc")


def test_dots_before_a_sum_and_a_line_above_a_note_are_no_blanks() -> None:
    sums = "Médiation familiale ................ 171 000 €\nTotal ...................... 312 000 €\n"
    note = "_____\n(1) Leur nombre dépend du contexte local.\n\n"
    drawn = draft().replace("ARTICLE 1 :", f"{note}ARTICLE 1 :", 1)
    assert drawn != draft()
    assert rows(f"{drawn}\n\nAnnexe 1\n\n{sums}") == rows(draft())
