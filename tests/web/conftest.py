"""What the tests of the page share: the searches as the page opens them."""

from pathlib import Path

import pytest

from rupfam_assistant.settings import Settings
from rupfam_assistant.web.opening import Opening

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="session")
def opening(home: Path) -> Opening:
    opening = Opening(Settings(_env_file=None, home=home, corpus=CORPUS))
    opening.start()
    opening.opened()
    return opening
