"""The words for the result codes of the review (KYC)."""

from dataclasses import dataclass

from .formats import code_words


@dataclass(frozen=True)
class KycText:
    """The words for one result code."""

    title: str
    why: str
    """The finding of the review."""
    answer: str
    """The answer that the customer is asked for."""


_CODES = {
    "IDENTITY_VERIFICATION": KycText(
        "Proof of identity",
        "We could not verify your identity with the information you gave.",
        "Send a picture of a passport, driver's license or national ID card.",
    ),
    "TAX_IDENTIFICATION": KycText(
        "Proof of your tax ID",
        "The number you gave does not match the tax authority's records.",
        "Send a picture of your Social Security or tax ID card.",
    ),
    "ADDRESS_VERIFICATION": KycText(
        "Proof of address",
        "We could not verify the address you gave.",
        "Send a utility bill or bank statement with your address, or an ID that shows it.",
    ),
    "DATE_OF_BIRTH": KycText(
        "Proof of date of birth",
        "The date of birth you gave does not match other records.",
        "Send a government ID that shows it, or a birth certificate.",
    ),
    "INVALID_IDENTITY_PASSPORT": KycText(
        "A valid passport or ID",
        "The identity document is not valid, or could not be read.",
        "Send another government ID: valid, in colour, with all four corners in the picture.",
    ),
    "SELFIE_VERIFICATION": KycText(
        "A selfie",
        "We need to confirm that you are the person who applies.",
        "Take the identity check with the camera, or send a picture of your face.",
    ),
    "PEP": KycText(
        "Your public office",
        "You hold or held a high public office.",
        "Tell us your position and where you work.",
    ),
    "FAMILY_MEMBER_PEP": KycText(
        "Your relative's public office",
        "A member of your close family holds or held a high public office.",
        "Tell us who it is.",
    ),
    "CONTROL_PERSON": KycText(
        "The company you control",
        "You control a publicly traded company.",
        "Tell us the company, its address and its compliance e-mail.",
    ),
    "AFFILIATED": KycText(
        "The firm you are affiliated with",
        "You work for, or are affiliated with, an exchange, FINRA or a brokerage.",
        "Tell us the firm, or send its letter that approves the account.",
    ),
    "VISA_TYPE_OTHER": KycText(
        "Your visa",
        "You hold a visa that is not on the list.",
        "Tell us its type and expiry date, or send a picture of it.",
    ),
    "W8BEN_CORRECTION": KycText(
        "A W-8BEN form",
        "You pay tax outside the USA, and we have no W-8BEN that matches your information.",
        "Send a W-8BEN in your name. It tells the US tax authority where you pay tax.",
    ),
    "COUNTRY_NOT_SUPPORTED": KycText(
        "Manual review",
        "The automatic checks do not cover your country of tax residence.",
        "Nothing to do: a person reviews the application.",
    ),
    "WATCHLIST_HIT": KycText(
        "Watch-list",
        "Your name is similar to a name on a watch-list.",
        "Nothing to do: we are checking whether it is you.",
    ),
    "OTHER": KycText(
        "A special request",
        "The reviewers have a special request.",
        "Send the document they ask for.",
    ),
    "OTHER_PARTNER": KycText(
        "A note to the firm",
        "The reviewers have sent the firm a note.",
        "Nothing to do.",
    ),
}


def kyc_words(code: str) -> KycText:
    """Return the words for a result code. An unknown code is shown as it is."""
    known = _CODES.get(code)
    return known or KycText(
        code_words(code, 40),
        "This version of Ribbit does not know this request.",
        "Send a document that answers it, or install the newest version.",
    )
