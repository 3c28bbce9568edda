"""What must not be written: personal data, orders, what constraints forbid."""
