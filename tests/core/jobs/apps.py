import os

from django.apps import AppConfig

from tests.core.jobs.effects import TYPES


class EffectsConfig(AppConfig):
    name = "tests.core.jobs"
    label = "effects"
    jobs = TYPES

    def ready(self) -> None:
        from core.jobs import claims, runner

        # A test waits for the end of one.
        claims.LEASE_SECONDS = float(os.environ.get("LEASE_SECONDS", 2.0))
        claims.RENEW_SECONDS = 0.5
        runner.POLL_SECONDS = float(os.environ.get("POLL_SECONDS", runner.POLL_SECONDS))
