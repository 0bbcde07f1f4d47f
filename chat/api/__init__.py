"""The REST door: validate, call, answer."""
