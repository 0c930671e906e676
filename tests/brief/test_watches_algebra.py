"""The algebra of rules: what may be written in two ways is asked in both, and what is unknown is never let in."""

from hypothesis import given
from hypothesis import strategies as st

from bot.brief.watches import Facts, Tables, compile, facts  # noqa: A004 - see there
from bot.types import Rule
from tests.brief.dossiers import story_of

TABLES = Tables(
    {"a": Rule(words=("alpha",)), "bc": Rule(any=(Rule(words=("beta",)), Rule(words=("gamma",))))}
)
WORDS = ("alpha", "beta", "gamma")
ALL = Rule(everything=True)

leaf = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(lambda words: Rule(words=tuple(words))),
    st.sampled_from(["a", "bc"]).map(lambda name: Rule(topics=(name,))),
    st.just(ALL),
)


def _nested(rules: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    some = st.lists(rules, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        some.map(lambda parts: Rule(any=parts)),
        some.map(lambda parts: Rule(all=parts)),
        st.tuples(rules, some).map(lambda pair: Rule(all=(pair[0],), none=pair[1])),
    )


rule = st.recursive(leaf, _nested, max_leaves=8)
story = st.sets(st.sampled_from(WORDS)).map(lambda words: facts(story_of(" ".join([*sorted(words), "x"]))))


def holds(asked: Rule, known: Facts) -> bool:
    return compile(asked, TABLES).holds(known)


def without(*barred: Rule) -> Rule:
    """Everything but these."""
    return Rule(everything=True, none=barred)


@given(rule, story)
def test_a_sound_rule_or_its_denial_holds_and_never_both(one: Rule, known: Facts) -> None:
    assert holds(one, known) != holds(without(one), known)
    assert holds(without(without(one)), known) == holds(one, known)


@given(rule, rule, story)
def test_de_morgan(one: Rule, other: Rule, known: Facts) -> None:
    either, both = Rule(any=(one, other)), Rule(all=(one, other))
    assert holds(without(either), known) == holds(Rule(all=(without(one), without(other))), known)
    assert holds(without(one, other), known) == holds(without(either), known)
    assert holds(without(both), known) == holds(Rule(any=(without(one), without(other))), known)


@given(rule, rule, story)
def test_order_does_not_count(one: Rule, other: Rule, known: Facts) -> None:
    assert holds(Rule(any=(one, other)), known) == holds(Rule(any=(other, one)), known)
    assert holds(Rule(all=(one, other)), known) == holds(Rule(all=(other, one)), known)


@given(rule, rule, story)
def test_another_condition_lets_less_pass_and_another_choice_more(
    one: Rule, other: Rule, known: Facts
) -> None:
    assert holds(Rule(all=(one, other)), known) <= holds(one, known) <= holds(Rule(any=(one, other)), known)


@given(rule, story)
def test_a_topic_is_its_rule(one: Rule, known: Facts) -> None:
    tables = Tables({**TABLES.topics, "it": one})
    assert compile(Rule(topics=("it",)), tables).holds(known) == holds(one, known)


broken = st.sampled_from([Rule(topics=("nowhere",)), Rule(regions=("nowhere",)), Rule(), Rule(words=("!",))])


@given(rule, broken, st.recursive(st.just(None), lambda inner: st.tuples(rule, inner), max_leaves=4), story)
def test_an_unknown_below_a_denial_closes_the_rule_however_deep(
    one: Rule, unknown: Rule, around: tuple[Rule, object] | None, known: Facts
) -> None:
    hidden, layer = unknown, around
    while isinstance(layer, tuple):
        hidden = Rule(any=(layer[0], hidden))
        layer = layer[1]  # type: ignore[assignment]
    assert not holds(Rule(all=(one,), none=(hidden,)), known)


@given(rule, broken, story)
def test_an_unknown_never_lets_more_pass(one: Rule, unknown: Rule, known: Facts) -> None:
    assert holds(Rule(any=(one, unknown)), known) == holds(one, known)
    assert not holds(Rule(all=(one, unknown)), known)


@given(rule, story)
def test_grounds_are_given_where_a_rule_holds_and_quote_the_text(one: Rule, known: Facts) -> None:
    grounds = compile(one, TABLES).grounds(known)
    assert (grounds is not None) == holds(one, known)
    assert all(ground.span.text in WORDS for ground in grounds or ())
    assert len(set(grounds or ())) == len(grounds or ())
