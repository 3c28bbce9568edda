"""A draft compared with the trame, or with another draft."""
