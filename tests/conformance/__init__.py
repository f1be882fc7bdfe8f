"""Conformance of the engine on an invented law: a failing file here means that the engine is broken, not the law."""
