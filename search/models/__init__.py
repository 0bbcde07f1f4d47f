from search.models.chunk import Chunk
from search.models.indexed_room import IndexedRoom

__all__ = ["Chunk", "IndexedRoom"]
