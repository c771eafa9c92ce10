"""Where the parts are put together: the settings in, the app out.

Only what the first frame needs is imported here; the session and its client come after it.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field, fields
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from ribbit_tui.session.application.drafts.store import DraftStore
from ribbit_tui.session.clock import Clock, SystemClock
from ribbit_tui.session.stores.customers import CustomerStore
from ribbit_tui.tui.app import RibbitApp
from ribbit_tui.tui.dependencies import AppDependencies

from .data_folder import SIMULATOR_FOLDER, make_private_folder

if TYPE_CHECKING:
    from ribbit_tui.broker.client import Broker
    from ribbit_tui.config.settings import Settings
    from ribbit_tui.session.session import ReportServer, Session


@dataclass(frozen=True)
class Fixture:
    """What is fixed so that everything repeats: for tests, the tour and screenshots."""

    clock: Clock = field(default_factory=SystemClock)
    new_id: Callable[[], str] = field(default=lambda: str(uuid4()))
    simulator_starts_at: datetime | None = None
    """With this, the simulator's clock stands still until it is told to move."""


@dataclass(frozen=True)
class FirstFrame:
    """The settings that the first frame needs. The defaults are those of the settings."""

    data_dir: Path
    environment: str = "simulated"
    customer: str | None = None
    timezone: str | None = None
    animations: bool = True

    @classmethod
    def of(cls, settings: "Settings") -> "FirstFrame":
        return cls(**{one.name: getattr(settings, one.name) for one in fields(cls)})


def create_app(settings: "Settings", fixture: Fixture | None = None) -> RibbitApp:
    """The app, ready to run. Raises CannotStartError."""
    return _compose(FirstFrame.of(settings), lambda: settings, fixture or Fixture())


def create_app_with_defaults() -> RibbitApp:
    """The app where nothing is set: the settings are made, and checked, after the first frame."""
    import platformdirs

    from ribbit_tui.config.file import APPLICATION

    data_dir = Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))
    return _compose(FirstFrame(data_dir), _default_settings, Fixture())


def _default_settings() -> "Settings":
    from ribbit_tui.config.loader import load_settings

    return load_settings()


def _compose(
    first: FirstFrame, load_settings: Callable[[], "Settings"], fixture: Fixture
) -> RibbitApp:
    folder = first.data_dir / first.environment
    make_private_folder(folder)
    customers = CustomerStore(folder / "customers.json")
    return RibbitApp(
        AppDependencies(
            environment=first.environment,
            customers=customers,
            drafts=DraftStore(folder / "drafts"),
            clock=fixture.clock,
            load_session=lambda: _load_session(load_settings(), fixture, folder, customers),
            report_fault=partial(_report_fault, first.data_dir / "ribbit.log"),
            local_ip=lambda: load_settings().ip_address or _local_ip(),
            new_id=fixture.new_id,
            zone=_zone(first.timezone),
            customer_id=first.customer and first.customer.lower(),
            animations=first.animations,
        )
    )


def create_stage(data_dir: Path) -> RibbitApp:
    """The app of the tour: its own folder, fixed ids, and time that moves only when told."""
    from ribbit_tui.config.settings import Settings
    from ribbit_tui.tour import stage

    settings = Settings.model_construct(
        data_dir=data_dir,
        timezone=stage.TIMEZONE,
        ip_address=stage.IP_ADDRESS,
        seed=stage.SEED,
        animations=False,
    )
    fixture = Fixture(
        clock=stage.stage_clock(),
        new_id=stage.Counted(),
        simulator_starts_at=stage.OPENING_TIME,
    )
    return create_app(settings, fixture)


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def _local_ip() -> str:
    """The address this machine has towards the outside; asking the system sends nothing."""
    import socket

    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # an address reserved for documentation (RFC 5737)
        return str(probe.getsockname()[0])
    return "127.0.0.1"


def _report_fault(log_file: Path, fault: BaseException) -> str:
    """The traceback goes to the log, without the values of variables: they may be personal."""
    import traceback

    try:
        with log_file.open("a", encoding="utf-8") as log:
            log.writelines(traceback.format_exception(fault))
    except OSError:
        return f"({type(fault).__name__})"
    return f"{type(fault).__name__}: the details are in {log_file}"


def _load_session(
    settings: "Settings", fixture: Fixture, folder: Path, customers: CustomerStore
) -> "Session":
    from ribbit_tui.session.actions.welcome_gift import GiftOffer
    from ribbit_tui.session.session import Session
    from ribbit_tui.session.stores.cursors import CursorStore

    firm, amount = settings.firm_account, settings.gift
    return Session(
        open_broker=broker_opener(settings, fixture),
        customers=customers,
        cursors=CursorStore(folder / "cursors.json"),
        clock=fixture.clock,
        new_id=fixture.new_id,
        gift=GiftOffer(firm, amount) if firm and amount else None,
    )


def broker_opener(
    settings: "Settings", fixture: Fixture
) -> "Callable[[ReportServer], AbstractAsyncContextManager[Broker]]":
    """How to come by a client: with a simulator of our own where none is named."""
    from .broker_provider import hosted_broker, simulated_broker

    if settings.environment != "simulated" or settings.broker_url is not None:
        return partial(hosted_broker, settings)
    return partial(simulated_broker, settings, simulator_arguments(settings, fixture))


def simulator_arguments(settings: "Settings", fixture: Fixture) -> list[str]:
    """The command line of the simulator that belongs to this app."""
    arguments = [
        f"--data-dir={settings.data_dir / SIMULATOR_FOLDER}",
        f"--pace={settings.pace}",
        f"--market-hours={settings.market_hours}",
        f"--seed={settings.seed}",
    ]
    if fixture.simulator_starts_at is not None:
        arguments += ["--clock=manual", f"--start-time={fixture.simulator_starts_at.isoformat()}"]
    return arguments
