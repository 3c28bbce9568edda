"""The tab "Vérifier un projet": its skeleton, and the one function by which the browser speaks to the desk."""

from functools import cache
from typing import Any

import gradio as gr

from rupfam_assistant.office import Office
from rupfam_assistant.storage.dossiers import open_store
from rupfam_assistant.web.reviewing.desk import ReviewDesk, answer

WIRE = "window.rupfam.wireReviewing(element, server);"
TAKEN = ".docx,.pdf,.odt,.txt,.md"

DROPS = (
    ("former", "Le texte de départ", "l’ancienne convention, ou le projet d’un voisin"),
    ("draft", "Le projet à vérifier", "Word, PDF, OpenDocument ou texte, 20&nbsp;Mo au plus"),
)


def lay_out_reviewing(office: Office) -> None:
    """Lays the tab out in the current Blocks, and wires it."""
    desk = ReviewDesk(office, cache(lambda: open_store(office.settings.dossiers)))

    def act(message: Any, request: gr.Request) -> dict[str, Any]:
        return answer(desk, message, _author(request))

    gr.HTML(skeleton_html(), elem_id="verification", js_on_load=WIRE, server_functions=[act], apply_default_css=False)


def skeleton_html() -> str:
    """The parts of the tab, empty; the desk fills them by their ids."""
    return (
        '<p role="status" class="lu" id="annonce-verification"></p>'
        f'<p role="alert" id="panne-verification" hidden></p>{_choice_html()}'
        '<div id="vue-bilan" hidden><section id="colonne-ecarts" aria-labelledby="titre-bilan" tabindex="-1">'
        f'<div class="tete-bilan"><div id="bilan"></div>{_tools_html()}</div>'
        '<div id="filtres"></div><p role="status" id="montres"></p><div id="ecarts"></div><div id="permis"></div></section>'
        '<section id="colonne-projet" aria-labelledby="titre-projet" tabindex="-1"><div class="tete-projet">'
        '<h2 id="titre-projet">Le projet, tel qu’il a été lu</h2>'
        '<p class="aide">Chaque numéro mène à l’écart qu’il signale.</p></div>'
        '<div id="projet-lu" tabindex="0" role="region" aria-label="Texte du projet"></div></section></div>'
    )


def _choice_html() -> str:
    drops = "".join(
        f'<div class="depot-projet" data-drop="{key}"{" hidden" if key == "former" else ""}><label for="fichier-{key}"><strong>{title}</strong>'
        f'<span class="nom-fichier" id="nom-{key}">Déposez le fichier ici, ou choisissez-le</span><span class="aide">{about}</span></label>'
        f'<input type="file" id="fichier-{key}" accept="{TAKEN}"></div>'
        for key, title, about in DROPS
    )
    return (
        '<div id="vue-depot"><h2 id="titre-depot" tabindex="-1">Vérifier un projet de convention</h2>'
        "<p class='intro'>Déposez le projet de votre département&nbsp;: vous lisez aussitôt ce qui s’écarte de la trame, ce qui reste à remplir et ce"
        " qui est permis, puis vous téléchargez le même fichier avec des commentaires, à renvoyer.</p>"
        '<fieldset class="contre"><legend>Comparer à</legend>'
        '<label><input type="radio" name="contre" value="trame" checked> la trame nationale</label>'
        '<label><input type="radio" name="contre" value="autre"> un autre projet, ou l’ancienne convention</label></fieldset>'
        f'<div class="depots">{drops}</div><p role="status" id="etat-verification"></p>'
        '<p class="aide">Le fichier est lu sur cette machine, puis effacé&nbsp;: il n’entre ni dans les textes de l’assistant ni dans vos dossiers.'
        " Les modifications suivies de Word sont lues comme si elles étaient acceptées.</p></div>"
    )


def _tools_html() -> str:
    return (
        '<div class="outils-bilan"><details class="menu"><summary>Télécharger</summary><div class="menu-contenu"><ul>'
        '<li><button type="button" data-download="report" id="bouton-rapport">Projet commenté (.docx)</button>'
        '<span class="aide" id="aide-rapport"></span></li>'
        '<li><button type="button" data-download="summary">Synthèse d’une page (.docx)</button>'
        '<span class="aide">l’essentiel, pour qui décide</span></li></ul></div></details>'
        '<button type="button" data-dossier title="Ce que le projet dit du département devient un dossier, à relire champ par champ">'
        'En faire un dossier</button><button type="button" data-again>Vérifier un autre projet</button></div>'
    )


def _author(request: gr.Request) -> str:
    """Who is logged in, "" when the page has no users: Gradio gives a component's function the bare request, so its session is read."""
    app = request.app
    tokens = (request.cookies.get(f"access-token{kind}-{app.cookie_id}") for kind in ("", "-unsecure"))
    return next((app.tokens[token] for token in tokens if token in app.tokens), "")
