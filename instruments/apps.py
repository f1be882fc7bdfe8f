"""The catalogue as a Django app: after a publication the worker is asked for what pages need of the new edition."""

from typing import Any

from django.apps import AppConfig


def _prepare(**_: Any) -> None:
    from instruments.study_tables import study_ring_on_commit

    study_ring_on_commit()


class InstrumentsConfig(AppConfig):
    name = "instruments"
    verbose_name = "Catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for publications."""
        from instruments.editions import edition_published

        edition_published.connect(_prepare, dispatch_uid="study-tables")
