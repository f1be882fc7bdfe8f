"""Django's admin as the curators' furniture: the admin role alone enters, by the application's own sign-in.

It takes the catalogue's models and no others, whoever registers them: no case, no person, no second factor.
"""

from collections.abc import Iterable
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest

from advisor.accounts.models import CURATED_APPS


class RogatoryAdminSite(AdminSite):
    site_header = "Rogatory catalogue"
    site_title = "Rogatory catalogue"
    index_title = "Curating the law"
    site_url = "/"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.login = secure_admin_login(self.login)  # type: ignore[method-assign]

    def register(
        self, model_or_iterable: type[Model] | Iterable[type[Model]], admin_class: Any = None, **options: Any
    ) -> None:
        """Register the models that a curator edits; what libraries register for themselves is left out."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        curated = [model for model in models if model._meta.app_label in CURATED_APPS]
        if curated:
            super().register(curated, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(getattr(request.user, "is_staff", False))
