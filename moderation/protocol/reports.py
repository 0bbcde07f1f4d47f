"""Frames about reports."""

from msgspec import Struct


class ReportsChanged(Struct, tag="reports.changed"):
    """To those who decide. `open`: as in `payloads.Summary`."""

    open: int


class ReportDecided(Struct, tag="report.decided"):
    """To the reporter, where the decision is told."""

    id: int


ReportFrame = ReportsChanged | ReportDecided
