"""Settings of a site that a test starts: the product's, with password hashes at a hundredth of the cost.

A hash of the product takes 0.2 s of CPU, and the tests register some thousand people. Sites with the limits of
production hash as the product does.
"""

from config.settings import *
from config.settings import PASSWORD_HASHERS

PASSWORD_HASHERS = ["lab.servers.hashing.Argon2", *PASSWORD_HASHERS[1:]]
