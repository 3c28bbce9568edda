"""The HTML of a welcome kit and of the talk, on the real texts."""

import re
from html import unescape

import pytest

from rupfam_assistant.answers.reply import Refusal
from rupfam_assistant.office import Office
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.texts import passage
from rupfam_assistant.web.welcoming.view import kit_html, marked_terms, term_forms, turn_html
from rupfam_assistant.welcome.kit import Kit
from rupfam_assistant.welcome.making import ANYONE
from rupfam_assistant.welcome.roles import ITSELF

NASTY = '<img src=x onerror="alert(1)"> un espace de rencontre'


@pytest.fixture(scope="module")
def kit(office: Office) -> Kit:
    return office.welcome("un espace de rencontre")


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_the_page_says_every_sentence_of_the_kit_with_its_sources(kit: Kit) -> None:
    html = kit_html(kit)
    said = words(html)
    assert [
        item.text for section in kit.sections for item in section.items if " ".join(item.text.split()) not in said
    ] == []
    assert {silence.who for silence in kit.silences if silence.who not in said} <= {ITSELF}
    for citation in kit.citations:
        assert (
            f'data-document="{citation.document.name}" data-start="{citation.start}" data-end="{citation.end}"' in html
        )


def test_a_source_leads_to_its_very_words(kit: Kit) -> None:
    for citation in kit.citations:
        marked = " ".join(
            re.findall(
                r"<mark[^>]*>(.*?)</mark>", passage(citation.document, citation.start, citation.end, in_whole=True)
            )
        )
        letters = [re.sub(r"\W", "", text) for text in (words(marked), citation.quote)]
        assert letters[0] == letters[1].removeprefix("•")


def test_two_sources_of_the_same_place_are_told_apart(kit: Kit) -> None:
    items = [item for section in (*kit.page, *kit.sections) for item in section.items]
    again = sum(len(item.citations) - len({citation.place for citation in item.citations}) for item in items)
    assert again > 0
    assert kit_html(kit).count(", suite<span") == again


def test_a_passage_out_of_the_text_is_said_to_be(trame: Document) -> None:
    assert "n’est pas dans le texte" in passage(trame, 10**9, 10**9 + 5)


def test_a_term_is_described_once_by_its_definition(kit: Kit) -> None:
    forms = term_forms(kit.glossary)
    text = "La CAF, les Caf, les espaces de rencontre, la MSA & la mutualité sociale agricole"
    runs = list(marked_terms(text, forms, set()))
    assert "".join(words for words, _ in runs) == text
    assert [(term, words) for words, term in runs if term] == [
        ("mot-caf", "CAF"),
        ("mot-espace-de-rencontre", "espaces de rencontre"),
        ("mot-msa", "MSA"),
    ]
    assert list(marked_terms("La CAFÉTÉRIA", forms, set())) == [("La CAFÉTÉRIA", "")]


def test_every_definition_that_is_pointed_at_is_on_the_page(kit: Kit) -> None:
    html = kit_html(kit)
    pointed = set(re.findall(r'aria-describedby="([^"]+)"', html))
    identities = re.findall(r' id="([^"]+)"', html)
    assert pointed <= set(identities)
    assert len(identities) == len(set(identities))
    assert "Connaissance générale, non tirée des textes" in html


def test_what_is_typed_is_never_html(office: Office) -> None:
    assert "<img" not in kit_html(office.welcome(NASTY))
    assert "<img" not in turn_html(NASTY, office.talk(NASTY, (), "MSA"))


def test_an_unknown_partner_is_told_so(office: Office) -> None:
    html = kit_html(office.welcome("un marchand de vélos"))
    assert "Un marchand de vélos" in html
    assert 'id="resolution" class="inconnu"' in html
    assert ANYONE in kit_html(office.welcome("bande de crétins"))


def test_the_five_questions_are_offered_and_their_replies_are_shown(kit: Kit, office: Office) -> None:
    proposed = render("welcoming/proposals.html", questions=kit.questions)
    offered = [unescape(question) for question in re.findall(r'data-question="([^"]+)"', proposed)]
    assert offered == [proposal.question for proposal in kit.questions]
    for proposal in kit.questions:
        told = office.talk(proposal.question, offered, kit.partner)
        assert isinstance(told.reply, Refusal) is not proposal.answered
        assert ("refus" in turn_html(proposal.question, told)) is not proposal.answered
