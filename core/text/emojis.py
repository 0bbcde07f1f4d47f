"""Recognise a single emoji (Unicode's RGI sequences) and normalise its spelling."""

import emoji

VARIATION = "\N{VARIATION SELECTOR-16}"


def _spelling(text: str) -> str:
    """A key that all spellings of an emoji share. They differ in variation selectors, which ask for the coloured
    glyph."""
    return text.replace(VARIATION, "")


_known = {
    _spelling(sequence): sequence
    for sequence, about in emoji.EMOJI_DATA.items()
    if about["status"] == emoji.STATUS["fully_qualified"]
}
# The longest spelling has a selector behind each character.
LONGEST = 2 * max(map(len, _known))


def one_emoji(text: str) -> str | None:
    """The emoji in its fully qualified spelling; None when the text is not exactly one emoji."""
    return _known.get(_spelling(text)) if len(text) <= LONGEST else None
