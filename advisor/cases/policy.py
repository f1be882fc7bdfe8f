"""Who may use which route: the policy table, as data.

Every named route of the URLconf has a row (a route without one is refused, and the generated permission test is red).
Whose objects a permitted person then sees is the query gate's business (selectors.py).
"""

from advisor.accounts.models import Role

ANONYMOUS = "anonymous"
PUBLIC = frozenset({ANONYMOUS, *Role.values})
SIGNED_IN = frozenset(Role.values)
CASE_WORK = frozenset({Role.INVESTIGATOR.value, Role.PROSECUTOR.value})
PROSECUTION = frozenset({Role.PROSECUTOR.value})
CURATION = frozenset({Role.ADMIN.value})

POLICY: dict[str, frozenset[str]] = {
    "home": PUBLIC,
    "favicon": PUBLIC,
    "language": PUBLIC,
    "health-live": PUBLIC,
    "health-ready": PUBLIC,
    "desk": CASE_WORK,
    "case-list": CASE_WORK,
    "case-bulk": CASE_WORK,
    "case-team": CASE_WORK,
    "case-member": CASE_WORK,
    "case-restrict": CASE_WORK,
    "case-hand-over": CASE_WORK,
    "case-state": CASE_WORK,
    "case-notes": CASE_WORK,
    "case-notes-seen": CASE_WORK,
    "case-note-withdraw": CASE_WORK,
    "case-contacts": CASE_WORK,
    "case-contact": CASE_WORK,
    "case-contact-withdraw": CASE_WORK,
    "case-timeline": CASE_WORK,
    "case-new": CASE_WORK,
    "case-upload": CASE_WORK,
    "case-resume": CASE_WORK,
    "case-copy": CASE_WORK,
    "case": CASE_WORK,
    "case-about": CASE_WORK,
    "case-file": CASE_WORK,
    "case-needs": CASE_WORK,
    "case-needs-add": CASE_WORK,
    "case-needs-suggested": CASE_WORK,
    "case-need": CASE_WORK,
    "case-need-about": CASE_WORK,
    "case-need-remove": CASE_WORK,
    "case-need-questions": CASE_WORK,
    "case-need-questions-page": CASE_WORK,
    "case-entities": CASE_WORK,
    "case-entities-find": CASE_WORK,
    "case-entity-kind": CASE_WORK,
    "case-entity-add": CASE_WORK,
    "case-entity": CASE_WORK,
    "case-entity-remove": CASE_WORK,
    "case-rights": CASE_WORK,
    "case-right-kind": CASE_WORK,
    "case-right-add": CASE_WORK,
    "case-right": CASE_WORK,
    "case-right-remove": CASE_WORK,
    "case-offence": CASE_WORK,
    "case-questions": CASE_WORK,
    "case-questions-page": CASE_WORK,
    "case-question": CASE_WORK,
    "case-check": CASE_WORK,
    "case-exhibits": CASE_WORK,
    "case-exhibit-new": CASE_WORK,
    "case-exhibit": CASE_WORK,
    "case-exhibit-file": CASE_WORK,
    "case-exhibit-withdraw": CASE_WORK,
    "case-route-new": CASE_WORK,
    "case-route": CASE_WORK,
    "case-route-need": CASE_WORK,
    "case-route-file": CASE_WORK,
    "case-route-print": CASE_WORK,
    "case-route-again": CASE_WORK,
    "case-route-what-if": CASE_WORK,
    "case-route-option": CASE_WORK,
    "case-route-trace": CASE_WORK,
    "case-steps": CASE_WORK,
    "case-steps-choose": PROSECUTION,
    "case-step-withdraw": PROSECUTION,
    "case-step": CASE_WORK,
    "case-step-move": CASE_WORK,
    "case-step-remark": CASE_WORK,
    "case-step-correct": CASE_WORK,
    "case-step-grounds": CASE_WORK,
    "case-step-letter": CASE_WORK,
    "case-step-letter-file": CASE_WORK,
    "case-tracks": CASE_WORK,
    "case-collision": PROSECUTION,
    "refusals": CASE_WORK,
    "refusal-statistics": CASE_WORK,
    "case-draft": CASE_WORK,
    "case-draft-preview": CASE_WORK,
    "case-reply": CASE_WORK,
    "case-slip": CASE_WORK,
    "case-nexus": CASE_WORK,
    "case-nexus-step": CASE_WORK,
    "case-lint": CASE_WORK,
    "case-consistency": CASE_WORK,
    "case-consistency-update": PROSECUTION,
    "dossier-style": SIGNED_IN,  # the catalogue shows sample documents to whoever reads it
    "case-dossiers-request": PROSECUTION,
    "case-dossiers": CASE_WORK,
    "case-dossier": CASE_WORK,
    "case-dossier-word": CASE_WORK,
    "case-dossier-approve": PROSECUTION,
    "case-dossier-cancel": PROSECUTION,
    "case-dossier-retry": PROSECUTION,
    "case-dossier-redline": CASE_WORK,
    "case-bundle": CASE_WORK,
    "case-bundle-file": CASE_WORK,
    "verify": SIGNED_IN,
    "letterhead": PROSECUTION,
    "letterhead-logo": PROSECUTION,
    "case-dossier-packet": CASE_WORK,
    "case-dossier-return": CASE_WORK,
    "ledger": CASE_WORK,
    "case-ledger": CASE_WORK,
    "case-ledger-line": CASE_WORK,
    "case-ledger-letter": CASE_WORK,
    "case-ledger-record": CASE_WORK,
    "case-calendar": CASE_WORK,
    "reminders": CASE_WORK,
    "reminders-feed-new": CASE_WORK,
    "reminders-feed-revoke": CASE_WORK,
    "calendar-feed": PUBLIC,  # a calendar program cannot sign in: its unguessable address is what opens it
    "practice": CASE_WORK,
    "practice-compare": CASE_WORK,
    "catalogue": SIGNED_IN,
    "catalogue-instrument": SIGNED_IN,
    "catalogue-state": SIGNED_IN,
    "catalogue-pair": SIGNED_IN,
    "catalogue-measure": SIGNED_IN,
    "catalogue-networks": SIGNED_IN,
    "catalogue-network": SIGNED_IN,
    "catalogue-coverage": SIGNED_IN,
    "catalogue-documents": SIGNED_IN,
    "catalogue-document": SIGNED_IN,
    "catalogue-document-file": SIGNED_IN,
    "catalogue-editions": SIGNED_IN,
    "catalogue-changes": SIGNED_IN,
    "curation": CURATION,
    "curation-search": CURATION,
    "curation-record": CURATION,
    "curation-set-new": CURATION,
    "curation-set": CURATION,
    "curation-set-check": CURATION,
    "curation-set-impact": CURATION,
    "curation-set-edit": CURATION,
    "curation-set-drop": CURATION,
    "curation-set-rows": CURATION,
    "curation-set-table": CURATION,
    "curation-set-successor": CURATION,
    "curation-set-act": CURATION,
    "curation-freshness": CURATION,
    "curation-watch": CURATION,
    "curation-watch-look": CURATION,
    "curation-watch-throw": CURATION,
    "curation-undo": CURATION,
    "curation-exchange": CURATION,
    "curation-exchange-file": CURATION,
    "curation-report": CURATION,
    "reports": SIGNED_IN,
    "report-row": SIGNED_IN,
    "api:advise": SIGNED_IN,
    "api:edition-list": SIGNED_IN,
    "api:edition": SIGNED_IN,
    "api:instrument-list": SIGNED_IN,
    "api:instrument": SIGNED_IN,
    "api:provision-list": SIGNED_IN,
    "api:provision": SIGNED_IN,
    "api:measure-list": SIGNED_IN,
    "api:measure": SIGNED_IN,
    "api:fact-list": SIGNED_IN,
    "api:fact": SIGNED_IN,
    "api:network-list": SIGNED_IN,
    "api:network": SIGNED_IN,
    "api:precedence-list": SIGNED_IN,
    "api:state-list": SIGNED_IN,
    "api:state": SIGNED_IN,
    "api:participation-list": SIGNED_IN,
    "api:declaration-list": SIGNED_IN,
    "api:authority-list": SIGNED_IN,
    "api:schema": SIGNED_IN,
    "api:docs": SIGNED_IN,
    "api:unknown": PUBLIC,  # tells that there is nothing
}

# Accounts are made by the operator: what a library offers beyond signing in and out is nobody's, by name.
NOBODY: frozenset[str] = frozenset()
ACCOUNT_ROUTES: dict[str, frozenset[str]] = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_signup": NOBODY,
    "account_email": NOBODY,
    "account_email_verification_sent": NOBODY,
    "account_confirm_email": NOBODY,
    "account_confirm_login_code": NOBODY,
    "mfa_authenticate": PUBLIC,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_trust": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
}

# Whole namespaces that a library brings with it, and what differs inside them.
NAMESPACES: dict[str, frozenset[str]] = {
    "admin": CURATION,
}
EXCEPTIONS: dict[str, frozenset[str]] = {
    **ACCOUNT_ROUTES,
    "admin:login": PUBLIC,  # it passes on to the application's own sign-in
}


def roles_for(route: str) -> frozenset[str] | None:
    """The roles that may use a route by its full name; None when the table does not know it."""
    if route in EXCEPTIONS:
        return EXCEPTIONS[route]
    if route in POLICY:
        return POLICY[route]
    namespace, _, rest = route.rpartition(":")
    return NAMESPACES.get(namespace) if rest else None


def role_of(user: object) -> str:
    """The role that counts for the table: 'anonymous' unless signed in and active."""
    if getattr(user, "is_authenticated", False) and getattr(user, "is_active", False):
        return str(getattr(user, "role", ANONYMOUS))
    return ANONYMOUS
