"""Pictures that we drew, by the digest of their bytes."""

from hashlib import blake2s

from sqlalchemy import select

from bot.store.delivery_tables import pictures
from bot.store.part import Part
from bot.store.upsert import upsert


class PicturePart(Part):
    """What the store keeps of pictures."""

    def put_picture(self, png: bytes) -> str:
        """Keep a picture; the hex digest under which it is found again. The same bytes are kept once."""
        digest = blake2s(png, digest_size=16).hexdigest()
        self._db.write(
            lambda c: upsert(
                c,
                pictures,
                [{"digest": digest, "png": png, "at": self._db.now(c)}],
                key=("digest",),
                change=("at",),
            )
        )
        return digest

    def picture(self, digest: str) -> bytes | None:
        """The PNG of that digest; ``None`` if there is none (any more)."""
        wanted = select(pictures.c.png).where(pictures.c.digest == digest)
        found: bytes | None = self._db.read(lambda c: c.scalar(wanted))
        return found
