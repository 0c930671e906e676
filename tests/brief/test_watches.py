"""Which stories are for whom: every condition of a rule, what it rests on, and that it fails closed."""

import pytest

from bot.brief.watches import Tables, compile, facts  # noqa: A004 - see there
from bot.types import ActorKind, Dossier, Modality, Rule
from tests.brief.dossiers import actor, article, briefing, dossier, event, state, story_of

TABLES = Tables(
    {
        "corridor": Rule(words=("grain corridor",)),
        "trouble": Rule(any=(Rule(codes=("ASSAULT",)), Rule(topics=("corridor",)))),
        "loop-a": Rule(any=(Rule(words=("shells",)), Rule(topics=("loop-b",)))),
        "loop-b": Rule(any=(Rule(words=("shells",)), Rule(topics=("loop-a",)))),
        "self": Rule(words=("shells",), topics=("self",)),
        "beyond": Rule(any=(Rule(words=("shells",)), Rule(topics=("loop-a",)))),
    },
    {"Steppe": frozenset({"RUR", "KAZ"}), "Nowhere": frozenset()},
)
FEED = "https://wire.example/rss.xml"


def shelling() -> Dossier:
    text = article(
        "Ruritania fired shells at Port Roe on Monday. Borduria's envoy Amadou Keïta of the Red Band called for a truce. "
        "In 1990 Syldavia bombed the port.",
        headline="Port Roe under fire",
    )
    return dossier(
        briefing(
            text,
            actors=[
                state(text, "Ruritania", "RUR"),
                actor(text, "Amadou Keïta", "Keïta", role="envoy", of="BOR", of_words="Borduria"),
                actor(text, "Red Band", kind=ActorKind.ARMED_GROUP),
            ],
            events=[
                event(
                    text,
                    "Ruritania fired shells at Port Roe on Monday.",
                    ["RUR"],
                    "ASSAULT.heavy-weapons",
                    ["FRE"],
                    basis=[("source:RUR", "Ruritania"), ("code", "fired shells")],
                ),
                event(text, "called for a truce", ["BOR"], "REQUEST.yield", modality=Modality.CALLED_FOR),
                event(
                    text, "Syldavia bombed the port", ["SYL"], "ASSAULT.aerial", modality=Modality.HISTORICAL
                ),
            ],
        ),
        feeds=[FEED],
    )


def labels(rule: Rule) -> list[tuple[str, str]] | None:
    grounds = compile(rule, TABLES).grounds(shelling())
    return None if grounds is None else [(ground.label, ground.span.text) for ground in grounds]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (Rule(words=("shells", "tanks")), [("words: shells", "shells")]),
        (Rule(actors=("amadou keita",)), [("actor: amadou keita", "Amadou Keïta")]),
        (Rule(actors=("KEITA",)), [("actor: KEITA", "Amadou Keïta")]),
        (Rule(actors=("armed_group:red band",)), [("actor: armed_group:red band", "Red Band")]),
        (Rule(actors=("RUR",)), [("actor: RUR", "Ruritania")]),
        (Rule(countries=("RUR",)), [("country: RUR", "Ruritania")]),
        (Rule(countries=("BOR",)), [("country: BOR", "Borduria")]),
        (Rule(countries=("FRE",)), [("country: FRE", "Ruritania fired shells at Port Roe on Monday.")]),
        (Rule(regions=("Steppe",)), [("region: Steppe (RUR)", "Ruritania")]),
        (Rule(codes=("ASSAULT",)), [("code: ASSAULT", "fired shells")]),
        (Rule(codes=("ASSAULT.heavy-weapons",)), [("code: ASSAULT.heavy-weapons", "fired shells")]),
        (Rule(codes=("REQUEST.yield",)), [("code: REQUEST.yield", "called for a truce")]),
        (Rule(topics=("trouble",)), [("topic: trouble", "fired shells"), ("code: ASSAULT", "fired shells")]),
        (Rule(feeds=(FEED,)), []),
        (Rule(everything=True), []),
        (Rule(words=("Borduria",), countries=("RUR",)), [("country: RUR", "Ruritania"), ("words: Borduria", "Borduria")]),
        (Rule(any=(Rule(words=("tanks",)), Rule(codes=("REQUEST",)))), [("code: REQUEST", "called for a truce")]),
        (Rule(words=("shells",), none=(Rule(words=("football",)),)), [("words: shells", "shells")]),
    ],
)  # fmt: skip
def test_what_a_rule_finds_rests_on_words_of_the_story(rule: Rule, found: list[tuple[str, str]]) -> None:
    assert labels(rule) == found


@pytest.mark.parametrize(
    "rule",
    [
        Rule(),
        Rule(none=(Rule(words=("football",)),)),
        Rule(all=(Rule(none=(Rule(words=("football",)),)),)),
        Rule(words=("tanks",)),
        Rule(words=("shells",), countries=("USA",)),
        Rule(words=("shells",), all=(Rule(countries=("USA",)),)),
        Rule(words=("shells",), none=(Rule(countries=("USA",)), Rule(countries=("RUR",)))),
        Rule(actors=("Keita Amadou",)),
        Rule(actors=("Kei",)),
        Rule(actors=("",)),
        Rule(countries=("SYL",)),
        Rule(countries=("",)),
        Rule(countries=("RU",)),
        Rule(codes=("ASSAULT.aerial",)),
        Rule(codes=("PROTEST",)),
        Rule(codes=("",)),
        Rule(regions=("Nowhere",)),
        Rule(regions=("steppes of old",)),
        Rule(topics=("corridor",)),
        Rule(topics=("not a topic",)),
        Rule(feeds=("https://wire.example/other.xml",)),
        Rule(feeds=("",)),
    ],
)
def test_what_does_not_hold_or_says_nothing_lets_no_story_pass(rule: Rule) -> None:
    assert labels(rule) is None


def test_a_country_that_only_the_past_names_is_no_party() -> None:
    """A story that recalls an old war is not news of who fought it."""
    assert labels(Rule(countries=("SYL",))) is None
    assert labels(Rule(words=("Syldavia",))) == [("words: Syldavia", "Syldavia")]


def test_somebody_who_speaks_for_a_state_brings_it_in() -> None:
    text = article("Envoy Ada Roe of Borduria wept.")
    told = dossier(briefing(text, actors=[actor(text, "Ada Roe", of="BOR", of_words="Borduria")]))
    [ground] = compile(Rule(countries=("BOR",)), TABLES).grounds(told) or ()
    assert (ground.label, ground.span.text) == ("country: BOR", "Borduria")


@pytest.mark.parametrize("modality", [Modality.DENIED, Modality.HYPOTHETICAL, Modality.HISTORICAL])
def test_what_is_not_told_as_news_has_no_code(modality: Modality) -> None:
    text = article("Ruritania bombed Port Roe.")
    told = dossier(
        briefing(text, events=[event(text, text.body, ["RUR"], "ASSAULT.aerial", modality=modality)])
    )
    assert not compile(Rule(codes=("ASSAULT",)), TABLES).holds(told)


@pytest.mark.parametrize("code", ["AGREE", "RETREAT.ceasefire", "CONSULT", "ASSAULT.aerial", "SANCTION"])
def test_what_calms_is_watched_as_well_as_what_escalates(code: str) -> None:
    text = article("The two signed a truce.")
    told = dossier(briefing(text, events=[event(text, text.body, ["RUR"], code)]))
    assert compile(Rule(codes=(code,)), TABLES).holds(told)


@pytest.mark.parametrize(
    "rule",
    [
        Rule(countries=("rur",)),
        Rule(countries=(" Rur ",)),
        Rule(codes=("assault.Heavy-Weapons",)),
        Rule(actors=("rur",)),
    ],
)
def test_letter_case_of_codes_and_keys_does_not_count(rule: Rule) -> None:
    """A filter elsewhere compared "ukr" with "UKR", found nothing, and let everything pass."""
    assert labels(rule)


@pytest.mark.parametrize(
    "unknown",
    [
        Rule(topics=("not a topic",)),
        Rule(topics=("corridor", "not a topic")),
        Rule(words=("football",), topics=("not a topic",)),
        Rule(regions=("not a region",)),
        Rule(regions=("Nowhere",)),
        Rule(countries=("Ruritania",)),
        Rule(codes=("SHELLING",)),
        Rule(words=("...",)),
        Rule(actors=("...",)),
        Rule(),
        Rule(none=(Rule(words=("football",)),)),
        Rule(topics=("loop-a",)),
        Rule(any=(Rule(words=("football",)), Rule(topics=("self",)))),
    ],
)
def test_not_what_could_not_be_checked_lets_nothing_pass(unknown: Rule) -> None:
    """A country filter elsewhere failed open: it barred a list that it could not read, which barred nothing."""
    assert labels(Rule(words=("shells",), none=(unknown,))) is None
    assert labels(Rule(everything=True, none=(Rule(words=("football",)), unknown))) is None
    assert labels(Rule(everything=True, none=(Rule(any=(Rule(words=("x",)), unknown)),))) is None
    assert labels(Rule(everything=True, none=(Rule(everything=True, none=(unknown,)),))) is None


def test_what_could_not_be_checked_does_not_take_what_could_with_it() -> None:
    assert labels(Rule(any=(Rule(words=("shells",)), Rule(topics=("not a topic",))))) == [
        ("words: shells", "shells")
    ]


@pytest.mark.parametrize("name", ["loop-a", "loop-b", "self"])
def test_topics_that_lead_back_to_themselves_hold_for_nothing_wherever_one_enters(name: str) -> None:
    assert labels(Rule(topics=(name,))) is None
    others = Rule(any=tuple(Rule(topics=(other,)) for other in ("loop-b", "loop-a", "self", "beyond")))
    assert labels(others) == [("topic: beyond", "shells"), ("words: shells", "shells")]


def test_rules_in_rules_beyond_all_sense_hold_for_nothing() -> None:
    rule = Rule(words=("shells",))
    for _ in range(5_000):
        rule = Rule(all=(rule,))
    assert labels(rule) is None
    chain = {f"t{n}": Rule(topics=(f"t{n - 1}",)) for n in range(1, 5_000)} | {"t0": Rule(words=("shells",))}
    asked = compile(
        Rule(any=tuple(Rule(topics=(name,)) for name in list(reversed(chain))[:300])), Tables(chain)
    )
    assert not asked.holds(shelling())


def test_facts_are_made_once_and_serve_every_rule() -> None:
    known = facts(shelling())
    for rule in (Rule(words=("shells",)), Rule(countries=("RUR",))):
        watch = compile(rule, TABLES)
        assert watch.grounds(known) == watch.grounds(shelling())


def test_a_story_without_a_kept_text_is_for_nobody_but_those_who_want_everything() -> None:
    story = story_of("x", feeds=())
    assert compile(Rule(everything=True), TABLES).grounds(story) == ()
    assert not compile(Rule(countries=("RUR",)), TABLES).holds(story)
