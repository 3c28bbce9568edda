"""What the environment says, read and checked once."""

from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from rupfam_assistant.errors import RupfamError, UnreadableFile
from rupfam_assistant.places import CHECKOUT, corpus_folder


def _home_folder() -> Path:
    """Where index/ and data/ are written: the checkout, else the user's own data folder."""
    return CHECKOUT if (CHECKOUT / "pyproject.toml").is_file() else user_data_path("rupfam", appauthor=False)


class Settings(BaseSettings):
    """Every setting, from `RUPFAM_*` variables or a `.env` file in the current folder."""

    model_config = SettingsConfigDict(
        env_prefix="RUPFAM_", env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    home: Path = Field(default_factory=_home_folder)
    corpus: Path = Field(default_factory=corpus_folder)
    embeddings: str = ""
    reranker: str = Field(default="", pattern=r"^(openai:\S+)?$")
    llm: str = ""
    llm_base_url: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_timeout: float = Field(default=60, gt=0)
    llm_context: int = Field(default=16_384, ge=4_096)
    nli: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    mcp_port: int = Field(default=7861, ge=0, le=65535)
    public_url: str = ""
    users: Annotated[dict[str, SecretStr], NoDecode] = {}
    database_url: str = ""
    index_url: str = ""
    retention_days: int = Field(default=0, ge=0, le=36_500)
    oidc_issuer: str = ""
    oidc_client: str = Field(default="", validate_default=True)
    oidc_secret: SecretStr = Field(default=SecretStr(""), validate_default=True)

    @field_validator("users", mode="before")
    @classmethod
    def _split_users(cls, value: object) -> object:
        """`name:password,name:password` as a dictionary; a value that could be read in two ways is refused."""
        if not isinstance(value, str):
            return value
        pairs = [pair.split(":") for pair in value.split(",")] if value.strip() else []
        told = {pair[0].strip(): pair[-1] for pair in pairs}
        if len(told) < len(pairs) or not all(len(pair) == 2 and pair[0].strip() and pair[1] for pair in pairs):
            raise ValueError("nom:mot-de-passe, séparés par des virgules")
        return told

    @field_validator("oidc_issuer")
    @classmethod
    def _check_issuer(cls, value: str) -> str:
        """The address of the provider of identities, in clear on this machine alone."""
        told = urlsplit(value)
        if value and told.scheme != "https" and told.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("https://fournisseur.exemple.fr")
        return value

    @field_validator("oidc_client", "oidc_secret")
    @classmethod
    def _check_client(cls, value: str | SecretStr, info: ValidationInfo) -> str | SecretStr:
        """What the provider gave this page, wanted with its address."""
        if info.data.get("oidc_issuer") and not value:
            raise ValueError("donné par le fournisseur d’identité")
        return value

    @field_validator("public_url", "index_url")
    @classmethod
    def _check_address(cls, value: str) -> str:
        """The address by which browsers reach the page, when a server stands before it; that of a Chroma server."""
        told = urlsplit(value)
        if value and not (told.scheme in ("http", "https") and told.hostname):
            raise ValueError("https://nom.exemple.fr")
        return value

    @property
    def documents(self) -> Path:
        """The folder of the added documents of a machine without accounts; within it, those of each office."""
        return self.home / "data" / "documents"

    def documents_of(self, office: int | None) -> Path:
        """The folder of the added documents of an office."""
        return self.documents if office is None else self.documents / str(office)

    @property
    def temporary(self) -> Path:
        """The folder of what is written for a moment: files sent by browsers, PDF files on their way."""
        return self.home / "data" / "tmp"

    @property
    def judgements(self) -> Path:
        """The file of what readers say of answers."""
        return self.home / "data" / "judgements.jsonl"

    def dress_of(self, office: int | None) -> Path:
        """The file of the colour and the logo that an office puts on its papers."""
        return self.home / "data" / ("papiers.json" if office is None else f"papiers-{office}.json")

    @property
    def dossiers(self) -> str:
        """The database of the dossiers, as an address: that of the setting, else a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{quote(str(self.home.resolve() / 'data' / 'dossiers.sqlite'))}"

    @property
    def index(self) -> Path:
        """The folder of the index generations."""
        return self.home / "index"


def read_settings() -> Settings:
    """The settings of this process; RupfamError names the variable that is wrong."""
    try:
        return Settings()
    except UnicodeDecodeError as error:
        raise UnreadableFile(Path(".env").resolve(), "n’est pas en UTF-8 : enregistrez-le dans cet encodage") from error
    except ValidationError as error:
        names = ", ".join(sorted({"RUPFAM_" + str(fault["loc"][0]).upper() for fault in error.errors()}))
        remedy = "corrigez-le dans l’environnement ou dans le fichier .env (voir le tableau des réglages du README)"
        raise RupfamError(f"Le réglage {names} n’est pas valable : {remedy}.") from error
