"""The routes over real sockets: what is answered, what is refused, and a question's way in."""

from __future__ import annotations

import http.client
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import lxml.html
import pytest

from tests.integration.web.conftest import Pages
from tests.web_samples import NOW, make_article, make_delivery, make_digest, make_message, make_view

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Origin": "null"}


def _ask(pages: Pages, path: str, *, body: bytes | None = None, **headers: str) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection(urlsplit(pages.url).netloc, timeout=30)
    connection.request("GET" if body is None else "POST", path, body, headers)
    reply = connection.getresponse()
    text = reply.read().decode()
    connection.close()
    return reply.status, text, {name.lower(): value for name, value in reply.getheaders()}


def _fields(pages: Pages) -> dict[str, str]:
    """The hidden fields of the form as the page gives them out."""
    tree = lxml.html.document_fromstring(_ask(pages, "/channel/demo")[1])
    return {field.get("name"): field.get("value") for field in tree.xpath("//input[@type='hidden']")}


def _post(pages: Pages, fields: dict[str, str], *, path: str = "/channel/demo/questions", **headers: str) -> int:
    return _ask(pages, path, body=urlencode(fields).encode(), **(FORM | headers))[0]


@pytest.mark.parametrize("path", ["/", "/digests/7", "/source/p1.2.s4", "/channel/demo", "/channel/quiet"])
def test_pages_are_html_that_is_kept_nowhere(pages: Pages, path: str) -> None:
    status, text, headers = _ask(pages, path)
    assert status == 200 and text.startswith("<!doctype html>")
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert "script" not in headers["content-security-policy"]


def test_the_style_sheet_is_the_only_file(pages: Pages) -> None:
    status, text, headers = _ask(pages, "/static/style.css")
    assert status == 200 and headers["content-type"].startswith("text/css") and "prefers-color-scheme" in text
    assert "url(" not in text and "@import" not in text
    for path in (
        "/static/",
        "/static/../pages.py",
        "/static/%2e%2e/pages.py",
        "/static/..%2fpages.py",
        "/templates/page.html",
    ):
        assert _ask(pages, path)[0] in (400, 404), path


@pytest.mark.parametrize(
    "path",
    [
        "/digests/8",
        "/digests/x",
        "/digests/-1",
        "/digests/99999999999999999999",
        "/digests/%D9%A3",
        "/source/p2.1.s1",
        "/source/x",
        "/source/%3Cscript%3E",
        "/channel/%3Cb%3E",
        "/channel/a%2Fb",
        "/channel/" + "a" * 65,
        "/nothing",
    ],
)
def test_what_is_not_there_is_a_plain_404(pages: Pages, path: str) -> None:
    status, text, headers = _ask(pages, path)
    assert status == 404 and "<script" not in text and "Traceback" not in text
    assert headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "query", ["before=x", "before=2027-03-18", "before=0001-01-01T00:00:00%2B00:00", "watch=%ED%A0%80%00"]
)
def test_odd_queries_do_no_harm(pages: Pages, query: str) -> None:
    assert _ask(pages, f"/?{query}")[0] == 200
    assert _ask(pages, f"/channel/demo?look={query}")[0] == 200
    assert _ask(pages, f"/source/p1.2.s4?digest={query}&n=1e9")[0] == 200


def _walk(pages: Pages, path: str) -> list[str]:
    """Links to digests on this page of the archive and all older ones."""
    seen: list[str] = []
    while path:
        tree = lxml.html.document_fromstring(_ask(pages, path)[1])
        seen += tree.xpath("//h3/a/@href")
        path = next(iter(tree.xpath("//p[@class='more']/a/@href")), "")
    return seen


def test_the_archive_pages_through_all_digests_once(pages: Pages) -> None:
    # Three digests an instant: a page never ends between them.
    pages.desk.digests = [make_digest(n, as_of=NOW - timedelta(days=n // 3)) for n in range(1, 121)]
    assert _walk(pages, "/") == [f"/digests/{n}" for n in range(1, 121)]


def test_a_watch_that_posts_rarely_is_found_behind_many_others(pages: Pages) -> None:
    rare = {501, 1100}
    names = {n: "Rare" if n in rare else "Often" for n in range(1, 1201)}
    pages.desk.digests = [make_digest(n, watch=names[n], as_of=NOW - timedelta(hours=n)) for n in names]
    assert _walk(pages, "/?watch=Rare") == ["/digests/501", "/digests/1100"]


def test_the_archive_of_one_watch_shows_only_its_digests(pages: Pages) -> None:
    pages.desk.digests = [make_digest(n, watch="Odd & even"[: 3 if n % 2 else 10]) for n in range(1, 5)]
    tree = lxml.html.document_fromstring(_ask(pages, "/?watch=Odd%20%26%20even")[1])
    assert tree.xpath("//h3/a/@href") == ["/digests/2", "/digests/4"]


# --- questions -------------------------------------------------------------------------------------------------------


def test_a_question_is_accepted_once_and_leads_back_to_its_place(pages: Pages) -> None:
    fields = _fields(pages) | {"question": " How many <b>miles</b>? "}
    status, _, headers = _ask(pages, "/channel/demo/questions", body=urlencode(fields).encode(), **FORM)
    assert (status, headers["location"]) == (303, f"/channel/demo#q-{fields['key']}")
    assert _post(pages, fields) == 303, "sending the same form again leads to the same place"
    ((event, _state),) = pages.desk.questions
    assert (event.kind, event.place, event.thread) == ("reply", "web:demo", "digest:7:0")
    assert (event.key, event.text) == (f"web:{fields['key']}", "How many <b>miles</b>?")
    assert event.user.startswith("web:") and "127.0.0.1" not in event.user


def test_the_page_waits_until_the_answer_stands_there(pages: Pages) -> None:
    assert _post(pages, _fields(pages) | {"question": "How many miles?"}) == 303
    waiting = _ask(pages, "/channel/demo")[1]
    assert "checking sources…" in waiting and 'http-equiv="refresh"' in waiting
    pages.desk.answer(make_message("Six nautical miles."))
    answered = _ask(pages, "/channel/demo")[1]
    assert "Six nautical miles." in answered and 'http-equiv="refresh"' not in answered


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "none"},
    ],
)
def test_a_question_that_another_site_sends_is_refused(pages: Pages, headers: dict[str, str]) -> None:
    fields = _fields(pages) | {"question": "How many miles?"}
    assert _post(pages, fields, **headers) == 403
    assert pages.desk.questions == []


def test_a_question_without_our_token_is_refused(pages: Pages) -> None:
    fields = _fields(pages) | {"question": "How many miles?"}
    assert _post(pages, fields | {"token": "0" * 64}) == 403
    assert _post(pages, {"question": "How many miles?"}) == 403
    assert _post(pages, fields, path="/channel/other/questions") == 403
    assert pages.desk.questions == []


def test_what_is_no_form_is_refused(pages: Pages) -> None:
    fields = _fields(pages) | {"question": "How many miles?"}
    assert _post(pages, fields, **{"Content-Type": "text/plain"}) == 413
    assert _post(pages, fields | {"question": "x" * 20_000}) == 413
    assert _post(pages, fields | {"question": "x" * 1001}) == 400
    assert _post(pages, fields | {"question": "  "}) == 400
    assert pages.desk.questions == []


def test_reading_changes_nothing(pages: Pages) -> None:
    for path in ("/", "/channel/demo", "/digests/7", "/source/p1.2.s4"):
        _ask(pages, path)
    assert pages.desk.questions == []
    assert _ask(pages, "/channel/demo/questions")[0] == 405


def test_a_damaged_text_of_strangers_still_makes_a_page(pages: Pages) -> None:
    pages.desk.digests = [make_digest(7, headline="half a pair \ud83d")]
    pages.desk.view = make_view(make_article(title="half a pair \ud83d"))
    pages.desk.posted = [replace(make_delivery(7, make_message("half a pair \ud83d")))]
    for path in ("/", "/digests/7", "/source/p1.2.s4", "/channel/demo"):
        assert _ask(pages, path)[0] == 200, path
