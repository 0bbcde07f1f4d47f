from django.db import models

from chat.models import Room

# Messages of a chunk: those of a room with the seqs number * CHUNK + 1 to (number + 1) * CHUNK.
CHUNK = 128


class Chunk(models.Model):
    """The search fold of consecutive messages of a room, and a signature that tells what they cannot contain.

    A search reads the signatures of the searcher's rooms alone, so that it costs nothing what others wrote. Chunks are
    a copy: they are written from the messages again at any time.
    """

    room = models.ForeignKey(Room, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveBigIntegerField()
    # When the first and the last of its messages were sent.
    oldest_at = models.DateTimeField()
    newest_at = models.DateTimeField()
    # A Bloom filter of the terms of its messages: search/matching/terms.py.
    signature = models.BinaryField()
    # One segment for each seq, in order, empty for a deleted message: search/matching/segments.py.
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "number"], name="one_chunk_of_a_number")]

    def __str__(self) -> str:
        return f"{self.number} of {self.room_id}"
