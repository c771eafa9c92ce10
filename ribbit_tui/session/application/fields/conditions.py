"""Conditions for fields, derived from other answers."""

from ribbit_tui.session.application.reference.countries import USA

from .field import Answers, Condition

WANTS_CRYPTO = "investing.crypto"


def said_yes(question: str) -> Condition:
    """Return the condition that the answer to `question` is Yes."""
    return lambda answers: answers.get(question) is True


def lives_in_usa(answers: Answers) -> bool:
    """Whether the address is in the USA."""
    return answers.get("contact.country") == USA


def lives_abroad(answers: Answers) -> bool:
    """Whether the address is in another country."""
    return bool(answers.get("contact.country")) and not lives_in_usa(answers)


def pays_tax_in_usa(answers: Answers) -> bool:
    """Whether the tax residence is the USA."""
    return answers.get("identity.country_of_tax_residence") == USA


def pays_tax_abroad(answers: Answers) -> bool:
    """Whether the tax residence is another country."""
    residence = answers.get("identity.country_of_tax_residence")
    return bool(residence) and not pays_tax_in_usa(answers)


def is_foreigner_in_usa(answers: Answers) -> bool:
    """Whether a foreign citizen lives in the USA."""
    citizenship = answers.get("identity.country_of_citizenship")
    return lives_in_usa(answers) and bool(citizenship) and citizenship != USA


def needs_visa(answers: Answers) -> bool:
    """Whether a foreigner in the USA has no green card and therefore needs a visa."""
    return is_foreigner_in_usa(answers) and answers.get("identity.permanent_resident") is False


def wants_crypto(answers: Answers) -> bool:
    """Whether the customer asks for crypto trading."""
    return answers.get(WANTS_CRYPTO) is True


def is_employed(answers: Answers) -> bool:
    """Whether the customer is employed."""
    return answers.get("disclosures.employment_status") == "employed"
