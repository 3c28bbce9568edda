"""What a department's dossier says of a partner: the instance, who signs, the local actions that name it."""

from collections.abc import Callable, Iterator, Sequence

from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.french.spelling import Speller
from rupfam_assistant.guard.personal import detect_personal_data
from rupfam_assistant.welcome.roles import Role, RoleBook, resolve_roles


def local_lines(dossier: Dossier, roles: Sequence[Role], book: RoleBook, speller: Speller) -> tuple[str, ...]:
    """The lines of a dossier that concern these roles, those that designate a person of a family left aside."""
    keys = {role.key for role in roles}

    def concerns(body: str | None) -> bool:
        return bool(body) and any(role.key in keys for role in resolve_roles(body or "", book, speller))

    offices = [signatory.represented_by for signatory in dossier.signatories if signatory.represented_by]
    return tuple(line for line in _lines(dossier, concerns) if not detect_personal_data(line, offices))


def _lines(dossier: Dossier, concerns: Callable[[str | None], bool]) -> Iterator[str]:
    yield f"Département : {dossier.department}"
    if dossier.instance:
        yield f"Instance : {', '.join(filter(None, (dossier.instance, dossier.frequency)))}"
    if dossier.organisation:
        yield f"Organisation : {dossier.organisation}"
    for signatory in dossier.signatories:
        if signatory.body and (concerns(signatory.body) or signatory.body == dossier.caf_name):
            yield f"Contact : {', '.join(filter(None, (signatory.body, signatory.represented_by, signatory.address)))}"
    for action in dossier.planned_actions:
        if action.text and any(map(concerns, (action.pilot, *action.partners))):
            told = [f"pilote : {action.pilot}"] if action.pilot else []
            told += [f"échéance : {action.deadline}"] if action.deadline else []
            details = f" ({' ; '.join(told)})" if told else ""
            yield f"Objectif {action.objective} : {action.text}{details}"
