"""What each trading configuration means, in plain words."""

from dataclasses import dataclass

Value = str | int | bool | None


@dataclass(frozen=True)
class Setting:
    name: str
    """As on the wire."""
    label: str
    meaning: str
    choices: tuple[tuple[Value, str], ...]

    def words(self, value: object) -> str:
        """A value in words; one that is newer than this app is shown as it is."""
        for known, label in self.choices:
            if known == value and isinstance(known, bool) == isinstance(value, bool):
                return label
        return str(value)


_CHECKS: tuple[tuple[Value, str], ...] = (
    ("entry", "When a position is opened"),
    ("exit", "When a position is closed"),
    ("both", "Both times"),
)

SUSPEND = "suspend_trade"

SETTINGS = (
    Setting(
        SUSPEND,
        "New orders",
        "Suspended, every new order is refused. Open orders and positions stay as they are.",
        ((False, "Allowed"), (True, "Suspended")),
    ),
    Setting(
        "fractional_trading",
        "Fractions of shares",
        "Whether parts of a share can be bought, and amounts of dollars.",
        ((True, "Allowed"), (False, "Whole shares only")),
    ),
    Setting(
        "trade_confirm_email",
        "E-mail about trades",
        "Whether an e-mail confirms each trade. The confirmations themselves are always made.",
        (("all", "For every trade"), ("none", "None")),
    ),
    Setting(
        "no_shorting",
        "Short selling",
        "Selling what one does not own, if the account is approved for it.",
        ((False, "As approved"), (True, "Never")),
    ),
    Setting(
        "max_margin_multiplier",
        "Borrowing to buy",
        "How much can be bought for each dollar of one's own, if the account is approved for it.",
        (("1", "Nothing borrowed"), ("2", "Up to 2 times"), ("4", "Up to 4 times in a day")),
    ),
    Setting(
        "pdt_check",
        "Day-trade guard",
        "When an order is refused that would make a pattern day trader of a small account.",
        _CHECKS,
    ),
    Setting(
        "dtbp_check",
        "Day-trade power guard",
        "When an order is refused that goes beyond the day-trading buying power.",
        _CHECKS,
    ),
    Setting(
        "max_options_trading_level",
        "Options",
        "The highest level of options trading, if the account is approved for it.",
        (
            (None, "As approved"),
            (0, "None"),
            (1, "Covered calls, cash-secured puts"),
            (2, "Also buying calls and puts"),
            (3, "Also spreads"),
        ),
    ),
    Setting(
        "ptp_no_exception_entry",
        "Traded partnerships",
        "Publicly traded partnerships without an exception: foreigners pay 10% tax on a sale.",
        ((False, "Refused"), (True, "Accepted")),
    ),
    Setting(
        "disable_overnight_trading",
        "Overnight trading",
        "Orders for the session between the evening and the morning.",
        ((False, "Allowed"), (True, "Never")),
    ),
)
SETTINGS_BY_NAME = {setting.name: setting for setting in SETTINGS}
