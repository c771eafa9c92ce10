"""The employment step: work, finances and investment goals."""

from decimal import Decimal

from ribbit_tui.session.application.fields.conditions import WANTS_CRYPTO, is_employed
from ribbit_tui.session.application.fields.field import Field, Step, WirePath, never
from ribbit_tui.session.application.values.answer import Choice, Kind, WireValue

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

# The value of a band is its bounds in USD. The last band has no upper bound.
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


# The API's values for suitability.
STOCKS_EXPERIENCE = (
    Choice("none", "None yet"),
    Choice("1_to_5_years", "1 to 5 years"),
    Choice("over_5_years", "More than 5 years"),
)

RISK_TOLERANCES = (
    Choice("conservative", "Conservative: small gains, small losses"),
    Choice("moderate", "Moderate: some ups and downs"),
    Choice("significant_risk", "Significant risk: large losses are possible"),
)

OBJECTIVES = (
    Choice("generate_income", "Generate income"),
    Choice("preserve_wealth", "Preserve what I have"),
    Choice("balance_preserve_wealth_with_growth", "Balance preserving and growing"),
    Choice("growth", "Growth"),
    Choice("market_speculation", "Speculation"),
)

HORIZONS = (
    Choice("less_than_1_year", "Less than a year"),
    Choice("1_to_2_years", "1 to 2 years"),
    Choice("3_to_5_years", "3 to 5 years"),
    Choice("6_to_10_years", "6 to 10 years"),
    Choice("more_than_10_years", "More than 10 years"),
)

LIQUIDITY_NEEDS = (
    Choice("very_important", "Very important"),
    Choice("important", "Important"),
    Choice("somewhat_important", "Somewhat important"),
    Choice("does_not_matter", "Does not matter"),
)


def _lowest(band: WireValue) -> Decimal:
    return Decimal(str(band).partition("-")[0])


def _highest(band: WireValue) -> Decimal | None:
    highest = str(band).partition("-")[2]
    return Decimal(highest) if highest else None


def _band(name: str, label: str, help: str, bands: tuple[Choice, ...]) -> Field:
    return Field(
        name,
        label,
        Kind.CHOICE,
        help=help,
        choices=bands,
        required=never,
        wire_paths=(WirePath(f"{name}_min", _lowest), WirePath(f"{name}_max", _highest)),
    )


def _suitability(name: str, label: str, help: str, choices: tuple[Choice, ...]) -> Field:
    return Field(f"identity.{name}", label, Kind.CHOICE, help=help, choices=choices, required=never)


def _assets(wants_crypto: WireValue) -> list[str] | None:
    return ["us_equity", "crypto"] if wants_crypto else None


EMPLOYMENT = Step(
    id="employment",
    title="Employment",
    topics="work, income, goals",
    intro="What do you do, what will you invest from, and what for?",
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
        _suitability(
            "investment_experience_with_stocks",
            "Experience",
            "How long you have invested in stocks.",
            STOCKS_EXPERIENCE,
        ),
        _suitability(
            "risk_tolerance",
            "Risk",
            "How much of it you can live with.",
            RISK_TOLERANCES,
        ),
        _suitability("investment_objective", "Objective", "What you invest for.", OBJECTIVES),
        _suitability(
            "investment_time_horizon",
            "Horizon",
            "When you expect to need most of the money.",
            HORIZONS,
        ),
        _suitability(
            "liquidity_needs",
            "Liquidity",
            "How much it matters to turn investments into cash quickly.",
            LIQUIDITY_NEEDS,
        ),
        Field(
            WANTS_CRYPTO,
            "Trade crypto too?",
            Kind.YES_NO,
            help="A Yes adds an agreement of its own.",
            required=never,
            wire_paths=(WirePath("enabled_assets", _assets),),
        ),
    ),
)
