"""Texts whose direction changes nothing of what stands beside them."""

import pytest

from core.text.direction import isolated
from tests.support.cpu import assert_linear

FSI, RLI, PDI, RLO = "\u2068", "\u2067", "\u2069", "\u202e"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("hanako", "hanako"),
        ("花子", f"{FSI}花子{PDI}"),
        (f"a{RLO}b", f"{FSI}a{RLO}b{PDI}"),
        (f"a{PDI}{RLO}b", f"{FSI}a{RLO}b{PDI}"),
        (f"a{RLI}b", f"{FSI}a{RLI}b{PDI}{PDI}"),
        (f"{RLI}a{PDI}{PDI}b", f"{FSI}{RLI}a{PDI}b{PDI}"),
    ],
)
def test_every_isolate_ends_where_the_text_does(text: str, shown: str) -> None:
    assert isolated(text) == shown


def test_many_marks_cost_what_a_text_does() -> None:
    assert_linear(lambda size: isolated(RLI * size), 20_000)
