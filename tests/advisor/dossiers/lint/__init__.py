"""The lint measured: drafts written from the list of codes, and mutations of clean dossiers."""
