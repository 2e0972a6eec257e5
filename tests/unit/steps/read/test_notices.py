"""What a site shows instead of its article."""

from __future__ import annotations

import pytest

from bot.steps.read.notices import find_notice, is_wall

COOKIES = """We value your privacy and use cookies to improve your visit to our site.
Our partners may process your personal data on the basis of your consent. You can withdraw your consent at any time.
By choosing Accept you agree to the use of cookies by us and our partners."""
LOGIN = """Subscribe now to read the rest of this report and support our newsroom.
You are already a subscriber? Log in with your e-mail address to continue. You can cancel anytime."""
BROWSER = """Please enable JavaScript and cookies in your browser so that we can check that you are not a robot."""
ARTICLE = """The regulator of Norvenia fined three publishers on Tuesday for cookie notices that nobody could refuse.
“You should not need a law degree to read the news,” commissioner Ana Rehn said of the consent forms.
The publishers said that they would appeal, and that their advertising partners had asked for the wording.
Rehn's office had received four hundred complaints since January, most of them about two sites."""


@pytest.mark.parametrize(("text", "kind"), [(COOKIES, "no_text"), (LOGIN, "paywalled"), (BROWSER, "no_text")])
def test_notices_are_known(text: str, kind: str) -> None:
    found = find_notice(text)
    assert found is not None and found[1] == kind


def test_articles_about_such_notices_are_articles() -> None:
    assert find_notice(ARTICLE) is None
    assert find_notice((COOKIES + "\n") * 20) is None, "nobody writes so long a notice"
    assert find_notice("") is None


def test_paths_of_walls() -> None:
    walls = ("/login", "/user-login?next=/a", "/account/signin/", "/sign-in.php", "/consent/collect", "/subscribe")
    assert all(map(is_wall, walls))
    assert not any(
        map(is_wall, ("/2031/03/cookies-and-consent-in-norvenia", "/news/loginov-wins", "/", "/subscribers-day"))
    )
