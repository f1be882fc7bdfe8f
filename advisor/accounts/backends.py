"""Roles as Django permissions: the curator may work on the catalogue, nobody gets anything else."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from advisor.accounts.models import User


class RoleBackend(BaseBackend):
    """Grants every `instruments.*` permission to the admin role. Signs nobody in."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        app_label = perm.partition(".")[0]
        return self.has_module_perms(user_obj, app_label)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return isinstance(user_obj, User) and user_obj.has_module_perms(app_label)
