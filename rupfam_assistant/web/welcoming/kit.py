"""The HTML of a welcome kit: its sections, each sentence with its sources, what the texts do not say, and the words to
know."""

import re
from collections.abc import Sequence
from html import escape

from rupfam_assistant.answers.reply import Citation
from rupfam_assistant.french.typography import capitalize, typeset
from rupfam_assistant.french.words import fold
from rupfam_assistant.storage.dossiers import Summary
from rupfam_assistant.welcome.glossary import Entry
from rupfam_assistant.welcome.kit import Item, Kit, KitSection, ProposedQuestion
from rupfam_assistant.welcome.roles import Silence

LEAD = re.compile(r"[^«].*? : (?=« )")
"""What announces a quotation."""

NO_NAME = "Département sans nom"


def kit_html(kit: Kit) -> str:
    """A whole kit."""
    known = "" if kit.roles else ' class="inconnu"'
    sections = "".join(_section_html(section, kit.glossary) for section in kit.sections)
    return (
        '<header><p id="logo-livret"></p><h2 id="titre-livret" tabindex="-1">'
        f"<span>Livret d’accueil</span> {escape(capitalize(kit.partner))}</h2>"
        f'<p id="resolution"{known}>{escape(typeset(kit.message))}</p>{_contents_html(kit)}</header>'
        f"{_local_html(kit.local)}{sections}{_silences_html(kit.silences)}{_glossary_html(kit.glossary)}"
    )


def proposals_html(proposals: Sequence[ProposedQuestion]) -> str:
    """The questions proposed to a partner, each asked at a click."""
    rows = "".join(
        f'<li><button type="button" data-question="{escape(proposal.question)}">{escape(typeset(proposal.question))}</button></li>'
        for proposal in proposals
    )
    return f'<ul aria-label="Questions proposées">{rows}</ul>'


def dossiers_html(dossiers: Sequence[Summary]) -> str:
    """The dossiers to choose from, none first."""
    options = "".join(
        f'<option value="{dossier.id}">{escape(dossier.department or NO_NAME)}</option>' for dossier in dossiers
    )
    return f'<option value="0">Sans dossier</option>{options}'


def sources_html(citations: Sequence[Citation]) -> str:
    """A button for each source, that shows its passage; a second one of the same place is its sequel."""
    places = [citation.place for citation in citations]
    return " ".join(
        f'<button type="button" class="source-livret" data-document="{citation.document.name}" data-start="{citation.start}"'
        f' data-end="{citation.end}">{escape(capitalize(place))}{", suite" if place in places[:rank] else ""}'
        '<span class="lu">&nbsp;: voir le passage</span></button>'
        for rank, (place, citation) in enumerate(zip(places, citations, strict=True))
    )


def marked_terms(text: str, glossary: Sequence[Entry], met: set[str]) -> str:
    """A text escaped, each term of the glossary, the first time that it is met, described by its definition."""
    if not glossary:
        return escape(text)
    named = {_key(form): entry for entry in glossary for form in (entry.acronym, entry.term) if form}
    parts, last = [], 0
    for found in _pattern(glossary).finditer(text):
        entry = named[_key(found[0])]
        if _identity(entry) in met:
            continue
        met.add(_identity(entry))
        parts += [escape(text[last : found.start()]), _term_html(found[0], entry)]
        last = found.end()
    return "".join([*parts, escape(text[last:])])


def _term_html(word: str, entry: Entry) -> str:
    return f'<dfn class="sigle" tabindex="0" aria-describedby="{_identity(entry)}">{escape(word)}</dfn>'


def _pattern(glossary: Sequence[Entry]) -> re.Pattern[str]:
    """What finds a term in a text: acronyms as they are, or with a capital only ("Caf"); names in any case and number;
    the longest first."""
    names = sorted((entry.term for entry in glossary), key=lambda name: -len(name))
    acronyms = sorted(
        {form for entry in glossary if entry.acronym for form in (entry.acronym, entry.acronym.capitalize())},
        key=lambda a: -len(a),
    )
    wide = "|".join(r"\s".join(rf"{re.escape(word)}(?:s|x)?" for word in name.split()) for name in names)
    return re.compile(rf"\b(?:(?i:{wide})|{'|'.join(map(re.escape, acronyms))})\b")


def _key(form: str) -> str:
    """A form without case, accents, typography nor plural."""
    return " ".join(word.rstrip("sx") for word in fold(form).replace("'", " ").split())


def _identity(entry: Entry) -> str:
    return "mot-" + re.sub(r"[^a-z0-9]+", "-", fold(entry.acronym or entry.term))


def _contents_html(kit: Kit) -> str:
    """The way to each section."""
    titles = [(section.key, section.title) for section in kit.sections]
    titles = [
        *([("local", "Dans votre département")] if kit.local else []),
        *titles,
        ("silences", "Ce que les textes ne disent pas"),
    ]
    entries = "".join(
        f'<li><a href="#partie-{key}">{escape(typeset(title))}</a></li>'
        for key, title in (*titles, ("mots", "Les mots à connaître"))
    )
    return f'<nav aria-label="Sommaire du livret"><ul>{entries}</ul></nav>'


def _part_html(key: str, title: str, inner: str) -> str:
    heading = f'<h3 id="partie-{key}" tabindex="-1">{escape(typeset(title))}</h3>'
    return f'<section class="partie {key}" aria-labelledby="partie-{key}">{heading}{inner}</section>'


def _section_html(section: KitSection, glossary: Sequence[Entry]) -> str:
    met: set[str] = set()
    rows = "".join(f"<li>{item_html(item, glossary, met)}</li>" for item in section.items)
    tag = "ol" if section.key == "steps" else "ul"
    return _part_html(section.key, section.title, f"<{tag}>{rows}</{tag}>")


def item_html(item: Item, glossary: Sequence[Entry], met: set[str]) -> str:
    """What a kit says in one line: what announces it, the words of the texts, their sources."""
    announced = LEAD.match(item.text)
    told = f"<strong>{escape(typeset(announced[0]))}</strong>" if announced else ""
    words = marked_terms(typeset(item.text[announced.end() if announced else 0 :]), glossary, met)
    return f'{told}{words} <span class="sources-livret">{sources_html(item.citations)}</span>'


def _local_html(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    rows = "".join(f"<li>{escape(typeset(line))}</li>" for line in lines)
    return _part_html(
        "local",
        "Dans votre département",
        f'<p class="aide">D’après le dossier choisi, et non d’après les textes.</p><ul>{rows}</ul>',
    )


def _silences_html(silences: Sequence[Silence]) -> str:
    rows = "".join(
        f'<li>{escape(typeset(capitalize(silence.what)))} <span class="a-qui">À demander&nbsp;: {escape(typeset(silence.who))}</span></li>'
        for silence in silences
    )
    about = '<p class="aide">Cherché dans les deux textes&nbsp;: ces mots n’y sont pas.</p>'
    return _part_html("silences", "Ce que les textes ne disent pas", f"{about}<ul>{rows}</ul>")


def _glossary_html(glossary: Sequence[Entry]) -> str:
    rows = "".join(_entry_html(entry) for entry in glossary)
    return _part_html("mots", "Les mots à connaître", f"<dl>{rows}</dl>")


def _entry_html(entry: Entry) -> str:
    name = (
        f"{escape(entry.acronym)} <span>{escape(entry.term)}</span>"
        if entry.acronym
        else escape(capitalize(entry.term))
    )
    source = (
        f'<span class="sources-livret">{sources_html(entry.citations)}</span>'
        if entry.citations
        else f"<em>{escape(capitalize(entry.source))}.</em>"
    )
    expanded = f'<span class="lu">{escape(entry.term)}. </span>' if entry.acronym else ""
    told = f'<span id="{_identity(entry)}" data-definition>{expanded}{escape(typeset(entry.definition))}</span>'
    kind = ' class="abrege"' if entry.acronym else ""
    return f"<div{kind}><dt>{name}</dt><dd>{told} {source}</dd></div>"
