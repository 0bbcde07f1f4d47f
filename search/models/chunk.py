from django.db import models

from chat.models import Room

# Messages of a chunk: those of a room with the seqs number * CHUNK + 1 to (number + 1) * CHUNK.
CHUNK = 128
# What a chunk holds of a message, and how. Raise it when the fold, the segments, the terms or CHUNK change: then every
# room is indexed again, and until then no worker reads chunks that another version wrote.
FORMAT = 2


class Chunk(models.Model):
    """The search fold of consecutive messages of a room, and a signature that tells what they cannot contain.

    A search reads the signatures of the searcher's rooms alone, so that it costs nothing what others wrote. Chunks are
    a copy: they are written from the messages again at any time.
    """

    # Without a constraint in the database: its check would lock the room's row, for which a send waits. The columns
    # stand in the order in which SQLite reads a row: a look at the signatures does not read the texts.
    room = models.ForeignKey(Room, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    number = models.PositiveBigIntegerField()
    # Whoever writes a row says the format; the default is that of the first migration.
    format = models.PositiveSmallIntegerField(default=1)
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
