"""Who wants what, and when: ``subscriptions.yaml``, and the same words in a chat.

What is wrong comes back as a value (`Problem` for one thing that was written, `Fault` with its place in a file), so that every
face can say it in its own way.
"""

from bot.subscription_list.chat import parse_rule
from bot.subscription_list.known import Known, load_codes, load_known, load_regions, load_states
from bot.subscription_list.loading import Fault, Subscriptions, check_subscriptions, load_subscriptions
from bot.subscription_list.naming import channel as parse_channel
from bot.subscription_list.naming import name as parse_name
from bot.subscription_list.naming import policy as parse_policy
from bot.subscription_list.naming import severity as parse_severity
from bot.subscription_list.problems import Problem, near, unknown
from bot.subscription_list.times import (
    in_quiet,
    parse_days,
    parse_duration,
    parse_quiet,
    parse_time,
    parse_times,
    parse_zone,
)

__all__ = [
    "Fault",
    "Known",
    "Problem",
    "Subscriptions",
    "check_subscriptions",
    "in_quiet",
    "load_codes",
    "load_known",
    "load_regions",
    "load_states",
    "load_subscriptions",
    "near",
    "parse_channel",
    "parse_days",
    "parse_duration",
    "parse_name",
    "parse_policy",
    "parse_quiet",
    "parse_rule",
    "parse_severity",
    "parse_time",
    "parse_times",
    "parse_zone",
    "unknown",
]
