"""How the site is put together: settings, the two maps (urls, asgi), and what every door shares."""
