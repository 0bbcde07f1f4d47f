"""The demo: a site with people, rooms and conversations, written by `manage.py demo`."""
