from collections.abc import Iterator

import pytest
from django.core.cache import caches
from pytest_django import Settings

from tests.hostile.caller import Caller

ANYTHING_GOES = "1000000000/s"


@pytest.fixture
def caller(settings: Settings, db: None) -> Iterator[Caller]:
    settings.RATES = dict.fromkeys(settings.RATES, ANYTHING_GOES)
    settings.ACCOUNT_RATES = {scope: dict.fromkeys(of, ANYTHING_GOES) for scope, of in settings.ACCOUNT_RATES.items()}
    caller = Caller()
    yield caller
    for cache in caches.all():
        cache.clear()
    assert not caller.wrong, "\n".join(caller.wrong)
