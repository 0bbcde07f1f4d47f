from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "core.jobs"
    label = "jobs"
    verbose_name = "Jobs"
    admin_tiles = ("core.jobs.tiles.failed_jobs",)

    def ready(self) -> None:
        from core.jobs import checks  # noqa: F401 (importing registers them)
