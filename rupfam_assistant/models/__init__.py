"""A language model: connection, prompts, masking of personal data."""
