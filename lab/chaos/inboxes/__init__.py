"""Inboxes: what calls people, what they mark, and what there is in the end."""
