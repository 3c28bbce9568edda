"""A small server of the OpenAI kind, on the loopback, whose replies are scripts: truthful, lying, obedient, mad or broken."""

import json
import re
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from servers.running import running

from rupfam_assistant.grounding.checking import CONTROL
from rupfam_assistant.office import Office
from rupfam_assistant.settings import Settings

NUMBERED = re.compile(r"^\[(\d+)\] \(.*?\) (.*)$", re.MULTILINE)
JUDGED = re.compile(r"^(\d+)\. Passage : (.*?)\nPhrase : (.*?)\nDoute : ", re.MULTILINE | re.DOTALL)
KEY = "cle-secrete-42"
PIECE = 7
"""Characters that a reply is cut in."""


@dataclass(frozen=True)
class Asked:
    """What the server was asked: the rules with the passages, and the question."""

    system: str
    user: str
    headers: dict[str, str]
    counts: bool = False
    """Whether the tokens were to be counted."""

    body: dict[str, Any] = field(default_factory=dict)
    """All that was sent."""

    @property
    def form(self) -> str:
        """The form of the schema that was asked for, "" for none."""
        return next((form for form in ("tools", "response_format") if form in self.body), "")

    @property
    def judged(self) -> dict[int, tuple[str, str]]:
        """The passage and the sentence of each number that a judge is asked about."""
        return {int(number): (passage, sentence) for number, passage, sentence in JUDGED.findall(self.user)}

    @property
    def passages(self) -> dict[int, str]:
        """The numbered passages that were sent."""
        return {int(number): text for number, text in NUMBERED.findall(f"{self.system}\n{self.user}")}

    @property
    def question(self) -> str:
        """The question asked."""
        return self.user.rpartition("Question :\n")[2] or self.user.rpartition("question :\n")[2]

    @property
    def kind(self) -> str:
        """ "judge", "rewrite" or "answer"."""
        return (
            "judge"
            if self.system.startswith("Vous jugez")
            else "rewrite"
            if self.system.startswith("Réécrivez")
            else "answer"
        )

    def number_of(self, quote: str) -> int:
        """The passage that holds the words, 0 for none."""
        wanted = "".join(quote.split())
        return next((number for number, text in self.passages.items() if wanted in "".join(text.split())), 0)


@dataclass(frozen=True)
class Broken:
    """A reply that is not one: its HTTP status, headers and body."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: str = '{"error": {"message": "panne"}}'


@dataclass(frozen=True)
class Told:
    """A reply whose end or whose field is not the usual one."""

    text: str
    end: str | None = "stop"
    field: str = "content"


class Killed(Exception):
    """Raised by a script in mid-reply: the server breaks the line."""


Script = Callable[[Asked], "str | Iterable[str] | Broken | Told"]


@dataclass(frozen=True)
class Server:
    """A running server: its address, and what it was asked so far."""

    address: str
    asked: list[Asked]


def claim(sentence: str, passages: Sequence[int], words: Sequence[str], kind: str = "reponse") -> str:
    """A line as the rules ask for."""
    told = {"genre": kind, "phrase": sentence, "passages": list(passages), "mots": list(words)}
    return json.dumps(told, ensure_ascii=False) + "\n"


NOTICE = "Quel est le préavis pour dénoncer la convention ?"
"""A question of the texts, then the true sentences that answer it, each with words of the passage, and false ones."""
TRUTH = [
    (
        "La convention peut être dénoncée deux mois au plus tard avant l’arrivée du terme.",
        "deux mois au plus tard avant l’arrivée du terme",
    ),
    (
        "La dénonciation se fait par lettre recommandée avec avis de réception.",
        "par lettre recommandée avec avis de réception",
    ),
]
LIE = (
    "La convention peut être dénoncée trois mois au plus tard avant son terme.",
    "deux mois au plus tard avant l’arrivée du terme",
)


def polite(answer: Callable[[Asked], "str | Iterable[str] | Broken"]) -> Script:
    """A script for answers that judges every sentence supported but the control, and rewrites nothing."""

    def reply(asked: Asked) -> "str | Iterable[str] | Broken":
        return {
            "judge": lambda: judging(asked, lambda _: True),
            "rewrite": lambda: asked.question,
            "answer": lambda: answer(asked),
        }[asked.kind]()

    return reply


def judging(asked: Asked, supports: Callable[[str], bool]) -> str:
    """The opinions of a judge, the control never supported."""
    told = asked.judged.items()
    opinions = {number: "oui" if said != CONTROL and supports(said) else "non" for number, (_, said) in told}
    return "\n".join(json.dumps({"numero": number, "avis": opinion}) for number, opinion in opinions.items())


def saying(facts: dict[str, list[tuple[str, str]]]) -> Script:
    """Says of each question its (sentence, words copied) pairs, the truth or not."""

    def answer(asked: Asked) -> str:
        told = facts.get(asked.question, [])
        return "".join(claim(sentence, [asked.number_of(words)], [words]) for sentence, words in told) + "FIN"

    return polite(answer)


def slow(seconds: float, reply: Script) -> Script:
    """The same reply after a while."""

    def late(asked: Asked) -> Iterator[str]:
        time.sleep(seconds)
        said = reply(asked)
        yield from [said] if isinstance(said, str) else [] if isinstance(said, Broken | Told) else said

    return late


@contextmanager
def scripted_server(
    reply: Script, counted: Callable[[int], int] = lambda characters: characters // 3
) -> Iterator[Server]:
    """The server in a thread of its own, stopped at the end; `counted` tells the tokens of a prompt of so many characters."""
    asked: list[Asked] = []
    with running(_app(reply, asked, counted)) as address:
        yield Server(f"{address}/v1", asked)


def _app(reply: Script, asked: list[Asked], tokens: Callable[[int], int]) -> Any:
    from fastapi import FastAPI, Request
    from fastapi.responses import Response, StreamingResponse
    from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

    app = FastAPI()

    @app.post("/v1/chat/completions")
    async def complete(request: Request) -> Response:
        body = json.loads(await request.body())
        said = {message["role"]: message["content"] for message in body["messages"]}
        counted = bool((body.get("stream_options") or {}).get("include_usage"))
        asked.append(Asked(said.get("system", ""), said.get("user", ""), dict(request.headers), counted, body))
        answer = await run_in_threadpool(reply, asked[-1])
        if isinstance(answer, Broken):
            return Response(answer.body, answer.status, answer.headers)
        end, place = (answer.end, answer.field) if isinstance(answer, Told) else ("stop", "content")
        answer = answer.text if isinstance(answer, Told) else answer
        pieces = (answer[at : at + PIECE] for at in range(0, len(answer), PIECE)) if isinstance(answer, str) else answer
        prompt = tokens(sum(len(text) for text in said.values()))

        async def events() -> AsyncIterator[str]:
            written = 0
            async for piece in iterate_in_threadpool(iter(pieces)):
                written += len(piece)
                call = {"index": 0, "id": "1", "type": "function", "function": {"name": "repondre", "arguments": piece}}
                told = {"tool_calls": [call]} if place == "tool_calls" else {place: piece}
                delta = {"role": "assistant", **told}
                yield _event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
            if end:
                yield _event({"choices": [{"index": 0, "delta": {}, "finish_reason": end}]})
            if counted:
                usage = {
                    "prompt_tokens": prompt,
                    "completion_tokens": written // 3 + 1,
                    "total_tokens": prompt + written // 3 + 1,
                }
                yield _event({"choices": [], "usage": usage})
            yield "data: [DONE]\n\n"

        return StreamingResponse(events(), media_type="text/event-stream")

    return app


def _event(content: dict[str, Any]) -> str:
    record = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "scripted", **content}
    return f"data: {json.dumps(record, ensure_ascii=False)}\n\n"


def with_model(office: Office, address: str, **settings: Any) -> Office:
    """The open program, with the model that stands at an address to write and to judge, on the same searches and the same check."""
    reached = {"llm": "openai:scripted", "llm_base_url": address, "llm_api_key": KEY, **settings}
    kept = {"home": office.settings.home, "corpus": office.settings.corpus}
    writing = replace(office, settings=Settings(_env_file=None, **kept, **reached))
    checker = replace(office.checker, judge=writing.model)
    vars(writing).update(_live=office._live, _networks=office._networks, checker=checker)
    return writing
