"""What the tab that welcomes a partner answers to the browser's messages, on the real program and a real store."""

import base64
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from PIL import Image
from pptx import Presentation
from routes import Reply, ask_of

from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import open_store
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.welcoming.desk import WelcomeDesk, routes

CORPUS = Path(__file__).parents[3] / "corpus"
RECORD = {
    "department": "Val-d’Ombre",
    "instance": "CDSF",
    "signatories": [{"body": "MSA des Coteaux", "represented_by": "M. Paul Martin"}, {}],
}


@pytest.fixture
def desk(opening: Opening, tmp_path: Path) -> WelcomeDesk:
    store = open_store(f"sqlite:///{tmp_path / 'dossiers.sqlite'}")
    store.create(RECORD, "anne")
    return WelcomeDesk(opening, lambda: store)


def tell(desk: WelcomeDesk, action: str, **told: Any) -> Reply:
    who = {key: told.pop(key) for key in ("partner", "role", "dossier") if key in told}
    return ask_of(lambda by: routes(desk, by), "/api/welcoming")({"action": action, "who": who, **told})


def logo() -> str:
    drawn = BytesIO()
    Image.new("RGB", (300, 120), "teal").save(drawn, "JPEG")
    return base64.b64encode(drawn.getvalue()).decode("ascii")


def delivered(reply: Reply) -> BytesIO:
    return BytesIO(base64.b64decode(reply["file"]["content"]))


def test_a_partner_gets_its_kit_its_questions_and_how_it_was_understood(desk: WelcomeDesk) -> None:
    reply = tell(desk, "welcome", partner="MSA", role="", dossier=0)
    assert "Compris comme : la MSA" in reply["say"]
    assert "La trame vous nomme parmi les parties" in reply["fragments"]["livret"]
    assert reply["fragments"]["proposees"].count("data-question") == 5
    assert "Dans votre département" not in reply["fragments"]["livret"]


def test_the_role_is_corrected_from_the_list(desk: WelcomeDesk) -> None:
    reply = tell(desk, "welcome", partner="un marchand de vélos", role="commune", dossier=0)
    assert "Rôle choisi dans la liste : la commune" in reply["say"]
    assert "Un marchand de vélos" in reply["fragments"]["livret"]


def test_the_dossiers_of_the_drafting_tab_are_offered_and_their_lines_shown(desk: WelcomeDesk) -> None:
    assert '<option value="1">Val-d’Ombre</option>' in tell(desk, "dossiers")["fragments"]["dossier-accueil"]
    kit = tell(desk, "welcome", partner="MSA", dossier=1)["fragments"]["livret"]
    assert "Dans votre département" in kit
    assert "Paul Martin" in kit


def test_a_question_is_answered_to_its_partner(desk: WelcomeDesk) -> None:
    question = "Suis-je signataire ?"
    told = {
        role: tell(desk, "ask", question=question, history=["Quand se réunit l’instance ?"], partner="", role=role)[
            "turn"
        ]
        for role in ("msa", "jaf")
    }
    assert "La trame vous nomme parmi les parties" in told["msa"]
    assert "ne vous nomment pas" in told["jaf"] or "ne vous nomme pas" in told["jaf"]


def test_the_colour_and_the_logo_are_kept_for_every_file(desk: WelcomeDesk) -> None:
    with Image.open(BytesIO(base64.b64decode(tell(desk, "dress", colour="#17555c", logo=logo())["logo"]))) as image:
        assert image.format == "PNG"
    assert tell(desk, "dossiers")["colour"] == "#17555c"
    said = {"partner": "MSA", "dossier": 1}
    reply = tell(desk, "download", kind="docx", **said)
    assert reply["file"]["name"] == "livret-msa-des-coteaux-val-dombre.docx"
    assert len(docx.Document(delivered(reply)).inline_shapes) == 1
    slides = Presentation(delivered(tell(desk, "download", kind="pptx", **said))).slides
    assert len(slides) == 7
    assert all(any(shape.shape_type == 13 for shape in slide.shapes) for slide in slides)
    assert "logo" not in tell(desk, "unlogo")


def test_a_logo_of_a_megabyte_is_taken_and_made_small(desk: WelcomeDesk) -> None:
    drawn = BytesIO()
    Image.effect_noise((1100, 1000), 80).save(drawn, "PNG")
    assert drawn.tell() > 1_000_000
    kept = tell(desk, "dress", logo=base64.b64encode(drawn.getvalue()).decode())["logo"]
    with Image.open(BytesIO(base64.b64decode(kept))) as image:
        assert image.height <= 500
    tell(desk, "unlogo")


def test_a_colour_too_pale_to_be_read_is_darkened_and_told(desk: WelcomeDesk) -> None:
    reply = tell(desk, "dress", colour="#ffee88")
    assert reply["colour"] != "#ffee88"
    assert "trop pâle" in reply["say"]
    assert tell(desk, "dress", colour=reply["colour"])["colour"] == reply["colour"]


@pytest.mark.parametrize(
    "message",
    [
        {"action": None},
        {"action": "unknown"},
        {"action": "welcome"},
        {"action": "welcome", "partner": "  "},
        {"action": "welcome", "partner": "Mme Lestrade, 06 12 34 56 78"},
        {"action": "welcome", "partner": "MSA", "role": "unknown"},
        {"action": "welcome", "partner": "MSA", "dossier": 99},
        {"action": "welcome", "partner": "x" * 5_000},
        {"action": "source", "document": "../secrets", "start": 0, "end": 5},
        {"action": "dress", "logo": "%%%"},
        {"action": "dress", "logo": base64.b64encode(b"not an image").decode()},
        {"action": "dress", "logo": base64.b64encode(b"x" * 2_100_000).decode()},
        {"action": "dress", "colour": "bleu"},
    ],
)
def test_a_message_that_makes_no_sense_gets_one_sentence(desk: WelcomeDesk, message: dict[str, Any]) -> None:
    fault = tell(desk, **message)["fault"]
    assert fault.endswith((".", "»"))
    assert "imprévue" not in fault


def test_a_kit_asked_while_the_assistant_opens_is_told_to_wait(home: Path, tmp_path: Path) -> None:
    closed = Opening(Settings(_env_file=None, home=home, corpus=CORPUS))
    desk = WelcomeDesk(closed, lambda: open_store(f"sqlite:///{tmp_path / 'd.sqlite'}"))
    assert tell(desk, "welcome", partner="MSA") == {"wait": closed.stage}
