"""The words for the trading configurations and their values."""

from dataclasses import dataclass

Value = str | int | bool | None


@dataclass(frozen=True)
class Setting:
    """A trading configuration."""

    name: str
    """The name of the field on the wire."""
    label: str
    meaning: str
    choices: tuple[tuple[Value, str], ...]

    def words(self, value: object) -> str:
        """Return the label of a value. An unknown value is shown as it is."""
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
        "While suspended, every new order is rejected. Open orders and positions are kept.",
        ((False, "Allowed"), (True, "Suspended")),
    ),
    Setting(
        "fractional_trading",
        "Fractions of shares",
        "Orders for fractions of a share and for dollar amounts.",
        ((True, "Allowed"), (False, "Whole shares only")),
    ),
    Setting(
        "trade_confirm_email",
        "E-mail about trades",
        "E-mails that confirm each trade. The confirmation documents are always created.",
        (("all", "For every trade"), ("none", "None")),
    ),
    Setting(
        "no_shorting",
        "Short selling",
        "Selling shares that you do not own, if the account is approved for it.",
        ((False, "As approved"), (True, "Never")),
    ),
    Setting(
        "max_margin_multiplier",
        "Margin",
        "Buying power for each dollar of your own, if the account is approved for margin.",
        (("1", "No margin"), ("2", "Up to 2 times"), ("4", "Up to 4 times in a day")),
    ),
    Setting(
        "pdt_check",
        "Day-trade guard",
        "When to reject an order that would make a small account a pattern day trader.",
        _CHECKS,
    ),
    Setting(
        "dtbp_check",
        "Day-trade power guard",
        "When to reject an order that exceeds the day-trading buying power.",
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
        "Publicly traded partnerships without an exception: non-US persons pay 10% tax on a sale.",
        ((False, "Refused"), (True, "Accepted")),
    ),
    Setting(
        "disable_overnight_trading",
        "Overnight trading",
        "Orders for the overnight session.",
        ((False, "Allowed"), (True, "Never")),
    ),
)
SETTINGS_BY_NAME = {setting.name: setting for setting in SETTINGS}
