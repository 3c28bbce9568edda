"""The sessions, in the database: they outlive a process, and serve several."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy import Engine

from rupfam_assistant.accounts.policy import Caller, UserRole
from rupfam_assistant.storage.database import change, fetch_one, utc_now
from rupfam_assistant.storage.tables import SESSIONS, USERS

LASTS, RENEWED_EVERY = timedelta(hours=12), timedelta(hours=1)
"""How long a session lasts without a request; how often a request makes it last again."""


@dataclass(frozen=True)
class Sessions:
    """The browsers that were let in, each by a token that only it keeps."""

    engine: Engine

    def open(self, user: int) -> str:
        """A token for a user who was let in."""
        token, now = secrets.token_urlsafe(32), utc_now()
        ended = sa.delete(SESSIONS).where(SESSIONS.c.expires_at < now)
        change(
            self.engine, ended, sa.insert(SESSIONS).values(token=hidden(token), user_id=user, expires_at=now + LASTS)
        )
        return token

    def close(self, token: str) -> None:
        """Ends the session of a token."""
        change(self.engine, sa.delete(SESSIONS).where(SESSIONS.c.token == hidden(token)))

    def caller(self, token: str) -> Caller | None:
        """Whose token it is; None when its session ended, or its account is closed."""
        if not token:
            return None
        now, ours = utc_now(), SESSIONS.c.token == hidden(token)
        columns = (USERS.c.id, USERS.c.name, USERS.c.office_id, USERS.c.role, SESSIONS.c.expires_at)
        found = sa.select(*columns).join(SESSIONS, SESSIONS.c.user_id == USERS.c.id).where(ours)
        row = fetch_one(self.engine, found.where(SESSIONS.c.expires_at > now, USERS.c.disabled_at.is_(None)))
        if row is None:
            return None
        if row.expires_at < now + LASTS - RENEWED_EVERY:
            change(self.engine, sa.update(SESSIONS).where(ours).values(expires_at=now + LASTS))
        return Caller(row.id, row.name, row.office_id, UserRole(row.role))


def hidden(token: str) -> str:
    """A token as it is kept: who reads the database cannot use it."""
    return sha256(token.encode()).hexdigest()
