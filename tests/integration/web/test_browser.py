"""The pages in a headless Chromium: nothing runs, nothing scrolls sideways, and a question is asked and answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.domain.digest import Claim
from bot.platforms.web.pages import standalone_digest
from tests.hostile_text import HOSTILE, HOSTILE_URLS
from tests.integration.web.conftest import ARGUMENTS, Pages
from tests.web_samples import NOW, make_article, make_citation, make_delivery, make_digest, make_message, make_view

pytestmark = pytest.mark.browser

PATHS = ("/", "/digests/7", "/source/p1.2.s4?digest=7&n=2", "/channel/demo", "/digests/99")
SHIPS = "Ships withdraw six nautical miles from the lane."


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for the file."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser window of a phone's width."""
    opened = browser.new_context(viewport={"width": 360, "height": 740})
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@contextmanager
def _watched(context: BrowserContext) -> Iterator[tuple[Page, list[str]]]:
    """A page, and everything on it that should not happen: dialogs, foreign requests, errors."""
    page = context.new_page()
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: seen.append(f"error {error}"))
    page.on("request", lambda request: None if _is_own(request.url) else seen.append(f"request {request.url}"))
    yield page, seen
    page.close()


def _is_own(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:image/svg+xml", "file:"))


def _is_wider_than_the_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("path", PATHS)
def test_no_page_scrolls_sideways_on_a_phone(pages: Pages, context: BrowserContext, path: str) -> None:
    long_word = "Donaudampfschifffahrtsgesellschaftskapitänswitwenversicherungsangelegenheit" * 2
    pages.desk.digests = [make_digest(headline=long_word, standfirst=long_word)]
    pages.desk.view = replace(make_view(make_article(title=long_word, publisher=long_word)))
    pages.desk.posted = [make_delivery(7, make_message(long_word, url=f"https://a.example/{long_word}"))]
    with _watched(context) as (page, seen):
        page.goto(pages.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert not _is_wider_than_the_window(page)
        assert seen == []


def test_the_cited_passage_is_highlighted(pages: Pages, context: BrowserContext) -> None:
    with _watched(context) as (page, _):
        page.goto(f"{pages.url}/digests/7")
        page.locator("#c-2").get_by_text("See it in context").click()
        mark = page.locator("mark")
        assert mark.inner_text() == SHIPS
        assert mark.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 232, 154)"
        page.get_by_text("Back to the digest").click()
        assert page.url == f"{pages.url}/digests/7#c-2"


def test_a_citation_number_leads_to_its_source(pages: Pages, context: BrowserContext) -> None:
    with _watched(context) as (page, _):
        page.goto(f"{pages.url}/digests/7")
        page.locator("section.development sup.cite a").first.click()
        assert page.locator("#c-1:target").is_visible()


def test_only_proven_words_look_proven(pages: Pages, context: BrowserContext) -> None:
    digest = make_digest()
    claims = (*digest.developments[0].claims, Claim("They say “never said”.", (2,)))
    pages.desk.digests = [replace(digest, developments=(replace(digest.developments[0], claims=claims),))]
    with _watched(context) as (page, _):
        page.goto(f"{pages.url}/digests/7")
        shown = page.locator("article q").all_inner_texts()
        assert shown == ["“The text is closed. What is left is ink.”"]
        style = "one => getComputedStyle(one).backgroundColor"
        assert page.locator("article q").evaluate(style) == "rgb(223, 240, 234)"
        assert page.get_by_text("never said").evaluate(style) == "rgba(0, 0, 0, 0)"


def test_a_question_is_asked_and_answered_on_the_page(pages: Pages, context: BrowserContext) -> None:
    with _watched(context) as (page, seen):
        page.goto(f"{pages.url}/channel/demo")
        page.get_by_label("Ask about this digest").fill("How many miles?")
        page.get_by_role("button", name="Ask").click()
        page.get_by_text("checking sources…").wait_for()
        assert page.get_by_label("Ask about this digest").is_disabled()
        pages.desk.answer(make_message("Six nautical miles."))
        page.locator(".answer").get_by_text("Six nautical miles.").wait_for()
        assert page.locator(".asked").inner_text().endswith("How many miles?")
        assert page.locator(".asked").evaluate("one => one.getBoundingClientRect().top < innerHeight")
        page.reload()
        assert page.get_by_label("Ask about this digest").is_editable()
        assert len(pages.desk.questions) == 1
        assert seen == []


def test_a_question_sent_by_another_site_is_not_asked(pages: Pages, context: BrowserContext) -> None:
    with _watched(context) as (page, _):
        page.goto(f"{pages.url}/channel/demo")
        form = page.locator("form").evaluate("one => one.outerHTML")
        foreign = pages.url.replace("127.0.0.1", "127.0.0.2")
        page.route(f"{foreign}/**", lambda route: route.fulfill(body=form, content_type="text/html"))
        page.goto(f"{foreign}/trap")
        action = f"{pages.url}/channel/demo/questions"
        page.evaluate(
            "action => { const f = document.forms[0]; f.action = action; f.question.value = 'x'; f.submit() }", action
        )
        page.get_by_text("sent by another site").wait_for()
        assert pages.desk.questions == []


def test_pages_work_without_scripts(pages: Pages, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{pages.url}/channel/demo")
    page.get_by_label("Ask about this digest").fill("How many miles?")
    page.keyboard.press("Enter")
    page.get_by_text("checking sources…").wait_for()
    answer = threading.Timer(0.5, lambda: pages.desk.answer(make_message("Six nautical miles.")))
    answer.start()
    page.locator(".answer").get_by_text("Six nautical miles.").wait_for()
    answer.join()
    context.close()


@pytest.mark.parametrize("path", PATHS[:4])
def test_hostile_text_runs_nothing_and_loads_nothing(pages: Pages, context: BrowserContext, path: str) -> None:
    everything = " ".join(HOSTILE)
    article = make_article(title=everything, text=f"{everything}\n\n{everything} {SHIPS}\n\n{everything}")
    citation = make_citation(1, SHIPS, article, text=everything, publisher=everything)
    digest = make_digest(headline=everything, standfirst=everything, notice=everything, citations=(citation,))
    claim = Claim(everything, (1,), is_extract=True, outlet=everything)
    pages.desk.digests = [replace(digest, watch=everything, other_news=(claim,), as_of=NOW)]
    pages.desk.view = make_view(article)
    pages.desk.posted = [make_delivery(7, make_message(everything, url=url)) for url in HOSTILE_URLS]
    with _watched(context) as (page, seen):
        page.goto(pages.url + path)
        page.mouse.move(100, 200)
        page.wait_for_timeout(150)
        assert seen == []
        assert "alert('ran')" in page.locator("body").inner_text()
        assert page.locator("script, img, iframe, svg, object, embed, base").count() == 0


def test_a_script_in_a_page_would_not_run(pages: Pages, context: BrowserContext) -> None:
    """The policy holds by itself, should escaping ever fail."""
    with _watched(context) as (page, seen):
        page.goto(f"{pages.url}/digests/7")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', `<img src=x onerror='window.ran = 1'>`)")
        page.evaluate(
            "const one = document.createElement('script'); one.text = 'window.ran = 1'; document.body.append(one)"
        )
        page.wait_for_timeout(150)
        assert page.evaluate("window.ran === undefined")
        assert seen == []


def test_a_standalone_digest_is_readable_from_a_file(context: BrowserContext, tmp_path: Path) -> None:
    file = tmp_path / "digest.html"
    file.write_text(standalone_digest(make_digest()), encoding="utf-8")
    with _watched(context) as (page, seen):
        page.goto(file.as_uri())
        assert page.locator("h1").inner_text() == make_digest().headline
        assert (
            page.locator("article q").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(223, 240, 234)"
        )
        assert not _is_wider_than_the_window(page)
        assert seen == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS[:4])
def test_text_can_be_read_in_both_schemes(pages: Pages, browser: Browser, path: str, scheme: str) -> None:
    """At least 4.5 to 1 between text and its ground (WCAG AA)."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": 800, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(pages.url + path)
    assert page.evaluate(WEAK_TEXT) == []
    context.close()


WEAK_TEXT = """() => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], 0);
  const ground = one => {
    for (; one; one = one.parentElement) {
      const colour = parse(getComputedStyle(one).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const one of document.querySelectorAll('body *')) {
    const own = [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || one.classList.contains('hidden') || one.classList.contains('skip')) continue;
    const [a, b] = [light(parse(getComputedStyle(one).color)), light(ground(one))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) weak.push(`${one.tagName}.${one.className} ${ratio.toFixed(2)}`);
  }
  return weak;
}"""
