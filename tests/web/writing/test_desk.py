"""What the tab answers to the browser's messages, on a real store."""

import struct
import zlib
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from routes import ask_of
from routes import tell_desk as tell

from rupfam_assistant.accounts.audit import Deed, read_trail
from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.accounts.policy import UserRole
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.storage.dossiers import Saved, Store
from rupfam_assistant.web.messages import Gesture, WritingMessage
from rupfam_assistant.web.writing.call import Call, Desk
from rupfam_assistant.web.writing.desk import answer, routes
from rupfam_assistant.web.writing.files import keep_logo, logo_path
from rupfam_assistant.web.writing.pages import sittings

RECORD = {"department": "Val-d’Ombre", "caf_name": "CAF", "priorities": ["a", "b"], "kept": [1]}


def change(value: str, path: str = "caf_name") -> list[dict[str, str]]:
    return [{"path": path, "value": value}]


def test_a_field_typed_is_saved_and_the_form_is_left_alone(desk: Desk, store: Store) -> None:
    reply = tell(desk, "save", number=1, changes=change("CAF d’Ombreval"))
    assert (reply["dossier"], reply["number"]) == (1, 2)
    assert "formulaire" not in reply["fragments"]
    assert store.read(1).record == {**RECORD, "caf_name": "CAF d’Ombreval"}


def test_the_second_of_two_people_overwrites_nothing(desk: Desk, store: Store) -> None:
    tell(desk, "save", number=1, changes=change("A"))
    reply = tell(desk, "save", author="paul", number=1, changes=change("B"))
    assert reply["conflict"] is True
    assert "Anne a enregistré" in reply["fragments"]["avis"]
    assert store.read(1).record["caf_name"] == "A"
    kept = tell(desk, "mine", author="paul", number=1, changes=change("B"))
    assert store.read(kept["dossier"]).record == {**RECORD, "caf_name": "B"}
    assert store.read(1).record["caf_name"] == "A"


def test_a_save_sent_again_because_its_answer_was_lost_is_no_conflict(desk: Desk) -> None:
    assert tell(desk, "save", number=1, changes=change("A"))["number"] == 2
    assert tell(desk, "save", number=1, changes=change("A"))["number"] == 2


def test_what_two_people_type_in_different_fields_is_merged_and_shown_to_the_second(desk: Desk, store: Store) -> None:
    tell(desk, "save", number=1, changes=change("A"))
    reply = tell(desk, "save", author="paul", number=1, changes=change("c", "priorities.1"))
    assert (reply["number"], store.read(1).record) == (3, {**RECORD, "caf_name": "A", "priorities": ["a", "c"]})
    assert "Fusionné avec ce qu’anne a écrit&nbsp;: nom de la CAF." in reply["fragments"]["avis"]
    assert reply["merged"] is True and 'value="A"' in reply["fragments"]["formulaire"]


def test_a_row_added_while_another_adds_one_is_where_the_cursor_goes(desk: Desk, store: Store) -> None:
    tell(desk, "save", number=1, changes=change("A"))
    tell(desk, "add", author="paul", number=2, list="priorities", changes=change("z", "priorities.0"))
    tell(desk, "save", author="paul", number=3, changes=change("dit par Paul", "priorities.2"))
    reply = tell(desk, "add", number=2, list="priorities")
    assert store.read(1).record["priorities"] == ["z", "b", "", "dit par Paul"]
    assert (reply["number"], reply["focus"]) == (5, "champ-priorities.2")


def test_a_row_taken_out_beside_what_another_wrote_comes_back(desk: Desk, store: Store) -> None:
    tell(desk, "save", number=1, changes=change("A"))
    removed = tell(desk, "remove", author="paul", number=1, list="priorities", row=0)
    assert "Fusionné avec" in removed["fragments"]["avis"] and "Annuler" in removed["fragments"]["avis"]
    tell(desk, "undo", author="paul", number=removed["number"], path="priorities.0", former=1)
    last = store.read(1).record
    assert (last["priorities"], last["caf_name"]) == (["a", "b"], "A")


def test_a_gesture_on_a_row_that_another_took_out_changes_nothing_and_shows_the_last(desk: Desk, store: Store) -> None:
    tell(desk, "remove", number=1, list="priorities", row=0)
    reply = tell(desk, "retain", author="paul", number=1, path="priorities.0", wording="c")
    assert "Refaites votre geste" in reply["say"]
    assert (reply["number"], store.read(1).record["priorities"]) == (2, ["b"])


def test_what_was_typed_goes_with_the_row_that_is_added(desk: Desk, store: Store) -> None:
    reply = tell(desk, "add", number=1, list="planned_actions", objective="3", changes=change("A"))
    assert store.read(1).record == {**RECORD, "caf_name": "A", "planned_actions": [{"objective": 3}]}
    assert reply["focus"] == "champ-planned_actions.0.text"


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        {"action": "unknown"},
        {"action": "open", "dossier": 99},
        {"action": "open", "dossier": "1; drop table"},
        {"action": "save", "number": 1, "changes": [{"path": "unknown.0", "value": "x"}]},
        {"action": "add", "number": 1, "list": "unknown"},
        {"action": "remove", "number": 1, "list": "priorities", "row": 7},
        {"action": "new", "department": "  "},
        {"action": "import", "text": "{"},
        {"action": "compare", "former": 12},
        {"action": "logo", "path": "signatories.0.logo", "content": "é"},
        {"action": "retain", "number": 1, "path": "", "wording": "x"},
    ],
)
def test_a_message_that_makes_no_sense_gets_one_sentence(desk: Desk, store: Store, message: Any) -> None:
    reply = tell(desk, **message) if message else ask_of(lambda by: routes(desk, by), "/api/writing")(message)
    assert reply["fault"].endswith((".", "»"))
    assert store.read(1).record == RECORD


def test_a_draft_that_cannot_be_written_does_not_stop_the_saving(desk: Desk, store: Store) -> None:
    reply = tell(desk, "save", number=1, changes=change("", "department"))
    assert "département" in reply["draft_fault"]
    assert store.read(1).record["department"] is None
    reply = tell(
        desk, "save", number=2, changes=[*change("Val-d’Ombre", "department"), *change("x" * 30_000, "constraints")]
    )
    assert "30000 signes" in reply["draft_fault"]
    assert len(store.read(1).record["constraints"]) == 30_000


def test_the_constraints_are_never_in_the_document(desk: Desk) -> None:
    reply = tell(
        desk, "save", number=1, changes=change("Enveloppe de 90 000 € non votée", "constraints"), shown="convention"
    )
    assert "90 000" not in reply["fragments"]["texte"]


def test_a_version_is_taken_again_as_a_new_one(desk: Desk, store: Store) -> None:
    tell(desk, "save", number=1, changes=change("A"))
    assert "Nom de la CAF" in tell(desk, "compare", former=1)["fragments"]["avis"]
    assert tell(desk, "take", number=2, former=1)["number"] == 3
    assert store.read(1).record == RECORD
    assert len(store.versions(1)) == 3


def test_versions_go_by_sitting_and_are_named_by_what_changed() -> None:
    told = [
        ("", 0, {"caf_name": "A"}),
        ("anne", 65, {"caf_name": "B"}),
        ("anne", 70, {"caf_name": "B", "priorities": ["a"]}),
    ]
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    versions = [
        Saved(1, i, start + timedelta(minutes=late), by, record) for i, (by, late, record) in enumerate(told, 1)
    ]
    found = [([one.number for one in sitting["versions"]], sitting["name"]) for sitting in sittings(versions[::-1])]
    assert found == [([3, 2], "nom de la CAF, priorités"), ([1], "nom de la CAF")]


def test_a_deleted_dossier_can_be_brought_back_with_what_was_typed(desk: Desk, store: Store) -> None:
    tell(desk, "delete-now")
    assert "Rétablir" in tell(desk, "save", number=1, changes=change("A"))["fragments"]["avis"]
    assert tell(desk, "restore", number=1, changes=change("A"))["number"] == 2
    assert store.read(1).record["caf_name"] == "A"


def picture_of(kind: str, size: tuple[int, int] = (3000, 20)) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "red").save(written, kind)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_a_logo_is_kept_as_a_small_png_under_the_name_of_its_content(tmp_path: Path, kind: str) -> None:
    name = keep_logo(tmp_path / "logos", picture_of(kind))
    path = logo_path(tmp_path / "logos", name)
    assert path is not None
    with Image.open(path) as image:
        assert (image.format, image.width) == ("PNG", 1000)
    assert keep_logo(tmp_path / "logos", picture_of(kind)) == name


@pytest.mark.parametrize("content", [b"", b"AAAA", b"<svg onload='x'/>"])
def test_a_file_that_is_no_image_is_no_logo(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(RupfamError, match="logo"):
        keep_logo(tmp_path, content)


def test_an_image_of_too_many_pixels_is_refused_by_its_header_alone(tmp_path: Path) -> None:
    """The file holds no pixel: one that decoded it would find it unreadable."""
    told = b"IHDR" + struct.pack(">2I5B", 9_000, 9_000, 8, 2, 0, 0, 0)
    header = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + told + struct.pack(">I", zlib.crc32(told))
    rest = b"".join(struct.pack(">I", 0) + kind + struct.pack(">I", zlib.crc32(kind)) for kind in (b"IDAT", b"IEND"))
    with pytest.raises(RupfamError, match="trop de pixels"):
        keep_logo(tmp_path, header + rest)


@pytest.mark.parametrize("name", ["../dossiers.sqlite", "/etc/passwd", "a.png", "", "0" * 32 + ".png"])
def test_a_name_that_is_no_logo_leads_nowhere(tmp_path: Path, name: str) -> None:
    assert logo_path(tmp_path, name) is None


def test_an_unreadable_dossier_is_listed_as_such_with_its_raw_export(desk: Desk, store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("update versions set record = '[\"perdu\"' where dossier_id = 1")
    store.create({"department": "Haute-Lande"}, "anne")
    listed = tell(desk, "list")["fragments"]["vue-dossiers"]
    assert "Dossier 1, illisible" in listed and "Haute-Lande" in listed
    assert 'data-act="export" data-dossier="1"' in listed
    exported = tell(desk, "export")
    assert b64decode(exported["file"]["content"]) == b'["perdu"'
    assert exported["view"] == "list"
    assert "exportez-la telle quelle" in tell(desk, "open")["fault"]
    assert "Dossier supprimé" in tell(desk, "delete-now")["say"]


def test_a_dossier_taken_away_is_noted_as_such_in_the_trail(desk: Desk, store: Store) -> None:
    directory = Directory(store.engine)
    rita = directory.add_user("rita", UserRole.REFERENT, directory.add_office("Val").id).caller
    answer(Call(desk, WritingMessage(dossier=1, act=Gesture(action="export")), rita))
    assert read_trail(store.engine, rita)[0].what == Deed.EXPORTED


@pytest.mark.parametrize("inner", ["[" * 40 + "]" * 40, '{"k":' * 990 + "1" + "}" * 990], ids=["lists", "objects"])
def test_an_import_that_could_not_be_read_again_is_refused(desk: Desk, inner: str) -> None:
    text = '{"department": "Val", "k": ' + inner + "}"
    assert "fault" in tell(desk, "import", text=text)
    assert "Val-d’Ombre" in tell(desk, "list")["fragments"]["vue-dossiers"]
