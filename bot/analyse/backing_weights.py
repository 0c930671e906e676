"""Weights of ``bot.analyse.backing``; written by ``python -m tests.quality.tune_backing ship``, do not edit.

From 110 articles of our own (``tests/data/people``). By folds of articles, of 543 people whose words name
no party and to whom the rules lend none, 184 got the right one and 72 a wrong one.
"""

CALLINGS = {
    "state": {
        "state": 0.06,
        "public": -1.08,
        "abroad": 0.6,
        "officer": -1.44,
        "private": -3.79,
        "none": -2.16,
    },
    "body": {
        "state": -0.34,
        "public": -0.84,
        "abroad": -1.01,
        "officer": -0.3,
        "private": -2.58,
        "none": -1.88,
    },
}
"""What speaks for any party of a kind, by calling."""

PARTIES = {
    "state": {
        "share": 0.28,
        "before": -1.27,
        "paragraph": 1.07,
        "leads": -0.02,
        "opens": 0.37,
        "lead": 1.22,
        "held": -0.05,
        "acts": 1.02,
        "beside": 1.43,
        "led": 2.99,
        "served": 3.77,
    },
    "body": {
        "share": -1.24,
        "before": -0.35,
        "paragraph": 1.34,
        "leads": 1.46,
        "opens": 0.63,
        "lead": 1.5,
        "held": -1.08,
        "acts": 1.04,
        "beside": 2.29,
        "led": 0.0,
        "served": 0.63,
    },
}
"""What each sign is worth for a state, and for a body."""

OFFICIAL = {
    "share": 0.31,
    "before": -1.5,
    "paragraph": 1.15,
    "leads": 0.31,
    "opens": -0.47,
    "lead": 0.93,
    "held": 0.28,
    "acts": 0.42,
    "beside": -0.04,
    "led": -0.07,
    "served": 0.77,
}
"""What it is worth more to those who serve a state."""
