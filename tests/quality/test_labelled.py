"""The articles of our own from which the weights of affiliations come: well formed, every name in its text."""

import re

import pytest

from tests.quality.labelled import NONE, Labels, articles

ARTICLES = tuple(articles())
_CODE = re.compile(r"[A-Z]{3}")


def test_there_are_enough_of_them() -> None:
    assert len(ARTICLES) >= 110
    assert sum(len(one.people) for one in ARTICLES) >= 1000
    assert len({one.title for one in ARTICLES}) == len(ARTICLES)


@pytest.mark.parametrize("one", ARTICLES, ids=lambda one: one.title)
def test_an_article_is_well_formed(one: Labels) -> None:
    assert 200 < len(one.body.split()) < 520
    assert all(person.name in one.body for person in one.people)
    names = [person.name for person in one.people]
    assert len(set(names)) == len(names) >= 5
    for person in one.people:
        assert all(answer.strip() == answer != "" for answer in (*person.roles, *person.affiliations))
        assert len(set(person.affiliations)) == len(person.affiliations)


def test_a_third_and_more_of_those_who_belong_somewhere_serve_states() -> None:
    told = [person for one in ARTICLES for person in one.people if person.affiliations != (NONE,)]
    states = [person for person in told if _CODE.fullmatch(person.affiliations[0])]
    assert len(told) / 3 < len(states) < len(told)
