"""A little site on this machine, with a page, what leads to it, and what goes wrong."""

from __future__ import annotations

import contextlib
import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Trams of the town - The Paper</title>
<meta name="author" content="City desk"><meta property="og:site_name" content="The Paper">
<meta property="article:published_time" content="2025-10-02T08:00:00Z">
<script>document.write("never shown")</script></head>
<body><nav><a href="/">Home</a> <a href="/about">About us</a></nav><article>
<h1>Trams of the town</h1>
<p>The town has had thirty-one trams since the year two thousand and four, and only four of the
reports about them were ever published.</p>
<h2>Why nobody knows</h2>
<p>Nobody knows why that was so, and <b>nobody</b> has asked about it for years; it went on
until the summer of that year.</p>
<ul><li>One thing that is long enough to be kept in the text</li>
<li>Another thing with <a href="http://x.example">a link</a> in the middle of it</li></ul>
<blockquote><p>It is over now, said the mayor of the town in the end.</p></blockquote>
</article><footer>Copyright of nobody in particular</footer></body></html>
"""


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        html = {"Content-Type": "text/html; charset=utf-8"}
        answers = {
            "/page": (200, html, PAGE.encode()),
            "/packed": (200, {**html, "Content-Encoding": "gzip"}, gzip.compress(PAGE.encode())),
            "/bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(80 << 20))),
            "/brotli": (200, {**html, "Content-Encoding": "br"}, b"\x0b"),
            "/notes.txt": (200, {"Content-Type": "text/plain"}, b"Thirty-one trams. Four reports."),
            "/named.pdf": (200, {"Content-Type": "text/plain"}, b"%PDF-1.4\n%%EOF"),
            "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n"),
            "/go": (302, {"Location": "/page"}, b""),
            "/round": (302, {"Location": "/round"}, b""),
            "/elsewhere": (302, {"Location": "file:///etc/passwd"}, b""),
        }
        status, headers, body = answers.get(self.path, (404, html, b"<p>Nothing here.</p>"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def site() -> Iterator[str]:
    """Its address, as long as it is there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
