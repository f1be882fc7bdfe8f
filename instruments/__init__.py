"""The catalogue: which instrument binds whom, for what, since when, and under which conditions."""
