"""Where the site's own requests may go that people cause: to the public internet, and to what is named here."""

from ipaddress import ip_network

from django.core.exceptions import ImproperlyConfigured

from core.environment import Environment

env = Environment()

# Networks beside the public internet, for a push service or a webhook inside (core/net).
try:
    OUTGOING_ALLOWED = [ip_network(network) for network in env.listing("OUTGOING_ALLOWED")]
except ValueError:
    raise ImproperlyConfigured("OUTGOING_ALLOWED must name networks, like 10.1.2.3/32 or fd00:1::/64.") from None
