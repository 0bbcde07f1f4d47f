"""Tiles of the admin's home about rooms, messages and connections."""
