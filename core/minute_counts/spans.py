"""Seconds of the spans that are counted. Without an import, because servers count before the models are known."""

MINUTE, HOUR = 60, 3600
