"""Views of the pages: load through the gate, call one service, answer."""
