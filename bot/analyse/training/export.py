"""A trained network → the folder of weights that ships: int8 ONNX, vocabulary, card, licence."""

import hashlib
import importlib.metadata
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from bot.analyse.encoder.asking import Heads
from bot.analyse.encoder.bio import TAGS
from bot.analyse.encoder.weights import CARD, EVENTS, HEADS, MODEL, VOCABULARY
from bot.analyse.training.network import WIDTH, Network
from bot.analyse.training.sources import own_sentences

LICENCE = "CC-BY-SA-4.0"


def export(network: Network, vocabulary: Path, folder: Path, version: str) -> None:
    """Write both parts of the model, vocabulary and card.

    Weights are quantised to signed 8 bits per channel, with 7 bits used, so that processors with and without VNNI add
    up the same; activations are quantised as they come. What onnxruntime would do to the graph at each start is done
    here once.

    Args:
        network: Trained.
        vocabulary: The base model's ``vocab.txt``.
        folder: Made if absent; files of these names are replaced.
        version: Goes into the card.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words, events = network.encoder.eval(), network.events.eval()
    ids = torch.randint(1000, 20000, (2, 9))
    few = torch.ones_like(ids)
    _write(words, {"ids": ids, "types": 0 * ids, "mask": few}, [*words.heads, "hidden"], folder / MODEL)
    hidden = torch.randn(2, 9, WIDTH)
    _write(events, {"hidden": hidden, "marks": few, "mask": few}, list(Heads._fields), folder / EVENTS)
    shutil.copyfile(vocabulary, folder / VOCABULARY)
    files = (MODEL, EVENTS, VOCABULARY)
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files}
    made = {name: importlib.metadata.version(name) for name in ("torch", "onnx", "onnxruntime")}
    made["our sentences, SHA-256"] = own_sentences()
    card = {
        "version": version,
        "licence": LICENCE,
        "sha256": sums,
        "tags": TAGS,
        "heads": HEADS,
        "made_with": made,
    }
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", "utf-8")


def _write(part: nn.Module, inputs: Mapping[str, Tensor], outputs: Sequence[str], file: Path) -> None:
    """Trace, quantise and settle one graph; the first two axes of everything may be of any length."""
    axes = {name: {0: "batch", 1: "length"} for name in inputs}
    axes |= {
        name: {0: "batch"} if name in HEADS and name != "sides" else {0: "batch", 1: "length"}
        for name in outputs
    }
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch, "plain.onnx"), Path(scratch, "small.onnx")
        torch.onnx.export(
            part,
            tuple(inputs.values()),
            str(plain),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(plain, small, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
        _settle(small, file)


def _settle(source: Path, target: Path) -> None:
    """Save the graph as onnxruntime improves it for any processor; loading is then four times as fast."""
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(target)
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])
