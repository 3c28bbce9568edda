"""What a server of models fails in: told in French, and what to do about it: wait, or ask for less."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from rupfam_assistant.errors import RupfamError

SHORT_WAIT = 2.0
"""Seconds waited after a mute 429."""

FORMS = {"tools": "schéma, par un outil", "response_format": "schéma, par le format de la réponse"}
PLAIN = "texte : le serveur ne prend pas de schéma"
COUNTED, ALWAYS = "counted", ("temperature", "max_tokens")
GIVEN_UP = (COUNTED, *FORMS, *ALWAYS)
NAMED = {"stream_options": COUNTED, "tool_choice": "tools", "max_completion_tokens": "max_tokens"}
"""How a schema is asked for; that tokens be counted, what is always asked; what is left out, in that order, of what a
server refuses, and how else it may name it."""

REFUSED, UNABLE = (400, 413, 422), (500, 501)
"""What says that something of a demand is refused; what some servers say of a schema that they do not know."""

TOLD = {
    401: "refuse la clé (401) : corrigez RUPFAM_LLM_API_KEY",
    403: "refuse l’accès (403) : vérifiez les droits de RUPFAM_LLM_API_KEY",
    404: "est inconnu à cette adresse (404) : corrigez RUPFAM_LLM ou RUPFAM_LLM_BASE_URL",
    429: "reçoit trop de demandes (429) : réessayez dans un moment",
}
TOLD |= {status: f"refuse la demande ({status}) : vérifiez RUPFAM_LLM et RUPFAM_LLM_CONTEXT" for status in REFUSED}
INTERRUPTED = "s’est interrompu au milieu de sa réponse"


@dataclass(eq=False)
class ModelError(RupfamError):
    """What the model did not do; the HTTP status, 0 for none; the seconds that it asks to wait; what it names."""

    message: str
    status: int = 0
    wait: float | None = None
    refused: str = ""
    says = "{message}"


def fault_of(error: BaseException, name: str, address: str, started: bool) -> ModelError:
    """What the server of a model at an address, or the way to it, failed in; `started` when it had begun its reply."""
    status = _status(error)
    logging.getLogger(__name__).info("%s: %s, status %s", name, type(error).__name__, status)
    wait = _retry_after(error) if status == 429 and not started else None
    refused = str(getattr(error, "param", "") or "")
    return ModelError(f"Le modèle {name} {_told(error, address, status, started)}.", status, wait, refused)


def _told(error: BaseException, address: str, status: int, started: bool) -> str:
    if status:
        return TOLD.get(status, f"est en panne ({status}) : réessayez dans un moment")
    if started:
        return INTERRUPTED
    parts = urlsplit(address)  # it may hold a password
    bare = f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"
    if _is_of_the_line(error):
        return f"ne répond pas à l’adresse {bare}"
    return f"donne une réponse illisible : vérifiez que {bare} est l’adresse d’un serveur de modèles"


def to_leave_out(fault: ModelError, wanted: Sequence[str]) -> str:
    """What of what was wanted to leave out after a fault: what the server names, else the next; "" for nothing."""
    if fault.status in UNABLE:
        return next((one for one in wanted if one in FORMS), "")
    named = NAMED.get(fault.refused, fault.refused)
    return (named if named in wanted else next(iter(wanted), "")) if fault.status in REFUSED else ""


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
