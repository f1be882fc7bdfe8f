"""The cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "advisor.cases"
    label = "cases"

    def ready(self) -> None:
        """Let the audit hear of accounts."""
        from advisor.cases.account_events import connect

        connect()
