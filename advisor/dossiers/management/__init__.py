"""Commands of the dossiers room."""
