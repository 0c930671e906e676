"""Who acts: people by their names, titles and appositions; whom they speak for; which mentions are one actor."""

import pytest

from bot.types import ActorKind
from tests.analyse.actor_reading import actor, names, read


@pytest.mark.parametrize(
    ("text", "name", "role", "affiliation"),
    [
        # A title before the name, and the state before the title.
        ("Norwegian Prime Minister Kari Holm spoke.", "Kari Holm", "Prime Minister", "NOR"),
        ("Chile's Foreign Minister Pablo Rivas spoke.", "Pablo Rivas", "Foreign Minister", "CHL"),
        ("U.S. Secretary of Defense Martin Cole spoke.", "Martin Cole", "Secretary of Defense", "USA"),
        ("A call from Japanese foreign policy adviser Kenji Mori came.", "Kenji Mori", "foreign policy adviser", "JPN"),
        ("U.N. Secretary-General Maria Lund spoke.", "Maria Lund", "U.N. Secretary-General", "United Nations"),
        ("Hezbollah leader Karim Nasser spoke.", "Karim Nasser", "Hezbollah leader", "Hezbollah"),
        ("GRU deputy chief Oleg Panin spoke.", "Oleg Panin", "GRU deputy chief", "RUS"),
        # An office before a comma and the name.
        ("Peru's envoy to the United Nations, Rosa Vidal, spoke.", "Rosa Vidal", "envoy to the United Nations", "PER"),
        ("Kenya's defence minister, Daniel Otieno, spoke.", "Daniel Otieno", "defence minister", "KEN"),
        # An apposition behind the name.
        ("Lena Falk, the Swedish foreign minister, spoke.", "Lena Falk", "foreign minister", "SWE"),
        ("Omar Said, the Houthis' chief negotiator, spoke.", "Omar Said", "chief negotiator", "Houthis"),
        ("Paul Grant, under secretary of the U.S. Treasury, spoke.", "Paul Grant", "under secretary of the U.S. Treasury", "USA"),
        ("Anna Weiss, chairwoman of the African Union Commission, spoke.", "Anna Weiss", "chairwoman of the African Union Commission", "African Union Commission"),
        ("Tom Reed, a retired diplomat, spoke.", "Tom Reed", "retired diplomat", None),
        # A clause of office.
        ("Eva Brandt, who heads the IAEA, spoke.", "Eva Brandt", "head of the IAEA", "International Atomic Energy Agency"),
        ("Gen. Mark Stone, who commands U.S. forces in Japan, spoke.", "Mark Stone", "commander of U.S. forces in Japan", "USA"),
        ("Ali Hadi, who speaks for Hamas, spoke.", "Ali Hadi", "spokesperson for Hamas", "Hamas"),
        # The state behind the name.
        ("King Harald Sunde of Norway spoke.", "Harald Sunde", "King", "NOR"),
        # A rank, in full.
        ("In Oslo, Lt. Gen. Erik Dahl spoke.", "Erik Dahl", "Lieutenant General", "NOR"),
    ],
)  # fmt: skip
def test_role_and_affiliation_are_read_from_the_words_around_a_name(
    text: str, name: str, role: str, affiliation: str | None
) -> None:
    one = actor(text, name)
    assert (one.kind, one.role, one.affiliation) == (ActorKind.PERSON, role, affiliation)
    assert one.role_span
    assert one.role_span.text in text
    assert (one.affiliation_span is None) == (affiliation is None)


def test_a_list_of_officials_shares_its_state() -> None:
    text = "Peruvian officials such as Foreign Minister Luis Rojas, trade adviser Ana Gil and navy chief Juan Sosa met."
    assert [actor(text, n).affiliation for n in ("Luis Rojas", "Ana Gil", "Juan Sosa")] == ["PER"] * 3


def test_a_surname_lends_its_state_to_the_title_it_is_paired_with() -> None:
    text = "Peru waited. Norwegian Prime Minister Kari Holm came. Holm and Foreign Minister Erik Dahl spoke."
    assert actor(text, "Erik Dahl").affiliation == "NOR"


def test_counterparts_hold_the_same_office_each_for_their_own_state() -> None:
    text = "Foreign Minister Lars Berg of Denmark met his counterparts, Ivo Zelic of Croatia and Tuva Moen of Norway."
    assert [(actor(text, n).role, actor(text, n).affiliation) for n in ("Ivo Zelic", "Tuva Moen")] == [
        ("Foreign Minister", "HRV"),
        ("Foreign Minister", "NOR"),
    ]


def test_a_generic_body_is_the_one_named_before() -> None:
    text = "The Transitional Civil Council ruled on Monday. The council's spokesman, Adam Keita, spoke."
    assert actor(text, "Adam Keita").affiliation == "Transitional Civil Council"


def test_an_office_without_a_state_takes_it_from_the_dateline() -> None:
    assert actor("LIMA, May 3 (Agency) — President Rosa Vidal spoke.", "Rosa Vidal").affiliation == "PER"


def test_an_office_without_a_state_takes_the_one_its_holder_led_if_the_text_names_it() -> None:
    text = "Norway and France quarrelled. Denmark watched. President Macron spoke."
    assert actor(text, "Macron").affiliation == "FRA"
    assert actor("President Macron spoke. The weather was fine.", "Macron").affiliation is None


def test_an_owner_is_the_subject_and_not_its_adversary() -> None:
    text = "Peru recalled its envoy to Ecuador. Its foreign minister, Rosa Vidal, said Ecuador had lied."
    one = actor(text, "Rosa Vidal")
    assert (one.affiliation, one.affiliation_inferred) == ("PER", True)
    assert one.affiliation_span
    assert one.affiliation_span.start == 0


def test_a_bare_office_between_two_states_has_none() -> None:
    one = actor("A storm passed over Chile and Peru. President Otto Lind was stranded.", "Otto Lind")
    assert (one.role, one.affiliation, one.affiliation_inferred) == ("President", None, False)


def test_a_stated_affiliation_is_not_inferred_and_comes_before_one_that_is() -> None:
    text = "Peru and Chile quarrelled. Peru warned Chile. Its minister, Rosa Vidal, spoke. Chilean Minister Rosa Vidal left."
    one = actor(text, "Rosa Vidal")
    assert (one.affiliation, one.affiliation_inferred) == ("CHL", False)


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        ("NATO sent jets to Norway. The alliance's spokesman, Lars Berg, spoke.", "NATO"),
        ("The Amber Line Company sued Peru. The company's lawyer, Lars Berg, spoke.", "Amber Line Company"),
        ("Norvik's chief executive, Lars Berg, spoke.", "Norvik"),
        ("Lars Berg, chairman of Norvik Tidal, spoke.", "Norvik Tidal"),
        ("Fans cheered. Harwick Town striker Lars Berg scored.", "Harwick Town"),
        ("Lars Berg, of the opposition Unity Party, spoke.", "Unity Party"),
        ("Peruvian President Ana Gil came. Gil's envoy, Lars Berg, spoke.", "PER"),
        ("Danish novelist Lars Berg spoke.", None),
    ],
)
def test_whom_officers_players_and_members_speak_for(text: str, affiliation: str | None) -> None:
    assert actor(text, "Lars Berg").affiliation == affiliation


@pytest.mark.parametrize(
    "text",
    [
        "The tanker Maria Stella sank. Later Maria Stella was raised.",
        "The frigate Admiral Renko turned.",
        "Crowds marched on St. Stephen's Day.",
        "They camped near San Pedro del Valle.",
        "Click Here For John Page Of The Week.",
    ],
)
def test_ships_towns_feasts_and_buttons_are_nobody(text: str) -> None:
    assert ActorKind.PERSON not in {one.kind for one in read(text).actors}


def test_a_border_and_a_post_abroad_make_no_actor_of_a_state() -> None:
    text = "Shots fell along the border with Chad. Peru's envoy to Chile, Ana Gil, spoke."
    assert names(text) == {"Peru", "Ana Gil"}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("QRFOR said so.", "QRFOR"),
        ("QRFOR's commander, Lars Berg, spoke.", "QRFOR"),
        ("The Green Dawn movement won.", "Green Dawn"),
        ("The Amber Relief Council (ARC) met. Later ARC said so.", "Amber Relief Council"),
        ("Norvik Shipping declined.", "Norvik Shipping"),
        ("The mining company Norvik struck gold.", "Norvik"),
    ],
)
def test_bodies_are_told_by_what_stands_beside_them(text: str, body: str) -> None:
    assert body in names(text)
    assert "ARC" not in names(text)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("The Amber Relief Council met. Later the Council voted.", "Council"),
        ("The Union of Norvik Bakers met. Later the Union voted.", "Union"),
    ],
)
def test_the_last_word_of_a_body_or_what_it_is_one_of_stands_for_it(text: str, short: str) -> None:
    (one,) = read(text).actors
    assert one.aliases == (short,)


def test_some_of_a_people_are_not_their_state() -> None:
    assert names("Thousands of Serbs and 200 Croats marched.") == set()
    assert names("The Serbs rejected the plan.") == {"Serbia"}


def test_an_envoy_to_a_body_does_not_speak_for_it() -> None:
    assert actor("Rosa Vidal, the envoy to NATO, spoke.", "Rosa Vidal").affiliation != "NATO"


def test_a_relative_does_not_speak_for_the_state_named_beside_them() -> None:
    one = actor("Jon Berg, brother of the Danish king, spoke.", "Jon Berg")
    assert (one.role, one.affiliation) == ("brother of the Danish king", None)


def test_surnames_and_short_forms_are_one_person() -> None:
    text = "President Bashar al-Assad spoke. Assad left. Then al-Assad returned to Damascus."
    one = actor(text, "Bashar al-Assad")
    assert [span.text for span in one.mentions] == ["Bashar al-Assad", "Assad", "al-Assad"]
    assert one.aliases == ("Assad", "al-Assad")


def test_the_fullest_name_is_the_name() -> None:
    assert actor("President Vidal spoke. Later Rosa M. Vidal left.", "Rosa M. Vidal").role == "President"


def test_a_family_name_that_stands_first_may_stand_alone() -> None:
    one = actor("President Kim Min-jae spoke. Kim left.", "Kim Min-jae")
    assert [span.text for span in one.mentions] == ["Kim Min-jae", "Kim"]


def test_people_of_one_surname_stay_two_and_a_doubtful_surname_is_nobody() -> None:
    text = "Senator John Berg met Senator Peter Berg. Berg spoke."
    assert names(text) >= {"John Berg", "Peter Berg"}
    assert all(len(actor(text, n).mentions) == 1 for n in ("John Berg", "Peter Berg"))


def test_a_surname_alone_is_the_bearer_introduced_before_it() -> None:
    text = "Senator John Berg spoke. Berg left. His cousin, Peter Berg, stayed."
    assert [s.text for s in actor(text, "John Berg").mentions] == ["John Berg", "Berg"]


def test_given_names_that_clash_are_never_merged() -> None:
    assert names("President Michel Haddad spoke. President Joseph Haddad left.") >= {
        "Michel Haddad",
        "Joseph Haddad",
    }


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Actor Denzel Washington spoke.", "Denzel Washington"),
        ("Coach Michael Jordan spoke.", "Michael Jordan"),
        ("Minister Israel Katz spoke.", "Israel Katz"),
        ("Mohammed al-Houthi, a militia leader, spoke.", "Mohammed al-Houthi"),
    ],
)
def test_a_state_or_group_inside_a_persons_name_is_the_person(text: str, person: str) -> None:
    assert names(text) == {person}


def test_metonyms_and_demonyms_are_the_state() -> None:
    text = "Moscow accused Tehran. The Kremlin spoke. Russian officials and the Iranians left; Washington waited."
    assert {one.name for one in read(text).actors} == {"Russia", "Iran", "United States"}
    assert [span.text for span in actor(text, "Russia").mentions] == ["Moscow", "Kremlin", "Russian"]


@pytest.mark.parametrize(
    "text",
    [
        "The talks took place in Oslo.",
        "A storm moved across Chile and Peru.",
        "She is a Norwegian cinematographer.",
        "A Swiss watch stopped.",
        "OSLO (Agency) — The weather was fine.",
    ],
)
def test_a_place_or_an_origin_is_no_actor(text: str) -> None:
    assert {one.kind for one in read(text).actors} <= {ActorKind.PERSON}


@pytest.mark.parametrize(
    "agency", ["Reuters", "the Associated Press", "Agence France-Presse", "Xinhua", "TASS"]
)
def test_an_agency_that_only_reports_is_no_actor(agency: str) -> None:
    assert names(f"Norway protested, {agency} reported. Officials cited by {agency} agreed.") == {"Norway"}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("The National Electoral Council spoke.", "National Electoral Council"),
        ("The Central Committee of Kenya Nurses spoke.", "Central Committee of Kenya Nurses"),
        ("The Harbour Workers Union struck.", "Harbour Workers Union"),
        ("The figures come from AgriTrade. AgriTrade said so.", "AgriTrade"),
        ("Casa Libre, a local rights group, spoke.", "Casa Libre"),
    ],
)
def test_unknown_bodies_are_found_by_their_heads_and_deeds(text: str, body: str) -> None:
    assert actor(text, body).kind is ActorKind.ORGANIZATION


@pytest.mark.parametrize(
    "text",
    [
        "Mount Elgon lies there.",
        "The World Cup began on Sunday.",
        "Diplomats said so. Several families left.",
        "They walked along Nelson Street.",
        "On stage he plays Karl Moor.",
    ],
)
def test_places_events_and_characters_are_nobody(text: str) -> None:
    assert read(text).actors == ()


def test_a_surname_that_speaks_marks_a_person_and_one_with_an_article_does_not() -> None:
    assert actor("Letters reached Xaver Quill. Quill replied.", "Xaver Quill").kind is ActorKind.PERSON
    cubs = read("Fans of Harbour Cubs cheered. The Cubs won. Then Cubs won again.").actors
    assert ActorKind.PERSON not in {one.kind for one in cubs}


def test_mentions_name_the_party_that_events_use() -> None:
    text = (
        "Iranian Foreign Minister Omid Rezai met Hamas negotiator Ali Hadi and Eva Brandt, who heads the IAEA. "
        "Tom Reed spoke. Then Rezai left the White House."
    )
    party = {text[m.start : m.end]: m.party for m in read(text).mentions}
    assert party == {
        "Iranian": "IRN",
        "Omid Rezai": "IRN",
        "Hamas": "Hamas",
        "Ali Hadi": "Hamas",
        "Eva Brandt": "International Atomic Energy Agency",
        "IAEA": "International Atomic Energy Agency",
        "Tom Reed": "Tom Reed",
        "Rezai": "IRN",
        "White House": "USA",
    }


def test_who_is_in_the_headline_and_named_often_comes_first() -> None:
    text = "Norway struck a deal with Peru. Norway said so. Norway will sign. Kenya, Ghana and Chile watched."
    ranked = read(text, headline="Norway and Peru agree").actors
    assert [one.key for one in ranked[:2]] == ["NOR", "PER"]
    assert ranked[0].salience == 1.0


def test_a_person_comes_before_an_equal_state() -> None:
    ranked = read("Prime Minister Kari Holm and Peru spoke.").actors
    assert [one.name for one in ranked] == ["Kari Holm", "Peru"]


MATCH = (
    "Peru beat Chile 2-0 in the qualifier. Midfielder Ana Gil scored twice. Chile coach Eva Sosa blamed the referee. "
    "The goalkeeper saved a penalty before a full stadium. Peru's government sent its congratulations."
)


def test_in_the_report_of_a_match_states_are_their_teams_where_it_tells_of_the_match() -> None:
    kinds = {one.name: one.kind for one in read(MATCH).actors if one.kind is not ActorKind.PERSON}
    assert kinds == {
        "Peru national football team": ActorKind.ORGANIZATION,
        "Chile national football team": ActorKind.ORGANIZATION,
        "Peru": ActorKind.STATE,
    }
    assert actor(MATCH, "Eva Sosa").affiliation == "Chile national football team"


@pytest.mark.parametrize(
    ("more", "team"),
    [
        (" Fans left a cricket ground.", "Peru national football team"),
        (" The cricket captain and a cricketer watched.", "Peru national team"),
    ],
)
def test_the_sport_is_the_one_that_most_words_tell(more: str, team: str) -> None:
    assert team in names(MATCH + more)


def test_where_football_is_soccer_so_is_the_team() -> None:
    assert "Canada national soccer team" in names(MATCH.replace("Peru", "Canada"))


def test_a_political_article_with_words_of_games_has_states() -> None:
    text = "Peru beat Chile to the deal. Its team said the final goal was peace. Chile accepted defeat."
    assert names(text) == {"Peru", "Chile"}
