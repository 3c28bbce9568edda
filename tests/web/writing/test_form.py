"""The form of a dossier, its record and the document beside it, without a browser."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rupfam_assistant.convention.draft import Blank, Draft, Paragraph, Span
from rupfam_assistant.dossier.alert import Alert, Remedy
from rupfam_assistant.dossier.needs import Need
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.texts.documents import Document, read_corpus
from rupfam_assistant.texts.quotes import find_quote
from rupfam_assistant.web.writing.document import alerts_html, alerts_title, blanks_html, document_html, need_html
from rupfam_assistant.web.writing.fields import FREE, OBJECTIVES, ROWS, SECTIONS, field_at
from rupfam_assistant.web.writing.form import form_html
from rupfam_assistant.web.writing.record import (
    add_row,
    locating,
    move_row,
    progress,
    remove_row,
    set_field,
    share_filled,
    tidy,
)

ROOT = Path(__file__).parents[3]
TRAME: Document = next(document for document in read_corpus(ROOT / "corpus") if document.name == "trame")
RECORD: dict[str, Any] = {
    "department": "Val-d’Ombre",
    "signatories": [{"body": "Préfet", "represented_by": None, "kept": 1}],
    "territory_needs": ["Un besoin", "", "Un autre"],
    "figures": [{"label": "Délai", "value": 7, "unit": "mois"}],
    "planned_actions": [
        {"objective": 1, "text": "a"},
        {"objective": 2, "text": "b"},
        {"objective": 1, "text": "c"},
        {"objective": "x"},
    ],
    "unknown": {"deep": [1, None]},
}
NASTY = '<script>alert(1)</script>" onfocus="x\' & <b>\u202e\U0001f600\n=cmd()'
VOID = {"input", "img", "hr", "br"}


class Tree(HTMLParser):
    """The tags of some HTML, which must nest; ids and what refers to them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.feed(html)
        assert self.opened == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append(dict(attrs))
        if tag not in VOID:
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def values(self, name: str) -> list[str]:
        return [found[name] or "" for found in self.attributes if name in found]


def form_of(record: Mapping[str, Any]) -> Tree:
    return Tree(form_html(dict(record), TRAME, lambda name: ""))


def here(path: FieldPath) -> FieldPath:
    return path


# The fields


def test_every_field_is_explained_by_words_of_the_trame() -> None:
    quotes = (
        [section.quote for section in SECTIONS[1:]]
        + [field.quote for field in FREE.values()]
        + list(OBJECTIVES.values())
    )
    quotes += [field.quote for rows in ROWS.values() for field in rows.fields]
    assert [quote for quote in quotes if not quote or not find_quote(TRAME.text, quote)] == []


def test_the_form_has_a_field_for_each_field_of_a_dossier() -> None:
    from dataclasses import fields

    from rupfam_assistant.dossier.schema import Action, Dossier, Figure, Signatory

    assert {field.name for field in fields(Dossier)} - {"wordings", "decisions"} == {*FREE, *ROWS}
    for key, of in (("signatories", Signatory), ("figures", Figure), ("planned_actions", Action)):
        assert {field.key for field in ROWS[key].fields} == {field.name for field in fields(of)} - {"objective"}


@pytest.mark.parametrize(
    "path",
    [
        "",
        "unknown",
        "signatories",
        "signatories.0",
        "signatories.0.x",
        "figures.-1.label",
        "territory_needs.0.x",
        "a.b.c.d",
    ],
)
def test_a_place_that_is_no_field_is_refused(path: str) -> None:
    assert field_at(FieldPath.parse(path)) is None
    with pytest.raises(RupfamError, match="rechargez la page"):
        set_field(RECORD, path, "x")


# The record


def test_a_field_is_set_and_all_else_is_kept() -> None:
    changed = set_field(RECORD, "signatories.0.represented_by", "Mme A")
    assert changed["signatories"] == [{"body": "Préfet", "represented_by": "Mme A", "kept": 1}]
    assert {key: value for key, value in changed.items() if key != "signatories"} == {
        k: v for k, v in RECORD.items() if k != "signatories"
    }
    assert RECORD["signatories"][0]["represented_by"] is None


@pytest.mark.parametrize(
    ("path", "typed", "kept"),
    [
        ("caf_name", "  ", None),
        ("caf_name", "CAF ", "CAF "),
        ("members", "a\n\n b \r\n", ["a", "b"]),
        ("instance", "CDSF", "CDSF"),
        ("instance", "autre", None),
        ("mend_slips", True, True),
        ("mend_slips", "true", False),
        ("constraints", "a\x00b\ud800", "ab\ufffd"),
        ("constraints", 3, None),
    ],
)
def test_what_is_typed_is_kept_by_the_kind_of_its_field(path: str, typed: object, kept: object) -> None:
    assert set_field({}, path, typed) == {path: kept}


def test_a_row_that_is_gone_is_not_written_elsewhere() -> None:
    with pytest.raises(RupfamError):
        set_field(RECORD, "figures.1.label", "x")
    with pytest.raises(RupfamError):
        remove_row(RECORD, "figures", 1)
    with pytest.raises(RupfamError):
        add_row(RECORD, "unknown", {})


def test_rows_are_added_removed_and_moved() -> None:
    added, number = add_row(RECORD, "signatories", {"body": "Commune"})
    assert (added["signatories"][number], number) == ({"body": "Commune"}, 1)
    assert remove_row(added, "signatories", 0)["signatories"] == [{"body": "Commune"}]
    moved, place = move_row(added, "signatories", 1, -1)
    assert ([row["body"] for row in moved["signatories"]], place) == (["Commune", "Préfet"], 0)
    assert move_row(added, "signatories", 0, -1) == (added, 0)


def test_an_action_moves_among_those_of_its_objective() -> None:
    moved, place = move_row(RECORD, "planned_actions", 2, -1)
    assert ([row.get("text") for row in moved["planned_actions"]], place) == (["c", "b", "a", None], 0)
    assert move_row(RECORD, "planned_actions", 1, 1) == (RECORD, 1)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*FREE, *ROWS]),
        st.recursive(st.none() | st.text() | st.integers(), lambda x: st.lists(x, max_size=3)),
    )
)
def test_any_record_is_drawn(record: dict[str, Any]) -> None:
    form_of(record)
    progress(tidy(record))


def test_empty_needs_do_not_shift_the_places() -> None:
    kept = make_dossier(tidy(RECORD)).territory_needs
    assert kept == ("Un besoin", "Un autre")
    assert locating(RECORD)(at("territory_needs", 1)) == at("territory_needs", 2)
    assert locating(RECORD)(at("planned_actions", 1, "pilot")) == at("planned_actions", 1, "pilot")


def test_progress_counts_what_is_filled() -> None:
    assert progress({})["departement"] == (0, 2)
    assert progress(RECORD)["departement"] == (1, 2)
    assert progress(RECORD)["signataires"] == (1, 3)
    assert progress(RECORD)["besoins"] == (2, 3)
    assert progress(RECORD)["contraintes"] == (0, 0)
    assert set(progress({})) == {section.key for section in SECTIONS}


def test_the_gauge_is_a_share_of_the_whole_whatever_is_added() -> None:
    assert share_filled({"a": (0, 2), "b": (3, 3), "c": (0, 0)}) == 50
    assert share_filled(progress({})) == 0
    assert share_filled(progress(RECORD)) > 0


# The form


def test_every_label_and_explanation_belongs_to_a_field() -> None:
    tree = form_of(RECORD)
    ids = tree.values("id")
    assert len(ids) == len(set(ids))
    referred = [
        one
        for value in tree.values("for") + tree.values("aria-describedby") + tree.values("aria-labelledby")
        for one in value.split()
    ]
    assert [one for one in referred if one not in ids] == []
    paths = {FieldPath.parse(path) for path in tree.values("data-path")}
    assert {path for path in paths if path.root != "place" and field_at(path) is None} == set()
    assert {str(path) for path in paths if path.root == "place"} >= {"place.territory_needs.0", "place.figures.0"}


def test_what_a_department_typed_is_never_markup() -> None:
    record = {
        "department": NASTY,
        "caf_name": NASTY,
        "signatories": [{"body": NASTY, "logo": NASTY, "address": NASTY}],
        "territory_needs": [NASTY],
        "planned_actions": [{"objective": NASTY, "text": NASTY, "partners": [NASTY, NASTY], "title": NASTY}],
    }
    tree = form_of(record)
    assert "script" not in tree.tags
    assert tree.values("onfocus") == []
    span = Span(NASTY, "dossier", NASTY, at(NASTY), blank=Blank("Article 2", None, NASTY, NASTY, at(NASTY)))
    draft = Draft((Paragraph("item", (span,)),), (Alert("other", NASTY, (NASTY,), (at(NASTY),)),))
    for html in (
        document_html(draft, here),
        alerts_html(draft, here, 0),
        blanks_html(draft.blanks, here),
        need_html(Need(NASTY, (), None, NASTY)),
    ):
        tree = Tree(html)
        assert "script" not in tree.tags
        assert tree.values("onfocus") == []


# The document

LOCAL = Blank("Article 2", 4, "contenu local", "signataires", at("planned_actions"))
KEEP = Remedy("Retenir 7 mois", "7 mois", (at("figures", 0, "value"),), "value", "6 mois / 7 mois")
DRAFT = Draft(
    (
        Paragraph("heading", (Span("Article 2 – Objectifs", "trame", "trame, article 2", start=10, end=20),)),
        Paragraph("objective", (Span("Objectif 4 : Procéder", "trame", "trame, article 2", start=20, end=30),)),
        Paragraph("item", (Span("[à compléter]", "blank", "aucune action", at("planned_actions"), blank=LOCAL),)),
        Paragraph(
            "item",
            (
                Span("Un ", "dossier", "dossier : besoins", at("territory_needs", 0)),
                Span(".", "dossier", "mise en forme"),
            ),
        ),
        Paragraph("page", (Span("", "blank", "", blank=Blank("Article 3", None, "rythme", "", at("frequency"))),)),
    ),
    (
        Alert("contradiction", "Deux délais.", ("6", "7"), (at("figures", 0, "value"),), remedies=(KEEP,)),
        Alert("missing", "Il manque."),
        Alert("missing", "Aussi."),
    ),
)


def test_each_word_leads_where_it_comes_from() -> None:
    tree = Tree(document_html(DRAFT, here))
    assert tree.values("data-passage") == ["10:20", "20:30"]
    assert tree.values("data-field") == ["planned_actions:4", "territory_needs.0"]
    assert tree.values("tabindex") == ["0", "-1", "-1", "-1"]
    assert tree.tags.count("ul") == 1


def test_alerts_stand_by_kind_with_their_field_and_what_one_click_does() -> None:
    html = alerts_html(DRAFT, here, 2)
    assert re.findall(r"<h4>.*?</span> (.*?)</h4>", html) == ["Contradictions (1)", "Manques (2)"]
    assert Tree(html).values("data-field") == ["figures.0.value"]
    assert Tree(html).values("data-act") == ["decide", "decide", "decide", "decide", "reconsider"]
    assert "Retenir 7 mois" in html and "2 alertes jugées" in html
    assert alerts_title(DRAFT.alerts) == "Alertes\u00a0: 3 (contradictions\u00a0: 1, manques\u00a0: 2)"


def test_what_is_left_leads_to_its_field() -> None:
    assert Tree(blanks_html(DRAFT.blanks, here)).values("data-field") == ["planned_actions:4", "frequency"]
    assert "Rien" in blanks_html((), here)


def test_a_need_shows_its_theme_its_axis_and_the_reason() -> None:
    assert "T3 – Détention" in need_html(Need("x", ("T3",), "A1", "« parloir »."))
    assert "Hors périmètre" in need_html(Need("x", (), None, "« voirie »."))


def test_the_place_that_the_officer_chose_follows_the_words_of_its_fact() -> None:
    record: dict[str, Any] = {"territory_needs": ["Pas de médiateur"], "figures": [{"label": "Visites"}]}
    for path in ("place.territory_needs.0", "place.figures.0"):
        record = set_field(record, path, "4")
    record = set_field(record, "territory_needs.0", "Pas de médiateur à Sornac")
    assert [(row["field"], row["original"], row["value"]) for row in record["decisions"]] == [
        ("figures", "Visites", "4"),
        ("territory_needs", "Pas de médiateur à Sornac", "4"),
    ]
    assert len(set_field(record, "place.figures.0", "")["decisions"]) == 1
