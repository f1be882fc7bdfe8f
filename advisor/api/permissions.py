"""The API asks the policy table itself, because a token is read only inside the view.

Imports no view of rest_framework: its views import this module by the settings.
"""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from advisor.cases.policy import role_of, roles_for


class PolicyPermission(BasePermission):
    """Allows what advisor/cases/policy.py has a row for; a route without a row is refused to everyone."""

    message = "Your role may not use this address."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the caller's role stands in the row of this route."""
        match = request.resolver_match
        roles = roles_for(match.view_name) if match is not None else None
        return roles is not None and role_of(request.user) in roles
