"""Every command as a user types it: what it prints, its exit status, and one clear line for whatever is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.demo.newsroom import load_articles
from tests.e2e.conftest import Newsroom
from tests.e2e.process import run_command

OPENING = "The ferry talks between Orsa and Velm broke off on Tuesday without a date for the next round. "
SAID = "“We will not sail by lantern,” said Mara Lind, the harbour minister of Orsa. "
CLOSING = "About 40 ferries stay in port, the port office said on Tuesday evening."
STORY = "\n\n".join((OPENING.strip(), SAID.strip(), CLOSING))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and an environment without settings."""
    import os

    for name in list(os.environ):
        if name.startswith(("SLACK_", "OPENAI_", "DISCORD_", "BRIEFBOT_", "DATABASE_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("BRIEFBOT_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Outcome:
    """What a command printed and its status."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def command(*arguments: str) -> Outcome:
        try:
            status = main(arguments)
        except SystemExit as ended:
            status = int(str(ended.code))
        out, err = capsys.readouterr()
        return Outcome(status, out, err)

    return command


@pytest.fixture
def archive(home: Path, run: Any) -> Path:
    """One imported article, dated."""
    line = {
        "url": "https://tidings.example/1",
        "title": "Ferry talks stall over night crossings",
        "text": STORY,
        "published_at": "2025-05-06T18:00:00+02:00",
        "publisher": "Port Tidings",
    }
    (home / "articles.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert run("import", "articles.jsonl").status == 0
    return home


AS_OF = "2025-05-07T08:00:00+02:00"


# --- what works ------------------------------------------------------------------------------------------------------


def test_init_writes_both_files_and_never_over_others(run: Any, home: Path) -> None:
    assert run("init").status == 0
    manifest = json.loads((home / "slack-manifest.json").read_text("utf-8"))
    assert manifest["settings"]["socket_mode_enabled"] is True
    again = run("init")
    assert (again.status, len(again.err.splitlines())) == (1, 1)
    assert run("init", "--force", "--http", "https://brief.example").status == 0
    manifest = json.loads((home / "slack-manifest.json").read_text("utf-8"))
    assert manifest["settings"]["event_subscriptions"]["request_url"] == "https://brief.example/slack/events"
    assert run("watches", "list").status == 0, "the file that init writes is a valid one"


def test_migrate_and_doctor(run: Any) -> None:
    assert run("migrate", "--json").json["after"]
    found = run("doctor", "--json").json
    assert {one["part"] for one in found} >= {"settings", "database", "feeds", "watches", "model", "slack", "clock"}
    assert not [one for one in found if one["state"] == "bad"]
    assert "✓ database" in run("doctor").out


def test_import_says_what_became_of_each_article(run: Any, archive: Path) -> None:
    again = run("import", "articles.jsonl", "--json").json
    assert (again["imported"], again["revised"], again["unchanged"], again["rejected"]) == (0, 0, 1, [])
    assert again["articles"][0]["title"] == "Ferry talks stall over night crossings"


def test_a_digest_in_every_form(run: Any, archive: Path) -> None:
    text = run("digest", "default", "--as-of", AS_OF, "--days", "7")
    assert text.status == 0
    assert "“We will not sail by lantern,”" in text.out
    data = run("digest", "default", "--as-of", AS_OF, "--days", "7", "--json").json
    assert data["engine"] == "offline"
    quote = next(q for d in data["developments"] for c in d["claims"] for q in c["quotes"])
    cited = next(one for one in data["citations"] if one["n"] == quote["n"])
    assert quote["speaker"] == "Mara Lind"
    assert STORY[quote["start"] : quote["end"]] == quote["text"].replace("“", "").replace("”", "")
    assert cited["deep_link"].startswith("https://tidings.example/1#:~:text=")
    assert "<html" in run("digest", "default", "--as-of", AS_OF, "--days", "7", "--format", "html").out
    parts = run("digest", "default", "--as-of", AS_OF, "--days", "7", "--format", "slack").json
    assert parts[0]["blocks"] and parts[0]["in_thread"] is False


def test_a_digest_posted_to_the_console_is_printed_once(run: Any, archive: Path) -> None:
    posted = run("digest", "default", "--as-of", AS_OF, "--days", "7", "--post")
    assert (posted.status, posted.out.count("We will not sail by lantern")) == (0, 1)
    again = run("digest", "default", "--as-of", "2025-05-07T09:00:00+02:00", "--days", "7", "--post", "--json")
    assert again.json["id"] == 2


def test_a_text_that_names_no_day_is_marked_as_undated(run: Any, home: Path) -> None:
    (home / "note.txt").write_text("Ferry talks stall\n\n" + STORY.replace(" on Tuesday", ""), encoding="utf-8")
    assert run("import", "note.txt").status == 0
    data = run("digest", "default", "--json").json
    assert "undated" in data["developments"][0]["label"]


def test_an_empty_window_is_one_honest_line(run: Any, archive: Path) -> None:
    data = run("digest", "default", "--as-of", "2025-08-01", "--json").json
    assert data["developments"] == [] and data["other_news"] == []
    assert data["headline"]


def test_questions_are_answered_or_refused(run: Any, archive: Path) -> None:
    good = run("ask", "What did Mara Lind say about sailing?", "--as-of", AS_OF, "--json").json
    assert good["answered"] is True
    assert any("sail by lantern" in quote["text"] for one in good["sentences"] for quote in one["quotes"])
    bad = run("ask", "Who won the chess final in Brenmoor?", "--as-of", AS_OF, "--json").json
    assert bad["answered"] is False and bad["reason"]


def test_an_empty_archive_answers_nothing_and_says_so(run: Any) -> None:
    asked = run("ask", "What happened?", "--json")
    assert asked.status == 0
    assert asked.json["answered"] is False and "empty" in asked.json["reason"]
    for command in (("search", "anything"), ("digest", "default")):
        looked = run(*command)
        assert (looked.status, "briefbot import" in looked.err) == (0, True), command


def test_looking_things_up(run: Any, archive: Path) -> None:
    hit = run("search", "night", "crossings", "ferries", "--json").json["results"][0]
    assert hit["publisher"] == "Port Tidings"
    assert STORY[hit["start"] : hit["end"]] == hit["text"]
    source = run("source", "p1.2.s1", "--json").json
    assert "We will not sail by lantern" in source["text"]
    exact = run("source", "--quote", "We will not sail by lantern", "--json").json
    assert exact["verdict"] == "verbatim"
    altered = run("source", "--quote", "We will never sail by lantern", "--json").json
    assert altered["verdict"] == "altered"
    absent = run("source", "--quote", "Nobody has ever uttered these words in any place", "--json")
    assert absent.status == 1
    assert run("source", "https://tidings.example/1").status == 0
    assert "Ferry talks" in run("stories", "--days", "3650").out or run("stories").status == 0
    assert run("why", "https://tidings.example/1", "--json").json[0]["kind"] == "stored"


def test_verify_judges_quotes_and_claims(run: Any, archive: Path) -> None:
    request = {
        "quotes": [
            {"id": "a", "text": "We will not sail by lantern", "speaker": "Mara Lind"},
            {"id": "b", "text": "We will sail by lantern", "url": "https://tidings.example/1"},
            {"id": "c", "text": "We will not sail by lantern", "speaker": "Tomas Roe"},
            {"id": "d"},
        ],
        "claims": [
            {"id": "x", "text": "About 40 ferries stay in port.", "citations": ["p1.3.s1"]},
            {"id": "y", "text": "About 60 ferries stay in port.", "citations": ["p1.3.s1"]},
        ],
    }
    (archive / "verify.json").write_text(json.dumps(request), encoding="utf-8")
    verdicts = run("verify", "verify.json").json
    quotes = {one["id"]: one for one in verdicts["quotes"]}
    assert (quotes["a"]["verdict"], quotes["a"]["speaker_verdict"]) == ("verbatim", "confirmed")
    assert quotes["b"]["verdict"] == "altered"
    assert quotes["c"]["speaker_verdict"] == "contradicted"
    assert "text" in quotes["d"]["error"]
    claims = {one["id"]: one for one in verdicts["claims"]}
    assert claims["x"]["verdict"] == "supported"
    assert (claims["y"]["verdict"], claims["y"]["failed"]) == ("unsupported", ["V8"])


def test_verify_says_which_entry_could_not_be_read_and_goes_on(run: Any, archive: Path) -> None:
    words = "We will not sail by lantern"
    quotes: list[dict[str, object]] = [{"id": "a", "text": words, "speaker": ["Lind"]}]
    quotes += [{"text": words, "article_id": 99999999999999999999}, {"id": "\ud800", "text": "half \ud800"}]
    (archive / "verify.json").write_text(json.dumps({"quotes": quotes}), encoding="utf-8")
    verified = run("verify", "verify.json")
    assert verified.status == 0 and verified.err.startswith(
        'not checked: quote "a": “speaker” must be text, not ["Lind"]\n'
    )
    assert [one.get("verdict") for one in verified.json["quotes"]] == [None, "absent", "absent"]


def test_an_own_file_of_office_holders_is_read_by_whatever_uses_it(run: Any, archive: Path) -> None:
    (archive / "briefbot.toml").write_text("offices = 'own.yaml'\n", encoding="utf-8")
    (archive / "verify.json").write_text('{"claims": [{"text": "It rains."}]}', encoding="utf-8")
    own = "offices:\n  - office: harbour minister\n    of: orsa\n    holders: [{name: Mara Lind, from: %s}]\n"
    (archive / "own.yaml").write_text(own % "2020-13-01", encoding="utf-8")
    for command in (("verify", "verify.json"), ("run",), ("import", "articles.jsonl"), ("digest", "default")):
        refused = run(*command)
        assert refused.status == 1 and "own.yaml, line 4: `from` must be a day" in refused.err, command
    (archive / "own.yaml").write_text(own % "2020-01-01", encoding="utf-8")
    assert run("verify", "verify.json").status == 0
    (line,) = (line for line in run("doctor").out.splitlines() if "office holders" in line)
    assert "1 term known for good, with those of own.yaml" in line and "terms known until" in line


def test_documents_are_read_without_being_stored(run: Any, home: Path) -> None:
    body = STORY.replace("\n\n", "</p><p>")
    page = f"<html><head><title>Talks stall</title></head><body><article><h1>Talks stall</h1><p>{body}</p></article>"
    (home / "page.html").write_text(page, encoding="utf-8")
    data = run("extract", "page.html", "--url", "https://tidings.example/2", "--json").json
    assert data["title"] == "Talks stall"
    assert "40 ferries" in data["text"]
    (quotation,) = run("quotations", "page.html", "--json").json["quotations"]
    assert quotation["speaker"] == "Mara Lind"
    assert run("why", "https://tidings.example/2").status == 1


def test_watches_come_and_go(run: Any) -> None:
    added = run("watches", "add", "Ferry Watch", "--channel", "web:ferries", "--schedule", "30 7 * * 1-5", "--json")
    assert added.json["next"]
    assert run("watches", "list", "--json").json[0]["origin"] == "command"
    assert run("watches", "remove", "Ferry Watch").status == 0
    assert run("watches", "list", "--json").json == []


def test_feeds_come_and_go(run: Any, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("BRIEFBOT_ALLOW_HOSTS", newsroom.host)
    added = run("feeds", "add", f"{newsroom.url}/meridian-wire/feed", "--tag", "strait", "--json")
    assert added.json["kind"] == "rss"
    assert run("feeds", "check", f"{newsroom.url}/serren-business/feed", "--json").json["entries"]
    polled = run("poll", "--json").json
    assert polled[0]["stored"] >= 5
    assert run("poll", "--json").json[0]["stored"] == 0
    assert run("feeds", "export", "feeds.opml").status == 0
    assert run("feeds", "remove", added.json["name"]).status == 0
    assert run("feeds", "import", "feeds.opml").status == 0
    (again,) = run("feeds", "list", "--json").json
    assert (again["url"], again["tags"]) == (f"{newsroom.url}/meridian-wire/feed", ["strait"])


def test_a_backup_can_be_put_back(run: Any, archive: Path) -> None:
    assert run("backup", "copy.db").status == 0
    assert run("backup", "copy.db").status == 1
    (archive / "more.txt").write_text("A second article\n\n" + STORY.replace("ferry", "tram") * 2, encoding="utf-8")
    run("import", "more.txt")
    assert run("restore", "copy.db").status == 0
    assert run("source", "p1.2.s1").status == 0
    assert run("source", "p2.1.s1").status == 1


# --- batches ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "good"),
    [
        ("ask", {"question": "What did Mara Lind say?"}),
        ("search", {"query": "ferries", "limit": 3}),
        ("stories", {"text": STORY}),
        ("extract", {"html": f"<article><h1>Talks</h1><p>{STORY}</p></article>", "url": "https://tidings.example/3"}),
        ("quotations", {"text": STORY}),
    ],
)
def test_a_batch_answers_line_by_line_and_a_bad_line_harms_only_itself(
    run: Any, archive: Path, command: str, good: dict[str, object]
) -> None:
    lines = [json.dumps({"id": 1, **good}), "not json", json.dumps({"id": 2}), "[]", json.dumps({"id": "3", **good})]
    (archive / "batch.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run(command, "--batch", "batch.jsonl")
    assert done.status == 0
    assert [one["id"] for one in done.lines] == [1, None, 2, None, "3"]
    assert [("error" in one) for one in done.lines] == [False, True, True, True, False]


def test_a_question_in_a_batch_may_lean_on_its_history(run: Any, archive: Path) -> None:
    history = [{"question": "Who is Mara Lind?", "answer": "Mara Lind is the harbour minister of Orsa."}]
    line = {"id": 1, "question": "What did she say about sailing?", "history": history, "as_of": AS_OF}
    (archive / "batch.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (answer,) = run("ask", "--batch", "batch.jsonl").lines
    assert answer["answered"] is True


# --- what goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("digest", "Nonesuch"), "no watch “Nonesuch”"),
        (("digest", "defualt"), "did you mean “default”"),
        (("digest", "default", "--as-of", "yesterday"), "2027-03-01T08:00:00+01:00"),
        (("digest", "default", "--days", "0"), "--days"),
        (("digest", "default", "--days", "999999999"), "--days must be a number from 1 to"),
        (("stories", "--days", "999999999"), "--days"),
        (("watches", "add", "X", "--days", "999999999"), "--days"),
        (("digest", "default", "--as-of", "0001-01-01"), "1990 to 2199"),
        (("ask", "Who?", "--as-of", "9999-12-31"), "1990 to 2199"),
        (("digest", "nosuch"), "`briefbot watches list` shows them"),
        (("digest", "default", "--engine", "model"), "OPENAI"),
        (("source", "p99.1.s1"), "99"),
        (("source", "nonsense"), "nonsense"),
        (("why", "https://nowhere.example/"), "nowhere.example"),
        (("import", "missing.txt"), "missing.txt"),
        (("extract", "missing.html"), "missing.html"),
        (("restore", "missing.db"), "missing.db"),
        (("feeds", "remove", "Nonesuch"), "Nonesuch"),
        (("watches", "remove", "Nonesuch"), "Nonesuch"),
        (("watches", "add", "X", "--schedule", "61 7 * * *"), "61"),
        (("watches", "add", "X", "--timezone", "Europe/Bruxelles"), "Europe/Brussels"),
        (("watches", "add", "X", "--channel", "irc:#x"), "irc:#x"),
        (("feeds", "add", "ftp://files.example/x"), "http"),
        (("feeds", "add", "http://127.0.0.1:9/feed"), "127.0.0.1"),
        (("poll", "--feed", "Nonesuch"), "Nonesuch"),
        (("--config", "missing.toml", "search", "x"), "missing.toml"),
        (("run", "--role", "bot"), "PostgreSQL"),
    ],
)
def test_wrong_input_gets_one_clear_line(run: Any, arguments: tuple[str, ...], named: str) -> None:
    refused = run(*arguments)
    assert refused.status == 1
    (line,) = refused.err.splitlines()
    assert named in line, line
    assert "Traceback" not in refused.err and refused.out == ""


@pytest.mark.parametrize("arguments", [(), ("nonsense",), ("digest",), ("feeds",), ("digest", "x", "--format", "pdf")])
def test_wrong_usage_ends_with_2(run: Any, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).status == 2


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("ask",), "--batch"),
        (("ask", "Who?", "--batch", "x.jsonl"), "not both"),
        (("search", "ferry", "--limit", "0"), "--limit"),
        (("search", "ferry", "--limit", "99999999999999999999"), "--limit"),
        (("source",), "--quote"),
        (("source", "p1.1.s1", "--quote", "words"), "not both"),
        (("extract",), "--batch"),
        (("quotations", "x.txt", "--batch", "x.jsonl"), "not both"),
    ],
)
def test_what_a_command_lacks_or_gets_twice_is_wrong_usage_in_one_line(
    run: Any, arguments: tuple[str, ...], named: str
) -> None:
    refused = run(*arguments)
    assert refused.status == 2
    (line,) = refused.err.splitlines()
    assert named in line


def test_a_path_that_is_not_there_does_not_keep_the_others_out(run: Any, home: Path) -> None:
    (home / "good.txt").write_text("Ferry talks stall\n\n" + STORY, encoding="utf-8")
    done = run("import", "good.txt", "gone.txt", "--json")
    assert done.status == 0 and done.json["imported"] == 1
    assert [(one["path"], one["reason"]) for one in done.json["rejected"]] == [("gone.txt", "it does not exist")]


def test_an_address_is_known_with_what_newsletters_hang_on_it(run: Any, home: Path) -> None:
    line = {"url": "https://tidings.example/talks?id=7", "title": "Ferry talks stall", "text": STORY}
    (home / "one.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert run("import", "one.jsonl").status == 0
    address = "https://tidings.example/talks?utm_source=letter&id=7#top"
    assert run("why", address).status == 0
    assert "Ferry talks stall" in run("source", address).out


def test_a_watch_of_feeds_that_are_not_there_says_so(run: Any) -> None:
    added = run("watches", "add", "Desk", "--feed", "nonesuch")
    assert added.status == 0
    assert "nonesuch" in added.err


def test_a_misspelt_model_setting_is_no_quiet_offline_digest(run: Any, home: Path) -> None:
    (home / "briefbot.toml").write_text("[model]\nnmae = 'x'\n", encoding="utf-8")
    refused = run("digest", "default")
    assert refused.status == 1 and "“name”" in refused.err


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ("wather = 1", "wather"),
        ("[modle]\nname = 'x'", "“model”"),
        ("[model]\nnmae = 'x'", "“name”"),
        ("[slack]\nbot_token = 'xoxb-secret-token'", "SLACK_BOT_TOKEN"),
        ("[[feeds]]\nname = 'x'", "url"),
        ("[[feeds]]\nname = 'x'\nurl = 'https://x.example'\nkind = 'carrier-pigeon'", "carrier-pigeon"),
        ("[[watches]]\nname = 'x'\nschedule = 'every day'", "every day"),
        ("[[watches]]\nname = 'x'\ntimezone = 'Mars/Olympus'", "Mars/Olympus"),
        ("[[watches]]\nname = 'x'\nwindow_days = 'many'", "window_days"),
        ("[[watches]]\nname = 'x'\nwindow_days = 999999999", "window_days"),
        ("offices = 'nowhere.yaml'", "nowhere.yaml cannot be read"),
        ("not toml at all", "TOML"),
    ],
)
def test_a_wrong_setting_is_named(run: Any, home: Path, settings: str, named: str) -> None:
    (home / "briefbot.toml").write_text(settings, encoding="utf-8")
    refused = run("doctor")
    assert refused.status == 1
    assert named in refused.err + refused.out
    assert "xoxb-secret-token" not in refused.err + refused.out
    assert "Traceback" not in refused.err


def test_files_that_hold_no_article_are_rejected_one_by_one(run: Any, home: Path) -> None:
    folder = home / "articles"
    folder.mkdir()
    (folder / "a-good.txt").write_text("Ferry talks stall\n\n" + STORY, encoding="utf-8")
    (folder / "b-empty.txt").write_bytes(b"")
    (folder / "c-binary.html").write_bytes(bytes(range(256)) * 200)
    (folder / "d-login.html").write_text("<form><p>Please log in to continue.</p><input name=password></form>", "utf-8")
    (folder / "e-lines.jsonl").write_text('{"text": ""}\nnot json\n' + json.dumps({"text": STORY + " Later."}), "utf-8")
    (folder / "f-picture.png").write_bytes(b"\x89PNG\r\n")
    done = run("import", "articles", "--json")
    assert done.status == 0
    rejected = {(Path(one["path"]).name, one["line"]) for one in done.json["rejected"]}
    assert {("b-empty.txt", None), ("c-binary.html", None), ("e-lines.jsonl", 1), ("e-lines.jsonl", 2)} <= rejected
    assert ("d-login.html", None) in rejected
    assert all(len(one["reason"].splitlines()) == 1 for one in done.json["rejected"])
    assert done.json["imported"] >= 1


def test_a_50_mb_page_is_refused_in_one_line(run: Any, home: Path) -> None:
    (home / "huge.html").write_bytes(b"<html><body>" + b"<p>word word word word.</p>" * 2_000_000 + b"</body></html>")
    refused = run("extract", "huge.html")
    assert refused.status == 1
    assert len(refused.err.splitlines()) == 1 and "10 MB" in refused.err


def test_a_wrong_key_or_an_unreachable_model_still_gives_a_digest(
    run: Any, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("BRIEFBOT_MODEL_NAME", "some-model")
    data = run("digest", "default", "--as-of", AS_OF, "--days", "7", "--json").json
    assert data["engine"] == "offline" and data["notice"]
    assert "“We will not sail by lantern" in json.dumps(data, ensure_ascii=False)
    forced = run("digest", "default", "--as-of", AS_OF, "--engine", "model", "--days", "7")
    assert (forced.status, len(forced.err.splitlines())) == (1, 1)


def test_a_bug_shows_one_line_and_no_traceback(home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "briefbot.db").write_bytes(b"this is no database" * 100)
    broken = run_command("search", "x", home=home)
    assert broken.returncode == 1
    assert len(broken.stderr.splitlines()) == 1, broken.stderr
    assert "Traceback" not in broken.stderr


def test_help_imports_nothing_heavy(home: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys, bot.cli\n"
        "try: bot.cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = set('openai trafilatura slack_bolt discord sqlalchemy aiohttp numpy lxml pydantic'.split())\n"
        "sys.exit(' '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_demo_prints_a_verified_digest(home: Path) -> None:
    done = run_command("demo", "--once", home=home)
    assert done.returncode == 0, done.stderr
    assert "Strait Watch" in done.stdout and "verified letter for letter" in done.stdout
    assert "Traceback" not in done.stderr
    assert "maintenance mode" not in done.stdout
    assert len(load_articles_now()) >= 25


def load_articles_now() -> tuple[Any, ...]:
    from datetime import UTC, datetime

    return load_articles(datetime.now(UTC))
