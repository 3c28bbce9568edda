"""The tab of the conversation."""
