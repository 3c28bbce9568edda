"""The page that a kit opens with: what concerns the partner, what is signed, how it ends, each once."""

import pytest

from rupfam_assistant.office import Office
from rupfam_assistant.welcome.kit import Kit
from rupfam_assistant.welcome.page import DECIDED


def test_every_card_of_a_page_has_its_line_for_a_slide_and_no_other_card_has_one(office: Office) -> None:
    book, cards = office.roles, office._evidence(None).cards
    aside = {card for part in book.page for card in part.aside}
    told = {card for role in (*book.roles, book.common, book.stranger) for card in (*role.page, *role.cards)} - aside
    told |= {role.place for role in book.roles if role.place} | {card for part in book.page for card in part.cards}
    told |= {*DECIDED.values()}
    steps = next(part for part in book.outlines if part.key == "steps")
    told |= {cited.card for cited in (*steps.cards, *steps.party, *steps.other, *steps.signing, *steps.sitting)}
    assert {card.id for card in cards.values() if card.short} == told


def test_what_it_would_sign_its_term_and_its_data_are_told_once_on_the_page(office: Office) -> None:
    page = "\n".join(item.text for section in office.welcome("MSA").page for item in section.items)
    for said in ("dénoncer", "vaut de la signature", "transmettre les données", "feuille de route", "quatre objectifs"):
        assert page.count(said) == 1, said


def test_who_signs_alone_is_told_how_one_leaves_and_both_ends_of_a_dispute(kits: dict[str, Kit]) -> None:
    for kit in kits.values():
        assert len(kit.page[-1].items) == (5 if kit.signs else 2)
        if not kit.signs:
            assert not any("dénoncer" in item.text for item in kit.page[-1].items)
            continue
        leaving, dispute, _ = (item.text for item in kit.page[-1].items[2:])
        assert "lettre recommandée avec avis de réception, deux mois au plus tard avant" in leaving
        assert "dans les deux mois de la notification écrite" in dispute
        assert "juridiction compétente ou donner lieu à la cessation" in dispute


@pytest.mark.parametrize(
    "partner", ["une association de pères", "les parents solos du plateau", "le bâtonnier", "Pères séparés de Brume"]
)
def test_those_whom_a_separation_concerns_first_read_its_theme_first(partner: str, office: Office) -> None:
    concerns = next(section for section in office.welcome(partner).page if section.key == "concerns")
    assert concerns.items[0].text.startswith("Le thème de la séparation couvre")


def test_an_association_is_told_what_the_texts_say_of_associations(office: Office) -> None:
    for partner in ("Les Aînés de Brume, grands-parents", "l’association des grands-parents du Lot"):
        assert (
            office.welcome(partner)
            .page[1]
            .items[0]
            .text.startswith("Les textes citent les associations, mais non parmi les parties")
        )


@pytest.mark.parametrize(
    "partner", ["le bâtonnier", "une association d’aide aux victimes", "un médecin de PMI", "la MSA"]
)
def test_the_page_says_what_the_convention_covers_and_two_lines_at_least_of_what_concerns_one(
    partner: str, office: Office
) -> None:
    convention, _, concerns, commitments, _ = office.welcome(partner).page
    assert any(item.short.startswith("Cinq thèmes") for item in convention.items)
    assert 2 <= len(concerns.items) <= 10 and len({item.text for item in concerns.items}) == len(concerns.items)
    assert any("secret professionnel" in item.short for item in commitments.items[:3])
