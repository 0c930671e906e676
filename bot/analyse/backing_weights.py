"""Weights of ``bot.analyse.backing``; written by ``python -m tests.quality.tune_backing ship``, do not edit.

From 110 articles of our own (``tests/data/people``). By folds of articles, of 555 people whose words name
no party and to whom the rules lend none, 190 got the right one and 78 a wrong one.
"""

CALLINGS = {
    "state": {
        "state": -0.01,
        "public": -0.91,
        "abroad": 0.59,
        "officer": -1.44,
        "private": -3.77,
        "none": -2.12,
    },
    "body": {
        "state": -0.33,
        "public": -0.79,
        "abroad": -0.99,
        "officer": -0.29,
        "private": -2.6,
        "none": -1.87,
    },
}
"""What speaks for any party of a kind, by calling."""

PARTIES = {
    "state": {
        "share": 0.24,
        "before": -1.18,
        "paragraph": 0.97,
        "leads": 0.14,
        "opens": 0.35,
        "lead": 1.25,
        "held": -0.07,
        "acts": 0.97,
        "beside": 1.33,
        "led": 3.0,
        "served": 3.86,
    },
    "body": {
        "share": -1.13,
        "before": -0.34,
        "paragraph": 1.28,
        "leads": 1.47,
        "opens": 0.66,
        "lead": 1.34,
        "held": -1.04,
        "acts": 0.88,
        "beside": 2.33,
        "led": 0.0,
        "served": 0.62,
    },
}
"""What each sign is worth for a state, and for a body."""

OFFICIAL = {
    "share": 0.43,
    "before": -1.51,
    "paragraph": 1.18,
    "leads": 0.3,
    "opens": -0.52,
    "lead": 1.0,
    "held": 0.08,
    "acts": 0.32,
    "beside": -0.09,
    "led": -0.08,
    "served": 0.62,
}
"""What it is worth more to those who serve a state."""
