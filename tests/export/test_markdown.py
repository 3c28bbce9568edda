"""Markdown: a paper paragraph by paragraph, where what somebody typed stays plain text."""

import pytest
from drafting import action, article

from rupfam_assistant.convention.draft import Paragraph, Span, Style
from rupfam_assistant.export.markdown import write_markdown


def markdown(*told: tuple[Style, str]) -> str:
    return write_markdown(Paragraph(style, (Span(text, "dossier", ""),)) for style, text in told)


def test_what_the_dossier_says_is_plain_in_markdown() -> None:
    text = write_markdown(article(planned_actions=[action("Ouvrir **un** relais # `parents`")]).paragraphs)
    assert "- Ouvrir \\*\\*un\\*\\* relais \\# \\`parents\\`.\n" in text
    assert "## Article 2 – Objectifs poursuivis par la convention\n" in text
    assert "### Objectif 1 : " in text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("[ici](http://mal.example)", "[ici\\](http://mal.example)"),
        ("[ici][1]", "[ici\\][1]"),
        ("[1]: http://mal.example", "[1\\]: http://mal.example"),
        ("&lt;b&gt;", "\\&lt;b\\&gt;"),
        ("CAF & MSA", "CAF & MSA"),
        ("[à compléter]", "[à compléter]"),
        ("1. Quoi ?", "1\\. Quoi ?"),
        ("12) Quoi ?", "12\\) Quoi ?"),
        ("- Quoi ?", "\\- Quoi ?"),
        ("2 mois", "2 mois"),
        ("Quoi ?\nEt quand ?", "Quoi ? Et quand ?"),
        ("", ""),
    ],
)
def test_no_typed_text_is_markup(typed: str, written: str) -> None:
    assert markdown(("paragraph", typed)) == f"{written}\n\n"


def test_the_items_of_a_list_stand_together() -> None:
    assert markdown(("heading", "Titre"), ("item", "un"), ("item", "deux"), ("quote", "mots")) == (
        "## Titre\n\n- un\n- deux\n\n> mots\n\n"
    )


def test_a_table_of_actions_is_a_table_whose_bars_are_its_own() -> None:
    told = article(planned_actions=[action("Ouvrir un lieu", pilot="UDAF | Sornac")], actions_table=True)
    text = write_markdown(told.paragraphs)
    assert "| N° | Action | Pilote | Partenaires | Échéance | Indicateur |\n|---|---|---|---|---|---|\n" in text
    assert "| 1.1 | Ouvrir un lieu. | UDAF \\| Sornac | CAF des Coteaux |" in text
