"""The settings, read once and handed down. No other file reads the environment."""

from __future__ import annotations

import os
from functools import lru_cache
from hashlib import sha256
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from pipeline.errors import Misconfigured

Networks = tuple[IPv4Network | IPv6Network, ...]


def data_folder() -> Path:
    """Where the embedded default keeps its files: the user's data folder of this platform."""
    return Path(platformdirs.user_data_dir("fivefold"))


class Settings(BaseSettings):
    """Every setting of the contract. Environment variables start with `FIVEFOLD_` and win over `fivefold.toml`."""

    model_config = SettingsConfigDict(
        env_prefix="FIVEFOLD_", toml_file="fivefold.toml", frozen=True, extra="ignore", env_ignore_empty=True
    )

    database_url: SecretStr = SecretStr("")
    """Empty: a SQLite file in the data folder."""
    broker_url: SecretStr = SecretStr("")
    """Empty: an embedded Valkey server on a private Unix socket."""
    data_dir: Path = Field(default_factory=data_folder)
    allow_networks: Annotated[Networks, NoDecode] = ()
    allow_ports: Annotated[tuple[int, ...], NoDecode] = ()
    public_url: str = ""
    """Where hubs reach the console from outside; empty: nothing is subscribed to, everything is polled."""
    user_agent: str = "Fivefold/0.1 (+https://fivefold.example/about-the-fetcher)"
    poll_min_seconds: float = Field(default=900, ge=1)
    poll_max_seconds: float = Field(default=86_400, ge=1)
    host_concurrency: int = Field(default=1, ge=1)
    host_delay_seconds: float = Field(default=1.0, ge=0)
    page_max_bytes: int = Field(default=8 * 1024 * 1024, ge=1024)
    retention_days: int = Field(default=365, ge=1)
    story_window_days: float = Field(default=5, gt=0)
    spacy_model: str = "auto"
    console_host: str = "127.0.0.1"
    console_port: int = 8760
    console_token: SecretStr = SecretStr("")
    log_format: Literal["auto", "json", "text"] = "auto"
    log_level: str = "INFO"
    tracing: bool = False
    lease_scale: float = Field(default=1.0, gt=0)
    """Multiplies every lease; tests of recovery set it low."""
    sweep_seconds: float = Field(default=2.0, gt=0)
    crash_at: str = ""
    """Name of a crash point at which a worker kills itself; only the fault tests set it."""

    @field_validator("allow_networks", mode="before")
    @classmethod
    def _split_networks(cls, value: object) -> object:
        """Read comma-separated CIDR blocks."""
        if not isinstance(value, str):
            return value
        return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())

    @field_validator("allow_ports", mode="before")
    @classmethod
    def _split_ports(cls, value: object) -> object:
        """Read comma-separated port numbers."""
        if not isinstance(value, str):
            return value
        return tuple(int(part) for part in value.split(",") if part.strip())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, the environment over the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def database(self) -> str:
        """The database URL in force, with psycopg 3 named where only `postgresql` was said."""
        url = self.database_url.get_secret_value()
        if not url:
            return f"sqlite:///{self.data_dir / 'fivefold.db'}"
        for plain in ("postgres://", "postgresql://"):
            if url.startswith(plain):
                return "postgresql+psycopg://" + url.removeprefix(plain)
        return url

    @property
    def broker(self) -> str:
        """The broker URL in force: the embedded server's socket unless one is set."""
        return self.broker_url.get_secret_value() or f"redis+socket://{self.broker_socket}"

    @property
    def is_embedded_broker(self) -> bool:
        """Whether this process tree must bring its own broker."""
        return not self.broker_url.get_secret_value()

    @property
    def broker_folder(self) -> Path:
        """Where the embedded broker keeps its files, private to the user."""
        return self.data_dir / "broker"

    @property
    def broker_socket(self) -> Path:
        """The embedded broker's Unix socket. Socket paths end at 107 bytes, so a long folder moves it."""
        path = self.broker_folder / "valkey.sock"
        if len(os.fsencode(path)) <= 100:
            return path
        return (
            Path(platformdirs.user_runtime_dir("fivefold"))
            / f"{sha256(os.fsencode(self.data_dir)).hexdigest()[:16]}.sock"
        )


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """Build the settings of this process, once. Raises Misconfigured with one line that names the setting."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "FIVEFOLD_" + "_".join(str(part) for part in first["loc"]).upper()
        raise Misconfigured(f"setting {name}: {first['msg']}") from error
    except ValueError as error:
        raise Misconfigured(f"settings: {error}") from error


def environment_for(settings: Settings) -> dict[str, str]:
    """The environment that makes a child process read these same settings."""
    values = {
        "FIVEFOLD_DATABASE_URL": settings.database,
        "FIVEFOLD_DATA_DIR": str(settings.data_dir),
        "FIVEFOLD_BROKER_URL": settings.broker,
        "FIVEFOLD_ALLOW_NETWORKS": ",".join(str(network) for network in settings.allow_networks),
        "FIVEFOLD_ALLOW_PORTS": ",".join(str(port) for port in settings.allow_ports),
    }
    plain = (
        "user_agent",
        "public_url",
        "poll_min_seconds",
        "poll_max_seconds",
        "host_concurrency",
        "host_delay_seconds",
        "page_max_bytes",
    )
    more = ("story_window_days", "spacy_model", "log_format", "log_level", "lease_scale", "sweep_seconds", "tracing")
    values |= {f"FIVEFOLD_{name.upper()}": str(getattr(settings, name)) for name in (*plain, *more)}
    return {**os.environ, **values}


def override(**values: str) -> None:
    """Lay values over the environment of this process and of its children; the next `load_settings` sees them."""
    os.environ.update({f"FIVEFOLD_{name.upper()}": value for name, value in values.items()})
    load_settings.cache_clear()


def override_unset(**values: str) -> None:
    """Like `override`, but what the operator has set stays."""
    override(**{name: value for name, value in values.items() if f"FIVEFOLD_{name.upper()}" not in os.environ})
