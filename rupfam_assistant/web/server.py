"""The server: lays out the page, serves it at once, and opens the assistant meanwhile."""

import asyncio
import atexit
import errno
import logging
import os
import shutil
import socket
import tempfile
from typing import TYPE_CHECKING

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.whole import clear_abandoned
from rupfam_assistant.web.door import is_loopback

if TYPE_CHECKING:
    from rupfam_assistant.web.page import Addition

BACKLOG, TO_FINISH = 128, 10
"""Connections that wait; seconds that running answers have to finish once the program is told to end."""

OPEN_DOOR = (
    "Pour ouvrir la page sur {}, créez d’abord un compte : « rupfam offices add CAISSE », puis « rupfam users add NOM"
    " --role référent --office CAISSE » (RUPFAM_USERS est lu jusqu’à la version suivante) ; ou gardez l’adresse"
    " 127.0.0.1."
)
OPEN = "Attention : la page est ouverte au réseau ; seuls ceux qui ont un compte y entrent."


def serve(settings: Settings, *additions: "Addition") -> None:
    """Serves the page until interrupted, with what other doors add to it; RupfamError when it cannot."""
    if lets_everybody_in(settings):
        raise RupfamError(OPEN_DOOR.format(settings.host))
    listening = listen(settings.host, settings.port, "RUPFAM_PORT")
    # nothing that is imported hereafter reports or asks anything anywhere
    os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", DO_NOT_TRACK="1")
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    _keep_files_home(settings)

    from rupfam_assistant.web.opening import Opening

    opening = Opening(settings)  # a wrong file is told before Gradio is imported, which is long
    import uvicorn

    from rupfam_assistant.storage.retention import forget_daily
    from rupfam_assistant.web.page import make_page
    from rupfam_assistant.web.watching import write_lines

    app = make_page(opening, *additions)
    opening.start()
    forget_daily(settings)
    write_lines()
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").addFilter(_is_fault)
    logging.getLogger("rupfam_assistant").setLevel(logging.INFO)
    log = logging.getLogger(__name__)
    host, port = listening.getsockname()[:2]
    log.info("Page servie sur http://%s:%d", f"[{host}]" if ":" in host else host, port)
    if not is_loopback(settings.host):
        log.warning(OPEN)
    served = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=TO_FINISH)
    uvicorn.Server(served).run(sockets=[listening])


def lets_everybody_in(settings: Settings) -> bool:
    """Whether the page would answer the network without asking who is there."""
    return not is_loopback(settings.host) and not has_accounts(settings)


def has_accounts(settings: Settings) -> bool:
    """Whether nobody may be let in without an account."""
    from rupfam_assistant.accounts.directory import Directory
    from rupfam_assistant.storage.dossiers import open_store

    return bool(settings.users) or Directory(open_store(settings.dossiers).engine).is_guarded()


def listen(host: str, port: int, setting: str) -> socket.socket:
    """A socket that listens there; RupfamError when it cannot, `setting` is then what chooses the port."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except PermissionError as error:
        reserved = f"Le port {port} est réservé au système : choisissez un autre port par {setting}."
        raise RupfamError(reserved) from error
    except socket.gaierror as error:
        raise RupfamError(f"L’adresse {host} n’existe pas sur cette machine : corrigez RUPFAM_HOST.") from error
    except OSError as error:
        taken = f"Le port {port} est déjà pris : fermez l'autre programme ou choisissez un autre port par {setting}."
        foreign = f"L’adresse {host} n’est pas celle de cette machine : corrigez RUPFAM_HOST."
        raise RupfamError(taken if error.errno == errno.EADDRINUSE else foreign) from error
    return listening


def _keep_files_home(settings: Settings) -> None:
    """What is written for a moment is under the home, for this user alone; what a killed program left there goes."""
    clear_abandoned(settings.temporary, "page")
    try:
        settings.temporary.mkdir(mode=0o700, parents=True, exist_ok=True)
        own = tempfile.mkdtemp(prefix=f"page-{os.getpid()}-", dir=settings.temporary)
    except OSError:
        return  # a home that cannot be written: the folder of the system is left
    os.environ["TMPDIR"] = tempfile.tempdir = own
    atexit.register(shutil.rmtree, own, ignore_errors=True)


def _is_fault(record: logging.LogRecord) -> bool:
    """Whether what the server logs is a fault: an answer cut short because the program ends is none."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))
