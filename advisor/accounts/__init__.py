"""Who asks: agencies, people, roles, tokens."""
