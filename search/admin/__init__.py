"""The index of search in the admin: how far it is, and what it takes."""

from search.admin.indexed_rooms import IndexedRoomAdmin

__all__ = ["IndexedRoomAdmin"]
