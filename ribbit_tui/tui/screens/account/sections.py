"""The parts of the Account room, as facts to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from ribbit_tui.session.account.access import blocked_reason, is_closed
from ribbit_tui.session.account.edits import EDITED_STEPS, NOTES, AccountEdit, shown_answers
from ribbit_tui.session.application.fields.field import Kind, Step
from ribbit_tui.session.application.steps.identity import IDENTITY
from ribbit_tui.session.application.steps.trusted_contact import TRUSTED_CONTACT
from ribbit_tui.session.state import Change, State
from ribbit_tui.session.trading.crypto import CryptoAccess, crypto_access
from ribbit_tui.tui.words.formats import code_words, plain, usd
from ribbit_tui.tui.words.kyc_results import kyc_words
from ribbit_tui.tui.words.statuses import Mood, account_words
from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.cip import Cip, CipCheck

OVERVIEW, AGREEMENTS, CHECKS = "overview", "agreements", "checks"
CRYPTO, TRADING, CLOSING = "crypto", "trading", "closing"

EDITED = {step.id: step for step in EDITED_STEPS}
TITLES = {
    OVERVIEW: "Overview",
    **{step.id: step.title for step in EDITED_STEPS},
    AGREEMENTS: "Agreements",
    CHECKS: "Checks",
    CRYPTO: "Crypto",
    TRADING: "Trading",
    CLOSING: "Close account",
}


NOTHING_CHANGES = "The account is closed: nothing of it changes any more."
CRYPTO_NOTES = {
    CryptoAccess.POSSIBLE: "This account trades shares. Crypto can be enabled beside them, once"
    " its agreement is read and accepted.",
    CryptoAccess.REQUESTED: "Crypto was asked for; each status below arrives as an event.",
}


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    tone: str = ""
    """`good`, `bad`, `attention`, `quiet`, or nothing."""


def facts_of(section: str, state: State, zone: tzinfo | None) -> tuple[Fact, ...]:
    """What a section says; nothing while the account has not been read."""
    account = state.account
    if account is None:
        return ()
    if section in EDITED:
        return tuple(_answers(EDITED[section], account))
    if section == AGREEMENTS:
        return tuple(_agreements(account, zone))
    if section == CHECKS:
        return tuple(_checks(account, state))
    return tuple(_overview(account, state, zone)) if section == OVERVIEW else ()


def note_of(section: str, state: State) -> str:
    """What to know about a section."""
    account = state.account
    if section in (*EDITED, TRADING) and is_closed(state):
        return NOTHING_CHANGES
    if section in EDITED and account is not None:
        fixed = AccountEdit.of(EDITED[section], account).fixed
        names = ", ".join(field.label for field in fixed if field.kind is not Kind.YES_NO)
        support = f"Only support can change: {names}." if names else ""
        return " ".join(filter(None, (NOTES.get(section, ""), support)))
    if section == CRYPTO:
        return (
            CRYPTO_NOTES.get(crypto_access(state))
            or blocked_reason(state, "Crypto can be enabled")
            or ""
        )
    return {
        AGREEMENTS: "What was signed, when, from which address and in which revision.",
        CHECKS: "What the review and the firm's own provider found.",
        TRADING: "What this account is allowed to do. Enter changes the setting under the cursor.",
    }.get(section, "")


def _overview(account: Account, state: State, zone: tzinfo | None) -> Iterator[Fact]:
    identity, contact = account.identity, account.contact
    if identity is not None:
        yield Fact("Name", _name(identity.given_name, identity.middle_name, identity.family_name))
    if contact is not None:
        yield Fact("E-mail", plain(contact.email_address, 60))
    yield Fact("Account number", plain(account.account_number, 20) or "none yet")
    yield _status("Status", account.status)
    if account.crypto_status is not None:
        yield _status("Crypto", account.crypto_status)
    yield Fact("Applied", f"{account.created_at.astimezone(zone):%d %b %Y %H:%M}".lstrip("0"))
    yield Fact("Kind", code_words(account.account_type or "trading"))
    money = state.trading_account
    if money is not None:
        yield Fact("Equity", usd(money.equity))
        yield Fact("Cash", usd(money.cash))
        for blocked, words in (
            (money.account_blocked, "The account is blocked"),
            (money.trading_blocked, "Trading is blocked"),
            (money.transfers_blocked, "Transfers are blocked"),
            (money.trade_suspended_by_user, "New orders are suspended"),
        ):
            if blocked:
                yield Fact("Note", words, "attention")
    yield Fact("Account id", plain(account.id, 60), "quiet")


def _name(*parts: str | None) -> str:
    return plain(" ".join(filter(None, parts)), 90)


def _status(label: str, status: str) -> Fact:
    words = account_words(status)
    tone = {Mood.GOOD: "good", Mood.BAD: "bad", Mood.WAITING: ""}.get(words.mood, "attention")
    return Fact(label, f"{words.glyph} {words.label}", tone)


def _answers(step: Step, account: Account) -> Iterator[Fact]:
    answers = shown_answers(step, account)
    if step is TRUSTED_CONTACT and account.trusted_contact is None:
        yield Fact("Trusted contact", "None named", "quiet")
        return
    for field, answer in answers:
        yield Fact(field.label, plain(field.display_text(answer), 200))
    if step is IDENTITY and account.identity is not None:
        kind = account.identity.tax_id_type
        if kind:
            label = "Tax ID" if kind != "USA_SSN" else "Social Security number"
            yield Fact(label, "Given; the server never shows it again", "quiet")


def _agreements(account: Account, zone: tzinfo | None) -> Iterator[Fact]:
    for signed in account.agreements or []:
        when = f"{signed.signed_at.astimezone(zone):%d %b %Y %H:%M}".lstrip("0")
        revision = f" · revision {plain(signed.revision, 30)}" if signed.revision else ""
        yield Fact(
            code_words(signed.agreement), f"{when} from {plain(signed.ip_address, 45)}{revision}"
        )
    if not account.agreements:
        yield Fact("Agreements", "None signed", "quiet")


_RESULTS = (("reject", "Refused", "bad"), ("indeterminate", "Open", "attention"))


def _checks(account: Account, state: State) -> Iterator[Fact]:
    results = account.kyc_results or {}
    summary = str(results.get("summary") or "")
    shown = {"pass": ("● Passed", "good"), "fail": ("✗ Not passed", "bad")}.get(summary)
    yield Fact("Review", *(shown or ("Nothing said yet", "quiet")))
    for part, label, tone in _RESULTS:
        for code in _codes(results.get(part)):
            yield Fact(label, kyc_words(code).title, tone)
    for code in _codes(results.get("accept")):
        yield Fact("Accepted", kyc_words(code).title, "good")
    if results.get("additional_information"):
        yield Fact("In words", plain(str(results["additional_information"]), 300))
    if state.cip is not None:
        yield from _cip(state.cip)
    else:
        none = "No result handed in" if state.has(Change.CIP) else "Reading…"
        yield Fact("Identity provider", none, "quiet")


def _codes(part: Any) -> list[str]:
    return [code for code in part if isinstance(code, str)] if isinstance(part, dict | list) else []


_PARTS = (
    ("document", "Document"),
    ("photo", "Photo"),
    ("identity", "Identity"),
    ("watchlist", "Watch-lists"),
)


def _cip(cip: Cip) -> Iterator[Fact]:
    yield Fact("Identity provider", ", ".join(code_words(one) for one in cip.provider_name))
    if cip.kyc is not None and cip.kyc.approval_status is not None:
        approved = cip.kyc.approval_status == "approved"
        by = f" by {plain(cip.kyc.approved_by, 40)}" if cip.kyc.approved_by else ""
        glyph = "●" if approved else "✗"
        tone = "good" if approved else "bad"
        yield Fact("Decision", f"{glyph} {code_words(cip.kyc.approval_status)}{by}", tone)
    for name, label in _PARTS:
        check = getattr(cip, name)
        if isinstance(check, CipCheck):
            yield _check(label, check)


def _check(label: str, check: CipCheck) -> Fact:
    """A part's result, and which of its own checks are to be considered."""
    doubts = [
        code_words(name).lower()
        for name in type(check).model_fields
        if name != "result" and getattr(check, name) == "consider"
    ]
    about = f": {', '.join(doubts)}" if doubts else ""
    withdrawn = " (withdrawn)" if check.status == "withdrawn" else ""
    if check.result == "consider" or doubts:
        return Fact(label, f"! To be considered{about}{withdrawn}", "attention")
    if check.result == "clear":
        return Fact(label, f"● Clear{withdrawn}", "good")
    return Fact(label, f"No result{withdrawn}", "quiet")
