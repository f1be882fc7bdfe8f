"""The office: people, cases, dossiers, the API and the pages. Imports the queue so that tasks find it."""

from advisor.celery import app as celery_app

__all__ = ["celery_app"]
