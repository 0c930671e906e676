"""An alert: a story that crosses the desk's threshold between digests is told at once, and kept up to date."""

from datetime import timedelta
from pathlib import Path

from tests.intake.station import Clock
from tests.scenarios.newsdesk import NewsDesk
from tests.scenarios.test_morning_digest import EIGHT, add_feeds, publish
from tests.scenarios.test_news_flows_in import OUTLETS
from tests.servers.newsweb import NewsWeb

ALERTS = """
subscriptions:
  horn:
    channel: dir/local/desk
    title: Horn of Africa
    countries: [ETH, ERI]
    at: ["08:00"]
    tz: Africa/Addis_Ababa
    alerts: {min_severity: high, cooldown: 6h}
"""
NOON = EIGHT + timedelta(hours=4)


def test_a_grave_story_is_told_at_once_and_its_message_follows_it(tmp_path: Path) -> None:
    clock = Clock(NOON - timedelta(hours=2))
    with NewsWeb(len(OUTLETS), articles=0, now=clock) as web:
        desk = NewsDesk(tmp_path, web.port, clock)
        desk.subscribe(ALERTS)
        add_feeds(desk, web)
        assert desk.post("-q").code == 0

        clock.at = NOON
        publish(web, clock() - timedelta(minutes=20), "same", "copy", "other")
        done = desk.post()
        assert "1 alert" in done.err
        ((name, alert),) = desk.posted().items()
        assert name.startswith("alert-dir-local-desk-")
        assert "Zalambessa" in alert
        assert any(words in alert for words in ("12", "Twelve", "a dozen")), "whichever report was read first"
        assert "to 17" not in alert

        assert "made: nothing" in desk.post("--no-poll").err
        assert list(desk.posted()) == [name], "it is told once"

        clock.advance(minutes=40)
        publish(web, clock() - timedelta(minutes=5), "later")
        done = desk.post()
        assert "1 update" in done.err, done.err
        posts = desk.posted()
        assert posts.keys() > {name}
        assert len(posts) == 2
        (reply,) = posts.keys() - {name}
        assert reply.startswith(name.removesuffix(".md") + ".reply-update-"), (
            "a reply stands beside the alert"
        )
        assert "at least 12 → at least 17" in posts[reply]
        assert "to 17" in posts[name], "the alert itself is brought up to date"
        assert posts[name] != alert

        clock.at = EIGHT + timedelta(days=1)
        assert desk.post("--no-poll").code == 0
        (digest,) = [text for title, text in desk.posted().items() if title.startswith("horn-")]
        assert "Zalambessa" not in digest.partition("\n")[0]

        rows = desk("preview", "horn", "--backtest", "2d", "--as", "json").rows
        raised = [row["is_update"] for row in rows if row["schema"] == "sitrep.alert/1"]
        assert raised == [False, True]


def test_quiet_hours_hold_an_alert_and_a_backtest_knows_that(tmp_path: Path) -> None:
    clock = Clock(NOON - timedelta(hours=2))
    with NewsWeb(len(OUTLETS), articles=0, now=clock) as web:
        desk = NewsDesk(tmp_path, web.port, clock)
        desk.subscribe(ALERTS.replace('at: ["08:00"]', 'quiet: "11:30-14:00"'))
        add_feeds(desk, web)
        assert desk.post("-q").code == 0
        clock.at = NOON
        publish(web, clock() - timedelta(minutes=20), "same", "other")
        assert "1 held" in desk.post().err
        assert desk.posted() == {}
        clock.at = NOON + timedelta(hours=2)
        assert "1 alert" in desk.post("--no-poll").err
        ((name, alert),) = desk.posted().items()
        assert name.startswith("alert-")
        assert "Zalambessa" in alert

        clock.advance(minutes=1)
        (raised,) = desk("preview", "horn", "--backtest", "1d", "--as", "json").rows
        assert raised["at"] == "2026-05-13T11:00:00Z"
        assert (raised["severity"], raised["is_update"]) == ("high", False)
        assert "0 digests, 1 alerts" in desk("digest", "--backtest", "1d").out
        assert "never; it has no times" in desk("digest", "--dry-run").out
        assert desk("preview", "horn").code == 0
