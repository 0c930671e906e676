"""Pages that hold no article, each told apart by the marks of its kind and refused with a named reason.

The text decides first: a page with a full article is never refused for a cookie banner or a subscription offer.
Only when little prose was found is the page searched for what it is instead.
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from bot.acquire.fields import Fields, is_article_kind
from bot.acquire.lengths import check_length
from bot.acquire.listings import is_listing, is_prose
from bot.errors import NotAnArticle, Reason

_FULL_WORDS = 250
"""From here on a text is the article, whatever the page offers beside it. Teasers in front of a paywall end after two
or three paragraphs, below 200 words (88 on the one such dev page); the median English dev page has 574."""

_SCRAP_WORDS = 50
"""Below this the whole page is searched for a captcha or a consent page, above it only the text that was found: short
reports stand beside cookie banners, too."""

_WHOLE_PARAGRAPHS = 4
"""From here on a page that calls itself an article has a whole, if short, report, and what is offered around it is
an advertisement. Behind a paywall stand two or three paragraphs (the dev page has two)."""

_TEXT_CONTAINER = "//*[self::article or self::main[not(.//article)]]"
_MARGINS = ("header", "nav", "footer", "aside")

_CAPTCHA = re.compile(
    r"(?i)verify (?:that )?you(?:['’]re| are) (?:a )?(?:human|not a robot)|(?:are you|i['’]m not) a robot|prove you(?:['’]re| are) human"
    r"|checking your browser|unusual (?:traffic|activity) from your|complete the (?:captcha|security check)|press (?:&|and) hold"
    r"|enable javascript and cookies to continue|just a moment\.\.\.|ddos protection by"
)
_CONSENT = re.compile(
    r"(?i)we (?:value|respect|care about) your privacy|before you continue to|(?:accept|reject|agree to) (?:all|cookies)"
    r"|cookie (?:consent|settings|preferences)|we and our \d* ?(?:\w+ )?partners|manage (?:your )?(?:consent|choices|preferences|privacy)"
    r"|your (?:privacy|cookie) choices"
)
_PAYWALL = re.compile(
    r"(?i)subscribe (?:now )?to (?:continue|read|keep|unlock)|to (?:continue|keep) reading|to read (?:the (?:full|rest)|this (?:article|story))"
    r"|(?:article|story|content) is (?:for|only (?:for|available to)|available (?:only )?to|reserved for|exclusive to) (?:\w+ )?(?:subscribers|members)"
    r"|(?:subscribers|members)[- ]only|already a (?:subscriber|member)|unlock (?:this|the full) (?:article|story)|subscribe for (?:full|unlimited) access"
    r"|you(?:['’]ve| have) (?:reached|read) (?:your|all) .{0,30}(?:free|limit)|start your (?:free )?(?:trial|subscription)"
)
_ERROR = re.compile(
    r"(?i)\b(?:404|410|403|500|502|503)\b.{0,40}(?:not found|error|forbidden|gone|unavailable)|page (?:was |could )?not (?:be )?found"
    r"|page (?:you .{0,40})?(?:does ?n[o'’]t exist|no longer (?:exists|available))|access denied|(?:sorry, )?we can(?:no|['’])t find (?:that|the|this) page"
    r"|service unavailable|under maintenance"
)


def refuse(tree: HtmlElement, fields: Fields, body: str, url: str) -> None:
    """Return if ``body``, extracted from ``tree``, is an article.

    Raises:
        NotAnArticle: It is not; the reason says what the page is instead.
    """
    if len(body.split()) < _FULL_WORDS:
        for reason, message in _gates(tree, fields, body):
            raise NotAnArticle(message, reason=reason)
    if not _is_marked(fields) and is_listing(tree, body, url):
        raise NotAnArticle(
            "The page lists articles. Give the address of one of them.", reason=Reason.NOT_AN_ARTICLE
        )
    check_length(body)


def _gates(tree: HtmlElement, fields: Fields, body: str) -> Iterator[tuple[Reason, str]]:
    """What stands where an article should be, most certain first."""
    words = len(body.split())
    scrap = f"{fields.title} {visible_text(tree) if words < _SCRAP_WORDS else body}"
    if _ERROR.search(f"{fields.title} . {fields.headline}"):
        yield Reason.NOT_AN_ARTICLE, "The page is an error message of its site."
    if _CAPTCHA.search(scrap):
        yield Reason.CAPTCHA, "The site wants proof that a human is reading. Save the page and give the file."
    if fields.free is False or _PAYWALL.search(_where_offers_count(tree, fields, body)):
        yield (
            Reason.PAYWALL,
            "The article is behind a paywall. Save the page where you can read it and give the file.",
        )
    if len(set(_CONSENT.findall(scrap))) > 1 and not (_is_marked(fields) and words >= _SCRAP_WORDS):
        yield (
            Reason.CONSENT,
            "The site shows a consent page. Choose there, save the article and give the file.",
        )
    if words < _FULL_WORDS // 2 and not _is_marked(fields) and any("video" in kind for kind in fields.kinds):
        yield Reason.NOT_AN_ARTICLE, "The page holds a video and no report."


def _where_offers_count(tree: HtmlElement, fields: Fields, body: str) -> str:
    """What is searched for an offer to subscribe: the page without its margins, or only the text of a whole report."""
    if _is_marked(fields) and sum(map(is_prose, body.split("\n"))) >= _WHOLE_PARAGRAPHS:
        return f"{body} {visible_text(tree, *_MARGINS, inside=_TEXT_CONTAINER)}"
    return visible_text(tree, *_MARGINS)


def _is_marked(fields: Fields) -> bool:
    """Whether the page calls itself an article."""
    return any(map(is_article_kind, fields.kinds))


def visible_text(tree: HtmlElement, *without: str, inside: str = "//body") -> str:
    """Text ``inside`` in one line, at most 50,000 characters; not of scripts, nor within elements ``without``."""
    hidden = " or ".join(f"ancestor::{tag}" for tag in ("script", "style", "template", *without))
    texts = tree.xpath(f"{inside}//text()[not({hidden})]")
    return " ".join(" ".join(texts).split())[:50_000]
