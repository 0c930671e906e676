"""The commands there are: one list, from which help is made and faces register what they offer."""

from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """Who may use a command."""

    EVERYONE = "everyone in the channel"
    MANAGERS = "managers of the channel"


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: The word it begins with.
        usage: What may follow; capitals stand for something, brackets for what may be left out.
        help: What it does, in one line.
        who: Who may use it.
        example: One that works.
        aliases: Other words for it.
        is_setup: It changes what a channel gets (faces may group these).
        is_of_story: It belongs to a story's buttons and needs a story's id.
    """

    name: str
    usage: str
    help: str
    who: Who = Who.EVERYONE
    example: str = ""
    aliases: tuple[str, ...] = ()
    is_setup: bool = False
    is_of_story: bool = False

    @property
    def form(self) -> str:
        """Name and usage."""
        return f"{self.name} {self.usage}".rstrip()


def _setup(name: str, usage: str, about: str, example: str, *aliases: str) -> Command:
    return Command(name, usage, about, Who.MANAGERS, example, aliases, is_setup=True)


def _story(name: str, about: str, *aliases: str, usage: str = "STORY") -> Command:
    return Command(name, usage, about, aliases=aliases, is_of_story=True)


COMMANDS = (
    Command("latest", "", "What matters now to this channel's subscriptions.", aliases=("now", "digest")),
    Command("url", "URL", "Brief the article at an address.", example="url https://news.example/story"),
    Command(
        "search",
        "WORDS",
        "Stories that hold all of these words. Words that begin with no command are searched for, too.",
        example="search grain corridor",
        aliases=("find",),
    ),
    Command("actor", "NAME", "Stories that name a person, state or body.", example="actor Ada Roe"),
    Command(
        "dyad",
        "A / B",
        "What two parties did to each other in the last 14 days.",
        example="dyad Russia / Ukraine",
    ),
    Command("since", "TIME", "Stories for this channel of the last hours or days.", example="since 24h"),
    Command(
        "why",
        "[URL]",
        "Why this channel is silent; or what became of the article at an address.",
        example="why",
    ),
    _story("more", "A story in full."),
    _story(
        "sources",
        "Who tells a story, and where to read it; without a story, the feeds and how they are doing.",
        usage="[STORY]",
    ),
    _story("evidence", "The sentences that a story's labels rest on.", "sentence"),
    _story(
        "mute",
        "Tell this channel nothing more of a story for 30 days; without a story, which are muted. "
        "Everyone may, for everyone may undo it.",
        usage="[STORY]",
    ),
    _story("unmute", "Tell this channel of a muted story again.", usage="[STORY]"),
    _story("useful", "Say that a story was worth telling. Everyone's word counts once."),
    _story("useless", "Say that a story was not worth telling. Everyone's word counts once."),
    _setup(
        "subscribe",
        "RULE [; RULE] [; severity SEVERITY]",
        "Send digests of stories that match all of these rules to this channel; not before a rule turns it round.",
        "subscribe country Ukraine, Russia; severity medium",
    ),
    _setup(
        "unsubscribe",
        "[ID]",
        "End a subscription; without an id the only one, or a list to choose from.",
        "unsubscribe",
    ),
    _setup(
        "schedule",
        "TIMES [DAYS] [ZONE] [ID]",
        "When digests come, in local time; off: never.",
        "schedule 08:00 18:00 weekdays Europe/Kyiv",
    ),
    _setup(
        "watch",
        "WORDS or actor NAME [from SEVERITY]",
        "Send an alert when a story names an actor or holds these words; from medium on, if nothing else is said.",
        "watch actor Ada Roe from low",
    ),
    _setup(
        "alerts",
        "SEVERITY or off [ID]",
        "Between digests, send stories of this severity and above at once.",
        "alerts high",
    ),
    _setup(
        "quiet",
        "HH:MM-HH:MM or off",
        "Hold digests and alerts between these local times.",
        "quiet 22:00-07:00",
    ),
    _setup(
        "policy",
        "silent, line or explain",
        "What to post when a digest has nothing to tell.",
        "policy explain",
    ),
    _setup("resume", "", "Post to this channel again after posting was paused.", "resume"),
    Command("status", "", "What this channel gets, when, and whether all is well."),
    Command("audit", "", "Who changed what in this channel.", Who.MANAGERS),
    Command("help", "[COMMAND]", "What there is, or one command in full.", example="help schedule"),
)
"""Every command, in the order in which help shows them. Without any word, ``latest`` is meant."""

BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}
"""Commands by name and alias."""
