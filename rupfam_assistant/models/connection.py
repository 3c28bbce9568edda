"""The language model: any LangChain chat model that the settings name, streamed within a time limit."""

import asyncio
import logging
import queue
import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from functools import cache
from ipaddress import ip_address
from math import ceil
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

ROOM_TO_ANSWER, LONGEST_ANSWER, SHORT_WAIT = 1_500, 12_000, 2.0
"""Tokens that a reply may have; characters beyond which a model is stopped; seconds waited after a mute 429."""

PROVIDERS = {
    "openai": ("langchain-openai", "https://api.openai.com/v1"),
    "ollama": ("langchain-ollama", "http://127.0.0.1:11434"),
    "mistralai": ("langchain-mistralai", "https://api.mistral.ai/v1"),
}
"""The package that each provider needs, and where it answers when no base URL is set."""

REFUSED = (400, 413, 422)
TOLD = {
    401: "refuse la clé (401) : corrigez RUPFAM_LLM_API_KEY",
    403: "refuse l’accès (403) : vérifiez les droits de RUPFAM_LLM_API_KEY",
    404: "est inconnu à cette adresse (404) : corrigez RUPFAM_LLM ou RUPFAM_LLM_BASE_URL",
    429: "reçoit trop de demandes (429) : réessayez dans un moment",
}
TOLD |= {status: f"refuse la demande ({status}) : vérifiez RUPFAM_LLM et RUPFAM_LLM_CONTEXT" for status in REFUSED}
NO_MODEL = "Aucun modèle de langue : les réponses sont des extraits"


class ModelError(RupfamError):
    """The language model did not do what was asked; one French sentence says why.

    `status` is the HTTP status, 0 for none; `wait` the seconds that the server asks to wait, if it does.
    """

    def __init__(self, message: str, status: int = 0, wait: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.wait = wait


@dataclass(frozen=True)
class Chunk:
    """A chunk of a reply; on one of them the tokens of the prompt and of the reply, where the server counts them."""

    text: str
    prompt_tokens: int = 0
    reply_tokens: int = 0


@dataclass(frozen=True)
class LanguageModel:
    """A chat model: its LangChain object, its name and address, its context in tokens, its time limit in seconds."""

    chat: "Runnable[Any, BaseMessage]"
    name: str
    address: str
    context: int
    timeout: float

    @property
    def is_remote(self) -> bool:
        """Whether what is sent to it leaves this machine."""
        return _is_remote(self.address)

    @property
    def told(self) -> str:
        """Which model, and where it runs, in French."""
        return _describe(self.name, self.address)

    def deadline(self) -> float:
        """When a question asked now must have its answer, on the monotonic clock."""
        return time.monotonic() + self.timeout

    def complete(self, messages: Sequence[tuple[str, str]], until: float | None = None) -> str:
        """The whole reply to (role, text) messages; ModelError when the model fails, lasts or never ends."""
        return "".join(self.stream(messages, until))

    def stream(self, messages: Sequence[tuple[str, str]], until: float | None = None) -> Generator[str, None, None]:
        """The reply as it comes, by `until` (on the monotonic clock; by the time limit when None)."""
        with closing(self.chunks(messages, until)) as chunks:
            yield from (chunk.text for chunk in chunks if chunk.text)

    def chunks(self, messages: Sequence[tuple[str, str]], until: float | None = None) -> Generator[Chunk, None, None]:
        """The same, with what the server counts; a server that asks to wait is asked once more, if there is time."""
        deadline = self.deadline() if until is None else until
        try:
            yield from self._read(messages, deadline)
        except ModelError as fault:
            if fault.wait is None or time.monotonic() + fault.wait >= deadline:
                raise
            time.sleep(fault.wait)
            yield from self._read(messages, deadline)

    def _read(self, messages: Sequence[tuple[str, str]], deadline: float) -> Iterator[Chunk]:
        """Waits for each chunk until the deadline only; whoever stops reading also closes the line to the server."""
        came: queue.Queue[Chunk | None] = queue.Queue()
        reading = asyncio.run_coroutine_threadsafe(self._pump(messages, came), _talking())
        reading.add_done_callback(lambda _: came.put(None))
        length = 0
        try:
            while (chunk := self._next(came, deadline)) is not None:
                length += len(chunk.text)
                if length > LONGEST_ANSWER:
                    raise ModelError(f"Le modèle {self.name} ne s’arrête pas de répondre.")
                yield chunk
            self._raise_fault(reading, started=length > 0)
        finally:
            reading.cancel()

    async def _pump(self, messages: Sequence[tuple[str, str]], came: "queue.Queue[Chunk | None]") -> None:
        """Puts each chunk in the queue; LangSmith, which would copy it elsewhere, is kept out."""
        from langsmith import tracing_context

        with tracing_context(enabled=False):
            async for message in self.chat.astream(list(messages)):
                usage = getattr(message, "usage_metadata", None) or {}
                came.put(Chunk(str(message.text), usage.get("input_tokens", 0), usage.get("output_tokens", 0)))

    def _next(self, came: "queue.Queue[Chunk | None]", deadline: float) -> Chunk | None:
        left = deadline - time.monotonic()
        try:
            return came.get(timeout=max(left, 0)) if left > 0 else came.get_nowait()
        except queue.Empty:
            limit = f"{self.timeout:g}".replace(".", ",")
            raise ModelError(f"Le modèle {self.name} n’a pas fini en {limit}\u202fs (RUPFAM_LLM_TIMEOUT).") from None

    def _raise_fault(self, reading: "Future[None]", started: bool) -> None:
        """Raises what the server, or the way to it, failed in, told in French: nothing of ours runs there."""
        error = reading.exception()
        if error is None:
            return
        status = _status(error)
        logging.getLogger(__name__).info("%s: %s, status %s", self.name, type(error).__name__, status)
        wait = _retry_after(error) if status == 429 and not started else None
        raise ModelError(f"Le modèle {self.name} {self._fault(error, status, started)}.", status, wait) from error

    def _fault(self, error: BaseException, status: int, started: bool) -> str:
        if status:
            return TOLD.get(status, f"est en panne ({status}) : réessayez dans un moment")
        if started:
            return "s’est interrompu au milieu de sa réponse"
        parts = urlsplit(self.address)  # it may hold a password
        address = f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"
        if _is_of_the_line(error):
            return f"ne répond pas à l’adresse {address}"
        return f"donne une réponse illisible : vérifiez que {address} est l’adresse d’un serveur de modèles"


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


def counting_tokens(model: LanguageModel) -> LanguageModel:
    """The same model, asked to count tokens: servers of the OpenAI kind do so only then, some refuse."""
    is_openai = type(model.chat).__module__.startswith("langchain_openai")
    return replace(model, chat=model.chat.bind(stream_usage=True)) if is_openai else model


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
        return {**alike, "num_ctx": settings.llm_context, "num_predict": ROOM_TO_ANSWER, "client_kwargs": client}
    limits = {"max_tokens": ROOM_TO_ANSWER, "max_retries": 0, "timeout": ceil(settings.llm_timeout)}
    return {**alike, **limits, "api_key": key or "aucune"}


_STARTING = Lock()


def _talking() -> asyncio.AbstractEventLoop:
    """The loop in which servers are talked to: one for all, as connections are kept from a question to the next."""
    with _STARTING:
        return _started_loop()


@cache
def _started_loop() -> asyncio.AbstractEventLoop:
    """Runs in a thread that the end of the program does not wait for."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="model", daemon=True).start()
    return loop


def _status(error: BaseException) -> int:
    """The HTTP status that an error tells, 0 for none."""
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    return status if isinstance(status, int) and status >= 400 else 0


def _retry_after(error: BaseException) -> float:
    """The seconds that a 429 asks to wait: told as a number or as a date."""
    headers = getattr(getattr(error, "response", None), "headers", {}) or {}
    told = str(headers.get("retry-after", "")).strip()
    if told.replace(".", "", 1).isdigit():
        return float(told)
    try:
        return max(parsedate_to_datetime(told).timestamp() - time.time(), 0.0)
    except ValueError:
        return SHORT_WAIT


def _is_of_the_line(error: BaseException | None) -> bool:
    """Whether an error, or what caused it, is that of a connection; each client's library has names alike."""
    while error is not None:
        if isinstance(error, OSError) or any(kind.__name__ == "TransportError" for kind in type(error).__mro__):
            return True
        error = error.__cause__ or error.__context__
    return False
