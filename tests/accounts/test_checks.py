"""Settings that would turn every browser away stop the start."""

import pytest
from django.core.checks import run_checks
from pytest_django import Settings


@pytest.mark.parametrize(
    "origin",
    ["https://chat.example.org/", "chat.example.org", "https://.example.org:x", "ftp://chat.example.org", "https://"],
)
def test_an_origin_that_no_browser_sends_is_an_error(settings: Settings, origin: str) -> None:
    settings.ORIGINS = ["https://fine.example.org", origin]
    (error,) = [found for found in run_checks() if found.id == "accounts.E001"]
    assert origin in error.msg
    assert "https://fine" not in error.msg
    assert "ORIGINS" in str(error.hint)


def test_a_site_with_tls_and_without_any_origin_is_an_error(settings: Settings) -> None:
    settings.TLS, settings.ORIGINS = True, []
    assert "accounts.E002" in {found.id for found in run_checks()}


def test_full_origins_are_fine(settings: Settings) -> None:
    settings.DEBUG, settings.ORIGINS = (
        False,
        ["https://chat.example.org", "http://localhost:8000", "https://[::1]:8443"],
    )
    assert not [found for found in run_checks() if str(found.id).startswith("accounts.")]


def test_confirming_addresses_takes_a_way_to_send_mail(settings: Settings) -> None:
    settings.EMAIL_VERIFICATION, settings.SENDS_MAIL = True, False
    (error,) = [found for found in run_checks() if found.id == "accounts.E004"]
    assert "EMAIL_HOST" in str(error.hint)
