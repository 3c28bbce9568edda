"""What the tests of the tab share: a store of dossiers, and the desk that works on it."""

from pathlib import Path

import pytest

from rupfam_assistant.office import Office
from rupfam_assistant.storage.dossiers import Store, open_store
from rupfam_assistant.web.writing.call import Desk

RECORD = {"department": "Val-d’Ombre", "caf_name": "CAF", "priorities": ["a", "b"], "kept": [1]}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'dossiers.sqlite'}")


@pytest.fixture
def desk(store: Store, office: Office, tmp_path: Path) -> Desk:
    store.create(RECORD, "anne")
    return Desk(office, lambda: store, tmp_path / "logos")
