"""The server: lays out the page, serves it at once, and opens the searches meanwhile."""

import errno
import ipaddress
import logging
import os
import socket
import sys

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.added import read_added
from rupfam_assistant.texts.documents import read_corpus

BACKLOG = 128


def serve(settings: Settings) -> None:
    """Serves the page on settings.host:settings.port until interrupted; RupfamError when it cannot."""
    _refuse_open_door(settings)
    documents = {
        document.name: document for document in (*read_corpus(settings.corpus), *read_added(settings.documents))
    }
    listening = _listen(settings)
    _keep_offline()

    import gradio as gr
    import uvicorn
    from fastapi import FastAPI

    from rupfam_assistant.web.chat.tab import lay_out_chat
    from rupfam_assistant.web.opening import Opening
    from rupfam_assistant.web.reviewing.tab import lay_out_reviewing
    from rupfam_assistant.web.shell import TITLE, dress_page, theme
    from rupfam_assistant.web.welcoming.tab import lay_out_welcoming
    from rupfam_assistant.web.writing.tab import lay_out_writing

    opening = Opening(settings)
    with gr.Blocks(title=TITLE, fill_width=True, analytics_enabled=False) as page:
        gr.HTML(_header_html(), elem_id="entete", apply_default_css=False)
        lay_out_chat(documents, opening)
        lay_out_writing(documents, opening.office)
        lay_out_reviewing(opening.office)
        lay_out_welcoming(documents, opening)
    opening.start()
    page.queue(default_concurrency_limit=None, api_open=False)
    dress_page()
    app = gr.mount_gradio_app(
        FastAPI(docs_url=None, redoc_url=None, openapi_url=None),
        page,
        path="/",
        footer_links=[],
        run_history=False,
        auth=list(settings.users.items()) or None,
        auth_message="Assistant « Ruptures familiales » : identifiez-vous.",
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
        max_file_size=1,
        theme=theme(),
    )
    logging.basicConfig(format="%(message)s")
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    logging.getLogger("rupfam_assistant").setLevel(logging.INFO)
    _say(f"Page servie sur {_address(listening)}")
    if not _is_loopback(settings.host):
        _say(
            "Attention : la page est ouverte au réseau ; seuls les utilisateurs de RUPFAM_USERS y entrent, avec leur mot de passe."
        )
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1)).run(
        sockets=[listening]
    )


def _refuse_open_door(settings: Settings) -> None:
    if not _is_loopback(settings.host) and not settings.users:
        raise RupfamError(
            f"Pour ouvrir la page sur {settings.host}, donnez d’abord des utilisateurs et leurs mots de passe par RUPFAM_USERS"
            " (« nom:mot-de-passe,nom:mot-de-passe »), ou gardez l’adresse 127.0.0.1."
        )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say."""
    listening = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(BACKLOG)
    except PermissionError as error:
        raise RupfamError(
            f"Le port {settings.port} est réservé au système : choisissez un autre port par RUPFAM_PORT."
        ) from error
    except socket.gaierror as error:
        raise RupfamError(
            f"L’adresse {settings.host} n’existe pas sur cette machine : corrigez RUPFAM_HOST."
        ) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"Le port {settings.port} est déjà pris : fermez l'autre programme ou choisissez un autre port par RUPFAM_PORT."
        else:
            message = f"L’adresse {settings.host} n’est pas celle de cette machine : corrigez RUPFAM_HOST."
        raise RupfamError(message) from error
    return listening


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _keep_offline() -> None:
    """Nothing that is imported hereafter reports or asks anything anywhere."""
    os.environ.update(
        GRADIO_ANALYTICS_ENABLED="False", HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", DO_NOT_TRACK="1"
    )


def _header_html() -> str:
    return (
        '<p class="evitement"><span class="pour-questions"><a href="#question">Aller à la question</a>'
        ' <a href="#panneau">Aller aux sources</a></span>'
        '<span class="pour-redaction"><a href="#redaction">Aller aux dossiers</a> <a href="#colonne-formulaire">Aller au formulaire</a>'
        ' <a href="#colonne-document">Aller au document</a></span>'
        '<span class="pour-verification"><a href="#colonne-ecarts">Aller aux écarts</a> <a href="#colonne-projet">Aller au projet</a></span>'
        '<span class="pour-accueil"><a href="#qui">Aller au partenaire</a> <a href="#livret">Aller au livret</a>'
        ' <a href="#echange">Aller aux questions</a></span></p>'
        '<div class="titre-page"><h1>Ruptures familiales</h1><p>La circulaire et la trame de convention 2026-2029</p>'
        '<nav id="rubriques" aria-label="Rubriques"><a href="#/questions" aria-current="page">Questions</a>'
        '<a href="#/redaction">Rédiger la convention</a><a href="#/verification">Vérifier un projet</a>'
        '<a href="#/accueil">Accueillir un partenaire</a></nav></div>'
    )


def _say(message: str) -> None:
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()
