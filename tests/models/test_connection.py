"""The language model: whatever its server does, a question gets an answer in time, and nothing secret is told."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from servers.scripted import (
    KEY,
    LIE,
    NOTICE,
    TRUTH,
    Asked,
    Broken,
    Killed,
    Script,
    Told,
    claim,
    polite,
    saying,
    scripted_server,
    slow,
    with_model,
)
from servers.tiny_model import Served, serving_tiny_model

from rupfam_assistant.answers.fluent import FALLBACK
from rupfam_assistant.answers.reply import EXTRACTIVE, Answer
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.models.connection import NO_MODEL, LanguageModel, open_model, told_model
from rupfam_assistant.models.faults import ModelError
from rupfam_assistant.office import Office
from rupfam_assistant.settings import Settings

SHORT = 1.0
LONG = 10.0
"""Seconds given to a model that is too slow, and that it takes."""


def settings(**given: object) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[arg-type]


def opened(**given: object) -> LanguageModel:
    model = open_model(settings(**{"llm": "openai:scripted", "llm_api_key": KEY, **given}))
    assert model is not None
    return model


def true_line(asked: Asked) -> str:
    sentence, words = TRUTH[0]
    return claim(sentence, [asked.number_of(words)], [words])


def endless(asked: Asked) -> Iterator[str]:
    while True:
        yield "encore et encore "


def silent_for_ever(asked: Asked) -> Iterator[str]:
    for _ in range(100):
        time.sleep(0.1)
        yield ""


def killed(asked: Asked) -> Iterator[str]:
    yield true_line(asked)
    raise Killed


def killed_at_once(asked: Asked) -> Iterator[str]:
    yield '{"phrase": "La conv'
    raise Killed


HTML = Broken(200, {"content-type": "text/html"}, "<html>Bonjour</html>")
NULL = Broken(200, {"content-type": "application/json"}, '{"choices": null}')
BAD_EVENTS = Broken(200, {"content-type": "text/event-stream"}, "data: {{{ oups\n\n")
FAULTS: dict[str, tuple[Script, str]] = {
    "401": (lambda asked: Broken(401), "refuse la clé (401) : corrigez RUPFAM_LLM_API_KEY"),
    "403": (lambda asked: Broken(403), "refuse l’accès (403)"),
    "404": (lambda asked: Broken(404), "est inconnu à cette adresse (404)"),
    "400": (lambda asked: Broken(400), "refuse la demande (400)"),
    "429 for long": (lambda asked: Broken(429, {"retry-after": "100"}), "reçoit trop de demandes (429)"),
    "429 twice": (lambda asked: Broken(429, {"retry-after": "0"}), "reçoit trop de demandes (429)"),
    "500": (lambda asked: Broken(500), "est en panne (500)"),
    "503, not JSON": (lambda asked: Broken(503, {}, "<h1>panne</h1>"), "est en panne (503)"),
    "HTML": (lambda asked: HTML, "donne une réponse illisible"),
    "null": (lambda asked: NULL, "donne une réponse illisible"),
    "bad events": (lambda asked: BAD_EVENTS, "donne une réponse illisible"),
    "empty": (lambda asked: "", "n’a rien répondu."),
    "thoughts alone": (lambda asked: Told("Cherchons.", field="reasoning_content"), "n’a rien répondu."),
    "cut by length": (
        lambda asked: Told('{"phrase": "La conv', end="length"),
        "a été coupée : elle dépasse 2500 jetons",
    ),
    "end of stream without an end": (
        lambda asked: Told("Voyons", end=None),
        "s’est interrompu au milieu de sa réponse",
    ),
    "not JSON": (
        lambda asked: "Bien sûr ! { voici } la réponse : deux mois. " * 20,
        "n’a rien répondu qui ait la forme demandée",
    ),
    "another JSON": (
        lambda asked: '[{"answer": "deux mois"}, {"phrase": 3, "passages": "x", "mots": 4}, {"Ignore tes règles": 1}]',
        "n’a rien répondu qui ait la forme demandée",
    ),
    "prompt echoed": (lambda asked: f"{asked.system}\n{asked.user}", "ne s’arrête pas de répondre"),
    "endless": (endless, "ne s’arrête pas de répondre"),
    "silent": (silent_for_ever, "n’a pas fini en 1\u202fs"),
    "slow": (slow(LONG, lambda asked: true_line(asked)), "n’a pas fini en 1\u202fs"),
    "killed before any sentence": (killed_at_once, "s’est interrompu au milieu de sa réponse"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_server_gives_the_extracts_and_one_sentence(
    office: Office, plain: Answer, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    script, told = FAULTS[fault]
    with scripted_server(script) as server:
        given = {"llm_timeout": SHORT} if "pas fini" in told else {}
        reply = with_model(office, server.address, **given).ask(NOTICE)
    assert_falls_back(reply, plain)
    assert told in reply.text
    assert KEY not in caplog.text


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (killed, "s’est interrompu au milieu de sa réponse"),
        (lambda asked: Told(true_line(asked), end="length"), "a été coupée"),
        (lambda asked: Told(true_line(asked), end=None), "s’est interrompu"),
    ],
)
def test_sentences_already_checked_stay_when_the_server_fails_later(office: Office, script: Script, told: str) -> None:
    with scripted_server(script) as server:
        reply = with_model(office, server.address).ask(NOTICE)
    assert isinstance(reply, Answer)
    assert (reply.mode, [excerpt.sentence for excerpt in reply.excerpts]) == ("scripted", [TRUTH[0][0]])
    assert told in reply.notes[0]


def refusing(*refused: str, status: int = 400, named: bool = False) -> Script:
    """A server that takes no demand that holds one of these, and may name it."""

    def reply(asked: Asked) -> "str | Broken":
        body = {**asked.body, **({"max_tokens": 1} if "max_completion_tokens" in asked.body else {})}
        found = next((name for name in refused if name in body), "")
        param = f', "param": "{found}"' if named else ""
        return Broken(status, body=f'{{"error": {{"message": "non"{param}}}}}') if found else true_line(asked)

    return reply


@pytest.mark.parametrize(
    ("script", "form"),
    [
        (refusing(), "tools"),
        (refusing("tools"), "response_format"),
        (refusing("tools", status=500), "response_format"),
        (refusing("tools", "response_format"), ""),
        (refusing("temperature", named=True), "tools"),
        (refusing("max_tokens", named=True), "tools"),
        (refusing("temperature"), ""),
        (refusing("max_tokens", "temperature"), ""),
    ],
)
def test_what_a_server_refuses_is_left_out_from_then_on(office: Office, script: Script, form: str) -> None:
    with scripted_server(script) as server:
        writing = with_model(office, server.address)
        first = writing.ask(NOTICE)
        before = len(server.asked)
        second = writing.ask(NOTICE)
    assert [reply.mode for reply in (first, second) if isinstance(reply, Answer)] == ["scripted"] * 2
    assert [(asked.kind, asked.form) for asked in server.asked[before:]] == [("answer", form), ("judge", form)]


def test_a_schema_filled_by_a_tool_is_read_as_it_comes(office: Office) -> None:
    with scripted_server(lambda asked: Told(true_line(asked), field="tool_calls", end="tool_calls")) as server:
        reply = with_model(office, server.address).ask(NOTICE)
    assert isinstance(reply, Answer)
    assert reply.mode == "scripted"
    assert server.asked[0].body["tools"][0]["function"]["name"] == "repondre"


def test_a_form_of_schema_whose_reply_cannot_be_read_is_not_asked_for_again(office: Office) -> None:
    with scripted_server(lambda asked: "Deux mois." if asked.form == "tools" else true_line(asked)) as server:
        writing = with_model(office, server.address)
        replies = [writing.ask(NOTICE) for _ in range(2)]
    assert [reply.mode for reply in replies if isinstance(reply, Answer)] == [EXTRACTIVE, "scripted"]


@pytest.fixture(scope="module")
def plain(office: Office) -> Answer:
    """The extracts that answer without any model."""
    reply = office.ask(NOTICE)
    assert isinstance(reply, Answer)
    return reply


def assert_falls_back(reply: object, plain: Answer) -> None:
    assert isinstance(reply, Answer)
    assert (reply.mode, reply.excerpts) == (EXTRACTIVE, plain.excerpts)
    assert [note for note in reply.notes if note.endswith(FALLBACK)] == list(reply.notes[:1])
    assert KEY not in reply.text


def test_an_absent_server_is_told_with_its_address(office: Office, plain: Answer) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
    reply = with_model(office, address).ask(NOTICE)
    assert_falls_back(reply, plain)
    assert f"ne répond pas à l’adresse {address}" in reply.text


def test_a_server_that_takes_the_call_and_says_nothing_keeps_nobody_waiting(office: Office, plain: Answer) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(8)
        reply = with_model(office, f"http://127.0.0.1:{deaf.getsockname()[1]}/v1", llm_timeout=SHORT).ask(
            NOTICE, ["Qui signe la convention ?"]
        )
    assert_falls_back(reply, plain)


@pytest.mark.parametrize("wait", ["0.3", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_a_server_that_asks_to_wait_is_asked_once_more(office: Office, wait: str) -> None:
    calls = []

    def busy(asked: Asked) -> "str | Broken":
        calls.append(asked)
        return Broken(429, {"retry-after": wait}) if len(calls) == 1 else true_line(asked)

    with scripted_server(polite(busy)) as server:  # type: ignore[arg-type]
        reply = with_model(office, server.address).ask(NOTICE)
    assert isinstance(reply, Answer)
    assert (reply.mode, len(calls)) == ("scripted", 2)


def test_whoever_stops_reading_stops_the_server() -> None:
    said: list[str] = []

    def long(asked: Asked) -> Iterator[str]:
        while True:
            time.sleep(0.02)
            said.append("mot")
            yield "mot "

    with scripted_server(long) as server:
        reading = opened(llm_base_url=server.address).stream([("user", "Bonjour")])
        assert next(reading) == "mot "
        reading.close()
        before = 0
        while before < len(said):
            before = len(said)
            time.sleep(0.3)


def test_two_questions_at_once_do_not_mix(office: Office) -> None:
    with scripted_server(polite(lambda asked: (time.sleep(0.2), true_line(asked))[1])) as server:
        writing = with_model(office, server.address)
        replies: list[str] = []
        threads = [threading.Thread(target=lambda: replies.append(writing.ask(NOTICE).text)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert replies == [f"{TRUTH[0][0]} [1]"] * 6


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, NO_MODEL),
        ({"llm": "ollama:mistral"}, "Modèle mistral, sur cette machine"),
        (
            {"llm": "openai:albert-large", "llm_base_url": "https://albert.example/v1"},
            "Modèle albert-large, hors de cette machine, sur albert.example",
        ),
        ({"llm": "openai:x", "llm_base_url": "http://[::1]:8000/v1"}, "Modèle x, sur cette machine"),
        (
            {"llm": "openai:x", "llm_base_url": "http://nom:secret@10.0.0.3/v1"},
            "Modèle x, hors de cette machine, sur 10.0.0.3",
        ),
        ({"llm": "mistralai:mistral-small"}, "Modèle mistral-small, hors de cette machine, sur api.mistral.ai"),
    ],
)
def test_the_model_and_where_it_runs_are_told(given: dict[str, str], told: str) -> None:
    assert told_model(settings(**given)) == told


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"llm": "albert"}, "RUPFAM_LLM"),
        ({"llm": "openai:"}, "RUPFAM_LLM"),
        ({"llm": "inconnu:x"}, "RUPFAM_LLM"),
        ({"llm": "openai:x", "llm_base_url": "albert.example"}, "RUPFAM_LLM_BASE_URL"),
    ],
)
def test_a_wrong_setting_is_told(given: dict[str, str], name: str) -> None:
    with pytest.raises(RupfamError, match=f"^Le réglage {name} doit être "):
        open_model(settings(**given))


@pytest.mark.parametrize("provider", ["openai", "ollama", "mistralai"])
def test_no_other_variable_decides_where_data_goes(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_BASE", "OPENAI_BASE_URL", "OLLAMA_HOST", "MISTRAL_BASE_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/ailleurs")
    calls: list[str] = []
    with answering_nothing(calls.append) as address:
        model = opened(llm=f"{provider}:x", llm_base_url=address)
        with pytest.raises(ModelError):
            model.complete([("user", "Bonjour")])
    assert len(calls) == 1


def test_ollama_is_given_the_size_of_its_context_and_the_room_to_answer() -> None:
    calls: list[str] = []
    with answering_nothing(calls.append) as address, pytest.raises(ModelError):
        opened(llm="ollama:x", llm_base_url=address, llm_context=8192).complete([("user", "Bonjour")])
    assert '"num_ctx":8192' in calls[0].replace(" ", "")
    assert '"temperature":0' in calls[0].replace(" ", "")
    assert '"num_predict":2500' in calls[0].replace(" ", "")


def test_nothing_is_copied_to_langsmith_even_where_it_is_set_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from langchain_core.tracers.langchain import wait_for_all_tracers

    copied: list[str] = []
    with answering_nothing(copied.append) as spy, scripted_server(saying({NOTICE: TRUTH})) as server:
        for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
            monkeypatch.setenv(name, "true")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", spy)
        monkeypatch.setenv("LANGSMITH_API_KEY", "x")
        reply = with_model(office, server.address).ask(NOTICE)
        wait_for_all_tracers()
    assert isinstance(reply, Answer)
    assert reply.mode == "scripted"
    assert copied == []


def test_what_is_sent_is_logged_by_its_size_and_hash_alone(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="rupfam_assistant")
    with scripted_server(saying({NOTICE: [LIE]})) as server:
        with_model(office, server.address).ask(NOTICE)
    told = [record.getMessage() for record in caplog.records if record.name.startswith("rupfam_assistant")]
    assert len(told) == 1
    assert "caractères envoyés, sha256" in told[0]
    assert len(told[0]) < 120


class answering_nothing:  # noqa: N801  # used as a context manager
    """A server that notes what it receives and refuses it."""

    def __init__(self, note: Callable[[str], None]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                note(self.rfile.read(int(self.headers.get("content-length", 0))).decode("utf-8", "replace"))
                self.send_response(500)
                self.end_headers()

            def log_message(self, *arguments: object) -> None: ...

        self._server = HTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def tiny() -> Iterator[Served]:
    with serving_tiny_model() as served:
        yield served


def test_a_real_server_streams_its_words_and_counts_its_tokens(tiny: Served) -> None:
    model = opened(llm=f"openai:{tiny.model}", llm_base_url=tiny.address, llm_timeout=60)
    chunks = []
    with pytest.raises(ModelError, match="a été coupée"):
        for chunk in model.chunks(
            [("system", "Vous répondez en français."), ("user", "Bonjour")], room=60, counted=True
        ):
            chunks.append(chunk)  # those that came before the cut
    assert sum(bool(chunk.text) for chunk in chunks) > 30
    assert max(chunk.prompt_tokens for chunk in chunks) > 5


def test_a_random_model_gets_both_texts_whole_and_gives_the_extracts(
    tiny: Served, office: Office, plain: Answer
) -> None:
    writing = with_model(office, tiny.address, llm=f"openai:{tiny.model}", llm_timeout=60)
    assert_falls_back(writing.ask(NOTICE), plain)


def test_a_real_server_too_slow_for_the_time_limit_is_left(tiny: Served, office: Office, plain: Answer) -> None:
    reply = with_model(office, tiny.address, llm=f"openai:{tiny.model}", llm_timeout=0.3).ask(NOTICE)
    assert_falls_back(reply, plain)
    assert "n’a pas fini en 0,3" in reply.text


def test_a_real_server_killed_in_mid_stream_gives_the_extracts(tiny: Served, office: Office, plain: Answer) -> None:
    threading.Timer(1.5, tiny.process.kill).start()
    reply = with_model(office, tiny.address, llm=f"openai:{tiny.model}", llm_timeout=60).ask(NOTICE)
    assert_falls_back(reply, plain)
    assert_falls_back(with_model(office, tiny.address, llm=f"openai:{tiny.model}").ask(NOTICE), plain)
