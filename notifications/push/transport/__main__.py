"""The process that sends pushes: `python -m notifications.push.transport`. It ends with its input.

It has no database and no key of the site. Each order has threads of its own, so one that waits for slow services holds up no other.
"""

import logging
import os
import signal
import threading
from ipaddress import ip_network

from django.conf import settings

from core.net.kept_connections import KeptConnections
from notifications.push.transport import wire
from notifications.push.transport.delivery import deliver_all
from notifications.push.transport.parcels import AT_ONCE

logger = logging.getLogger(__name__)

INPUT, OUTPUT = 0, 1


class Orders:
    def __init__(self) -> None:
        self._connections = KeptConnections(AT_ONCE)
        self._saying = threading.Lock()

    def fulfil(self, order: wire.Order) -> None:
        try:
            report = wire.Report(order.number, deliver_all(order.parcels, self._connections, AT_ONCE))
            with self._saying:
                wire.say(OUTPUT, report)
        except Exception as error:
            # Such as a system that has no thread to give. Whoever waits hears of the end of this process, and of nothing else.
            logger.error("the process that sends pushes ends: %s", type(error).__name__)
            os._exit(1)


def main() -> None:
    # Who ends the site ends this one by ending its input, after the last report.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    if said := wire.hear(INPUT, wire.Settings):
        settings.configure(OUTGOING_ALLOWED=[ip_network(network) for network in said.allowed])
    orders = Orders()
    while order := wire.hear(INPUT, wire.Order):
        threading.Thread(target=orders.fulfil, args=[order], daemon=True).start()


if __name__ == "__main__":
    main()
