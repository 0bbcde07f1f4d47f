"""Settings of the sites that tests, benchmarks and chaos start. Without these a site has safe settings."""

# Sites with a database or a Redis of their own must share these.
KEYS = {
    "SECRET_KEY": "a-secret-key-for-tests-that-is-long-enough-0123456789",
    "SIGNING_KEY": "a-signing-key-for-tests-that-is-long-enough-0123456789",
}
# One program acts as all people of a site from one IP. This is the only place that widens limits.
WIDE = {"REGISTRATION": "open", "LIMITS": "wide"}
# Longer than any test waits: what was not told at once does not come with the next heartbeat either.
NO_HEARTBEAT = {"HEARTBEAT_SECONDS": "300"}
# A site on the internet, but without https in front of it.
PRODUCTION = {
    **KEYS,
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "TLS": "0",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "REGISTRATION": "invitation",
    "LIMITS": "safe",
    "EMAIL_HOST": "",
}
