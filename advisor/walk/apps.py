"""The walk room."""

from django.apps import AppConfig


class WalkConfig(AppConfig):
    name = "advisor.walk"
    label = "walk"
