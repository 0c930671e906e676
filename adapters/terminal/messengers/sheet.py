"""A part as the terminal's messengers freeze it: as text, and as a document for a browser.

Where posts go may change between two tries (``--to`` another place). What one messenger froze the other one can post.
"""

import msgspec


class Sheet(msgspec.Struct, frozen=True, tag_field="sheet", tag="1"):
    """``text`` is Markdown or plain; ``page`` is HTML, ``""`` for none."""

    text: str
    page: str = ""


_DECODER = msgspec.json.Decoder(Sheet)


def freeze(sheet: Sheet) -> str:
    """The payload of a part."""
    return msgspec.json.encode(sheet).decode()


def thaw(payload: str) -> Sheet:
    """The part of a payload; one that is another messenger's is shown as it stands."""
    try:
        return _DECODER.decode(payload)
    except msgspec.MsgspecError:
        return Sheet(payload)
