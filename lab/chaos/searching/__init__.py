"""Clients who search for what was acknowledged."""
