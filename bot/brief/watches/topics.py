"""Which topics a rule speaks of, and which of them lead back to themselves."""

from collections.abc import Iterator, Mapping

from bot.types import Rule


def referred(rule: Rule) -> Iterator[str]:
    """Names of the topics that a rule speaks of, wherever in it; in order, repetitions included."""
    left = [rule]
    while left:
        one = left.pop()
        yield from one.topics
        left.extend(reversed((*one.all, *one.any, *one.none)))


def loop(name: str, topics: Mapping[str, Rule]) -> tuple[str, ...]:
    """A way by which a topic leads back to itself ("a", "b", "a"); empty if there is none."""
    came_from: dict[str, str] = {}
    left = [name]
    while left:
        one = left.pop(0)
        for other in referred(topics[one]) if one in topics else ():
            if other == name:
                way = [name, one]
                while way[-1] != name:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if other not in came_from:
                came_from[other] = one
                left.append(other)
    return ()
