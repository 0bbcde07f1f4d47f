"""The index, brought up to the messages."""

from search.selectors import lags
from search.services.indexing import step


def index_all() -> None:
    for lag in lags.after(0, 1_000_000):
        while step(lag):
            pass
