from django.apps import AppConfig


class MinuteCountsConfig(AppConfig):
    name = "core.minute_counts"
    label = "minute_counts"
    verbose_name = "Counts by minute"
