"""The server's own files: under the home, for this user alone, and gone with the program that left them."""

import os
import stat
import tempfile
from pathlib import Path

import pytest

from rupfam_assistant.settings import Settings
from rupfam_assistant.web.server import _keep_files_home


@pytest.fixture
def restored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)
    monkeypatch.setenv("TMPDIR", tempfile.gettempdir())


@pytest.mark.usefixtures("restored")
def test_what_is_sent_is_laid_under_the_home_and_what_a_killed_program_left_goes(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, home=tmp_path)
    left, used = settings.temporary / "page-999999999-x", settings.temporary / f"page-{os.getppid()}-x"
    for folder in (left, used):
        folder.mkdir(parents=True)
        (folder / "projet.docx").write_text("Mme Durand", encoding="utf-8")
    _keep_files_home(settings)
    assert not left.exists()
    assert used.exists()
    with tempfile.TemporaryDirectory(prefix="rupfam-") as folder_of_a_review:
        own = Path(folder_of_a_review).parent
        assert own.parent == settings.temporary
        assert stat.S_IMODE(own.stat().st_mode) == 0o700
