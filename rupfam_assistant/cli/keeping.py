"""`rupfam add`, `remove`, `index`, `check`, `feedback`, `backup`, `restore`: what is kept on this machine."""

import argparse
import sys
import time
from dataclasses import asdict

from rupfam_assistant.cli.parsing import ON_STDOUT, Commands, add_command, add_path
from rupfam_assistant.cli.people import note_document, office_named
from rupfam_assistant.cli.results import json_lines, open_searches, write
from rupfam_assistant.errors import IndexAway, RupfamError
from rupfam_assistant.settings import read_settings
from rupfam_assistant.texts.added import add_file, offices_with_documents, remove_document


def add_documents(commands: Commands) -> None:
    """Adds `add` and `remove`."""
    add = add_command(commands, "add", _add, "Ajoute un document de votre département (.txt, .md, .docx, .pdf, .odt).")
    add_path(add, "file", "FICHIER", "le document")
    remove = add_command(commands, "remove", _remove, "Retire un document ajouté.")
    remove.add_argument("name", metavar="NOM", help="le nom que « rupfam add » a donné au document")
    for documents in (add, remove):
        documents.add_argument("--office", metavar="CAISSE", help="sa caisse, sur une machine qui en a plusieurs")


def add_keeping(commands: Commands) -> None:
    """Adds the commands about all that is kept."""
    about = "Copie tout ce qui est gardé dans un nouveau dossier, pendant que la page sert."
    add_path(add_command(commands, "backup", _back_up, about), "folder", "DOSSIER", "le dossier à faire")
    about = "Remet tout ce qu’une sauvegarde contient, à la place de ce qui est là."
    add_path(add_command(commands, "restore", _restore, about), "folder", "DOSSIER", "le dossier de la sauvegarde")
    about = "Donne les avis des lecteurs sur les réponses, comme questions à ajouter."
    feedback = add_command(commands, "feedback", _feedback, about)
    add_path(feedback, "--out", "AVIS.jsonl", f"où écrire les avis {ON_STDOUT}")
    add_command(commands, "index", _index, "Construit l’index s’il manque ou n’est plus à jour.")
    about = "Vérifie les textes, l’index, les documents ajoutés et les dossiers enregistrés."
    add_command(commands, "check", _check_home, about)


def _back_up(options: argparse.Namespace) -> None:
    from rupfam_assistant.storage.backup import back_up

    rows = back_up(read_settings(), options.folder)
    sys.stdout.write(f"Sauvegarde faite dans {options.folder} : {rows} lignes de la base, documents et réglages.\n")


def _restore(options: argparse.Namespace) -> None:
    from rupfam_assistant.storage.backup import restore

    rows = restore(read_settings(), options.folder)
    told = f"Sauvegarde remise : {rows} lignes de la base, documents et réglages"
    sys.stdout.write(f"{told}. Rechargez les pages ouvertes.\n")


def _add(options: argparse.Namespace) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"Lecture de {options.file}…\n")
    whose = office_named(options.office)
    document = add_file(options.file, read_settings().documents_of(whose))
    note_document(whose, document.name)
    knowledge = open_searches().answering_of(whose).knowledge
    passages = sum(passage.document == document.name for passage in knowledge.contents.passages)
    sys.stdout.write(f"Document ajouté sous le nom « {document.name} » : {document.title} ({passages} passages).\n")
    sys.stderr.writelines(f"Non lu, {part.where} : {part.message}\n" for part in document.unread)


def _remove(options: argparse.Namespace) -> None:
    whose = office_named(options.office)
    remove_document(options.name, read_settings().documents_of(whose))
    note_document(whose, options.name, removed=True)
    open_searches().answering_of(whose)
    sys.stdout.write(f"Document « {options.name} » retiré.\n")


def _feedback(options: argparse.Namespace) -> None:
    from rupfam_assistant.storage.judgements import read_judgements

    write(options.out, json_lines(map(asdict, read_judgements(read_settings().judgements))))


def _index(options: argparse.Namespace) -> None:
    built: list[int] = []
    started = time.perf_counter()
    office = open_searches(built.append)
    for number in (None, *offices_with_documents(office.settings.documents)):
        if office.answering_of(number).local.index.vectors.away:
            raise IndexAway(office.settings.index_url)
    contents, cards = office.knowledge.contents, len(office.knowledge.cards)
    done = f"construit en {time.perf_counter() - started:.1f} s".replace(".", ",") if built else "déjà à jour"
    counted = f"{len(contents.passages)} passages, {len(contents.sentences)} phrases, {cards} fiches"
    sys.stdout.write(f"Index {done} : {counted}, dans {office.settings.index}.\n")


def _check_home(options: argparse.Namespace) -> None:
    """Tells of each thing kept whether it is whole; RupfamError at the end when something is not."""
    from rupfam_assistant.storage.health import check_home

    faults = 0
    for about, fault in check_home(read_settings()):
        sys.stdout.write(f"{about} : {fault or 'en ordre'}\n")
        faults += bool(fault)
    if faults:
        raise RupfamError("Tout n’est pas en ordre : voir ci-dessus ce qui ne l’est pas, et quoi faire.")
