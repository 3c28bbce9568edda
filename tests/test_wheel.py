"""The wheel, as someone without the repository installs and runs it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel installed in it; what it needs comes from this environment."""
    folder = tmp_path_factory.mktemp("installed")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(folder),
        str(wheel),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def test_the_wheel_carries_the_corpus_and_the_model_to_the_byte(wheel: Path) -> None:
    corpus = {path.relative_to(ROOT).as_posix(): path for path in (ROOT / "corpus").rglob("*") if path.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if name.startswith("rupfam_assistant/corpus/")}
        assert carried == {f"rupfam_assistant/{name}" for name in corpus}
        assert all(archive.read(f"rupfam_assistant/{name}") == path.read_bytes() for name, path in corpus.items())
    assert {"corpus/circulaire.txt", "corpus/trame.txt", "corpus/model/model.onnx"} <= set(corpus)


def test_the_wheel_carries_every_module_and_nothing_of_the_tests(wheel: Path) -> None:
    modules = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "rupfam_assistant").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert modules <= names
    assert {name.split("/")[0] for name in names} == {"rupfam_assistant", f"{wheel.name.rsplit('-', 3)[0]}.dist-info"}


def test_the_installed_wheel_builds_its_index_and_answers_from_anywhere(installed: Path, tmp_path: Path) -> None:
    home = tmp_path / "données"
    environment = {**os.environ, "PYTHONPATH": str(installed), "RUPFAM_HOME": str(home)}

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, str(installed / "bin" / "rupfam"), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8")

    where = subprocess.run(
        [
            sys.executable,
            "-c",
            "import rupfam_assistant as r; from rupfam_assistant.settings import Settings as S; print(r.__file__, S().corpus)",
        ],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    ).stdout
    assert where == f"{installed}/rupfam_assistant/__init__.py {installed}/rupfam_assistant/corpus\n"
    built = run("index")
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.startswith("Index construit en ") and str(home / "index") in built.stdout
    asked = run("ask", "Quel est le préavis pour dénoncer la convention ?")
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "deux mois au plus tard" in asked.stdout and "Sources :" in asked.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["données"]


def test_without_a_checkout_the_index_goes_to_the_users_own_folder(installed: Path, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(installed), "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share")}
    told = subprocess.run(
        [sys.executable, "-c", "from rupfam_assistant.settings import read_settings; print(read_settings().index)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told == f"{tmp_path}/share/rupfam/index\n"
