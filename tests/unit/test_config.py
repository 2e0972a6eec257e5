"""Settings from the file and the environment: names, types, secrets, and lines that say how to mend them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.config import Settings, load_settings
from bot.domain.errors import ConfigError


@dataclass(frozen=True)
class Options:
    """What an adapter would take."""

    name: str = ""
    api_key: str = ""
    daily_budget_usd: float = 5.0
    retries: int = 2
    is_quiet: bool = False
    tags: tuple[str, ...] = ()
    proxy: str | None = None


def load(tmp_path: Path, text: str = "", **variables: str) -> Settings:
    path = tmp_path / "briefbot.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path, environment=variables)


def refusal(tmp_path: Path, text: str = "", **variables: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text, **variables).section("model", Options)
    assert "\n" not in caught.value.message
    return caught.value.message


def test_nothing_needs_to_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings(environment={})
    assert (settings.feeds, settings.watches, settings.path) == ((), (), None)
    assert settings.database_url.startswith("sqlite:///")


def test_the_file_is_read(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        'log_level = "debug"\n[model]\nname = "small"\nretries = 3\ntags = ["a", "b"]\n'
        '[[feeds]]\nname = "Port Tidings"\nurl = "https://tidings.example/feed"\ntags = ["orsa"]\n'
        '[[watches]]\nname = "Lake Watch"\nschedule = "0 8 * * mon"\n',
    )
    assert settings.general.log_level == "debug"
    assert settings.section("model", Options) == Options(name="small", retries=3, tags=("a", "b"))
    assert (settings.feeds[0].name, settings.feeds[0].tags) == ("Port Tidings", ("orsa",))
    assert settings.watches[0].schedule == "0 8 * * mon"


def test_the_environment_wins_and_its_texts_are_converted(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        "[model]\nretries = 3\n",
        BRIEFBOT_MODEL_RETRIES="4",
        BRIEFBOT_MODEL_IS_QUIET="yes",
        BRIEFBOT_MODEL_TAGS="a, b",
        BRIEFBOT_MODEL_DAILY_BUDGET_USD="0.5",
        OPENAI_API_KEY="sk-invented",
        BRIEFBOT_HTTP="127.0.0.1:9",
        UNRELATED="x",
    )
    wanted = Options(api_key="sk-invented", daily_budget_usd=0.5, retries=4, is_quiet=True, tags=("a", "b"))
    assert settings.section("model", Options) == wanted
    assert settings.general.http == "127.0.0.1:9"
    assert settings.secrets() == ("sk-invented",)
    assert "sk-invented" not in repr(settings)


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sk-from-file\n", encoding="utf-8")
    settings = load(tmp_path, OPENAI_API_KEY_FILE=str(tmp_path / "key"))
    assert settings.section("model", Options).api_key == "sk-from-file"
    assert "OPENAI_API_KEY_FILE" in refusal(tmp_path, OPENAI_API_KEY_FILE=str(tmp_path / "gone"))


@pytest.mark.parametrize(
    ("text", "variable"),
    [
        ('[model]\napi_key = "sk-x"\n', "OPENAI_API_KEY"),
        ('[slack]\nbot_token = "xoxb-x"\n', "SLACK_BOT_TOKEN"),
        ('database_url = "sqlite:///x"\n', "DATABASE_URL"),
    ],
)
def test_secrets_are_refused_in_the_file(tmp_path: Path, text: str, variable: str) -> None:
    line = refusal(tmp_path, text)
    assert variable in line
    assert "sk-x" not in line
    assert "xoxb" not in line


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('log_levl = "debug"\n', "log_level"),
        ("[modell]\nx = 1\n", "model"),
        ("[model]\nretrys = 1\n", "retries"),
        ('[[watches]]\nname = "W"\nchanel = "console"\n', "channel"),
        ('[[feeds]]\nname = "F"\nurl = "u"\ntag = ["x"]\n', "tags"),
    ],
)
def test_an_unknown_name_gets_the_nearest_one(tmp_path: Path, text: str, hint: str) -> None:
    assert f"did you mean “{hint}”" in refusal(tmp_path, text)


def test_an_unknown_environment_name_is_refused(tmp_path: Path) -> None:
    assert "BRIEFBOT_HTPP" in refusal(tmp_path, BRIEFBOT_HTPP="x")
    assert load(tmp_path, BRIEFBOT_TEST_X="1", BRIEFBOT_CRASH_AT="x").general.http


@pytest.mark.parametrize(
    "text",
    [
        "[model]\nretries = 1.5\n",
        '[model]\nretries = "many"\n',
        "[model]\nretries = true\n",
        "[model]\nname = 3\n",
        '[model]\nis_quiet = "perhaps"\n',
        "[model]\ntags = [1]\n",
        "[model]\ndaily_budget_usd = nan\n",
        "model = 3\n",
        "feeds = 3\n",
        "[[feeds]]\nurl = 'x'\n",
        "[[feeds]]\nname = 'F'\n",
        "[[feeds]]\nname = 'F'\nurl = 'https://reader@courier.example/feed'\n",
        "[[feeds]]\nname = 'F'\nurl = 'u'\nsource_type = 'blog'\n",
        "[[feeds]]\nname = 'F'\nurl = 'u'\n[[feeds]]\nname = 'F'\nurl = 'v'\n",
        "[[watches]]\nname = 'W'\nlength = 'monthly'\n",
        "[[watches]]\nname = 'W'\nwindow_days = 0\n",
        "not toml",
    ],
)
def test_wrong_values_are_one_plain_line(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text)


def test_a_password_in_the_address_of_a_feed_is_refused_and_not_repeated(tmp_path: Path) -> None:
    line = refusal(tmp_path, "[[feeds]]\nname = 'F'\nurl = 'https://reader:hunter2@courier.example/feed'\n")
    assert "“F”" in line and "password" in line
    assert "hunter2" not in line
    assert load(tmp_path, "[[feeds]]\nname = 'F'\nurl = 'https://courier.example/@ana/feed?x=a@b'\n").feeds


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    for options in (
        {"path": tmp_path / "gone.toml"},
        {"environment": {"BRIEFBOT_CONFIG": str(tmp_path / "gone.toml")}},
    ):
        with pytest.raises(ConfigError, match="briefbot init"):
            load_settings(**{"environment": {}, **options})  # type: ignore[arg-type]
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_settings(tmp_path / "bytes.toml", environment={})
