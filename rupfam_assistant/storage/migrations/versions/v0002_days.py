"""The days on which somebody wrote, and how many have passed since a dossier was deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the table of the days; a dossier deleted before has all its days to come back."""
    op.create_table("days", sa.Column("day", sa.Date, primary_key=True))
    op.add_column("dossiers", sa.Column("days_deleted", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    """Forgets the days."""
    op.drop_column("dossiers", "days_deleted")
    op.drop_table("days")
