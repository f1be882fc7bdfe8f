"""Addresses of the API, version 1. Every name has a row in advisor/cases/policy.py (as `api:<name>`)."""

from csp.decorators import csp_update
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from advisor.api.v1.views import catalogue, description, editions, states
from advisor.api.v1.views.advise import Advise

CODE = "[0-9A-Za-z][0-9A-Za-z._-]{0,119}"
DATA = "data:"  # the arrows of Swagger UI

app_name = "api"
urlpatterns = [
    path("advise", Advise.as_view(), name="advise"),
    path("editions", editions.EditionList.as_view(), name="edition-list"),
    re_path(rf"^editions/(?P<label>{CODE})\Z", editions.EditionRead.as_view(), name="edition"),
    path("instruments", catalogue.InstrumentList.as_view(), name="instrument-list"),
    re_path(rf"^instruments/(?P<code>{CODE})\Z", catalogue.InstrumentRead.as_view(), name="instrument"),
    path("provisions", catalogue.ProvisionList.as_view(), name="provision-list"),
    re_path(
        rf"^provisions/(?P<instrument>{CODE})/(?P<name>{CODE})\Z", catalogue.ProvisionRead.as_view(), name="provision"
    ),
    path("measures", catalogue.MeasureList.as_view(), name="measure-list"),
    re_path(rf"^measures/(?P<code>{CODE})\Z", catalogue.MeasureRead.as_view(), name="measure"),
    path("facts", catalogue.FactList.as_view(), name="fact-list"),
    re_path(rf"^facts/(?P<name>{CODE})\Z", catalogue.FactRead.as_view(), name="fact"),
    path("networks", catalogue.NetworkList.as_view(), name="network-list"),
    re_path(rf"^networks/(?P<code>{CODE})\Z", catalogue.NetworkRead.as_view(), name="network"),
    path("precedence", catalogue.PrecedenceList.as_view(), name="precedence-list"),
    path("states", states.StateList.as_view(), name="state-list"),
    re_path(r"^states/(?P<iso2>[A-Z]{2})\Z", states.StateRead.as_view(), name="state"),
    path("participation", states.ParticipationList.as_view(), name="participation-list"),
    path("declarations", states.DeclarationList.as_view(), name="declaration-list"),
    path("authorities", states.AuthorityList.as_view(), name="authority-list"),
    path("schema", description.Description.as_view(), name="schema"),
    path("docs", csp_update({"img-src": [DATA]})(description.DescriptionPage.as_view()), name="docs"),
    re_path(r"^(?P<rest>[\s\S]*)\Z", csrf_exempt(description.unknown), name="unknown"),
]
