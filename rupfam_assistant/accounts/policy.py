"""Who may do what: one function, asked by every door."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Literal

from rupfam_assistant.errors import Forbidden


class UserRole(StrEnum):
    """What somebody is in an office; who administers has no office, or is invited in one."""

    LECTEUR = "lecteur"
    REDACTEUR = "rédacteur"
    REFERENT = "référent"
    ADMINISTRATEUR = "administrateur"


class Act(StrEnum):
    """What somebody asks to do."""

    ASK = auto()
    READ = auto()
    WRITE = auto()
    SHARE = auto()
    DELETE = auto()
    RESTORE = auto()
    ADD_DOCUMENT = auto()
    SETTINGS = auto()
    AUDIT = auto()
    ADMINISTER = auto()


Right = Literal["read", "write"]


@dataclass(frozen=True)
class Caller:
    """Who asks: the number of a user (0 for none), its name, its office if any; `alone` where there are no accounts."""

    user: int
    name: str
    office: int | None
    role: UserRole
    alone: bool = False


ALONE = Caller(0, "", None, UserRole.REFERENT, alone=True)


@dataclass(frozen=True)
class Thing:
    """What it is about: the office that it belongs to, and the right that this caller was given on it by a share."""

    office: int | None
    right: Right | None = None


_READER = frozenset({Act.ASK, Act.READ})
_WRITER = _READER | {Act.WRITE, Act.SHARE}
_KEEPER = _WRITER | {Act.DELETE, Act.RESTORE, Act.ADD_DOCUMENT, Act.SETTINGS, Act.AUDIT}
IN_OFFICE: Mapping[UserRole, frozenset[Act]] = {
    UserRole.LECTEUR: _READER,
    UserRole.REDACTEUR: _WRITER,
    UserRole.REFERENT: _KEEPER,
    UserRole.ADMINISTRATEUR: _KEEPER,
}
"""What each role may do to what belongs to its own office."""

EVERYWHERE: Mapping[UserRole, frozenset[Act]] = {UserRole.ADMINISTRATEUR: frozenset({Act.ADMINISTER})}
"""What a role may do whatever the office; a question on the founding texts is everybody's."""

SHARED: Mapping[Right | None, frozenset[Act]] = {
    "read": frozenset({Act.READ}),
    "write": frozenset({Act.READ, Act.WRITE}),
}


def allowed(caller: Caller, act: Act, thing: Thing | None = None) -> bool:
    """Whether somebody may do something to a thing, or without one to what its own office has."""
    if caller.alone or act in EVERYWHERE.get(caller.role, ()) or (act is Act.ASK and thing is None):
        return True
    about = thing or Thing(caller.office)
    of_office = caller.office is not None and about.office == caller.office
    return (of_office and act in IN_OFFICE[caller.role]) or act in SHARED.get(about.right, ())


def acts(caller: Caller, thing: Thing | None = None) -> frozenset[Act]:
    """All that somebody may do to a thing, or to what its office has; who is alone has nobody to share with."""
    told = frozenset(act for act in Act if allowed(caller, act, thing))
    return told - {Act.SHARE, Act.AUDIT, Act.ADMINISTER} if caller.alone else told


def require(caller: Caller, act: Act, thing: Thing | None = None) -> None:
    """Forbidden unless it is allowed."""
    if not allowed(caller, act, thing):
        raise Forbidden(caller.role)
