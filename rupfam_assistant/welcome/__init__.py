"""A partner's welcome kit."""
