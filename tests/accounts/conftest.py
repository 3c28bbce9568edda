"""What the tests of the accounts share: two offices and their people, on each of the two databases."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from rupfam_assistant.accounts.policy import Caller, UserRole
from rupfam_assistant.storage.dossiers import Store
from rupfam_assistant.storage.tables import OFFICES, USERS

PEOPLE = {
    "lea": (1, UserRole.LECTEUR),
    "rene": (1, UserRole.REDACTEUR),
    "rita": (1, UserRole.REFERENT),
    "remi": (2, UserRole.REDACTEUR),
    "zoe": (2, UserRole.REFERENT),
    "adam": (None, UserRole.ADMINISTRATEUR),
}


@pytest.fixture
def people(store: Store) -> dict[str, Caller]:
    """The callers of two offices, by their name; `adam` administers both."""
    now = datetime.now(UTC).replace(tzinfo=None)
    with store.engine.begin() as connection:
        connection.execute(sa.insert(OFFICES), [{"name": name, "created_at": now} for name in ("Val", "Mont")])
        connection.execute(
            sa.insert(USERS),
            [
                {"name": name, "office_id": office, "role": role, "source": "local", "created_at": now}
                for name, (office, role) in PEOPLE.items()
            ],
        )
        ids = {row.name: row.id for row in connection.execute(sa.select(USERS.c.name, USERS.c.id))}
    return {name: Caller(ids[name], name, office, role) for name, (office, role) in PEOPLE.items()}
