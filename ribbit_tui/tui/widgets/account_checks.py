"""The checks of an account as facts."""

from collections.abc import Iterator

from ribbit_tui.session.application.values.text import masked
from ribbit_tui.session.state import Change, State
from ribbit_tui.tui.words.formats import code_words, plain
from ribbit_tui.tui.words.kyc_results import kyc_words
from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.cip import Cip, CipCheck

from .fact_list import Fact

_RESULTS = (("reject", "Refused", "bad"), ("indeterminate", "Open", "attention"))


def check_facts(account: Account, state: State) -> Iterator[Fact]:
    """Yield the findings of the review, then those of the firm's identity provider."""
    yield from review_facts(account)
    if state.cip is not None:
        yield from _cip(state.cip)
    else:
        none = "No result" if state.has(Change.CIP) else "Loading…"
        yield Fact("Identity provider", none, "quiet")


def review_facts(account: Account) -> Iterator[Fact]:
    """Yield the findings of the review."""
    results = account.kyc_results or {}
    summary = str(results.get("summary") or "")
    shown = {"pass": ("● Passed", "good"), "fail": ("✗ Not passed", "bad")}.get(summary)
    yield Fact("Review", *(shown or ("No result yet", "quiet")))
    for part, label, tone in _RESULTS:
        for code in _codes(results.get(part)):
            yield Fact(label, kyc_words(code).title, tone)
    for code in _codes(results.get("accept")):
        yield Fact("Accepted", kyc_words(code).title, "good")
    if results.get("additional_information"):
        yield Fact("In words", plain(str(results["additional_information"]), 300))


def _codes(part: object) -> list[str]:
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
    if cip.kyc is not None and cip.kyc.id_number:
        yield Fact("ID number", plain(masked(cip.kyc.id_number), 40))
    for name, label in _PARTS:
        check = getattr(cip, name)
        if isinstance(check, CipCheck):
            yield _check(label, check)


def _check(label: str, check: CipCheck) -> Fact:
    """Return the result of a check, with the names of its parts that need consideration."""
    doubts = [
        code_words(name).lower()
        for name in type(check).model_fields
        if name != "result" and getattr(check, name) == "consider"
    ]
    about = f": {', '.join(doubts)}" if doubts else ""
    withdrawn = " (withdrawn)" if check.status == "withdrawn" else ""
    if check.result == "consider" or doubts:
        return Fact(label, f"! To review{about}{withdrawn}", "attention")
    if check.result == "clear":
        return Fact(label, f"● Clear{withdrawn}", "good")
    return Fact(label, f"No result{withdrawn}", "quiet")
