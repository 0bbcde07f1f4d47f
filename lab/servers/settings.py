"""Settings of the sites that the tests, benchmarks and chaos start. Without any of these a site is the safe one."""

# What sites with a database or a Redis of their own must agree on.
KEYS = {
    "SECRET_KEY": "a-secret-key-for-tests-that-is-long-enough-0123456789",
    "SIGNING_KEY": "a-signing-key-for-tests-that-is-long-enough-0123456789",
}
# One program plays all the people of a site, from one address: whatever a setting limits, it widens here and nowhere else.
WIDE = {"REGISTRATION": "open", "LIMITS": "wide"}
# Longer than any test waits: what was not told at once does not come with the next heartbeat either.
NO_HEARTBEAT = {"HEARTBEAT_SECONDS": "300"}
# As a site on the internet, but without the https in front of it.
PRODUCTION = {
    **KEYS,
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "TLS": "0",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "REGISTRATION": "invitation",
    "LIMITS": "safe",
    "EMAIL_HOST": "",
}
