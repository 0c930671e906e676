"""Weights of ``bot.analyse.backing``; written by ``python -m tests.quality.tune_backing ship``, do not edit.

From 110 articles of our own (``tests/data/people``). By folds of articles, of 563 people whose words name
no party and to whom the rules lend none, 191 got the right one and 75 a wrong one.
"""

CALLINGS = {
    "state": {
        "state": 0.04,
        "public": -1.01,
        "abroad": 0.55,
        "officer": -1.52,
        "private": -3.84,
        "none": -2.09,
    },
    "body": {
        "state": -0.28,
        "public": -0.91,
        "abroad": -0.97,
        "officer": -0.27,
        "private": -2.65,
        "none": -1.78,
    },
}
"""What speaks for any party of a kind, by calling."""

PARTIES = {
    "state": {
        "share": 0.05,
        "before": -1.13,
        "paragraph": 1.01,
        "leads": 0.21,
        "opens": 0.26,
        "lead": 1.43,
        "held": -0.1,
        "acts": 1.08,
        "beside": 1.52,
        "led": 2.87,
        "served": 3.77,
    },
    "body": {
        "share": -1.26,
        "before": -0.28,
        "paragraph": 1.3,
        "leads": 1.55,
        "opens": 0.63,
        "lead": 1.47,
        "held": -1.08,
        "acts": 0.88,
        "beside": 2.23,
        "led": 0.0,
        "served": 0.64,
    },
}
"""What each sign is worth for a state, and for a body."""

OFFICIAL = {
    "share": 0.46,
    "before": -1.55,
    "paragraph": 1.08,
    "leads": 0.25,
    "opens": -0.52,
    "lead": 0.66,
    "held": 0.34,
    "acts": 0.61,
    "beside": -0.2,
    "led": -0.07,
    "served": 0.73,
}
"""What it is worth more to those who serve a state."""
