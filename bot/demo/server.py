"""Serves the sample newsroom on loopback, with ETags and 304 answers like a real site.

Content is made by `pages`; this module only answers GET requests.
"""

from __future__ import annotations

from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType

from bot.demo.newsroom import SampleArticle, load_outlets
from bot.demo.pages import feed_bytes, front_page, page_html

_HTML = "text/html; charset=utf-8"


class FeedServer:
    """A context manager: `url` is the base address while it runs."""

    def __init__(self, articles: tuple[SampleArticle, ...]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._server.resources = _resources(articles, self.url)  # type: ignore[attr-defined]
        self._thread = Thread(target=self._server.serve_forever, name="sample-newsroom", daemon=True)

    def __enter__(self) -> FeedServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _resources(articles: tuple[SampleArticle, ...], url: str) -> dict[str, tuple[bytes, str]]:
    outlets = load_outlets()
    resources = {"/": (front_page(tuple(outlets.values())), _HTML)}
    for slug, outlet in outlets.items():
        own = [article for article in articles if article.outlet.slug == slug]
        resources[f"/{slug}/feed"] = feed_bytes(outlet, own, url)
    for article in articles:
        related = [other for other in articles if other.outlet == article.outlet and other != article][:3]
        resources[article.path] = (page_html(article, url, related), _HTML)
    return resources


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        resource = self.server.resources.get(self.path.split("?", 1)[0])  # type: ignore[attr-defined]
        if resource is None:
            self._answer(404, b"not found", "text/plain", "")
            return
        body, content_type = resource
        etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        if self.headers.get("If-None-Match") == etag:
            self._answer(304, b"", content_type, etag)
        else:
            self._answer(200, body, content_type, etag)

    def _answer(self, status: int, body: bytes, content_type: str, etag: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if etag:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: the demo's own output is what people read."""
