"""The acts that apps declare."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from core.audit import acts, registry
from core.audit.models import LONGEST_ACT


def test_every_act_has_a_name_of_its_app_and_a_title() -> None:
    from django.apps import apps

    labels = {config.label for config in apps.get_app_configs()}
    for name, title in registry.declared().items():
        if not name.startswith("test."):
            assert name.partition(".")[0] in labels
        assert 0 < len(name) <= LONGEST_ACT
        assert title


def test_two_apps_may_not_declare_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "named", lambda attribute: [acts.ACTS, acts.ACTS])
    with pytest.raises(ImproperlyConfigured):
        registry.declared.__wrapped__()


def test_titles_are_in_the_readers_language() -> None:
    with translation.override("ja"):
        untranslated = [name for name, title in registry.declared().items() if registry.title_of(name) == title]
    assert [name for name in untranslated if not name.startswith("test.")] == []


def test_an_act_of_an_app_that_is_gone_is_called_by_its_name() -> None:
    assert registry.title_of("gone.away") == "gone.away"
