"""The sections of the Account screen as lists of facts."""

from collections.abc import Iterator
from datetime import tzinfo

from ribbit_tui.session.account.access import blocked_reason, is_closed
from ribbit_tui.session.account.edits import EDITED_STEPS, NOTES, AccountEdit, shown_answers
from ribbit_tui.session.application.fields.field import Kind, Step
from ribbit_tui.session.application.steps.identity import IDENTITY
from ribbit_tui.session.application.steps.trusted_contact import TRUSTED_CONTACT
from ribbit_tui.session.state import State
from ribbit_tui.session.trading.crypto import CryptoAccess, crypto_access
from ribbit_tui.tui.widgets.account_checks import check_facts
from ribbit_tui.tui.widgets.fact_list import Fact
from ribbit_tui.tui.words.formats import code_words, date_and_time, plain, usd
from ribbit_tui.tui.words.statuses import StatusTone, account_words
from ribbit_tui.wire.accounts import Account, AccountType

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


NOTHING_CHANGES = "The account is closed and cannot be changed."
CRYPTO_NOTES = {
    CryptoAccess.POSSIBLE: "This account trades shares. You can also trade crypto once"
    " you have accepted its agreement.",
    CryptoAccess.REQUESTED: "You have requested crypto. The status below updates by itself.",
}


def section_facts(section: str, state: State, zone: tzinfo | None) -> tuple[Fact, ...]:
    """Return the facts of a section; none while the account is not loaded."""
    account = state.account
    if account is None:
        return ()
    if section in EDITED:
        return tuple(_answers(EDITED[section], account))
    if section == AGREEMENTS:
        return tuple(_agreements(account, zone))
    if section == CHECKS:
        return tuple(check_facts(account, state))
    return tuple(_overview(account, state, zone)) if section == OVERVIEW else ()


def section_note(section: str, state: State) -> str:
    """Return the note above the facts of a section."""
    account = state.account
    if section in (*EDITED, TRADING) and is_closed(state):
        return NOTHING_CHANGES
    if section in EDITED and account is not None:
        fixed = AccountEdit.of(EDITED[section], account).fixed
        names = ", ".join(field.label for field in fixed if field.kind is not Kind.YES_NO)
        limit = f"Only the firm can change {names}." if names else ""
        return " ".join(filter(None, (NOTES.get(section, ""), limit)))
    if section == CRYPTO:
        return (
            CRYPTO_NOTES.get(crypto_access(state))
            or blocked_reason(state, "Crypto can be enabled")
            or ""
        )
    return {
        AGREEMENTS: "The signed agreements, with date, IP address and revision.",
        CHECKS: "Results of the review and of the firm's identity provider.",
        TRADING: "Permissions of this account. Enter changes the highlighted setting.",
    }.get(section, "")


_KINDS: dict[str, str] = {
    AccountType.TRADING: "Trading",
    AccountType.CUSTODIAL: "Custodial, held for a minor",
    AccountType.DONOR_ADVISED: "Donor-advised, held by a charity",
    AccountType.IRA: "Individual retirement account (IRA)",
    AccountType.HSA: "Health savings account (HSA)",
}


def _overview(account: Account, state: State, zone: tzinfo | None) -> Iterator[Fact]:
    identity, contact = account.identity, account.contact
    if identity is not None:
        yield Fact("Name", _name(identity.given_name, identity.middle_name, identity.family_name))
    if contact is not None:
        yield Fact("E-mail", plain(contact.email_address, 60))
    yield Fact("Account number", plain(account.account_number, 20) or "none yet")
    yield _status("Status", account.status)
    if account.crypto is not None:
        yield _status("Crypto", account.crypto)
    yield Fact("Applied", date_and_time(account.created_at, zone))
    kind = account.account_type or AccountType.TRADING
    yield Fact("Kind", _KINDS.get(kind) or code_words(kind))
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
    tone = {StatusTone.GOOD: "good", StatusTone.BAD: "bad", StatusTone.WAITING: ""}.get(
        words.tone, "attention"
    )
    return Fact(label, f"{words.glyph} {words.label}", tone)


def _answers(step: Step, account: Account) -> Iterator[Fact]:
    answers = shown_answers(step, account)
    if step is TRUSTED_CONTACT and account.trusted_contact is None:
        yield Fact("Trusted contact", "Not named", "quiet")
        return
    for field, answer in answers:
        yield Fact(field.label, plain(field.display_text(answer), 200))
    if step is IDENTITY and account.identity is not None:
        kind = account.identity.tax_id_type
        if kind:
            label = "Tax ID" if kind != "USA_SSN" else "Social Security number"
            yield Fact(label, "On file; never shown again", "quiet")


def _agreements(account: Account, zone: tzinfo | None) -> Iterator[Fact]:
    for signed in account.agreements or []:
        when = date_and_time(signed.signed_at, zone)
        revision = f" · revision {plain(signed.revision, 30)}" if signed.revision else ""
        address = f" from {plain(signed.ip_address, 45)}" if signed.ip_address else ""
        yield Fact(code_words(signed.agreement), f"{when}{address}{revision}")
    if not account.agreements:
        yield Fact("Agreements", "None signed", "quiet")
