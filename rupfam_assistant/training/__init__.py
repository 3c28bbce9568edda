"""Everything that is trained; nothing at run time imports it."""
