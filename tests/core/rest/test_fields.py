"""A text that is too long is refused for its length alone, before anything reads its characters."""

import pytest
from rest_framework import serializers
from rest_framework.fields import CharField

from core.rest.fields import EmailField, TextField
from tests.support.cpu import assert_linear, cost

LONG = 1_000_000


@pytest.mark.parametrize("field", [TextField(max_length=254), EmailField(max_length=254)])
@pytest.mark.parametrize("piece", ["\u0300\u0315", "@a\u0300\u0315", "a@", "a."])
def test_a_long_text(field: CharField, piece: str) -> None:
    def ask(size: int) -> None:
        with pytest.raises(serializers.ValidationError) as refused:
            field.run_validation(("a" + piece * size)[:size])
        assert [error.code for error in refused.value.detail] == ["max_length"]  # type: ignore[union-attr]

    assert_linear(ask, LONG // 2)
    assert cost(lambda: ask(LONG)) < 0.005


def test_an_address_is_checked_as_one() -> None:
    field = EmailField(max_length=20)
    assert field.run_validation(" hana@example.org ") == "hana@example.org"
    for wrong in ("hana", "hana@", "@example.org", "hana@example.org\n.", f"{'a' * 10}@example.org.", ""):
        with pytest.raises(serializers.ValidationError):
            field.run_validation(wrong)
