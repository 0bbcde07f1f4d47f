"""A drop test, as AnyCable has one: people whose network goes away again and again, and what they have in the end."""
