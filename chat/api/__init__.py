"""REST: validate a request, call a service, answer."""
