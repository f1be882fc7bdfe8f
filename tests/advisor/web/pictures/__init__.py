"""The pictures of a route: layouts, and that each table says what its picture shows."""
