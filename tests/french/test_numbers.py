"""Numbers in words and in digits."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.french.numbers import number_of
from rupfam_assistant.french.quantities import find_numbers
from rupfam_assistant.french.words import in_digits

UNITS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
).split()
TENS = "vingt trente quarante cinquante soixante".split()


def spelt(number: int) -> str:
    """A number under ten thousand in words, as it is written."""
    if number < 20:
        return UNITS[number]
    if number < 70:
        ten, unit = TENS[number // 10 - 2], number % 10
        return ten if not unit else f"{ten} et un" if unit == 1 else f"{ten}-{UNITS[unit]}"
    if number < 80:
        return "soixante et onze" if number == 71 else f"soixante-{UNITS[number - 60]}"
    if number < 100:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{UNITS[number - 80]}"
    size, name = (1000, "mille") if number >= 1000 else (100, "cent")
    many, rest = divmod(number, size)
    head = name if many == 1 else f"{spelt(many)} {name}{'s' if size == 100 and not rest else ''}"
    return f"{head} {spelt(rest)}" if rest else head


@given(st.integers(0, 9999))
def test_each_number_is_read_from_its_words(number: int) -> None:
    assert number_of(spelt(number)) == number
    (found,) = find_numbers(f"Sur {spelt(number)} dossiers")
    assert (found.value, found.start, found.end) == (number, 4, 4 + len(spelt(number)))


@given(st.integers(0, 10**7), st.sampled_from(["", " ", "\u00a0", "\u202f"]))
def test_each_number_is_read_from_its_digits(number: int, blank: str) -> None:
    (found,) = find_numbers(f"total : {number:,} €".replace(",", blank))
    assert found.value == number


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2 millions d’euros", [2_000_000]),
        ("12,5 %", [12.5]),
        ("deux ou trois fois", [2, 3]),
        ("dix, vingt et cent", [10, 20, 100]),
        ("une famille", [1]),
        ("l’axe A1, la note n°5", [1, 5]),
        ("aucun nombre", []),
        ("", []),
    ],
)
def test_the_numbers_of_a_text(text: str, values: list[float]) -> None:
    assert [number.value for number in find_numbers(text)] == values


@given(st.text("0123456789 ,.-deuxcntvigmlœé\u00a0\n", max_size=40))
def test_numbers_lie_in_their_text_without_overlap(text: str) -> None:
    found = find_numbers(text)
    assert all(0 <= number.start < number.end <= len(text) for number in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.text("0123456789 ,.-deux\u00a0", max_size=40))
def test_every_digit_stands_in_one_number(text: str) -> None:
    found = find_numbers(text)
    digits = [at for at, char in enumerate(text) if char.isdigit()]
    assert all(sum(number.start <= at < number.end for number in found) == 1 for at in digits)


def test_a_number_word_is_its_digits_and_an_article_is_left_alone() -> None:
    assert [in_digits(word) for word in ("deux", "cent", "une", "caf", "12", "06")] == [
        "2",
        "100",
        "une",
        "caf",
        "12",
        "06",
    ]
