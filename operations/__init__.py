"""Backup and restore of a whole site, for its operator."""
