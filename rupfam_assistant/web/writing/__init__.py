"""The tab that writes a convention."""
