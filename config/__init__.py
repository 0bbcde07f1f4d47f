"""Composition of the site: settings, urls, the ASGI application, the admin site."""
