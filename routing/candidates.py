"""Which provisions are looked at for a need: by variant, by tier, by where they act."""

from __future__ import annotations

from routing.conditions import FactValue
from routing.facts import Need
from routing.rulebook import Rulebook
from routing.rules import FORMAL, Provision
from routing.scenes import Scene

ANY = "any"
# Only Reg. 2023/1543 art. 3(10) tells user identification from subscriber data; every other record treats it as such.
ALSO_FITS = {"user_identification": "subscriber"}


def category_of(variant: str, categories: tuple[str, ...]) -> str | None:
    """The category of data that a variant stands for: itself, or the one a longer name begins with."""
    for category in categories:
        if variant == category or variant.startswith(f"{category}-"):
            return category
    return None


def _fits_category(variant: str, wanted: str, categories: tuple[str, ...]) -> bool:
    """Whether a provision's variant serves the wanted category of data."""
    if variant == ANY:
        return True
    own = category_of(variant, categories)
    return own is not None and own in (wanted, ALSO_FITS.get(wanted))


def fits(provision: Provision, need: Need, stated_category: FactValue | None, categories: tuple[str, ...]) -> bool:
    """Whether the provision is kept for the variant of the need.

    Without a variant all are kept, save that a known `data.category` chooses among variants that are categories.
    """
    variant = provision.variant
    if variant is None:
        return True
    wanted = need.variant
    if wanted is None:
        own = category_of(variant, categories)
        if not isinstance(stated_category, str) or own is None:
            return True
        return _fits_category(variant, stated_category, categories)
    if wanted in categories:
        return _fits_category(variant, wanted, categories)
    return variant == wanted


def candidates(rulebook: Rulebook, scene: Scene, need: Need, measure: str) -> tuple[Provision, ...]:
    """The provisions of one measure that are evaluated for the need in this scene.

    A need inside one State has no pair: its formal provisions are left out.
    """
    stated = scene.facts.get("data.category")
    return tuple(
        provision
        for provision in rulebook.provisions_of(measure)
        if fits(provision, need, stated, rulebook.data_categories)
        and not (scene.one_state and provision.tier == FORMAL)
    )
