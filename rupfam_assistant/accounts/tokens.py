"""The tokens by which other programs enter, in the name of an office: an office makes them, and revokes them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from rupfam_assistant.accounts.audit import Deed, note
from rupfam_assistant.accounts.directory import LONGEST_NAME, checked_name
from rupfam_assistant.accounts.policy import Act, Caller, Thing, UserRole, require
from rupfam_assistant.accounts.sessions import hidden
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.storage.database import change, fetch, fetch_one, utc_now, writing
from rupfam_assistant.storage.tables import OFFICES, TOKENS, USERS

START, USED_EVERY = "rupfam_", timedelta(minutes=1)
RANKS = (UserRole.LECTEUR, UserRole.REDACTEUR, UserRole.REFERENT)
"""How a token begins, so that one in a file is recognised; how often its use is written; its roles, least first."""

NO_NAME = f"Un jeton s’appelle d’un nom de 1 à {LONGEST_NAME} signes : choisissez-en un autre."
TAKEN = "Un jeton de cette caisse s’appelle déjà « {} » : choisissez un autre nom, ou révoquez-le d’abord."
UNKNOWN = "Aucun jeton de cette caisse ne s’appelle « {} » : « rupfam tokens list » les donne."
TOO_HIGH = "Un jeton n’a pas plus de droits que qui le crée : donnez-lui le rôle {} au plus."

MAKER = USERS.c.id == TOKENS.c.made_by


@dataclass(frozen=True)
class Tokens:
    """The tokens of a database; every fault is a RupfamError."""

    engine: Engine

    def make(self, caller: Caller, name: str, role: UserRole = UserRole.LECTEUR) -> str:
        """A new token of the caller's office, told this once; Forbidden to who does not set the office up."""
        require(caller, Act.SETTINGS, Thing(caller.office))
        highest = RANKS[min(_rank(caller.role), len(RANKS) - 1)]
        if _rank(role) > _rank(highest):
            raise RupfamError(TOO_HIGH.format(highest))
        bare = checked_name(name, NO_NAME)
        token = START + secrets.token_urlsafe(32)
        with writing(self.engine) as connection:
            if connection.execute(sa.select(TOKENS.c.id).where(_open(caller.office, bare))).first():
                raise RupfamError(TAKEN.format(bare))
            row = {"office_id": caller.office, "name": bare, "token": hidden(token), "role": role}
            connection.execute(sa.insert(TOKENS).values(made_by=caller.user, created_at=utc_now(), **row))
        note(self.engine, caller, Deed.TOKEN_MADE, about=bare)
        return token

    def revoke(self, caller: Caller, name: str) -> None:
        """Ends a token of the caller's office."""
        require(caller, Act.SETTINGS, Thing(caller.office))
        with writing(self.engine) as connection:
            ended = sa.update(TOKENS).where(_open(caller.office, name)).values(revoked_at=utc_now())
            if not connection.execute(ended).rowcount:
                raise RupfamError(UNKNOWN.format(name))
        note(self.engine, caller, Deed.TOKEN_REVOKED, about=name)

    def known(self) -> "Sequence[sa.Row[Any]]":
        """The tokens that are not revoked, each with its `office` and its `maker`."""
        columns = (TOKENS, OFFICES.c.name.label("office"), USERS.c.name.label("maker"))
        found = sa.select(*columns).join(OFFICES, OFFICES.c.id == TOKENS.c.office_id).join(USERS, MAKER)
        return fetch(self.engine, found.where(TOKENS.c.revoked_at.is_(None)).order_by(TOKENS.c.id))

    def caller(self, token: str) -> Caller | None:
        """Who a program is by its token, with no more rights than its maker now; None when it is none, is revoked, or
        when its maker's account is closed, or is no more of that office."""
        if not token.startswith(START):
            return None
        columns = (TOKENS, USERS.c.role.label("maker_role"))
        alive = (TOKENS.c.revoked_at.is_(None), USERS.c.disabled_at.is_(None), USERS.c.office_id == TOKENS.c.office_id)
        found = sa.select(*columns).join(USERS, MAKER).where(TOKENS.c.token == hidden(token), *alive)
        row = fetch_one(self.engine, found)
        if row is None:
            return None
        now = utc_now()
        if row.used_at is None or row.used_at < now - USED_EVERY:
            change(self.engine, sa.update(TOKENS).where(TOKENS.c.id == row.id).values(used_at=now))
        role = min(UserRole(row.role), UserRole(row.maker_role), key=_rank)
        return Caller(0, f"jeton « {row.name} »", row.office_id, role)


def _open(office: int | None, name: str) -> sa.ColumnElement[bool]:
    return sa.and_(TOKENS.c.office_id == office, TOKENS.c.name == name, TOKENS.c.revoked_at.is_(None))


def _rank(role: UserRole) -> int:
    return RANKS.index(role) if role in RANKS else len(RANKS)
