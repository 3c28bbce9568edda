"""The README and docs/: examples are what the command prints, settings and fields are those that exist, links lead somewhere.

`python tests/test_docs.py` writes in them what their commands print now.
"""

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from rupfam_assistant.cli import main
from rupfam_assistant.dossier.reading import read_dossier
from rupfam_assistant.office import Office
from rupfam_assistant.settings import Settings

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = (README, *sorted((ROOT / "docs").glob("*.md")))
ACCOUNTS = ROOT / "docs" / "comptes.md"
"""The page whose commands make accounts, one after the other, on a machine of their own."""

TYPED = "cerise-mauve-42\n"
"""The password that they read."""

EXAMPLE = Path("docs/exemple.json")
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROMPT = "$ rupfam "
INDEX = (
    "Une fiche dit une chose que l’on demande, en une phrase simple, avec les citations qui la prouvent. Pour en corriger"
    " une, ouvrez son fichier dans un éditeur de texte\u00a0: `rupfam` relit tout et dit la ligne à reprendre. Une fiche"
    " nouvelle demande quelques questions dans `corpus/questions.jsonl`, puis `rupfam train`."
)
ANYTHING = "…"
"""Stands in an example for what differs from one machine to another."""


@dataclass(frozen=True)
class Example:
    """A command of the README and what it is said to print."""

    command: str
    output: str


def read_examples(text: str) -> Iterator[Example]:
    for block in CONSOLE.findall(text):
        for part in re.split(rf"^{re.escape(PROMPT)}", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield Example(command, output.rstrip("\n"))


def printed(command: str) -> str:
    """What `rupfam` shows for these arguments: its results, then what it says of them."""
    typed, sys.stdin = sys.stdin, io.StringIO(TYPED)
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as told:
        code = main(shlex.split(command))
    sys.stdin = typed
    assert code == 0, told.getvalue()
    return (out.getvalue() + told.getvalue()).rstrip("\n")


def lay_example(folder: Path) -> None:
    """Puts the example's dossier in a folder, where the pages say that it is."""
    (folder / EXAMPLE).parent.mkdir()
    shutil.copy(ROOT / EXAMPLE, folder / EXAMPLE)


def is_as_told(example: Example, output: str) -> bool:
    return bool(re.fullmatch(".*".join(map(re.escape, example.output.split(ANYTHING))), output, re.DOTALL))


def settings_table(text: str) -> dict[str, str]:
    """The default that the page tells of each variable, empty for « vide »."""
    rows = re.findall(r"^\| `(RUPFAM_\w+)` \| (.+?) \| .+ \|$", text, re.MULTILINE)
    return {name: default.strip("`").replace("vide", "") for name, default in rows}


def card_index() -> str:
    """Every card under the heading of its file: what it is about, and the question that it answers."""
    lines = ["# Les fiches", "", INDEX]
    for path in sorted((ROOT / "corpus" / "cards").glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        lines += ["", f"## {told['section']}".replace(" :", "\u00a0:"), "", f"Fichier `corpus/cards/{path.name}`.", ""]
        lines += [f"- **{card['title']}** (`{card['id']}`)\u00a0: {card['question']}" for card in told["card"]]
    return "\n".join(lines) + "\n"


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture
def rupfam_home(indexed_office: Office, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program opened once for all the tests, the example's dossier, and no .env file."""
    lay_example(tmp_path)
    monkeypatch.setattr("rupfam_assistant.office.open_office", lambda settings, progress=None: indexed_office)
    monkeypatch.setenv("RUPFAM_HOME", str(home))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "example",
    dict.fromkeys(
        example for page in PAGES if page != ACCOUNTS for example in read_examples(page.read_text(encoding="utf-8"))
    ),
    ids=lambda example: example.command,
)
@pytest.mark.usefixtures("rupfam_home")
def test_an_example_prints_what_the_readme_shows(example: Example) -> None:
    output = printed(example.command)
    assert is_as_told(example, output), (
        f"« python tests/test_docs.py » récrit les exemples ; la commande affiche :\n{output}"
    )


def test_the_accounts_are_made_as_their_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUPFAM_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    text = ACCOUNTS.read_text(encoding="utf-8")
    assert rewrite(text, printed) == text, "« python tests/test_docs.py » récrit les exemples"


@pytest.mark.parametrize(("name", "least"), [("README.md", 2), ("docs/guide.md", 5)])
def test_answers_are_shown_then_one_refusal(name: str, least: int) -> None:
    asked = [example for example in read_examples(text_of(name)) if example.command.startswith("ask ")]
    refused = [example for example in asked if example.output.startswith("Ni la circulaire ni la trame")]
    assert len(asked) >= least
    assert refused == asked[-1:], "seul le dernier exemple est un refus : changez de question, ou réparez la réponse"


def test_the_readme_is_read_in_a_few_minutes() -> None:
    assert len(text_of("README.md").splitlines()) <= 150


def test_the_index_of_the_cards_names_them_all() -> None:
    assert text_of("docs/fiches.md") == card_index(), "« python tests/test_docs.py » récrit l’index des fiches"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_line_of_a_console_block_escapes_the_test(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert all(block.startswith(PROMPT) for block in CONSOLE.findall(text))
    assert not re.search(r"^\$ rupfam", re.sub(CONSOLE, "", text), re.MULTILINE)


def test_an_example_that_differs_by_a_word_is_noticed() -> None:
    told = Example("index", "Index …, 3 phrases.\nFin")
    assert is_as_told(told, "Index construit, 3 phrases.\nFin")
    assert not is_as_told(told, "Index construit, 4 phrases.\nFin")
    assert not is_as_told(told, "Index construit, 3 phrases.\nFin.")


def test_the_table_holds_every_setting_and_no_other() -> None:
    assert set(settings_table(text_of("docs/reglages.md"))) == {
        f"RUPFAM_{name.upper()}" for name in Settings.model_fields
    }


def test_the_table_tells_the_defaults() -> None:
    table = settings_table(text_of("docs/reglages.md"))
    for name, field in Settings.model_fields.items():
        if field.default_factory is None:
            assert table[f"RUPFAM_{name.upper()}"] == (
                str(field.default) if field.default == 0 else str(field.default or "")
            ), name


def test_the_example_of_the_readme_is_a_dossier_in_one_screen() -> None:
    assert read_dossier(ROOT / EXAMPLE).department == "Val-de-Lune"
    assert len((ROOT / EXAMPLE).read_text(encoding="utf-8").splitlines()) <= 45


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).is_file()] == []


def test_every_make_command_exists() -> None:
    makefile = text_of("Makefile")
    told = {verb for page in PAGES for verb in re.findall(r"\bmake ([a-z-]+)", page.read_text(encoding="utf-8"))}
    assert {"run", "test"} <= told
    assert [verb for verb in sorted(told) if not re.search(rf"^{verb}:", makefile, re.MULTILINE)] == []


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", *(f"docs/{page.name}" for page in PAGES[1:])])
def test_no_sign_stands_after_a_plain_space(name: str) -> None:
    prose = re.sub(r"```.*?```|`[^`]*`", "", text_of(name), flags=re.DOTALL)
    prose = re.sub(r"^\|[ :|-]+\|$", "", prose, flags=re.MULTILINE)
    assert re.findall(r".{0,20} [:;?!»].{0,5}|.{0,5}« .{0,20}|.{0,10}'.{0,10}", prose) == []


def rewrite(text: str, output_of: Callable[[str], str]) -> str:
    """A page with what each command prints; a line that tells « … » is kept as long as it holds."""

    def block(match: re.Match[str]) -> str:
        fresh = []
        for example in read_examples(match.group()):
            output = output_of(example.command)
            fresh.append(f"{PROMPT}{example.command}\n{example.output if is_as_told(example, output) else output}\n")
        return "```console\n" + "\n".join(fresh) + "```"

    return CONSOLE.sub(block, text)


if __name__ == "__main__":
    HOME = os.environ.get("RUPFAM_HOME", "")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        lay_example(Path(folder))
        for page in PAGES:
            os.environ["RUPFAM_HOME"] = f"{folder}/accounts" if page == ACCOUNTS else HOME
            page.write_text(rewrite(page.read_text(encoding="utf-8"), printed), encoding="utf-8")
        (ROOT / "docs" / "fiches.md").write_text(card_index(), encoding="utf-8")
