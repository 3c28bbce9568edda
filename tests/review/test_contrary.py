"""What a draft adds and the trame does not allow, told by its meaning; what it may add, let alone."""

import pytest
from reviewing import flowing, review

from rupfam_assistant.review.contrary import contradicted, read_contrary

SAID = {
    "Article 4": "Les adresses et numéros de téléphone des parents circulent entre la CAF et la cour d’appel.",
    "Article 6": "Les montants de l’annexe peuvent être changés par un courriel entre la CAF et la commune, sans avenant.",
    "Article 8": "Le conseil départemental pourra sortir du dispositif lors du vote de son budget.",
}
ALLOWED = [
    "Le secrétariat transmet les convocations par courriel quinze jours avant.",
    "Les chiffres transmis sont regroupés par canton.",
    "La convention est publiée sur le site de la préfecture.",
    "Les financements demeurent régis par les conventions propres à chaque financeur.",
]


@pytest.mark.parametrize("rule", read_contrary(), ids=lambda rule: rule.consequence[:40])
def test_each_known_clause_is_told_as_it_is_known(rule) -> None:  # type: ignore[no-untyped-def]
    told = contradicted(rule.contrary)
    assert all(not isinstance(told[said], bool) for said in rule.contrary)
    assert all(isinstance(allowed, bool) for allowed in contradicted(rule.conforming).values())


@pytest.mark.parametrize("article", SAID)
def test_an_added_clause_contrary_to_the_trame_says_which_article_and_what_to_do(article: str) -> None:
    text = f"{flowing().rstrip()}\n\nARTICLE 9 : SUITES\n\n{SAID[article]}\n"
    (told,) = review(text).deviations
    assert told.severity == "blocking" and f"l’{article.lower()} de la trame" in told.message and told.asked


def test_what_may_be_added_is_no_deviation() -> None:
    assert not review(f"{flowing().rstrip()}\n\nARTICLE 9 : SUITES\n\n{' '.join(ALLOWED)}\n").deviations
