"""Places in a dossier, as values: written and read as in JSON, each leads to its text."""

from typing import Any

import pytest
from drafting import DOSSIERS, action, dossier
from hypothesis import given

from rupfam_assistant.dossier.paths import FieldPath, at, change_texts, texts_of
from rupfam_assistant.dossier.reading import make_dossier

PILOT = at("planned_actions", 0, "pilot")


@pytest.mark.parametrize("text", ["department", "planned_actions.0.pilot", "territory_needs.12", "unknown.deep.0", ""])
def test_a_place_is_written_as_it_was_read(text: str) -> None:
    assert str(FieldPath.parse(text)) == text


def test_a_place_tells_its_field_its_rank_and_its_innermost_name() -> None:
    partner = at("planned_actions", 3, "partners", 1)
    assert (partner.root, partner.rank, partner.name) == ("planned_actions", 3, "partners")
    assert (at("instance").root, at("instance").rank, at("instance").name) == ("instance", -1, "instance")
    assert at("planned_actions", 0) / "pilot" == FieldPath.parse("planned_actions.0.pilot") == PILOT


def test_a_place_is_read_by_the_officer_from_one() -> None:
    assert PILOT.label == "actions prévues, 1, pilote"
    assert at("ma_clé", "a").label == "ma_clé, a"


def test_the_text_of_a_place_is_what_the_dossier_says_there() -> None:
    told = dossier(planned_actions=[action("Ouvrir un lieu", pilot="UDAF", indicator=None)])
    assert PILOT.text_in(told) == "UDAF"
    assert at("planned_actions", 0, "indicator").text_in(told) == ""


@given(DOSSIERS)
def test_each_text_of_a_dossier_is_at_its_place_and_may_be_changed_there(record: dict[str, Any]) -> None:
    read = make_dossier(record)
    texts = dict(texts_of(read))
    assert all(path.text_in(read) == text for path, text in texts.items())
    assert change_texts(read, lambda path, text: texts[path]) == read
    assert dict(texts_of(change_texts(read, lambda path, text: str(path)))) == {path: str(path) for path in texts}
