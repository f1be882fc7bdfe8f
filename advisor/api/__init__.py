"""The api room: every endpoint."""
