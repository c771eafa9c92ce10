"""The agreements: stand-in texts, and the record of an acceptance."""

from dataclasses import dataclass
from datetime import datetime

from ribbit_tui.session.application.fields.conditions import wants_crypto
from ribbit_tui.session.application.fields.field import Condition, always
from ribbit_tui.session.application.values.answer import Answers

DISCLOSURES_URL = "https://alpaca.markets/disclosures"

_STAND_IN = (
    f"STAND-IN TEXT, not the real agreement. The real one is published at {DISCLOSURES_URL}.\n\n"
)


@dataclass(frozen=True)
class AgreementText:
    """An agreement and the text that stands in for it."""

    agreement: str
    title: str
    revision: str
    body: str
    public_url: str = DISCLOSURES_URL
    when: Condition = always
    """Whether the agreement is part of an application, depending on its answers."""

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the text, without the note that it is a stand-in."""
        return self.body.removeprefix(_STAND_IN).strip().split("\n\n")


@dataclass(frozen=True)
class AcceptedAgreement:
    """The acceptance of one revision of an agreement: its time and IP address."""

    agreement: str
    signed_at: datetime
    ip_address: str
    revision: str


_CUSTOMER = """\
This agreement is between you and the broker that holds your account.

What we do. We carry out the orders you give, keep your cash and shares in your name, and send \
you a confirmation of every trade and a statement of every month in which something happened.

What you do. You give true answers in this application and tell us when they change. You keep \
your password to yourself. You pay for what you buy, and you place every order by your own \
decision: we give no advice on what to buy or sell.

What can happen. Investments can lose value, all of it included. Markets and computers can fail, \
and an order can be late, partly filled or refused. Cash and shares are protected by SIPC up to \
its limits if the broker fails; losses in the market are not.

Disputes. You and the broker settle disputes by arbitration rather than in court.

Ending it. You can close the account at any time. We can close it if the law or these terms ask \
for it.
"""

_ACCOUNT = """\
This agreement describes the account itself.

Opening. The law makes us check who you are. We compare your answers with public records and may \
ask for documents before the account becomes active. Until then nothing can be paid in or \
traded.

Money in and out. Transfers go only between this account and a bank account in your own name. A \
deposit can take some days to arrive, and your bank can take it back for a time; if it does, you \
owe what you have already spent of it. Cash that you do not invest may be swept to partner \
banks.

Fractions. You can own parts of a share. A part cannot be moved to another broker: it is sold \
first.

Papers. Statements, confirmations and tax forms reach you electronically. You agree to read \
them, and to tell us within ten days if something in them looks wrong.

Privacy. We use your data to run the account and to fulfil the law, and we do not sell it.

Dormant accounts. If you cannot be reached for years, the law may make us hand the account to \
your state.
"""

_MARGIN = """\
This agreement applies when the account is enabled to borrow.

Borrowing. With margin the broker lends you money to buy securities, and what you own in the \
account secures the loan. You pay interest on it, day by day, at the rate that we publish.

More to lose. Borrowed money makes gains and losses larger. You can lose more than you paid in, \
and you owe the difference.

Calls. If your holdings fall too far, the broker can ask for more money or sell some of them. It \
may choose what to sell, may do so without asking you first, and need not wait for a better \
price. No extension of time is promised.

Changes. The broker can raise its requirements at any time, with effect on what you already \
hold.

Lending. While you owe money, the broker may lend your securities to others, and you may then \
miss a vote or receive a payment in place of a dividend.

Your choice. Accepting this text does not oblige you to borrow. As long as you buy with your own \
cash only, no interest arises and nothing is sold by a margin call.
"""

_CRYPTO = """\
This agreement applies when the account is enabled to trade crypto.

What it is. Crypto assets are not securities and not deposits. They are held for you by a crypto \
company that works with the broker, not by the broker itself, and neither SIPC nor the FDIC \
protects them.

What can happen. Prices move around the clock, at nights and on weekends too, and can fall to \
nothing within hours. Networks can split, stand still or be attacked. What was sent to a wrong \
address is gone.

Trading. You pay in full with settled cash: nothing can be borrowed against crypto, and nothing \
sold short. Orders can be filled at any hour, in parts, and at prices of one venue only. A fee is \
part of every trade.

Rules. Laws about crypto are young and differ from place to place. The broker may have to stop \
offering an asset, and may ask you where your money comes from.

Taxes. Every sale can be taxed, also when you exchange one asset for another. Keep your records.

Your choice. Accepting this text does not oblige you to trade crypto, and you can have it \
switched off at any time.
"""

_REVISION = "stand-in.1"

AGREEMENTS: tuple[AgreementText, ...] = (
    AgreementText("customer_agreement", "Customer agreement", _REVISION, _STAND_IN + _CUSTOMER),
    AgreementText("account_agreement", "Account agreement", _REVISION, _STAND_IN + _ACCOUNT),
    AgreementText("margin_agreement", "Margin agreement", _REVISION, _STAND_IN + _MARGIN),
    AgreementText(
        "crypto_agreement",
        "Crypto agreement",
        _REVISION,
        _STAND_IN + _CRYPTO,
        when=wants_crypto,
    ),
)

AGREEMENT_TEXTS = {text.agreement: text for text in AGREEMENTS}


def applying_agreements(answers: Answers) -> tuple[AgreementText, ...]:
    """Return the agreements that these answers require."""
    return tuple(text for text in AGREEMENTS if text.when(answers))
