"""allauth's forms in our dress; what they ask and check stays allauth's."""

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _

from advisor.web.forms.dressing import dress


class SignInForm(LoginForm):  # type: ignore[misc]
    """Email and password; no 'remember me' (a session ends with the browser or after twelve hours)."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Email address")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        dress(self)
