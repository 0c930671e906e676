"""What a text tells: who does what to whom; repeats, rows, denials and words that only look like conflict."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analyse import escalation
from bot.types import Direction, Modality, Root
from tests.analyse.coding import article, code, line

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "tests" / "data" / "events" / "cases.txt"


def cases() -> list[tuple[str, str]]:
    """What is wanted and the sentence, from the case file."""
    lines = [text.strip() for text in CASES.read_text("utf-8").splitlines()]
    rows = [text.partition(" | ") for text in lines if text and not text.startswith("#")]
    return [(wanted.strip(), sentence.strip()) for wanted, _, sentence in rows]


@pytest.mark.parametrize(("wanted", "sentence"), [c for c in cases() if c[0] != "quiet"])
def test_a_sentence_tells(wanted: str, sentence: str) -> None:
    told = [line(event) for event in code(sentence)]
    assert not {part.strip() for part in wanted.split(";")} - set(told), told


@pytest.mark.parametrize("sentence", [sentence for wanted, sentence in cases() if wanted == "quiet"])
def test_a_look_alike_raises_no_flag(sentence: str) -> None:
    assert not [line(event) for event in code(sentence) if escalation.is_flag(event)]


def test_the_cases_cover_every_root_and_modality() -> None:
    wanted = " ".join(text for text, _ in cases())
    assert all(f" {root} " in wanted for root in Root)
    assert all(f" {modality} " in wanted for modality in Modality)


def test_repeated_mentions_are_one_event() -> None:
    told = code(
        "American warplanes bombed Iran on Friday. The U.S. strikes on Iran began at dawn.\n"
        "France condemned the American attack on Iran."
    )
    attacks = [event for event in told if event.code is Root.ASSAULT]
    assert [line(event) for event in attacks] == ["USA ASSAULT IRN done up high"]
    assert [span.text for span in attacks[0].also] == [
        "The U.S. strikes on Iran began at dawn.",
        "France condemned the American attack on Iran.",
    ]


def test_each_label_rests_on_words_of_the_text() -> None:
    body = "In Geneva, Russia threatened Norway on Friday.\nNorway could expel Russian diplomats."
    for event in code(body):
        assert {basis.label.partition(":")[0] for basis in event.basis} >= {"code", "modality", "severity"}
        for span in (event.span, *event.also, *(basis.span for basis in event.basis)):
            assert span.text == body[span.start : span.end]
    threat, expulsion = code(body)
    assert {basis.label: basis.span.text for basis in threat.basis}["source:RUS"] == "Russia"
    assert {basis.label: basis.span.text for basis in threat.basis}["code"] == "threatened"
    assert {basis.label: basis.span.text for basis in expulsion.basis}["modality"] == "could"


def test_a_row_of_verbs_shares_its_subject() -> None:
    told = [
        line(e)
        for e in code("Algeria rejected the plan, broke off talks and recalled its ambassador from Spain.")
    ]
    assert told == ["DZA REJECT - done up medium", "DZA SANCTION ESP done up medium"]


def test_an_insertion_does_not_hide_the_subject() -> None:
    told = code(
        "Kenya, which chairs the African Union this month, urged Sudan on Friday to halt the fighting."
    )
    assert "KEN REQUEST SDN called_for down low" in [line(event) for event in told]


def test_each_side_accuses_the_other() -> None:
    told = code("Armenia shelled Azerbaijan on Friday.\nEach side accused the other of lying.")
    accusations = {(e.sources, e.targets) for e in told if e.code is Root.ACCUSE}
    assert accusations == {(("ARM",), ("AZE",)), (("AZE",), ("ARM",))}


def test_the_act_stands_for_who_did_it() -> None:
    told = code("Ethiopia attacked Eritrea on Friday.\nKenya condemned the attack.")
    assert "KEN ACCUSE ETH done neutral low" in [line(event) for event in told]


def test_a_pronoun_is_the_subject_of_the_sentence_before() -> None:
    told = code("Rwanda held an election on Friday. It attacked Burundi on Saturday.")
    assert "RWA ASSAULT BDI done up high" in [line(event) for event in told]


def test_a_sentence_after_a_dated_one_stays_in_the_past() -> None:
    told = code("Egypt attacked Israel in October 1973. Israel bombed Egypt and crossed the canal.")
    assert {event.modality for event in told} == {Modality.HISTORICAL}


def test_an_article_full_of_sport_flags_nothing() -> None:
    told = code(
        "Serbia's striker attacked Albania from the first whistle of the match and the league's best goalkeeper "
        "was beaten twice.\nSerbia bombarded Albania after the penalty.\nThe coach said Albania surrendered."
    )
    assert not [line(event) for event in told if escalation.is_flag(event)]


@pytest.mark.parametrize(
    "voice",
    [
        "I was there in May, and my view has not changed.",
        "It seems clear to me, as I told a friend.",
        "Hat tip: a reader.",
        "I agree.\nPosted by Ana at 11:16",
    ],
)
def test_who_speaks_for_himself_flags_nothing(voice: str) -> None:
    war = "Chad bombed a village in Niger on Friday."
    assert [line(event) for event in code(war) if escalation.is_flag(event)]
    assert not [line(event) for event in code(f"{war}\n{voice}") if escalation.is_flag(event)]


@pytest.mark.parametrize(
    "line_behind",
    [
        '"I saw it. My house shook. I ran," said a man in Niger.',
        "‘I saw my house shake,’ said a man in Niger.",
        "«I saw my house shake,» said a man in Niger.",
        "The village saw battles in World War I. A monument to World War I stands there.",
        "Follow this blog for updates.",
        "Posted by our staff.",
    ],
)
def test_a_report_in_which_others_say_i_flags(line_behind: str) -> None:
    told = code(f"Chad bombed a village in Niger on Friday.\n{line_behind}")
    assert [line(event) for event in told if escalation.is_flag(event)]


def test_an_idiom_that_stops_short() -> None:
    assert not code("Russia backed Iran, though it stopped short of outlining any measures against Israel.")[
        1:
    ]


def test_what_a_relative_clause_tells_in_the_pluperfect_is_over() -> None:
    told = code("Kenya, which had threatened to close its border with Uganda, dropped the plan.")
    assert {event.modality for event in told} <= {Modality.HISTORICAL}


def test_a_day_behind_a_year_is_of_that_year() -> None:
    body = "In 1982 Argentina attacked Britain.\nBritain bombed Argentina on June 14."
    told = [line(event) for event in code(article(body, published_at=None))]
    assert told == ["ARG ASSAULT GBR historical neutral none", "GBR ASSAULT ARG historical neutral none"]


def test_what_is_possible_or_long_ago_does_not_flag() -> None:
    possible = code("Diplomats said fresh sanctions on Chad were possible.")
    assert {event.modality for event in possible} <= {Modality.HYPOTHETICAL}
    told = code("Kenya blames Uganda for a bombing that killed 18 recruits in 2019.")
    assert not [line(event) for event in told if escalation.is_flag(event)]


def test_fire_that_is_exchanged_goes_both_ways() -> None:
    told = code("Thai and Cambodian troops exchanged artillery fire on Thursday.")
    assert {(e.sources, e.targets) for e in told} >= {(("THA",), ("KHM",)), (("KHM",), ("THA",))}


def test_the_dateline_of_another_country_does_nothing() -> None:
    told = code(
        "DAKAR, June 14 (Example) - Soldiers seized power in Guinea-Bissau on Friday.\n"
        "Soldiers closed the border."
    )
    assert not any("SEN" in (*event.sources, *event.targets) for event in told)


def test_no_date_no_month_is_judged() -> None:
    body = "Chad attacked Niger in March.\nChad attacked Mali in 1990."
    told = {line(event) for event in code(article(body, published_at=None))}
    assert told == {"TCD ASSAULT NER done up high", "TCD ASSAULT MLI historical neutral none"}


def test_the_state_of_the_dateline_is_home() -> None:
    told = code(
        "KHARTOUM, June 14 (Example) - Soldiers shot dead nine villagers on Friday.\nChad sent flour and tents."
    )
    assert [line(event) for event in told] == [
        "SDN ASSAULT civilians done up high",
        "TCD AID SDN done neutral low",
    ]


def test_a_group_that_no_table_knows_acts_under_its_own_name() -> None:
    told = code(
        "Guerrillas of the People's Dawn movement attacked a Chadian garrison on Friday.\n"
        "The rebels freed two Chadian officers on Saturday."
    )
    assert [(event.sources, event.code, event.targets) for event in told] == [
        (("People's Dawn movement",), Root.ASSAULT, ("TCD",)),
        (("People's Dawn movement",), Root.RETREAT, ("TCD",)),
    ]


def test_a_pronoun_in_what_somebody_says_is_the_speaker() -> None:
    told = code("Belarus freed a Polish priest, and Latvia said that it would ease sanctions on Belarus.")
    assert "LVA CONCEDE BLR planned down low" in [line(event) for event in told]


def test_a_condition_makes_a_threat_and_an_onlooker_none() -> None:
    threat = code("Kenya said it would close its border with Uganda unless the raids stopped.")
    onlooker = code("Analysts said Kenya could close its border with Uganda if the raids went on.")
    assert [line(event) for event in threat] == ["KEN THREATEN UGA threatened up medium"]
    assert {event.modality for event in onlooker} == {Modality.HYPOTHETICAL}


def test_a_private_person_does_not_act_for_a_country() -> None:
    assert not code("A Lebanese chef threatened to close his restaurant in France.")


def test_nothing_comes_of_nothing() -> None:
    assert code("") == ()
    assert code("The weather will be fine.") == ()


_PIECES = (
    "Russia Iran Israel attacked attack on the by , and . ; that who which after if could not denied in 2003 "
    "talks with ceasefire sanctions it he both sides each side other accused of threatened to was were \n “ ” — 's "
    "protesters killed 100 people said on Friday urged restraint U.S. President Putin army"
)
_WORDS = st.sampled_from(_PIECES.split(" "))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.lists(_WORDS, max_size=60).map(" ".join), st.text(max_size=200)))
def test_no_text_raises_and_every_span_is_exact(text: str) -> None:
    read = article(text)
    for event in code(read):
        assert event.sources
        assert event.direction in {Direction.UP, Direction.DOWN, Direction.NEUTRAL}
        assert event.modality not in escalation.NOT_LIVE or event.direction is Direction.NEUTRAL
        for span in (event.span, *event.also, *(basis.span for basis in event.basis)):
            assert span.text == read.body[span.start : span.end]


def test_the_same_events_under_every_hash_seed() -> None:
    script = (
        "from tests.analyse.coding import code\n"
        "from pathlib import Path\n"
        f"rows = Path({str(CASES)!r}).read_text('utf-8').splitlines()\n"
        "print(code('\\n'.join(r.partition(' | ')[2] for r in rows)))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "7")
    }
    assert len(told) == 1
    assert "ASSAULT" in told.pop()


@pytest.mark.parametrize(
    "unit",
    [
        "Israel bombed Syria. ",
        "Israel attacked and ",
        "who attacked, ",
        "“Iran, ",
        "if the army of Iran, which ",
        "killed ",
    ],
)
def test_time_grows_with_the_text(unit: str) -> None:
    def cost(chars: int) -> float:
        text = (unit * (chars // len(unit) + 1))[:chars]
        read = article(text)
        begun = time.process_time()
        code(read)
        return time.process_time() - begun

    cost(5_000)
    small = max(min(cost(20_000) for _ in range(2)), 0.005)
    assert cost(80_000) < 12 * small  # linear would be 4 times, quadratic 16
