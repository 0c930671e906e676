"""Who counts as a source of its own."""

import pytest

from bot.analyse.stories.corroboration import Told, families


@pytest.mark.parametrize(
    ("members", "groups"),
    [
        ([], ()),
        ([Told(1, "North"), Told(2, "South"), Told(3, "North")], ("North", "South")),
        ([Told(1, "Agency"), Told(2, "North", 1), Told(3, "South", 1)], ("Agency",)),
        ([Told(2, "North", 1), Told(3, "South", 1)], ("North",)),
        ([Told(2, "North", 1), Told(3, "South", 2), Told(4, "West")], ("North", "West")),
        ([Told(1, "North", 2), Told(2, "South", 1)], ("North",)),
        ([Told(3, "South", 1), Told(2, "North"), Told(1, "Agency")], ("Agency", "North")),
    ],
    ids=["none", "groups", "copies", "original-elsewhere", "copy-of-a-copy", "circle", "any-order"],
)
def test_a_copy_is_no_second_source(members: list[Told], groups: tuple[str, ...]) -> None:
    assert families(members) == groups
