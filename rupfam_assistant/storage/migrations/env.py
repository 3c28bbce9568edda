"""What alembic runs to migrate a database: on the connection, and in the transaction, that `open_engine` gives it."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
