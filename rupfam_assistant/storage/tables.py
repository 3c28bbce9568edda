"""The tables, as storage/migrations leaves them; whoever changes one adds a migration there."""

import sqlalchemy as sa

METADATA = sa.MetaData()

DOSSIERS = sa.Table(
    "dossiers",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("deleted_at", sa.DateTime),
    sa.Column("days_deleted", sa.Integer, nullable=False, server_default="0"),
    sa.Column("office_id", sa.Integer, index=True),
)
"""The office is null on a machine without accounts; SQLite adds no foreign key to a table that is there."""

DAYS = sa.Table("days", METADATA, sa.Column("day", sa.Date, primary_key=True))
"""The days on which somebody wrote."""

VERSIONS = sa.Table(
    "versions",
    METADATA,
    sa.Column("dossier_id", sa.ForeignKey(DOSSIERS.c.id), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("saved_at", sa.DateTime, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)

OFFICES = sa.Table(
    "offices",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("created_at", sa.DateTime, nullable=False),
)

USERS = sa.Table(
    "users",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("office_id", sa.ForeignKey(OFFICES.c.id), index=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password", sa.Text),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, unique=True),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("disabled_at", sa.DateTime),
)
"""The password as argon2 keeps it; the source is "local", "setting" (RUPFAM_USERS) or "openid", whose subject tells the
issuer and whom it means."""

SHARES = sa.Table(
    "shares",
    METADATA,
    sa.Column("dossier_id", sa.ForeignKey(DOSSIERS.c.id, ondelete="CASCADE"), primary_key=True),
    sa.Column("user_id", sa.ForeignKey(USERS.c.id, ondelete="CASCADE"), primary_key=True),
    sa.Column("right", sa.Text, nullable=False),
)

SESSIONS = sa.Table(
    "sessions",
    METADATA,
    sa.Column("token", sa.Text, primary_key=True),
    sa.Column("user_id", sa.ForeignKey(USERS.c.id, ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("expires_at", sa.DateTime, nullable=False),
)
"""The token as its sha256."""

FAILURES = sa.Table(
    "failures",
    METADATA,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("last_at", sa.DateTime, nullable=False),
)
"""Wrong passwords, by the sha256 of a name or of an address: a name may be a password typed in the wrong place."""

AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False, index=True),
    sa.Column("office_id", sa.Integer, index=True),
    sa.Column("user_id", sa.Integer),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("dossier_id", sa.Integer),
)

TOKENS = sa.Table(
    "tokens",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("office_id", sa.ForeignKey(OFFICES.c.id), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("token", sa.Text, nullable=False, unique=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("made_by", sa.ForeignKey(USERS.c.id), nullable=False),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("used_at", sa.DateTime),
    sa.Column("revoked_at", sa.DateTime),
)
"""The token of another program as its sha256."""
