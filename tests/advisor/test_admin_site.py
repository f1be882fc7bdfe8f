"""Django's admin: the curator alone enters it, and it knows no case."""

from django.test import TestCase

from advisor.accounts.models import Role, User
from tests.advisor import universe
from tests.advisor.matrix import OURS, MatrixCase
from tests.conftest import PASSWORD


class AdminSite(TestCase):
    """Django's admin: the curator alone enters it, and it knows no case."""

    def test_it_registers_nothing_of_a_case(self) -> None:
        from django.contrib import admin

        rooms = {model._meta.app_label for model in admin.site._registry}
        assert rooms.isdisjoint({"cases", "walk", "dossiers", "audit", "accounts", "sessions", "auth"})

    def test_only_the_curator_enters(self) -> None:
        """Others are refused at every address of it; the curator is refused only where the catalogue itself says so."""
        for user, allowed in universe_people():
            client = MatrixCase.signed_in(user)
            for route in OURS:
                if route.name.startswith("admin:") and route.name not in ("admin:login", "admin:logout"):
                    status = client.get(route.url(universe.PLAIN)).status_code
                    said = f"{user.role} {route.name}: {status}"
                    assert status < 500 if allowed else status == 403, said
                    assert not allowed or not route.name.endswith(("index", "changelist")) or status == 200, said


def universe_people() -> list[tuple[User, bool]]:
    """One person of each role, and whether the admin is theirs."""
    from advisor.accounts.models import Agency

    agency = Agency.objects.create(code="lyon", name="Lyon", country="FR")
    return [
        (
            User.objects.create_user(
                email=f"{role}@x.example",
                password=PASSWORD,
                role=role,
                agency=None if role == Role.ADMIN else agency,
            ),
            role == Role.ADMIN,
        )
        for role in Role.values
    ]
