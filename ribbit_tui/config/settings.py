"""What can be set, and which values it takes."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

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

from .file import APPLICATION, PREFIX, ConfigurationError

Environment = Literal["simulated", "sandbox", "live"]
Pace = Literal["instant", "demo", "real"]
MarketHours = Literal["always", "nyse"]
Source = Literal["flag", "environment", "file", "default"]

DEMO_KEY = "ribbit-demo-key"
DEMO_SECRET = "ribbit-demo-secret"
SWEEP_ACCOUNT = "8f8c8cee-2591-4f83-be12-82c659b5e748"

MASK = "••••"


def _not_empty(value: str) -> str:
    if not value:
        raise ValueError("must not be empty")
    return value


def _printable(value: str) -> str:
    if not all("!" <= c <= "~" for c in value):
        raise ValueError("must be printable ASCII without spaces")
    return _not_empty(value)


def _printable_secret(value: SecretStr) -> SecretStr:
    _printable(value.get_secret_value())
    return value


Text = Annotated[str, AfterValidator(_not_empty)]
Key = Annotated[str, AfterValidator(_printable)]
Secret = Annotated[SecretStr, AfterValidator(_printable_secret)]


def _data_dir() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))


class Settings(BaseModel):
    """Everything that can be set. Made by `load_settings`; it does not change afterwards."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
        validate_default=True,
    )

    environment: Environment = "simulated"
    """Which Broker API to talk to: "simulated" (on this machine, no keys, no network), "sandbox"
    (Alpaca's hosted test environment) or "live" (real money; each start asks to confirm)."""

    data_dir: Annotated[Path, Field(examples=["~/.local/share/ribbit"])] = Field(
        default_factory=_data_dir
    )
    """Directory for everything kept on disk: profiles, drafts, cursors, the simulator's database.
    `~` is the home directory; a relative path starts at the working directory. Default: the
    platform's directory for application data."""

    customer: Annotated[Text | None, Field(examples=["c8f1ef5d-edc0-4f23-9ee4-378f19cb92a4"])] = (
        None
    )
    """Id of the account to open at once (a UUID). Without it the app begins at Welcome."""

    api_key: Annotated[Key | None, Field(examples=[DEMO_KEY])] = Field(default=None, repr=False)
    """Key of the Broker API. The simulated environment has a documented one, shown here; sandbox
    and live need yours."""

    api_secret: Annotated[Secret | None, Field(examples=[DEMO_SECRET])] = Field(
        default=None, repr=False
    )
    """Secret that belongs to api_key. A file that holds it must be readable by its owner alone
    (chmod 600); the variable RIBBIT_API_SECRET is the better place."""

    broker_url: Annotated[Text | None, Field(examples=["http://127.0.0.1:8765"])] = None
    """Base URL of the Broker API (http or https; https for live), for a simulator that already runs
    or a proxy. Without it the environment decides."""

    data_url: Annotated[Text | None, Field(examples=["http://127.0.0.1:8765"])] = None
    """Base URL of the market data API (http or https; https for live). Without it the environment
    decides."""

    pace: Pace = "demo"
    """How long simulated delays last: "instant" (none), "demo" (seconds) or "real" (minutes)."""

    market_hours: MarketHours = "always"
    """When the simulated market is open: "always", or "nyse" for New York's hours, holidays and
    early closes."""

    seed: int = Field(default=1, ge=0, le=2**63 - 1)
    """Whole number from 0 on that the simulator's ids, account numbers and prices follow from."""

    timezone: Annotated[Text | None, Field(examples=["America/New_York"])] = None
    """Time zone that times are shown in, by its IANA name. Without it: this machine's."""

    ip_address: Annotated[Text | None, Field(examples=["203.0.113.7"])] = None
    """IPv4 or IPv6 address recorded on signed agreements as the signer's."""

    firm_account_id: Annotated[Text | None, Field(examples=[SWEEP_ACCOUNT])] = None
    """Id of the firm's own account, which gifts are paid from (a UUID). The simulated environment
    has the sweep account, shown here; elsewhere there is none until it is set."""

    welcome_gift: Decimal = Field(default=Decimal(10), ge=0, max_digits=12, decimal_places=2)
    """What the firm gives a new customer, in USD with at most two decimals. 0 turns gifts off; so
    does having no firm account."""

    animations: bool = True
    """Whether things on screen move (true or false)."""

    _sources: dict[str, Source] = PrivateAttr(default_factory=dict)

    @classmethod
    def of(
        cls, *, file: dict[str, Any], environment: dict[str, str], flag: dict[str, Any]
    ) -> "Settings":
        """A flag wins over a variable, a variable over the file. Raises ValidationError."""
        settings = cls.model_validate(file | environment | flag)
        tables: tuple[tuple[Source, Mapping[str, object]], ...] = (
            ("file", file),
            ("environment", environment),
            ("flag", flag),
        )
        settings._sources = {name: source for source, table in tables for name in table}
        return settings

    @field_validator("data_dir", mode="before")
    @classmethod
    def _some_path(cls, value: object) -> object:
        if isinstance(value, str) and (not value.strip() or "\0" in value):
            raise ValueError("must be the path of a directory")
        return value

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
        """Key and secret to send: the demo pair in the simulated environment unless set."""
        self.require_credentials()
        secret = self.api_secret.get_secret_value() if self.api_secret else DEMO_SECRET
        return self.api_key or DEMO_KEY, secret

    def require_credentials(self) -> None:
        """Raise unless there are credentials for the environment."""
        if self.environment == "simulated":
            return
        missing = [
            f"{name} ({PREFIX}{name.upper()})"
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
        """The firm's account: the sweep account in the simulated environment unless set."""
        if self.firm_account_id is None and self.environment == "simulated":
            return SWEEP_ACCOUNT
        return self.firm_account_id

    @property
    def gift(self) -> Decimal | None:
        """The welcome gift in USD, to the cent; None when it is off or no account can pay it."""
        if not self.welcome_gift or self.firm_account is None:
            return None
        return self.welcome_gift.quantize(Decimal("0.01"))

    def shown(self) -> list[tuple[str, str, Source]]:
        """Every setting with its value, fit for a screen, and where that comes from."""
        return [
            (name, _shown(name, getattr(self, name)), self._sources.get(name, "default"))
            for name in type(self).model_fields
        ]


def _shown(name: str, value: object) -> str:
    if value is None:
        return "not set"
    if name in ("api_key", "api_secret"):
        return MASK
    return str(value).lower() if isinstance(value, bool) else str(value)
