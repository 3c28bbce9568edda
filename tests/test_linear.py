"""What a text of twice the size costs: twice the work, whatever it repeats, behind every door that takes one."""

import cProfile
import pstats
from collections.abc import Callable
from functools import reduce

import pytest
from drafting import TRAME, TRAME_TEXT

from rupfam_assistant.dossier.paths import at
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.french import analyse
from rupfam_assistant.french.quantities import find_quantities
from rupfam_assistant.grounding.checking import Checker
from rupfam_assistant.guard.personal import detect_identity
from rupfam_assistant.models.masking import Mask
from rupfam_assistant.office import Office
from rupfam_assistant.review.comparison import review_text
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import cut_passages
from rupfam_assistant.web.writing.record import Record, locating, set_field, tidy

REPEATED = ("\n", "mot ", "(", ", ", "M. A ", "le 12/03/2026 ", "5 % ", "# a\n", "ements")
TIMES = 30
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


def test_saving_many_fields_is_linear() -> None:
    def saved(size: int) -> Record:
        typed = [(f"territory_needs.{rank}", f"besoin {rank}") for rank in range(size)]
        typed += [(f"planned_actions.{rank}.text", f"action {rank}") for rank in range(size)]
        record: Record = {"territory_needs": [""] * size, "planned_actions": [{"objective": 1}] * size}
        return tidy(reduce(lambda told, change: set_field(told, *change), typed, record))

    assert work(lambda: saved(200)) <= MOST * work(lambda: saved(100))


def test_drafting_from_many_items_is_linear(office: Office) -> None:
    """Even when all of them, out of scope and alike, are compared with each other."""

    def draft(size: int) -> object:
        told = [f"Ouvrir la piscine {rank} au camping" for rank in range(size)]
        actions = [{"objective": (1, "X")[rank % 2], "text": text} for rank, text in enumerate(told)]
        lists = {"territory_needs": told, "priorities": told, "figures": [{"label": text} for text in told]}
        return office.convention(make_dossier({"department": "Val", "planned_actions": actions, **lists}))

    draft(60)
    assert work(lambda: draft(50)) <= MOST * work(lambda: draft(25))


@pytest.mark.parametrize("repeated", ["\n", "mot ", "(", "Article 9 : ", "- "])
def test_reviewing_a_text_is_linear(repeated: str) -> None:
    def review(times: int) -> object:
        return review_text(TRAME_TEXT + repeated * times, TRAME)

    review(10)
    none, once, twice = (work(lambda times=times: review(times)) for times in (0, 400, 800))  # type: ignore[misc]
    assert twice - none <= MOST * max(once - none, none / 10)


@pytest.mark.parametrize(
    "text", ["1" * 5_000, "²", "٣" * 20, ", " * 2_000, "Objectif 1 : " * 400, "(" * 2_000, "[[" + "9" * 5_000 + "]]"]
)
def test_what_is_no_word_is_drafted_read_and_masked_without_a_fault(text: str, office: Office) -> None:
    party, action = {"body": text, "represented_by": text}, {"objective": 1, "text": text, "title": text}
    told = {"territory_needs": [text], "figures": [{"label": text, "value": text, "unit": text}]}
    office.convention(make_dossier({"department": "Val", "signatories": [party], "planned_actions": [action], **told}))
    office.read_note(text)
    assert Mask((text,)).hide(text)
