"""The dossiers room."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "advisor.dossiers"
    label = "dossiers"
