"""Django's admin, with our own site in place of the default one."""

from django.contrib.admin.apps import AdminConfig


class RogatoryAdminConfig(AdminConfig):
    default_site = "advisor.accounts.admin_site.RogatoryAdminSite"
