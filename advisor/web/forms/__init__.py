"""Forms of the pages: they read and clean what was typed; services decide what to do with it."""
