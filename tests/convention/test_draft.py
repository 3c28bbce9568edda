"""The draft: its plain text, where each word of it comes from, its Markdown, its record."""

from typing import Any

from drafting import DOSSIERS, MARKER, TRAME_TEXT, action, article, convention
from hypothesis import given, settings

from rupfam_assistant.convention.draft import Draft, draft_record, provenance

SIGNATORIES = [
    {"body": f"Commune de Sornac {number}", "represented_by": "Mme Anne Roche, maire"} for number in range(500)
]


def dense(text: str) -> str:
    return "".join(text.split())


DENSE_TRAME = dense(TRAME_TEXT)


def check_provenance(draft: Draft) -> None:
    """The spans cover the text without overlap; the trame's are verbatim, the blanks show their marker."""
    at, text = 0, draft.text
    for start, end, span in provenance(draft.paragraphs):
        assert start == at < end
        at = end
        said = text[start:end]
        assert span.text in said and len(said) - len(span.text) <= 3
        assert span.source
        if span.origin == "trame":
            assert dense(said).lstrip("-•") in DENSE_TRAME
        assert (span.origin == "blank") == (MARKER in said)
    assert at == len(text)


@settings(deadline=None)
@given(DOSSIERS)
def test_the_provenance_covers_an_article_without_overlap(record: dict[str, Any]) -> None:
    check_provenance(article(**record))


@settings(deadline=None)
@given(DOSSIERS)
def test_the_provenance_covers_a_convention_without_overlap(record: dict[str, Any]) -> None:
    check_provenance(convention(**record))


def test_five_hundred_signatories_are_all_presented_and_sign() -> None:
    draft = convention(signatories=SIGNATORIES)
    check_provenance(draft)
    assert draft.text.count("Pour la commune de Sornac ") == 500
    assert draft.text.count("• La commune de Sornac ") == 500


def test_no_line_of_a_draft_is_empty_nor_has_a_sign_that_one_cannot_read() -> None:
    draft = article(
        territory_needs=["Médiation\x00 familiale absente\r\nà Sornac\u202e"],
        planned_actions=[action("Ouvrir\n\nun lieu")],
    )
    assert "\n\n" not in draft.text
    assert not set(draft.text) & set("\x00\r\u202e")
    assert "- Médiation familiale absente à Sornac.\n" in draft.text


def test_the_record_has_the_keys_of_the_contract() -> None:
    record = draft_record(
        article(
            territory_needs=["Aucune médiation à Sornac"], planned_actions=[action("Ouvrir un lieu", indicator=None)]
        )
    )
    assert list(record) == [
        "text",
        "blanks",
        "alerts",
        "classification",
        "provenance",
        "proposals",
        "withheld",
        "places",
    ]
    assert set(record["blanks"][0]) == {"article", "objective", "what"}
    assert set(record["alerts"][0]) == {"kind", "message", "values", "fields", "proposal"}
    assert record["alerts"][0]["fields"] == ["planned_actions"]
    assert {"need", "themes", "axis"} <= set(record["classification"][0])
    assert set(record["provenance"][0]) == {"start", "end", "origin", "source"}
    assert {blank["article"] for blank in record["blanks"]} == {"Article 2"}


def test_every_origin_is_told() -> None:
    origins = {
        span.origin
        for _, _, span in provenance(article(planned_actions=[action("Ouvrir un lieu", pilot=None)]).paragraphs)
    }
    assert origins == {"trame", "dossier", "blank"}


def test_each_alert_is_a_french_sentence() -> None:
    draft = convention(
        frequency="tous les deux ans",
        territory_needs=["Rénovation du gymnase"],
        planned_actions=[action("Ouvrir", deadline="2031"), action("Fermer", "X")],
        figures=[{"label": "Mesures"}],
    )
    assert len(draft.alerts) > 8
    for alert in draft.alerts:
        assert alert.message[0].isupper() and alert.message[-1] in ".?"
        assert "'" not in alert.message and "None" not in alert.message and "  " not in alert.message
