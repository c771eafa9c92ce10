"""Address of a Broker API, and the credentials for it."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

SANDBOX_BROKER_URL = "https://broker-api.sandbox.alpaca.markets"
SANDBOX_DATA_URL = "https://data.sandbox.alpaca.markets"
LIVE_BROKER_URL = "https://broker-api.alpaca.markets"
LIVE_DATA_URL = "https://data.alpaca.markets"


@dataclass(frozen=True)
class Endpoint:
    """Address and credentials of one server. A simulator has the same URL twice.

    Raises ValueError for anything but an HTTP URL without credentials.
    """

    broker_url: str
    data_url: str
    api_key: str = field(repr=False)
    api_secret: str = field(repr=False)

    def __post_init__(self) -> None:
        for name in ("broker_url", "data_url"):
            url = getattr(self, name).rstrip("/")
            parts = urlsplit(url)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ValueError(f"{name} must be an http or https URL")
            if parts.username is not None:
                raise ValueError(f"{name} must not contain credentials")
            object.__setattr__(self, name, url)

    @property
    def uses_tls(self) -> bool:
        return any(url.startswith("https:") for url in (self.broker_url, self.data_url))

    @property
    def is_loopback(self) -> bool:
        """Whether the server is on this machine, so that asking it often costs nothing."""
        host = urlsplit(self.broker_url).hostname or ""
        try:
            return host == "localhost" or ip_address(host).is_loopback
        except ValueError:
            return False
