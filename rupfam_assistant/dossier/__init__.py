"""A department's file: its schema, what it says, what contradicts in it."""
