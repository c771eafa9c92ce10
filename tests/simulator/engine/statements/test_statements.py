"""Statements and confirmations: when they appear, and what they say."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from ribbit_tui.simulator.engine.statements.pdf_formats import dollars
from ribbit_tui.simulator.engine.statements.pdf_writer import latin
from ribbit_tui.simulator.exact import Micros
from tests.simulator.conftest import Api, Json, OpenApi, application
from tests.simulator.engine.documents.test_documents import documents_path, download

JANUARY_IS_OVER = 16.6 * 86_400
DAY_IS_OVER = 14 * 3600
"""Seconds from the clock's start to midnight in New York."""


def texts_of(pdf: bytes) -> list[str]:
    """Return the texts of a PDF in the order in which they were set."""
    assert pdf.startswith(b"%PDF-")
    found = re.findall(rb"\(((?:[^()\\]|\\.)*)\) Tj", pdf)
    return [re.sub(rb"\\(.)", rb"\1", text).decode("latin-1") for text in found]


async def texts(api: Api, account_id: str, document: Json) -> list[str]:
    file = await download(api, account_id, document["id"])
    assert file.headers["content-type"] == "application/pdf"
    return texts_of(file.content)


async def made(api: Api, account_id: str, kind: str) -> list[Json]:
    found: list[Json] = await api.get(documents_path(account_id), type=kind)
    return found


async def statement_to_date(api: Api, account_id: str) -> Json:
    document: Json = await api.post(f"/simulator/accounts/{account_id}/statements", {})
    return document


def after(said: list[str], label: str) -> str:
    """Return the text that follows `label`."""
    return said[said.index(label) + 1]


def money(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


async def test_statement_of_a_month_appears_once_it_is_over(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="0.5", commission="0.75")
    await api.journal(account_id, "5.25")
    begun = datetime.fromisoformat((await api.get("/simulator"))["now"])
    await api.advance((datetime(2026, 2, 1, 5, tzinfo=UTC) - begun).total_seconds() - 1)
    assert await made(api, account_id, "account_statement") == []
    late = await api.open_account("late@example.com")
    (statement,) = await made(api, account_id, "account_statement")
    assert statement == {
        "id": statement["id"],
        "name": "Account statement, January 2026",
        "type": "account_statement",
        "sub_type": "",
        "date": "2026-01-31",
    }
    # The other account was opened in January, but had become active only afterwards.
    assert await made(api, late, "account_statement") == []
    said = await texts(api, account_id, statement)
    cash = (await api.account(account_id))["cash"]
    assert after(said, "Opening cash") == "0.00"
    assert after(said, "  Deposit") == "1,000.00"
    assert after(said, "  Cash journal") == "5.25"
    assert after(said, "  Fee") == "-0.75"
    assert money(after(said, "Closing cash")) == Decimal(cash)
    assert money(after(said, "  Bought")) == Decimal(cash) - Decimal("1004.50")
    value = money(after(said, "Closing value of positions"))
    assert money(after(said, "Closing account value")) == value + Decimal(cash)
    assert after(said, "AAPL").startswith("Apple Inc.")
    assert "Fern Frog" in said and "1 Pond Lane" in said and "San Mateo CA 94401" in said


async def test_months_follow_each_other_to_the_cent(open_api: OpenApi) -> None:
    api = await open_api()
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="1.5")
    await api.advance(70 * 86_400)
    await api.order(account_id, qty="0.5", side="sell")
    await api.advance(40 * 86_400)
    statements = await made(api, account_id, "account_statement")
    assert [statement["date"] for statement in statements] == [
        "2026-04-30",
        "2026-03-31",
        "2026-02-28",
        "2026-01-31",
    ]
    opening = Decimal(0)
    for statement in reversed(statements):
        said = await texts(api, account_id, statement)
        assert money(after(said, "Opening cash")) == opening
        start, end = said.index("Opening cash"), said.index("Closing cash")
        changes = sum(money(text) for text in said[start + 3 : end : 2])
        opening = money(after(said, "Closing cash"))
        assert opening == money(after(said, "Opening cash")) + changes
    assert opening == Decimal((await api.account(account_id))["cash"])


async def test_statement_to_date_is_marked_and_never_changes(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="1")
    await api.advance(2)
    statement = await statement_to_date(api, account_id)
    assert statement["sub_type"] == "courtesy_statement"
    assert statement["date"] == "2026-01-15"
    before = (await download(api, account_id, statement["id"])).content
    assert "-" in after(texts_of(before), "  Bought")
    await api.order(account_id, qty="0.5", side="sell")
    path = f"/v1/accounts/{account_id}"
    await api.client.patch(path, json={"contact": {"city": "Oakland"}})
    await api.advance(60)
    assert (await download(api, account_id, statement["id"])).content == before


async def test_same_seed_makes_the_same_bytes(open_api: OpenApi) -> None:
    files = []
    for _ in range(2):
        api = await open_api()
        account_id = await api.funded_account()
        await api.order(account_id, qty="1")
        await api.advance(2)
        statement = await statement_to_date(api, account_id)
        files.append((await download(api, account_id, statement["id"])).content)
    assert files[0] == files[1]


async def test_every_page_says_that_it_is_simulated(api: Api) -> None:
    account_id = await api.funded_account("1000")
    for _ in range(60):
        await api.journal(account_id, "0.01")
    await api.advance(2)
    said = await texts(api, account_id, await statement_to_date(api, account_id))
    pages = [text for text in said if text.startswith("Page ")]
    assert pages == ["Page 1", "Page 2"]
    assert said.count("SIMULATED") == len(pages)
    assert said.count("Cash journal") == 60
    assert said.count("Details") == len(pages)


async def test_names_in_other_scripts(api: Api) -> None:
    body = application(
        identity__given_name="Lukasz",
        identity__family_name="Frosch",
        identity__local_given_name="Łukasz",
        identity__local_family_name="蛙",
    )
    account = await api.post("/v1/accounts", body)
    said = await texts(api, account["id"], await statement_to_date(api, account["id"]))
    assert "Lukasz Frosch" in said
    assert not any("?" in text for text in said)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoë Müller", "Zoë Müller"),
        ("Dvořák", "Dvorák"),
        ("Đặng Thị Ngọc", "Dang Thi Ngoc"),
        ("O’Brien", "O'Brien"),
        ("Иван", "????"),
        ("a\u0301\u200b\n", "a??"),
    ],
)
def test_letters_of_the_fonts(text: str, shown: str) -> None:
    assert latin(text) == shown


def test_dollars() -> None:
    amounts = [0, 1, 10_000, 1_234_500_000, -5_250_000, 10**13]
    assert [dollars(Micros(amount)) for amount in amounts] == [
        "0.00",
        "0.000001",
        "0.01",
        "1,234.50",
        "-5.25",
        "10,000,000.00",
    ]


async def test_confirmation_appears_when_the_day_is_over(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="1", commission="0.5")
    await api.advance(2)
    await api.order(account_id, qty="0.25", side="sell")
    await api.advance(DAY_IS_OVER - 60)
    assert await made(api, account_id, "trade_confirmation") == []
    await api.advance(60)
    (confirmation,) = await api.get(documents_path(account_id))
    assert confirmation["type"] == "trade_confirmation"
    assert confirmation["name"] == "Trade confirmation, 2026-01-15"
    assert confirmation["date"] == "2026-01-15"
    said = await texts(api, account_id, confirmation)
    assert "Settlement date January 16, 2026" in said
    sold, bought = await api.get("/v1/accounts/activities/FILL")
    for fill in (bought, sold):
        row = said[said.index(fill["side"]) - 1 :][:8]
        assert row[0].startswith("10:00:")
        assert row[2:4] == [fill["symbol"], fill["qty"]]
        assert money(row[4]) == Decimal(fill["price"])
        assert money(row[6]) == (Decimal("0.5") if fill is bought else 0)
    cash = Decimal((await api.account(account_id))["cash"])
    assert money(after(said, "Net change of cash")) == cash - 1000
    await api.advance(86_400)
    assert len(await made(api, account_id, "trade_confirmation")) == 1


async def test_papers_come_in_the_morning_at_the_real_pace(open_api: OpenApi) -> None:
    api = await open_api(pace="real")
    account = await api.post("/v1/accounts", application())
    await api.advance(600)
    await api.journal(account["id"], "40")
    await api.advance(10)
    await api.order(account["id"], notional="10")
    await api.advance(DAY_IS_OVER + 6 * 3600)
    assert await made(api, account["id"], "trade_confirmation") == []
    await api.advance(2 * 3600)
    assert len(await made(api, account["id"], "trade_confirmation")) == 1


async def test_the_firm_has_statements_on_demand_only(api: Api) -> None:
    await api.advance(JANUARY_IS_OVER)
    assert await made(api, SWEEP_ACCOUNT, "account_statement") == []
    said = await texts(api, SWEEP_ACCOUNT, await statement_to_date(api, SWEEP_ACCOUNT))
    assert "The firm" in said
    assert after(said, "Opening cash") == "50,000.00"
    await api.refused(404, "POST", "/simulator/accounts/nobody/statements")
