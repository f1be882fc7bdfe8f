"""All addresses. Every name here has a row in advisor/cases/policy.py."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("advisor.api.v1.urls")),
    path("", include("advisor.web.urls")),
]
