"""The same desk as the tests of the pages have."""

from tests.advisor.web.conftest import desk, signed_in

__all__ = ["desk", "signed_in"]
