"""The trame as typed parts: its blanks, its objectives, its slips, derived from the text as it is."""

from itertools import pairwise
from pathlib import Path

import pytest
from drafting import CORPUS, TRAME, TRAME_TEXT

from rupfam_assistant.convention.trame import Slot, read_trame
from rupfam_assistant.errors import DamagedFile
from rupfam_assistant.texts.passages import collapse

TOLD = CORPUS / "trame.toml"
BULLETS = "•-"


def altered(tmp_path: Path, before: str, after: str) -> Path:
    """The description of the trame with one thing changed."""
    told = TOLD.read_text(encoding="utf-8")
    assert before in told
    path = tmp_path / "trame.toml"
    path.write_text(told.replace(before, after, 1), encoding="utf-8")
    return path


def test_the_parts_hold_every_character_of_the_trame_but_its_bullets() -> None:
    held = {at for part in TRAME.parts for piece in part.pieces for at in range(piece.start, piece.end)}
    missed = [TRAME_TEXT[at] for at in range(len(TRAME_TEXT)) if at not in held and not TRAME_TEXT[at].isspace()]
    assert set(missed) <= set(BULLETS)


def test_the_pieces_follow_each_other_without_overlap() -> None:
    spans = [(piece.start, piece.end) for part in TRAME.parts for piece in part.pieces]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_each_piece_is_its_slice_of_the_trame_on_collapse() -> None:
    assert all(
        piece.text.strip() == collapse(TRAME_TEXT[piece.start : piece.end])
        for part in TRAME.parts
        for piece in part.pieces
    )


def test_the_blanks_of_the_trame_are_these() -> None:
    assert [slot.name for slot in TRAME.slots] == [
        "logos",
        "prefet.represented_by",
        *("cour.ville", "cour.address", "cour.represented_by"),
        *("caf.address", "caf.represented_by"),
        *("cmsa.address", "cmsa.represented_by"),
        *("departement.address", "departement.represented_by"),
        *("communes.address", "communes.represented_by"),
        *("autres", "instance", "opening", "objectif_x", "suivi", "frequency", "organisation", "signatures"),
    ]


def test_no_marker_of_a_blank_is_left_among_the_fixed_words() -> None:
    fixed = " ".join(piece.text for part in TRAME.parts for piece in part.pieces if piece.slot is None)
    assert not any(
        sign in fixed for sign in ("à compléter", "(nom", "(adresse", "INSERER", "+ Ajouter", "l’une des instances")
    )


@pytest.mark.parametrize("slot", TRAME.slots, ids=lambda slot: slot.name)
def test_each_blank_tells_what_is_awaited_who_knows_it_and_an_example(slot: Slot) -> None:
    told = [slot.what, slot.owner, slot.example, str(slot.field)]
    assert all(told)
    assert all("’" in text or "'" not in text for text in told)


def test_each_blank_of_the_trame_stands_in_the_article_where_it_is_filled() -> None:
    places = {piece.slot.name: part.article for part in TRAME.parts for piece in part.pieces if piece.slot}
    assert {
        name: places[name] for name in ("caf.address", "instance", "opening", "suivi", "frequency", "organisation")
    } == {
        "caf.address": "Parties",
        "instance": "Article 1",
        "opening": "Article 2",
        "suivi": "Article 3",
        "frequency": "Article 3",
        "organisation": "Article 3",
    }


def test_the_four_objectives_have_three_three_five_and_no_dash() -> None:
    items = {
        number: [part for part in TRAME.article(2) if part.objective == number and part.kind == "item"]
        for number in (1, 2, 3, 4)
    }
    assert {number: len(parts) for number, parts in items.items()} == {1: 3, 2: 3, 3: 5, 4: 0}


def test_the_eight_articles_are_found_in_order() -> None:
    headings = [part.text for part in TRAME.parts if part.kind == "heading"]
    assert [heading.split(" –")[0].split(" -")[0] for heading in headings] == [
        "Entre :",
        "Préambule",
        *(f"Article {number}" for number in range(1, 9)),
    ]


def test_the_note_on_the_number_of_signatories_is_a_note() -> None:
    notes = [part.text for part in TRAME.parts if part.kind == "note"]
    assert len(notes) == 1
    assert notes[0].startswith("1 Le nombre et la qualité des partenaires signataires dépendent du contexte local.")


@pytest.mark.parametrize("slip", TRAME.slips, ids=lambda slip: slip.quote)
def test_each_slip_stands_in_the_trame_once(slip: object) -> None:
    assert collapse(TRAME_TEXT).count(slip.quote) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[blank]]", "[[trou]]"),
        ('quote = "X"', 'quote = "Y"'),
        ('what = "logos des signataires"\n', ""),
        ('name = "logos"', 'name = "logos'),
    ],
    ids=["a blank is missing", "a blank has other words", "a field is missing", "not toml"],
)
def test_a_description_that_does_not_fit_the_trame_is_refused_by_its_name(
    tmp_path: Path, before: str, after: str
) -> None:
    path = altered(tmp_path, before, after)
    with pytest.raises(DamagedFile, match=r"trame\.toml .*(réinstallez le programme|rétablissez ce fichier)"):
        read_trame(TRAME_TEXT, path)


def test_a_trame_without_its_description_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="manque ou est abîmé"):
        read_trame(TRAME_TEXT, tmp_path / "absent.toml")
