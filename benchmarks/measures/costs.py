"""What a window cost, in the units that reports speak of."""

from benchmarks.orders import Usage
from benchmarks.results import Figures


def per_delivery(deliveries: int, messages: int, usage: Usage) -> Figures:
    millions = deliveries / 1e6
    return {
        "deliveries_per_second": round(deliveries / usage.seconds),
        "server_seconds_per_million": round(usage.server / millions, 3),
        "redis_seconds_per_million": round(usage.redis / millions, 3),
        "load_seconds_per_million": round(usage.load / millions, 3),
        # Near 1 the load generator itself is the limit.
        "load_share_of_a_core": round(usage.load / usage.seconds, 3),
        "redis_commands_per_message": round(usage.redis_commands / max(1, messages), 2),
        "deliveries": deliveries,
        "messages": messages,
    }
