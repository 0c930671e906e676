"""Importing the summary loads sumy without nltk, requests and pycountry, and leaves no trace in ``sys.modules``."""

import subprocess
import sys


def run(code: str) -> str:
    """Output of ``code`` in a process of its own, where nothing is loaded yet."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_heavy_modules_are_not_loaded() -> None:
    """Fails when a new sumy needs more of them than their names."""
    loaded = run("import sys, bot.brief.summary; print(*sys.modules)").split()
    heavy = {"sumy", "nltk", "requests", "pycountry", "urllib3", "asyncio", "lxml", "aiohttp", "scipy"}
    assert "numpy" in loaded
    assert heavy & {name.partition(".")[0] for name in loaded} == set()


def test_the_class_is_sumys() -> None:
    code = (
        "import importlib.util, inspect\n"
        "from bot.brief.centrality import LexRank\n"
        "stock = LexRank.__mro__[1]\n"
        "print(stock.__module__, stock.__name__)\n"
        "print(inspect.getfile(stock.__call__) == importlib.util.find_spec('sumy.summarizers.lex_rank').origin)"
    )
    assert run(code).split() == ["sumy.summarizers.lex_rank", "LexRankSummarizer", "True"]


def test_who_imports_them_later_gets_the_real_ones() -> None:
    code = (
        "import bot.brief.summary, warnings\n"
        "warnings.simplefilter('ignore')\n"
        "import nltk.stem.snowball, requests, pycountry\n"
        "from sumy.nlp.stemmers import Stemmer\n"
        "from sumy.summarizers.lex_rank import LexRankSummarizer\n"
        "print(Stemmer('english')('running'), callable(requests.get), pycountry.languages.get(alpha_2='en').name)"
    )
    assert run(code) == "run True English"


def test_what_was_imported_before_stays() -> None:
    code = (
        "import sys, warnings\n"
        "warnings.simplefilter('ignore')\n"
        "import requests, nltk\n"
        "before = (sys.modules['requests'], sys.modules['nltk'], sys.modules['nltk.stem'])\n"
        "import bot.brief.summary\n"
        "print(before == (sys.modules['requests'], sys.modules['nltk'], sys.modules['nltk.stem']))"
    )
    assert run(code) == "True"


def test_a_sumy_that_was_imported_before_is_used() -> None:
    code = (
        "import warnings\n"
        "warnings.simplefilter('ignore')\n"
        "from sumy.summarizers.lex_rank import LexRankSummarizer\n"
        "from bot.brief.centrality import LexRank\n"
        "print(issubclass(LexRank, LexRankSummarizer))"
    )
    assert run(code) == "True"


def test_without_sumy_it_says_so() -> None:
    """The stand-ins are gone then too."""
    code = (
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'sumy': raise ModuleNotFoundError('sumy is not here', name=name)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "try:\n"
        "    import bot.brief.summary\n"
        "except ImportError as error:\n"
        "    print(error, sorted({'nltk', 'requests', 'pycountry'} & set(sys.modules)))"
    )
    assert run(code) == "sumy is not here []"
