"""The chat tab: a conversation on the left, its sources and both texts on the right."""

import base64
import logging
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import escape
from typing import Any

import gradio as gr

from rupfam_assistant.answers.fluent import Step
from rupfam_assistant.answers.refusal import EMPTY
from rupfam_assistant.answers.reply import Answer, Refusal
from rupfam_assistant.answers.turns import Fault, Turn, abridge, displayable, restore_turns, store_turns
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.export.conversation import MARKDOWN_TYPE, WORD_TYPE, file_name, to_markdown, to_word
from rupfam_assistant.french.typography import typeset
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.web.chat.conversation import conversation_html
from rupfam_assistant.web.chat.sources import Selection, Tab, panel_html
from rupfam_assistant.web.opening import Opening

ASKED_AT_ONCE = 4
WRITTEN_AT_ONCE = 32
"""Questions answered at the same time: few when all the work is done here, more when most of it is to wait for a model."""

EVERY = 0.25
"""Seconds between two looks at the opening while somebody waits for it."""

UNFORESEEN = "Une erreur imprévue a empêché la réponse : posez la question autrement ou relancez le programme ; le détail est dans le terminal."
NOTHING = "Il n’y a pas encore de conversation à exporter."
LONGEST_DRAFT = 200_000
HINT = "Entrée pour envoyer, Maj + Entrée pour aller à la ligne"
WIRE = "window.rupfam.wire(element, trigger);"

Kept = dict[str, Any]
Documents = Mapping[str, Document]
Reached = Step | Answer | Refusal | Fault


def lay_out_chat(documents: Documents, opening: Opening) -> None:
    """Lays the tab out in the current Blocks, and wires it."""
    chat = Chat(documents, opening)
    kept = gr.BrowserState(storage_key="ruptures-familiales-conversation", secret="ruptures-familiales")
    draft = gr.BrowserState(storage_key="ruptures-familiales-brouillon", secret="ruptures-familiales")
    with gr.Row(elem_id="page"):
        with gr.Column(elem_id="colonne-conversation"):
            with gr.Row(elem_id="outils"):
                new = gr.Button("Nouvelle conversation", elem_id="nouvelle")
                word = gr.Button("Exporter .docx", elem_id="exporter-docx")
                markdown = gr.Button("Exporter .md", elem_id="exporter-md")
            conversation = _html(conversation_html(()), "conversation")
            status = _html(_status_html(""), "etat")
            with gr.Row(elem_id="saisie"):
                box = gr.Textbox(label="Votre question", info=HINT, elem_id="question", lines=1, max_lines=6, scale=1)
                send = gr.Button("Envoyer", variant="primary", elem_id="envoyer", scale=0)
            _html(f"<p>{escape(typeset(opening.model))}</p>", "modele")
        with gr.Column(elem_id="colonne-sources"):
            panel = _html(panel_html(documents, (), Selection()), "sources")
    download = gr.JSON(visible=False)

    shown = [conversation, panel, status]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None}
    gr.on(
        [send.click, box.submit, conversation.submit],
        chat.ask,
        [box, kept],
        [*shown, kept, box],
        trigger_mode="once",
        **quiet,
    )
    gr.on([conversation.select, panel.select], chat.select, kept, [panel, status], trigger_mode="always_last", **quiet)
    gr.on(
        [new.click],
        chat.put_aside,
        kept,
        [*shown, kept],
        js="(kept) => { rupfam.focusQuestion(); return kept; }",
        **quiet,
    )
    gr.on([conversation.undo], chat.take_up, kept, [*shown, kept], **quiet)
    box.change(None, box, draft, js="(text) => ({text})", **quiet)
    for button, export in ((word, chat.export_word), (markdown, chat.export_markdown)):
        button.click(export, kept, [download, status], **quiet).then(
            None, download, None, js="(file) => rupfam.save(file)", **quiet
        )
    root = gr.context.Context.root_block
    assert isinstance(root, gr.Blocks)
    root.load(chat.restore, [kept, draft], [conversation, panel, box], **quiet).then(
        chat.follow_opening, None, status, **quiet
    )


class Chat:
    """What happens in the tab: each method answers one event."""

    def __init__(self, documents: Documents, opening: Opening) -> None:
        self._documents = documents
        self._opening = opening
        self._asking = ThreadPoolExecutor(
            WRITTEN_AT_ONCE if opening.writes else ASKED_AT_ONCE, thread_name_prefix="asking"
        )

    def ask(
        self, typed: str | None, kept: object, request: gr.Request, event: gr.EventData
    ) -> Iterator[tuple[Any, ...]]:
        """Shows the question at once, waits for the assistant if it still opens, then shows its steps and the reply."""
        question = displayable(str(_event_data(event).get("question") or typed or ""))
        if not question.strip():
            yield gr.skip(), gr.skip(), _status_html(EMPTY), gr.skip(), gr.skip()
            return
        earlier, former = self._turns(kept, request), _former(kept)
        pending = (*earlier, Turn(abridge(question)))
        yield (
            conversation_html(pending),
            gr.skip(),
            _status_html(self._opening.stage if not self._opening.done else ""),
            gr.skip(),
            "",
        )
        for stage in self._stages():
            yield gr.skip(), gr.skip(), _status_html(stage), gr.skip(), gr.skip()
        reply: Answer | Refusal | Fault = Fault(UNFORESEEN)
        for reached in self._followed(question, earlier):
            if isinstance(reached, Step):
                written = (
                    conversation_html((*earlier, Turn(abridge(question), reached.answer, unfinished=True)))
                    if reached.answer
                    else gr.skip()
                )
                yield written, gr.skip(), _status_html(f"{reached.name}…"), gr.skip(), gr.skip()
            else:
                reply = reached
        turns = (*earlier, Turn(abridge(question), reply))
        panel = panel_html(self._documents, turns, Selection(len(turns)))
        yield (
            conversation_html(turns),
            panel,
            _status_html(self._opening.fault),
            _keep(turns, request, former),
            gr.skip(),
        )

    def select(self, kept: object, request: gr.Request, event: gr.EventData) -> tuple[Any, ...]:
        """Shows a source: marked in the whole text, or, without a number, those of its turn."""
        data = _event_data(event)
        turns = self._turns(kept, request)
        selection = Selection(_number(data, "turn"), _number(data, "number"))
        tab: Tab = "textes" if selection.number else "sources"
        return panel_html(self._documents, turns, selection, tab), gr.skip()

    def put_aside(self, kept: object, request: gr.Request) -> tuple[Any, ...]:
        """Begins a new conversation; the one before can be taken up again."""
        former = store_turns(self._turns(kept, request)) or _former(kept)
        return (*self._shown((), former), _status_html(self._opening.fault), _keep((), request, former))

    def take_up(self, kept: object, request: gr.Request) -> tuple[Any, ...]:
        """Takes up the conversation that was put aside."""
        turns = restore_turns(_former(kept), self._documents)
        return (*self._shown(turns, []), _status_html(self._opening.fault), _keep(turns, request, []))

    def restore(self, kept: object, draft: object, request: gr.Request) -> tuple[Any, ...]:
        """Shows again, after a reload, the conversation and what was being typed."""
        text = draft.get("text") if isinstance(draft, dict) else None
        box = displayable(text) if isinstance(text, str) and 0 < len(text) <= LONGEST_DRAFT else gr.skip()
        return (*self._shown(self._turns(kept, request), _former(kept)), box)

    def follow_opening(self) -> Iterator[Any]:
        """Says what the assistant is at until it is open, and why if it cannot be; nothing when it is open already."""
        waited = not self._opening.done
        for stage in self._stages():
            yield _status_html(stage)
        yield _status_html(self._opening.fault) if waited or self._opening.fault else gr.skip()

    def export_word(self, kept: object, request: gr.Request) -> tuple[Any, str]:
        """The conversation as a Word file."""
        return self._exported(kept, request, "docx", WORD_TYPE, to_word)

    def export_markdown(self, kept: object, request: gr.Request) -> tuple[Any, str]:
        """The conversation as a Markdown file."""
        return self._exported(
            kept, request, "md", MARKDOWN_TYPE, lambda turns, day: to_markdown(turns, day).encode("utf-8")
        )

    def _exported(
        self,
        kept: object,
        request: gr.Request,
        extension: str,
        kind: str,
        write: Callable[[tuple[Turn, ...], date], bytes],
    ) -> tuple[Any, str]:
        """A file as the browser takes it, written nowhere on the server."""
        turns, day = self._turns(kept, request), date.today()
        if not turns:
            return None, _status_html(NOTHING)
        name = file_name(day, extension)
        content = base64.b64encode(write(turns, day)).decode("ascii")
        return {"name": name, "type": kind, "content": content}, _status_html(f"Conversation exportée : {name}")

    def _stages(self) -> Iterator[str]:
        """The stages of the opening, as they come, until it is done."""
        while not self._opening.done:
            yield self._opening.stage
            time.sleep(EVERY)

    def _followed(self, question: str, earlier: tuple[Turn, ...]) -> Iterator[Reached]:
        """The steps of the reply, then the reply; whoever stops listening stops the work."""
        steps = self._steps(question, earlier)
        try:
            while (reached := self._next(steps)) is not None:
                yield reached
        finally:
            steps.close()

    def _steps(self, question: str, earlier: tuple[Turn, ...]) -> Generator[Reached, None, None]:
        yield from self._opening.opened().follow(question, [turn.question for turn in earlier])

    def _next(self, steps: Iterator[Reached]) -> Reached | None:
        """What comes next, worked out in the pool; None at the end."""
        asked = self._asking.submit(next, steps, None)
        error = asked.exception()
        return asked.result() if error is None else self._fault(error)

    def _fault(self, error: BaseException) -> Fault:
        if isinstance(error, RupfamError):
            return Fault(str(error))
        logging.getLogger(__name__).error("no reply", exc_info=error)
        return Fault(self._opening.fault or UNFORESEEN)

    def _shown(self, turns: tuple[Turn, ...], former: list[Any]) -> tuple[str, str]:
        return conversation_html(turns, len(former)), panel_html(self._documents, turns, Selection(len(turns)))

    def _turns(self, kept: object, request: gr.Request) -> tuple[Turn, ...]:
        """The turns that the browser kept, when they are those of this user."""
        if not isinstance(kept, dict) or kept.get("user") != request.username:
            return ()
        return restore_turns(kept.get("turns"), self._documents)


def _html(value: str, name: str) -> gr.HTML:
    return gr.HTML(value, elem_id=name, js_on_load=WIRE, apply_default_css=False)


def _status_html(message: str) -> str:
    return f'<p role="status">{escape(typeset(message))}</p>'


def _keep(turns: tuple[Turn, ...], request: gr.Request, former: list[Any]) -> Kept:
    return {"user": request.username, "turns": store_turns(turns), "former": former}


def _former(kept: object) -> list[Any]:
    """The conversation put aside, as it was stored."""
    former = kept.get("former") if isinstance(kept, dict) else None
    return former if isinstance(former, list) else []


def _event_data(event: gr.EventData) -> dict[str, Any]:
    """What the page sent along with an event."""
    data = event._data
    return data if isinstance(data, dict) else {}


def _number(data: dict[str, Any], name: str) -> int:
    value = data.get(name)
    return value if isinstance(value, int) else 0
