"""Tasks done from the cards: summaries in so many points, the answer before told again."""

import pytest

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.reply import Answer
from rupfam_assistant.answers.tasks import AGAIN, MOST_POINTS, WHOLE, summarise
from rupfam_assistant.search.cards import Card

NOTICE = "Quel est le préavis pour dénoncer la convention ?"


def named(name: str, answering: Answering) -> Card:
    return next(card for card in answering.knowledge.cards if card.id == name)


@pytest.fixture(scope="module")
def before(answering: Answering) -> Answer:
    reply = answering.ask(NOTICE)
    assert isinstance(reply, Answer)
    return reply


@pytest.mark.parametrize("count", ["2", "trois", "5", "8"])
@pytest.mark.parametrize("name", WHOLE)
def test_a_text_is_summed_up_in_as_many_points_as_asked_in_its_order(
    name: str, count: str, answering: Answering
) -> None:
    told = summarise(f"résume-la en {count} points", named(name, answering), answering.knowledge)
    assert told is not None
    points, wanted = told.plain.split("\n"), {"trois": 3}.get(count) or int(count)
    assert len(points) == wanted or (len(points) < wanted and WHOLE[name] == "circulaire")
    assert [point.split(". ")[0] for point in points] == [str(n) for n in range(1, len(points) + 1)]
    assert {citation.document.name for citation in told.citations} == {WHOLE[name]}
    firsts = [min(place.start for place in named(card, answering).places) for card in told.cards]
    assert firsts == sorted(firsts) and len(told.cards) == len(points)


@pytest.mark.parametrize(
    "asked", ["résume la convention", "résume-la en 0 point", f"en {MOST_POINTS + 1} points", "en 2029"]
)
def test_no_summary_in_points_where_no_such_number_is_asked(asked: str, answering: Answering) -> None:
    assert summarise(asked, named("convention-resume", answering), answering.knowledge) is None


def test_a_card_about_one_thing_is_not_summed_up(answering: Answering) -> None:
    assert summarise("en 5 points", named("denonciation-procedure", answering), answering.knowledge) is None


def test_the_answer_before_is_told_word_for_word_shorter_or_to_be_checked(before: Answer) -> None:
    exact = AGAIN["acte-phrase-exacte"](before)
    assert (exact.plain, exact.notes, exact.excerpts) == ("", (), before.excerpts)
    for name in ("acte-plus-simple", "acte-plus-court"):
        shorter = AGAIN[name](before)
        assert (shorter.plain, shorter.excerpts) == (before.plain, before.excerpts[:1])
    sure = AGAIN["acte-es-tu-sur"](before)
    assert sure.plain.endswith(before.plain) and len(sure.plain) > len(before.plain)
    assert sure.excerpts == before.excerpts


def test_the_acts_that_tell_again_are_cards(answering: Answering) -> None:
    acts = {card.id for card in answering.knowledge.cards if card.kind == "act"}
    assert set(AGAIN) <= acts and set(WHOLE) <= {card.id for card in answering.knowledge.cards}
