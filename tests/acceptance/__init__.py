"""The acceptance cases, asked of the real command."""
