"""The curation room."""

from django.apps import AppConfig


class CurationConfig(AppConfig):
    name = "advisor.curation"
    label = "curation"
