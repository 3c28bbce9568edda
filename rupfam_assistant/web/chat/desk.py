"""What the tab that answers questions does: each gesture carries the conversation, which the browser keeps."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from datetime import date
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from rupfam_assistant.accounts.policy import Act, Caller, require
from rupfam_assistant.answers.answering import EMPTY
from rupfam_assistant.answers.fluent import SEARCH, Step
from rupfam_assistant.answers.reply import Answer, Refusal
from rupfam_assistant.answers.turns import Fault, Judged, Turn, abridge, restore_turns, store_turns
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.export.conversation import file_name, to_markdown, to_word
from rupfam_assistant.export.look import Dress
from rupfam_assistant.french.typography import typeset
from rupfam_assistant.guard.personal import mask_personal_data
from rupfam_assistant.storage.judgements import Judgement, keep_judgement
from rupfam_assistant.texts.added import FOUNDING
from rupfam_assistant.web.api import desk_route
from rupfam_assistant.web.chat.conversation import conversation, judging, menu
from rupfam_assistant.web.chat.sources import Selection, panel
from rupfam_assistant.web.messages import Conversation, ConversationReply, File, Kept, Question
from rupfam_assistant.web.opening import Opening

ASKED_AT_ONCE, WRITTEN_AT_ONCE, GESTURES_AT_ONCE, EVERY = 4, 32, 8, 0.25
"""Questions answered at once: few when all the work is done here, more when most of it is to wait for a model; gestures
too; seconds between two looks at the opening while somebody waits for it."""

UNFORESEEN = (
    "Une erreur imprévue a empêché la réponse : posez la question autrement ou relancez le programme ;"
    " le détail est dans le terminal."
)
QUEUED = "D’autres questions sont en cours : la vôtre attend son tour."
JUDGED = "Votre avis est gardé par le programme, et n’est envoyé nulle part. Vous pouvez le changer."
NOT_THERE = "Cette réponse n’est plus là : rechargez la page."
NOTHING = "Il n’y a pas encore de conversation à exporter."

Reached = Step | Answer | Refusal | Fault


def routes(chat: "Chat", caller: Callable[..., object]) -> APIRouter:
    """The routes of the tab: a gesture has one reply, a question has several, a line each; `caller` says who asks."""
    router = desk_route("/api/conversation", Conversation, chat.answer, GESTURES_AT_ONCE, caller)

    @router.post("/api/question")
    async def ask(message: Question, by: Annotated[Caller, Depends(caller)]) -> StreamingResponse:
        require(by, Act.ASK)
        replies = chat.ask(message, by)
        lines = (f"{reply.model_dump_json(exclude_defaults=True)}\n" async for reply in replies)
        return StreamingResponse(lines, media_type="application/x-ndjson")

    return router


class Chat:
    """The assistant as it opens, and the threads that answer."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._at_once = WRITTEN_AT_ONCE if opening.writes else ASKED_AT_ONCE
        self._asking = ThreadPoolExecutor(self._at_once, thread_name_prefix="asking")
        self._answering = 0

    def answer(self, message: Conversation, caller: Caller) -> ConversationReply:
        """What a gesture gives."""
        require(caller, Act.ASK)
        author = caller.name
        kept = message.kept if message.kept.user == author else Kept(user=author)
        turns = self._turns(kept, caller)
        match message.action:
            case "opening":
                return self._opening_reply(turns, caller)
            case "restore":
                return self._shown(kept, caller)
            case "list":
                mine = [head for head in message.heads if head.user == author]
                return ConversationReply(fragments={"conversations-gardees": menu(mine, message.current)})
            case "look":
                return self._looked_at(turns, Selection(message.turn, message.number), caller)
            case "judge":
                return self._judged(message, author, turns)
            case "docx" | "md":
                return _exported(turns, message.action, self._opening.office.dress_of(caller.office))

    async def ask(self, message: Question, caller: Caller) -> AsyncIterator[ConversationReply]:
        """Shows the question at once, waits for the assistant if it still opens, then shows its steps and the reply."""
        question = message.question
        if not question.strip():
            yield ConversationReply(say=typeset(EMPTY))
            return
        author = caller.name
        kept = message.kept if message.kept.user == author else Kept(user=author)
        earlier = self._turns(kept, caller)
        yield ConversationReply(fragments={"fil": conversation((*earlier, Turn(abridge(question))))}, say="")
        while not self._opening.done:
            yield ConversationReply(say=typeset(self._opening.stage))
            await asyncio.sleep(EVERY)
        reply: Answer | Refusal | Fault = Fault(UNFORESEEN)
        async for reached in self._followed(question, earlier, caller):
            if not isinstance(reached, Step):
                reply = reached
                continue
            waits = reached.name == SEARCH and self._answering > self._at_once
            step = ConversationReply(say=typeset(QUEUED) if waits else f"{reached.name}…")
            if reached.answer:
                unfinished = Turn(abridge(question), reached.answer, unfinished=True)
                step.fragments["fil"] = conversation((*earlier, unfinished))
            yield step
        turns = (*earlier, Turn(abridge(question), reply))
        yield self._shown(Kept(user=author, turns=store_turns(turns)), caller)

    def _judged(self, message: Conversation, author: str, turns: tuple[Turn, ...]) -> ConversationReply:
        """Keeps what the reader says of a reply, personal data masked, in the place of what was said of it before."""
        number = message.turn
        if not 0 < number <= len(turns):
            return ConversationReply(say=typeset(NOT_THERE))
        turn = turns[number - 1]
        note = mask_personal_data(abridge(message.note.strip()))
        judged = Judged(turn.judged.key if turn.judged else uuid4().hex, message.useful, note)
        query, card = mask_personal_data(turn.question), next(iter(turn.cards), "")
        path = self._opening.office.settings.judgements
        keep_judgement(path, judged.key, Judgement(query, card, judged.useful, note))
        turn = replace(turn, judged=judged)
        kept = Kept(user=author, turns=store_turns((*turns[: number - 1], turn, *turns[number:])))
        return ConversationReply(fragments={f"avis-{number}": judging(turn, number)}, kept=kept, say=typeset(JUDGED))

    def _opening_reply(self, turns: tuple[Turn, ...], caller: Caller) -> ConversationReply:
        """What the assistant is at until it is open, then why if it cannot be; and the texts of the caller's office."""
        if not self._opening.done:
            return ConversationReply(wait=typeset(self._opening.stage))
        documents = self._opening.office.documents_of(caller.office)
        texts = {} if turns or FOUNDING.issuperset(documents) else panel(documents, (), Selection())
        return ConversationReply(fragments=texts, say=typeset(self._opening.fault))

    def _shown(self, kept: Kept, caller: Caller) -> ConversationReply:
        turns = self._turns(kept, caller)
        reply = self._looked_at(turns, Selection(len(turns)), caller)
        reply.fragments["fil"] = conversation(turns)
        reply.kept, reply.say = kept, typeset(self._opening.fault)
        return reply

    def _looked_at(self, turns: tuple[Turn, ...], selection: Selection, caller: Caller) -> ConversationReply:
        documents = self._opening.office.documents_of(caller.office)
        return ConversationReply(fragments=panel(documents, turns, selection), selection=str(selection))

    def _turns(self, kept: Kept, caller: Caller) -> tuple[Turn, ...]:
        return restore_turns(kept.turns, self._opening.office.documents_of(caller.office))

    async def _followed(self, question: str, earlier: tuple[Turn, ...], caller: Caller) -> AsyncIterator[Reached]:
        """The steps of the reply, then the reply, worked out in the pool; whoever stops listening stops the work."""
        steps = self._steps(question, earlier, caller)
        asked: Future[Reached | None] = Future()
        self._answering += 1
        try:
            while True:
                asked = self._asking.submit(copy_context().run, lambda: next(steps, None))
                told = asyncio.wrap_future(asked)
                await asyncio.wait([told])
                error = told.exception()
                reached = told.result() if error is None else self._fault(error)
                if reached is None:
                    return
                yield reached
        finally:
            self._answering -= 1
            asked.add_done_callback(lambda _: steps.close())

    def _steps(self, question: str, earlier: tuple[Turn, ...], caller: Caller) -> Generator[Reached, None, None]:
        answers = [turn.reply.text if isinstance(turn.reply, Answer | Refusal) else "" for turn in earlier]
        asked = [turn.question for turn in earlier]
        yield from self._opening.opened().follow(question, asked, answers, caller.office)

    def _fault(self, error: BaseException) -> Fault:
        if isinstance(error, RupfamError):
            return Fault(str(error))
        logging.getLogger(__name__).error("no reply", exc_info=error)
        return Fault(UNFORESEEN)


def _exported(turns: tuple[Turn, ...], extension: str, dress: Dress) -> ConversationReply:
    if not turns:
        return ConversationReply(say=typeset(NOTHING))
    day = date.today()
    content = to_word(turns, day, dress) if extension == "docx" else to_markdown(turns, day).encode("utf-8")
    file = File(name=file_name(day, extension), content=content)
    return ConversationReply(file=file, say=typeset(f"Conversation exportée : {file.name}"))
