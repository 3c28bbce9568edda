"""The language model: any LangChain chat model that the settings name, streamed within a time limit."""

import asyncio
import hashlib
import logging
import queue
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address
from math import ceil
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.models import faults
from rupfam_assistant.models.faults import ModelError
from rupfam_assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

ROOM_TO_ANSWER, LONGEST_TOKEN, MOST_WAITS = 2_500, 8, 3
"""Tokens that a reply may have; characters of a long token, by which a model that goes on is stopped; how many
times a server that asks to wait is asked again."""

Messages = Sequence[tuple[str, str]]
Schema = Mapping[str, Any]
"""(role, text) pairs; a JSON schema."""

PROVIDERS = {
    "openai": ("langchain-openai", "https://api.openai.com/v1"),
    "ollama": ("langchain-ollama", "http://127.0.0.1:11434"),
    "mistralai": ("langchain-mistralai", "https://api.mistral.ai/v1"),
}
"""The package that each provider needs, and where it answers when no base URL is set."""

NO_MODEL = "Aucun modèle de langue : les réponses sont des extraits"


@dataclass(frozen=True)
class Chunk:
    """A chunk of a reply; on one of them the tokens of the prompt and of the reply, where the server counts them; on
    the last why it ends: "stop", "length" or another word."""

    text: str
    prompt_tokens: int = 0
    reply_tokens: int = 0
    end: str = ""


@dataclass(frozen=True)
class LanguageModel:
    """A chat model: its LangChain object, its name and address, its context in tokens, its time limit in seconds, and
    those of GIVEN_UP that its server was seen to refuse."""

    chat: "BaseChatModel"
    name: str
    address: str
    context: int
    timeout: float
    refused: set[str] = field(default_factory=set)

    @property
    def is_remote(self) -> bool:
        """Whether what is sent to it leaves this machine."""
        return _is_remote(self.address)

    @property
    def told(self) -> str:
        """Which model, and where it runs, in French."""
        return _describe(self.name, self.address)

    @property
    def form(self) -> str:
        """How its server takes a schema, as far as it was tried, in French."""
        return next((told for form, told in faults.FORMS.items() if form not in self.refused), faults.PLAIN)

    def distrust_form(self) -> None:
        """Leaves out the form of schema in use, whose reply could not be read."""
        self.refused.update(next(([form] for form in faults.FORMS if form not in self.refused), []))

    def deadline(self) -> float:
        """When a question asked now must have its answer, on the monotonic clock."""
        return time.monotonic() + self.timeout

    def complete(self, messages: Messages, until: float | None = None, **how: Any) -> str:
        """The whole reply to (role, text) messages; ModelError when the model fails, lasts or never ends."""
        return "".join(self.stream(messages, until, **how))

    def stream(self, messages: Messages, until: float | None = None, **how: Any) -> Generator[str, None, None]:
        """The reply as it comes, by `until` (on the monotonic clock; by the time limit when None)."""
        with closing(self.chunks(messages, until, **how)) as chunks:
            yield from (chunk.text for chunk in chunks if chunk.text)

    def chunks(
        self,
        messages: Messages,
        until: float | None = None,
        schema: Schema | None = None,
        room: int = ROOM_TO_ANSWER,
        counted: bool = False,
    ) -> Generator[Chunk, None, None]:
        """The same, with what the server counts if `counted`: asked again after the wait that it asks for, or without
        what it refuses, from then on. Only a size and a hash are logged."""
        deadline = self.deadline() if until is None else until
        text = "\n".join(text for _, text in messages)
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
        logging.getLogger(__name__).info("%s : %d caractères envoyés, sha256 %s", self.told, len(text), digest)
        unasked = {*(() if schema else faults.FORMS), *(() if counted else (faults.COUNTED,)), *self.refused}
        wanted = [one for one in faults.GIVEN_UP if one not in unasked]
        given_up, waits = set[str](), 0
        while True:
            try:
                for chunk in self._read(self._asked(schema, room, wanted), messages, deadline, room):
                    self.refused.update(given_up)
                    yield chunk
                return
            except ModelError as fault:
                if fault.wait is not None and waits < MOST_WAITS and time.monotonic() + fault.wait < deadline:
                    waits += 1
                    time.sleep(fault.wait)
                elif refused := faults.to_leave_out(fault, wanted):
                    wanted.remove(refused)
                    given_up.add(refused)
                else:
                    raise

    def _asked(self, schema: Schema | None, room: int, wanted: Sequence[str]) -> "Runnable[Any, BaseMessage]":
        """The chat model with the limit and the form of schema that are asked for, as far as they are `wanted`."""
        fields = type(self.chat).model_fields
        limit = "num_predict" if "num_predict" in fields else "max_tokens"
        changed = {limit: room if "max_tokens" in wanted else None, "stream_usage": faults.COUNTED in wanted}
        changed |= {} if "temperature" in wanted else {"temperature": None}
        chat = self.chat.model_copy(update={name: value for name, value in changed.items() if name in fields})
        if schema is None or "tools" in wanted:
            return chat if schema is None else chat.bind_tools([dict(schema)], tool_choice="any")
        if "response_format" not in wanted:
            return chat
        if limit == "num_predict":
            return chat.bind(format=schema)
        form = {"response_format": {"type": "json_schema", "json_schema": {"name": schema["title"], "schema": schema}}}
        return chat.bind(**({"extra_body": form} if "extra_body" in fields else form))

    def _read(
        self, chat: "Runnable[Any, BaseMessage]", messages: Messages, deadline: float, room: int
    ) -> Iterator[Chunk]:
        """Waits for each chunk until the deadline only; whoever stops reading also closes the line to the server."""
        came: queue.Queue[Chunk | None] = queue.Queue()
        with _STARTING:
            talking = _talking()
        reading = asyncio.run_coroutine_threadsafe(_pump(chat, messages, came), talking)
        reading.add_done_callback(lambda _: came.put(None))
        length, end = 0, ""
        try:
            while (chunk := self._next(came, deadline)) is not None:
                length, end = length + len(chunk.text), chunk.end or end
                if length > LONGEST_TOKEN * room:
                    raise ModelError(f"Le modèle {self.name} ne s’arrête pas de répondre.")
                yield chunk
            if (error := reading.exception()) is not None:
                raise faults.fault_of(error, self.name, self.address, length > 0) from error
            if end == "length":
                raise ModelError(f"La réponse du modèle {self.name} a été coupée : elle dépasse {room} jetons.")
            if not length:
                raise ModelError(f"Le modèle {self.name} n’a rien répondu.")
            if not end:
                raise ModelError(f"Le modèle {self.name} {faults.INTERRUPTED}.")
        finally:
            reading.cancel()

    def _next(self, came: "queue.Queue[Chunk | None]", deadline: float) -> Chunk | None:
        try:
            return came.get(timeout=max(deadline - time.monotonic(), 0))
        except queue.Empty:
            limit = f"{self.timeout:g}".replace(".", ",")
            raise ModelError(f"Le modèle {self.name} n’a pas fini en {limit}\u202fs (RUPFAM_LLM_TIMEOUT).") from None


def open_model(settings: Settings) -> LanguageModel | None:
    """The model of RUPFAM_LLM; None when it is empty; RupfamError when it cannot be opened. Nothing is sent."""
    if not settings.llm:
        return None
    provider, name, address = _named(settings)
    try:
        from langchain.chat_models import init_chat_model

        chat = init_chat_model(name, model_provider=provider, **_options(settings, provider, address))
    except ImportError as error:
        needed = f"demande le paquet {PROVIDERS[provider][0]} : installez « rupfam-assistant[llm] »."
        raise RupfamError(f"Le modèle {settings.llm} {needed}") from error
    return LanguageModel(chat, name, address, settings.llm_context, settings.llm_timeout)


def told_model(settings: Settings) -> str:
    """Which model the settings name, and where it runs, in French; RupfamError when they are wrong."""
    if not settings.llm:
        return NO_MODEL
    _, name, address = _named(settings)
    return _describe(name, address)


def _named(settings: Settings) -> tuple[str, str, str]:
    """The provider, the name and the address that the settings give."""
    provider, _, name = settings.llm.partition(":")
    if provider not in PROVIDERS or not name:
        wanted = "« openai:NOM », « ollama:NOM » ou « mistralai:NOM »"
        raise RupfamError(f"Le réglage RUPFAM_LLM doit être {wanted} : corrigez-le.")
    address = settings.llm_base_url or PROVIDERS[provider][1]
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        wanted = "une adresse « http://… » ou « https://… »"
        raise RupfamError(f"Le réglage RUPFAM_LLM_BASE_URL doit être {wanted} : corrigez-le.")
    return provider, name, address


def _is_remote(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return not (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return True


def _describe(name: str, address: str) -> str:
    where = f"hors de cette machine, sur {urlsplit(address).hostname}" if _is_remote(address) else "sur cette machine"
    return f"Modèle {name}, {where}"


def _options(settings: Settings, provider: str, address: str) -> dict[str, Any]:
    """What each provider's class takes for the settings; the address always: nothing else says where data goes."""
    key = settings.llm_api_key.get_secret_value()
    alike = {"temperature": 0, "base_url": address}
    if provider == "ollama":
        headers = {"headers": {"Authorization": f"Bearer {key}"}} if key else {}
        client = {"timeout": settings.llm_timeout, **headers}
        return {**alike, "num_ctx": settings.llm_context, "client_kwargs": client}
    limits = {"max_retries": 0, "timeout": ceil(settings.llm_timeout)}
    return {**alike, **limits, "api_key": key or "aucune"}


async def _pump(chat: "Runnable[Any, BaseMessage]", messages: Messages, came: "queue.Queue[Chunk | None]") -> None:
    """Puts each chunk in the queue, what fills a schema as text; LangSmith would copy it elsewhere: it is kept out."""
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        async for message in chat.astream(list(messages)):
            usage = getattr(message, "usage_metadata", None) or {}
            filled = "".join(call["args"] or "" for call in getattr(message, "tool_call_chunks", ()))
            told = message.response_metadata
            end = str(told.get("finish_reason") or told.get("done_reason") or "")
            tokens = usage.get("input_tokens", 0), usage.get("output_tokens", 0)
            came.put(Chunk(str(message.text) + filled, *tokens, end))


_STARTING = Lock()


@cache
def _talking() -> asyncio.AbstractEventLoop:
    """The loop in which servers are talked to, one for all: connections are kept from a question to the next."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="model", daemon=True).start()
    return loop
