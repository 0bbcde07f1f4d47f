"""A site full of people who know each other: what `manage.py demo` writes, and the texts it is made of."""
