"""Bases of all admin pages."""
