"""F1: after a restart of the app every write without a response is looked for and told of."""

import json
from pathlib import Path

import pytest

from tests.session.support import Stage, answer, until
from tests.wire.samples import MAYA, account, bank, order, transfer

from .test_lost_answers import BANKS, HARMLESS, LINK, TRANSFERS, UPLOAD, Act, lose, unanswered

SWITCHES = f"/v1/trading/accounts/{MAYA}/account/configurations"


def arrive(stage: Stage, call: str) -> None:
    """Let the lost write be carried out, as the next readings show."""
    broker = stage.broker
    match call.split(" ", 1):
        case ["POST", path] if path == BANKS:
            broker.banks = [*broker.banks, bank("bank-2", bank_account_number="12345678")]
        case ["POST", path] if path.endswith("/upload"):
            broker.accounts[MAYA] = account(documents=[{"id": "document-1"}])
        case ["POST", _]:
            broker.accounts[MAYA] = account(status="ACCOUNT_CLOSED")
        case ["PATCH", path] if path == SWITCHES:
            broker.next(f"GET {SWITCHES}", *[answer(configurations(suspend_trade=True))] * 9)
        case ["PATCH", _]:
            broker.accounts[MAYA] = account(contact={"city": "Reno"})
        case ["DELETE", path] if path.startswith(BANKS):
            broker.banks = []
        case ["DELETE", path] if path.startswith(TRANSFERS):
            broker.transfers = [transfer(status="CANCELED")]
        case _:
            broker.orders[MAYA] = [order(status="canceled")]


def configurations(**more: object) -> dict[str, object]:
    return {"suspend_trade": False, "trade_confirm_email": "all"} | more


KINDS: list[tuple[str, Act, str]] = [
    (
        f"POST {BANKS}",
        lambda s, again: s.session.funding_actions.link_bank(LINK, again=again),
        "The bank link has arrived",
    ),
    (
        f"POST /v1/accounts/{MAYA}/documents/upload",
        lambda s, again: s.session.account_actions.upload_documents([UPLOAD], again=again),
        "The document has arrived",
    ),
    *(
        (call, act, title)
        for (call, act), title in zip(
            HARMLESS,
            (
                "The transfer of $100.00 is not queued any more",
                "The removal of the bank has arrived",
                "The AAPL order is not open any more",
                "The orders to cancel are not open any more",
                "The change of your account has arrived",
                "The change of your settings has arrived",
                "The closing of the account has arrived",
            ),
            strict=True,
        )
    ),
]


def prepared(folder: Path) -> Stage:
    """Make a stage on which each kind of write has something to change."""
    stage = Stage(folder)
    stage.broker.banks, stage.broker.transfers = [bank()], [transfer(amount="100")]
    stage.broker.orders[MAYA] = [order(status="new")]
    stage.broker.next(f"GET {SWITCHES}", *[answer(configurations())] * 2)
    return stage


@pytest.mark.parametrize(("call", "act", "title"), KINDS, ids=[call for call, _, _ in KINDS])
async def test_F1_after_a_restart_it_is_not_sent_again_and_told_of_when_it_is_there(
    tmp_path: Path, call: str, act: Act, title: str
) -> None:
    stage = prepared(tmp_path)
    async with stage.running():
        await lose(stage, call, act(stage, False))
    assert "12345678" not in stage.unanswered_file.read_text()
    again = prepared(tmp_path)
    async with again.running():
        assert len(again.session.unanswered.lost(MAYA)) == 1
        await unanswered(act(again, False))
        assert again.broker.sent(call) == []
        arrive(again, call)
        again.session.unanswered.look_now()
        await until(lambda: title in again.titles)
        assert again.session.unanswered.lost(MAYA) == []
    assert json.loads(again.unanswered_file.read_text())["writes"] == []
