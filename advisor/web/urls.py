"""Addresses of the pages. Every name has a row in advisor/cases/policy.py."""

from django.urls import path

from advisor.web import health
from advisor.web.views import home

urlpatterns = [
    path("", home.home, name="home"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]
