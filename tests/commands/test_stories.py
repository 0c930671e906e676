"""What a reader asks of stories."""

from dataclasses import replace

from bot.store.delivery_records import Telling
from bot.types import Delivery, Facts, Heading, Kind, Message, Quote, Severity
from tests.commands.newsroom import (
    DESK,
    MANAGER,
    MEMBER,
    RETALIATION,
    SHELLING,
    Room,
    commands_of,
    publish,
    retaliation,
    shelling,
)


def test_a_channel_without_subscriptions_sees_the_gravest_stories_and_how_to_go_on(room: Room) -> None:
    said = room.says(MEMBER, "")
    assert "Port of Odesa shelled" in said
    assert "Accord on fisheries signed" in said
    assert "No subscription here yet" in said
    assert "[Set a digest here: subscribe everything; severity medium]" in said


def test_the_latest_are_stories_that_the_channel_asked_for(room: Room) -> None:
    room(MANAGER, "subscribe country Japan")
    said = room.says(MEMBER, "latest")
    assert "Accord on fisheries signed" in said
    assert "Odesa" not in said
    assert "1 not asked for" in said


def test_what_was_told_this_morning_is_among_the_latest_all_the_same(room: Room) -> None:
    room(MANAGER, "subscribe everything")
    told = Telling("war", 1, Severity.HIGH, ("article-odesa",))
    room.store.tell(Delivery("d1", DESK, Kind.DIGEST, Message("d1", (), "")), told, last_told=0)
    assert "Port of Odesa shelled" in room.says(MEMBER, "")


def test_nothing_new_is_explained_with_the_next_digest(room: Room) -> None:
    room(MANAGER, "subscribe words gazelle")
    said = room.says(MEMBER, "")
    assert "nothing new" in said
    assert "2 articles: not what this channel asked for" in said
    assert "Next digests" in said
    assert "[Why: why]" in said


def test_a_threshold_that_keeps_a_story_out_is_named_as_such(room: Room) -> None:
    room(MANAGER, "subscribe country Japan; severity critical")
    assert "1 article: below this channel's threshold, which is critical" in room.says(MEMBER, "")


def test_without_any_article_the_answer_points_to_the_sources(empty_room: Room) -> None:
    said = empty_room.says(MEMBER, "")
    assert "No new article came in" in said
    assert "[Sources: sources]" in said


def test_muted_stories_are_not_among_the_latest(room: Room) -> None:
    room(MEMBER, "mute war")
    assert "Odesa" not in room.says(MEMBER, "").partition("Nearest misses")[0]


def test_since_takes_hours_and_days(room: Room) -> None:
    room.clock.forward(days=2)
    assert "Odesa" not in room.says(MEMBER, "since 24h")
    assert "Port of Odesa shelled" in room.says(MEMBER, "since 3d")
    assert "is no duration" in room.says(MEMBER, "since the flood")


def test_words_that_are_no_command_are_a_search(room: Room) -> None:
    for text in ("grain corridor", "search grain corridor", '"grain corridor"', "FIND grain corridor"):
        reply = room(MEMBER, text)
        assert "Port of Odesa shelled" in [b.text for b in reply.message.blocks if isinstance(b, Heading)]
        assert {"more war", "sources war"} <= set(commands_of(reply.message))
        (quote,) = (block for block in reply.message.blocks if isinstance(block, Quote))
        assert quote.span.text == SHELLING[quote.span.start : quote.span.end]


def test_a_search_that_finds_nothing_says_what_to_do(room: Room) -> None:
    said = room.says(MEMBER, "unicorns")
    assert "Nothing found for unicorns" in said
    assert "Try fewer words" in said


def test_a_slip_in_a_command_is_asked_about_and_never_done(room: Room) -> None:
    said = room.says(MANAGER, "subscibe country Japan")
    assert "Did you mean subscribe?" in said
    assert "[subscribe country Japan: subscribe country Japan]" in said
    assert not room.store.subscriptions()


def test_several_reports_of_a_story_are_one_hit(room: Room) -> None:
    publish(room.store, room.clock, "again", SHELLING, "Odesa shelled again", shelling, "war")
    assert room.says(MEMBER, "grain corridor").count("[More: more war]") == 1


def test_an_actor_is_found_by_name_code_and_demonym(room: Room) -> None:
    for name in ("Ada Roe", "ada roe", "Russia", "RUS", "Russian", "russian"):
        assert "Port of Odesa shelled" in room.says(MEMBER, f"actor {name}"), name


def test_an_actor_whom_nobody_names_is_suggested_by_near_names(room: Room) -> None:
    said = room.says(MEMBER, "actor Rusia")
    assert "[Did you mean Russia?: actor Russia]" in said
    assert "[Search for these words: search Rusia]" in said


def test_older_stories_of_an_actor_are_shown_as_such(room: Room) -> None:
    room.clock.forward(days=20)
    assert "older than 14 days" in room.says(MEMBER, "actor Ada Roe")


def test_a_dyad_takes_names_codes_and_demonyms_in_any_order(room: Room) -> None:
    asked = ("Russia / Ukraine", "Ukraine Russia", "RUS UKR", "Russian and Ukrainian", "russia vs ukraine")
    for pair in asked:
        said = room.says(MEMBER, f"dyad {pair}")
        assert "1 reported: 1 escalating, 0 de-escalating; the gravest high" in said, pair
        assert "“Russia shelled the port of Odesa on Tuesday.”" in said


def test_a_dyad_of_names_of_two_words_needs_no_slash_if_it_can_be_read_in_one_way(room: Room) -> None:
    assert "Accord on fisheries signed" in room.says(MEMBER, "dyad South Korea Japan")
    assert "Give two parties with a slash" in room.says(MEMBER, "dyad one two three")


def test_a_dyad_without_news_offers_a_search_and_near_names(room: Room) -> None:
    said = room.says(MEMBER, "dyad Rusia / Chile")
    assert "nothing of note" in said
    assert "[Did you mean Russia?: dyad Russia / Chile]" in said


def test_more_tells_the_story_in_full_with_every_button(room: Room) -> None:
    reply = room(MEMBER, "more war")
    headings = [block.text for block in reply.message.blocks if isinstance(block, Heading)]
    assert headings[0] == "Port of Odesa shelled"
    assert {"Summary", "Key actors", "Escalations", "Sources"} <= set(headings)
    wanted = ["sources war", "evidence war", "mute war", "useful war", "useless war"]
    assert commands_of(reply.message) == wanted


def test_more_tells_what_is_new_since_the_channel_was_told(room: Room) -> None:
    told = Telling("war", 1, Severity.HIGH, ("article-odesa",))
    room.store.tell(Delivery("d1", DESK, Kind.DIGEST, Message("d1", (), "")), told, last_told=0)
    room.clock.forward(3600)
    publish(room.store, room.clock, "later", RETALIATION, "Ukraine answers", retaliation, "war")
    said = room.says(MEMBER, "more war")
    assert "What is new" in said
    assert "“Ukraine bombed a depot near Kursk on Wednesday.”" in said


def test_sources_name_every_article_with_a_link(room: Room) -> None:
    publish(room.store, room.clock, "again", SHELLING + " It rained.", "Odesa again", shelling, "war")
    said = room.says(MEMBER, "sources war")
    assert "Outlet odesa" in said
    assert "https://site.example/again" in said


def test_sources_without_a_story_are_the_feeds_and_never_their_addresses(room: Room) -> None:
    said = room.says(MEMBER, "sources")
    assert "2 feeds are read" in said
    assert "Outlet odesa" in said
    assert ".xml" not in said


def test_the_sentences_behind_the_labels_are_verbatim(room: Room) -> None:
    reply = room(MEMBER, "evidence war")
    (quote,) = (block for block in reply.message.blocks if isinstance(block, Quote))
    assert quote.span.text == SHELLING[quote.span.start : quote.span.end]
    assert "high · Russia → Ukraine · attack (aerial) · done" in room.says(MEMBER, "evidence war")


def test_a_story_that_is_not_there_is_said_so(room: Room) -> None:
    for verb in ("more", "sources", "evidence", "mute", "unmute", "useful", "useless"):
        assert "There is no such story" in room.says(MEMBER, f"{verb} 0123456789ab"), verb


def test_buttons_without_a_story_say_how_they_are_used(room: Room) -> None:
    for verb in ("more", "evidence", "useful", "useless"):
        assert f"Use: {verb} STORY" in room.says(MEMBER, verb), verb


def test_a_story_whose_text_is_gone_says_so(room: Room) -> None:
    room.clock.forward(days=61)
    room.store.retain(60)
    for verb in ("more", "sources", "evidence"):
        assert "no longer kept" in room.says(MEMBER, f"{verb} war")
    assert "no longer kept" in room.says(MEMBER, "actor Ada Roe")


def test_mute_is_for_everyone_and_is_undone_by_everyone(room: Room) -> None:
    assert "Muted here: Port of Odesa shelled" in room.says(MEMBER, "mute war")
    assert room.store.muted(DESK) == {"war"}
    assert "[Unmute: Port of Odesa shelled: unmute war]" in room.says(MEMBER, "mute")
    assert "Told here again" in room.says(replace(MEMBER, user="U2"), "unmute")
    assert room.store.muted(DESK) == frozenset()
    assert "Not muted here" in room.says(MEMBER, "unmute war")
    assert "No story is muted here" in room.says(MEMBER, "unmute")
    verbs = [(line.verb, line.user, line.before, line.after) for line in room.store.audit("slack/T1")]
    assert verbs == [("unmute", "U2", "muted", "told"), ("mute", "U1", "told", "muted")]


def test_the_last_word_on_a_story_counts(room: Room) -> None:
    room(MEMBER, "useful war")
    reply = room(MEMBER, "useless war")
    assert room.store.ratings(DESK) == (0, 1)
    assert commands_of(reply.message) == ["mute war"]


def test_the_same_question_gets_the_same_answer(room: Room) -> None:
    for text in (
        "",
        "grain",
        "actor Ada Roe",
        "dyad RUS UKR",
        "more war",
        "sources",
        "status",
        "why",
        "help",
    ):
        assert room(MEMBER, text) == room(MEMBER, text), text


def test_facts_and_quotes_are_the_only_foreign_sentences_of_a_search(room: Room) -> None:
    blocks = room(MEMBER, "grain corridor").message.blocks
    assert any(isinstance(block, Facts) for block in blocks)
    assert not any("corridor was closed" in getattr(block, "text", "") for block in blocks)
