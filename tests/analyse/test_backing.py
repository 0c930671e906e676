"""The likeliest party of somebody whose words name none, and the tables of cities and of who served whom."""

import pytest

from bot.analyse import cities
from bot.analyse.backing import CHANCE, Candidate, Signs, calling, chances, chosen
from bot.analyse.parties import Party
from bot.analyse.served import Served
from bot.analyse.standing import Standing
from bot.analyse.tokens import lines
from tests.analyse.actor_reading import actor, known, read

PAD = "It rained. The rain fell all day. Nobody came. The road was shut. It was cold. The lamps were lit. "
"""Sentences that name nobody: an article has more than a few."""


def candidate(name: str, **signs: float) -> Candidate:
    return Candidate(
        Party(name, 0, 1), is_state=True, signs=Signs(**{**dict.fromkeys(Signs._fields, 0.0), **signs})
    )


def test_who_served_a_state_that_the_text_names_speaks_for_it() -> None:
    one = actor(f"“No,” Kostas Simitis said. {PAD}The plan was for Greece and for Turkey.", "Kostas Simitis")
    assert (one.affiliation, one.affiliation_inferred) == ("GRC", True)
    assert one.affiliation_span is not None
    assert one.affiliation_span.text == "Greece"


def test_nothing_is_filled_in_that_the_text_does_not_name() -> None:
    assert (
        actor(f"“No,” Kostas Simitis said. {PAD}The plan was for Turkey.", "Kostas Simitis").affiliation
        != "GRC"
    )


def test_in_a_short_text_nobody_s_party_is_guessed() -> None:
    text = "“No,” Kostas Simitis said. The plan was for Greece."
    assert actor(text, "Kostas Simitis").affiliation is None


def test_what_the_text_says_comes_first() -> None:
    text = f"Turkish envoy Kostas Simitis spoke. {PAD}The plan was for Greece."
    one = actor(text, "Kostas Simitis")
    assert (one.affiliation, one.affiliation_inferred) == ("TUR", False)


def test_a_relative_is_given_no_party() -> None:
    text = f"Jon Berg, brother of Ada Roe, spoke. {PAD}Norway's prime minister, Ada Roe, met Norway's king in Oslo, Norway."
    assert actor(text, "Jon Berg").affiliation is None


def test_the_likeliest_party_is_chosen_if_it_is_likely() -> None:
    sure = candidate("AAA", served=1.0, lead=1.0, share=1.0)
    assert chosen([candidate("BBB"), sure], "none") == sure.party
    assert chosen([candidate("BBB")], "private") is None
    assert chosen([], "state") is None


@pytest.mark.parametrize("sums", [[], [0.0], [1.0, 2.0, -1000.0], [900.0, 899.0]])
def test_chances_are_shares_of_one(sums: list[float]) -> None:
    found = chances(sums)
    assert len(found) == len(sums) + 1
    assert sum(found) == pytest.approx(1)
    assert 0 < CHANCE < 1


@pytest.mark.parametrize(
    ("standing", "kind"),
    [
        (Standing(), "none"),
        (Standing("brother", relation=True), "private"),
        (Standing("foreign minister"), "state"),
        (Standing("ambassador"), "abroad"),
        (Standing("rebel leader"), "officer"),
        (Standing("chief executive"), "officer"),
        (Standing("judge"), "public"),
        (Standing("mayor", local=True), "public"),
        (Standing("baker"), "private"),
    ],
)
def test_callings(standing: Standing, kind: str) -> None:
    assert calling(standing) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell in Kharkiv on Monday.", [("Kharkiv", "UKR")]),
        ("They came from Mazar-e Sharif to Herat.", [("Mazar-e Sharif", "AFG"), ("Herat", "AFG")]),
        ("They stayed in San Pedro Sula.", [("San Pedro Sula", "HND")]),
        ("Kharkiv fell.", []),
        ("It fell in Kharkiv Street.", []),
        ("It fell in Orvik.", []),
        ("It fell in Ontario.", []),
        ("They spoke to Kharkiv, Lyon and Herat.", [("Kharkiv", "UKR")]),
    ],
)
def test_cities_behind_a_preposition(text: str, expected: list[tuple[str, str]]) -> None:
    (line,) = lines(text, [(0, len(text))], ())
    found = cities.placed(line, known().cities, {})
    assert [(text[start:end], code) for start, end, code in found] == expected


def test_a_city_is_no_actor() -> None:
    assert read(f"A bridge fell in Kharkiv. {PAD}").actors == ()


def test_who_served_whom() -> None:
    served = Served({"AAA": "Ana de la Cruz; Kim Jong-Min", "BBB": "Ób Éa"})
    assert served.party(["Ana", "de", "la", "Cruz"]) == "AAA"
    assert served.party(["KIM", "Jong", "Min"]) == "AAA"
    assert served.party(["Ob", "Ea"]) == "BBB"
    assert served.party(["Ana"]) is None
    assert served.party(["la", "Cruz"]) is None
    assert Served({}).party(["Ana", "Cruz"]) is None


@pytest.mark.parametrize(
    ("dateline", "party", "words"),
    [
        ("ELDORET (Wire) - ", "KEN", "ELDORET"),
        ("OSLO - ", "NOR", "OSLO"),
        ("ORVIK - ", None, None),
        ("ßORVIK, OSLO - ", None, None),  # "ß" has two letters as a capital: offsets would be wrong
    ],
)
def test_a_city_of_the_dateline_tells_where(dateline: str, party: str | None, words: str | None) -> None:
    one = actor(f"{dateline}Judge Jon Berg spoke. {PAD}The judge left.", "Jon Berg")
    assert one.affiliation == party
    assert (one.affiliation_span and one.affiliation_span.text) == words


def test_a_guessed_party_is_whom_somebody_speaks_for_and_not_who_acts() -> None:
    text = f"Iran executed Jon Berg on Monday. His family learned of it by telephone. {PAD}{PAD}"
    reading = read(text)
    (berg,) = (mention for mention in reading.mentions if mention.actor_key == "person:Jon Berg")
    assert berg.party == "Jon Berg"


def test_a_surname_is_no_city() -> None:
    text = f"Ann Martin met Rosa Vidal. The talks failed, and she left. Judge Jon Berg spoke to Martin. {PAD}"
    assert all(one.affiliation is None for one in read(text).actors)


def test_a_namesake_of_another_calling_served_nobody() -> None:
    text = f"The actor Kostas Simitis said no. {PAD}The film opened in Turkey. It was made in Greece."
    assert actor(text, "Kostas Simitis").affiliation is None


@pytest.mark.parametrize(
    "dateline", ["RIO DE JANEIRO, May 3 (Wire) - ", "RIO DE JANEIRO - ", "Kharkiv: ", "LAGOS Wire - "]
)
def test_datelines_of_cities(dateline: str) -> None:
    party = {"R": "BRA", "K": "UKR", "L": "NGA"}[dateline[0]]
    assert actor(f"{dateline}Judge Jon Berg spoke. {PAD}The judge left.", "Jon Berg").affiliation == party


def test_the_head_of_an_organ_serves_its_state() -> None:
    text = f"Kenya votes today. Ada Roe, who chairs the Electoral Commission, spoke in Nairobi. {PAD}Kenya waits."
    assert actor(text, "Ada Roe").affiliation == "KEN"
    text = f"Jon Berg, president of the Council on Foreign Relations, said Iran failed. {PAD}Iran waits."
    assert actor(text, "Jon Berg").affiliation == "Council on Foreign Relations"
