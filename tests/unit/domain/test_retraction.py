"""Articles that their outlet has taken back."""

from __future__ import annotations

import pytest

from bot.domain.quote_verdict import verdict_of
from bot.domain.retraction import is_retracted
from tests.grounds import article_of

TEXT = "“We will not raise the harbour levy,” Mara Lind said.\n\nThe board of Velm met on Tuesday."


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Retracted: levy to rise", TEXT, True),
        ("Levy to rise (retracted)", TEXT, True),
        ("[Withdrawn] Levy to rise", TEXT, True),
        ("Levy to rise", TEXT + "\n\nThis article has been retracted.", True),
        ("Levy to rise", "We have withdrawn this story.\n\n" + TEXT, True),
        ("Velm retracted its claim", TEXT, False),
        ("Offer withdrawn, says Lind", TEXT, False),
        ("Levy to rise", TEXT + "\n\nThe journal said that the study has been retracted.", False),
    ],
)
def test_only_the_outlets_own_signs_count(title: str, text: str, expected: bool) -> None:
    article = article_of(text, title=title)
    assert is_retracted(article.revision) is expected
    verdict = verdict_of("We will not raise the harbour levy", article)
    assert (verdict.verdict == "absent") is expected and (verdict.rendered is None) is expected
