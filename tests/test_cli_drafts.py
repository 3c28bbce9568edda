"""The drafts, as users and machines ask for them on the command line."""

import json
import re
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

Done = "subprocess.CompletedProcess[str]"
Rupfam = Callable[..., Done]
DATA = Path(__file__).parent / "data"
MARKER = "[à compléter]"


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first public situation, as a department's file."""
    fields = json.loads((DATA / "convention" / "dossiers.json").read_text(encoding="utf-8"))["scenarios"][0]["input"][
        "fields"
    ]
    path = tmp_path_factory.mktemp("dossiers") / "dossier à rédiger.json"
    path.write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")
    return path


def record_of(done: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("verb", ["draft", "convention"])
def test_a_record_is_printed_as_the_contract_says(rupfam: Rupfam, dossier: Path, verb: str) -> None:
    done = rupfam(verb, str(dossier), "--json")
    record = record_of(done)
    assert done.stderr == ""
    assert set(record) == {
        "text",
        "blanks",
        "alerts",
        "classification",
        "provenance",
        "proposals",
        "withheld",
        "places",
    }
    spans = [(span["start"], span["end"]) for span in record["provenance"]]
    assert spans[0][0] == 0 and spans[-1][1] == len(record["text"])
    assert all(end == start for (_, end), (start, _) in pairwise(spans))
    assert {span["origin"] for span in record["provenance"]} <= {"trame", "dossier", "model", "blank"}
    assert MARKER in record["text"]


def test_the_article_is_printed_and_the_alerts_stand_beside(command: Rupfam, tmp_path: Path) -> None:
    path = tmp_path / "mince.json"
    path.write_text('{"department": "Creuse"}', encoding="utf-8")
    done = command("draft", str(path))
    assert done.returncode == 0
    assert done.stdout.startswith("Article 2 – Objectifs poursuivis par la convention\n")
    assert done.stderr.startswith("À savoir : Les objectifs 1, 2, 3 et 4 n’ont pas d’action locale")
    assert "À savoir" not in done.stdout


@pytest.mark.parametrize("ending", [".txt", ".md", ".docx", ".pdf"])
def test_a_draft_is_written_where_it_is_asked(command: Rupfam, dossier: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"projet{ending}"
    done = command("draft", str(dossier), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    assert out.read_bytes()[:2] == {".txt": b"Ar", ".md": b"##", ".docx": b"PK", ".pdf": b"%P"}[ending]


def test_a_convention_is_written_in_word_and_told_in_json_at_once(
    command: Rupfam, dossier: Path, tmp_path: Path
) -> None:
    out = tmp_path / "convention.docx"
    record = record_of(command("convention", str(dossier), "--json", "--out", str(out)))
    assert out.read_bytes()[:2] == b"PK"
    assert "Article 8" in record["text"]


def test_the_text_of_the_record_is_the_text_file(command: Rupfam, dossier: Path, tmp_path: Path) -> None:
    out = tmp_path / "projet.txt"
    assert record_of(command("draft", str(dossier), "--json", "--out", str(out)))["text"] == out.read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "n’est pas du JSON"),
        ("[]", "doit être un objet JSON"),
        ("{}", "le champ « département » manque"),
        (
            '{"department": "Creuse", "planned_actions": [{"objective": 7}]}',
            'le champ « actions prévues, 1, objectif » doit être 1, 2, 3, 4 ou "X"',
        ),
        ('{"department": "Creuse", "territory_needs": "un"}', "le champ « besoins du territoire » doit être une liste"),
        (
            json.dumps({"department": "Creuse", "constraints": "a" * 1_000_000}),
            "le champ « contraintes » contient 1000000 signes",
        ),
    ],
    ids=["cut", "a list", "empty", "objective 7", "a text for a list", "a megabyte in a field"],
)
def test_a_dossier_at_fault_is_told_in_one_french_sentence(
    command: Rupfam, tmp_path: Path, content: str, told: str
) -> None:
    path = tmp_path / "faux.json"
    path.write_text(content, encoding="utf-8")
    done = command("draft", str(path), "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert str(path) in done.stderr
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr


def test_an_absent_dossier_is_named(command: Rupfam, tmp_path: Path) -> None:
    done = command("draft", str(tmp_path / "absent.json"))
    assert done.returncode == 1
    assert re.fullmatch(r"Le dossier \S+absent\.json ne peut pas être lu : .+\.\n", done.stderr)


@pytest.mark.parametrize("out", ["projet.odt", "projet", "absent/projet.txt"])
def test_a_place_where_nothing_can_be_written_is_told(command: Rupfam, dossier: Path, tmp_path: Path, out: str) -> None:
    done = command("draft", str(dossier), "--out", str(tmp_path / out))
    assert (done.returncode, done.stdout) == (1, "")
    assert out in done.stderr and done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [("draft",), ("convention",), ("draft", "a.json", "b.json"), ("draft", "a.json", "--couleur")]
)
def test_a_wrong_usage_is_told_so(command: Rupfam, arguments: tuple[str, ...]) -> None:
    assert command(*arguments).returncode == 2


@pytest.mark.parametrize("verb", ["draft", "convention"])
def test_each_command_explains_itself_in_french(command: Rupfam, verb: str) -> None:
    done = command(verb, "--help")
    assert done.returncode == 0
    assert "Rédige" in done.stdout and "DOSSIER.json" in done.stdout


@pytest.mark.parametrize("option", [(), ("--proposals",)])
def test_the_words_of_the_dossier_stand_unless_the_proposals_are_asked_for(
    rupfam: Rupfam, tmp_path: Path, option: tuple[str, ...]
) -> None:
    file = tmp_path / "dossier.json"
    record = {"department": "Sève", "planned_actions": [{"objective": 1, "text": "Réduction des délais"}]}
    file.write_text(json.dumps(record), encoding="utf-8")
    line = "Réduire les délais." if option else "Réduction des délais."
    assert f"- {line}\n" in rupfam("draft", str(file), *option).stdout
