"""The web room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "advisor.web"
    label = "web"
