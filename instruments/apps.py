"""The catalogue app."""

from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "instruments"
    label = "instruments"
    verbose_name = "Catalogue of instruments"
