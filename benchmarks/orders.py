"""What the runner asks of the load generator, and what it gets back: JSON over a pipe, because they live in two environments."""

from msgspec import Struct

TEXT_BYTES = 100
MARK = b"hearth-"
STAMP_DIGITS = 19


def text_of(stamp: int) -> bytes:
    """A text of 100 bytes that carries a number: the time it was published, in nanoseconds of the monotonic clock."""
    return (MARK + b"%0*d-" % (STAMP_DIGITS, stamp)).ljust(TEXT_BYTES, b"x")


class Socket(Struct):
    """Where to connect, what to offer, and what to answer to a frame that begins so."""

    url: str
    subprotocols: list[str] = []
    answers: dict[str, str] = {}


class Publisher(Struct):
    """How a text gets into the room: `before + text + after` published to a channel of Redis, or sent to a group of a channel layer."""

    redis_url: str
    channel: str
    before: bytes = b""
    after: bytes = b""
    layer: str = ""


class Processes(Struct):
    """Whose CPU seconds to count. Children count with their parents."""

    server: list[int]
    redis: list[int] = []
    database: list[int] = []


class Usage(Struct):
    """CPU seconds in a window of `seconds`, and the commands Redis executed meanwhile, those that publish among them."""

    seconds: float
    server: float
    redis: float
    database: float
    load: float
    redis_commands: int
    redis_publishes: int


class Window(Struct):
    """What is counted of a turn, and what happens before."""

    seconds: float
    warm_up: float


class Fanout(Struct, tag=True):
    """Keep so many frames in flight, one depth after the other, each for so many seconds."""

    sockets: list[Socket]
    publisher: Publisher
    processes: Processes
    depths: list[int]
    window: Window


class FanoutWindow(Struct):
    depth: int
    deliveries: int
    messages: int
    usage: Usage


class Latency(Struct, tag=True):
    """Publish at a steady rate, whatever comes back. What is published in `rest_seconds` of silence before that does not count."""

    sockets: list[Socket]
    publisher: Publisher
    processes: Processes
    rate: float
    seconds: float
    rest_seconds: float = 0


class LatencyWindow(Struct):
    p50_ms: float
    p99_ms: float
    deliveries: int
    expected: int
    usage: Usage


class Sends(Struct, tag=True):
    """Everybody writes into the one room they have: when the last message is acknowledged, or at a rate, so many a second in all."""

    sockets: list[Socket]
    processes: Processes
    redis_url: str
    window: Window
    rate: float | None = None


class SendsWindow(Struct):
    acknowledged: int
    delivered: int
    p50_ms: float
    p99_ms: float
    usage: Usage


class Reads(Struct, tag=True):
    """Everybody in a room moves their read marker to so many messages, one after the other: to the next one when all have."""

    sockets: list[Socket]
    processes: Processes
    redis_url: str
    room: int
    first: int
    count: int


class ReadsWindow(Struct):
    read: int
    p50_ms: float
    p99_ms: float
    usage: Usage


class Steady(Struct, tag=True):
    """Everybody writes into the one room they have, at a rate, so many a second in all, for so long."""

    sockets: list[Socket]
    rate: float
    seconds: float


class Steadily(Struct):
    """Of each message when it was sent, and how long its acknowledgement took: nanoseconds, of the monotonic clock."""

    sent: list[int]
    took: list[int]


class Connects(Struct, tag=True):
    """Connect all of them, some at a time. A socket is in when its handshake is done, or with its first frame where one is due."""

    sockets: list[Socket]
    processes: Processes
    redis_url: str
    at_once: int
    first_frame: bool


class ConnectsWindow(Struct):
    connects: int
    p50_ms: float
    p99_ms: float
    usage: Usage


class Idle(Struct, tag=True):
    """Connect the first few and let go of them, which warms the server up; then hold all, and see what memory that takes."""

    sockets: list[Socket]
    processes: Processes
    warm_up: int
    first_frame: bool


class IdleWindow(Struct):
    sockets: int
    kb_per_socket: float


class Ceiling(Struct, tag=True):
    """As Fanout, with a server that knows nothing else than to write when it is told to. The answer is a FanoutWindow."""

    sockets: list[Socket]
    processes: Processes
    depth: int
    window: Window


# In front of a text: "crowd-", in which phase it was sent, "-", when, in nanoseconds of the monotonic clock, and a space.
CROWD_MARK = "crowd-"


class Listen(Struct, tag=True):
    """Connect all within `open_seconds`, and hear what comes for `seconds` after these. The answer is a Heard of each phase."""

    sockets: list[Socket]
    open_seconds: float
    seconds: float


class Heard(Struct):
    deliveries: int
    p50_ms: float
    p99_ms: float


Order = Fanout | Latency | Sends | Reads | Steady | Connects | Idle | Ceiling | Listen
