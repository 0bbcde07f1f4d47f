"""The product's password hash with the least work that Argon2 allows."""

from accounts import password_hashing


class Argon2(password_hashing.Argon2):
    time_cost = 1
    memory_cost = 8  # KiB
    parallelism = 1
