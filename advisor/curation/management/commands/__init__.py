"""Management commands of the cases room."""
