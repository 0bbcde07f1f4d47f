"""The lowest layer: every app imports it, and it imports none."""
