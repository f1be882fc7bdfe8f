"""The catalogue as a Django app."""

from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "instruments"
    verbose_name = "Catalogue"
    default_auto_field = "django.db.models.BigAutoField"
