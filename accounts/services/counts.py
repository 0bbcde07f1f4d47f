from typing import Any

from core.minute_counts.counting import count

REFUSED_SIGN_INS = "refused_sign_ins"


def count_refused(**_: Any) -> None:
    """A name and a password that did not match."""
    count(REFUSED_SIGN_INS)
