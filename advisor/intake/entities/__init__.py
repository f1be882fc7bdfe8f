"""The things a case is about: kinds, checks, how they are shown, found in a text, put into a case file. Pure."""
