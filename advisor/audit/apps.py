"""The audit room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "advisor.audit"
    label = "audit"
