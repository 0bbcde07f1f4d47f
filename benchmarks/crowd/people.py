"""What the runner knows of the crowd."""

from msgspec import Struct


class People(Struct):
    """`hall`: the room. `owner`, `online`, `joiners`: tokens. `removed`: ids of members who are to be removed."""

    hall: int
    owner: str
    online: list[str]
    joiners: list[str]
    removed: list[int]
