"""Titles as they are compared: without the outlet's name, without what an agency puts before them."""

import re
import unicodedata

from bot.acquire.identity.folding import folded

_MOST_CHARS = 300
"""Of a title that are looked at: headlines have 300 at most, and what is longer is told apart by its beginning."""

_MOST_STRIPS = 3
"""Labels and names that are taken off: "Breaking news | UPDATE 1-… - Reuters"."""

_ENDS = 2
"""Partings that are looked at from either end; a name may have one in itself ("Radio One - World")."""

_PARTING = re.compile(r"\s+[-–—|·•:«»]+\s+|\s*[|»]\s*|:\s+")
"""What stands between a title and an outlet's name. A hyphen has blanks beside it, else it joins words."""

_LABEL = re.compile(
    r"""\s*(?:
        (?-i:UPDATE|WRAPUP|REFILE|RECAST|CORRECTED|RPT|BRIEF) \s*\d{0,2}\s*[-–—:]    # agencies: "UPDATE 2-Minister …"
      | (?-i:EXCLUSIVE|LIVE|BREAKING) \s*[-–—]
      | (?: updated? (?:\s+\d{1,2})? | live (?:\s+(?:blog|updates?))? | watch\s+live | exclusive
          | breaking (?:\s+news)? | just\s+in | developing ) \s*(?: [:|] | \s[-–—]\s )
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")
_SITE = re.compile(r"\.(?:com|org|net|co\.uk|news|[a-z]{2})$", re.IGNORECASE)
_COMMON = frozenset({"the", "news", "online", "rss", "feed"})


def title_key(title: str, *names: str) -> str:
    """What a title says, to be compared: case-folded words and figures, parted by blanks; ``""`` if there are none.

    Args:
        title: As a feed or page gives it.
        names: What the outlet is called: its configured name, the title of the feed. Only these are taken off, before
            or after a title ("… - Reuters", "BBC News | …"); any other last part belongs to the title.

    "UPDATE 2-", "LIVE:" and the like go; digits stay, since "12 killed" and "17 killed" are two titles.
    """
    text = unicodedata.normalize("NFKC", title[:_MOST_CHARS])[:_MOST_CHARS]
    outlets = {name for given in names if (name := _name(given))}
    for _ in range(_MOST_STRIPS):
        text = _shorter(text, outlets)
    plain = _INITIALS.sub(lambda m: m[0].replace(".", ""), text)
    return " ".join(_TOKEN.findall(_THOUSANDS.sub("", plain).casefold()))


def _shorter(text: str, outlets: set[str]) -> str:
    """Without one label or one outlet's name; the same where there is none, or where nothing else would be left."""
    label = _LABEL.match(text)
    if label and folded(text[label.end() :]):
        return text[label.end() :]
    partings = [*_PARTING.finditer(text)] if outlets else []
    for parting in (*partings[:_ENDS], *partings[_ENDS:][-_ENDS:]):
        head, tail = text[: parting.start()], text[parting.end() :]
        if _name(tail) in outlets and folded(head):
            return head
        if _name(head) in outlets and folded(tail):
            return tail
    return text


def _name(text: str) -> str:
    """An outlet's name bare of what it is called with and without: "The Guardian", "Reuters.com", "BBC News"."""
    words = folded(_SITE.sub("", text.strip()))
    return "".join([word for word in words if word not in _COMMON] or words)
