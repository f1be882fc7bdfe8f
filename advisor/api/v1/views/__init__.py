"""Views of the API: read the query, ask one reader or service, answer."""
