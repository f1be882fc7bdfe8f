"""Version 1 of the API: JSON only, for signed-in users and tokens."""
