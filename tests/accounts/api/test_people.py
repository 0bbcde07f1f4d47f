"""Searching for people."""

import pytest
from pytest_django import Settings

from tests.support.in_process import Api, a_user

pytestmark = pytest.mark.django_db


def test_many_searches_are_refused_and_the_plain_list_is_not(settings: Settings) -> None:
    settings.ACCOUNT_RATES = {**settings.ACCOUNT_RATES, "lookup": {"anywhere": "2/min"}}
    hanako, kenji = (Api(a_user(name)) for name in ("hanako", "kenji"))
    assert [hanako.get("users/", q="k").status for _ in range(2)] == [200, 200]
    assert hanako.get("users/", q="k").refusal == (429, "rate_limited")
    assert hanako.get("users/").status == hanako.get("users/", q=" ").status == 200
    assert kenji.get("users/", q="k").status == 200
