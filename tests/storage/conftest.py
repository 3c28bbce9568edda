"""What the tests of the dossiers share: an empty store, on each of the two databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from servers.postgres import Postgres, find_programs, running_postgres

from rupfam_assistant.storage.dossiers import Store, open_store


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is missing: install Debian’s package postgresql (make system-packages)")
    with running_postgres(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'dossiers.sqlite'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(database)
    yield opened
    opened.engine.dispose()
