"""Who signs, where one stands: each short title and each short street is written in full."""

import pytest

from rupfam_assistant.french.addresses import plain_address
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
