"""The chat tab: a conversation on the left, its sources and both texts on the right."""

from collections.abc import Mapping

import gradio as gr

from rupfam_assistant.texts.documents import Document
from rupfam_assistant.web.chat.conversation import conversation
from rupfam_assistant.web.chat.sources import Selection, panel
from rupfam_assistant.web.shell import lay_html

HINT = "Entrée pour envoyer, Maj + Entrée pour aller à la ligne"


def lay_out_chat(documents: Mapping[str, Document], model: str) -> gr.Textbox:
    """Lays the tab out in the current Blocks, its gestures left to the browser; gives the box of the question."""
    with gr.Row(elem_id="page"):
        with gr.Column(elem_id="colonne-conversation"):
            with gr.Row(elem_id="outils"):
                new = gr.Button("Nouvelle conversation", elem_id="nouvelle")
                lay_html("conversations", "chat/menu.html", "element.querySelector('details').ontoggle = rupfam.list;")
                word = gr.Button("Exporter .docx", elem_id="exporter-docx")
                markdown = gr.Button("Exporter .md", elem_id="exporter-md")
            lay_html("conversation", "chat/log.html", conversation=conversation(()))
            lay_html("etat", "chat/status.html")
            with gr.Row(elem_id="saisie"):
                box = gr.Textbox(label="Votre question", info=HINT, elem_id="question", lines=1, max_lines=6, scale=1)
                send = gr.Button("Envoyer", variant="primary", elem_id="envoyer", scale=0)
            lay_html("modele", "chat/model.html", model=model)
        with gr.Column(elem_id="colonne-sources"):
            volets = panel(documents, (), Selection())
            lay_html("sources", "chat/panel.html", "rupfam.openConversation();", volets=volets)
    gr.on([send.click, box.submit], None, box, box, js="(text) => rupfam.askTyped(text)", show_progress="hidden")
    box.change(None, box, None, js="(text) => rupfam.keepDraft(text)", show_progress="hidden")
    for button, gesture in ((new, "open()"), (word, "converse('docx')"), (markdown, "converse('md')")):
        button.click(None, None, None, js=f"() => rupfam.{gesture}", show_progress="hidden")
    return box
