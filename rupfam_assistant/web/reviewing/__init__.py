"""The tab that checks a draft."""
