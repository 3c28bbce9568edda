"""A small server on the loopback that answers what is posted to it by a function."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@contextmanager
def answering_posts(answer: Callable[[str, dict[str, Any]], tuple[int, Any]]) -> Iterator[str]:
    """The address of the server, of the OpenAI kind; `answer` is given the path and the body, as read, and gives the
    status and what to say."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, told = answer(self.path, json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *arguments: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
