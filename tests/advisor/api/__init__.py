"""The API from outside: HTTP in, HTTP out."""
