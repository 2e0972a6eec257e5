"""A service with nothing to do is small: whatever reads, writes or answers is loaded with the first work for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.process import clean_environment

HEAVY = (
    "alembic dateparser feedparser htmldate json_repair lxml nh3 numpy openai psycopg pycurl py3langid pydantic "
    "rapidfuzz rensa sentencex snowballstemmer sqlalchemy.dialects.postgresql trafilatura w3lib"
)

TICKS = """
import sys, time
from bot.app import open_app
app = open_app(logs=False)
app.check_settings()
app.sync_settings()
scheduler = app.scheduler({})
scheduler.start()
while not all(state.runs for state in scheduler.describe().values()):
    time.sleep(0.02)
scheduler.stop()
errors = [state.error for state in scheduler.describe().values() if state.error]
app.close()
print(*errors, *[name for name in sys.argv[1:] if name in sys.modules])
"""

SETTINGS = """
[[watches]]
name = "Quiet"
channel = "web:news"
schedule = "0 0 29 2 *"
"""


def loaded_after_ticks(home: Path) -> str:
    """What of the heavy libraries a program holds after every job has run once, and errors of the jobs."""
    done = subprocess.run(
        [sys.executable, "-c", TICKS, *HEAVY.split()],
        cwd=home,
        env=clean_environment(BRIEFBOT_HOME=str(home / "data")),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "briefbot.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def test_ticks_with_nothing_due_load_nothing_heavy(home: Path) -> None:
    made = loaded_after_ticks(home)
    assert "alembic" in made.split(), "a new database needs its migrations"
    assert loaded_after_ticks(home) == ""


def test_a_due_feed_brings_in_what_reads_it(home: Path) -> None:
    """The test above could pass because nothing ever runs: this is its other side."""
    feed = '[[feeds]]\nname = "Herald"\nurl = "http://127.0.0.1:9/feed"\n'
    (home / "briefbot.toml").write_text(feed, encoding="utf-8")
    assert "rensa" in loaded_after_ticks(home).split()


def test_wrong_settings_stop_the_service_although_nothing_is_due(home: Path) -> None:
    wrong = {
        '[fetch]\nca_file = "/nowhere.pem"': "ca_file",
        "[extract]\nworkers = 0": "workers",
        'prompts_dir = "/nowhere"': "nowhere",
    }
    for settings, named in wrong.items():
        (home / "briefbot.toml").write_text(settings, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "bot", "run"],
            cwd=home,
            env=clean_environment(BRIEFBOT_HOME=str(home / "data"), BRIEFBOT_HTTP="127.0.0.1:0"),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 1 and named in done.stderr, (settings, done.stderr)
        assert len(done.stderr.splitlines()) == 1, done.stderr
