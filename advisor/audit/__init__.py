"""What happened: an append-only record of who read, changed or took out what."""
