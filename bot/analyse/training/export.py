"""A trained network → the folder of weights that ships: int8 ONNX, vocabulary, card, licence."""

import hashlib
import importlib.metadata
import json
import shutil
import tempfile
from pathlib import Path

import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from bot.analyse.encoder.bio import TAGS
from bot.analyse.encoder.weights import CARD, MODEL, VOCABULARY
from bot.analyse.training.network import Network
from bot.analyse.training.sources import own_sentences

LICENCE = "CC-BY-SA-4.0"


def export(network: Network, vocabulary: Path, folder: Path, version: str) -> None:
    """Write model, vocabulary and card.

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
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch, "plain.onnx"), Path(scratch, "small.onnx")
        _trace(network, plain)
        quantize_dynamic(plain, small, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
        _settle(small, folder / MODEL)
    shutil.copyfile(vocabulary, folder / VOCABULARY)
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (MODEL, VOCABULARY)}
    made = {name: importlib.metadata.version(name) for name in ("torch", "onnx", "onnxruntime")}
    made["our sentences, SHA-256"] = own_sentences()
    card = {"version": version, "licence": LICENCE, "sha256": sums, "tags": TAGS, "made_with": made}
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", "utf-8")


def _trace(network: Network, file: Path) -> None:
    ids = torch.randint(1000, 20000, (2, 9))
    inputs = (ids, torch.zeros_like(ids), torch.ones_like(ids))
    names = ["ids", "types", "mask"]
    torch.onnx.export(
        network.eval(),
        inputs,
        str(file),
        input_names=names,
        output_names=list(network.heads),
        dynamic_axes={name: {0: "batch", 1: "length"} for name in (*names, *network.heads)},
        opset_version=17,
        dynamo=False,
    )


def _settle(source: Path, target: Path) -> None:
    """Save the graph as onnxruntime improves it for any processor; loading is then four times as fast."""
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(target)
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])
