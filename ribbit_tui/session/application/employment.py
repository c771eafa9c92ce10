"""The employment step: what the person does, and where the money comes from."""

from decimal import Decimal

from .answer import Choice, Kind
from .conditions import is_employed
from .field import Field, Place, Step, never

EMPLOYMENT_STATUSES = (
    Choice("employed", "Employed"),
    Choice("unemployed", "Not employed"),
    Choice("student", "Student"),
    Choice("retired", "Retired"),
)

FUNDING_SOURCES = (
    Choice("employment_income", "Income from work"),
    Choice("investments", "Investments"),
    Choice("inheritance", "Inheritance"),
    Choice("business_income", "Income from a business"),
    Choice("savings", "Savings"),
    Choice("family", "Family"),
)

# A band's value is its bounds in USD; the last band has no upper one.
INCOME_BANDS = (
    Choice("0-24999", "Under $25,000"),
    Choice("25000-49999", "$25,000 to $49,999"),
    Choice("50000-99999", "$50,000 to $99,999"),
    Choice("100000-199999", "$100,000 to $199,999"),
    Choice("200000-499999", "$200,000 to $499,999"),
    Choice("500000-", "$500,000 or more"),
)

WORTH_BANDS = (
    Choice("0-24999", "Under $25,000"),
    Choice("25000-99999", "$25,000 to $99,999"),
    Choice("100000-249999", "$100,000 to $249,999"),
    Choice("250000-999999", "$250,000 to $999,999"),
    Choice("1000000-4999999", "$1,000,000 to $4,999,999"),
    Choice("5000000-", "$5,000,000 or more"),
)


def _lowest(band: str) -> Decimal:
    return Decimal(band.partition("-")[0])


def _highest(band: str) -> Decimal | None:
    highest = band.partition("-")[2]
    return Decimal(highest) if highest else None


def _band(name: str, label: str, help: str, bands: tuple[Choice, ...]) -> Field:
    return Field(
        name,
        label,
        Kind.CHOICE,
        help=help,
        choices=bands,
        required=never,
        places=(Place(f"{name}_min", _lowest), Place(f"{name}_max", _highest)),
    )


EMPLOYMENT = Step(
    id="employment",
    title="Employment",
    intro="What do you do, and what will you invest from?",
    fields=(
        Field(
            "disclosures.employment_status",
            "Employment",
            Kind.CHOICE,
            choices=EMPLOYMENT_STATUSES,
        ),
        Field("disclosures.employer_name", "Employer", Kind.TEXT, when=is_employed),
        Field(
            "disclosures.employer_address",
            "Employer's address",
            Kind.TEXT,
            max_length=200,
            when=is_employed,
            required=never,
        ),
        Field(
            "disclosures.employment_position",
            "Position",
            Kind.TEXT,
            help="Your job title.",
            when=is_employed,
        ),
        Field(
            "identity.funding_source",
            "Where the money comes from",
            Kind.CHOICES,
            help="What you will fund the account from; choose all that fit.",
            choices=FUNDING_SOURCES,
        ),
        _band(
            "identity.annual_income",
            "Yearly income",
            "Before taxes, in US dollars.",
            INCOME_BANDS,
        ),
        _band(
            "identity.liquid_net_worth",
            "Liquid net worth",
            "Cash and what you could sell within days, less your debts.",
            WORTH_BANDS,
        ),
        _band(
            "identity.total_net_worth",
            "Total net worth",
            "All you own, home included, less all you owe.",
            WORTH_BANDS,
        ),
    ),
)
