"""Local passwords: kept by argon2, tried slower and slower once five were wrong, whatever the process that tries."""

import logging
import math
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Engine

from rupfam_assistant.accounts.audit import Deed, note
from rupfam_assistant.accounts.policy import Caller, UserRole
from rupfam_assistant.errors import TooManyTries, WrongLogin
from rupfam_assistant.storage.database import change, fetch_one, utc_now, writing
from rupfam_assistant.storage.tables import FAILURES, USERS

FREE_TRIES, FORGOTTEN = 5, timedelta(hours=1)
FIRST_WAIT, LONGEST_WAIT = 5, 900
"""Wrong passwords before a wait, and when they are forgotten; its seconds, which double at each one more."""

_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """A password as it is kept."""
    return _HASHER.hash(password)


def verified(kept: str, password: str) -> bool:
    """Whether a password is the one that is kept."""
    try:
        return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def admit(engine: Engine, name: str, password: str, address: str) -> int:
    """The number of the user whose name and password these are; WrongLogin when they are nobody's, TooManyTries after
    too many wrong ones. The log is told neither a password nor an unknown name."""
    keys = [sha256(f"{kind}:{told}".encode()).hexdigest() for kind, told in (("name", name), ("address", address))]
    _count_try(engine, keys)
    row = fetch_one(engine, sa.select(USERS).where(USERS.c.name == name, USERS.c.disabled_at.is_(None)))
    if not verified(row.password if row and row.password else _nobody_s(), password) or row is None:
        whose = f"le compte {name}" if row else "un compte inconnu ou fermé"
        logging.getLogger(__name__).warning("Mot de passe refusé pour %s, depuis %s.", whose, address)
        if row:
            note(engine, Caller(row.id, name, row.office_id, UserRole(row.role)), Deed.REFUSED)
        raise WrongLogin
    change(engine, sa.delete(FAILURES).where(FAILURES.c.key.in_(keys)))
    return int(row.id)


def _count_try(engine: Engine, keys: list[str]) -> None:
    """Counts a try before it is made, so that none of many at once escapes; TooManyTries if a key must wait."""
    now, ours = utc_now(), FAILURES.c.key.in_(keys)
    with writing(engine) as connection:
        connection.execute(sa.delete(FAILURES).where(FAILURES.c.last_at < now - FORGOTTEN))
        rows = connection.execute(sa.select(FAILURES).where(ours)).mappings().all()
        left = max((_until(row["count"], row["last_at"]) - now for row in rows), default=timedelta())
        if left > timedelta():
            raise TooManyTries(math.ceil(left.total_seconds()))
        counts = dict.fromkeys(keys, 0) | {row["key"]: row["count"] for row in rows}
        connection.execute(sa.delete(FAILURES).where(ours))
        told = [{"key": key, "count": count + 1, "last_at": now} for key, count in counts.items()]
        connection.execute(sa.insert(FAILURES), told)


def _until(count: int, last_at: datetime) -> datetime:
    """When the next try may be made after so many wrong ones."""
    doubled = FIRST_WAIT * 2 ** min(count - FREE_TRIES, 16) if count >= FREE_TRIES else 0
    return last_at + timedelta(seconds=min(doubled, LONGEST_WAIT))


@cache
def _nobody_s() -> str:
    """What the password of an unknown name is compared with, as slowly as another."""
    return hashed("")
