"""How far the frames that came have brought a room."""

from realtime.fanout.known_revs import KnownRevs

READ = b'{"type":"read","room":1,"user":2,"seq":3}'
TYPING = b'{"type":"typing","room":1,"user":{}}'


def change(rev: int) -> bytes:
    return b'{"type":"message","room":1,"rev":%d,"message":{}}' % rev


def test_the_newest_change_counts_and_what_changes_nothing_does_not() -> None:
    heads = KnownRevs()
    heads.note({"a": [TYPING], "b": [change(3), change(4), TYPING, READ]})
    assert (heads.of("a"), heads.of("b")) == (None, 4)
    heads.note({"b": [READ]})
    assert heads.of("b") == 4


def test_only_what_goes_beyond_it_is_news() -> None:
    heads = KnownRevs()
    frames = [change(rev) for rev in (3, 4, 5)]
    assert heads.news("a", frames) == frames
    heads.put("a", 4)
    assert heads.news("a", frames) == [change(5)]


def test_what_is_not_served_any_more_is_forgotten() -> None:
    heads = KnownRevs()
    heads.note({"a": [change(3)]})
    heads.forget(["a", "b"])
    assert heads.of("a") is None
