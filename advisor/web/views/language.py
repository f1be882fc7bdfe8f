"""Choose the language of the pages, where no form with something typed is open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from advisor.web.language_middleware import FIELD, known, language_choose


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page that it was made on. Opened as a page it leads to the start."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("home"))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = reverse("home")
    response = HttpResponseRedirect(back)
    wanted = request.POST.get(FIELD, "")
    if known(wanted):
        language_choose(request, response, wanted)
    return response
