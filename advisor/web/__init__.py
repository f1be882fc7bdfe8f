"""The web room: every page."""
