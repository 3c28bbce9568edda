"""What is forgotten after the days of RUPFAM_RETENTION_DAYS: dossiers that nobody saved since, the trail, opinions."""

import logging
import time
from contextlib import closing
from datetime import date, timedelta
from threading import Thread

import sqlalchemy as sa

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.database import change, utc_now
from rupfam_assistant.storage.dossiers import open_store
from rupfam_assistant.storage.judgements import forget_judgements
from rupfam_assistant.storage.tables import AUDIT, DOSSIERS, VERSIONS

DAY = 24 * 3600


def forget_daily(settings: Settings) -> None:
    """Forgets now, then every day while the program runs; nothing when the setting tells no days."""
    if settings.retention_days:
        Thread(target=_forget_daily, args=(settings,), daemon=True).start()


def forget_older(settings: Settings) -> None:
    """Puts aside the dossiers that nobody saved for so many days, as somebody would who deletes them: they are erased
    later, and may be brought back until then. Erases what is as old of the trail and of the opinions."""
    now = utc_now()
    before = now - timedelta(days=settings.retention_days)
    last = sa.select(sa.func.max(VERSIONS.c.saved_at)).where(VERSIONS.c.dossier_id == DOSSIERS.c.id).scalar_subquery()
    old = sa.update(DOSSIERS).where(DOSSIERS.c.deleted_at.is_(None), last < before)
    with closing(open_store(settings.dossiers)) as store:
        change(store.engine, old.values(deleted_at=now, days_deleted=0), sa.delete(AUDIT).where(AUDIT.c.at < before))
    forget_judgements(settings.judgements, date.today() - timedelta(days=settings.retention_days))


def _forget_daily(settings: Settings) -> None:
    while True:
        try:
            forget_older(settings)
        except RupfamError as error:
            logging.getLogger(__name__).error(str(error))
        time.sleep(DAY)
