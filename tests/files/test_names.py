import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files.names import DIRECTIONS, UNNAMED, cleaned


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("tea.txt", "tea.txt"),
        ("お茶 の 写真.jpg", "お茶 の 写真.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\hana\\tea.txt", "tea.txt"),
        ("か\u3099.txt", "が.txt"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("a\0b\r\n\tc.txt", "abc.txt"),
        ("\u2066\u200f\ufefftea\u2069", "tea"),
        ("👩\u200d🍳.png", "👩\u200d🍳.png"),
        (".bashrc", ".bashrc"),
        ("  tea.txt  ", "tea.txt"),
        ("a\ud800b", "ab"),
        *((nothing, UNNAMED) for nothing in ("", " ", ".", "..", "...", "/", "a/", "\u202e", "\0")),
        ("x" * 300 + ".tar.gz", "x" * 252 + ".gz"),
        ("x" * 300, "x" * 255),
        ("x." + "y" * 300, "x." + "y" * 253),
        ("👩" * 300 + ".jpeg", "👩" * 250 + ".jpeg"),
    ],
)
def test_names(given: str, stored: str) -> None:
    assert cleaned(given) == stored


@given(st.text(st.characters(), max_size=1200))
def test_every_name_is_one_line_without_a_path(name: str) -> None:
    stored = cleaned(name)
    assert 1 <= len(stored) <= 255
    assert stored == stored.strip()
    assert not {"/", "\\", *DIRECTIONS}.intersection(stored)
    assert not any(unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") for each in stored)
    assert stored.encode()
    assert cleaned(stored) == stored
