"""The tab "Rédiger la convention": its skeleton, and the one function by which the browser speaks to the desk."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import gradio as gr

from rupfam_assistant.office import Office
from rupfam_assistant.storage.dossiers import Store, open_store
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.web.writing.call import Desk
from rupfam_assistant.web.writing.desk import answer
from rupfam_assistant.web.writing.files import pdf_is_possible

WIRE = "window.rupfam.wireWriting(element, server);"

DOWNLOADS = (
    ("article", "Article 2 (.docx)", "avec l’origine de chaque phrase en commentaire"),
    ("convention", "Convention (.docx)", "avec l’origine de chaque phrase en commentaire"),
    ("clean", "Convention, copie propre (.docx)", "sans commentaires"),
    ("pdf", "Convention (.pdf)", "copie propre"),
)


def lay_out_writing(documents: Mapping[str, Document], office: Office) -> None:
    """Lays the tab out in the current Blocks, and wires it."""
    settings = office.settings
    desk = Desk(documents, office, _kept_open(settings.dossiers), settings.home / "data" / "logos")

    def act(message: Any, request: gr.Request) -> dict[str, Any]:
        return answer(desk, message, _author(request))

    gr.HTML(
        skeleton_html(pdf_is_possible(), round(settings.llm_timeout)),
        elem_id="redaction",
        js_on_load=WIRE,
        server_functions=[act],
        apply_default_css=False,
    )


def skeleton_html(with_pdf: bool, patience: int) -> str:
    """The parts of the tab, empty; the desk fills them by their ids. `patience` is the time a model may take, in seconds."""
    return (
        '<p role="status" class="lu" id="annonce-redaction"></p>'
        '<p role="alert" id="panne-redaction" hidden></p>'
        '<div id="vue-dossiers"></div>'
        '<div id="vue-dossier" hidden>'
        '<section id="colonne-formulaire" aria-labelledby="nom-dossier" tabindex="-1"><div id="barre"></div>'
        '<p role="status" id="enregistrement"></p><div id="avis"></div><div id="formulaire"></div></section>'
        '<section id="colonne-document" aria-labelledby="titre-document" tabindex="-1">'
        f"{_document_bar_html(with_pdf)}"
        '<div id="document-defile">'
        '<details id="boite-alertes" open><summary><h3 id="titre-alertes">Alertes</h3></summary><div id="alertes"></div></details>'
        '<details id="boite-manques"><summary><h3 id="titre-manques">Ce qui reste à compléter</h3></summary><div id="manques"></div></details>'
        '<div id="legende"></div><p class="aide" id="aide-document">Cliquez sur un passage pour voir d’où il vient.'
        " Au clavier&nbsp;: une tabulation entre dans le document, ↑ et ↓ passent d’un passage à l’autre, Entrée mène à la source ou au champ.</p>"
        '<p class="panne-document" role="alert" id="panne-document" hidden></p>'
        '<article id="texte" aria-label="Le document" aria-describedby="aide-document"></article></div>'
        '<section id="origine" aria-labelledby="titre-origine" tabindex="-1" hidden><div class="tete">'
        '<h3 id="titre-origine">D’où vient ce passage</h3>'
        '<button type="button" class="discret" data-close-source>Fermer</button></div>'
        '<p id="origine-mots"></p><div id="origine-passage" class="extrait"></div></section></section>'
        '<nav class="bascule" aria-label="Parties de la page"><a href="#colonne-formulaire">Formulaire</a>'
        '<a href="#colonne-document">Document</a></nav></div>'
        f'<dialog id="dialogue" aria-labelledby="titre-dialogue" data-patience="{patience}"><div id="dialogue-contenu"></div>'
        '<div class="etat"><p role="status" id="etat-dialogue"></p><p role="alert" id="panne-dialogue" hidden></p></div></dialog>'
    )


def _document_bar_html(with_pdf: bool) -> str:
    offered = [entry for entry in DOWNLOADS if with_pdf or entry[0] != "pdf"]
    entries = "".join(
        f'<li><button type="button" data-download="{kind}">{label}</button><span class="aide"> {about}</span></li>'
        for kind, label, about in offered
    )
    absent = (
        ""
        if with_pdf
        else '<li class="aide">PDF&nbsp;: installez LibreOffice sur cette machine, puis relancez le programme.</li>'
    )
    return (
        '<div class="barre-document"><h2 id="titre-document" class="lu">Le document</h2>'
        '<div role="group" aria-label="Document montré" class="choix-document">'
        '<button type="button" data-shown="article" aria-pressed="true">Article 2</button>'
        '<button type="button" data-shown="convention" aria-pressed="false">Convention entière</button></div>'
        f'<details class="menu" id="telecharger"><summary>Télécharger</summary><div class="menu-contenu"><ul>{entries}{absent}</ul>'
        '<label><input type="checkbox" id="avec-manques"> Ajouter la page «&nbsp;Ce qui reste à compléter&nbsp;»</label>'
        '<p role="status" id="etat-fichier"></p></div></details></div>'
    )


def _kept_open(url: str) -> Callable[[], Store]:
    """The store, opened when first needed, so that the page is served even where it cannot be."""
    return cache(lambda: open_store(url))


def _author(request: gr.Request) -> str:
    """Who is logged in, "" when the page has no users: Gradio gives a component's function the bare request, so its session is read."""
    app = request.app
    tokens = (request.cookies.get(f"access-token{kind}-{app.cookie_id}") for kind in ("", "-unsecure"))
    return next((app.tokens[token] for token in tokens if token in app.tokens), "")
