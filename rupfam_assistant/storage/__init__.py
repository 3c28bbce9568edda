"""Where dossiers are kept."""
