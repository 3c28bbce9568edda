"""The tab that welcomes a partner."""
