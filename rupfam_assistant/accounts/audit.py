"""The trail: who did what, when, to which dossier; never what it says."""

import csv
from collections.abc import Sequence
from datetime import UTC, timedelta
from enum import StrEnum
from io import StringIO
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from rupfam_assistant.accounts.policy import Act, Caller, Thing, require
from rupfam_assistant.storage.database import change, fetch, fetch_one, utc_now
from rupfam_assistant.storage.tables import AUDIT

SITTING = timedelta(minutes=15)
"""How long reading, or saving again and again, the same dossier is noted once."""

COLUMNS = ("date", "utilisateur", "action", "dossier")


class Deed(StrEnum):
    """What is noted, in the words of the trail."""

    LOGIN = "connexion"
    REFUSED = "mot de passe refusé"
    CREATED = "dossier créé"
    READ = "dossier consulté"
    SAVED = "dossier enregistré"
    EXPORTED = "dossier exporté"
    SHARED = "dossier partagé"
    UNSHARED = "partage retiré"
    DELETED = "dossier supprimé"
    RESTORED = "dossier rétabli"
    SETTINGS = "réglage de la caisse changé"
    DOCUMENT_ADDED = "document ajouté"
    DOCUMENT_REMOVED = "document retiré"
    TOKEN_MADE = "jeton créé"
    TOKEN_REVOKED = "jeton révoqué"
    USER_ADDED = "compte créé"
    USER_CHANGED = "compte modifié"
    USER_DISABLED = "compte fermé"


REPEATED = frozenset({Deed.READ, Deed.SAVED})


def note(
    engine: Engine, caller: Caller, deed: Deed, dossier: int | None = None, office: int | None = None, about: str = ""
) -> None:
    """Adds a line to the trail of an office, by default the caller's; nothing when alone."""
    if caller.alone:
        return
    now = utc_now()
    row = {
        "office_id": caller.office if office is None else office,
        "user_id": caller.user or None,
        "who": caller.name,
        "what": f"{deed} : {about}" if about else str(deed),
        "dossier_id": dossier,
    }
    if deed in REPEATED:
        same = sa.and_(*(AUDIT.c[key].is_not_distinct_from(value) for key, value in row.items()))
        if fetch_one(engine, sa.select(AUDIT.c.id).where(same, AUDIT.c.at > now - SITTING).limit(1)):
            return
    change(engine, sa.insert(AUDIT).values(at=now, **row))


def read_trail(engine: Engine, caller: Caller) -> "Sequence[sa.Row[Any]]":
    """The lines of the caller's office, the last one first; Forbidden to who may not read them."""
    require(caller, Act.AUDIT, Thing(caller.office))
    ours = sa.true() if caller.alone else AUDIT.c.office_id == caller.office
    return fetch(engine, sa.select(AUDIT).where(ours).order_by(AUDIT.c.id.desc()))


def to_csv(trail: "Sequence[sa.Row[Any]]") -> str:
    """The trail as a French spreadsheet reads it, in universal time; what it would take for a formula is a text."""
    told = StringIO()
    writer = csv.writer(told, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in trail:
        at = line.at.replace(tzinfo=UTC).isoformat(timespec="seconds")
        who = f"'{line.who}" if line.who[:1] in "=+-@\t\r" else line.who
        writer.writerow((at, who, line.what, line.dossier_id or ""))
    return told.getvalue()
