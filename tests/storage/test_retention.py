"""What nobody touched for the days of the setting is put aside, then erased; the rest stays."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import Store
from rupfam_assistant.storage.judgements import Judgement, keep_judgement, read_judgements
from rupfam_assistant.storage.retention import forget_older
from rupfam_assistant.storage.tables import AUDIT, VERSIONS

OLD = datetime.now() - timedelta(days=400)


def test_what_is_older_than_the_days_told_goes_and_the_rest_stays(store: Store, database: str, tmp_path: Path) -> None:
    settings = Settings(_env_file=None, home=tmp_path, database_url=database, retention_days=365)
    old, saved_since = store.create({"department": "Ancien"}, ""), store.create({"department": "Suivi"}, "")
    with store.engine.begin() as connection:
        connection.execute(sa.update(VERSIONS).values(saved_at=OLD))
        connection.execute(sa.insert(AUDIT), [{"at": OLD, "who": "anne", "what": "connexion"}])
        connection.execute(sa.insert(AUDIT), [{"at": datetime.now(), "who": "paul", "what": "connexion"}])
    store.save(saved_since, 1, {"department": "Suivi", "constraints": "aucune"}, "")
    fresh = Judgement("Qui signe ?", "", True)
    keep_judgement(settings.judgements, "1", Judgement("Quel préavis ?", "", True))
    rows = json.loads(settings.judgements.read_text(encoding="utf-8")) | {
        "day": (date.today() - timedelta(400)).isoformat()
    }
    settings.judgements.write_text(json.dumps(rows) + "\n", encoding="utf-8")
    keep_judgement(settings.judgements, "2", fresh)
    forget_older(settings)
    assert [saved.id for saved in store.list_dossiers()] == [saved_since]
    assert [saved.id for saved in store.list_dossiers(deleted=True)] == [old]
    assert len(store.versions(saved_since)) == 2
    with store.engine.begin() as connection:
        assert connection.execute(sa.select(AUDIT.c.who)).scalars().all() == ["paul"]
    assert read_judgements(settings.judgements) == (fresh,)
