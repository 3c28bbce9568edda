"""Who is there: the accounts of RUPFAM_USERS, and the browsers that gave a password since the program started."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote, unquote

from fastapi import HTTPException
from starlette.requests import Request

from rupfam_assistant.accounts.policy import ALONE, Caller

COOKIE = "rupfam-session"
USER = "rupfam-user"
"""The cookie of a session; the header by which a page says whose it is."""


class Sessions:
    """The accounts, and the names of the browsers that were let in, by the token in their cookie."""

    def __init__(self, users: Mapping[str, str]) -> None:
        self._users = users
        self._names: dict[str, str] = {}

    def enter(self, name: str, password: str) -> str | None:
        """A token for who gave the password of an account; None when it is not the right one."""
        known = self._users.get(name)
        if known is None or not secrets.compare_digest(known.encode(), password.encode()):
            return None
        token = secrets.token_urlsafe(32)
        self._names[token] = name
        return token

    def leave(self, token: str) -> None:
        """Forgets the browser of a token."""
        self._names.pop(token, None)

    def user(self, request: Request) -> str | None:
        """Who sent a request: "" when there are no accounts, None when a password is wanted first."""
        return self._names.get(request.cookies.get(COOKIE, "")) if self._users else ""

    async def caller(self, request: Request) -> Caller:
        """Who sent a request; nobody is answered who must give a password first, nor a page left open by another."""
        name = self.user(request)
        if name is None or unquote(request.headers.get(USER, quote(name))) != name:
            raise HTTPException(401)
        return replace(ALONE, name=name)
