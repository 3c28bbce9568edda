"""The review of a draft, as users and machines ask for it on the command line."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx

Rupfam = Callable[..., "subprocess.CompletedProcess[str]"]
DRAFTS = Path(__file__).parent / "data" / "review" / "local_drafts"
DATA = Path(__file__).parent / "data"


def test_a_review_is_printed_as_the_contract_says(rupfam: Rupfam) -> None:
    done = rupfam("review", str(DRAFTS / "convention_sources-d-ambrelle.txt"), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    assert set(record) == {"deviations", "permitted", "to_know", "unread"}
    assert {told["article"] for told in record["to_know"]} == {"Article 1", "Parties", "Signatures"}
    assert {deviation["kind"] for deviation in record["deviations"]} == {
        "missing_clause",
        "altered_clause",
        "missing_article",
        "duration",
    }


def test_a_clean_draft_says_so_and_the_exit_code_is_the_same(command: Rupfam) -> None:
    done = command("review", str(DRAFTS / "convention_presqu-ile-de-gaud.txt"))
    assert done.returncode == 0
    assert done.stdout.startswith("Ce projet suit la trame : rien ne s’en écarte.")


def test_the_word_report_and_the_dossier_are_written_where_they_are_asked(command: Rupfam, tmp_path: Path) -> None:
    report, dossier = tmp_path / "rapport.docx", tmp_path / "dossier.json"
    done = command(
        "review", str(DRAFTS / "convention_haute-corvine.txt"), "--out", str(report), "--dossier", str(dossier)
    )
    assert done.returncode == 0, done.stderr
    assert len(list(docx.Document(str(report)).comments)) == 5
    assert json.loads(dossier.read_text(encoding="utf-8"))["department"] == "Haute-Corvine"
    assert command("draft", str(dossier)).returncode == 0


def test_two_drafts_are_compared(command: Rupfam) -> None:
    clean = str(DRAFTS / "convention_presqu-ile-de-gaud.txt")
    done = command("review", clean, "--against", clean, "--json")
    assert json.loads(done.stdout)["deviations"] == []


def test_a_file_that_is_no_draft_fails_in_one_sentence(command: Rupfam, tmp_path: Path) -> None:
    (tmp_path / "recette.md").write_text("# Recette\n\nBattez les œufs, puis ajoutez la farine.", encoding="utf-8")
    for file in (tmp_path / "recette.md", tmp_path / "absent.docx"):
        done = command("review", str(file), "--json")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1 and done.stderr.endswith(".\n")
