"""From "open an account" to holding 0.42 shares."""

from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.application.steps.registry import default_answers

from .answers import fill_in
from .scene import Pass, Scene, Step, Type, press

_USUAL = default_answers()
_ANSWERS = {**_USUAL, **HAPPY_PATH}


def _filled(step: str) -> tuple[Step, ...]:
    return tuple(fill_in(step, _ANSWERS, _USUAL))


_CONTINUE = press("ctrl+n")
_READ_AND_ACCEPT = press("enter", "end", "enter")

APPLICATION = (
    Scene(
        "welcome",
        "Ribbit starts at once; a simulator of the Broker API starts beside it.",
        (),
        ("Apply for an account", "Market always open", "● live"),
    ),
    Scene(
        "contact",
        "An application asks one thing after the other, and says why.",
        (press("a"),),
        ("How can we reach you",),
    ),
    Scene(
        "contact-errors",
        "Continue checks the step: each error stands at its field, nothing is sent.",
        (Type("maya@"), _CONTINUE),
        ("E-mail", "✗ Phone is needed"),
    ),
    Scene(
        "contact-answered",
        "Answers are judged as they are typed, and saved as one goes.",
        (press(*["backspace"] * 5), *_filled("contact")),
        ("San Mateo", "California", "94401"),
    ),
    Scene(
        "identity",
        "Who the customer is. The tax id never reaches the disk.",
        (_CONTINUE, *_filled("identity")),
        ("Social Security",),
    ),
    Scene(
        "employment",
        "What they do, and where the money comes from.",
        (_CONTINUE, *_filled("employment")),
        ("Trade crypto too?",),
    ),
    Scene(
        "disclosures",
        "Four questions, each an explicit Yes or No.",
        (_CONTINUE, *_filled("disclosures")),
        ("close family",),
    ),
    Scene(
        "trusted-contact",
        "Someone to ask when the customer cannot be reached.",
        (_CONTINUE, *_filled("trusted_contact")),
        ("Trusted contact", "Street address"),
    ),
    Scene(
        "documents",
        "Documents can come along at once, from a path or a tree of folders; or later.",
        (_CONTINUE,),
        ("Documents", "Add a document"),
    ),
    Scene(
        "agreements",
        "Each agreement is opened before it can be accepted.",
        (_CONTINUE,),
        ("Customer agreement", "Not accepted yet"),
    ),
    Scene(
        "agreement",
        "A stand-in in plain words, with the link to the real text.",
        (press("enter"),),
        ("STAND-IN TEXT", "Customer agreement"),
    ),
    Scene(
        "agreements-accepted",
        "Signed at the true time, from this address.",
        (press("end", "enter"), _READ_AND_ACCEPT, _READ_AND_ACCEPT),
        ("✓ Accepted", "6 of 8 done"),
    ),
    Scene(
        "review",
        "Everything once more, the tax id masked.",
        (_CONTINUE,),
        ("maya.okafor@example.com", "Submit"),
    ),
)

OPENING = (
    Scene(
        "submitted",
        "One POST /v1/accounts. From here on, events tell what happens.",
        (_CONTINUE,),
        ("◌ Submitted", "Nothing to do: this screen changes by itself."),
    ),
    Scene("approved", "The review says yes.", (Pass(2),), ("◌ Approved",)),
    Scene(
        "active",
        "The account is open.",
        (Pass(2),),
        ("● Active", "Link a bank to bring in money."),
    ),
    Scene(
        "home-new",
        "Home says what comes next. The firm's welcome gift is on its way.",
        (Pass(1), press("1")),
        ("Link a bank to bring in money.", "Welcome gift", "$10.00"),
    ),
)

FUNDING = (
    Scene("money", "A bank is linked by its numbers.", (press("4"),), ("Routing number",)),
    Scene(
        "money-errors",
        "The check digit of a routing number catches a slip.",
        (
            press("tab", "tab", "tab"),
            Type("121000359"),
            press("enter"),
            Type("000123456789"),
            press("enter"),
            Type("Everyday checking"),
            press("tab", "enter"),
        ),
        ("Its check digit does not",),
    ),
    Scene(
        "bank-queued",
        "The bank checks the link.",
        (press("backspace"), Type("8"), press("tab", "tab", "tab", "enter")),
        ("◌ Queued", "•••• 6789"),
    ),
    Scene("bank-approved", "The link stands.", (Pass(3),), ("● Approved", "Deposit")),
    Scene(
        "deposit-review",
        "Exactly what will be sent, before anything is.",
        (press("d", "5", "0", "0", "enter"),),
        ("Review your deposit", "$500.00"),
    ),
    Scene(
        "deposit-queued",
        "The transfer is queued, the cash has not moved.",
        (press("enter"),),
        ("Cash $10.00", "◉ Queued"),
    ),
    Scene(
        "deposit-complete",
        "The transfer completes, and cash rises by exactly that amount.",
        (Pass(3), Pass(5)),
        ("Cash $510.00", "● Complete"),
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
        "0.42 shares, or dollars: the estimate of the other is beside it.",
        (press("enter"), Type("0.42")),
        ("a share", "About $"),
    ),
    Scene(
        "order-review",
        "Exactly what will be sent.",
        (press("enter"),),
        ("Review your order", "Buy 0.42 shares"),
    ),
    Scene(
        "order-accepted",
        "The order is at the market.",
        (press("enter"), Pass(1)),
        ("Latest order", "At the market"),
    ),
    Scene("order-filled", "And filled.", (Pass(1),), ("Filled at $",)),
    Scene(
        "home",
        "0.42 shares, live.",
        (press("escape", "1"),),
        ("AAPL", "0.42", "Bought 0.42 AAPL"),
    ),
    Scene("orders", "Every order, as its events change it.", (press("3"),), ("● Filled",)),
    Scene("activity", "Everything that happened.", (press("5"),), ("Bought 0.42 AAPL",)),
    Scene("status", "How the account came to be.", (press("s"),), ("● Active",)),
    Scene(
        "welcome-back",
        "Quit and come back: everything is still there.",
        (press("w"),),
        ("Open: Maya Okafor",),
    ),
)

WALKTHROUGH = (*APPLICATION, *OPENING, *FUNDING, *INVESTING)
