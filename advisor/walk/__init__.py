"""A case over months: the steps that people chose from a stored route."""
