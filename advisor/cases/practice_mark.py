"""By which mark a practice case is known. Pure: whoever prints a reference, the renderer too, asks here."""

MARK = "PRACTICE"


def is_practice(reference: str) -> bool:
    """Whether a case with this reference is practice."""
    return reference.upper().startswith(f"{MARK}-")
