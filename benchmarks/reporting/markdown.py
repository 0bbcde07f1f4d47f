"""Tables, and numbers as people read them."""

from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---", *["--:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def shown(value: float | None, unit: str = "") -> str:
    """Three digits or so; nothing that was not measured."""
    if value is None:
        return "–"
    if abs(value) >= 100:
        text = f"{value:,.0f}"
    else:
        text = f"{value:.3g}"
    return f"{text}{unit}"


def times(part: float | None, whole: float | None) -> str:
    return f"{shown(part / whole)} ×" if part and whole else "–"
