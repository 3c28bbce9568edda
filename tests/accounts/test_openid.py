"""Signing in by a provider of identities: who comes back, and every lie of a token that keeps it out."""

import asyncio
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import KeySet, RSAKey
from servers.identity import CLIENT, SECRET, Identities, identity_provider

from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.accounts.openid import Identity, Provider, account_of
from rupfam_assistant.accounts.policy import UserRole
from rupfam_assistant.errors import NoAccount, RupfamError, SignInFailed
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import Store

Told = TypeVar("Told")
BACK = "http://127.0.0.1:7860/connexion-retour"
ANNE = {"sub": "a-1", "email": "anne@caf.example", "email_verified": True, "preferred_username": "anne"}
PAUL = {"sub": "p-2", "email": "anne@caf.example", "email_verified": False, "preferred_username": "paul"}


@pytest.fixture(scope="module")
def running_provider() -> Iterator[Identities]:
    with identity_provider({"anne": ANNE, "paul": PAUL}) as provider:
        yield provider


@pytest.fixture
def identities(running_provider: Identities) -> Identities:
    """The provider, truthful again."""
    running_provider.lies, running_provider.bare, running_provider.stranger = {}, False, None
    return running_provider


def run(work: Coroutine[Any, Any, Told]) -> Told:
    """What comes of work, in a thread of its own: a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def client_of(identities: Identities, **settings: object) -> Provider:
    told = {"oidc_issuer": identities.address, "oidc_client": CLIENT, "oidc_secret": SECRET, **settings}
    return Provider(Settings(_env_file=None, **told))  # type: ignore[arg-type]


def signed_in(provider: Provider, who: str = "anne", **brought_back: str) -> Identity:
    """Whom the provider lets in when somebody signs in there as `who`."""

    async def sign_in() -> Identity:
        address, kept = await provider.depart(BACK)
        async with httpx.AsyncClient() as browser:
            assert (await browser.get(address)).status_code == 200
            sent_back = (await browser.post(address, data={"who": who})).headers["location"]
        assert sent_back.startswith(BACK)
        answer = {name: value for name, (value,) in parse_qs(urlsplit(sent_back).query).items()}
        return await provider.identify(BACK, brought_back.pop("kept", kept), answer | brought_back)

    return run(sign_in())


def test_who_signs_in_is_told_by_its_subject_and_its_names(identities: Identities) -> None:
    known = signed_in(client_of(identities))
    assert (known.subject, known.names) == (f"{identities.address} a-1", ("anne@caf.example", "anne"))


def test_an_address_that_was_not_verified_names_nobody(identities: Identities) -> None:
    assert signed_in(client_of(identities), "paul").names == ("paul",)


def test_names_may_come_in_a_signed_token_of_their_own(identities: Identities) -> None:
    identities.bare = True
    assert signed_in(client_of(identities)).names == ("anne@caf.example", "anne")


LIES: dict[str, dict[str, object]] = {
    "another nonce": {"nonce": "autre"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "autre"},
    "another audience in the name of this one": {"aud": "autre", "azp": CLIENT},
    "no audience": {"aud": None},
    "another issuer": {"iss": "https://ailleurs.example"},
    "expired": {"exp": int(time.time()) - 600},
    "no end": {"exp": None},
    "of tomorrow": {"iat": int(time.time()) + 86_400},
    "nobody": {"sub": None},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_is_not_what_was_asked_for_lets_nobody_in(lie: str, identities: Identities) -> None:
    identities.lies = LIES[lie]
    with pytest.raises(SignInFailed):
        signed_in(client_of(identities))


def test_a_token_signed_by_a_stranger_lets_nobody_in(identities: Identities) -> None:
    identities.stranger = RSAKey.generate_key(2048, {"kid": "1"})
    with pytest.raises(SignInFailed):
        signed_in(client_of(identities))


def test_the_provider_may_change_its_keys(identities: Identities) -> None:
    provider = client_of(identities)
    signed_in(provider)
    identities.keys = KeySet([RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})])
    with pytest.raises(SignInFailed):
        signed_in(provider)
    identities.keys = KeySet([RSAKey.generate_key(2048, {"kid": "2", "use": "sig"})])
    assert signed_in(provider).names


@pytest.mark.parametrize(
    "brought_back",
    [{"state": "autre"}, {"state": ""}, {"code": "autre"}, {"kept": ""}, {"kept": "a.b.c"}, {"kept": ".."}],
    ids=str,
)
def test_a_browser_that_did_not_depart_from_here_is_not_let_in(
    brought_back: dict[str, str], identities: Identities
) -> None:
    with pytest.raises(SignInFailed):
        signed_in(client_of(identities), **brought_back)


def test_a_code_is_of_no_use_without_the_verifier_of_the_browser_that_departed(identities: Identities) -> None:
    provider = client_of(identities)
    _, kept = run(provider.depart(BACK))
    state = kept.split(".")[0]
    with pytest.raises(SignInFailed):
        signed_in(provider, kept=kept, state=state)


@pytest.mark.parametrize("wrong", [{"oidc_secret": "autre"}, {"oidc_client": "autre"}], ids=str)
def test_a_page_that_the_provider_does_not_know_lets_nobody_in(wrong: dict[str, str], identities: Identities) -> None:
    with pytest.raises(SignInFailed):
        signed_in(client_of(identities, **wrong))


def test_a_provider_that_is_away_or_is_another_is_told_in_one_sentence(identities: Identities) -> None:
    for address in ("http://127.0.0.1:9", identities.address.replace("127.0.0.1", "localhost")):
        with pytest.raises(SignInFailed) as failed:
            run(client_of(identities, oidc_issuer=address).depart(BACK))
        assert "recommencez" in str(failed.value)


def test_who_leaves_is_sent_to_the_provider_with_its_token(identities: Identities) -> None:
    told = parse_qs(urlsplit(run(client_of(identities).leave("http://127.0.0.1:7860/", "jeton"))).query)
    assert (told["id_token_hint"], told["post_logout_redirect_uri"]) == (["jeton"], ["http://127.0.0.1:7860/"])
    assert len(told["state"][0]) >= 32


def test_an_account_is_whom_it_was_made_for_s_then_its_subject_s_alone(store: Store) -> None:
    directory = Directory(store.engine)
    office = directory.add_office("Val").id
    anne = directory.add_user("anne@caf.example", UserRole.LECTEUR, office, source="openid")
    directory.add_user("lucie", UserRole.REFERENT, office, "une phrase de passe")
    first = Identity("https://un a-1", ("Anne@CAF.example", "anne"), "")
    assert account_of(store.engine, first) == anne.id
    assert account_of(store.engine, replace(first, names=("anne.martin@caf.example",))) == anne.id
    for stranger in (replace(first, subject="https://un b-2"), replace(first, subject="https://deux a-1")):
        with pytest.raises(NoAccount, match="Anne@CAF"):
            account_of(store.engine, stranger)
    for names in ((), ("lucie",)):
        with pytest.raises(NoAccount):
            account_of(store.engine, Identity("https://un l-3", names, ""))
    directory.disable("anne@caf.example")
    with pytest.raises(NoAccount):
        account_of(store.engine, first)


@pytest.mark.parametrize(
    "settings",
    [
        {"RUPFAM_OIDC_ISSUER": "http://fournisseur.example", "RUPFAM_OIDC_CLIENT": "x", "RUPFAM_OIDC_SECRET": "y"},
        {"RUPFAM_OIDC_ISSUER": "https://fournisseur.example", "RUPFAM_OIDC_SECRET": "y"},
        {"RUPFAM_OIDC_ISSUER": "https://fournisseur.example", "RUPFAM_OIDC_CLIENT": "x"},
    ],
    ids=str,
)
def test_half_a_setting_is_told(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    from rupfam_assistant.settings import read_settings

    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(RupfamError, match="RUPFAM_OIDC_"):
        read_settings()
