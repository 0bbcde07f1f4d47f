"""The flame graphs in docs/ are of the product alone."""

import pytest

from benchmarks.flames import FOLDER, TURNS, title_of, titled

DRAWN = '<svg><text id="title" x="1">/opt/py-spy record --output /opt/send.svg</text><text id="details"> </text></svg>'


def test_a_picture_has_a_title_and_not_the_command_that_drew_it() -> None:
    named = titled(DRAWN, "A send")
    assert named == '<svg><text id="title" x="1">A send</text><text id="details"> </text></svg>'
    with pytest.raises(ValueError, match="another title"):
        titled("<svg></svg>", "A send")


@pytest.mark.parametrize("name", TURNS)
def test_it_names_no_place_of_the_machine_on_which_it_was_drawn(name: str) -> None:
    picture = (FOLDER / f"{name}.svg").read_text()
    assert titled(picture, title_of(name)) == picture
    assert " record " not in picture
