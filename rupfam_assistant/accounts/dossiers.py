"""The dossiers as somebody may see and change them: every gesture asks the policy, and is noted in the trail."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from rupfam_assistant.accounts.audit import Deed, note
from rupfam_assistant.accounts.policy import Act, Caller, Right, Thing, acts, allowed, require
from rupfam_assistant.errors import UnknownDossier, UnknownGuest
from rupfam_assistant.storage.database import fetch, fetch_one, writing
from rupfam_assistant.storage.dossiers import LARGEST, Saved, Store
from rupfam_assistant.storage.tables import DOSSIERS, OFFICES, SHARES, USERS

T = TypeVar("T")


@dataclass(frozen=True)
class Dossiers:
    """Those of its office, and those that it was invited to; a caller does not know that others exist."""

    store: Store
    caller: Caller

    def check(self, act: Act, dossier: int) -> Thing:
        """What a dossier is to the caller; UnknownDossier when it may not read it, Forbidden when it may no more."""
        thing = Thing(None) if self.caller.alone else self._thing(dossier)
        if not allowed(self.caller, Act.READ, thing):
            raise UnknownDossier(dossier)
        require(self.caller, act, thing)
        return thing

    def acts(self, dossier: int | None = None) -> frozenset[Act]:
        """What the caller may do to a dossier, or without one to what its own office has."""
        return acts(self.caller, self._thing(dossier) if dossier and not self.caller.alone else None)

    def shares(self, dossier: int) -> "Sequence[sa.Row[Any]]":
        """Whom a dossier is shown to, by name: a user, its office if it has one, what it may do."""
        self.check(Act.SHARE, dossier)
        shown = SHARES.join(USERS).outerjoin(OFFICES, OFFICES.c.id == USERS.c.office_id)
        whom = sa.select(USERS.c.name, OFFICES.c.name.label("office"), SHARES.c.right).select_from(shown)
        return fetch(self.store.engine, whom.where(SHARES.c.dossier_id == dossier).order_by(USERS.c.name))

    def share(self, dossier: int, name: str, right: Right | None) -> None:
        """Shows a dossier to a user of another office, by its name, or no more when it gets no right."""
        thing = self.check(Act.SHARE, dossier)
        named = USERS.c.name == name.strip()
        if right:
            named &= USERS.c.office_id.is_distinct_from(thing.office) & USERS.c.disabled_at.is_(None)
        with writing(self.store.engine) as connection:
            user = connection.execute(sa.select(USERS.c.id).where(named)).scalar()
            if user is None:
                raise UnknownGuest(name)
            theirs = (SHARES.c.dossier_id == dossier) & (SHARES.c.user_id == user)
            connection.execute(sa.delete(SHARES).where(theirs))
            if right:
                connection.execute(sa.insert(SHARES).values(dossier_id=dossier, user_id=user, right=right))
        self._note(Deed.SHARED if right else Deed.UNSHARED, dossier, thing)

    def create(self, record: Mapping[str, Any]) -> int:
        """Keeps a new dossier in the caller's office; its number."""
        require(self.caller, Act.WRITE)
        dossier = self.store.create(record, self.caller.name, self.caller.office)
        self._note(Deed.CREATED, dossier, Thing(self.caller.office))
        return dossier

    def duplicate(self, dossier: int) -> int:
        """Keeps the last version of a dossier as a new one of the caller's office; its number."""
        self.check(Act.READ, dossier)
        require(self.caller, Act.WRITE)
        copy = self.store.duplicate(dossier, self.caller.name, self.caller.office)
        self._note(Deed.CREATED, copy, Thing(self.caller.office))
        return copy

    def read(self, dossier: int, number: int | None = None) -> Saved:
        """A version of a dossier, the last one by default."""
        return self._done(Act.READ, Deed.READ, dossier, lambda: self.store.read(dossier, number))

    def read_as_is(self, dossier: int) -> Saved:
        """The last version, even one that cannot be read."""
        return self._done(Act.READ, Deed.READ, dossier, lambda: self.store.read_as_is(dossier))

    def export(self, dossier: int) -> Saved:
        """The last version as it is, noted as taken away."""
        return self._done(Act.READ, Deed.EXPORTED, dossier, lambda: self.store.read_as_is(dossier))

    def versions(self, dossier: int) -> tuple[Saved, ...]:
        """The versions of a dossier, the last one first."""
        self.check(Act.READ, dossier)
        return self.store.versions(dossier)

    def list_dossiers(self, deleted: bool = False) -> tuple[Saved, ...]:
        """The last versions of the dossiers, the last saved first: those that the caller may restore, or the others."""
        if self.caller.alone:
            return self.store.list_dossiers(deleted)
        office = self.caller.office
        ours = sa.false() if office is None else DOSSIERS.c.office_id == office
        if deleted:
            return self.store.list_dossiers(True, ours) if allowed(self.caller, Act.RESTORE) else ()
        invited = sa.select(SHARES.c.dossier_id).where(SHARES.c.user_id == self.caller.user)
        return self.store.list_dossiers(False, ours | DOSSIERS.c.id.in_(invited))

    def save(self, dossier: int, base_number: int, record: Mapping[str, Any]) -> Saved:
        """Keeps a version after `base_number`, in the caller's name."""
        author = self.caller.name
        return self._done(Act.WRITE, Deed.SAVED, dossier, lambda: self.store.save(dossier, base_number, record, author))

    def delete(self, dossier: int) -> None:
        """Takes a dossier off the list."""
        self._done(Act.DELETE, Deed.DELETED, dossier, lambda: self.store.delete(dossier))

    def restore(self, dossier: int) -> None:
        """Brings a deleted dossier back to the list."""
        self._done(Act.RESTORE, Deed.RESTORED, dossier, lambda: self.store.restore(dossier))

    def _done(self, act: Act, deed: Deed, dossier: int, work: Callable[[], T]) -> T:
        """What some work on a dossier gives: allowed first, noted after."""
        thing = self.check(act, dossier)
        done = work()
        self._note(deed, dossier, thing)
        return done

    def _thing(self, dossier: int) -> Thing:
        """The office of a dossier, and the right that the caller was given on it."""
        shared = (SHARES.c.dossier_id == DOSSIERS.c.id) & (SHARES.c.user_id == self.caller.user)
        known = sa.select(DOSSIERS.c.office_id, SHARES.c.right).outerjoin(SHARES, shared)
        row = fetch_one(self.store.engine, known.where(DOSSIERS.c.id == dossier)) if 0 < dossier <= LARGEST else None
        return Thing(row.office_id, row.right) if row else Thing(None)

    def _note(self, deed: Deed, dossier: int, thing: Thing) -> None:
        note(self.store.engine, self.caller, deed, dossier, thing.office)
