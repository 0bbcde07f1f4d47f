"""Which texts are one emoji (Unicode's RGI sequences), each in one spelling."""

import emoji

VARIATION = "\N{VARIATION SELECTOR-16}"


def _spelling(text: str) -> str:
    """The same for all spellings of an emoji: they differ in whether they ask for the coloured glyph."""
    return text.replace(VARIATION, "")


_known = {
    _spelling(sequence): sequence
    for sequence, about in emoji.EMOJI_DATA.items()
    if about["status"] == emoji.STATUS["fully_qualified"]
}
# In its longest spelling, with a selector behind each character.
LONGEST = 2 * max(map(len, _known))


def one_emoji(text: str) -> str | None:
    """The emoji that a text is and nothing else, fully qualified; None for any other text."""
    return _known.get(_spelling(text)) if len(text) <= LONGEST else None
