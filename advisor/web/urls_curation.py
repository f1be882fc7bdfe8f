"""Addresses of the curators' desk, and of reports from the field. Every name has a row in advisor/cases/policy.py."""

from typing import Any

from django.urls import URLPattern, path

from advisor.web.views.curation import desk, edit, exchange, many, reports, sets, watch
from advisor.web.views.entry import page


def at(address: str, view: Any, name: str) -> URLPattern:
    """A page of the desk."""
    return path(address, page(view), name=name)


SET = "curation/sets/<int:number>"
urlpatterns = [
    at("curation/", desk.desk, "curation"),
    at("curation/find", desk.search, "curation-search"),
    at("curation/record", desk.record, "curation-record"),
    at("curation/sets/new", desk.set_new, "curation-set-new"),
    at(f"{SET}/", sets.changeset, "curation-set"),
    at(f"{SET}/check", sets.check, "curation-set-check"),
    at(f"{SET}/impact", sets.impact, "curation-set-impact"),
    at(f"{SET}/edit", edit.edit, "curation-set-edit"),
    at(f"{SET}/drop", edit.drop, "curation-set-drop"),
    at(f"{SET}/states", many.rows, "curation-set-rows"),
    at(f"{SET}/table", many.table, "curation-set-table"),
    at(f"{SET}/successor", many.successor, "curation-set-successor"),
    at(f"{SET}/do/<slug:what>", sets.act, "curation-set-act"),
    at("curation/read-again", watch.freshness, "curation-freshness"),
    at("curation/watch/", watch.watch, "curation-watch"),
    at("curation/watch/<slug:code>/looked", watch.watch_look, "curation-watch-look"),
    at("curation/watch/<slug:code>/happened", watch.watch_throw, "curation-watch-throw"),
    at("curation/editions/<str:label>/undo", exchange.undo, "curation-undo"),
    at("curation/exchange", exchange.exchange, "curation-exchange"),
    at("curation/exchange/<str:label>.zip", exchange.exchange_file, "curation-exchange-file"),
    at("curation/reports/<uuid:report_id>/", reports.report, "curation-report"),
    at("reports/", reports.reports, "reports"),
    at("reports/new", reports.report_row, "report-row"),
]
