"""The place of a partner in the convention, told right: a party, a service of one, one that another signs for."""

import pytest
from welcoming import BRUME, DOSSIER, TOWN

from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.office import Office


def test_a_party_and_another_partner_are_told_their_place(office: Office) -> None:
    def place(partner: str) -> str:
        return office.welcome(partner).sections[0].items[0].text

    assert place("la MSA").startswith(
        "La trame vous nomme parmi les parties : « La caisse de la mutualité sociale agricole"
    )
    assert place("DDETS").startswith(
        "La trame ne vous nomme pas parmi les parties, mais leur liste reste ouverte (« Autres »)"
    )
    assert place("un centre social").startswith("Les textes ne vous nomment pas parmi les parties")


@pytest.mark.parametrize(
    "partner",
    [
        "la CAF du département voisin",
        "une CAF voisine",
        "CAF du Val-d’Ombre, département limitrophe",
        "la caisse d’allocations familiales d’un autre département",
        "le conseil départemental d’à côté",
    ],
)
def test_a_body_of_another_department_is_neither_the_caf_nor_the_council_nor_a_party(
    partner: str, office: Office
) -> None:
    kit = office.welcome(partner)
    assert len(kit.roles) == 1 and not kit.signs
    assert kit.page[1].items[0].text.startswith("Les textes ne disent rien d’un organisme d’un autre département")
    assert kit.sections[0].items[0].text.startswith("Les textes ne disent rien d’un organisme d’un autre département")
    assert any(silence.who == "la CAF et le comité des financeurs" for silence in kit.silences)
    local = office.welcome(partner.replace("Val-d’Ombre", "Morvan"), make_dossier(DOSSIER)).local
    assert not any("pilote : CAF" in line or line.startswith("Signataire") for line in local)


def test_a_role_whose_gender_nothing_tells_is_quoted(office: Office) -> None:
    told = office.welcome("le ministère de la Justice").page[1].items[0].text
    assert "la ministère" not in told and "Les textes citent « ministère" in told.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("partner", "bodies", "said"),
    [
        ("CCAS", ("CAF de la Haute-Brume", "Ville de Brumeval"), "deux signataires, dont la ville de Brumeval ; vous n’en êtes pas en votre nom"),
        ("CCAS de Vaux", ("Ville de Brumeval", "Commune de Vaux"), "dont la commune de Vaux ; vous n’en êtes pas en votre nom"),
        ("DSDEN", ("Rectorat de Brumeval", "CAF de la Haute-Brume"), "c’est le rectorat de Brumeval qui signe pour vous"),
        ("rectorat de Brumeval", ("Rectorat de Brumeval", "CAF de la Haute-Brume"), "vous compte parmi les signataires"),
    ],
)  # fmt: skip
def test_a_service_is_told_that_the_body_which_it_is_of_signs(
    office: Office, partner: str, bodies: tuple[str, ...], said: str
) -> None:
    dossier = make_dossier(TOWN | {"signatories": [{"body": body} for body in bodies], "planned_actions": []})
    place = office.welcome(partner, dossier).page[1].items[0]
    assert said in place.text and place.short_places.startswith("projet local")


def test_a_doctor_of_the_department_does_not_sign(office: Office) -> None:
    place = office.welcome("un médecin de PMI").page[1].items[0].text
    assert place == "Le conseil départemental figure parmi les parties : vous ne signez pas vous-même."


def test_one_told_by_its_kind_is_the_only_body_of_it_in_the_dossier(office: Office) -> None:
    kit = office.welcome("CCAS de la ville", make_dossier(BRUME))
    assert kit.partner == "CCAS de Vaux-sur-Brume" and not any("Si vous êtes" in line for line in kit.local)
    assert "Si vous êtes" in "\n".join(office.welcome("un CCAS", make_dossier(BRUME)).local)
