"""What a chunk holds of given messages is what it held when FORMAT got its present value."""

from datetime import UTC, datetime
from hashlib import sha256

from chat.models import Message
from search.matching import segments
from search.models.chunk import CHUNK, FORMAT

AT = datetime(2026, 11, 1, 12, 30, tzinfo=UTC)
TEXTS = (
    "会議室で打ち合わせ、髙橋さんと㈱囲炉裏",
    "ｶﾞﾗｽ と ガラス と ＷｉＦｉ",
    "Émile naïve Straße ΣΊΣΥΦΟΣ Привет й 한국어",
    "foo_bar.baz https://example.org/path?q=1 C++ C#",
    "👍🏽 ❤️ 👩‍👩‍👧 :-) 100%",
    "",
)
# Where this differs, raise FORMAT, and write down what it is now: indexes of the format before lack what is new.
EXPECTED = {2: "038846555a315842"}


def test_a_chunk_holds_what_its_format_says() -> None:
    messages = [
        Message(author_id=7, seq=seq, text=text, created_at=AT, mentions=[8], pinned_at=AT)
        for seq, text in enumerate(TEXTS, start=1)
    ]
    text, signature = segments.indexed([*messages, None])
    held = sha256(f"{CHUNK}{text}".encode() + signature).hexdigest()[:16]
    assert held == EXPECTED[FORMAT]
