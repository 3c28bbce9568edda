"""What a text of twice the size costs: twice the work, whatever it repeats, behind every door that takes one."""

import cProfile
import pstats
from collections.abc import Callable

import pytest

from rupfam_assistant.dossier.paths import at
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.french import analyse
from rupfam_assistant.french.quantities import find_quantities
from rupfam_assistant.grounding.checking import Checker
from rupfam_assistant.guard.personal import detect_identity
from rupfam_assistant.models.masking import Mask
from rupfam_assistant.office import Office
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import cut_passages
from rupfam_assistant.web.writing.record import locating

REPEATED = ("\n", "mot ", "(", ", ", "M. A ", "le 12/03/2026 ", "5 % ", "# a\n")
TIMES = 60
MOST = 2.6
"""Twice the work, and what the first words of a text cost."""


def work(done: Callable[[], object]) -> int:
    """How many calls some work makes."""
    profile = cProfile.Profile()
    profile.runcall(done)
    calls: int = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]
    return calls


def assert_linear(door: Callable[[str], object], repeated: str) -> None:
    door(repeated)
    once, twice = f"Il faut {repeated * TIMES}.", f"Il faut {repeated * 2 * TIMES}."
    door(f"{once} Et encore.")
    least = work(lambda: door(once))
    assert work(lambda: door(twice)) <= MOST * least + 500


@pytest.mark.parametrize("repeated", REPEATED)
def test_reading_a_text_is_linear(repeated: str) -> None:
    for door in (find_quantities, detect_identity, lambda text: (analyse(text).parts, analyse(text).sentences)):
        assert_linear(door, repeated)
    assert_linear(lambda text: cut_passages(Document("x", "x", "x", text)), repeated)
    assert_linear(lambda text: Mask((text,)).hide(text), repeated)


@pytest.mark.parametrize("repeated", REPEATED)
def test_drafting_from_a_text_is_linear(repeated: str, office: Office) -> None:
    def draft(text: str) -> object:
        party, action = {"body": text, "represented_by": text}, {"objective": 1, "text": text, "pilot": text}
        told = {"territory_needs": [text], "priorities": [text], "constraints": text, "figures": [{"label": text}]}
        record = {"department": "Val", "signatories": [party], "planned_actions": [action], **told}
        return office.convention(make_dossier(record))

    assert_linear(draft, repeated)
    assert_linear(office.read_note, repeated)


@pytest.mark.parametrize("repeated", REPEATED)
def test_checking_a_sentence_is_linear(repeated: str, office: Office) -> None:
    checker: Checker = office.checker
    assert_linear(lambda text: checker.check(text, "Le comité se réunit."), repeated)


def test_finding_the_places_of_a_long_list_is_linear() -> None:
    def places(size: int) -> object:
        locate = locating({"territory_needs": ["un besoin"] * size})
        return [locate(at("territory_needs", rank)) for rank in range(size)]

    assert work(lambda: places(400)) <= MOST * work(lambda: places(200))


@pytest.mark.parametrize(
    "text", ["1" * 5_000, "²", "٣" * 20, ", " * 2_000, "Objectif 1 : " * 1_200, "(" * 2_000, "[[" + "9" * 5_000 + "]]"]
)
def test_what_is_no_word_is_drafted_read_and_masked_without_a_fault(text: str, office: Office) -> None:
    party, action = {"body": text, "represented_by": text}, {"objective": 1, "text": text, "title": text}
    told = {"territory_needs": [text], "figures": [{"label": text, "value": text, "unit": text}]}
    office.convention(make_dossier({"department": "Val", "signatories": [party], "planned_actions": [action], **told}))
    office.read_note(text)
    assert Mask((text,)).hide(text)
