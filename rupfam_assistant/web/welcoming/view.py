"""A welcome kit and the talk with a partner as shown: sentences with their sources, words to know where first met."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rupfam_assistant.answers.reply import Answer
from rupfam_assistant.answers.turns import reply_title
from rupfam_assistant.french import analyse
from rupfam_assistant.french.dates import written
from rupfam_assistant.french.typography import typeset
from rupfam_assistant.french.words import fold
from rupfam_assistant.web.rendering import render, slug
from rupfam_assistant.welcome.glossary import Entry
from rupfam_assistant.welcome.kit import Item, Kit, KitSection
from rupfam_assistant.welcome.talk import PartnerReply


def kit_html(kit: Kit) -> str:
    """A whole kit."""
    forms = term_forms(kit.glossary)
    page, sections = _shown(kit.page, forms), _shown(kit.sections, forms)
    today = date.today()
    shown, day = kit.on(today), written(today)
    return render("welcoming/kit.html", kit=shown, page=page, sections=sections, identity=_identity, day=day)


def _shown(sections: Sequence[KitSection], forms: Mapping[str, Entry]) -> list[tuple[KitSection, list[dict[str, Any]]]]:
    """Sections and what they show of each item, a word defined where each first needs it."""
    mets = [set[str]() for _ in sections]
    return [(s, [_item(item, forms, met) for item in s.items]) for s, met in zip(sections, mets, strict=True)]


def turn_html(question: str, told: PartnerReply) -> str:
    """A question of the partner and its reply."""
    answered = isinstance(told.reply, Answer)
    place = told.place and _item(told.place, {}, set())
    own = [_item(item, {}, set()) for item in told.own.items] if told.own else []
    title = told.own.title if told.own else "Réponse" if place else reply_title(told.reply)
    return render(
        "welcoming/turn.html", question=question, reply=told.reply, title=title, answered=answered, place=place, own=own
    )


def term_forms(glossary: Sequence[Entry]) -> dict[str, Entry]:
    """The entry of each form that names it: an acronym as it is or with a capital only ("Caf"), a term by its key."""
    acronyms = {entry.acronym: entry for entry in glossary if entry.acronym}
    capitals = {acronym.capitalize(): entry for acronym, entry in acronyms.items()}
    return {_key(entry.term): entry for entry in glossary} | capitals | acronyms


def marked_terms(text: str, forms: Mapping[str, Entry], met: set[str]) -> Iterator[tuple[str, str]]:
    """A text in runs, each with the id of the definition that it is the first to need, or ""; `met` grows with them."""
    words = analyse(text).words
    longest = max((len(analyse(form).words) for form in forms), default=0)
    done = at = 0
    while at < len(words):
        start, entry, size = words[at].start, None, 0
        for size in range(min(longest, len(words) - at), 0, -1):
            said = text[start : words[at + size - 1].end]
            if entry := forms.get(said) or forms.get(_key(said)):
                break
        if entry and _identity(entry) not in met:
            met.add(_identity(entry))
            end = words[at + size - 1].end
            yield text[done:start], ""
            yield text[start:end], _identity(entry)
            done = end
        at += size if entry else 1
    yield text[done:], ""


def _item(item: Item, forms: Mapping[str, Entry], met: set[str]) -> dict[str, Any]:
    """What a kit says in one line: what announces a quotation, if anything does, then the words."""
    lead, colon, quote = item.text.partition(" : « ")
    announced = bool(colon) and not lead.startswith("«")
    words = f"« {quote}" if announced else item.text
    return {
        "lead": f"{lead} : " if announced else "",
        "runs": list(marked_terms(typeset(words), forms, met)),
        "citations": item.citations,
    }


def _key(form: str) -> str:
    """A form without case nor plural."""
    return " ".join(word.rstrip("sx") for word in form.lower().split())


def _identity(entry: Entry) -> str:
    return f"mot-{slug(fold(entry.acronym or entry.term))}"
