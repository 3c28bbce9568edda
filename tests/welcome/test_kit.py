"""The welcome kit: made of the texts' own words, for whoever the partner is, and honest about what they do not say."""

import json
import re
from datetime import date
from typing import Any

import pytest
from welcoming import DOSSIER, PARTNERS, PROFILES

from rupfam_assistant.answers.reply import Answer
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.export.kit import kit_markdown
from rupfam_assistant.office import Office
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.welcome.annex import annex_of
from rupfam_assistant.welcome.glossary import GENERAL
from rupfam_assistant.welcome.kit import Item, Kit, kit_record
from rupfam_assistant.welcome.making import ANYONE
from rupfam_assistant.welcome.roles import resolve_roles

OWN = json.loads((PARTNERS / "partners_own.json").read_text(encoding="utf-8"))
COVERED = 0.6


def share_cited(quote: dict[str, Any], kit: Kit, text: str) -> float:
    """The share of a quote that the citations of a kit hold."""
    dense = [at for at, c in enumerate(text) if not c.isspace()]
    start = "".join(text.split()).index("".join(quote["quote"].split()))
    wanted = set(dense[start : start + len("".join(quote["quote"].split()))])
    cited = {
        at
        for citation in kit.citations
        if citation.document.name == quote["doc"]
        for at in range(citation.start, citation.end)
    }
    return len(wanted & cited) / len(wanted)


def test_a_kit_cites_what_concerns_its_partner(kits: dict[str, Kit], documents: tuple[Document, ...]) -> None:
    texts = {document.name: document.text for document in documents}
    marks = [
        (quote["core"], share_cited(quote, kits[profile["id"]], texts[quote["doc"]]) >= COVERED)
        for profile in PROFILES
        for quote in profile["says"]
    ]
    core = [good for is_core, good in marks if is_core]
    assert sum(core) >= 0.9 * len(core)
    assert sum(good for _, good in marks) >= 0.7 * len(marks)


def test_every_item_has_a_source_and_repeats_it_word_for_word(kits: dict[str, Kit]) -> None:
    for kit in kits.values():
        for item in (item for section in kit.sections for item in section.items):
            quotes = [re.sub(r"\W+|\bEt (?=• )", "", citation.quote) for citation in item.citations]
            quoted = re.sub(
                r"\W+", "", item.text[item.text.index("«") if item.text.startswith("«") else item.text.index(" : « ") :]
            )
            assert any(quote in quoted for quote in quotes)
    with pytest.raises(ValueError, match="source"):
        Item("sans source", ())


def test_a_kit_says_what_such_a_partner_would_look_for_in_vain(kits: dict[str, Kit]) -> None:
    told = [
        any(
            re.search(
                rf"\b{re.escape(word.removesuffix('s').lower())}",
                "\n".join(silence.what for silence in kits[profile["id"]].silences).lower(),
            )
            for word in silence["absent_words"]
        )
        for profile in PROFILES
        for silence in profile["does_not_say"]
    ]
    assert sum(told) >= 0.8 * len(told)


def test_all_that_is_said_absent_is_absent_and_refused(office: Office) -> None:
    silences = {silence for role in (office.roles.common, *office.roles.roles) for silence in role.silences}
    assert [silence.what for silence in silences if not office._evidence(None).is_silent(silence)] == []
    some = sorted(silence.ask for silence in silences)[::8]
    answered = [ask for ask in some if isinstance(office.answering.ask(ask), Answer)]
    assert len(answered) <= len(some) // 150  # processors do not round alike, a few are on the edge


def test_all_that_a_role_is_told_is_quoted_from_the_texts(office: Office) -> None:
    book, evidence = office.roles, office._evidence(None)
    named = {card for role in (book.common, book.stranger, *book.roles) for card in role.cards}
    named |= {told.card for outline in book.outlines for told in (*outline.cards, *outline.party, *outline.other)}
    assert [name for name in named if not evidence.quotes(name)] == []


def test_one_in_three_of_the_questions_proposed_as_answered_is_answered(kits: dict[str, Kit], office: Office) -> None:
    asked = sorted({told.question for kit in kits.values() for told in kit.questions if told.answered})[::3]
    assert [question for question in asked if not isinstance(office.answering.ask(question), Answer)] == []


def test_five_questions_are_proposed_three_answered_and_two_refused(kits: dict[str, Kit], office: Office) -> None:
    for kit in (*kits.values(), office.welcome("un marchand de vélos")):
        assert [proposal.answered for proposal in kit.questions] == [True, True, True, False, False]


@pytest.mark.parametrize("case", OWN["named"], ids=lambda case: case["partner"])
def test_a_partner_is_recognised_in_its_own_words(case: dict[str, str], office: Office) -> None:
    assert case["role"] in [role.key for role in resolve_roles(case["partner"], office.roles, office.knowledge.speller)]


@pytest.mark.parametrize("case", OWN["strange"], ids=lambda case: case["partner"])
def test_a_strange_partner_gets_a_clear_answer_and_no_invented_role(case: dict[str, Any], office: Office) -> None:
    if case["kind"] in ("unknown", "insult"):
        kit = office.welcome(case["partner"])
        assert (kit.roles, kit.partner) == ((), ANYONE if case["kind"] == "insult" else case["partner"])
        assert (case["partner"] in kit.text) == (case["kind"] == "unknown")
    elif case["kind"] == "several":
        roles = resolve_roles(case["partner"], office.roles, office.knowledge.speller)
        assert [role.key for role in roles] == case["roles"]
        assert all(role.label in office.welcome(case["partner"]).text for role in roles)
    elif "rencontre" in case["partner"]:
        text = office.welcome(case["partner"]).text
        assert "espace de rencontre" in text
        assert not re.search("Lestrade|06 12", text)
    else:
        with pytest.raises(RupfamError, match="Dites qui est le partenaire"):
            office.welcome(case["partner"])


def test_the_dossier_gives_the_instance_the_contacts_and_the_partner_s_own_actions(office: Office) -> None:
    local = office.welcome("la MSA", make_dossier(DOSSIER)).local
    assert "Instance : CDSF, deux fois par an" in local
    assert "Signataire : MSA des Coteaux, M. Paul Martin, directeur" in local
    assert "Objectif 1 : Ouvrir un second espace de rencontre (vous\u00a0pilotez ; échéance : juin 2027)" in local
    assert "guide commun" not in "\n".join(local)
    assert "Benali" not in "\n".join(local)


def test_the_glossary_defines_by_the_texts_where_they_do_and_says_where_they_do_not(office: Office) -> None:
    entries = {entry.acronym or entry.term: entry for entry in office.welcome("JAF").glossary}
    assert {
        "CAF",
        "MSA",
        "CMSA",
        "CCMSA",
        "Cnaf",
        "DDETS",
        "DEETS",
        "DRIEETS",
        "CDSF",
        "SDSF",
        "ARIPA",
        "RGPD",
        "DSS",
        "DGCS",
    } <= set(entries)
    assert "processus de construction" in entries["médiation familiale"].definition
    assert entries["médiation familiale"].citations[0].place == "la trame, préambule"
    assert entries["Cnaf"].source == GENERAL
    for entry in entries.values():
        assert not entry.citations or entry.citations[0].quote.rstrip(" ;.") in entry.definition


def test_the_record_and_the_markdown_hold_the_whole_kit(kits: dict[str, Kit]) -> None:
    kit = kits["M1"]
    record = kit_record(kit)
    assert json.loads(json.dumps(record)) == record
    assert {"partner", "sections", "not_said", "text"} <= set(record)
    written = kit_markdown(kit, date(2026, 3, 2))
    assert all(item.text in record["text"] for section in kit.sections for item in section.items)
    assert all(item.text in written for section in annex_of(kit) for item in section.items)


def test_ten_partners_at_once_are_told_that_a_kit_is_for_three(office: Office) -> None:
    ten = "la MSA, la CAF, le préfet, le JAF, une commune, un CCAS, le SPIP, l’UDAF, un collège, la gendarmerie"
    kit = office.welcome(ten)
    assert len(kit.roles) == 3
    assert "trois partenaires au plus" in kit.message
    assert "trois partenaires" not in office.welcome("la MSA et le JAF").message


def test_a_narrow_trade_seeks_what_the_broader_one_does_after_its_own_and_signs_through_its_body(
    office: Office,
) -> None:
    roles = {role.key: role for role in office.roles.roles}
    own, broad = roles["cmpp"].silences, roles["sante"].silences
    assert set(broad) <= set(own)
    assert own.index(next(one for one in own if one not in broad)) < own.index(broad[0])
    for partner, body in (("PMI", "le conseil départemental"), ("juge des enfants", "la cour d’appel")):
        assert body in office.welcome(partner).page[1].items[0].text.lower()


def test_each_of_two_partners_is_told_what_it_would_look_for(office: Office) -> None:
    told = office.welcome("la PMI et l’UDAF").silences
    for name in ("PMI", "UDAF"):
        own = office.welcome(name).silences
        assert len({one.key for one in told} & {one.key for one in own[:20]}) >= 10


def test_what_a_paper_leaves_unsaid_stands_alone(office: Office) -> None:
    told = office.welcome("un centre de rétention administrative").left_unsaid
    assert "la durée de la rétention" in told and "ni la durée," not in told
    assert "ni des mots" not in office.welcome("un conseil citoyen").left_unsaid
