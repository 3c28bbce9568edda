"""The tokens by which other programs enter, in the name of an office: an office makes them, and revokes them."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Engine

from rupfam_assistant.accounts.audit import Deed, note
from rupfam_assistant.accounts.policy import Act, Caller, Thing, UserRole, require
from rupfam_assistant.accounts.sessions import hidden
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.storage.database import change, fetch, fetch_one, utc_now, writing
from rupfam_assistant.storage.tables import OFFICES, TOKENS, USERS

START, LONGEST_NAME = "rupfam_", 100
"""How a token begins, so that one left in a file is recognised; characters of its name."""

USED_EVERY = timedelta(minutes=1)
"""How often its last use is written."""

RANKS = (UserRole.LECTEUR, UserRole.REDACTEUR, UserRole.REFERENT)
"""The roles of a token, the least first."""

NO_NAME = f"Un jeton s’appelle d’un nom de 1 à {LONGEST_NAME} signes : choisissez-en un autre."
TAKEN = "Un jeton de cette caisse s’appelle déjà « {} » : choisissez un autre nom, ou révoquez-le d’abord."
UNKNOWN = "Aucun jeton de cette caisse ne s’appelle « {} » : « rupfam tokens list » les donne."
TOO_HIGH = "Un jeton n’a pas plus de droits que qui le crée : donnez-lui le rôle {} au plus."


@dataclass(frozen=True)
class ProgramToken:
    """A token, but for its secret: its name, its office, its role, who made it, when it last served."""

    name: str
    office: str
    role: UserRole
    made_by: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Tokens:
    """The tokens of a database; every fault is a RupfamError."""

    engine: Engine

    def make(self, caller: Caller, name: str, role: UserRole = UserRole.LECTEUR) -> str:
        """A new token of the caller's office, told this once; Forbidden to who does not set the office up."""
        require(caller, Act.SETTINGS, Thing(caller.office))
        highest = RANKS[min(_rank(caller.role), len(RANKS) - 1)]
        if role not in RANKS or _rank(role) > _rank(highest):
            raise RupfamError(TOO_HIGH.format(highest))
        bare = name.strip()
        if not 0 < len(bare) <= LONGEST_NAME or not bare.isprintable():
            raise RupfamError(NO_NAME)
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

    def known(self, office: int | None = None) -> tuple[ProgramToken, ...]:
        """The tokens that are not revoked, of an office, or of all."""
        columns = (TOKENS, OFFICES.c.name.label("office"), USERS.c.name.label("maker"))
        found = sa.select(*columns).join(OFFICES, OFFICES.c.id == TOKENS.c.office_id).join(USERS, _maker())
        ours = sa.true() if office is None else TOKENS.c.office_id == office
        rows = fetch(self.engine, found.where(ours, TOKENS.c.revoked_at.is_(None)).order_by(TOKENS.c.id))
        told = ((row.name, row.office, UserRole(row.role), row.maker, row.created_at, row.used_at) for row in rows)
        return tuple(ProgramToken(*one) for one in told)

    def caller(self, token: str) -> Caller | None:
        """Who a program is by its token; None when it is none, is revoked, or when the account of who made it is
        closed, or is no more of that office. It may no more than who made it may now."""
        if not token.startswith(START):
            return None
        columns = (TOKENS, USERS.c.role.label("maker_role"))
        alive = (TOKENS.c.revoked_at.is_(None), USERS.c.disabled_at.is_(None), USERS.c.office_id == TOKENS.c.office_id)
        found = sa.select(*columns).join(USERS, _maker()).where(TOKENS.c.token == hidden(token), *alive)
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


def _maker() -> sa.ColumnElement[bool]:
    return USERS.c.id == TOKENS.c.made_by


def _rank(role: UserRole) -> int:
    return RANKS.index(role) if role in RANKS else len(RANKS)
