"""Curation: change sets, their review and release, checks of rows, reports from the field."""
