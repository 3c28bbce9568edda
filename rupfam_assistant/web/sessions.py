"""Who sends a request: the session that its cookie tells, or anybody on a machine that has no accounts."""

from collections.abc import Callable
from functools import cached_property
from urllib.parse import quote, unquote, urlsplit

from fastapi import HTTPException
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from rupfam_assistant.accounts.audit import Deed, note
from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.accounts.openid import Identity, account_of
from rupfam_assistant.accounts.passwords import admit
from rupfam_assistant.accounts.policy import ALONE, Caller, UserRole
from rupfam_assistant.accounts.sessions import Sessions
from rupfam_assistant.accounts.settling import settle
from rupfam_assistant.accounts.tokens import Tokens
from rupfam_assistant.errors import NoToken, RupfamError, WrongLogin
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import Store
from rupfam_assistant.web.api import in_threads
from rupfam_assistant.web.door import is_loopback

COOKIE, USER = "rupfam-session", "rupfam-user"
"""The cookie of a session; the header by which a page says whose it is."""

LOGINS_AT_ONCE = 4
STRANGER = Caller(0, "", None, UserRole.LECTEUR)
"""Who comes when the file of a machine that lets everybody in cannot be opened: it asks, and sees no dossier. Of a
database that a setting names, which may hold accounts, nobody comes in its absence."""


class Entrance:
    """Lets people in, and knows them again; the accounts of RUPFAM_USERS are made as it opens."""

    def __init__(self, settings: Settings, store: Callable[[], Store]) -> None:
        self._settings, self._store = settings, store
        self.provider = urlsplit(settings.oidc_issuer).hostname or ""
        self._guarded = bool(settings.users or settings.oidc_issuer) or not is_loopback(settings.host)
        self.enter = in_threads(self._enter, LOGINS_AT_ONCE)
        self.enter_as = in_threads(self._enter_as, LOGINS_AT_ONCE)
        if self._guarded:
            _ = self.directory

    @cached_property
    def directory(self) -> Directory:
        """The accounts; RupfamError when their database cannot be opened."""
        directory = Directory(self._store().engine)
        directory.take_setting(self._settings.users)
        settle(self._settings, directory)
        return directory

    @property
    def sessions(self) -> Sessions:
        """The sessions, in the same database."""
        return Sessions(self.directory.engine)

    def _enter(self, name: str, password: str, address: str) -> str:
        """The token of a new session; WrongLogin or TooManyTries when there is none."""
        if not self._is_guarded():
            raise WrongLogin
        return self._open(admit(self.directory.engine, name, password, address))

    def _enter_as(self, identity: Identity) -> str:
        """The token of a new session of whom the provider let in; NoAccount when there is none."""
        return self._open(account_of(self.directory.engine, identity))

    def _open(self, number: int) -> str:
        account = self.directory.by_id(number)
        if account is None:
            raise WrongLogin
        note(self.directory.engine, account.caller, Deed.LOGIN)
        return self.sessions.open(account.id)

    def leave(self, request: Request) -> None:
        """Ends the session of who sent a request."""
        self.sessions.close(request.cookies.get(COOKIE, ""))

    def find(self, request: Request) -> Caller | None:
        """Who sent a request; None when it must log in first."""
        return self._known(lambda: self.sessions.caller(request.cookies.get(COOKIE, "")))

    def program(self, token: str) -> Caller:
        """Which program shows a token; NoToken when it needs one, and this is none."""
        found = self._known(lambda: Tokens(self.directory.engine).caller(token))
        if found is None:
            raise NoToken
        return found

    def _known(self, find: Callable[[], Caller | None]) -> Caller | None:
        """Whom a look-up finds, anybody on a machine without accounts."""
        try:
            _ = self.directory
        except RupfamError:
            if self._guarded or self._settings.database_url:
                raise
            return STRANGER
        return find() if self._is_guarded() else ALONE

    def find_with_office(self, request: Request) -> tuple[Caller | None, str]:
        """The same, with the name of its office, "" for none."""
        caller = self.find(request)
        account = self.directory.by_id(caller.user) if caller and caller.user else None
        return caller, account.office_name if account else ""

    async def user(self, request: Request) -> str | None:
        """The name of who sent a request: "" on a machine without accounts, None when it must log in first."""
        found = await run_in_threadpool(self.find, request)
        return None if found is None else found.name

    def caller(self, request: Request) -> Caller:
        """Who sent a request; nobody is answered who must log in first, nor a page left open by another."""
        found = self.find(request)
        if found is None or unquote(request.headers.get(USER, quote(found.name))) != found.name:
            raise HTTPException(401)
        return found

    def _is_guarded(self) -> bool:
        """Whether nobody is let in without an account; once this is so, it stays."""
        self._guarded = self._guarded or self.directory.is_guarded()
        return self._guarded
