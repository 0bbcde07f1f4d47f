"""A page of history ends with its bytes, and the pages lead through every message once."""

from functools import partial
from typing import Any

import pytest

from chat import payloads, selectors
from chat.models import Message
from tests.chat.hearth import Hearth
from tests.chat.longest import CONTROL, FILES, FIRE, GROWTH_WITH_FILES, LARGEST_GROWTH, fill, measured

pytestmark = pytest.mark.django_db


class TestHistory:
    def pages(
        self, hearth: Hearth, first: dict[str, Any], limit: int, growth: int = LARGEST_GROWTH
    ) -> list[payloads.History]:
        pages = [measured(lambda: selectors.history(hearth.room, limit=limit, **first), growth)]
        forwards = "after" in first
        while pages[-1].has_after if forwards else pages[-1].has_before:
            edge = pages[-1].messages[-1 if forwards else 0].seq
            cursor: dict[str, Any] = {"after": edge} if forwards else {"before": edge}
            read = partial(selectors.history, hearth.room, limit=limit, **cursor)
            pages.append(measured(read, growth))
        return pages

    @pytest.mark.parametrize("text", [FIRE, CONTROL], ids=["4 bytes", "escaped"])
    @pytest.mark.parametrize("first", [{}, {"after": 0}, {"before": 130}], ids=str)
    @pytest.mark.parametrize("limit", [50, 200])
    def test_short_pages_lead_through_everything_once(
        self, hearth: Hearth, text: str, first: dict[str, Any], limit: int
    ) -> None:
        fill(hearth, 150, text)
        pages = self.pages(hearth, first, limit)
        seqs = [message.seq for page in (pages if "after" in first else pages[::-1]) for message in page.messages]
        assert seqs == list(range(1, first.get("before", 151)))

    def test_files_count(self, hearth: Hearth) -> None:
        fill(hearth, 60, "", files=FILES)
        pages = self.pages(hearth, {"after": 0}, 200, GROWTH_WITH_FILES)
        assert len(pages) > 2
        assert [message.seq for page in pages for message in page.messages] == list(range(1, 61))

    @pytest.mark.parametrize("limit", [1, 200])
    @pytest.mark.parametrize("around", [1, 7, 150, 300, 1000])
    def test_around_keeps_the_message_and_its_neighbours(self, hearth: Hearth, around: int, limit: int) -> None:
        fill(hearth, 300)
        page = measured(lambda: selectors.history(hearth.room, around=around, limit=limit))
        seqs = [message.seq for message in page.messages]
        assert seqs == list(range(seqs[0], seqs[-1] + 1))
        target = min(around, 300)
        assert target in seqs
        assert (page.has_before, page.has_after) == (seqs[0] > 1, seqs[-1] < 300)
        if limit > 1 and 20 < target < 280:
            assert seqs[0] < target < seqs[-1]

    def test_a_thread(self, hearth: Hearth) -> None:
        fill(hearth, 1)
        root = Message.objects.get(room=hearth.id)
        fill(hearth, 200, thread=root)
        page = measured(lambda: selectors.thread(root, limit=200))
        seqs = [message.seq for message in page.messages]
        while page.has_before:
            before = page.messages[0].seq
            page = measured(lambda before=before: selectors.thread(root, before=before, limit=200))  # type: ignore[misc]
            seqs = [message.seq for message in page.messages] + seqs
        assert seqs == list(range(2, 202))
        seqs, after = [], 0
        while True:
            page = measured(lambda after=after: selectors.thread(root, after=after, limit=200))  # type: ignore[misc]
            seqs += [message.seq for message in page.messages]
            if not page.has_after:
                break
            after = seqs[-1]
        assert seqs == list(range(2, 202))
