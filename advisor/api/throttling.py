"""How often one caller may ask: the general rate of the settings, and a lower one for advice, which is work."""

from rest_framework.throttling import UserRateThrottle


class AdviceThrottle(UserRateThrottle):
    """The rate named `advice` in the settings: the heaviest case that is taken, asked at this rate, is half a core."""

    scope = "advice"
