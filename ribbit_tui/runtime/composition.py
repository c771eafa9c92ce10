"""The composition root: makes the app and its session from the settings.

It imports at its top only what the first frame needs; the session and its client come later.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
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
from ribbit_tui.tui.keys.key_map import KeyMapError

from .data_folder import SIMULATOR_FOLDER, make_private_folder

if TYPE_CHECKING:
    from ribbit_tui.config.settings import Settings
    from ribbit_tui.session.session import OpenBroker, Session


@dataclass(frozen=True)
class ClockAndIds:
    """Sources of time and ids. Tests, the tour and screenshots replace them to repeat exactly."""

    clock: Clock = field(default_factory=SystemClock)
    new_id: Callable[[], str] = field(default=lambda: str(uuid4()))
    simulator_start_time: datetime | None = None
    """Start of a manual clock in the simulator; None for the system's clock."""


@dataclass(frozen=True)
class FirstFrameSettings:
    """The settings that the first frame needs; the defaults are the same as in Settings."""

    data_dir: Path
    environment: str = "simulated"
    customer: str | None = None
    timezone: str | None = None
    animations: bool = True
    theme: str = "dark"
    gain_colors: str = "green_up"
    glyphs: str = "braille"
    keys: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_settings(cls, settings: "Settings") -> "FirstFrameSettings":
        """Copy the fields of the same names."""
        return cls(**{one.name: getattr(settings, one.name) for one in fields(cls)})


def create_app(settings: "Settings", clock_and_ids: ClockAndIds | None = None) -> RibbitApp:
    """Create the app, ready to run. Raises DataFolderError and ConfigurationError."""
    return _create_app(
        FirstFrameSettings.from_settings(settings),
        lambda: settings,
        clock_and_ids or ClockAndIds(),
    )


def create_app_with_defaults() -> RibbitApp:
    """Create the app on the default settings, which it loads after the first frame.

    Raises DataFolderError.
    """
    import platformdirs

    from ribbit_tui.config.file import APPLICATION

    data_dir = Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))
    return _create_app(FirstFrameSettings(data_dir), _load_default_settings, ClockAndIds())


def _load_default_settings() -> "Settings":
    from ribbit_tui.config.loader import load_settings

    return load_settings()


def _create_app(
    first: FirstFrameSettings,
    load_settings: Callable[[], "Settings"],
    clock_and_ids: ClockAndIds,
) -> RibbitApp:
    """Create the app; `load_settings` is called after the first frame."""
    folder = first.data_dir / first.environment
    make_private_folder(folder)
    customers = CustomerStore(folder / "customers.json")
    drafts = DraftStore(folder / "drafts")
    return _app_with(
        AppDependencies(
            environment=first.environment,
            customers=customers,
            drafts=drafts,
            clock=clock_and_ids.clock,
            load_session=lambda: _load_session(
                load_settings(), clock_and_ids, folder, customers, drafts
            ),
            report_fault=partial(_log_fault, first.data_dir / "ribbit.log"),
            local_ip=lambda: load_settings().ip_address or _local_ip(),
            new_id=clock_and_ids.new_id,
            zone=_load_zone(first.timezone),
            customer_id=first.customer and first.customer.lower(),
            animations=first.animations,
            theme=first.theme,
            gain_colors=first.gain_colors,
            glyphs=first.glyphs,
            keys=first.keys,
        )
    )


def _app_with(dependencies: AppDependencies) -> RibbitApp:
    """Create the app. Raises ConfigurationError if the keys of the settings cannot be used."""
    try:
        return RibbitApp(dependencies)
    except KeyMapError as error:
        from ribbit_tui.config.file import ConfigurationError

        raise ConfigurationError(f"[keys] {error}") from None


def create_tour_app(data_dir: Path) -> RibbitApp:
    """Create the app of the tour: repeatable ids, and manual clocks in app and simulator."""
    from ribbit_tui.config.settings import Settings
    from ribbit_tui.tour import stage

    settings = Settings.model_construct(
        data_dir=data_dir,
        timezone=stage.TIMEZONE,
        ip_address=stage.IP_ADDRESS,
        seed=stage.SEED,
        animations=False,
    )
    clock_and_ids = ClockAndIds(
        clock=stage.stage_clock(),
        new_id=stage.SequentialIds(),
        simulator_start_time=stage.OPENING_TIME,
    )
    return create_app(settings, clock_and_ids)


def _load_zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def _local_ip() -> str:
    """Return this machine's IPv4 address on its way to the internet; nothing is sent."""
    import socket

    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # reserved for documentation (RFC 5737)
        return str(probe.getsockname()[0])
    return "127.0.0.1"


def _log_fault(log_file: Path, fault: BaseException) -> str:
    """Append the traceback to `log_file` and return a line that names the fault and the file.

    The values of variables are left out: they may be personal.
    """
    import traceback

    try:
        with log_file.open("a", encoding="utf-8") as log:
            log.writelines(traceback.format_exception(fault))
    except OSError:
        return f"({type(fault).__name__})"
    return f"{type(fault).__name__}: the details are in {log_file}"


def _load_session(
    settings: "Settings",
    clock_and_ids: ClockAndIds,
    folder: Path,
    customers: CustomerStore,
    drafts: DraftStore,
) -> "Session":
    from ribbit_tui.session.actions.welcome_gift import GiftOffer
    from ribbit_tui.session.session import Session
    from ribbit_tui.session.stores.cursors import CursorStore
    from ribbit_tui.session.unanswered.store import UnansweredWriteStore

    firm, amount = settings.firm_account, settings.gift
    return Session(
        open_broker=broker_factory(settings, clock_and_ids),
        customers=customers,
        cursors=CursorStore(folder / "cursors.json"),
        unanswered=UnansweredWriteStore(folder / "unanswered_writes.json"),
        clock=clock_and_ids.clock,
        new_id=clock_and_ids.new_id,
        delete_draft=drafts.delete,
        owns_server=not _is_remote(settings),
        gift=GiftOffer(firm, amount) if firm and amount else None,
    )


def broker_factory(settings: "Settings", clock_and_ids: ClockAndIds | None = None) -> "OpenBroker":
    """Return the function that opens a client of the Broker API that the settings name.

    Without a URL, the simulated environment gets a simulator process of its own.
    """
    from .broker_provider import open_remote_broker, open_simulated_broker

    if _is_remote(settings):
        return partial(open_remote_broker, settings)
    arguments = _simulator_arguments(settings, clock_and_ids or ClockAndIds())
    return partial(open_simulated_broker, settings, arguments)


def _is_remote(settings: "Settings") -> bool:
    """Whether the app uses a server that it does not start itself."""
    return settings.environment != "simulated" or settings.broker_url is not None


def _simulator_arguments(settings: "Settings", clock_and_ids: ClockAndIds) -> list[str]:
    """Return the arguments of `ribbit simulator` for this app's simulator."""
    arguments = [
        f"--data-dir={settings.data_dir / SIMULATOR_FOLDER}",
        f"--pace={settings.pace}",
        f"--market-hours={settings.market_hours}",
        f"--seed={settings.seed}",
        f"--api-version={settings.api_version}",
    ]
    start_time = clock_and_ids.simulator_start_time
    if start_time is not None:
        arguments += ["--clock=manual", f"--start-time={start_time.isoformat()}"]
    return arguments
