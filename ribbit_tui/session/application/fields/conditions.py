"""When a question is asked: facts that follow from other answers."""

from ribbit_tui.session.application.reference.countries import USA

from .field import Answers, Condition

WANTS_CRYPTO = "investing.crypto"


def said_yes(question: str) -> Condition:
    return lambda answers: answers.get(question) is True


def lives_in_usa(answers: Answers) -> bool:
    return answers.get("contact.country") == USA


def lives_abroad(answers: Answers) -> bool:
    return bool(answers.get("contact.country")) and not lives_in_usa(answers)


def pays_tax_in_usa(answers: Answers) -> bool:
    return answers.get("identity.country_of_tax_residence") == USA


def pays_tax_abroad(answers: Answers) -> bool:
    residence = answers.get("identity.country_of_tax_residence")
    return bool(residence) and not pays_tax_in_usa(answers)


def is_foreigner_in_usa(answers: Answers) -> bool:
    citizenship = answers.get("identity.country_of_citizenship")
    return lives_in_usa(answers) and bool(citizenship) and citizenship != USA


def needs_visa(answers: Answers) -> bool:
    """Green card holders are permanent residents and name no visa."""
    return is_foreigner_in_usa(answers) and answers.get("identity.permanent_resident") is False


def wants_crypto(answers: Answers) -> bool:
    return answers.get(WANTS_CRYPTO) is True


def is_employed(answers: Answers) -> bool:
    return answers.get("disclosures.employment_status") == "employed"
