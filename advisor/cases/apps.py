"""The cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "advisor.cases"
    label = "cases"
