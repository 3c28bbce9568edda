"""What the environment says, read and checked once."""

from pathlib import Path

import pytest

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.settings import Settings, read_settings

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, so that no .env file of the checkout is read."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_checkout_works_without_any_setting() -> None:
    settings = read_settings()
    assert (settings.corpus, settings.index) == (ROOT / "corpus", ROOT / "index")
    assert (settings.host, settings.port, settings.embeddings, settings.users) == ("127.0.0.1", 7860, "", {})


def test_every_setting_comes_from_its_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "HOME": tmp_path / "h",
        "CORPUS": tmp_path / "c",
        "EMBEDDINGS": "un/modele",
        "HOST": "0.0.0.0",
        "PORT": 8000,
        "USERS": "ana:a-b, bob:c",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"RUPFAM_{name}", str(value))
    expected = Settings(
        _env_file=None,
        home=tmp_path / "h",
        corpus=tmp_path / "c",
        embeddings="un/modele",
        host="0.0.0.0",
        port=8000,
        users={"ana": "a-b", "bob": "c"},
    )
    assert read_settings() == expected
    assert expected.index == tmp_path / "h" / "index"


def test_a_variable_wins_over_the_dotenv_file(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (elsewhere / ".env").write_text("RUPFAM_PORT=8001\nRUPFAM_EMBEDDINGS=modèle\nAUTRE=1\n", encoding="utf-8")
    monkeypatch.setenv("RUPFAM_PORT", "8002")
    settings = read_settings()
    assert (settings.port, settings.embeddings) == (8002, "modèle")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("USERS", "ana"),
        ("USERS", ":secret"),
        ("USERS", "ana:"),
        ("USERS", "ana:a,bob"),
        ("USERS", "ana:a,b,bob:c"),
        ("USERS", "ana:a:b"),
        ("USERS", "ana:a,ana:b"),
        ("USERS", "ana:a, ana :b"),
        ("USERS", "ana:a,,bob:b"),
    ],
)
def test_a_wrong_value_is_told_with_its_variable(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"RUPFAM_{name}", value)
    with pytest.raises(RupfamError, match=rf"^Le réglage RUPFAM_{name} n’est pas valable : .*\.env.*\.$"):
        read_settings()


def test_a_password_is_not_told_with_a_wrong_list_of_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUPFAM_USERS", "ana:secret,bob")
    with pytest.raises(RupfamError) as told:
        read_settings()
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("name", ["HOME", "CORPUS", "PORT", "USERS", "EMBEDDINGS", "HOST"])
def test_an_empty_variable_means_the_default(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"RUPFAM_{name}", "")
    assert read_settings() == Settings(_env_file=None)


def test_a_dotenv_file_that_is_not_utf8_is_told(elsewhere: Path) -> None:
    (elsewhere / ".env").write_bytes("RUPFAM_EMBEDDINGS=modèle".encode("latin-1"))
    with pytest.raises(RupfamError, match=r"\.env.*UTF-8"):
        read_settings()
