"""The direction of a text that stands beside others (Unicode's bidirectional algorithm, UAX #9)."""

ISOLATES = frozenset("\u2066\u2067\u2068")
FIRST_STRONG_ISOLATE, POP = "\u2068", "\u2069"


def isolated(text: str) -> str:
    """The text so that its direction changes nothing of what stands beside it, also where it has such marks itself."""
    if text.isascii():
        return text
    kept, depth = list[str](), 0
    for character in text:
        if character in ISOLATES:
            depth += 1
        elif character == POP:
            if not depth:
                continue  # it would end what is around it
            depth -= 1
        kept.append(character)
    return f"{FIRST_STRONG_ISOLATE}{''.join(kept)}{POP * (depth + 1)}"
