"""The tab "Accueillir un partenaire": its skeleton, and the one function by which the browser speaks to the desk."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

import gradio as gr

from rupfam_assistant.export.docx_look import NAVY
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.storage.dossiers import Store, open_store
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.welcoming.desk import WelcomeDesk, answer
from rupfam_assistant.web.writing.files import pdf_is_possible
from rupfam_assistant.welcome.roles import Role

WIRE = "window.rupfam.wireWelcoming(element, server);"
EXAMPLES = ("MSA", "espace de rencontre", "une commune", "JAF", "asso de parents de détenus", "un CCAS")

PROMISES = (
    (
        "Ce que disent les textes",
        "Sa place, ce qui le concerne, les engagements, les instances, la durée, les premiers pas.",
    ),
    (
        "Ce qu’ils ne disent pas",
        "Montants, agréments, dates, sièges&nbsp;: ce qu’il chercherait en vain, et à qui le demander.",
    ),
    ("De quoi se rencontrer", "Un livret Word de deux pages, six diapositives, et des réponses à ses questions."),
)
"""What a kit holds, as the page tells it before the first."""

DOWNLOADS = (("docx", "Livret Word"), ("pptx", "Diapositives"), ("pdf", "Livret PDF"))


def lay_out_welcoming(documents: Mapping[str, Document], opening: Opening) -> None:
    """Lays the tab out in the current Blocks, and wires it; RupfamError when the roles cannot be read."""
    desk = WelcomeDesk(documents, opening, _kept_open(opening.office.settings.dossiers))
    roles = opening.office.roles.roles

    def meet(message: Any) -> dict[str, Any]:
        return answer(desk, message)

    gr.HTML(
        skeleton_html(roles, pdf_is_possible()),
        elem_id="accueillir",
        js_on_load=WIRE,
        server_functions=[meet],
        apply_default_css=False,
    )


def skeleton_html(roles: Sequence[Role], with_pdf: bool) -> str:
    """The parts of the tab, empty; the desk fills them by their ids."""
    return (
        f'<div id="vue-accueil"><div id="colonne-livret">{_who_html()}'
        '<p role="status" id="etat-accueil"></p><p role="alert" id="panne-accueil" hidden></p>'
        f'<div id="boite-livret" hidden>{_bar_html(roles, with_pdf)}'
        '<article id="livret" tabindex="-1" aria-labelledby="titre-livret"></article></div>'
        '</div><div id="colonne-echange" hidden>'
        '<section id="passage" aria-labelledby="titre-passage" tabindex="-1" hidden><div class="tete"><h2 id="titre-passage">Le passage</h2>'
        '<button type="button" class="discret" data-close-passage>Fermer</button></div>'
        '<div id="passage-texte" class="extrait" role="region" aria-label="Le texte" tabindex="0"></div></section>'
        '<section id="echange" aria-labelledby="titre-echange" tabindex="-1"><div id="echange-defile">'
        '<h2 id="titre-echange">Le partenaire demande</h2><p class="aide">Réponses tirées des deux textes, ce qui le nomme d’abord.</p>'
        '<div id="proposees"></div><div role="log" aria-live="polite" aria-label="Échange" id="fil-accueil"></div></div>'
        '<form id="demander"><label for="demande-accueil">Sa question</label><div class="ligne-demande">'
        '<input type="text" id="demande-accueil" autocomplete="off" maxlength="2000"><button type="submit" class="principal">Demander</button>'
        "</div></form></section></div>"
        '<nav class="bascule-accueil" id="bascule-accueil" aria-label="Parties de la page" hidden><a href="#livret">Livret</a>'
        '<a href="#echange">Questions</a></nav></div><div id="bulle" role="tooltip" hidden></div>'
    )


def _who_html() -> str:
    examples = "".join(
        f'<li><button type="button" data-partner="{escape(example)}">{escape(example)}</button></li>'
        for example in EXAMPLES
    )
    promises = "".join(f"<div><dt>{title}</dt><dd>{about}</dd></div>" for title, about in PROMISES)
    return (
        '<section id="qui" aria-labelledby="titre-qui" tabindex="-1"><h2 id="titre-qui">Accueillir un partenaire</h2>'
        '<p class="chapeau">Dites qui il est, avec vos mots. Son livret réunit ce que les deux textes disent pour lui, chaque phrase avec sa'
        " source, et ce qu’ils ne disent pas.</p>"
        '<form id="dire-qui"><div class="champ-qui"><label for="partenaire">Qui est le partenaire&nbsp;?</label>'
        '<input type="text" id="partenaire" autocomplete="off" maxlength="2000" aria-describedby="aide-qui"></div>'
        '<div class="champ-ou"><label for="dossier-accueil">Son département</label><select id="dossier-accueil">'
        '<option value="0">Sans dossier</option></select></div>'
        '<button type="submit" class="principal">Préparer le livret</button></form>'
        '<p class="aide" id="aide-qui">Un organisme, une fonction, une association&nbsp;; jamais le nom d’une personne ni son dossier.</p>'
        f'<ul class="exemples-qui" aria-label="Exemples">{examples}</ul><dl class="promesses">{promises}</dl></section>'
    )


def _bar_html(roles: Sequence[Role], with_pdf: bool) -> str:
    """What can be done with a kit: correct its role, download it, print it, dress it."""
    options = "".join(f'<option value="{role.key}">{escape(capitalize(role.label))}</option>' for role in roles)
    files = "".join(
        f'<button type="button" data-download="{kind}">{label}</button>'
        for kind, label in DOWNLOADS
        if with_pdf or kind != "pdf"
    )
    return (
        '<div id="barre-livret"><form id="corriger"><label for="role-accueil">Ce n’est pas lui&nbsp;?</label><select id="role-accueil">'
        f'<option value="">Choisir son rôle…</option>{options}</select><button type="submit">Corriger</button></form>'
        f'<div class="sorties" role="group" aria-label="Emporter le livret">{files}<button type="button" data-print>Imprimer</button>'
        '<details id="habiller"><summary>Couleur et logo</summary><div class="habits">'
        f'<label for="couleur">Couleur de votre CAF</label><input type="color" id="couleur" value="#{NAVY.lower()}">'
        '<label class="depot"><input type="file" class="lu" id="logo-accueil" accept="image/png,image/jpeg,image/gif,image/webp">'
        '<span>Choisir un logo</span></label><button type="button" data-unlogo hidden>Retirer le logo</button>'
        '<p class="aide">Ils vont sur le livret, les diapositives et l’impression, et ne restent que dans ce navigateur.</p>'
        "</div></details></div></div>"
    )


def _kept_open(url: str) -> Callable[[], Store]:
    """The store, opened when first needed, so that the page is served even where it cannot be."""
    return cache(lambda: open_store(url))
