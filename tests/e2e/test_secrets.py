"""No secret that the real program is given comes out anywhere: not in what it says, keeps, sends or copies (X-04)."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import apsw
import pytest

from bot.stores.sqlite_driver import add_functions, inflate
from tests.e2e.conftest import Newsroom
from tests.e2e.process import Bot, clean_environment, run_command, wait_until
from tests.e2e.test_slack_service import whole_digest
from tests.servers.model import Call, ModelServer, Reply
from tests.servers.slack import PATIENT_S, SlackServer

CANARIES = {
    "SLACK_BOT_TOKEN": "xoxb-271828-canary-of-the-bot",
    "SLACK_APP_TOKEN": "xapp-1-A0BRIEF-canary-of-the-app",
    "SLACK_SIGNING_SECRET": "5161ca7a79fee15ca7a79000canary01",
    "SLACK_CLIENT_SECRET": "c11e47ca7a79fee15ca7a79canary02",
    "DISCORD_TOKEN": "MTk4.canary-of-discord.3c0ZzQ",
    "OPENAI_API_KEY": "a-canary-key-of-no-known-form",
    "BRIEFBOT_WEB_PASSWORD": "canary horse battery staple",
}
FEED_PASSWORD = "canary-of-a-feed"
DATABASE_PASSWORD = "canary-of-a-database"
DEAD_FEED = '[[feeds]]\nname = "Dead"\nurl = "http://127.0.0.1:9/feed"\n'
MODEL = '[model]\nname = "some-model"\ntimeout_s = 5\nmax_retries = 0\n'


def gossip(call: Call) -> Reply:
    """A server that refuses the key and repeats it, as some do."""
    told = {"error": {"message": f"Incorrect API key provided: {dict(call.headers)}", "code": "invalid_api_key"}}
    return Reply(json.dumps(told).encode(), 401, {"Content-Type": "application/json"})


def get(url: str) -> str:
    """A page, whatever its status, asked for with the password."""
    word = base64.b64encode(f"any:{CANARIES['BRIEFBOT_WEB_PASSWORD']}".encode()).decode()
    try:
        with urlopen(Request(url, headers={"Authorization": f"Basic {word}"}), timeout=60) as answer:
            return f"{answer.headers}{answer.read().decode()}"
    except HTTPError as error:
        return f"{error.headers}{error.read().decode()}"


def is_filled(metrics: str) -> bool:
    found = re.search(r"^briefbot_articles (\d+)", metrics, re.MULTILINE)
    return found is not None and int(found[1]) >= 29


def process_list() -> str:
    return "\n".join(map(command_line, Path("/proc").glob("[0-9]*/cmdline")))


def command_line(path: Path) -> str:
    """Empty for a process that has ended meanwhile."""
    try:
        return path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


def content(database: Path) -> str:
    """Every value of every table, unpacked."""
    connection = apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READONLY)
    add_functions(connection)
    names = [str(row[0]) for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = [row for name in names for row in connection.execute(f'SELECT * FROM "{name}"')]
    connection.close()
    return "\n".join(unpacked(value) for row in rows for value in row)


def unpacked(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    try:
        return inflate(value)
    except (zlib.error, UnicodeDecodeError):
        return value.decode("latin-1")


@pytest.fixture(scope="module")
def places(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """All that an outsider may see, by where it was found."""
    home = tmp_path_factory.mktemp("secrets")
    slack = SlackServer(mode="socket", patience_s=PATIENT_S)
    slack.bot_token, slack.app_token = CANARIES["SLACK_BOT_TOKEN"], CANARIES["SLACK_APP_TOKEN"]
    with ModelServer(gossip) as model, slack:
        variables = {
            **CANARIES,
            **slack.environment(),
            "OPENAI_BASE_URL": model.url,
            "BRIEFBOT_ALLOW_HOSTS": newsroom.host,
            "BRIEFBOT_LOG_LEVEL": "debug",
        }
        with Bot(home, newsroom.settings(more=MODEL + DEAD_FEED), **variables) as bot:
            slack.wait_for_connection()
            wait_until(lambda: is_filled(get(f"{bot.url}/metrics")), what=lambda: get(f"{bot.url}/metrics"))
            slack.command("/brief", "now")
            digest = wait_until(lambda: whole_digest(slack), what=bot.read_log)
            slack.reply(digest[0].ts, f"Is {CANARIES['SLACK_BOT_TOKEN'][:4]} what Karim Desht said about the text?")
            wait_until(lambda: slack.messages(thread=digest[0].ts)[len(digest) :], what=bot.read_log)
            doctor = run_command("doctor", home=home, **variables)
            listed = run_command("feeds", "list", "--json", home=home, **variables)
            copied = run_command("backup", str(home / "copy.db"), home=home, **variables)
            locked = run_command("feeds", "add", f"http://ana:{FEED_PASSWORD}@127.0.0.1:9/", home=home, **variables)
            remote = f"postgresql://ana:{DATABASE_PASSWORD}@127.0.0.1:9/news"
            refused = run_command("doctor", home=home, **{**variables, "DATABASE_URL": remote})
            assert (copied.returncode, locked.returncode, refused.returncode) == (0, 1, 1), copied.stderr
            found = {path: get(bot.url + path) for path in ("/healthz", "/readyz", "/metrics", "/", "/digests/1")}
            found["process list"] = process_list()
            for name, done in (
                ("doctor", doctor),
                ("feeds list", listed),
                ("feeds add", locked),
                ("database", refused),
            ):
                found[name] = done.stdout + done.stderr
            assert model.requests
            found["prompts"] = "\n".join(json.dumps(call.body) for call in model.requests)
            found["posts"] = "\n".join(json.dumps(call.arguments, default=str) for call in slack.calls)
            bot.stop()
            found["log"] = bot.read_log()
            found["settings error"] = settings_error(home, variables)
            found["store"] = content(home / "data" / "briefbot.db")
            found["backup"] = content(home / "copy.db")
            found["data folder"] = "\n".join(
                path.read_bytes().decode("latin-1") for path in (home / "data").rglob("*") if path.is_file()
            )
        yield found


def settings_error(home: Path, variables: dict[str, str]) -> str:
    """A secret in the settings file, where it does not belong, and an address with one."""
    told = ""
    for text in (
        f'[model]\napi_key = "{CANARIES["OPENAI_API_KEY"]}"\n',
        f'[slack]\nbot_token = "{CANARIES["SLACK_BOT_TOKEN"]}"\n',
        f'[[feeds]]\nname = "F"\nurl = "https://ana:{FEED_PASSWORD}@courier.example/feed"\n',
        f'database_url = "postgresql://ana:{DATABASE_PASSWORD}@127.0.0.1/news"\n',
    ):
        (home / "wrong.toml").write_text(text, encoding="utf-8")
        done = run_command("doctor", home=home, **{**variables, "BRIEFBOT_CONFIG": str(home / "wrong.toml")})
        assert done.returncode != 0, text
        told += done.stdout + done.stderr
    return told


def test_a_secret_is_nowhere_to_be_seen(places: dict[str, str]) -> None:
    check_filled(places)
    secrets = {**CANARIES, "a feed's password": FEED_PASSWORD, "the database's password": DATABASE_PASSWORD}
    forms = [
        (name, form)
        for name, secret in secrets.items()
        for form in (secret, base64.b64encode(secret.encode()).decode().rstrip("="))
    ]
    assert [(name, place) for place, text in places.items() for name, form in forms if form in text] == []


def check_filled(places: dict[str, str]) -> None:
    """An empty place would hold no secret either."""
    assert all("Strait Watch" in places[name] for name in ("posts", "store", "backup"))
    assert "-m bot run" in places["process list"]
    assert "Karim Desht" in places["prompts"]
    assert "Dead" in places["log"]
    assert "model" in places["doctor"]
    assert all(len(text) > 20 for text in places.values()), {name: len(text) for name, text in places.items()}


def test_a_failed_start_tells_no_secret(tmp_path: Path) -> None:
    variables = {"DATABASE_URL": f"mysql://ana:{DATABASE_PASSWORD}@db.example/news", **CANARIES}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env=clean_environment(BRIEFBOT_HOME=str(tmp_path / "data"), **variables),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = done.stdout + done.stderr
    assert done.returncode == 1 and "Traceback" not in told
    assert not [secret for secret in (*CANARIES.values(), DATABASE_PASSWORD) if secret in told]
