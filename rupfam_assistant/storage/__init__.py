"""Where dossiers are kept: the database and its migrations, dossiers and their versions, what differs."""
