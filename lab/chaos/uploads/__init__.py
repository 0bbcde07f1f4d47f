"""Clients who upload files and send them."""
