"""What the tab answers when a draft is dropped: what departs, face to face, the files to take away, and nothing left behind."""

import base64
import html
import io
import re
import tempfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from hypothesis import example, given
from hypothesis import strategies as st
from routes import Reply, ask_of

from rupfam_assistant.office import Office
from rupfam_assistant.review.comparison import Review
from rupfam_assistant.review.findings import Deviation
from rupfam_assistant.review.reading.words import read_tokens
from rupfam_assistant.storage.dossiers import Store, open_store
from rupfam_assistant.web.reviewing.desk import routes
from rupfam_assistant.web.reviewing.text import text_html
from rupfam_assistant.web.reviewing.view import cut, differing
from rupfam_assistant.web.writing.call import Desk

ROOT = Path(__file__).parents[3]
DRAFTS = sorted((ROOT / "tests" / "data" / "review" / "local_drafts").glob("convention_*.txt"))
CLEAN, FAULTY, CORVINE, RECIPE = (
    "presqu-ile-de-gaud",
    "pays-de-luzenne",
    "haute-corvine",
    "Battre les œufs avec le sucre. " * 40,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'dossiers.sqlite'}")


@pytest.fixture
def desk(office: Office, store: Store) -> Desk:
    return Desk(office, lambda: store, Path())


def content(name: str) -> bytes:
    return (ROOT / "tests" / "data" / "review" / "local_drafts" / f"convention_{name}.txt").read_bytes()


def sent(name: str, written: bytes) -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(written).decode("ascii")}


def say(desk: Desk, message: object) -> Reply:
    return ask_of(lambda by: routes(desk, by), "/api/reviewing")(message)


def tell(desk: Desk, action: str, draft: str = FAULTY, **message: Any) -> Reply:
    return say(desk, {"action": action, "draft": sent("projet.txt", content(draft)), **message})


def words(fragment: str) -> str:
    """The words of some HTML, those for who listens and the signs left aside."""
    bare = re.sub(r'<button.*?</button>|<span class="lu">.*?</span>', "", fragment)
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", " ", bare)))


def in_word(file: dict[str, str]) -> Any:
    return docx.Document(io.BytesIO(base64.b64decode(file["content"])))


# A draft against the trame


def test_a_draft_gives_its_verdict_its_articles_and_a_card_for_each_deviation(desk: Desk) -> None:
    reply = tell(desk, "review")
    told = reply["fragments"]
    assert reply["say"] == "5 écarts à lever avant la signature (dont 1 blanc à remplir) et 1 écart à vérifier."
    assert told["ecarts"].count("<article") == len(reply["clauses"]) == len(reply["articles"]) == 6
    assert "✓</span> Article 4" in told["bilan"]
    assert '<button type="button" data-go="5">Article 8' in told["bilan"]
    assert "Tous (6)" in told["filtres"]
    assert "Bloquants (5)" in told["filtres"]
    assert "Durée ou délai changé (1)" in told["filtres"]
    assert "Objectif local, permis" in told["permis"]


def test_a_clean_draft_is_said_to_be_clean(desk: Desk) -> None:
    reply = tell(desk, "review", CLEAN)
    assert reply["say"] == "Ce projet suit la trame : rien ne s’en écarte."
    assert (reply["fragments"]["ecarts"], reply["fragments"]["filtres"]) == ("", "")
    assert '<details class="permis" open>' in reply["fragments"]["permis"]


def test_what_is_to_be_known_opens_the_result_and_is_not_among_what_is_permitted(desk: Desk) -> None:
    told = tell(desk, "review")["fragments"]
    assert "Donnez à l’objectif local" in told["bilan"] and "<b>À savoir</b> (article 2)" in told["bilan"]
    assert "le numéro" not in told["permis"]


def test_the_differing_words_alone_are_marked_on_both_sides(desk: Desk) -> None:
    cards = tell(desk, "review")["fragments"]["ecarts"]
    taken = [re.sub("<.*?>", "", found) for found in re.findall(r"<del><span.*?</span>(.*?)</del>", cards)]
    put = [re.sub("<.*?>", "", found) for found in re.findall(r"<ins><span.*?</span>(.*?)</ins>", cards)]
    assert "dans la limite de leurs champs d’interventions respectifs" in taken
    assert "sous la coordination du conseil départemental" in put
    assert '<mark><span class="lu">blanc&nbsp;: </span>[à compléter]</mark>' in cards


def test_what_is_put_back_is_the_text_of_the_trame(desk: Desk, office: Office) -> None:
    reply = tell(desk, "review", CORVINE)
    second = next(text for text in reply["clauses"] if text.startswith("Objectif 2"))
    assert second.count("\n- ") >= 3
    flat = " ".join(office.trame.text.split())
    for line in reply["articles"][2].split("\n")[1:]:
        assert " ".join(line.removeprefix("- ").split()) in flat


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_the_draft_is_shown_in_its_own_words_with_each_deviation_at_its_place(path: Path, office: Office) -> None:
    review = office.review(path)
    shown = text_html(review)
    assert words(shown) == re.sub(r"\s+", "", re.sub(r"^\s*(?:[•▪◦●*–-]|#+)\s+", "", review.text, flags=re.MULTILINE))
    assert re.findall(r'id="signe-(\d+)"', shown) == [str(number) for number in range(1, len(review.deviations) + 1)]


@example("0\r", [(1, 1)])
@given(st.text(max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 40)), max_size=6))
def test_any_text_is_shown_whole_wherever_its_deviations_stand(text: str, places: list[tuple[int, int]]) -> None:
    spans = sorted((min(start, len(text)), min(start + length, len(text))) for start, length in places)
    found = tuple(Deviation("Article 1", "altered_clause", "to_check", "m", "", "", start, end) for start, end in spans)
    shown = text_html(Review(text, found, ()))
    assert text.strip() == "" or shown.count("data-go=") == len(found)
    assert shown.count("<script") == 0


@given(st.text(alphabet="abcdé ’.,<&\n", max_size=80), st.text(alphabet="abcdé ’.,<&\n", max_size=80))
def test_outside_the_marks_two_wordings_say_the_same(one: str, other: str) -> None:
    taken, put = differing(one, other)
    left = [word.root for word in read_tokens(one) if not any(start <= word.start < end for start, end in taken)]
    right = [word.root for word in read_tokens(other) if not any(start <= word.start < end for start, end in put)]
    assert left == right
    assert "".join(run for run, _ in cut(one, taken)) == one


def test_a_page_in_the_draft_is_shown_and_never_run(desk: Desk) -> None:
    nasty = "<img src=x onerror=\"document.title='pris'\">"
    text = content(FAULTY).decode().replace("si elles", "").replace("Mme Odette Prigent", nasty) + f"\n\n{nasty}\n"
    text = text.replace("sous la coordination du conseil départemental", nasty)
    reply = say(desk, {"action": "review", "draft": sent(f"{nasty}.txt", text.encode())})
    assert "fault" not in reply
    assert all("<img" not in fragment for fragment in reply["fragments"].values())


# Files


def test_nothing_of_the_file_is_left_on_the_machine(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "passage"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    tell(desk, "review")
    tell(desk, "download", kind="report")
    assert "fault" in say(desk, {"action": "review", "draft": sent("recette.txt", RECIPE.encode())})
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("vide.txt", b"", "ne contient pas de texte lisible"),
        ("recette.md", RECIPE.encode(), "ne ressemble pas à la trame"),
        ("projet.docx", b"PK\x03\x04 rien", "n’est pas ce que dit son nom"),
        ("projet.pdf", b"%PDF-1.7 rien", "abîmé"),
        ("projet.exe", b"MZ", "n’est ni .txt"),
        ("../../etc/passwd", b"root", "n’est ni .txt"),
        ("ancien.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien format de Word"),
        ("protégé.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "mot de passe"),
    ],
)
def test_a_file_that_is_no_draft_gets_one_sentence_with_its_own_name(
    desk: Desk, name: str, written: bytes, said: str
) -> None:
    fault = say(desk, {"action": "review", "draft": sent(name, written)})["fault"]
    assert said in fault
    assert tempfile.gettempdir() not in fault
    assert ("/" in fault, fault.count("Le fichier") <= 1) == (False, True)


@pytest.mark.parametrize(
    "message",
    [None, [], {"action": "erase"}, {"action": "review"}, {"action": "review", "draft": {"name": "a", "content": "é"}}],
)
def test_a_message_that_makes_no_sense_gets_one_sentence(desk: Desk, message: object) -> None:
    assert say(desk, message)["fault"].endswith((".", "»"))


def test_the_same_word_file_comes_back_with_comments(desk: Desk) -> None:
    word = docx.Document()
    for paragraph in re.split(r"\n\s*\n", content(FAULTY).decode()):
        word.add_paragraph(" ".join(paragraph.split())).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    written = io.BytesIO()
    word.save(written)
    draft = sent("Projet du Pays.docx", written.getvalue())
    assert say(desk, {"action": "review", "draft": draft})["fragments"]["bouton-rapport"].startswith("Votre fichier")
    file = say(desk, {"action": "download", "kind": "report", "draft": draft})["file"]
    assert file["name"] == "Projet du Pays-relu.docx"
    assert len(list(in_word(file).comments)) == 6
    assert in_word(file).paragraphs[-1].alignment == WD_ALIGN_PARAGRAPH.RIGHT


def test_the_summary_tells_the_gravest_first_and_what_is_in_order(desk: Desk) -> None:
    document = in_word(tell(desk, "download", CORVINE, kind="summary")["file"])
    told = [paragraph.text for paragraph in document.paragraphs]
    titles = ["À corriger avant la signature", "Blancs à remplir", "Ce qui est conforme"]
    assert [told.index(title) for title in titles] == sorted(told.index(title) for title in titles)
    where, _, found, to_do = (cell.text for cell in document.tables[0].rows[1].cells)
    assert (where, found, to_do) == ("Article 2 – objectif absent", "Absent", "Objectif à rétablir.")


# Two drafts, a dossier


def test_two_drafts_are_compared_on_the_same_screen(desk: Desk) -> None:
    former = sent("ancienne.txt", content(CLEAN).replace(b"Sylvain Kerjean", b"Armel Tanguy"))
    reply = tell(desk, "review", CLEAN, former=former)
    cards = reply["fragments"]["ecarts"]
    assert "comparé à «&nbsp;ancienne.txt&nbsp;»" in reply["fragments"]["bilan"]
    assert "Armel Tanguy</del>" in cards
    assert "Sylvain Kerjean</ins>" in cards
    assert ("Avant" in cards, "La trame" in cards, "Pourquoi" in cards) == (True, False, False)


def test_the_same_draft_twice_has_no_difference(desk: Desk) -> None:
    assert (
        tell(desk, "review", CLEAN, former=sent("le même.txt", content(CLEAN)))["say"]
        == "Rien ne change d’un projet à l’autre."
    )


def test_a_filled_draft_becomes_a_dossier_of_its_author(desk: Desk, store: Store) -> None:
    reply = tell(desk, "dossier", CLEAN)
    number = reply["dossier"]
    assert reply["say"].startswith("Dossier fait de ce que dit le projet")
    saved = store.read(number)
    assert saved.record["department"] == "Presqu’île-de-Gaud"
    assert saved.record["signatories"][0]["body"] == "Caisse d’Allocations familiales de la Presqu’île-de-Gaud"
    assert [version.author for version in store.versions(number)] == ["anne"]
