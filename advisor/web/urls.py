"""Addresses of the pages. Every name has a row in advisor/cases/policy.py."""

from typing import Any

from django.urls import URLPattern, include, path, register_converter

from advisor.web import health
from advisor.web.urls_desk import DESK
from advisor.web.urls_walk import WALK
from advisor.web.views import (
    answers,
    bundles,
    case,
    catalogue,
    check,
    desk,
    dossier_acts,
    dossiers,
    drafts,
    entities,
    exhibits,
    found,
    home,
    language,
    ledger,
    letterhead,
    lint,
    needs,
    nexus,
    offence,
    practice,
    questions,
    reminders,
    reply,
    resume,
    rights,
    route_again,
    route_why,
    routes,
    steps,
    steps_choose,
    suggested,
    translations,
    verify,
    what_if,
)
from advisor.web.views.entry import page
from advisor.web.views.law import coverage, documents, editions, instruments, measures, networks, pairs


class CaseFileSuffix:
    """The two forms of a case file."""

    regex = "yaml|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CaseFileSuffix, "casefile")


def at(address: str, view: Any, name: str) -> URLPattern:
    """A page of cases or catalogue."""
    return path(address, page(view), name=name)


CASE = "cases/<uuid:case_id>"
LIMIT = f"{CASE}/ledger/<uuid:step_id>/<str:ref>"
urlpatterns = [
    path("", home.home, name="home"),
    path("", include("advisor.web.urls_curation")),
    path("favicon.ico", home.favicon, name="favicon"),
    path("language", language.language, name="language"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    *DESK,
    *WALK,
    at("cases/new", desk.case_new, "case-new"),
    at("cases/upload", desk.case_upload, "case-upload"),
    at("cases/resume", resume.resume, "case-resume"),
    at(f"{CASE}/", case.case, "case"),
    at(f"{CASE}/about", case.case_about, "case-about"),
    at(f"{CASE}/copy", desk.case_again, "case-copy"),
    at(f"{CASE}/file.<casefile:suffix>", desk.case_file, "case-file"),
    at(f"{CASE}/needs/", needs.needs, "case-needs"),
    at(f"{CASE}/needs/add", needs.needs_new, "case-needs-add"),
    at(f"{CASE}/needs/suggested", suggested.needs_suggested, "case-needs-suggested"),
    at(f"{CASE}/needs/<str:key>/", needs.need, "case-need"),
    at(f"{CASE}/needs/<str:key>/about", suggested.need_about, "case-need-about"),
    at(f"{CASE}/needs/<str:key>/remove", needs.need_out, "case-need-remove"),
    at(f"{CASE}/needs/<str:key>/questions/", questions.need_questions, "case-need-questions"),
    at(f"{CASE}/needs/<str:key>/questions/<slug:slug>", questions.questions_page, "case-need-questions-page"),
    at(f"{CASE}/things/", entities.entities, "case-entities"),
    at(f"{CASE}/things/find", found.entities_found, "case-entities-find"),
    at(f"{CASE}/things/add", entities.entity_kind, "case-entity-kind"),
    at(f"{CASE}/things/add/<slug:entity_kind>", entities.entity_new, "case-entity-add"),
    at(f"{CASE}/things/<str:entity_key>/", entities.entity, "case-entity"),
    at(f"{CASE}/things/<str:entity_key>/remove", entities.entity_out, "case-entity-remove"),
    at(f"{CASE}/rights/", rights.rights, "case-rights"),
    at(f"{CASE}/rights/add", rights.right_kind, "case-right-kind"),
    at(f"{CASE}/rights/add/<slug:right_kind>", rights.right_new, "case-right-add"),
    at(f"{CASE}/rights/<str:right_key>/", rights.right, "case-right"),
    at(f"{CASE}/rights/<str:right_key>/remove", rights.right_out, "case-right-remove"),
    at(f"{CASE}/offence", offence.offence, "case-offence"),
    at(f"{CASE}/questions/", questions.questions, "case-questions"),
    at(f"{CASE}/questions/<slug:slug>", questions.questions_page, "case-questions-page"),
    at(f"{CASE}/facts/<str:fact>", answers.question, "case-question"),
    at(f"{CASE}/check", check.check, "case-check"),
    at(f"{CASE}/exhibits/", exhibits.exhibits, "case-exhibits"),
    at(f"{CASE}/exhibits/new", exhibits.exhibit_new, "case-exhibit-new"),
    at(f"{CASE}/exhibits/<uuid:exhibit_id>/", exhibits.exhibit, "case-exhibit"),
    at(f"{CASE}/exhibits/<uuid:exhibit_id>/file", exhibits.exhibit_download, "case-exhibit-file"),
    at(f"{CASE}/exhibits/<uuid:exhibit_id>/withdraw", exhibits.exhibit_out, "case-exhibit-withdraw"),
    at(f"{CASE}/routes/new", routes.route_new, "case-route-new"),
    at(f"{CASE}/routes/<int:number>/", routes.route, "case-route"),
    at(f"{CASE}/routes/<int:number>/sheet", routes.route_print, "case-route-print"),
    at(f"{CASE}/routes/<int:number>/again", route_again.route_again, "case-route-again"),
    at(f"{CASE}/routes/<int:number>/what-if", what_if.what_if, "case-route-what-if"),
    at(f"{CASE}/routes/<int:number>/route.json", routes.route_file, "case-route-file"),
    at(f"{CASE}/routes/<int:number>/needs/<str:key>/", routes.route_need, "case-route-need"),
    at(
        f"{CASE}/routes/<int:number>/needs/<str:key>/why/<path:provision>/trace.json",
        route_why.route_trace,
        "case-route-trace",
    ),
    at(
        f"{CASE}/routes/<int:number>/needs/<str:key>/why/<path:provision>/",
        route_why.route_option,
        "case-route-option",
    ),
    at(f"{CASE}/routes/<int:number>/steps", steps_choose.steps_new, "case-steps-choose"),
    at(f"{CASE}/steps/", steps.steps, "case-steps"),
    at(f"{CASE}/steps/<uuid:step_id>/withdraw", steps.step_back, "case-step-withdraw"),
    at(f"{CASE}/steps/<uuid:step_id>/draft", drafts.case_draft, "case-draft"),
    at(f"{CASE}/steps/<uuid:step_id>/draft/document", drafts.case_draft_preview, "case-draft-preview"),
    at(f"{CASE}/steps/<uuid:step_id>/nexus", nexus.case_nexus_step, "case-nexus-step"),
    at(f"{CASE}/steps/<uuid:step_id>/slip.pdf", reply.case_slip, "case-slip"),
    at(f"{CASE}/steps/<uuid:step_id>/reply", reply.case_reply, "case-reply"),
    at(f"{CASE}/nexus", nexus.case_nexus, "case-nexus"),
    at(f"{CASE}/steps/<uuid:step_id>/check", lint.case_lint, "case-lint"),
    at(f"{CASE}/consistency", lint.case_consistency, "case-consistency"),
    at(f"{CASE}/consistency/update", lint.case_consistency_update, "case-consistency-update"),
    at("dossier.css", drafts.dossier_style, "dossier-style"),
    at(f"{CASE}/dossiers/", dossiers.dossiers, "case-dossiers"),
    at(f"{CASE}/dossiers/new", steps.dossiers_new, "case-dossiers-request"),
    at(f"{CASE}/dossiers/<uuid:dossier_id>.pdf", dossiers.dossier, "case-dossier"),
    at(f"{CASE}/dossiers/jobs/<uuid:job_id>.docx", dossier_acts.word_file, "case-dossier-word"),
    at(f"{CASE}/dossiers/jobs/<uuid:job_id>/approve", dossier_acts.approve, "case-dossier-approve"),
    at(f"{CASE}/dossiers/jobs/<uuid:job_id>/cancel", dossier_acts.cancel, "case-dossier-cancel"),
    at(f"{CASE}/dossiers/jobs/<uuid:job_id>/again", dossier_acts.retry, "case-dossier-retry"),
    at(f"{CASE}/dossiers/jobs/<uuid:job_id>/changes", dossier_acts.redline_page, "case-dossier-redline"),
    at(f"{CASE}/bundle", bundles.bundle, "case-bundle"),
    at(f"{CASE}/bundle/<uuid:bundle_id>.pdf", bundles.bundle_file, "case-bundle-file"),
    at("verify", verify.verify, "verify"),
    at("letterhead", letterhead.letterhead, "letterhead"),
    at("letterhead/logo.png", letterhead.logo, "letterhead-logo"),
    at(f"{CASE}/dossiers/<uuid:job_id>/packet-<slug:target>.xlf", translations.packet, "case-dossier-packet"),
    at(f"{CASE}/dossiers/<uuid:job_id>/translation", translations.returned, "case-dossier-return"),
    at("ledger/", ledger.ledger, "ledger"),
    at(f"{CASE}/ledger/", ledger.case_ledger, "case-ledger"),
    at(f"{LIMIT}/", ledger.case_ledger_line, "case-ledger-line"),
    at(f"{LIMIT}/reminder.<str:letter>", ledger.case_ledger_letter, "case-ledger-letter"),
    at(f"{LIMIT}/record/<slug:act>", ledger.case_ledger_record, "case-ledger-record"),
    at(f"{CASE}/calendar.ics", ledger.case_calendar_file, "case-calendar"),
    at("reminders/", reminders.reminders, "reminders"),
    at("reminders/calendar", reminders.feed_new, "reminders-feed-new"),
    at("reminders/calendar/revoke", reminders.feed_end, "reminders-feed-revoke"),
    at("calendar/<str:secret>.ics", reminders.feed, "calendar-feed"),
    at("practice/", practice.practice, "practice"),
    at(f"{CASE}/practice", practice.compare, "practice-compare"),
    at("catalogue/", catalogue.catalogue, "catalogue"),
    at("catalogue/coverage-of-the-study", coverage.coverage, "catalogue-coverage"),
    at("catalogue/documents/", documents.documents, "catalogue-documents"),
    at("catalogue/documents/<slug:document>.pdf", documents.document_file, "catalogue-document-file"),
    at("catalogue/documents/<slug:document>/", documents.document_sample, "catalogue-document"),
    at("catalogue/editions/", editions.editions, "catalogue-editions"),
    at("catalogue/editions/<str:old>/<str:new>/", editions.changes, "catalogue-changes"),
    at("catalogue/instruments/<str:code>/", instruments.instrument, "catalogue-instrument"),
    at("catalogue/measures/<str:code>/", measures.measure, "catalogue-measure"),
    at("catalogue/networks/", networks.networks, "catalogue-networks"),
    at("catalogue/networks/<str:code>/", networks.network, "catalogue-network"),
    at("catalogue/pairs/<str:requesting>/<str:requested>/", pairs.pair, "catalogue-pair"),
    at("catalogue/states/<str:code>/", pairs.state, "catalogue-state"),
]
