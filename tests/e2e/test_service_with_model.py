"""The service with a language model over the wire: honest, lying, down. Only stored words are ever quoted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.conftest import Newsroom
from tests.e2e.process import Bot, wait_until
from tests.e2e.reading import quotations_of, text_of
from tests.e2e.test_slack_service import archive_size, squeezed, whole_digest
from tests.fakes.drafts import LIES, honest
from tests.servers.model import Behaviour, ModelServer, failing, lying, playing, slow
from tests.servers.slack import PATIENT_S, Posted, SlackServer

MODEL = '[model]\nname = "some-model"\ntimeout_s = {}\nmax_retries = 0\n'
INVENTED = re.compile(r"evil\.example|strait-prize|surrendered|<!|@channel", re.IGNORECASE)


def edition(
    newsroom: Newsroom, home: Path, behaviour: Behaviour, *, timeout_s: int = 30
) -> tuple[list[Posted], list[Posted]]:
    """A digest asked for in the channel, and the answer to one question in its thread."""
    with (
        ModelServer(behaviour) as model,
        SlackServer(mode="socket", patience_s=PATIENT_S) as slack,
        Bot(
            home,
            newsroom.settings(more=MODEL.format(timeout_s)),
            BRIEFBOT_ALLOW_HOSTS=newsroom.host,
            OPENAI_BASE_URL=model.url,
            OPENAI_API_KEY="sk-testing-not-a-key",
            **slack.environment(),
        ) as bot,
    ):
        slack.wait_for_connection()
        wait_until(lambda: archive_size(bot) >= 29, what=bot.read_log)
        slack.command("/brief", "now")
        digest = wait_until(lambda: whole_digest(slack), what=bot.read_log)
        slack.reply(digest[0].ts, "What did Karim Desht say about the text of the accord?")
        count = len(digest)
        answer = wait_until(lambda: slack.messages(thread=digest[0].ts)[count:], what=bot.read_log)
        assert model.requests, "the model was asked"
        assert "sk-testing" not in bot.read_log()
        return digest, answer


def check(newsroom: Newsroom, *posted: Posted) -> None:
    stored = squeezed(newsroom.text)
    assert [words for words in quotations_of(*posted) if squeezed(words) not in stored] == []
    assert not INVENTED.search(text_of(*posted))


def test_an_honest_model_writes_the_digest_and_the_answer(newsroom: Newsroom, tmp_path: Path) -> None:
    digest, answer = edition(newsroom, tmp_path, playing(honest))
    check(newsroom, *digest, *answer)
    assert "automatic extract" not in text_of(*digest)
    assert quotations_of(*digest)


@pytest.mark.parametrize("lie", sorted(LIES))
def test_no_lie_of_a_model_reaches_a_channel(newsroom: Newsroom, tmp_path: Path, lie: str) -> None:
    digest, answer = edition(newsroom, tmp_path, lying(lie))
    check(newsroom, *digest, *answer)


@pytest.mark.parametrize("behaviour", [failing(500), slow(100)], ids=["down", "slow"])
def test_without_the_model_the_digest_still_goes_out_and_says_so(
    newsroom: Newsroom, tmp_path: Path, behaviour: Behaviour
) -> None:
    digest, answer = edition(newsroom, tmp_path, behaviour, timeout_s=2)
    check(newsroom, *digest, *answer)
    assert "automatic extract" in text_of(*digest)
