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
    "health-live": PUBLIC,
    "health-ready": PUBLIC,
}

# Whole namespaces that a library brings with it. allauth decides for itself which of its pages need a sign-in.
NAMESPACES: dict[str, frozenset[str]] = {
    "admin": CURATION,
}
PREFIXES: dict[str, frozenset[str]] = {
    "account_": PUBLIC,
    "mfa_": SIGNED_IN,
}
# The admin's own sign-in page must be reachable: it passes on to the application's.
EXCEPTIONS: dict[str, frozenset[str]] = {
    "admin:login": PUBLIC,
    "mfa_authenticate": PUBLIC,
}


def roles_for(route: str) -> frozenset[str] | None:
    """The roles that may use a route by its full name; None when the table does not know it."""
    if route in EXCEPTIONS:
        return EXCEPTIONS[route]
    if route in POLICY:
        return POLICY[route]
    namespace, _, rest = route.rpartition(":")
    if namespace and rest and namespace in NAMESPACES:
        return NAMESPACES[namespace]
    return next((roles for prefix, roles in PREFIXES.items() if route.startswith(prefix)), None)


def role_of(user: object) -> str:
    """The role that counts for the table: 'anonymous' unless signed in and active."""
    if getattr(user, "is_authenticated", False) and getattr(user, "is_active", False):
        return str(getattr(user, "role", ANONYMOUS))
    return ANONYMOUS
