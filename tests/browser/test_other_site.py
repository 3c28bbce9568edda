"""A page of another site, in a real browser where somebody is logged in: it reads nothing, changes nothing, frames nothing."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from serving import served_page
from web.test_door import MESSAGES, routes_of, served

TRIED = """
async ([target, routes, message]) => {
  const read = [];
  const note = (what) => (text) => text.length && read.push(what + ": " + text.slice(0, 80));
  const ask = (path, options) =>
    fetch(target + path, { credentials: "include", ...options }).then((r) => r.text()).then(note(path), () => {});
  const body = JSON.stringify(message);
  const posts = [];
  for (const [method, path] of routes) {
    for (const mode of ["cors", "no-cors"]) {
      const sent = ["GET", "HEAD"].includes(method) ? { method, mode } : { method, mode, body };
      posts.push(ask(path, sent));
      if (mode === "cors") posts.push(ask(path, { ...sent, headers: { "Content-Type": "application/json" } }));
    }
  }
  await Promise.all(posts);
  for (const [method, path] of routes) {
    if (method !== "GET") continue;
    for (const tag of ["script", "img", "link"]) {
      const element = document.createElement(tag);
      Object.assign(element, { src: target + path, rel: "stylesheet", href: target + path });
      await new Promise((done) => {
        element.onerror = done;
        element.onload = () => { if (tag !== "link" || element.sheet?.cssRules) read.push(tag + " " + path); done(); };
        document.body.append(element);
      });
    }
  }
  return read;
}
"""
FORMS = """
async ([target, paths, body]) => {
  const answered = [];
  for (const path of paths) for (const enctype of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    const frame = Object.assign(document.createElement("iframe"), { name: path + enctype });
    const form = Object.assign(document.createElement("form"), { method: "post", action: target + path, enctype, target: frame.name });
    form.append(Object.assign(document.createElement("input"), { name: body, value: "" }));
    document.body.append(frame, form);
    answered.push(new Promise((done) => { frame.onload = done; }));
    form.submit();
  }
  await Promise.all(answered);
}
"""
FRAME = """
async (target) => {
  const frame = Object.assign(document.createElement("iframe"), { src: target });
  await new Promise((done) => { frame.onload = done; document.body.append(frame); });
  return frame;
}
"""
DELETING = {"dossier": 1, "number": 1, "act": {"action": "delete-now"}}


class Site(BaseHTTPRequestHandler):
    """An empty page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Ailleurs</title><body></body>")

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def other_site() -> Iterator[int]:
    """The port of another site on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


@pytest.fixture(scope="module")
def with_accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page with accounts."""
    with served_page(tmp_path_factory.mktemp("home"), users="anne:secret") as address:
        yield address


@pytest.fixture(scope="module")
def logged(browser: Browser, with_accounts: str) -> Iterator[tuple[str, Page]]:
    """That address, and a window where anne is in, with a dossier."""
    page = browser.new_context().new_page()
    page.goto(with_accounts)
    page.fill("#nom", "anne")
    page.fill("#mot-de-passe", "secret")
    page.click("button")
    page.locator("#question textarea").wait_for()
    listed = page.evaluate(ASK, {"act": {"action": "new", "department": "Val-d’Ombre"}})
    assert listed["dossier"]
    yield with_accounts, page
    page.context.close()


ASK = """
(message) => fetch("/api/writing", {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(message)
}).then((r) => r.json())
"""


def test_another_site_reads_nothing_and_changes_nothing_on_any_route(
    logged: tuple[str, Page], other_site: int, tmp_path: Path
) -> None:
    address, page = logged
    routes = sorted(set(routes_of(served(tmp_path / "other").app)))
    for site in (f"http://127.0.0.1:{other_site}", f"http://localhost:{other_site}"):
        other = page.context.new_page()
        other.goto(site)
        assert other.evaluate(TRIED, [address, routes, DELETING]) == []
        other.evaluate(FORMS, [address, [*MESSAGES, "/login", "/logout"], json.dumps(DELETING)])
        frame = other.evaluate_handle(FRAME, address).as_element()
        assert frame is not None
        shown = frame.content_frame()
        assert shown is None or shown.locator("#question").count() == 0
        listed = page.evaluate(ASK, {"act": {"action": "list"}})
        assert "Val-d’Ombre" in listed["fragments"]["vue-dossiers"]
        other.close()


def test_a_link_of_another_site_opens_the_page(logged: tuple[str, Page], other_site: int) -> None:
    address, page = logged
    other = page.context.new_page()
    other.goto(f"http://localhost:{other_site}")
    other.evaluate("(target) => { location.href = target; }", address)
    other.locator("#question textarea").wait_for()


PUT = """
() => {
  window.told = [];
  const box = document.createElement("div");
  box.innerHTML = "<img src=x onerror=\\"told.push('handler')\\"><a href=\\"javascript:told.push('link')\\">x</a>";
  const script = Object.assign(document.createElement("script"), { textContent: "told.push('script')" });
  document.body.append(box, script);
  box.querySelector("a").click();
  return new Promise((done) => setTimeout(() => done(window.told), 500));
}
"""


def test_the_page_itself_breaks_none_of_its_rules(logged: tuple[str, Page]) -> None:
    _, page = logged
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.reload()
    page.locator("#question textarea").wait_for()
    page.fill("#question textarea", "Qui signe la convention ?")
    page.click("#envoyer")
    page.locator("#fil .tour").first.wait_for()
    for tab in ("verification", "accueil", "redaction"):
        page.evaluate(f"location.hash = '#/{tab}'")
        page.locator(f"#{'accueillir' if tab == 'accueil' else tab}").wait_for()
    page.locator("#vue-dossiers .ouvrir").first.click()
    page.locator("#colonne-formulaire").wait_for()
    assert [text for text in told if "Content Security Policy" in text or "refused" in text.lower()] == []


def test_a_script_that_is_put_in_the_page_does_not_run(logged: tuple[str, Page]) -> None:
    _, page = logged
    assert page.evaluate(PUT) == []
