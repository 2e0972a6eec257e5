"""Feeds and pages of the sample newsroom, as bytes: RSS, Atom, JSON Feed, and HTML with the furniture of real sites.

Pure. Serving them is `server`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from email.utils import format_datetime
from html import escape

from bot.demo.newsroom import Outlet, SampleArticle

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | {outlet}</title>
<link rel="canonical" href="{url}">
<meta property="og:type" content="article"><meta property="og:title" content="{title}">
<meta property="og:site_name" content="{outlet}"><meta property="article:published_time" content="{published}">
<script type="application/ld+json">{linked}</script></head>
<body>
<header><a href="/">{outlet}</a><nav><ul><li><a href="/politics">Politics</a></li>
<li><a href="/sport">Sport</a></li><li><a href="/weather">Weather</a></li></ul></nav></header>
<div class="cookie-notice" role="dialog"><p>We use cookies to improve your visit. <button>Accept all</button></p></div>
<main><article><h1>{title}</h1><p class="byline">By {byline}</p><time datetime="{published}">{day}</time>
{figure}{paragraphs}{hidden}</article>
<section class="related"><h2>Read more</h2><ul>{related}</ul></section>
<section class="comments"><h2>Comments (2)</h2><p class="comment">harbourcat: "They will never sign, mark my words!"</p>
<p class="comment">tide_and_true: First.</p></section></main>
<footer><p>Subscribe to our newsletter. All rights reserved.</p></footer></body></html>"""


def page_html(article: SampleArticle, base_url: str, related: Sequence[SampleArticle]) -> bytes:
    """The article's page with menus, cookie notice, caption, related stories, comments and footer around it."""
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published_at.isoformat(),
        "author": [{"@type": "Person", "name": article.byline or article.outlet.name}],
        "publisher": {"@type": "Organization", "name": article.outlet.name},
    }
    figure = (
        f"<figure><div></div><figcaption>{escape(article.caption)}</figcaption></figure>" if article.caption else ""
    )
    hidden = f'<div style="display:none" aria-hidden="true">{escape(article.hidden)}</div>' if article.hidden else ""
    return _PAGE.format(
        title=escape(article.title),
        outlet=escape(article.outlet.name),
        url=escape(base_url + article.path),
        published=article.published_at.isoformat(),
        linked=json.dumps(linked).replace("<", "\\u003c"),
        byline=escape(article.byline or article.outlet.name),
        day=f"{article.published_at:%A, %d %B %Y}",
        figure=figure,
        paragraphs=_paragraphs(article),
        hidden=hidden,
        related="".join(f'<li><a href="{escape(other.path)}">{escape(other.title)}</a></li>' for other in related),
    ).encode()


def feed_bytes(outlet: Outlet, articles: Sequence[SampleArticle], base_url: str) -> tuple[bytes, str]:
    """The outlet's feed, newest first, and its content type."""
    newest = sorted(articles, key=lambda article: article.published_at, reverse=True)
    make = {"rss": _rss, "atom": _atom, "json": _json_feed}[outlet.feed]
    return make(outlet, newest, base_url)


def front_page(outlets: Sequence[Outlet]) -> bytes:
    """A plain list of the outlets and their feeds."""
    rows = "".join(f'<li>{escape(o.name)}: <a href="/{o.slug}/feed">feed</a></li>' for o in outlets)
    return f"<!doctype html><title>Sample newsroom</title><h1>Sample newsroom</h1><ul>{rows}</ul>".encode()


def _paragraphs(article: SampleArticle) -> str:
    return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in article.paragraphs)


def _rss(outlet: Outlet, articles: Sequence[SampleArticle], base_url: str) -> tuple[bytes, str]:
    items = "".join(
        f"<item><title>{escape(a.title)}</title><link>{base_url}{a.path}</link><guid>{base_url}{a.path}</guid>"
        f"<pubDate>{format_datetime(a.published_at)}</pubDate><description>{escape(a.summary)}</description>"
        + (f"<content:encoded><![CDATA[{_paragraphs(a)}]]></content:encoded>" if outlet.full else "")
        + "</item>"
        for a in articles
    )
    body = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{escape(outlet.name)}</title><link>{base_url}/{outlet.slug}</link>{items}</channel></rss>"
    )
    return body.encode(), "application/rss+xml; charset=utf-8"


def _atom(outlet: Outlet, articles: Sequence[SampleArticle], base_url: str) -> tuple[bytes, str]:
    entries = "".join(
        f'<entry><title>{escape(a.title)}</title><link href="{base_url}{a.path}"/><id>{base_url}{a.path}</id>'
        f"<updated>{a.published_at.isoformat()}</updated><published>{a.published_at.isoformat()}</published>"
        f"<summary>{escape(a.summary)}</summary>"
        + (f'<content type="html">{escape(_paragraphs(a))}</content>' if outlet.full else "")
        + "</entry>"
        for a in articles
    )
    updated = articles[0].published_at.isoformat() if articles else ""
    body = (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(outlet.name)}</title><id>{base_url}/{outlet.slug}</id><updated>{updated}</updated>{entries}</feed>"
    )
    return body.encode(), "application/atom+xml; charset=utf-8"


def _json_feed(outlet: Outlet, articles: Sequence[SampleArticle], base_url: str) -> tuple[bytes, str]:
    items = [
        {
            "id": base_url + a.path,
            "url": base_url + a.path,
            "title": a.title,
            "summary": a.summary,
            "date_published": a.published_at.isoformat(),
            "authors": [{"name": a.byline or outlet.name}],
            **({"content_html": _paragraphs(a)} if outlet.full else {}),
        }
        for a in articles
    ]
    document = {"version": "https://jsonfeed.org/version/1.1", "title": outlet.name, "items": items}
    return json.dumps(document, ensure_ascii=False).encode(), "application/feed+json; charset=utf-8"
