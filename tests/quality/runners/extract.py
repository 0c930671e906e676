"""Article text of pages: a folder with ``ground-truth.json`` and ``html/<key>.html.gz`` → {key: text}."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

from bot.acquire.articles import parse, report
from bot.acquire.fields import read_fields
from bot.errors import SitrepError

NAME = "extract"
HELP = "article text of pages: folder with ground-truth.json and html/KEY.html.gz → JSON {key: text}"


def run(gold: Path, pred: Path) -> None:
    """Write the text that the engine reads from each page of ``gold``; ``""`` where it finds none.

    What the labels measure is the text. So pages are taken as well that the engine would then refuse, such as those
    in other languages.
    """
    keys = json.loads((gold / "ground-truth.json").read_text("utf-8"))
    texts = {
        key: page_text(
            gzip.decompress((gold / "html" / f"{key}.html.gz").read_bytes()), page.get("url") or ""
        )
        for key, page in keys.items()
    }
    pred.write_text(json.dumps(texts, ensure_ascii=False, indent=1), "utf-8")


def page_text(body: bytes, url: str) -> str:
    """Text of one page, by the functions that ``articles.extract`` is made of."""
    try:
        tree = parse(body, None)
        return report(tree, read_fields(tree, url, datetime.now(UTC)).headline)
    except SitrepError:
        return ""
