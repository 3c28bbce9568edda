"""The HTML around a dossier: the list of dossiers, the bar above the form, versions, comparison, deletion, and two
people at once."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from rupfam_assistant.french.dates import written
from rupfam_assistant.french.typography import capitalize, typeset
from rupfam_assistant.storage.dossiers import Saved, Summary, Version

NO_NAME = "Département sans nom"
LONGEST_SHOWN = 400


def moment(at: datetime) -> str:
    """A moment as one says it: "3 mars 2026 à 14 h 05", in the time of this machine."""
    here = at.astimezone()
    return f"{written(here)} à {here.hour}\u00a0h\u00a0{here.minute:02d}"


def list_html(dossiers: Sequence[Summary], undo: str = "") -> str:
    """All the dossiers, the form of a new one, and the import; `undo` announces a deletion that can be taken back."""
    rows = "".join(_listed_html(dossier) for dossier in dossiers)
    table = (
        f'<ul class="dossiers">{rows}</ul>'
        if dossiers
        else '<p class="rien">Aucun dossier pour l’instant. Commencez-en un ci-dessous.</p>'
    )
    return (
        '<h2 id="titre-dossiers" tabindex="-1">Rédiger la convention</h2>'
        '<p class="chapeau">Un dossier par département&nbsp;: vous répondez aux questions, l’article 2 et la convention s’écrivent à côté,'
        " mot pour mot d’après la trame. Rien n’est inventé&nbsp;: ce qui manque reste «&nbsp;[à compléter]&nbsp;».</p>"
        f"{undo}<h3>Vos dossiers</h3>{table}"
        '<div class="commencer"><form class="carte" id="nouveau-dossier"><h3>Nouveau dossier</h3>'
        '<label for="nouveau-departement">Département</label><input type="text" id="nouveau-departement" autocomplete="off" maxlength="200"'
        ' aria-describedby="aide-nouveau"><p class="aide" id="aide-nouveau">Son nom seul&nbsp;; vous pourrez le changer.</p>'
        '<button type="submit" class="principal">Commencer</button></form>'
        '<div class="carte"><h3>Reprendre un fichier</h3><p>Un dossier exporté d’ici ou d’ailleurs, en .json.</p>'
        '<label class="depot"><input type="file" class="lu" id="importer" accept=".json,application/json" aria-describedby="aide-importer">'
        "<span>Choisir un fichier .json</span></label>"
        '<p class="aide" id="aide-importer">Il est vérifié champ par champ, puis ajouté à la liste.</p></div>'
        '<div class="carte"><h3>Partir d’une note</h3><p>Vos notes de réunion, telles quelles, rangées champ par champ.</p>'
        '<button type="button" data-act="note">Écrire ou coller une note</button>'
        '<p class="aide">Vous confirmez chaque ligne avant qu’elle n’entre.</p></div></div>'
    )


def deleted_html(dossier: int, department: str) -> str:
    """That a dossier was deleted, and the way to take it back."""
    return (
        f'<p class="avis">Le dossier «&nbsp;{escape(department or NO_NAME)}&nbsp;» est supprimé ; il sera effacé dans trente jours.'
        f' <button type="button" class="discret" data-act="restore" data-dossier="{dossier}">Annuler la suppression</button></p>'
    )


def gone_html(dossier: int) -> str:
    """That a dossier was deleted meanwhile, and the way to bring it back with what was typed."""
    return (
        '<section class="carte conflit" role="alert" aria-labelledby="titre-avis"><h3 id="titre-avis" tabindex="-1">Ce dossier a été supprimé</h3>'
        "<p>Rien n’en est perdu, et ce que vous y aviez tapé est gardé dans ce navigateur.</p>"
        f'<p class="choix-avis"><button type="button" class="principal" data-act="restore" data-dossier="{dossier}">Rétablir le dossier avec ma'
        ' saisie</button><button type="button" data-act="list">Tous les dossiers</button></p></section>'
    )


def bar_html(department: str) -> str:
    """The bar above the form: which dossier, how far it is, and what can be done with it."""
    acts = (
        ("note", "Partir d’une note"),
        ("versions", "Versions"),
        ("duplicate", "Dupliquer"),
        ("export", "Exporter .json"),
        ("delete", "Supprimer…"),
    )
    buttons = "".join(f'<button type="button" data-act="{act}">{label}</button>' for act, label in acts)
    return (
        '<p class="retour"><button type="button" class="discret" data-act="list">← Tous les dossiers</button></p>'
        f'<h2 id="nom-dossier" tabindex="-1">{escape(department or NO_NAME)}</h2>'
        '<div class="jauge"><label for="jauge">Dossier rempli</label><progress id="jauge" max="1" value="0"></progress>'
        f'<span id="jauge-texte"></span></div><p class="outils-dossier">{buttons}</p>'
    )


def deletion_html(department: str, versions: int, again: bool) -> str:
    """The question asked before a deletion, twice."""
    name = escape(department or NO_NAME)
    if again:
        words, act, label = f"Supprimer pour de bon «&nbsp;{name}&nbsp;»&nbsp;?", "delete-now", "Oui, supprimer"
    else:
        words = f"Supprimer le dossier «&nbsp;{name}&nbsp;» et {'sa version' if versions == 1 else f'ses {versions} versions'}&nbsp;?"
        act, label = "delete-again", "Supprimer ce dossier"
    return (
        f'<section class="carte danger" aria-labelledby="titre-avis"><h3 id="titre-avis" tabindex="-1">{words}</h3>'
        f"<p>{'Dernière question avant la suppression.' if again else 'Vous pourrez encore vous raviser.'}</p>"
        f'<p class="choix-avis"><button type="button" class="dangereux" data-act="{act}">{label}</button>'
        '<button type="button" data-act="close">Garder le dossier</button></p></section>'
    )


def versions_html(versions: Sequence[Version], current: int) -> str:
    """The former versions, newest first, each to be compared with the current one or taken again."""
    rows = "".join(_version_html(version, current) for version in versions)
    return (
        '<section class="carte" aria-labelledby="titre-avis"><h3 id="titre-avis" tabindex="-1">Versions du dossier</h3>'
        "<p>Chaque champ enregistré fait une version&nbsp;; aucune n’est perdue.</p>"
        f'<ol class="versions" reversed>{rows}</ol><p><button type="button" data-act="close">Fermer</button></p></section>'
    )


def comparison_html(changes: Sequence[tuple[str, str, str]], former: Saved, later: Saved) -> str:
    """What changed from a version to another: field, before, after."""
    return (
        '<section class="carte" aria-labelledby="titre-avis"><h3 id="titre-avis" tabindex="-1">'
        f"De la version {former.number} à la version {later.number}</h3>{changes_html(changes, 'Avant', 'Maintenant')}"
        f'<p class="choix-avis"><button type="button" data-act="take" data-number="{former.number}">Reprendre la version {former.number}</button>'
        '<button type="button" data-act="versions">Toutes les versions</button><button type="button" data-act="close">Fermer</button></p></section>'
    )


def conflict_html(theirs: Saved, changes: Sequence[tuple[str, str, str]]) -> str:
    """That somebody else saved meanwhile, what differs, and the choice between theirs and mine."""
    what = (
        f"{capitalize(theirs.author)} a enregistré ce dossier"
        if theirs.author
        else "Ce dossier a été enregistré dans une autre fenêtre"
    )
    return (
        '<section class="carte conflit" role="alert" aria-labelledby="titre-avis"><h3 id="titre-avis" tabindex="-1">Deux saisies du même'
        f" dossier</h3><p>{escape(what)} le {moment(theirs.saved_at)}, après votre dernière lecture. Rien n’a été écrasé&nbsp;:"
        " votre saisie est gardée dans ce navigateur. Reprendre la version enregistrée l’abandonne&nbsp;; la garder dans une copie laisse"
        " les deux dossiers côte à côte.</p>"
        f"{changes_html(changes, 'Version enregistrée', 'La vôtre')}"
        '<p class="choix-avis"><button type="button" data-act="theirs">Reprendre la version enregistrée</button>'
        '<button type="button" class="principal" data-act="mine">Garder la mienne dans une copie</button></p></section>'
    )


def changes_html(changes: Sequence[tuple[str, str, str]], before: str, after: str) -> str:
    """Changed fields as a table."""
    if not changes:
        return '<p class="rien">Aucune différence.</p>'
    rows = "".join(
        f'<tr><th scope="row">{escape(capitalize(name))}</th>{_cell(old)}{_cell(new)}</tr>'
        for name, old, new in changes
    )
    return (
        '<div class="defile" tabindex="0" role="region" aria-label="Différences"><table class="differences"><thead><tr>'
        f'<th scope="col">Champ</th><th scope="col">{before}</th><th scope="col">{after}</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _cell(text: str) -> str:
    words = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()}…"
    return f"<td>{escape(typeset(words)) if words.strip() else '<em>vide</em>'}</td>"


def _listed_html(dossier: Summary) -> str:
    count = "1 version" if dossier.versions == 1 else f"{dossier.versions} versions"
    who = f" par {escape(dossier.author)}" if dossier.author else ""
    return (
        f'<li><button type="button" class="ouvrir" data-act="open" data-dossier="{dossier.id}"><strong>{escape(dossier.department or NO_NAME)}'
        f"</strong> <span>enregistré le {moment(dossier.saved_at)}{who}, {count}</span></button></li>"
    )


def _version_html(version: Version, current: int) -> str:
    who = f", {escape(version.author)}" if version.author else ""
    told = f"<span>Version {version.number}, {moment(version.saved_at)}{who}</span>"
    if version.number == current:
        return f"<li>{told} <strong>(actuelle)</strong></li>"
    return (
        f'<li>{told} <button type="button" class="discret" data-act="compare" data-number="{version.number}">Comparer'
        f'<span class="lu"> la version {version.number} avec l’actuelle</span></button></li>'
    )
