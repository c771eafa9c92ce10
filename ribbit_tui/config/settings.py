"""The settings and the values they take."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationInfo,
    field_validator,
)

from .file import APPLICATION, VARIABLE_PREFIX, ConfigurationError

Environment = Literal["simulated", "sandbox", "live"]
Pace = Literal["instant", "demo", "real"]
MarketHours = Literal["always", "nyse"]
ApiVersion = Literal["2021", "2026"]
Theme = Literal["dark", "light"]
GainColors = Literal["green_up", "red_up", "blue_orange"]
Glyphs = Literal["braille", "blocks", "ascii"]
Source = Literal["flag", "environment", "file", "default"]

DEMO_KEY = "ribbit-demo-key"
DEMO_SECRET = "ribbit-demo-secret"
"""The credentials of the simulated environment, which the README tells."""

SWEEP_ACCOUNT = "8f8c8cee-2591-4f83-be12-82c659b5e748"
"""The firm's sweep account in the simulated environment."""

MASK = "••••"


def _require_text(value: str) -> str:
    if not value:
        raise ValueError("must not be empty")
    return value


def _require_printable(value: str) -> str:
    if not all("!" <= c <= "~" for c in value):
        raise ValueError("must be printable ASCII without spaces")
    return _require_text(value)


def _require_printable_secret(value: SecretStr) -> SecretStr:
    _require_printable(value.get_secret_value())
    return value


Text = Annotated[str, AfterValidator(_require_text)]
Key = Annotated[str, AfterValidator(_require_printable)]
Secret = Annotated[SecretStr, AfterValidator(_require_printable_secret)]


def _data_dir() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))


class Settings(BaseModel):
    """All settings, immutable; made by `load_settings`."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
        validate_default=True,
    )

    environment: Environment = "simulated"
    """Broker API to use: "simulated" (on this machine; no keys, no network), "sandbox" (Alpaca's
    hosted test environment) or "live" (real money; each start asks for confirmation)."""

    data_dir: Annotated[Path, Field(examples=["~/.local/share/ribbit"])] = Field(
        default_factory=_data_dir
    )
    """Folder for everything kept on disk: customers, drafts, stream cursors, the simulator's
    database. `~` is the home directory; a relative path starts at the working directory. Default:
    the system's folder for application data."""

    customer: Annotated[Text | None, Field(examples=["c8f1ef5d-edc0-4f23-9ee4-378f19cb92a4"])] = (
        None
    )
    """Account id (a UUID) of the customer to open at start. Without it the app starts at
    Welcome."""

    api_key: Annotated[Key | None, Field(examples=[DEMO_KEY])] = Field(default=None, repr=False)
    """Key of the Broker API. The simulated environment has a default, shown here; sandbox and live
    need your own."""

    api_secret: Annotated[Secret | None, Field(examples=[DEMO_SECRET])] = Field(
        default=None, repr=False
    )
    """Secret that belongs to api_key. A file with it must be readable by its owner only (chmod
    600). Prefer the variable RIBBIT_API_SECRET."""

    broker_url: Annotated[Text | None, Field(examples=["http://127.0.0.1:8765"])] = None
    """Base URL of the Broker API, for a running simulator or a proxy: http or https, only https for
    live. Default: the URL of the environment."""

    data_url: Annotated[Text | None, Field(examples=["http://127.0.0.1:8765"])] = None
    """Base URL of the market data API: http or https, only https for live. Default: the URL of the
    environment."""

    pace: Pace = "demo"
    """Length of simulated delays: "instant" (none), "demo" (seconds) or "real" (minutes)."""

    market_hours: MarketHours = "always"
    """Hours of the simulated market: "always" open, or "nyse" for New York's holidays, early closes
    and hours: regular, extended and overnight. The calendar is New York's with both."""

    seed: int = Field(default=1, ge=0, le=2**63 - 1)
    """Seed of the simulator's ids, account numbers and prices: a whole number from 0."""

    api_version: ApiVersion = "2026"
    """Year of Alpaca's API that the simulator's responses follow: "2026" (Alpaca's description of
    August 2026) or "2021" (its documents of 2021 and 2022)."""

    timezone: Annotated[Text | None, Field(examples=["America/New_York"])] = None
    """Time zone of times on screen, by its IANA name. Default: the time zone of this machine."""

    ip_address: Annotated[Text | None, Field(examples=["203.0.113.7"])] = None
    """IPv4 or IPv6 address recorded as the signer's on agreements. Default: the address of this
    machine."""

    firm_account_id: Annotated[Text | None, Field(examples=[SWEEP_ACCOUNT])] = None
    """Id (a UUID) of the firm's account that pays welcome gifts. Default: the sweep account, shown
    here, in the simulated environment; none in the others."""

    welcome_gift: Decimal = Field(default=Decimal(10), ge=0, max_digits=12, decimal_places=2)
    """Amount the firm gives each new customer, in USD with at most two decimals. There is no gift
    if it is 0 or no firm account is set."""

    animations: bool = True
    """Whether the app animates changes on screen: true or false."""

    theme: Theme = "dark"
    """Colours for a "dark" or a "light" terminal."""

    gain_colors: GainColors = "green_up"
    """Colours of gains and losses: "green_up", "red_up" (as in East Asia) or "blue_orange" (for
    people who are colour-blind)."""

    glyphs: Glyphs = "braille"
    """Characters that charts are drawn with: "braille", "blocks" or "ascii", for terminals and
    fonts that lack the others."""

    keys: dict[str, str] = Field(
        default_factory=dict, examples=[{"money.deposit": "D", "always.help": "f1,h"}]
    )
    """Other keys for actions, in a table at the end of this file. The README lists the actions with
    their ids and keys. Keys are written k, K, / or f4, also with ctrl+ or alt+; commas part them.
    One key for two things on one screen is refused."""

    _sources: dict[str, Source] = PrivateAttr(default_factory=dict)

    @classmethod
    def from_sources(
        cls,
        *,
        file: Mapping[str, object],
        environment: Mapping[str, object],
        flags: Mapping[str, object],
    ) -> "Settings":
        """Make settings in which flags win over variables, and those over the file.

        Raises ValidationError.
        """
        settings = cls.model_validate({**file, **environment, **flags})
        tables: tuple[tuple[Source, Mapping[str, object]], ...] = (
            ("file", file),
            ("environment", environment),
            ("flag", flags),
        )
        settings._sources = {  # noqa: SLF001 of its own class
            name: source for source, table in tables for name in table
        }
        return settings

    @field_validator("data_dir", mode="before")
    @classmethod
    def _not_blank(cls, value: object) -> object:
        if isinstance(value, str) and (not value.strip() or "\0" in value):
            raise ValueError("must be the path of a directory")
        return value

    @field_validator("keys", mode="before")
    @classmethod
    def _table_of_keys(cls, value: object) -> object:
        """Return ids with their keys. TOML reads an id without quotes as tables in each other."""
        if not isinstance(value, Mapping):
            raise ValueError("must be a table [keys] in the configuration file")
        return dict(_flattened(value))

    @field_validator("api_version", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        try:
            return value.expanduser().absolute()
        except RuntimeError:
            raise ValueError("begins with ~, but there is no such home directory") from None

    @field_validator("broker_url", "data_url")
    @classmethod
    def _base_url(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            return None
        from urllib.parse import urlsplit

        wrong = "must be a URL such as https://host or http://host:port"
        try:
            url = urlsplit(value)
            usable = bool(url.hostname) and (url.port is None or url.port > 0)
        except ValueError:
            raise ValueError(wrong) from None
        if url.scheme not in ("http", "https") or not usable:
            raise ValueError(wrong)
        if not all("!" <= c <= "~" for c in value) or "?" in value or "#" in value:
            raise ValueError(f"{wrong}, without spaces, ? or #")
        if "@" in url.netloc:
            raise ValueError("must not carry credentials; they go in api_key and api_secret")
        if url.scheme != "https" and info.data.get("environment") == "live":
            raise ValueError("must be https in the live environment")
        return value.rstrip("/")

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str | None) -> str | None:
        if value is not None:
            from zoneinfo import ZoneInfo

            try:
                ZoneInfo(value)
            except (KeyError, ValueError, OSError):  # unknown, malformed, a directory of zones
                raise ValueError("must be an IANA time zone such as America/New_York") from None
        return value

    @field_validator("ip_address")
    @classmethod
    def _valid_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        import ipaddress

        try:
            address = ipaddress.ip_address(value)
        except ValueError:
            address = None
        if address is None or "%" in value:
            raise ValueError("must be an IPv4 or IPv6 address such as 203.0.113.7")
        return str(address)

    @property
    def credentials(self) -> tuple[str, str]:
        """Key and secret; the demo pair if the simulated environment has none set.

        Raises ConfigurationError where the environment needs credentials and has none.
        """
        self.require_credentials()
        secret = self.api_secret.get_secret_value() if self.api_secret else DEMO_SECRET
        return self.api_key or DEMO_KEY, secret

    def require_credentials(self) -> None:
        """Raise ConfigurationError if the environment needs credentials that are not set."""
        if self.environment == "simulated":
            return
        missing = [
            f"{name} ({VARIABLE_PREFIX}{name.upper()})"
            for name in ("api_key", "api_secret")
            if getattr(self, name) is None
        ]
        if missing:
            raise ConfigurationError(
                f'environment "{self.environment}" needs {" and ".join(missing)}: '
                "set the variable, or the setting in the configuration file"
            )

    @property
    def firm_account(self) -> str | None:
        """Id of the firm's account; the sweep account if the simulated environment has none set."""
        if self.firm_account_id is None and self.environment == "simulated":
            return SWEEP_ACCOUNT
        return self.firm_account_id

    @property
    def gift(self) -> Decimal | None:
        """Welcome gift in USD, to the cent; None if it is off or no account can pay it."""
        if not self.welcome_gift or self.firm_account is None:
            return None
        return self.welcome_gift.quantize(Decimal("0.01"))

    def describe(self) -> list[tuple[str, str, Source]]:
        """Return name, printable value and source of every setting; credentials are masked."""
        return [
            (name, _display_value(name, getattr(self, name)), self._sources.get(name, "default"))
            for name in type(self).model_fields
        ]


def _flattened(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        id = f"{prefix}{name}"
        if isinstance(value, Mapping):
            yield from _flattened(value, f"{id}.")
        elif isinstance(value, str) and value.strip():
            yield id, value
        else:
            raise ValueError(f'{id} must be keys in quotes, like this: "f4,k"')


def _display_value(name: str, value: object) -> str:
    if value is None:
        return "not set"
    if isinstance(value, dict):
        return ", ".join(f"{id} = {keys}" for id, keys in value.items()) or "not changed"
    if name in ("api_key", "api_secret"):
        return MASK
    return str(value).lower() if isinstance(value, bool) else str(value)
