"""sumy's LexRank, imported without what it does not use.

``import sumy.summarizers.lex_rank`` loads all of nltk (for a stemmer class that it looks up by name), requests (to
fetch URLs) and pycountry (to look up languages): 300 ms and 51 MB, of which numpy is 66 ms and 16 MB. LexRank
itself takes its stemmer as an argument and needs none of them. Stand-ins hold their places while sumy is imported;
then they and this private copy of sumy leave ``sys.modules``, so that whoever imports sumy, nltk or requests after
this gets the real ones. ``bot.brief.summary`` in all then takes 95 ms and 18 MB, most of it numpy.
``tests/brief/test_summary_import.py`` notices when sumy begins to need more than the names below.

Not for use while another thread imports nltk or requests. If sumy was imported before, that copy is used.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_HEAVY = ("nltk", "nltk.stem", "nltk.stem.snowball", "requests", "pycountry")
_NAMES = ("nltk.stem", "nltk.stem.snowball", "pycountry.languages")  # what sumy takes from them as it loads
_MODULE = "sumy.summarizers.lex_rank"


def lex_rank_summarizer() -> Any:
    """The class ``sumy.summarizers.lex_rank.LexRankSummarizer``; sumy ships no types.

    Raises:
        ImportError: sumy is missing, or this version of it needs more of the modules held back.
    """
    if _MODULE in sys.modules:
        return sys.modules[_MODULE].LexRankSummarizer
    with _stand_ins():
        return importlib.import_module(_MODULE).LexRankSummarizer


@contextmanager
def _stand_ins() -> Iterator[None]:
    """Hold the places of the heavy modules; restore ``sys.modules`` afterwards."""
    before = {name: module for name, module in sys.modules.items() if _ours(name)}
    for name in before:
        del sys.modules[name]
    for name in _HEAVY:
        sys.modules[name] = ModuleType(name, "Holds the place of a module that LexRank does not use.")
    for path in _NAMES:
        owner, _, name = path.rpartition(".")
        setattr(sys.modules[owner], name, sys.modules.get(path))
    try:
        yield
    finally:
        for name in [name for name in sys.modules if _ours(name)]:
            del sys.modules[name]
        sys.modules.update(before)


def _ours(name: str) -> bool:
    return name.partition(".")[0] in {"sumy", "nltk", "requests", "pycountry"}
