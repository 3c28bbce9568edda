"""Dates as officers write them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.french.dates import MONTHS, find_dates, same_time


def span(text: str) -> tuple[date, date]:
    (when,) = find_dates(text)
    return when.first, when.last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("octobre 2026", date(2026, 10, 1), date(2026, 10, 31)),
        ("Octobre\u00a02026", date(2026, 10, 1), date(2026, 10, 31)),
        ("hiver 2026-2027", date(2027, 1, 1), date(2027, 3, 31)),
        ("année scolaire 2026-2027", date(2027, 1, 1), date(2027, 12, 31)),
        ("déc. 2028", date(2028, 12, 1), date(2028, 12, 31)),
        ("février 2028", date(2028, 2, 1), date(2028, 2, 29)),
        ("le 1er mars 2027", date(2027, 3, 1), date(2027, 3, 1)),
        ("30 juin 2026", date(2026, 6, 30), date(2026, 6, 30)),
        ("avant le 31/03/2027", date(2027, 3, 31), date(2027, 3, 31)),
        ("15-09-2027", date(2027, 9, 15), date(2027, 9, 15)),
        ("03/2027", date(2027, 3, 1), date(2027, 3, 31)),
        ("2027-03-15", date(2027, 3, 15), date(2027, 3, 15)),
        ("T3 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("S2 2027", date(2027, 7, 1), date(2027, 12, 31)),
        ("2e semestre 2027", date(2027, 7, 1), date(2027, 12, 31)),
        ("1er trimestre de 2028", date(2028, 1, 1), date(2028, 3, 31)),
        ("dernier trimestre 2028", date(2028, 10, 1), date(2028, 12, 31)),
        ("fin 2028", date(2028, 9, 1), date(2028, 12, 31)),
        ("rentrée 2027", date(2027, 9, 1), date(2027, 9, 30)),
        ("été 2027", date(2027, 6, 1), date(2027, 9, 30)),
        ("courant 2027", date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_a_date_is_the_span_of_days_that_it_may_mean(text: str, first: date, last: date) -> None:
    assert span(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2027",
        "13/2027",
        "dès que possible",
        "0",
        "mensuel",
        "",
        "2 415 dossiers",
        "2027 familles",
        "2027 €",
        "1985",
    ],
)
def test_what_no_calendar_has_is_no_date(text: str) -> None:
    assert find_dates(text) == ()


def test_the_dates_of_a_text_come_in_order_with_their_words() -> None:
    text = "Lancement en mars 2027, bilan fin 2028 puis le 15/01/2029"
    assert [text[when.start : when.end] for when in find_dates(text)] == ["mars 2027", "fin 2028", "15/01/2029"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("octobre 2026", "10/2026", True),
        ("octobre 2026", "fin 2026", True),
        ("2027", "mars 2027", True),
        ("T3 2026", "septembre 2026", True),
        ("octobre 2026", "novembre 2026", False),
        ("été 2027", "été 2028", False),
    ],
)
def test_two_dates_may_be_the_same_when_one_lies_within_the_other(one: str, other: str, same: bool) -> None:
    (first,), (second,) = find_dates(one), find_dates(other)
    assert same_time(first, second) is same
    assert same_time(second, first) is same


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_each_day_is_read_however_it_is_written(day: date) -> None:
    written = [
        f"{day:%d/%m/%Y}",
        f"{day:%Y-%m-%d}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{day.day}.{day.month}.{day.year}",
    ]
    assert {span(text) for text in written} == {(day, day)}


@given(st.text(alphabet="0123456789/.- janvierfstéTS\u00a0Œﬁ", max_size=30))
def test_dates_lie_in_their_text_without_overlap(text: str) -> None:
    found = find_dates(text)
    assert all(0 <= when.start < when.end <= len(text) and when.first <= when.last for when in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.dates(date(2026, 1, 1), date(2029, 12, 31)))
def test_a_day_and_the_next_are_never_the_same(day: date) -> None:
    (one,), (other,) = find_dates(f"{day:%d/%m/%Y}"), find_dates(f"{day + timedelta(days=1):%d/%m/%Y}")
    assert not same_time(one, other)
