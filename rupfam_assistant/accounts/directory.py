"""The offices and the people: who has an account, in which office, in which role."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import SecretStr
from sqlalchemy import Connection, Engine

from rupfam_assistant.accounts.audit import Deed, note
from rupfam_assistant.accounts.passwords import hashed, verified
from rupfam_assistant.accounts.policy import Caller, UserRole
from rupfam_assistant.errors import NameTaken, RupfamError
from rupfam_assistant.storage.database import change, fetch, fetch_one, insert, utc_now, writing
from rupfam_assistant.storage.tables import DOSSIERS, OFFICES, SESSIONS, USERS

Source = Literal["local", "setting", "openid"]

LONGEST_NAME, SHORTEST_PASSWORD, LONGEST_PASSWORD = 100, 12, 1000
OFFICE_OF_SETTING = "Caisse"
"""Characters of a name and of a password; the office of those of RUPFAM_USERS when there is none."""

OBSOLETE = (
    "RUPFAM_USERS ne sera plus lu par la version suivante : créez les comptes par « rupfam users add », puis videz ce"
    " réglage."
)
WRONG_NAME = f"Un nom compte de 1 à {LONGEST_NAME} signes, sans retour à la ligne : choisissez-en un autre."
WRONG_PASSWORD = f"Un mot de passe compte de {SHORTEST_PASSWORD} à {LONGEST_PASSWORD} signes : choisissez-en un autre."
NO_OFFICE = "Un {} est d’une caisse : donnez la sienne."
UNKNOWN_USER = "Aucun compte ne s’appelle « {} » : vérifiez ce nom."
UNKNOWN_OFFICE = "Aucune caisse ne s’appelle « {} » : « rupfam offices list » les donne."

ACCOUNTS: "sa.Select[Any]" = sa.select(USERS, OFFICES.c.name.label("office_name")).outerjoin(OFFICES)
AT_THE_TERMINAL = Caller(0, "terminal", None, UserRole.ADMINISTRATEUR)
"""The users with the name of their office; who runs a command on the machine itself."""


@dataclass(frozen=True)
class Caf:
    """An office: a department's CAF."""

    id: int
    name: str


@dataclass(frozen=True)
class Account:
    """A user; `office` is None for who administers and belongs to none, `office_name` is then empty."""

    id: int
    name: str
    office: int | None
    office_name: str
    role: UserRole
    source: Source
    disabled: bool

    @property
    def caller(self) -> Caller:
        """Who this user is to the policy."""
        return Caller(self.id, self.name, self.office, self.role)


@dataclass(frozen=True)
class Directory:
    """The offices and the users of a database; every fault is a RupfamError."""

    engine: Engine

    def is_guarded(self) -> bool:
        """Whether an account, open or closed, was made otherwise than by RUPFAM_USERS: one is needed from then on."""
        return fetch_one(self.engine, sa.select(USERS.c.id).where(USERS.c.source != "setting")) is not None

    def offices(self) -> tuple[Caf, ...]:
        """The offices, the first made first."""
        return tuple(Caf(row.id, row.name) for row in fetch(self.engine, sa.select(OFFICES).order_by(OFFICES.c.id)))

    def office(self, name: str) -> Caf:
        """The office of a name; RupfamError when there is none."""
        found = next((office for office in self.offices() if office.name == name), None)
        if found is None:
            raise RupfamError(UNKNOWN_OFFICE.format(name))
        return found

    def first_office(self) -> Caf | None:
        """The office of the first user that has one."""
        first = sa.select(OFFICES.c.id, OFFICES.c.name).join(USERS).order_by(USERS.c.id).limit(1)
        row = fetch_one(self.engine, first)
        return None if row is None else Caf(row.id, row.name)

    def add_office(self, name: str) -> Caf:
        """A new office; RupfamError when the name is taken."""
        bare = checked_name(name)
        with writing(self.engine) as connection:
            _refuse_taken(connection, OFFICES.c.name, bare)
            return Caf(insert(connection, OFFICES, name=bare, created_at=utc_now()), bare)

    def users(self) -> tuple[Account, ...]:
        """Everybody, by name."""
        return tuple(map(_account, fetch(self.engine, ACCOUNTS.order_by(USERS.c.name))))

    def user(self, name: str) -> Account:
        """The user of a name; RupfamError when there is none."""
        found = self._found(USERS.c.name == name)
        if found is None:
            raise RupfamError(UNKNOWN_USER.format(name))
        return found

    def by_id(self, number: int) -> Account | None:
        """The user of a number, if there is one."""
        return self._found(USERS.c.id == number)

    def add_user(
        self, name: str, role: UserRole, office: int | None, password: str | None = None, source: Source = "local"
    ) -> Account:
        """A new user, without a password when a provider of identities knows it; the first one of an office gives it
        the dossiers of the machine, which is told to the log."""
        if office is None and role is not UserRole.ADMINISTRATEUR:
            raise RupfamError(NO_OFFICE.format(role))
        kept = None if password is None else hashed(password if source == "setting" else _checked_password(password))
        bare = checked_name(name)
        values = {"name": bare, "role": role, "office_id": office, "password": kept, "source": source}
        with writing(self.engine) as connection:
            _refuse_taken(connection, USERS.c.name, bare)
            insert(connection, USERS, **values, created_at=utc_now())
            orphans = sa.update(DOSSIERS).where(DOSSIERS.c.office_id.is_(None)).values(office_id=office)
            adopted = 0 if office is None else connection.execute(orphans).rowcount
        if adopted:
            of = next(known.name for known in self.offices() if known.id == office)
            logging.getLogger(__name__).warning("Les dossiers déjà enregistrés (%d) sont ceux de « %s ».", adopted, of)
        note(self.engine, AT_THE_TERMINAL, Deed.USER_ADDED, office=office, about=bare)
        return self.user(bare)

    def set_password(self, name: str, password: str) -> None:
        """Gives a user another password; its sessions end."""
        self._change(name, Deed.USER_CHANGED, password=hashed(_checked_password(password)))

    def disable(self, name: str) -> None:
        """Closes an account; its sessions end, what it made stays."""
        self._change(name, Deed.USER_DISABLED, disabled_at=utc_now())

    def enable(self, name: str) -> None:
        """Opens a closed account again."""
        self._change(name, Deed.USER_CHANGED, disabled_at=None)

    def take_setting(self, users: Mapping[str, SecretStr]) -> None:
        """Makes the accounts of RUPFAM_USERS, all référents of one office, as the setting tells them now; those that it
        no longer tells are closed. The account of the same name that somebody made otherwise is left as it is."""
        if users:
            logging.getLogger(__name__).warning(OBSOLETE)
        known = {account.name: account for account in self.users()}
        for account in known.values():
            if account.source == "setting" and account.name not in users and not account.disabled:
                self.disable(account.name)
        for name, secret in users.items():
            if name not in known:
                with suppress(NameTaken):  # by another program that opens at the same time
                    self.add_user(name, UserRole.REFERENT, self._any_office().id, secret.get_secret_value(), "setting")
            elif known[name].source == "setting":
                self._refresh(known[name], secret.get_secret_value())

    def _any_office(self) -> Caf:
        if not self.offices():
            with suppress(NameTaken):
                self.add_office(OFFICE_OF_SETTING)
        return self.offices()[0]

    def _refresh(self, account: Account, password: str) -> None:
        """Opens an account of the setting, under the password that it tells now."""
        row = fetch_one(self.engine, sa.select(USERS.c.password).where(USERS.c.id == account.id))
        if account.disabled or row is None or not verified(row.password, password):
            self._change(account.name, Deed.USER_CHANGED, password=hashed(password), disabled_at=None)

    def _change(self, name: str, deed: Deed, **values: object) -> None:
        account = self.user(name)
        changed = sa.update(USERS).where(USERS.c.id == account.id).values(values)
        change(self.engine, changed, sa.delete(SESSIONS).where(SESSIONS.c.user_id == account.id))
        note(self.engine, AT_THE_TERMINAL, deed, office=account.office, about=name)

    def _found(self, condition: sa.ColumnElement[bool]) -> Account | None:
        row = fetch_one(self.engine, ACCOUNTS.where(condition))
        return None if row is None else _account(row)


def _account(row: "sa.Row[Any]") -> Account:
    office, role = row.office_name or "", UserRole(row.role)
    return Account(row.id, row.name, row.office_id, office, role, row.source, row.disabled_at is not None)


def _refuse_taken(connection: Connection, column: sa.Column[str], name: str) -> None:
    if connection.execute(sa.select(column).where(column == name)).first():
        raise NameTaken(name)


def checked_name(name: str, wrong: str = WRONG_NAME) -> str:
    """A name without the spaces around it; RupfamError when nobody could read it."""
    bare = name.strip()
    if not 0 < len(bare) <= LONGEST_NAME or not bare.isprintable():
        raise RupfamError(wrong)
    return bare


def _checked_password(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RupfamError(WRONG_PASSWORD)
    return password
