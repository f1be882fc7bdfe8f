"""Tests of the engine: no database, no framework."""
