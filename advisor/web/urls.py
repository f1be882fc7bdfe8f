"""Addresses of the pages. Every name has a row in advisor/cases/policy.py."""

from django.urls import path

from advisor.web import health

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]
