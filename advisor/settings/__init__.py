"""Settings: base, and one module per place it runs (local, test, production)."""
