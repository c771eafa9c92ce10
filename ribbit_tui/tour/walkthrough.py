"""The walkthrough: from the application for an account to holding 0.42 shares."""

from decimal import Decimal

from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.application.steps.registry import default_answers
from ribbit_tui.wire.journals import JournalStatus

from .answers import fill_in
from .scene import Decide, PassTime, Pay, Scene, Step, Type, press

_DEFAULTS = default_answers()
_ANSWERS = {**_DEFAULTS, **HAPPY_PATH}


def _filled(step: str) -> tuple[Step, ...]:
    return tuple(fill_in(step, _ANSWERS, _DEFAULTS))


_CONTINUE = press("ctrl+n")
_READ_AND_ACCEPT = press("enter", "end", "enter")

APPLICATION = (
    Scene(
        "welcome",
        "Ribbit starts at once; a simulator of the Broker API starts beside it.",
        (),
        ("Apply for an account", "Market open · always", "● live"),
    ),
    Scene(
        "contact",
        "The application asks one question after the other and explains why.",
        (press("a"),),
        ("How can we reach you",),
    ),
    Scene(
        "contact-errors",
        "Continue checks the step. Each error is at its field; nothing is sent.",
        (Type("maya@"), _CONTINUE),
        ("E-mail", "✗ Phone is needed"),
    ),
    Scene(
        "contact-answered",
        "Answers are checked and saved as you type.",
        (press(*["backspace"] * 5), *_filled("contact")),
        ("San Mateo", "California", "94401"),
    ),
    Scene(
        "identity",
        "The customer's identity. The tax ID is never saved to disk.",
        (_CONTINUE, *_filled("identity")),
        ("Social Security",),
    ),
    Scene(
        "employment",
        "Employment and the source of funds.",
        (_CONTINUE, *_filled("employment")),
        ("Trade crypto too?",),
    ),
    Scene(
        "disclosures",
        "Four questions, each with an explicit Yes or No.",
        (_CONTINUE, *_filled("disclosures")),
        ("close family",),
    ),
    Scene(
        "trusted-contact",
        "A person to contact when the customer cannot be reached.",
        (_CONTINUE, *_filled("trusted_contact")),
        ("Trusted contact", "Street address"),
    ),
    Scene(
        "documents",
        "Documents can be uploaded now or later, by path or from a folder tree.",
        (_CONTINUE,),
        ("Documents", "Add a document"),
    ),
    Scene(
        "agreements",
        "Each agreement has to be read before it can be accepted.",
        (_CONTINUE,),
        ("Customer agreement", "Not accepted yet"),
    ),
    Scene(
        "agreement",
        "A stand-in in plain words, with a link to the full agreement.",
        (press("enter"),),
        ("STAND-IN TEXT", "Customer agreement"),
    ),
    Scene(
        "agreements-accepted",
        "Signed with the time and the IP address.",
        (press("end", "enter"), _READ_AND_ACCEPT, _READ_AND_ACCEPT),
        ("✓ Accepted", "6 of 8 done"),
    ),
    Scene(
        "review",
        "All answers for review, with the tax ID masked.",
        (_CONTINUE,),
        ("maya.okafor@example.com", "Submit"),
    ),
)

OPENING = (
    Scene(
        "submitted",
        "One POST /v1/accounts. From here on, events update the status.",
        (_CONTINUE,),
        ("◌ Submitted", "Nothing to do: this screen updates by itself."),
    ),
    Scene("approved", "The review approves the application.", (PassTime(2),), ("◌ Approved",)),
    Scene(
        "active",
        "The account is open.",
        (PassTime(2),),
        ("● Active", "Link a bank to deposit money."),
    ),
    Scene(
        "home-new",
        "Home shows the next step and the firm's welcome gift.",
        (PassTime(1), press("1")),
        ("Link a bank to deposit money.", "Welcome gift", "$10.00"),
    ),
)

FUNDING = (
    Scene(
        "money",
        "A bank is linked with its account numbers.",
        (press("4"),),
        ("Routing number",),
    ),
    Scene(
        "money-errors",
        "The check digit of the routing number catches a typo.",
        (
            press("tab", "tab", "tab"),
            Type("121000359"),
            press("enter"),
            Type("000123456789"),
            press("enter"),
            Type("Everyday checking"),
            press("tab", "enter"),
        ),
        ("This routing number is not",),
    ),
    Scene(
        "bank-queued",
        "The bank verifies the link.",
        (press("backspace"), Type("8"), press("tab", "tab", "tab", "enter")),
        ("◌ Queued", "•••• 6789"),
    ),
    Scene("bank-approved", "The link is approved.", (PassTime(3),), ("● Approved", "Deposit")),
    Scene(
        "deposit-review",
        "The deposit exactly as it will be sent.",
        (Type("500"), press("enter")),
        ("Review your deposit", "$500.00"),
    ),
    Scene(
        "deposit-queued",
        "The transfer is queued, the cash is unchanged.",
        (press("enter"),),
        ("$10.00 cash", "◌ Queued"),
    ),
    Scene(
        "deposit-complete",
        "The transfer is complete, and the cash has risen by exactly that amount.",
        (PassTime(3), PassTime(5)),
        ("$510.00 cash", "● Complete"),
    ),
)

INVESTING = (
    Scene(
        "invest",
        "Assets by symbol or name, with live prices.",
        (press("escape", "2", "slash"), Type("apple")),
        ("AAPL", "Apple Inc."),
    ),
    Scene(
        "ticket",
        "An order in shares or dollars, with an estimate of the other.",
        (press("enter"), Type("0.42")),
        ("a share", "About $"),
    ),
    Scene(
        "order-review",
        "The order exactly as it will be sent.",
        (press("enter"),),
        ("Review your order", "Buy 0.42 of an Apple share"),
    ),
    Scene(
        "order-accepted",
        "The order is at the market.",
        (press("enter"), PassTime(1)),
        ("Latest order", "At the market"),
    ),
    Scene(
        "receipt",
        "The order is filled: the receipt opens by itself.",
        (PassTime(1),),
        ("✓ Filled", "of an Apple share", "You paid", "42% of one"),
    ),
    Scene(
        "home",
        "0.42 shares at live prices.",
        (press("enter"),),
        ("AAPL", "0.42", "Bought 0.42 AAPL"),
    ),
    Scene("orders", "All orders, updated by events.", (press("3"),), ("● Filled",)),
    Scene("activity", "All activity of the account.", (press("5"),), ("Bought 0.42 AAPL",)),
)

_EXECUTED, _REJECTED, _CANCELED, _REFUSED = _PAYMENTS = (
    "Referral bonus",
    "January bonus",
    "Birthday gift",
    "Contest prize",
)
_DELETED, _CORRECTED = _LATER_PAYMENTS = ("Goodwill payment", "Refund of a fee")

JOURNALS = (
    Scene(
        "journals-queued",
        "The firm pays by journals. They are queued, the cash is unchanged.",
        (press("4"), *(Pay(name, Decimal(5)) for name in _PAYMENTS)),
        (*_PAYMENTS, "◌ Queued"),
    ),
    Scene(
        "journals-pending",
        "The journals are pending.",
        tuple(Decide(name, (JournalStatus.PENDING,)) for name in _PAYMENTS),
        ("◌ Pending",),
    ),
    Scene(
        "journals-decided",
        "One journal is executed, and the cash has risen. The others have failed.",
        (
            Decide(_EXECUTED, (JournalStatus.EXECUTED,)),
            Decide(_REJECTED, (JournalStatus.REJECTED,)),
            Decide(_CANCELED, (JournalStatus.CANCELED,)),
            Decide(_REFUSED, (JournalStatus.REFUSED,)),
        ),
        ("Rejected", "Canceled", "Refused"),
    ),
    Scene(
        "journals-reversed",
        "Two executed journals: one is deleted, the other is corrected by a new one.",
        (
            *(Pay(name, Decimal(3)) for name in _LATER_PAYMENTS),
            Decide(_DELETED, (JournalStatus.EXECUTED, JournalStatus.DELETED)),
            Decide(_CORRECTED, (JournalStatus.EXECUTED, JournalStatus.CORRECT), Decimal(2)),
        ),
        ("Deleted", "Corrected", "$2.00"),
    ),
)

LEAVING = (
    Scene("status", "The history of the account's status.", (press("0"),), ("● Active",)),
    Scene(
        "welcome-back",
        "Back on Welcome: the customer is listed.",
        (press("f6"),),
        ("Welcome back", "Maya Okafor"),
    ),
)

WALKTHROUGH = (*APPLICATION, *OPENING, *FUNDING, *INVESTING, *JOURNALS, *LEAVING)
