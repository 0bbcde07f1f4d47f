"""`make phone`: what a slow phone takes for the web app of a large site."""
