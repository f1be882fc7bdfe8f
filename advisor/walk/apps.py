"""The walk room."""

from django.apps import AppConfig


class WalkConfig(AppConfig):
    name = "advisor.walk"
    label = "walk"

    def ready(self) -> None:
        """Let cases be found by the contacts that may be cited."""
        from advisor.cases.finding import SOURCES
        from advisor.walk.contacts import contact_words

        if contact_words not in SOURCES:
            SOURCES.append(contact_words)
