"""Where dossiers are kept: the database and its migrations, the dossiers and their versions, what differs between
two."""
