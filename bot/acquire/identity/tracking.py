"""Parts of a query that tell where a reader came from, never what they read.

Each name stands with whoever sets it, as their own documentation calls it (looked up or known in July 2026). A name
that a site may as well use for its content goes only under a condition: see ``HEDGED`` and ``HOSTS``.
"""

import re

PREFIXES = (
    "utm_",  # Google Analytics, campaign URL builder
    "at_",  # Piano Analytics (once AT Internet): at_medium, at_campaign, at_custom1…; BBC
    "mtm_",  # Matomo, campaign tracking
    "matomo_",
    "pk_",  # Matomo under its old name, Piwik
    "piwik_",
    "hsa_",  # HubSpot ads
    "ns_",  # comScore Digital Analytix: ns_mchannel, ns_source, ns_campaign, ns_linkname
    "wt.",  # Webtrends: WT.mc_id, WT.mc_ev
    "guce_",  # Yahoo's consent gate: guce_referrer, guce_referrer_sig
    "oly_",  # Omeda: oly_enc_id, oly_anon_id
    "vero_",  # Vero: vero_id, vero_conv
    "amp_",  # Google AMP viewer and cache: amp_js_v, amp_gsa, amp_kit
)

NAMES = frozenset(
    (
        *("gclid", "gclsrc", "dclid", "gbraid", "wbraid", "_ga", "_gl"),  # Google Ads, Analytics' linker
        *(
            "fbclid",
            "fb_ref",
            "fb_source",
            "igsh",
            "igshid",
        ),  # Meta: click id, social plugins, Instagram shares
        *("msclkid", "ocid"),  # Microsoft Advertising; MSN, also the BBC
        *("twclid", "ref_src", "ref_url", "__twitter_impression"),  # X: click id, embedded posts
        *("ttclid", "li_fat_id", "yclid", "ysclid", "epik"),  # TikTok, LinkedIn, Yandex twice, Pinterest
        *("mc_cid", "mc_eid"),  # Mailchimp: campaign, recipient
        *("_hsenc", "_hsmi", "__hstc", "__hssc", "__hsfp"),  # HubSpot: mail and cookies carried over
        *("mkt_tok", "s_kwcid", "ef_id", "s_cid"),  # Marketo; Adobe Advertising; Adobe Analytics
        *("xtor", "xtref"),  # AT Internet
        *(
            "cmp",
            "cmpid",
            "icid",
            "ncid",
            "itid",
        ),  # campaign ids: Guardian; Bloomberg, Time; BBC, Telegraph; AOL; Post
        *("smid", "smtyp", "emc"),  # New York Times: social media, mail
        *("soc_src", "soc_trk", "guccounter"),  # Yahoo: shares, visits behind the consent gate
        *("taid", "sref"),  # True Anthem (Reuters' posts); Bloomberg's links out
        *("_branch_match_id", "spm", "dm_i"),  # Branch; Alibaba; Dotdigital
        *("usqp",),  # Google AMP cache
        *("jsessionid", "phpsessid"),  # servlet containers, PHP: a visit's id where there are no cookies
    )
)

HEDGED = frozenset({"ref", "partner", "referrer"})
"""Who links here: Ghost's and Amazon's ``ref``, the New York Times' ``partner``. Three digits in a row could be an id."""

CAME_BY = frozenset({"source", "src", "from", "mod", "via", "feed", "rss"})
"""Likewise (Medium's ``source``, Dow Jones' ``mod``), but some sites choose what to show by them: only with a value as below."""

HOSTS = {
    "dailymail.co.uk": frozenset({"ito"}),
    "forbes.com": frozenset({"sh"}),
    "nytimes.com": frozenset({"partner", "unlocked_article_code", "referringsource"}),
    "washingtonpost.com": frozenset({"pwapi_token"}),
    "wsj.com": frozenset({"mod", "reflink", "st"}),
    "marketwatch.com": frozenset({"mod", "siteid"}),
    "theatlantic.com": frozenset({"gift"}),
    "bloomberg.com": frozenset({"leadsource", "accesstoken"}),
}
"""Names that mean it on one site: campaigns, shares and gifts, as that site's own links carry them."""

AMP = frozenset({("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp"), ("output", "amp")})
"""Choices of the AMP form: WordPress' plug-in (``?amp``, ``?amp=1``), Arc XP (``outputType=amp``)."""

_ID = re.compile(r"\d{3}")
_CHANNEL = re.compile(
    r"(?:rss|feed|twitter|facebook|social|newsletter|e?mail|whatsapp|telegram|linkedin)(?![a-z])|1$",
    re.IGNORECASE,
)


def is_tracking(host: str, name: str, value: str) -> bool:
    """Whether ``name=value`` in a query of ``host`` (bare of ``www.``) says nothing of what is shown."""
    name = name.casefold()
    if name in NAMES or name.startswith(PREFIXES) or (name, value.casefold()) in AMP:
        return True
    if name in HEDGED and not _ID.search(value):
        return True
    if name in CAME_BY and _CHANNEL.match(value) and (value != "1" or name in {"rss", "feed"}):
        return True
    return any(name in names for site, names in HOSTS.items() if host == site or host.endswith(f".{site}"))
