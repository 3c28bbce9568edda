"""What a draft says against itself: references to the wrong annex or article, another department, sums."""

from reviewing import flowing, review

from rupfam_assistant.review.findings import INNER, Deviation

LIST = "La liste des membres constituant cette instance est annexée à la présente convention"
UNDER = "Objectif 2"


def inner(text: str) -> list[Deviation]:
    return [one for one in review(text).deviations if one.called == INNER]


def with_line(line: str) -> str:
    """A draft that follows the trame, with a line more before its second objective."""
    before, objective, after = flowing().partition(UNDER)
    return f"{before}{line}\n\n{objective}{after}"


def test_a_reference_to_another_annex_than_the_one_meant_is_told() -> None:
    text = flowing()
    assert text.count(LIST) == 1
    wrong, right = (text.replace(LIST, f"{LIST} (annexe {number})") for number in (1, 2))
    (told,) = inner(wrong)
    assert (told.severity, told.asked) == ("to_check", "Écrire « annexe 2 ».")
    assert not review(right).deviations


def test_a_reference_to_an_article_that_says_nothing_of_it_names_the_one_that_does() -> None:
    (told,) = inner(with_line("Qui veut partir suit la dénonciation prévue à l’article 5."))
    assert "dénonciation" in told.inner.lower() and told.asked == "Écrire « article 8 »."
    assert not inner(with_line("Qui veut partir suit la dénonciation prévue à l’article 8."))


def test_a_total_that_is_not_the_sum_of_what_it_totals_is_told_with_that_sum() -> None:
    said = "Enveloppes : CAF 1 200 € ; CMSA 300 € ; Justice 500 €, soit un total de {} €."
    (told,) = inner(with_line(said.format("2 100")))
    assert "2\u202f000\u00a0€" in told.inner
    assert not inner(with_line(said.format("2 000")))


def test_the_name_of_another_department_is_blocking() -> None:
    (told,) = inner(with_line("Ces actions sont menées dans le département de la Haute-Brumaille."))
    assert (told.severity, "Haute-Brumaille" in told.inner) == ("blocking", True)
    assert not inner(with_line("Ces actions sont menées dans le département de la Presqu’île-de-Gaud."))
