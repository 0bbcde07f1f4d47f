"""Read an object, or a part of it, piece by piece. Where the connection breaks, it goes on at the same place."""

from typing import Any, Self

from files.s3.calls import SILENCE, calling, outage

MOST_TRIES = 3


class Reading:
    """`length` bytes of an object from `first` on; all that follow without one. Raises as `calling` does, and where
    the object ends too early."""

    def __init__(self, client: Any, bucket: str, key: str, first: int = 0, length: int | None = None) -> None:
        self._client = client
        self._place = {"Bucket": bucket, "Key": key}
        self._next = first
        self._end = None if length is None else first + length
        self._body = self._opened()

    def read(self, size: int = -1) -> bytes:
        for attempt in range(MOST_TRIES):
            try:
                if attempt:
                    self._body = self._opened()
                piece: bytes = self._body.read(size if size >= 0 else None)
            except SILENCE as error:
                self._body.close()
                broken = error
                continue
            self._next += len(piece)
            return piece
        raise outage.begin(broken)

    def close(self) -> None:
        self._body.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _opened(self) -> Any:
        with calling():
            return self._client.get_object(**self._place, **self._range())["Body"]

    def _range(self) -> dict[str, str]:
        if not self._next and self._end is None:
            return {}
        last = "" if self._end is None else str(self._end - 1)
        return {"Range": f"bytes={self._next}-{last}"}
