"""Who signs, where one stands: each short title and each short street is written in full."""

import pytest

from rupfam_assistant.french.addresses import has_town, plain_address
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.rhythms import yearly_times
from rupfam_assistant.french.signers import is_woman, signers

TITLES, STREETS, RHYTHMS = map(read_list, ("titles", "streets", "rhythms_said"))


@pytest.mark.parametrize("long", TITLES.groups)
def test_a_short_title_is_written_as_who_bears_it_has_it(long: str) -> None:
    told = TITLES.examples[long]
    assert signers(told).endswith(f", {long.split(' / ')[is_woman(told) is True]}")


@pytest.mark.parametrize("long", STREETS.groups)
def test_a_short_street_is_written_in_full(long: str) -> None:
    assert long in plain_address(STREETS.examples[long])


@pytest.mark.parametrize("address", ["12 rue Dr-Roux", "Le Bourg, 48000 Sornac", "ZA des Plaines", "Chemin du Roy"])
def test_an_address_without_a_short_street_stays_as_it_is(address: str) -> None:
    assert plain_address(address) == address


def test_the_months_that_follow_a_rhythm_are_told_with_what_they_leave_out() -> None:
    assert yearly_times("2 fois par an (mars et octobre, hors neige)") == (
        "deux fois par an, en mars et en octobre, hors neige"
    )
    assert yearly_times("2 fois par an (à Sornac, en mars)") == "deux fois par an (à Sornac, en mars)"


@pytest.mark.parametrize("said", RHYTHMS.groups)
def test_an_adjective_tells_a_rhythm(said: str) -> None:
    assert yearly_times(RHYTHMS.examples[said].removeprefix("réunion ")) == said


@pytest.mark.parametrize(
    "typed",
    [
        "premier président M. Jean Vial et procureure générale Mme Ode Roux",
        "le premier président M. Jean Vial, et la procureure générale Mme Ode Roux",
        "M. Jean Vial, premier président et Mme Ode Roux, procureure générale",
    ],
)
def test_two_who_sign_keep_each_their_title_wherever_it_stands(typed: str) -> None:
    assert signers(typed) == "M. Jean Vial, premier président, et Mme Ode Roux, procureure générale"


def test_two_who_sign_without_a_civility_keep_each_their_title() -> None:
    told = signers("le président Jean Vial et la directrice Ode Roux")
    assert told == "Jean Vial, président, et Ode Roux, directrice"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("monsieur Jean Vial c’est le préfet", "monsieur Jean Vial, préfet"),
        ("Ode Roux qui est la présidente", "Ode Roux, présidente"),
        ("M. Vial, il est maire", "M. Vial, maire"),
        ("madame Ode Roux la maire", "madame Ode Roux, maire"),
        ("Mme Ode Roux (prés.)", "Mme Ode Roux, présidente"),
        ("Mme Ode Roux - directrice", "Mme Ode Roux, directrice"),
        ("Mme Le Maire, présidente", "Mme Le Maire, présidente"),
        ("M. Vial, directeur, remplacé au 1er janvier 2027 par Mme Roux", "M. Vial, directeur"),
        ("M. Vial, directeur (sera remplacé en mars par Mme Roux)", "M. Vial, directeur"),
        ("M. Vial, maire, sera remplacé par Mme Roche ; Mme Roux, adjointe", "M. Vial, maire, et Mme Roux, adjointe"),
        ("M. Vial, président (convention 2022-2025 : M. Roux)", "M. Vial, président"),
        ("M. Vial, directeur (remplace Mme Roux)", "M. Vial, directeur (remplace Mme Roux)"),
    ],
)
def test_what_joins_a_title_to_a_name_or_tells_who_comes_next_is_not_printed(typed: str, told: str) -> None:
    assert signers(typed) == told


@pytest.mark.parametrize(
    "address",
    [
        "3 rue Haute, Sornac",
        "3 rue de l’Église à Sornac",
        "16 bd Carnot a Sornac",
        "centre de détention de Sornac",
        "Sornac",
    ],
)
def test_an_address_that_names_its_town_has_one(address: str) -> None:
    assert has_town(address)


def test_an_address_of_many_hyphens_is_read_as_any_other() -> None:
    assert not has_town(f"12 rue Haute{'-le-b' * 400} (bât. 2)")


@pytest.mark.parametrize("address", ["12 rue de Verdun", "3 place de la République", "hôtel du département"])
def test_an_address_that_is_but_a_street_has_no_town(address: str) -> None:
    assert not has_town(address)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("le Président (M. Ludovic Brassac)", "M. Ludovic Brassac, président"),
        ("Mme Ode Roux (directrice)", "Mme Ode Roux, directrice"),
    ],
)
def test_a_name_or_a_title_in_brackets_takes_its_place(typed: str, said: str) -> None:
    assert signers(typed) == said


def test_how_to_reach_who_signs_is_not_written() -> None:
    assert signers("Mme Ode Roux, directrice o.roux@cidff.example 05 98 00 12 34") == "Mme Ode Roux, directrice"
