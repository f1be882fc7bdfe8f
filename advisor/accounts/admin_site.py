"""Django's admin as the curators' furniture: the admin role alone enters, by the application's own sign-in."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest


class RogatoryAdminSite(AdminSite):
    site_header = "Rogatory catalogue"
    site_title = "Rogatory catalogue"
    index_title = "Curating the law"
    site_url = "/"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.login = secure_admin_login(self.login)  # type: ignore[method-assign]

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(getattr(request.user, "is_staff", False))
