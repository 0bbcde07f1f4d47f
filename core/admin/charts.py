"""Bar charts that the server draws as SVG. Only attributes place the bars: the admin's pages allow no style of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

HEIGHT = 100
STEP = 10  # of the drawing, for each bar


class Bar(NamedTuple):
    name: str  # of its time, such as 14:15
    amount: int


class Drawn(NamedTuple):
    x: int
    y: float
    height: float
    title: str


@dataclass(frozen=True)
class Chart:
    """`summary` says in words what the chart shows, for those who do not see it. `ticks` stand below it, evenly."""

    bars: Sequence[Bar]
    summary: str
    ticks: Sequence[str]

    @property
    def top(self) -> int:
        """The greatest amount, rounded up to a number that reads well."""
        return _round(max((bar.amount for bar in self.bars), default=0))

    @property
    def is_empty(self) -> bool:
        return not any(bar.amount for bar in self.bars)

    @property
    def width(self) -> int:
        return len(self.bars) * STEP

    @property
    def drawn(self) -> list[Drawn]:
        return [self._draw(number, bar) for number, bar in enumerate(self.bars)]

    def _draw(self, number: int, bar: Bar) -> Drawn:
        # A bar that is not nothing is never too low to be seen.
        height = max(1.5, round(bar.amount / self.top * HEIGHT, 1)) if bar.amount else 0
        return Drawn(number * STEP, round(HEIGHT - height, 1), height, f"{bar.name}: {bar.amount:,}")


def _round(amount: int) -> int:
    if amount <= 4:
        return 4
    size: int = 10 ** (len(str(amount)) - 1)
    return next(size * part // 2 for part in range(2, 21) if size * part // 2 >= amount)
