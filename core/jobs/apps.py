from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "core.jobs"
    label = "jobs"
    verbose_name = "Jobs"

    def ready(self) -> None:
        from core.jobs import checks  # noqa: F401 (importing registers them)
