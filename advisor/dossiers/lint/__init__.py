"""The lint of a dossier: what would make a foreign authority return it. codes.yaml lists the codes."""
