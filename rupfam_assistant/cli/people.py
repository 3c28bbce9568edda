"""`rupfam offices`, `users` and `tokens`: who may enter. A password is asked at the terminal, or read on stdin."""

import argparse
import sys
from functools import partial
from getpass import getpass
from typing import TYPE_CHECKING, Any

from rupfam_assistant.cli.parsing import Commands, add_command, add_family, add_flag
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.words import fold
from rupfam_assistant.settings import read_settings

if TYPE_CHECKING:
    from rupfam_assistant.accounts.directory import Directory
    from rupfam_assistant.accounts.policy import UserRole

ROLES = "lecteur, rédacteur, référent ou administrateur"
WRONG_ROLE = f"Le rôle « {{}} » n’existe pas : écrivez {ROLES}."
WHICH_OFFICE = (
    "Dites de quelle caisse : --office NOM ; « rupfam offices list » les donne, « rupfam offices add » les crée."
)
FIRST = (
    "La page s’ouvre au réseau et personne n’a de compte : créez celui de l’administrateur, qui tient les comptes.\n"
)
THEN = (
    "Compte « {} » créé : administrateur. Créez les autres par « rupfam offices add » et « rupfam users add »,"
    " pendant que la page sert.\n"
)
LEAST = "lecteur"
NOT_THE_SAME = "Les deux mots de passe ne sont pas les mêmes : recommencez."


def add_people(commands: Commands) -> None:
    """Adds the families of commands."""
    offices = add_family(commands, "offices", "Les caisses : une par département.")
    add_command(offices, "add", _add_office, "Crée une caisse.").add_argument("name", metavar="NOM", help="son nom")
    add_command(offices, "list", _list_offices, "Donne les caisses.")
    users = add_family(commands, "users", "Les comptes de ceux qui entrent.")
    add = add_command(users, "add", _add_user, "Crée un compte ; son mot de passe est demandé, ou lu sur l’entrée.")
    add.add_argument("name", metavar="NOM", help="le nom que son titulaire tape pour entrer")
    add.add_argument("--role", required=True, metavar="ROLE", help=ROLES)
    add.add_argument(
        "--office", metavar="CAISSE", help="sa caisse, si elle n’est pas la seule ; facultative pour un administrateur"
    )
    add_flag(add, "--openid", "il entre par le fournisseur d’identité de son organisme, sans mot de passe")
    add_command(users, "list", _list_users, "Donne les comptes, leur rôle et leur caisse.")
    for name, run, about in (
        ("disable", partial(_set_open, is_open=False), "Ferme un compte ; ce qu’il a fait reste."),
        ("enable", partial(_set_open, is_open=True), "Rouvre un compte fermé."),
        ("password", _change_password, "Change le mot de passe d’un compte, demandé ou lu sur l’entrée."),
    ):
        add_command(users, name, run, about).add_argument("name", metavar="NOM", help="le nom du compte")
    tokens = add_family(commands, "tokens", "Les jetons par lesquels d’autres programmes entrent.")
    token = add_command(tokens, "add", _add_token, "Crée un jeton, montré cette seule fois.")
    roles = f"lecteur, rédacteur ou référent ; {LEAST} sinon"
    token.add_argument("--role", default=LEAST, metavar="ROLE", help=roles)
    ended = add_command(tokens, "revoke", _revoke_token, "Révoque un jeton.")
    for group in (token, ended):
        group.add_argument("name", metavar="NOM", help="le nom du jeton, celui du programme qui s’en sert")
        group.add_argument("--user", required=True, metavar="COMPTE", help="le référent au nom de qui")
    add_command(tokens, "list", _list_tokens, "Donne les jetons, leur caisse, leur rôle, leur dernier usage.")


def ask_for_administrator() -> None:
    """Makes the first account, that of who administers, as told at the terminal: before a first start that opens the
    page to the network. Without a terminal, the page says itself what to do."""
    from rupfam_assistant.accounts.policy import UserRole
    from rupfam_assistant.web.server import lets_everybody_in

    if sys.stdin.isatty() and lets_everybody_in(read_settings()):
        sys.stderr.write(FIRST)
        account = _directory().add_user(input("Nom : "), UserRole.ADMINISTRATEUR, None, _password())
        sys.stderr.write(THEN.format(account.name))


def office_named(name: str | None) -> int | None:
    """The office that a command is about: none on a machine without accounts, its only one when none is named."""
    directory, settings = _directory(), read_settings()
    offices = directory.offices()
    if name:
        return directory.office(name).id
    if not settings.users and not directory.is_guarded():
        return None
    if len(offices) != 1:
        raise RupfamError(WHICH_OFFICE)
    return offices[0].id


def note_document(office: int | None, name: str, removed: bool = False) -> None:
    """Notes in the trail of an office that a document was added to it, or removed."""
    from rupfam_assistant.accounts.audit import Deed, note
    from rupfam_assistant.accounts.directory import AT_THE_TERMINAL

    if office is not None:
        deed = Deed.DOCUMENT_REMOVED if removed else Deed.DOCUMENT_ADDED
        note(_directory().engine, AT_THE_TERMINAL, deed, office=office, about=name)


def _add_office(options: argparse.Namespace) -> None:
    office = _directory().add_office(options.name)
    sys.stdout.write(f"Caisse « {office.name} » créée.\n")


def _list_offices(options: argparse.Namespace) -> None:
    sys.stdout.writelines(f"{office.name}\n" for office in _directory().offices())


def _add_user(options: argparse.Namespace) -> None:
    from rupfam_assistant.accounts.policy import UserRole
    from rupfam_assistant.accounts.settling import settle

    role = _role(options.role)
    settings, directory = read_settings(), _directory()
    offices = directory.offices()
    office = directory.office(options.office) if options.office else offices[0] if len(offices) == 1 else None
    if role is UserRole.ADMINISTRATEUR and not options.office:
        office = None
    elif office is None:
        raise RupfamError(WHICH_OFFICE)
    enters: dict[str, Any] = {"source": "openid"} if options.openid else {"password": _password()}
    account = directory.add_user(options.name, role, office.id if office else None, **enters)
    settle(settings, directory)
    of = f", de « {account.office_name} »" if account.office_name else ""
    sys.stdout.write(f"Compte « {account.name} » créé : {account.role}{of}.\n")


def _list_users(options: argparse.Namespace) -> None:
    for account in _directory().users():
        told = (account.name, account.role, account.office_name or "aucune caisse", "fermé" if account.disabled else "")
        sys.stdout.write(f"{' ; '.join(filter(None, told))}\n")


def _set_open(options: argparse.Namespace, is_open: bool) -> None:
    directory = _directory()
    (directory.enable if is_open else directory.disable)(options.name)
    sys.stdout.write(f"Compte « {options.name} » {'rouvert' if is_open else 'fermé'}.\n")


def _change_password(options: argparse.Namespace) -> None:
    directory = _directory()
    directory.user(options.name)
    directory.set_password(options.name, _password())
    sys.stdout.write(f"Mot de passe de « {options.name} » changé.\n")


def _add_token(options: argparse.Namespace) -> None:
    from rupfam_assistant.accounts.tokens import Tokens

    directory = _directory()
    account = directory.user(options.user)
    token = Tokens(directory.engine).make(account.caller, options.name, _role(options.role))
    sys.stdout.write(f"{token}\n")
    sys.stderr.write(f"Jeton « {options.name} » créé pour « {account.office_name} » : il ne sera plus montré.\n")


def _list_tokens(options: argparse.Namespace) -> None:
    from rupfam_assistant.accounts.tokens import Tokens

    for token in Tokens(_directory().engine).known():
        used = f"servi le {token.used_at:%d/%m/%Y}" if token.used_at else "jamais servi"
        sys.stdout.write(f"{' ; '.join((token.name, token.role, token.office, f'créé par {token.maker}', used))}\n")


def _revoke_token(options: argparse.Namespace) -> None:
    from rupfam_assistant.accounts.tokens import Tokens

    directory = _directory()
    Tokens(directory.engine).revoke(directory.user(options.user).caller, options.name)
    sys.stdout.write(f"Jeton « {options.name} » révoqué.\n")


def _role(told: str) -> "UserRole":
    from rupfam_assistant.accounts.policy import UserRole

    role = next((known for known in UserRole if fold(known) == fold(told)), None)
    if role is None:
        raise RupfamError(WRONG_ROLE.format(told))
    return role


def _password() -> str:
    """The password typed twice at the terminal, or the first line of stdin."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Mot de passe : ")
    if getpass("Le même, une seconde fois : ") != password:
        raise RupfamError(NOT_THE_SAME)
    return password


def _directory() -> "Directory":
    from rupfam_assistant.accounts.directory import Directory
    from rupfam_assistant.storage.dossiers import open_store

    return Directory(open_store(read_settings().dossiers).engine)
