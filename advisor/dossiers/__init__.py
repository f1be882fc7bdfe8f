"""Dossiers: draft requests, written from a stored route, rendered by workers, kept in the database."""
