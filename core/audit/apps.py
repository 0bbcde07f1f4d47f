from django.apps import AppConfig

from core.audit.jobs import CHAIN, PRUNE


class AuditConfig(AppConfig):
    """The table of contents of the audit log: see core/app_contents.py."""

    name = "core.audit"
    label = "audit"
    verbose_name = "Audit"
    acts = ("core.audit.acts.ACTS",)
    jobs = (CHAIN, PRUNE)
