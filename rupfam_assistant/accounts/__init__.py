"""Who may do what: one policy, and the accounts, sessions and trail that it stands on."""
