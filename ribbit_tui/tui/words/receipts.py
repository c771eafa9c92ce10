"""The words of a receipt."""

from dataclasses import dataclass
from decimal import Decimal

from ribbit_tui.session.trading.receipt import Receipt

from .assets import amount_of, short_name, unit_of
from .formats import plain, shares, usd
from .statuses import order_words


@dataclass(frozen=True)
class Heading:
    """The sentence of a receipt: `You own`, `0.42`, `of an Apple share`, and what else is true."""

    verb: str
    amount: Decimal
    unit: str
    more: str = ""


def heading(receipt: Receipt) -> Heading:
    """Return the sentence that says what is owned now, or what was sold or bought."""
    asset, symbol, owned = receipt.asset, receipt.order.symbol, receipt.owned

    def sentence(verb: str, amount: Decimal, more: str = "") -> Heading:
        return Heading(verb, amount, unit_of(amount, asset, symbol), more)

    if receipt.is_sale:
        if owned is None:
            return sentence("You sold", receipt.filled)
        left = f"You still own {amount_of(owned, asset, symbol)}." if owned else "You own none now."
        return sentence("You sold", receipt.filled, left)
    if not owned:
        return sentence("You bought", receipt.filled)
    if owned == receipt.filled:
        return sentence("You own", owned)
    return sentence("You own", owned, f"You bought {amount_of(receipt.filled, asset, symbol)}.")


def title(receipt: Receipt) -> str:
    """Return the words for how much of the order is filled."""
    words = order_words(receipt.order.status)
    if receipt.is_whole:
        return f"✓ {words.label}"
    part = f"{shares(receipt.filled)} of {shares(receipt.order.qty)} filled"
    if receipt.order.qty is None:
        part = f"{usd(receipt.value)} of {usd(receipt.order.notional)} filled"
    return f"{words.glyph} {part} · {words.label}"


def ring_note(receipt: Receipt) -> str:
    """Return what the figure in the ring is a part of."""
    part, owned = receipt.part_of_last, receipt.owned
    unit = receipt.asset.coin if receipt.asset and receipt.asset.coin else "share"
    if not part or owned is None:
        return "left"
    if part == 1:
        return f"whole {unit}" if owned == 1 or unit != "share" else "whole shares"
    if owned > 1:
        return f"of the last {unit}"
    return f"of 1 {unit} left" if receipt.is_sale else f"of 1 {unit}"


def part_words(receipt: Receipt) -> str:
    """Return the part of the last share in percent: `42% of one`."""
    part, owned = receipt.part_of_last, receipt.owned
    if not part or owned is None:
        return "nothing left"
    if part == 1:
        return "whole"
    percent = round(part * 100, 2)
    shown = f"{shares(percent)}%" if percent else "under 0.01%"
    return f"{shown} of one" if owned < 1 else f"{shown} of the last"


def rest_words(receipt: Receipt) -> tuple[str, str, str] | None:
    """Return the sentence on what is missing to a whole share, its amount of money apart."""
    cost, owned = receipt.cost_of_the_rest, receipt.owned
    if cost is None or owned is None or receipt.is_sale:
        return None
    unit = receipt.asset.coin if receipt.asset and receipt.asset.coin else ""
    whole = owned.to_integral_value(rounding="ROUND_CEILING")
    goal = f"a whole {unit or 'share'}" if whole == 1 else f"{whole} {unit or 'whole shares'}"
    return "Another ", usd(cost), f" at this price makes it {goal}."


def asset_line(receipt: Receipt) -> str:
    """Return the symbol, and the name unless the sentence has all of it."""
    symbol = receipt.order.symbol
    name = receipt.asset.name if receipt.asset is not None else ""
    is_coin = receipt.asset is not None and receipt.asset.is_crypto
    is_said = not name or (not is_coin and name == short_name(receipt.asset, symbol))
    return plain(symbol if is_said else f"{symbol} · {name}", 60)
