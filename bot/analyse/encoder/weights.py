"""The weights that lie in a folder, checked against their card, and run by onnxruntime.

The folder holds ``model.onnx`` (the encoder, names, signals of events), ``events.onnx`` (what the events are),
``vocabulary.txt``, ``card.json`` (version, checksums, classes), and the licence and attributions of what trained them. ``python -m bot.analyse.training`` writes it.
"""

import hashlib

import msgspec
import numpy as np

from bot.analyse.encoder.asking import Heads
from bot.analyse.encoder.bio import TAGS
from bot.analyse.encoder.labels import ACTS, MODALITIES, ROOTS, SIDES
from bot.analyse.encoder.tagger import Scores, Tagger
from bot.analyse.encoder.wordpiece import WordPiece

MODEL, EVENTS, VOCABULARY, CARD = "model.onnx", "events.onnx", "vocabulary.txt", "card.json"
"""Files of the folder."""


class Unusable(Exception):
    """There is no model to read with; the message says why and what to do. Reading goes on by rules."""


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the weights are: ``sha256`` of each file by its name, tags and classes of the heads in their order.

    ``made_with``: versions of the libraries that made them, and the SHA-256 of our own sentences.
    """

    version: str
    licence: str
    sha256: dict[str, str]
    tags: tuple[str, ...]
    heads: dict[str, tuple[str, ...]]
    made_with: dict[str, str] = {}


HEADS = {"roots": ROOTS, "acts": ACTS, "modalities": MODALITIES, "sides": SIDES}
"""Classes of the event heads, as a card names them."""


class Session:
    """onnxruntime on one thread: the process has one core's worth of work, and sums in one order.

    Args:
        folder: Holds ``MODEL`` (inputs ids, types and mask) and ``EVENTS`` (hidden, marks and mask). Its name: of bytes
            onnxruntime keeps a copy.

    Raises:
        Unusable: onnxruntime is missing or does not accept a file.
    """

    def __init__(self, folder: str) -> None:
        try:
            import onnxruntime  # noqa: PLC0415 - where it is missing, rules read on
        except Exception as error:  # a broken build raises more than ImportError
            raise Unusable(f"onnxruntime cannot be loaded ({error}); install it with pip") from error
        onnxruntime.disable_telemetry_events()
        onnxruntime.set_default_logger_severity(4)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # else it keeps a plan of memory for every shape it meets
        try:
            self._reads, self._asks = (
                onnxruntime.InferenceSession(f"{folder}/{name}", options, providers=["CPUExecutionProvider"])
                for name in (MODEL, EVENTS)
            )
        except Exception as error:  # its errors share no base of their own
            raise Unusable("onnxruntime refuses the weights; install Sitrep again") from error

    def scores(self, ids: np.ndarray, types: np.ndarray, mask: np.ndarray) -> Scores:
        """Three (rows, length) arrays of int64 → logits and hidden states."""
        given = {"ids": ids, "types": types, "mask": mask}
        names, signals, hidden = self._reads.run(["names", "signals", "hidden"], given)
        return Scores(np.asarray(names, np.float64), np.asarray(signals, np.float64), np.asarray(hidden))

    def ask(self, hidden: np.ndarray, marks: np.ndarray, mask: np.ndarray) -> Heads:
        """(rows, length, width) of float32 and two (rows, length) arrays of int64 → logits."""
        found = self._asks.run(list(Heads._fields), {"hidden": hidden, "marks": marks, "mask": mask})
        return Heads(*(np.asarray(part, np.float64) for part in found))


def load(folder: str) -> tuple[Tagger, str]:
    """The tagger of a folder, and its version.

    Raises:
        Unusable: A file is missing, is not what the card says, or cannot be run here.
    """
    card = _card(_bytes(folder, CARD))
    for name in (MODEL, EVENTS):
        _checked(folder, name, card)
    vocabulary = _checked(folder, VOCABULARY, card)
    if card.tags != TAGS or card.heads != HEADS:
        raise Unusable(f"the weights in {folder} were made for another version; install Sitrep again")
    session = Session(folder)
    try:
        tagger = Tagger(session, WordPiece(vocabulary.decode("utf-8").splitlines()))
        tagger.events([line for line in tagger.read("Ada Roe struck.", [(0, 15)]) if line])
    except Exception as error:  # another graph than ours fails in ways of its own
        raise Unusable(f"the weights in {folder} cannot be run; install Sitrep again") from error
    return tagger, card.version


def _card(raw: bytes) -> Card:
    try:
        return msgspec.json.decode(raw, type=Card)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Unusable(f"{CARD} of the weights cannot be read ({error}); install Sitrep again") from error


def _checked(folder: str, name: str, card: Card) -> bytes:
    raw = _bytes(folder, name)
    if hashlib.sha256(raw).hexdigest() != card.sha256.get(name):
        raise Unusable(f"{name} is not the file that {CARD} names; install Sitrep again")
    return raw


def _bytes(folder: str, name: str) -> bytes:
    try:
        with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123 - paths are the caller's; this floor knows none
            return file.read()
    except OSError as error:
        raise Unusable(f"{folder}/{name} cannot be read ({error.strerror}); install Sitrep again") from error
