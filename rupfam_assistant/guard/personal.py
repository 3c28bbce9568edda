"""Personal data of families in officers' free text, found at exact offsets."""

from collections.abc import Collection, Iterable

from rupfam_assistant.french import analyse
from rupfam_assistant.french.clauses import bracket_spans
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.words import flatten, fold, unaccented
from rupfam_assistant.guard.identifiers import Entity, recognize_identifiers
from rupfam_assistant.guard.names import bodies_of, in_small_letters, name_words, recognize_names, recognize_strangers
from rupfam_assistant.guard.situations import recognize_details, recognize_health, recognize_situations


def detect_personal_data(text: str, allowed: Collection[str] = (), names: Collection[str] = ()) -> tuple[Entity, ...]:
    """What designates a person in a text, in order and apart; `allowed` are no family's names, `names` families'."""
    text = in_small_letters(text)
    plain = unaccented(text)
    flat, parts = plain.lower(), analyse(text).parts
    known = frozenset(map(fold, names))
    found = [*recognize_identifiers(flat), *recognize_names(text, flat, bodies_of(tuple(allowed)), known)]
    for start, end in (*parts, *bracket_spans(text)):
        found += recognize_situations(plain[start:end], start)
    found += recognize_details(flat, parts, sorted(found, key=_place))
    return _apart(found)


def detect_to_mask(text: str, names: Collection[str] = ()) -> tuple[Entity, ...]:
    """The personal data of a text, names of any origin and the health of anybody told in it: none need leave this
    machine, nor be kept."""
    flat = unaccented(text).lower()
    more = (*recognize_strangers(text, flat), *recognize_health(flat, analyse(text).parts))
    return _apart([*detect_personal_data(text, names=names), *more])


def detect_identity(text: str, allowed: Collection[str] = ()) -> tuple[Entity, ...]:
    """The names, telephones, mail and numbers of persons in a text, in order and apart; `allowed` are no family's."""
    flat = unaccented(text).lower()
    names = recognize_names(text, flat, bodies_of(tuple(allowed)), frozenset())
    return _apart([*recognize_identifiers(flat), *names])


def mask_personal_data(text: str) -> str:
    """A text with the kind of each personal datum in its place: "[nom]"."""
    for entity in reversed(detect_to_mask(text)):
        text = f"{text[: entity.start]}[{entity.kind}]{text[entity.end :]}"
    return text


def known_names(texts: Iterable[str], allowed: Collection[str] = ()) -> frozenset[str]:
    """The families' names that some texts give, folded, to be found bare in others."""
    bodies = bodies_of(tuple(allowed))
    read = map(in_small_letters, texts)
    told = ((text, recognize_names(text, flatten(text), bodies, frozenset())) for text in read)
    known = {word for text, found in told for one in found for word in name_words(text[one.start : one.end])}
    public = frozenset[str]().union(*bodies)
    return frozenset(w for w in known - public if len(w) > 2 and not cues("personal", "case").fullmatch(w))


def _place(entity: Entity) -> tuple[int, int]:
    return entity.start, -entity.end


def _apart(found: Iterable[Entity]) -> tuple[Entity, ...]:
    """Entities in order; of two that overlap the first and longer one stays, stretched over both."""
    kept: list[Entity] = []
    for entity in sorted(found, key=_place):
        if kept and entity.start < kept[-1].end:
            kept[-1] = kept[-1]._replace(end=max(kept[-1].end, entity.end))
        else:
            kept.append(entity)
    return tuple(kept)
